"""The phone: what a community researcher's phone sends, and how it arrives whole and once.

The phone names each sending itself.  First it sends what is said of the photograph (JSON, kept as
it is), then the bytes, in pieces that can be taken up again after any cut (tus 1.0).  A sending
with every byte is taken in by the archive within the same request, its words are written beside
the photograph, and only then does the phone hear “received”, with the SHA-256 of what arrived.
"""
