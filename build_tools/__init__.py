"""What turns a checkout into an installed photovoice: the front-end build and its setuptools hooks.

Nothing here is needed, or present, once the software is installed.
"""
