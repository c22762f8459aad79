"""What a project tells the parts to its right."""

from blinker import signal

renamed = signal("projects.renamed")
"""A member chose otherwise how to be named beside their work.  Sent with ``session`` and
``project``."""
