"""Seven words, e-mail addresses and waits: decisions without a database."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from functools import cache

from mnemonic import Mnemonic

WORDS_ON_A_CARD = 7
"""Of 2,048 words each: 77 bits."""
WORDS_ON_A_SLIP = 5
"""Of 2,048 words each: 55 bits, for one release only."""
WINDOW = timedelta(hours=1)
"""How long a failed try counts."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
WAIT_FOR_OTHERS = timedelta(seconds=20)
"""The longest that somebody waits for tries that may have been others'."""
SEEN_EVERY = timedelta(minutes=10)
"""How often it is noted that a device is in use."""
SHARED_SEEN_EVERY = timedelta(minutes=1)
LEFT_AFTER = timedelta(minutes=15)
"""A shared device that nobody has used for so long is signed out."""
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
"""What browsers say of themselves and what people call them; the first that is said holds."""
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "Chromebook",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


@cache
def wordlist() -> tuple[str, ...]:
    """The 2,048 short English words of BIP 39, no two alike in their first four letters."""
    return tuple(Mnemonic("english").wordlist)


def new_words(count: int = WORDS_ON_A_CARD) -> str:
    """Fresh words for a card or a slip, spaced."""
    return " ".join(secrets.choice(wordlist()) for _ in range(count))


def evened(words: str) -> str:
    """Words as typed by somebody in a hurry, evened out: case, spacing, hyphens, full stops.

    A word cut to its first four letters is completed, since those already tell it apart.
    """
    text = unicodedata.normalize("NFKC", words).casefold()
    return " ".join(_completed(word) for word in re.findall(r"[a-z]+", text))


def _completed(word: str) -> str:
    if len(word) < 4 or word in wordlist():
        return word
    matches = [known for known in wordlist() if known.startswith(word[:4]) and len(word) == 4]
    return matches[0] if len(matches) == 1 else word


def keyed_hash(secret: str, key: str, purpose: str) -> str:
    """What is stored instead of a secret: useless without the installation's key."""
    return hmac.new(key.encode(), f"{purpose}\0{secret}".encode(), hashlib.sha256).hexdigest()


def plain_email(email: str) -> str:
    """An e-mail address as it is stored and looked up."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def wait_after(failures: int, free: int, longest: timedelta) -> timedelta:
    """How long after the last of some failures the next try is let through: twice as long each
    time, up to ``longest``; not at all while there are fewer than ``free``."""
    if failures < free:
        return timedelta()
    return min(longest, FIRST_WAIT * 2 ** min(failures - free, 20))


def device_names(user_agent: str) -> tuple[str, str]:
    """A browser and what it runs on, as people call them: ``("Firefox", "Android")``.

    Either is empty where the browser's own words for itself (RFC 9110, 10.1.5) do not tell.
    """
    browser, system = (
        next((name for said, name in known.items() if said in user_agent), "")
        for known in (BROWSERS, SYSTEMS)
    )
    return browser, system


def to_be_noted(shared: bool, seen_at: datetime, now: datetime) -> bool:
    """Whether it is time to note again that a device is in use."""
    return now - seen_at > (SHARED_SEEN_EVERY if shared else SEEN_EVERY)


def was_left(shared: bool, seen_at: datetime, now: datetime) -> bool:
    """Whether a device lies about that people share: its last person is signed out then."""
    return shared and now - seen_at > LEFT_AFTER
