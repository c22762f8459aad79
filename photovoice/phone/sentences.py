"""What the contribute page says by itself, without asking: a sentence for every state.

The scripts know only the names; ``{…}`` is filled in by them.
"""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "photograph": _l("A photograph"),
    "waiting": _l("Waiting its turn."),
    "reading": _l("Being read from this phone."),
    "choose_again": _l(
        "The page was closed before “{name}” was read. Choose it again; what you wrote stays."
    ),
    "too_large": _l("“{name}” is larger than what can be taken in. Choose a smaller copy."),
    "held": _l("It leaves when you go on from its page."),
    "sending": _l("Sending, {part}"),
    "received": _l("Received, {time}"),
    "words_waiting": _l("The photograph is received. Your newest words are still to go."),
    "late": _l(
        "It was received before you deleted it. On its page you say what may be done with it."
    ),
    "offline": _l("Waiting for a network. It is safe on this phone."),
    "signed_out": _l("You are signed out. It is still on this phone; sign in and it goes on."),
    "somebody_else": _l("Somebody else is signed in here now. Yours wait until you sign in again."),
    "full": _l("There is no room at the other end just now. It stays on this phone."),
    "refused": _l("It was not taken in. It is still on this phone."),
    "differs": _l(
        "What arrived is not the same as what is here. It stays on this phone; try again."
    ),
    "needs": _l("Still needs: {what}"),
    "need_caption": _l("your words"),
    "need_people": _l("who is in it"),
    "need_release": _l("what may be done with it"),
    "need_again": _l(
        "another look, for a part of it seems to be damaged (if it is whole in your gallery, choose"
        " it there and send it again)"
    ),
    "unsent_one": _l("{n} photograph is still on this phone."),
    "unsent_many": _l("{n} photographs are still on this phone."),
    "all_safe": _l("Everything is received and safe."),
    "store_tight": _l("This phone is nearly full. Send what is here before you take more."),
    "store_fleeting": _l(
        "This phone may clear its store by itself after some days. Send soon, and do not clear the"
        " browser before."
    ),
    "phone_full": _l(
        "“{name}” could not be kept: this phone is full. Make room and choose it again."
    ),
    "not_kept": _l("“{name}” could not be read. Choose it again, or another one."),
    "empty": _l("“{name}” is empty. Choose it again, or another one."),
    "unkept": _l(
        "This phone is not keeping what you write or say. Make room on it, then go on: what you"
        " wrote stays on this screen."
    ),
    "which": _l("Photograph %(number)s of %(total)s", number="{n}", total="{of}"),
    "sure": _l("Delete it from this phone? It has not been received yet."),
    "sure_voice": _l("Delete what you said?"),
    "recording": _l("Recording. {left} seconds left."),
    "voice_kept": _l("Your words are kept on this phone and go with the photograph."),
    "voice_safe": _l("Your spoken words are received."),
    "voice_not_kept": _l(
        "What you said could not be kept. Save it to this phone as a file, make room, and say it"
        " again."
    ),
    "no_microphone": _l(
        "This phone did not let us hear you. Allow the microphone for this page, or type instead."
    ),
    "missing_credit": _l("Say how your name shall stand beside it, or that there shall be none."),
    "missing_credit_name": _l("Say which name."),
    "missing_limits": _l("Please tick that you know what cannot be taken back."),
}
