"""A file's name as it can be kept, shown and printed: whatever a phone or a stranger made it.

It is kept so that a list on paper ("roll 017, picture 4") can be matched, and for nothing else.
"""

import re
import unicodedata

LONGEST = 255
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d", "\ufe0f"}
"""They belong into names in many scripts, and between the parts of one emoji."""


def readable(name: str) -> str:
    """The name with what cannot be seen, or is no character, written out: ``caf\\xe9.jpg``.

    Never raises; fits a database, a terminal and a page.
    """
    return "".join(
        letter
        if letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN
        else _written_out(letter)
        for letter in name
    )


def kept(name: str) -> str:
    """The last part of a name, readable and in so many letters; its ending is kept."""
    last = readable(re.split(r"[/\\\\](?!$)", name)[-1].strip())
    if len(last) <= LONGEST:
        return last
    return last[: LONGEST - 20] + "…" + last[-19:]


def in_order(name: str) -> list[tuple[int, int, str]]:
    """What to sort names by, so that ``IMG_9`` comes before ``IMG_10``."""
    return [
        (0, int(part), part) if part.isdecimal() else (1, 0, part.casefold())
        for part in re.split(r"(\d{1,18})", name)
    ]


def _written_out(letter: str) -> str:
    number = ord(letter)
    if 0xDC80 <= number <= 0xDCFF:  # a byte of a name that is not UTF-8
        return f"\\x{number - 0xDC00:02x}"
    return letter.encode("unicode_escape", "backslashreplace").decode("ascii")
