"""The door: signing in by card or by password, and seeing to one's own way in."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from photovoice.accounts import login, operations, queries, rules
from photovoice.accounts.forms import CardForm, NewPasswordForm, PasswordForm
from photovoice.accounts.models import Device
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.refusals import Refusal

bp = Blueprint("accounts", __name__)


def onwards(wanted: str | None) -> str:
    """Where to go after signing in: an address of this house, or its front page."""
    parts = urlsplit(wanted or "")
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    safe = ours and not (wanted or "").startswith(("//", "/\\")) and "\\" not in (wanted or "")
    return wanted if safe and wanted else url_for("projects.home")


@bp.get("/sign-in")
@requires(Permission.PUBLIC)
def sign_in():
    """Both ways in on one page."""
    if current_user.is_authenticated:
        return redirect(onwards(request.args.get("next")))
    where = {"next": request.args.get("next", "")}
    card, password = CardForm(formdata=None, data=where), PasswordForm(formdata=None, data=where)
    return render_template("accounts/sign_in.html", card=card, password=password)


@bp.post("/sign-in")
@requires(Permission.PUBLIC)
def enter_by_password():
    """E-mail and password."""
    form = PasswordForm()
    if form.validate():
        house = the_house()
        address, label = login.where_from()
        try:
            person, token = operations.enter_by_password(
                house.session(),
                form.email.data,
                form.password.data,
                house.config,
                address=address,
                label=label,
            )
        except Refusal as refusal:
            return _not_yet(refusal, password=form)
        return _welcome(person, token, form.next.data)
    return render_template("accounts/sign_in.html", card=CardForm(formdata=None), password=form)


@bp.get("/card")
@requires(Permission.PUBLIC)
def card():
    """Where a card's QR code leads; the words stay behind the # and never reach the address."""
    return render_template("accounts/card.html", form=CardForm(formdata=None))


@bp.post("/card")
@requires(Permission.PUBLIC)
def enter_by_card():
    """The seven words."""
    form = CardForm()
    if form.validate():
        house = the_house()
        address, label = login.where_from()
        try:
            person, token = operations.enter_by_card(
                house.session(), form.words.data, house.config, address=address, label=label
            )
        except Refusal as refusal:
            return _not_yet(refusal, card=form)
        return _welcome(person, token, form.next.data)
    return render_template("accounts/card.html", form=form)


def _welcome(person, token: str, wanted: str | None):
    login.come_in(person, token)
    flash(_("Welcome, %(name)s", name=person.name), "success")
    return redirect(onwards(wanted), 303)


def _not_yet(refusal: Refusal, card: CardForm | None = None, password=None):
    """The same page with the sentence on it; the failed try is kept, whatever the answer."""
    the_house().session().commit()
    if card is not None:
        card.words.errors = [str(refusal)]
        return render_template("accounts/card.html", form=card), refusal.status
    password.password.errors = [str(refusal)]
    page = render_template("accounts/sign_in.html", card=CardForm(formdata=None), password=password)
    return page, refusal.status


@bp.post("/sign-out")
@requires(Permission.SIGNED_IN)
def sign_out():
    """Leave this device."""
    login.go_out()
    flash(_("You are signed out."), "success")
    response = redirect(url_for("projects.home"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/account")
@requires(Permission.SIGNED_IN)
def account():
    """One's own password and devices."""
    form = NewPasswordForm(formdata=None, data={"email": _own_email()})
    return _account_page(form)


@bp.post("/account")
@requires(Permission.SIGNED_IN)
def choose_password():
    """Choose an e-mail address and a password to come in with."""
    form = NewPasswordForm()
    if not form.validate():
        return _account_page(form)
    session = the_house().session()
    try:
        operations.set_email(session, current_user, form.email.data, by=current_user)
    except Refusal as refusal:
        form.email.errors = [str(refusal)]
        return _account_page(form)
    operations.set_password(session, current_user, form.password.data, by=current_user)
    flash(_("Saved. From now on you can come in with your e-mail address too."), "success")
    return redirect(url_for(".account"), 303)


def own_device(session, device: int) -> Device | None:
    """A device of the person in hand, or None."""
    return next((d for d in queries.devices_of(session, current_user) if d.id == device), None)


@bp.post("/account/devices/<int:device>/sign-out")
@requires(Permission.SIGNED_IN, own_device)
def sign_out_device(device: Device):
    """Sign out another device: a lost phone, a borrowed laptop."""
    operations.revoke_device(the_house().session(), device, by=current_user)
    flash(_("That device is signed out."), "success")
    return redirect(url_for(".account"), 303)


def _own_email() -> str:
    return (current_user.contact.email if current_user.contact else "") or ""


def _account_page(form: NewPasswordForm):
    devices = queries.devices_of(the_house().session(), current_user)
    return render_template(
        "accounts/account.html", form=form, devices=devices, names=rules.device_names
    )


# The page of the same part that has a file of its own.
from photovoice.accounts import language  # noqa: E402, F401
