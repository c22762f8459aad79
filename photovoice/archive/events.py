"""What the archive tells the parts to its right."""

from blinker import signal

changed = signal("archive.changed")
"""Photographs came in or their words changed.  Sent with ``session`` and ``photograph_ids``."""

covered = signal("archive.covered")
"""Other parts of photographs were made unrecognisable, or the copies made so are ready.  Sent with
``session`` and ``photograph_ids``."""

silenced = signal("archive.silenced")
"""What was said of photographs in somebody's voice is not to be heard any more.  Sent with
``session`` and ``photograph_ids``."""

words_taken_back = signal("archive.words_taken_back")
"""Somebody took back what they said of photographs.  Sent with ``session`` and
``photograph_ids``."""
