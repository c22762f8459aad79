"""What makes two tags the same, and how a line of tags is read."""

import re
import unicodedata

LONGEST_TAG = 60
"""Letters a tag may have."""
LONGEST_FOLDED = 120
"""Letters kept of an evened-out tag: one sign of Arabic can stand for eighteen."""


def folded(name: str) -> str:
    """A tag with case, width and spacing evened out."""
    even = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return even[:LONGEST_FOLDED]


def tags_in(line: str) -> list[str]:
    """The tags in a line typed with commas (of any script) or one to a line, each once."""
    found: dict[str, str] = {}
    for part in re.split(r"[,،、，፣;؛；\n]+", line):
        name = " ".join(unicodedata.normalize("NFC", part).strip(" #.").split())
        if name:
            found.setdefault(folded(name), name)
    return list(found.values())
