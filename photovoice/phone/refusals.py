"""Every no that a phone or a tus client can hear, with its status, its word and its sentence."""

from typing import Any

from flask_babel import lazy_gettext as _l

from photovoice.refusals import Refusal

KEPT = _l("Your photographs are kept on this phone.")


class NotTaken(Refusal):
    """Something of a sending was not taken; ``reason`` is one word a program can go by."""

    status = 400
    reason = "malformed"
    says: Any = _l("This could not be understood.")
    then: Any = KEPT

    def __init__(self, **details: Any) -> None:
        more = {"reason": self.reason, "next_step": self.then} | details
        super().__init__(more.pop("sentence", self.says), **more)


class SignedOut(NotTaken):
    """Nobody is signed in, or no longer."""

    status, reason = 401, "signed_out"
    says = _l("You are not signed in any more.")
    then = _l("Sign in again, and sending goes on. Your photographs are kept on this phone.")


class CardTakenBack(SignedOut):
    """The card this phone came in with no longer works."""

    reason = "card_revoked"
    says = _l("The card this phone came in with no longer works.")
    then = _l(
        "Ask the person who gave it to you for a new one. Your photographs are kept on this phone."
    )


class SomebodyElse(NotTaken):
    """What one person's page sends arrived with another's sign-in: nothing of it is taken."""

    status, reason = 403, "somebody_else"
    says = _l("Somebody else is signed in here now. Yours wait until you sign in again.")


class Stale(NotTaken):
    """The token against forged requests is missing or from another day."""

    reason = "stale"
    says = _l("This page had been open too long, so nothing was changed.")
    then = _l("Open it again and try once more. Your photographs are kept on this phone.")


class NotHere(NotTaken):
    """Absent, or somebody else's: nobody is told which."""

    status, reason = 404, "not_here"
    says = _l("There is nothing here that you can open.")


class NotUnderstood(NotTaken):
    """What is said of a photograph does not have the shape it must have."""

    status, reason = 422, "not_understood"
    says = _l("What was written with this photograph could not be understood.")
    then = _l("Reload the page and send it again. The photograph is kept on this phone.")


class TooManyWords(NotTaken):
    """More words than can be kept beside a photograph."""

    status, reason = 422, "too_long"
    says = _l("That is more than can be kept beside a photograph.")
    then = _l("Make it shorter and send it again. It is kept on this phone.")


class TooLarge(NotTaken):
    """A file larger than what can be taken in."""

    status, reason = 413, "too_large"
    says = _l("This file is larger than what can be taken in.")
    then = _l("It is kept on this phone. Send a smaller copy.")


class NoQuota(NotTaken):
    """The project has filled the room it was given."""

    status, reason = 413, "quota"
    says = _l("This project has no room left for it.")
    then = _l("It is kept on this phone. Tell your facilitator.")


class TooManyWaiting(NotTaken):
    """So many photographs were announced and never sent that no more are noted down."""

    status, reason = 429, "too_many"
    says = _l("Many photographs are announced already and have not come.")
    then = _l("They are sent one after the other; this one follows. It is kept on this phone.")


class TooMuchOnTheWay(NotTaken):
    """One person's phones have announced more than they may before it has come."""

    status, reason = 429, "on_the_way"
    says = _l("A lot of yours is on its way already.")
    then = _l("It is kept on this phone, and goes when the rest has come.")


class NoRoom(NotTaken):
    """The disk is full."""

    status, reason = 507, "store_full"
    says = _l("There is no room left here. The photograph is still on this phone.")
    then = _l("Tell your facilitator. What was received before is safe.")


class BeingSent(NotTaken):
    """Another tab, phone or request is at the same bytes at this moment."""

    status, reason = 423, "locked"
    says = _l("This is being sent at this very moment.")
    then = _l("Wait a little; it goes on by itself.")


class ReceivedAlready(NotTaken):
    """The same part of the same sending was received before."""

    status, reason = 409, "received"
    says = _l("This was received before.")
    then = _l("Nothing more needs doing.")


class WrongOffset(NotTaken):
    """A piece that does not begin where the bytes kept here end."""

    status, reason = 409, "wrong_offset"
    says = _l("This piece does not fit after what arrived before.")
    then = _l("Sending goes on from what is here.")


class Over(NotTaken):
    """An upload that expired, was given up, or is finished."""

    status, reason = 410, "gone"
    says = _l("This upload is over.")


class WrongVersion(NotTaken):
    """A version of the protocol that is not spoken here."""

    status, reason = 412, "wrong_version"


class WrongType(NotTaken):
    """A piece that does not say it is one."""

    status, reason = 415, "wrong_type"


class Damaged(NotTaken):
    """A piece that does not hash to what was announced; nothing of it was kept."""

    status, reason = 460, "damaged"
    says = _l("A piece was damaged on the way.")
    then = _l("It is sent once more.")


class NotTakenIn(NotTaken):
    """Everything came, and could not be taken in: the reason and the sentence are the archive's."""

    status, reason = 422, "refused"


class ArrivedDamaged(NotTaken):
    """Everything came, but not what the phone had hashed; nothing of it was kept."""

    status, reason = 422, "damaged"
    says = _l("It arrived damaged. It is still on this phone.")
    then = _l("Please send it again.")


class CutOff(NotTaken):
    """The connection broke in the middle of a piece; nobody hears this."""

    reason = "cut_off"
    says = _l("The connection broke.")
