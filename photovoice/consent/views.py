"""Consent's pages: who is in a photograph, what each answers, and the slip they keep."""

from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as browser
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from photovoice.archive import loaders
from photovoice.archive import queries as archive
from photovoice.archive.models import Photograph
from photovoice.archive.rules import Sight
from photovoice.archive.showing import Shown, shown
from photovoice.archive.sight import tends
from photovoice.archive.walk import walk
from photovoice.choices import offer
from photovoice.consent import operations, queries
from photovoice.consent.forms import KnownForm, MemberForm, NameForm, ReleaseForm
from photovoice.consent.models import NobodyPictured, PersonPictured
from photovoice.consent.notices import standard_text
from photovoice.consent.recording import take_down
from photovoice.consent.rules import Part
from photovoice.consent.standing import standing
from photovoice.consent.words import GIVEN, USES
from photovoice.db import today
from photovoice.edits import read_under_lock
from photovoice.house import the_house
from photovoice.permissions import Permission, allows, requires
from photovoice.projects import addresses
from photovoice.projects import queries as projects
from photovoice.projects.models import Printed, Project

bp = Blueprint("consent", __name__)

PHOTOGRAPH = "/projects/<project>/photographs/<int:photograph>"
SLIPS = "slips"
"""Where the signed cookie holds the words of the last slips made in this browser."""


@dataclass(frozen=True)
class Signatory:
    """Somebody whose answer a photograph waits for: a person pictured, or None for its maker."""

    photograph: Photograph
    pictured: PersonPictured | None = None

    @property
    def themselves(self) -> bool:
        """Whether it is their own account that is signed in."""
        own = self.pictured.person_id if self.pictured else self.photograph.photographer_id
        return own == current_user.id

    @property
    def project(self) -> Project:
        """The project of the photograph."""
        return self.photograph.project

    @property
    def part(self) -> Part:
        """In which part they answer."""
        return Part.PICTURED if self.pictured else Part.PHOTOGRAPHER

    @property
    def name(self) -> str:
        """What to call them."""
        return self.pictured.label if self.pictured else self.photograph.photographer.name

    @property
    def is_child(self) -> bool:
        """Whether a guardian answers too; a child with an account of their own is asked alone."""
        return self.pictured is not None and self.pictured.is_child and not self.themselves


def photographer(session: Session, project: str, photograph: int) -> Signatory | None:
    """The maker of the photograph an address names, for themselves and for whoever tends it."""
    found = archive.photograph(session, project, photograph)
    signatory = Signatory(found) if found else None
    return signatory if signatory and _may_answer(signatory) else None


def in_it(session: Session, project: str, photograph: int, pictured: int) -> Signatory | None:
    """The person an address names, if they are in the photograph it names.

    For themselves, whether or not they take part any more, and for whoever tends it.
    """
    found = archive.photograph(session, project, photograph)
    people = queries.people_in(session, found) if found else []
    person = next((person for person in people if person.id == pictured), None)
    signatory = Signatory(found, person) if found and person else None
    return signatory if signatory and _may_answer(signatory) else None


def _may_answer(signatory: Signatory) -> bool:
    return tends(current_user, signatory.photograph) or signatory.themselves


def answered(session: Session, project: str, photograph: int) -> Photograph | None:
    """The photograph, for whoever tends it, took it or is in it: they may have answered."""
    found = archive.photograph(session, project, photograph)
    if found is None:
        return None
    own = [found.photographer_id, *(p.person_id for p in queries.people_in(session, found))]
    return found if tends(current_user, found) or current_user.id in own else None


def tended_in_it(session: Session, **parts: Any) -> Signatory | None:
    """The person an address names, only for whoever tends the photograph."""
    found = in_it(session, **parts)
    return found if found and tends(current_user, found.photograph) else None


def small(photograph: Photograph) -> Shown:
    """The photograph as it stands beside a question."""
    sight = loaders.sight_of(the_house().session(), photograph) or Sight.WHOLE
    return shown(photograph, sight, largest=1600)


@bp.get(f"{PHOTOGRAPH}/people")
@requires(Permission.CONTRIBUTE, loaders.tended)
def people(photograph: Photograph) -> str:
    """Who can be recognised in a photograph."""
    return _people_page(photograph, NameForm())


def _people_page(photograph: Photograph, form: NameForm) -> str:
    session, project = the_house().session(), photograph.project
    named = queries.people_in(session, photograph)
    here = {person.id for person in named}
    releases = queries.releases_for(session, photograph)
    stand = {
        (release.part, release.pictured_id) for release in releases if release.withdrawal is None
    }
    answered = {
        person.id
        for person in named
        if (Part.PICTURED, person.id) in stand
        and (not person.is_child or (Part.GUARDIAN, person.id) in stand)
    }
    others = [p for p in _known(session, photograph) if p.id not in here]
    known, member = KnownForm(formdata=None), MemberForm(formdata=None)
    known.known.choices = offer((person.id, person.label) for person in others)
    theirs = {person.person_id for person in named}
    member.member.choices = offer(
        (person.id, person.name)
        for person in projects.researchers(session, project)
        if person.id not in theirs
    )
    return render_template(
        "consent/people.html",
        photograph=photograph,
        photo=small(photograph),
        named=named,
        answered=answered,
        nobody=session.get(NobodyPictured, photograph.id) is not None,
        bound=queries.names_bound(
            releases, by_all=not allows(current_user, Permission.RECORD_CONSENT, project)
        ),
        form=form,
        known=known if others else None,
        member=member if member.member.choices else None,
        onwards=_after_people(photograph),
        walk=walk(),
    )


def _known(session: Session, photograph: Photograph) -> list[PersonPictured]:
    """Whom the person here may choose from the people named before."""
    all_of_them = allows(current_user, Permission.RECORD_CONSENT, photograph.project)
    to = None if all_of_them else current_user
    return queries.people_known(session, photograph.project, to)


def _after_people(photograph: Photograph) -> str:
    """The photographer's answer, or past it where one stands already for all of theirs."""
    releases = queries.releases_for(the_house().session(), photograph)
    stands = any(
        release.part is Part.PHOTOGRAPHER
        and release.withdrawal is None
        and (release.expires_on is None or release.expires_on >= today())
        for release in releases
    )
    return walk().after("consent.release" if stands else "consent.people", photograph)


@bp.post(f"{PHOTOGRAPH}/people")
@requires(Permission.CONTRIBUTE, loaders.tended)
def name(photograph: Photograph) -> AnyResponse | tuple[str, int]:
    """Name somebody, new or known."""
    session, form = the_house().session(), NameForm()
    known, member = (request.form.get(name, type=int) for name in ("known", "member"))
    if member is not None:
        members = projects.researchers(session, photograph.project)
        one = next((person for person in members if person.id == member), None)
        if one is None:
            abort(404)
        operations.name_member(session, photograph, one, by=current_user)
    elif known is not None:
        person = next((p for p in _known(session, photograph) if p.id == known), None)
        if person is None:
            abort(404)
        operations.name_person(session, photograph, known=person, by=current_user)
    elif form.validate():
        operations.name_person(
            session,
            photograph,
            form.label.data.strip(),
            is_child=form.is_child.data,
            by=current_user,
        )
    else:
        return _people_page(photograph, form), 422
    return _back_to_people(photograph)


@bp.post(f"{PHOTOGRAPH}/people/nobody")
@requires(Permission.CONTRIBUTE, loaders.tended)
def nobody(photograph: Photograph) -> AnyResponse:
    """State that nobody can be recognised."""
    operations.state_nobody(the_house().session(), photograph, by=current_user)
    flash(_("Written down: nobody can be recognised in it."), "good")
    if walk().begun:
        return redirect(_after_people(photograph), 303)
    return _back_to_people(photograph)


@bp.post(f"{PHOTOGRAPH}/people/<int:pictured>/unname")
@requires(Permission.CONTRIBUTE, tended_in_it)
def unname(signatory: Signatory) -> AnyResponse:
    """Somebody was named by mistake."""
    session, photograph, person = the_house().session(), signatory.photograph, signatory.pictured
    if person is None:
        abort(404)
    operations.unname_person(session, photograph, person, by=current_user)
    return _back_to_people(photograph)


def _back_to_people(photograph: Photograph) -> AnyResponse:
    slug, argument = photograph.project.slug, walk().argument
    where = url_for(".people", project=slug, photograph=photograph.id, walk=argument)
    return redirect(where, 303)


@bp.route(f"{PHOTOGRAPH}/release", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, photographer)
def release(signatory: Signatory) -> AnyResponse | tuple[str, int]:
    """The photographer's answer."""
    return _release(signatory)


@bp.route(f"{PHOTOGRAPH}/people/<int:pictured>/release", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN, in_it)
def release_of(signatory: Signatory) -> AnyResponse | tuple[str, int]:
    """The answer of somebody pictured; for a child, the guardian's and the child's."""
    return _release(signatory)


def _release(signatory: Signatory) -> AnyResponse | tuple[str, int]:
    house = the_house()
    session = house.session()
    project = signatory.project
    read_under_lock(session, signatory.photograph)
    until_now = standing(session, signatory, today())
    form = ReleaseForm(data=until_now.shown | {"scope": "this"}).for_part(
        signatory.part,
        is_child=signatory.is_child,
        on=today(),
        for_all=not signatory.pictured
        or signatory.themselves
        or allows(current_user, Permission.RECORD_CONSENT, project),
    )
    form.showing(until_now, themselves=signatory.themselves)
    notice = queries.notice(session, project, request.args.get("language", g.language))
    if "notice" in request.form:  # the version they have read, whatever was written meanwhile
        notice = queries.notice_read(session, project, request.form.get("notice", type=int))
    if form.validate_on_submit():
        if until_now.said and not form.changed():
            flash(_("Nothing was changed: what stood before stands."), "good")
            return redirect(_after_answer(signatory), 303)
        told = None
        if signatory.themselves or form.notice_read.data:
            told = notice or operations.standard_notice(
                session, project, g.language, by=current_user
            )
        given = take_down(
            session, signatory, form, notice=told, by=current_user, config=house.config
        )
        browser[SLIPS] = [[release.id, words] for release, words in given]
        url = addresses.public_url(session, house.config)
        addresses.printed(session, project, Printed.SLIPS, url, len(given))
        return redirect(
            url_for(
                ".slips",
                project=project.slug,
                photograph=signatory.photograph.id,
                walk=walk().argument,
            ),
            303,
        )
    page = render_template(
        "consent/release.html",
        signatory=signatory,
        photograph=signatory.photograph,
        photo=small(signatory.photograph),
        form=form,
        until_now=until_now,
        tended=tends(current_user, signatory.photograph),
        notice=notice,
        notice_text=notice.text if notice else standard_text(),
        notice_language=notice.language if notice else g.language,
        languages=queries.notice_languages(session, project),
        walk=walk(),
    )
    return page, 422 if form.errors else 200


def _after_answer(signatory: Signatory) -> str:
    photograph = signatory.photograph
    if tends(current_user, photograph) and signatory.pictured:
        slug, argument = photograph.project.slug, walk().argument
        return url_for(".people", project=slug, photograph=photograph.id, walk=argument)
    if current_user.role_in(photograph.project) is None:
        return url_for(".mine")
    return walk().after("consent.release", photograph)


@bp.get(f"{PHOTOGRAPH}/said")
@requires(Permission.SIGNED_IN, photographer)
def said(signatory: Signatory) -> str:
    """What the photographer said of one photograph over time."""
    return _said(signatory)


@bp.get(f"{PHOTOGRAPH}/people/<int:pictured>/said")
@requires(Permission.SIGNED_IN, in_it)
def said_by(signatory: Signatory) -> str:
    """What somebody pictured said of one photograph over time."""
    return _said(signatory)


def _said(signatory: Signatory) -> str:
    releases = queries.said_of(the_house().session(), signatory.photograph, signatory.pictured)
    return render_template(
        "consent/said.html",
        signatory=signatory,
        photograph=signatory.photograph,
        releases=releases,
        uses=USES,
        hows=GIVEN,
    )


@bp.get("/answers")
@requires(Permission.SIGNED_IN)
def mine() -> str:
    """Every photograph in which an answer was given by somebody, or for them, to see and change."""
    return render_template(
        "consent/mine.html", answers=queries.answers_of(the_house().session(), current_user)
    )


@bp.get(f"{PHOTOGRAPH}/slips")
@requires(Permission.SIGNED_IN, answered)
def slips(photograph: Photograph) -> str:
    """The slips just made: shown while this browser still holds their words, and never again."""
    held = dict(browser.get(SLIPS, []))
    config = the_house().config
    url = addresses.public_url(the_house().session(), config)
    releases = [
        release
        for release in queries.releases_for(the_house().session(), photograph)
        if release.id in held
    ]
    return render_template(
        "consent/slips.html",
        photograph=photograph,
        slips=[(release, held[release.id]) for release in reversed(releases)],
        address=f"{url.partition('://')[2]}/withdraw",
        settled=addresses.is_settled(the_house().session(), config),
        tended=tends(current_user, photograph),
        of_somebody_pictured=any(release.pictured for release in releases),
        onwards=walk().after("consent.release", photograph),
        walk=walk(),
    )


# The pages of the same part that have a file of their own.
from photovoice.consent import covering, withdrawing  # noqa: E402, F401
