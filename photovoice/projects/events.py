"""What projects tell the parts to their right."""

from blinker import signal

started = signal("projects.started")
"""A project was started.  Sent with ``session`` and ``project``."""
