"""Which passwords are strong enough: zxcvbn's lists of what is tried first, and its estimate."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from zxcvbn import zxcvbn

from photovoice.refusals import Refusal

SHORTEST_PASSWORD = 10
"""Characters."""
LONGEST_PASSWORD = 1000
STRONG_ENOUGH = 3
"""Of zxcvbn's 0 to 4: more than 10^8 guesses for somebody who tries them one by one."""
LOOKED_AT = 72
"""Characters; zxcvbn takes ever longer over more, and more can only be stronger."""


class WeakPassword(Refusal):
    """A password that is too short, or among those that are tried first."""


def require_strong(password: str, about: Iterable[str] = ()) -> None:
    """Let a password pass that is hard to guess.  Raises WeakPassword.

    ``about`` are words others know of the person, such as their name and their e-mail address.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(_l("Ten characters or more. Three or four unrelated words do well."))
    known = [word for one in about if one for word in (one, *one.replace("@", " ").split())]
    if zxcvbn(password[:LOOKED_AT], user_inputs=known)["score"] < STRONG_ENOUGH:
        raise WeakPassword(
            _l("That password is easy to guess. Three or four unrelated words do well.")
        )
