"""The door: signing in by card or by password, and seeing to one's own way in."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from photovoice.accounts import login, operations, queries, rules, second_factor, tries
from photovoice.accounts.forms import (
    CardForm,
    CodeForm,
    NewPasswordForm,
    PasswordForm,
    ProofForm,
)
from photovoice.accounts.models import Device, Person
from photovoice.accounts.passwords import WeakPassword
from photovoice.house import the_house
from photovoice.languages import CATALOGUES, speak_to_the_person
from photovoice.permissions import Permission, requires
from photovoice.refusals import Refusal

bp = Blueprint("accounts", __name__)


def onwards(wanted: str | None, otherwise: str = "") -> str:
    """Where somebody wants to go, if it is in this house; or ``otherwise``, or the front page."""
    wanted = wanted or ""
    one_line = wanted.isprintable()  # it becomes a header
    ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if ours and one_line else otherwise or url_for("projects.home")


@bp.get("/sign-in")
@requires(Permission.PUBLIC)
def sign_in():
    """Both ways in on one page."""
    if current_user.is_authenticated:
        return redirect(onwards(request.args.get("next")))
    if login.was_left():
        return redirect(url_for(".left", next=request.args.get("next")))
    where = {"next": request.args.get("next", "")}
    card, password = CardForm(formdata=None, data=where), PasswordForm(formdata=None, data=where)
    return render_template("accounts/sign_in.html", card=card, password=password)


@bp.post("/sign-in")
@requires(Permission.PUBLIC)
def enter_by_password():
    """E-mail and password."""
    form = PasswordForm()
    if form.validate():
        session, config = the_house().session(), the_house().config
        email = rules.plain_email(form.email.data)
        known = queries.person_by_email(session, email)
        try:
            where = login.where_from(known)
            tried = operations.try_password(session, known, email, config, where=where)
            session.commit()  # a password takes a moment, and others want to write meanwhile
            fitting = operations.verified(tried, form.password.data)
            person, token = operations.enter_by_password(
                session, tried, fitting, config, label=login.browser_label()
            )
        except operations.CodeNeeded as needed:
            return _ask_for_code(needed, form.next.data)
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
        try:
            person, token = operations.enter_by_card(
                house.session(),
                form.words.data,
                house.config,
                label=login.browser_label(),
                shared=form.shared.data,
                whom_to_ask=house.whom_to_ask,
            )
        except operations.CodeNeeded as needed:
            return _ask_for_code(needed, form.next.data)
        except Refusal as refusal:
            return _not_yet(refusal, card=form)
        return _welcome(person, token, form.next.data, shared=form.shared.data)
    return render_template("accounts/card.html", form=form)


def _ask_for_code(needed: operations.CodeNeeded, wanted: str | None):
    """Remember in the signed cookie that the first step was right, and lead to the second."""
    login.remember_first_step(needed, onwards(wanted))
    return redirect(url_for(".code"), 303)


@bp.get("/sign-in/code")
@requires(Permission.PUBLIC)
def code():
    """The second step: the code an app shows."""
    if login.first_step(the_house().session()) is None:
        return redirect(url_for(".sign_in"))
    return render_template("accounts/code.html", form=CodeForm(formdata=None))


@bp.post("/sign-in/code")
@requires(Permission.PUBLIC)
def enter_by_code():
    """Come in with the code, or with one of the recovery codes."""
    session, form = the_house().session(), CodeForm()
    if (begun := login.first_step(session)) is None:
        flash(_("That took too long. Begin again."))
        return redirect(url_for(".sign_in"), 303)
    if not form.validate():
        return render_template("accounts/code.html", form=form)
    needed, wanted = begun
    where = login.where_from(needed.person)
    try:
        person, token = operations.enter_by_code(
            session,
            needed,
            form.code.data,
            the_house().config,
            where=where,
            label=login.browser_label(),
        )
    except Refusal as refusal:
        session.commit()  # the failed try counts, though the answer is no
        form.code.errors = [str(refusal)]
        return render_template("accounts/code.html", form=form), refusal.status
    return _welcome(person, token, wanted, shared=needed.shared)


def _welcome(person, token: str, wanted: str | None, *, shared: bool = False):
    """Let them in, and speak from here on what they chose at the door, or else their own."""
    if (chosen := browser.get("language")) in CATALOGUES:
        operations.choose_language(the_house().session(), person, chosen, by=person)
    login.come_in(person, token, shared=shared)
    speak_to_the_person()
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
    """Leave this device; or be left by it, where the page has waited for somebody in vain."""
    login.go_out()
    if request.form.get("nobody"):
        return _emptied(redirect(url_for(".left"), 303))
    flash(_("You are signed out."), "success")
    return _emptied(redirect(url_for("projects.home"), 303))


@bp.get("/signed-out")
@requires(Permission.PUBLIC)
def left():
    """What a shared tablet shows that nobody has used for a while, and how to come back."""
    if current_user.is_authenticated:
        return redirect(url_for("projects.home"))
    if login.was_left():
        login.forget()
    wanted = {"next": request.args.get("next", ""), "shared": True}
    page = render_template("accounts/left.html", form=CardForm(formdata=None, data=wanted))
    return _emptied(make_response(page))


@bp.get("/account/here")
@requires(Permission.SIGNED_IN)
def here():
    """Somebody is still using this device, though they have opened no page for a while."""
    return Response(status=204, mimetype="text/plain")


@bp.post("/account/shared")
@requires(Permission.SIGNED_IN)
def share():
    """Say that this device is passed from hand to hand, or that it is not."""
    shared = request.form.get("shared") == "yes"
    operations.share_device(the_house().session(), g.device, shared, by=current_user)
    if shared:
        flash(_("From now on this device signs you out after fifteen minutes."), "success")
    else:
        flash(_("This device stays signed in now."), "success")
    return redirect(url_for(".account"), 303)


def _emptied(response: AnyResponse) -> AnyResponse:
    """Let the browser drop the pages it has kept.

    Never "storage": photographs that are not sent yet wait there.  Nor "cookies": they would go
    for every site under the same domain.
    """
    response.headers["Clear-Site-Data"] = '"cache", "prefetchCache", "prerenderCache"'
    return response


@bp.get("/account")
@requires(Permission.SIGNED_IN)
def account():
    """One's own password and devices."""
    return _account_page(_password_form(formdata=None, data={"email": _own_email()}))


@bp.post("/account")
@requires(Permission.SIGNED_IN)
def choose_password():
    """Choose an e-mail address and a password to come in with.

    Being signed in is not enough, on a tablet left lying about or with a card that was found: it
    takes the password there is, or for the first one the words of one's card.
    """
    form = _password_form()
    if not form.validate():
        return _account_page(form)
    person = current_user._get_current_object()
    try:
        _change_password(person, form) if person.password_hash else _first_password(person, form)
    except operations.EmailTaken as refusal:
        form.email.errors = [str(refusal)]
        return _account_page(form)
    except WeakPassword as refusal:
        form.password.errors = [str(refusal)]
        return _account_page(form), refusal.status
    except Refusal as refusal:
        the_house().session().commit()  # the failed try counts, though the answer is no
        show_why_not(form, refusal)
        return _account_page(form), refusal.status
    flash(_("Saved. From now on you can come in with your e-mail address too."), "success")
    return redirect(url_for(".account"), 303)


def _password_form(**given: Any) -> NewPasswordForm:
    form = NewPasswordForm(**given).asking(current_user)
    return form.against({"email": _own_email()})


def show_why_not(form: ProofForm, refusal: Refusal) -> None:
    """Say at the field of the proof why it is none."""
    mistaken = isinstance(refusal, operations.NotLetIn) and "current" in form
    form.proof.errors = [_("That is not your password.") if mistaken else str(refusal)]


def _first_password(person: Person, form: NewPasswordForm) -> None:
    session, config = the_house().session(), the_house().config
    where = login.where_from(person)
    session.commit()  # a password takes a moment, and others want to write meanwhile
    given = form.words.data, form.email.data, form.password.data
    operations.choose_password(session, person, *given, config, where=where, here=g.device)


def _change_password(person: Person, form: NewPasswordForm) -> None:
    session, tried = the_house().session(), _try_own_password(person)
    operations.verified(tried, form.current.data)
    given = form.email.data, form.password.data
    operations.change_password(session, tried, person, *given, here=g.device)


def _try_own_password(person: Person) -> tries.Try:
    session, config = the_house().session(), the_house().config
    where, said = login.where_from(person), f"password of {person.id}"
    tried = operations.try_password(session, person, said, config, where=where)
    session.commit()  # a password takes a moment, and others want to write meanwhile
    return tried


def prove(person: Person, form: ProofForm) -> None:
    """Let pass who knows the person's password, or has the words of their card.

    Raises NotLetIn or TooManyTries.
    """
    session, config = the_house().session(), the_house().config
    if "current" in form:
        operations.prove_by_password(session, _try_own_password(person), form.current.data)
    else:
        where = login.where_from(person)
        operations.prove_by_card(session, person, form.words.data, config, where=where)


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
    session = the_house().session()
    factor = second_factor.factor_of(session, current_user)
    return render_template(
        "accounts/account.html",
        form=form,
        devices=queries.devices_of(session, current_user),
        names=rules.device_names,
        factor=factor,
        code=CodeForm(formdata=None),
        codes_left=second_factor.codes_left(session, current_user) if factor else 0,
    )


# The pages of the same part that have a file of their own.
from photovoice.accounts import certificate, language, second_step  # noqa: E402, F401
