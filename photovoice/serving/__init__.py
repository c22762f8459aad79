"""How browsers reach the house: its address in the room, its own certificate, and the server.

Beside the line, and without a domain.  ``network`` finds out what phones in the same Wi-Fi call
this machine; ``certificates`` makes it known to them without anybody else's help; ``servers``
answers, over plain HTTP or over TLS.
"""
