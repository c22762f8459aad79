"""Choosing the language of the pages: a person's own for good, a visitor's on this device."""

from urllib.parse import urlsplit

from flask import redirect, render_template, request, session
from flask_login import current_user

from photovoice.accounts import operations
from photovoice.accounts.views import bp, onwards
from photovoice.house import the_house
from photovoice.languages import CATALOGUES
from photovoice.permissions import Permission, requires


@bp.get("/language")
@requires(Permission.PUBLIC)
def language():
    """Every language there is a catalogue of, by its own name."""
    before = urlsplit(request.referrer or "")
    here = before.netloc == request.host
    wanted = onwards(before._replace(scheme="", netloc="").geturl() if here else None)
    return render_template("accounts/language.html", wanted=wanted)


@bp.post("/language")
@requires(Permission.PUBLIC)
def choose_language():
    """Speak it from now on, and go back to where somebody came from."""
    chosen = request.form.get("language")
    if chosen in CATALOGUES and current_user.is_authenticated:
        person = current_user._get_current_object()
        operations.choose_language(the_house().session(), person, chosen, by=person)
    elif chosen in CATALOGUES:
        session.permanent = True
        session["language"] = chosen
    return redirect(onwards(request.form.get("next")), 303)
