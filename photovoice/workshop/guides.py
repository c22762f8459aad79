"""Question guides that every project starts with.  Guides are data: a project may edit its own.

Sources: SHOWeD after Shaffer (1983) and Wang (1999); PHOTO after Hussey (2006).
"""

from flask_babel import lazy_gettext as _l

SHOWED = [
    ("see", _l("What do you see here?")),
    ("happening", _l("What is really happening here?")),
    ("our_lives", _l("How does this relate to our lives?")),
    ("why", _l("Why does this situation exist?")),
    ("empower", _l("How could this photograph empower or teach?")),
    ("do", _l("What can we do about it?")),
]
PHOTO = [
    ("photo", _l("Describe your photograph.")),
    ("happening", _l("What is happening in it?")),
    ("of_this", _l("Why did you take a photograph of this?")),
    ("tells", _l("What does it tell us about your life?")),
    ("opportunities", _l("How can it give us opportunities to improve life?")),
]
READY = {"SHOWeD": SHOWED, "PHOTO": PHOTO}
"""Guides by name, the usual one first."""
