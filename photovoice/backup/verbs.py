"""What each verb of the record means for a restore of an older backup.

Every verb the house writes down stands here once: what it may have taken back is on the list of
``taken_back``, or a steward has to look, or nothing is needed, and why.  A test keeps it so.
"""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from photovoice.backup.models import Kind

LISTED = {
    "withdrew": Kind.WITHDRAWN,
    "gave_release": Kind.ANSWERED,
    "named_person": Kind.PICTURED,
    "redacted": Kind.COVERED,
    "confirmed_covered": Kind.CONFIRMED,
    "corrected_age": Kind.CHILD,
    "removed": Kind.SILENCED,
    "spoke": Kind.SILENCED,
    "removed_picture": Kind.ERASED,
    "let_go": Kind.DELETED,
    "stored_without_metadata": Kind.DELETED,
    "took_words_back": Kind.WORDS,
    "brought_words_back": Kind.WORDS,
    "described": Kind.EMPTIED,
    "typed": Kind.EMPTIED,
    "said_on_postcard": Kind.EMPTIED,
    "changed": Kind.EMPTIED,
    "changed_theme": Kind.EMPTIED,
    "struck": Kind.REMOVED,
    "struck_reading": Kind.REMOVED,
    "untagged": Kind.REMOVED,
    "unlinked": Kind.REMOVED,
    "put_away_theme": Kind.REMOVED,
    "held_back": Kind.REMOVED,
    "brought_back": Kind.REMOVED,
    "hid": Kind.RESPONSE,
    "showed": Kind.RESPONSE,
    "wrote_in_book": Kind.RESPONSE,
    "changed_project": Kind.LIMITED,
    "chose_credit": Kind.MEMBER,
    "changed_role": Kind.MEMBER,
    "added_member": Kind.MEMBER,
    "left": Kind.MEMBER,
    "closed_account": Kind.ACCOUNT,
    "opened_account": Kind.ACCOUNT,
    "set_password": Kind.ACCOUNT,
    "ended_password": Kind.ACCOUNT,
    "turned_on_second_factor": Kind.ACCOUNT,
    "turned_off_second_factor": Kind.ACCOUNT,
    "revoked_card": Kind.ENDED,
    "revoked_device": Kind.ENDED,
    "used_recovery_code": Kind.ENDED,
}
"""Told to the places of backups at once, and done again after a restore."""

LOOKED_AT = {
    "described": _l("Words of photographs were changed. The older ones are here again."),
    "corrected": _l("What was said in sessions was corrected. The older words are here again."),
    "typed": _l("What recordings say was typed anew. The older words are here again."),
    "changed": _l("Words of exhibitions, sections, labels or stops were changed."),
    "changed_theme": _l("Themes were given other words. The older ones are here again."),
    "said_on_postcard": _l("Words of postcards were changed. The older ones are here again."),
    "changed_project": _l("The words or limits of a project were changed."),
    "changed_guide": _l("The questions of a guide were changed."),
    "let_go_of_other_words": _l("Words kept beside a photograph were let go. They are here again."),
    "unnamed_person": _l("Names were taken off photographs. They stand beside them again."),
    "set_email": _l("Somebody signs in with another e-mail address. The older one is here again."),
    "put_away": _l("Photographs were taken out of sessions. They are in them again."),
    "took_down": _l("Photographs were taken off the walls. They hang there again."),
    "removed_section": _l("Sections were removed from exhibitions. They are here again."),
    "removed_stop": _l("Stops were taken off a tour. They are here again."),
    "asked_to_publish": _l(
        "Exhibitions were published anew. Older editions hang here: publish them again before you"
        " open."
    ),
    "left_out_postcard": _l("Postcards were left out of a series. They are in it again."),
}
"""Told at once too, but only the person can do it again, for no words are on the list: after
a restore the exhibitions stay closed until a steward has read this, and looked.  It counts where a
person did it; the house by itself only takes away."""

ONLY_ADDS = "it only adds, and is missing after a restore"
ARRANGES = "it says how things stand beside each other, and nothing of anybody"
THE_HOUSE = "the house does it by itself, and does it again where it is due"
OF_BACKUPS = "it is about backups themselves"
NOT_NEEDED = {
    **dict.fromkeys(
        (
            *("started_project", "added_organisation", "said_address", "wrote_notice"),
            *("stated_nobody", "received", "kept_beside", "opened_session"),
            *("looked_at", "wrote_down", "tagged", "found_theme", "linked", "read_otherwise"),
            *("put_forward", "started_exhibition", "added_section", "hung", "added_stop"),
            *("chose_postcard", "asked_for_print", "made_card", "signed_in"),
            *("began_second_factor",),
        ),
        ONLY_ADDS,
    ),
    **dict.fromkeys(
        (
            *("moved_section", "moved_panel", "moved_postcard", "chose_language"),
            *("shared_device", "saw_to_withdrawal", "found whole"),
        ),
        ARRANGES,
    ),
    **dict.fromkeys(
        (
            *("published", "overtaken", "retired", "print_*", "tried_again", "gave_up"),
            *("announced_removal", "called_removal_off"),
        ),
        THE_HOUSE,
    ),
    **dict.fromkeys(
        (
            *("chose_backup_place", "backed_up", "opened_again", "verified", "restored"),
            "taken_back_again",
        ),
        OF_BACKUPS,
    ),
}
"""What takes nothing back from anybody, and why."""


def sentences(verbs: Iterable[str]) -> list[str]:
    """What a steward has to look at after a restore."""
    return [str(LOOKED_AT[verb]) for verb in LOOKED_AT if verb in set(verbs)]
