"""Days on which photographs were taken, in the spellings they come in; and days that cannot be so.

What a camera, a program or a file's name says is a claim: a clock can be wrong or never have been
set, and a scanner knows only when it scanned.  Such a day is set aside and asked about.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

FIRST_PHOTOGRAPH = 1826
_DAY = re.compile(
    r"(\d{4})([:\-/.]) ?(\d{1,2})\2 ?(\d{1,2})(?:[ T]+(?P<clock>.*))?", re.ASCII | re.DOTALL
)
_CLOCK = re.compile(
    r" ?(\d{1,2}): ?(\d{1,2})(?:: ?(\d{1,2})(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)
_IN_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d))?", re.ASCII)
_NAMED = re.compile(
    r"(?<!\d)(19\d\d|20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
    r"(?:(?!\d)|(?=(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\d{3})?(?!\d)))",
    re.ASCII,
)
"""A day in a file's name: IMG-20240506-WA0003.jpg, WhatsApp Image 2024-05-06 at 10.11.12.jpeg."""
_SCANNED_NAME = re.compile(
    r"(?<![a-z])(?:cam|genius|tiny|swift)?scan(?:s|ned|ner|bot|pro)?(?![a-z])", re.IGNORECASE
)
"""How programs that photograph prints and papers call what they make."""
_BEGINNINGS = (date(1904, 1, 1), date(1970, 1, 1), date(1980, 1, 1))
NEVER_SET = {
    date(1899, 12, 30),
    *_BEGINNINGS,
    *(beginning - timedelta(days=1) for beginning in _BEGINNINGS),
}
"""Where clocks begin to count that nobody has set; west of Greenwich that is the day before."""


class Odd(StrEnum):
    """Why a day is not taken for the one on which a photograph was taken."""

    TO_COME = "to_come"
    NEVER_SET = "never_set"
    SCANNED = "scanned"


@dataclass(frozen=True)
class Told:
    """The day a file tells: one to believe, or one set aside and why."""

    day: date | None = None
    set_aside: date | None = None
    why: Odd | None = None


def moment_in(text: str) -> datetime | None:
    """A moment as cameras and programs write it, by the clock it was written by, or None.

    2024:05:06 10:11:12, 2024-05-06T10:11:12.345+02:00, 2024:05:06 10:11, 2024-05-06,
    20240506101112.  Where the clock cannot be read (24:00:00, 10:11 PM) the day alone, at midnight.
    """
    text = text.strip(" \0\t\r\n")
    if found := _IN_DIGITS.fullmatch(text):
        day, clock = found.group(1, 2, 3), found.group(4, 5, 6)
    elif found := _DAY.fullmatch(text):
        told = _CLOCK.fullmatch(found["clock"] or "")
        day, clock = found.group(1, 3, 4), told.groups() if told else ()
    else:
        return None
    try:
        year, month, on = map(int, day)
        taken = datetime(year, month, on)
    except ValueError:
        return None
    with suppress(ValueError):  # a clock nobody can read, or none
        hour, minute, second = (int(part or 0) for part in clock)
        taken = datetime(year, month, on, hour, minute, second)
    return taken if taken.year >= FIRST_PHOTOGRAPH else None


def day_in_name(name: str) -> date | None:
    """The day a phone or a messenger wrote into a file's name, or None."""
    found = _NAMED.search(name.replace("\\", "/").rpartition("/")[2])
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def latest(today: date) -> date:
    """The latest day it is anywhere when it is ``today`` here: east of here it is tomorrow."""
    return today + timedelta(days=1)


def told(moment: datetime | None, scanned: bool, name: str, today: date) -> Told:
    """What a file tells of its day, by its own words before its name's."""
    day = moment.date() if moment else None
    if day is not None and (why := _odd(day, scanned, today)):
        named = None if why is Odd.SCANNED else day_in_name(name)
        if named is None or _odd(named, False, today):
            return Told(None, day, why)
        return Told(named)
    if day is None and not scanned:
        day = day_in_name(name)
        if day is not None and _odd(day, False, today):
            day = None
        if day is not None and _SCANNED_NAME.search(name.replace("\\", "/").rpartition("/")[2]):
            return Told(None, day, Odd.SCANNED)
    return Told(day)


def _odd(day: date, scanned: bool, today: date) -> Odd | None:
    if scanned:
        return Odd.SCANNED
    if day > latest(today):
        return Odd.TO_COME
    return Odd.NEVER_SET if day in NEVER_SET else None
