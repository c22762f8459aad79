"""What the archive tells the parts to its right."""

from blinker import signal

changed = signal("archive.changed")
"""Photographs came in or their words changed.  Sent with ``session`` and ``photograph_ids``."""

covered = signal("archive.covered")
"""Other parts of photographs were made unrecognisable.  Sent with ``session`` and
``photograph_ids``."""

silenced = signal("archive.silenced")
"""What was said of photographs in somebody's voice is not to be heard any more.  Sent with
``session`` and ``photograph_ids``."""
