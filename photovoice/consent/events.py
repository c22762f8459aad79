"""What consent tells the parts to its right."""

from blinker import signal

changed = signal("consent.changed")
"""Releases, withdrawals or people pictured changed.

Sent with ``session`` and ``photograph_ids``.
"""
