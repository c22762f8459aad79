"""What a form offers to choose from, in the shape WTForms asks for."""

from collections.abc import Iterable
from typing import Any

from wtforms.fields import SelectChoice

from photovoice.languages import language_name


def offer(choices: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices for a field, from pairs of a value and its name, in their order."""
    return [SelectChoice(value, name, render_kw={"dir": "auto"}) for value, name in choices]


def offer_languages(codes: Iterable[str]) -> list[SelectChoice]:
    """Languages to choose from, each by its own name."""
    return offer((code, language_name(code)) for code in codes)
