"""What projects tell the parts to their right."""

from blinker import signal

started = signal("projects.started")
"""A project was started.  Sent with ``session`` and ``project``."""

renamed = signal("projects.renamed")
"""A member chose otherwise how to be named beside their work.  Sent with ``session`` and
``project``."""

readdressed = signal("projects.readdressed")
"""The public address is another one.  Sent with ``session``."""
