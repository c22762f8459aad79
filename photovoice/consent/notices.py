"""The information people are given when a project has not written its own yet."""

from flask_babel import gettext as _


def standard_text() -> str:
    """A plain notice, in the language of the page, that names no project."""
    return "\n\n".join(
        (
            _(
                "Photographs in this project show what people do to make a difference where they"
                " live. They are kept safe, and nothing is shown to anybody unless you say yes."
            ),
            _(
                "You are asked about each use by itself. You can say yes to some and no to others."
                " Where you say nothing, it counts as no."
            ),
            _(
                "You can take your yes back at any time, without giving a reason and without an"
                " account: with the words on the slip you are given, or by telling anybody in the"
                " project. The photograph then comes off our screens at once."
            ),
            _(
                "Some things cannot be taken back: postcards and booklets that are printed already,"
                " and copies other people made from the internet."
            ),
            _(
                "What you say here is written down with the date and who wrote it, and kept with"
                " the photograph. It ends by itself after the time you agree to."
            ),
        )
    )
