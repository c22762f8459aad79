"""What the workshop tells the parts to its right."""

from blinker import signal

changed = signal("workshop.changed")
"""Answers, tags or themes changed.  Sent with ``session`` and ``photograph_ids``."""

struck = signal("workshop.struck")
"""A reading of a theme was struck out.  Sent with ``session`` and ``project``."""
