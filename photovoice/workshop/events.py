"""What the workshop tells the parts to its right."""

from blinker import signal

changed = signal("workshop.changed")
"""Answers, tags or themes changed.  Sent with ``session`` and ``photograph_ids``."""
