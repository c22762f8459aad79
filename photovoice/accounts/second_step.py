"""Setting up the second step of one's own account, and turning it off."""

import segno
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from photovoice.accounts import login, operations, second_factor
from photovoice.accounts.forms import CodeForm, SetUpForm
from photovoice.accounts.models import Person
from photovoice.accounts.views import bp, prove, show_why_not
from photovoice.house import the_house
from photovoice.permissions import Permission, requires
from photovoice.refusals import Refusal


@bp.post("/account/second-step/begin")
@requires(Permission.SIGNED_IN)
def begin_second_step():
    """Make what the app is to be pointed at."""
    second_factor.begin(the_house().session(), _me(), the_house().config)
    return redirect(url_for(".second_step"), 303)


@bp.get("/account/second-step")
@requires(Permission.SIGNED_IN)
def second_step():
    """What to point the app at, and where to type its first code."""
    return _set_up_page(SetUpForm(formdata=None).asking(_me()))


@bp.post("/account/second-step")
@requires(Permission.SIGNED_IN)
def turn_on_second_step():
    """Ask for the app's code from now on; the page that answers shows the recovery codes.

    Being signed in is not enough: whoever finds a device open would shut its person out.
    """
    house, form = the_house(), SetUpForm().asking(_me())
    if not form.validate():
        return _set_up_page(form)
    try:
        prove(_me(), form)
    except Refusal as refusal:
        house.session().commit()  # the failed try counts, though the answer is no
        show_why_not(form, refusal)
        return _set_up_page(form)
    try:
        codes = second_factor.confirm(house.session(), _me(), form.code.data, house.config)
    except Refusal as refusal:
        form.code.errors = [str(refusal)]
        return _set_up_page(form)
    return render_template("accounts/recovery_codes.html", codes=codes)


@bp.post("/account/second-step/off")
@requires(Permission.SIGNED_IN)
def turn_off_second_step():
    """Ask for no code any more, on a last one."""
    house, code = the_house(), CodeForm().code.data or ""
    where = login.where_from(_me())
    try:
        operations.end_second_factor(house.session(), _me(), code, house.config, where=where)
    except Refusal as refusal:
        house.session().commit()  # the failed try counts, though the answer is no
        flash(str(refusal), "error")
    else:
        flash(_("The second step is off. Your password or your card is enough again."), "success")
    return redirect(url_for(".account"), 303)


def _set_up_page(form: SetUpForm):
    house = the_house()
    uri = second_factor.being_set_up(house.session(), _me(), house.config)
    if uri is None:
        return redirect(url_for(".account"))
    square = segno.make(uri, error="m", micro=False)
    return render_template(
        "accounts/second_step.html",
        form=form,
        square=Markup(square.svg_inline(border=4, omitsize=True, lineclass=None)),
        secret=second_factor.spelled_out(uri),
    )


def _me() -> Person:
    return current_user._get_current_object()
