"""Taking a release back: from a photograph's page, or with a slip and no account."""

import base64
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from photovoice.archive import loaders
from photovoice.archive import queries as archive
from photovoice.archive.models import Photograph
from photovoice.archive.sight import tends
from photovoice.consent import operations, queries, rules
from photovoice.consent.forms import SlipForm, WithdrawForm
from photovoice.consent.models import Release, Withdrawal
from photovoice.consent.rules import Use
from photovoice.consent.views import PHOTOGRAPH, bp, small
from photovoice.consent.waiting import unseen
from photovoice.db import today
from photovoice.house import the_house
from photovoice.permissions import Permission, allows, requires
from photovoice.projects import queries as projects
from photovoice.projects.models import Project
from photovoice.storage import Missing

SHOWN_ON_A_SLIP = 12


@dataclass(frozen=True)
class Bearing:
    """A release, and the photograph on whose page somebody stands."""

    photograph: Photograph
    release: Release

    @property
    def project(self) -> Project:
        """The project of the photograph."""
        return self.photograph.project


def may_withdraw(person: Any, photograph: Photograph, release: Release) -> bool:
    """Whether somebody may take a release back: whoever gave it, and whoever may take it down.

    One that bears on photographs of others too is not for this photograph's photographer.
    """
    pictured = release.pictured
    gave_it = person.id in (release.photographer_id, pictured and pictured.person_id)
    if release.photograph_id is None:
        return gave_it or allows(person, Permission.RECORD_CONSENT, photograph.project)
    return gave_it or tends(person, photograph)


def bearing(session: Session, project: str, photograph: int, release: int) -> Bearing | None:
    """The release an address names, if it bears on the photograph and may be taken back here."""
    found = archive.photograph(session, project, photograph)
    if found is None:
        return None
    for one in queries.releases_for(session, found):
        if one.id == release and may_withdraw(current_user, found, one):
            return Bearing(found, one)
    return None


@bp.route(f"{PHOTOGRAPH}/releases/<int:release>/withdraw", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, bearing)
def take_back(bearing: Bearing) -> AnyResponse | str:
    """Ask once, then take it back.  No reason is asked."""
    session, form = the_house().session(), WithdrawForm()
    bound = queries.photographs_bound_by(session, bearing.release)
    if form.validate_on_submit() and bearing.release.withdrawal is None:  # pressed twice is once
        operations.withdraw(session, bearing.release, by=current_user)
    if bearing.release.withdrawal is not None:
        onwards = url_for(
            ".taken_back",
            project=bearing.project.slug,
            photograph=bearing.photograph.id,
            release=bearing.release.id,
        )
        return redirect(onwards, 303)
    return render_template(
        "consent/take_back.html",
        bearing=bearing,
        photograph=bearing.photograph,
        photo=small(bearing.photograph),
        form=form,
        bound=bound,
        used=used(session, bound),
    )


@bp.get(f"{PHOTOGRAPH}/releases/<int:release>/withdrawn")
@requires(Permission.SIGNED_IN, bearing)
def taken_back(bearing: Bearing) -> str:
    """What happened, honestly: what is off the screens, and what is printed."""
    if bearing.release.withdrawal is None:
        abort(404)
    session = the_house().session()
    bound = queries.photographs_bound_by(session, bearing.release)
    visible = loaders.sight_of(session, bearing.photograph) is not None
    return render_template(
        "consent/taken_back.html",
        release=bearing.release,
        photograph=bearing.photograph if visible else None,
        project=bearing.project,
        bound=bound,
        used=used(session, bound),
    )


@bp.get("/projects/<project>/withdrawals")
@requires(Permission.RECORD_CONSENT, projects.project)
def withdrawals(project: Project) -> str:
    """Who withdrew, and what is left to do in venues and on paper."""
    session = the_house().session()
    found = unseen(session, project)
    bound = queries.bound_by_all(session, [one.release for one in found])
    return render_template(
        "consent/withdrawals.html", project=project, withdrawals=found, used=used(session, bound)
    )


def withdrawal(session: Session, project: str, withdrawal: int) -> "Seen | None":
    """The withdrawal an address names, in the project it names."""
    found = session.get(Withdrawal, withdrawal)
    if found is None or found.release.project.slug != project:
        return None
    return Seen(found)


@bp.post("/projects/<project>/withdrawals/<int:withdrawal>/done")
@requires(Permission.RECORD_CONSENT, withdrawal)
def see_to(seen: "Seen") -> AnyResponse:
    """All that was left to do after a withdrawal is done."""
    operations.see_to(the_house().session(), seen.withdrawal, by=current_user)
    return redirect(url_for(".withdrawals", project=seen.project.slug), 303)


@dataclass(frozen=True)
class Seen:
    """A withdrawal, in its project."""

    withdrawal: Withdrawal

    @property
    def project(self) -> Project:
        """The project it belongs to."""
        return self.withdrawal.release.project


def used(session: Session, ids: list[int]) -> list[Any]:
    """Where photographs hang and are printed, in sentences of the parts that know."""
    return [sentence for tell in the_house().where_used for sentence in tell(session, ids)]


@bp.get("/withdraw")
@requires(Permission.PUBLIC)
def withdraw() -> str:
    """Where a slip leads: five words, no account."""
    return render_template("consent/withdraw.html", form=SlipForm(formdata=None))


@bp.post("/withdraw")
@requires(Permission.PUBLIC)
def withdraw_by_slip() -> AnyResponse | tuple[str, int] | str:
    """Show what the slip stands for; with the button pressed, take it back."""
    house, form = the_house(), SlipForm()
    session = house.session()
    if not form.validate():
        return render_template("consent/withdraw.html", form=form), 422
    try:
        release = operations.release_on_slip(session, form.words.data, house.config)
    except operations.SlipUnknown as refusal:
        form.words.errors = [str(refusal)]
        return render_template("consent/withdraw.html", form=form), refusal.status
    bound = queries.photographs_bound_by(session, release)
    if request.form.get("sure") and release.withdrawal is None:
        operations.withdraw(session, release, by=None)
    if release.withdrawal is not None:
        return render_template(
            "consent/taken_back.html",
            release=release,
            photograph=None,
            project=release.project,
            bound=bound,
            used=used(session, bound),
        )
    return render_template(
        "consent/slip_stands_for.html",
        release=release,
        words=form.words.data,
        form=form,
        prints=_prints(session, release, bound),
        bound=bound,
        used=used(session, bound),
    )


def _prints(session: Session, release: Release, ids: list[int]) -> list[dict[str, Any]]:
    """Small copies of the photographs, inside the page: whoever holds the slip has no account.

    Others may be in them too: only what everybody has cleared for some use is shown, and covered
    where anybody asked for that.
    """
    photographs = archive.by_ids(session, release.project, ids[:SHOWN_ON_A_SLIP])
    subjects, on = queries.subjects(session, photographs), today()
    prints = []
    for photograph in photographs:
        answers = [rules.clearance(subjects[photograph.id], use, on) for use in Use]
        allowed = next(filter(None, answers), None)
        prints += [
            {
                "src": _inlined(copy.key),
                "width": copy.width,
                "height": copy.height,
                "alt": photograph.alternative_text or photograph.name or _("The photograph"),
            }
            for copy in photograph.renditions
            if allowed and copy.size == 320 and copy.redacted == allowed.redacted
        ]
    return [one for one in prints if one["src"]]


def _inlined(key: str) -> str:
    try:
        with the_house().store.open(key) as stream:
            return "data:image/jpeg;base64," + base64.b64encode(stream.read()).decode()
    except Missing:
        return ""
