"""What consent tells the parts to its right."""

from blinker import signal

withdrawn = signal("consent.withdrawn")
"""A release was taken back.  Sent with ``session`` and ``photograph_ids``."""

changed = signal("consent.changed")
"""Releases or people pictured changed.  Sent with ``session`` and ``photograph_ids``."""
