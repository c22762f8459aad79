"""From a filled-in form to the releases it stands for."""

from typing import Any

from sqlalchemy.orm import Session

from photovoice.accounts.models import Person
from photovoice.config import Config
from photovoice.consent import operations, queries
from photovoice.consent.forms import ReleaseForm
from photovoice.consent.models import Notice, Release
from photovoice.consent.rules import Faces, Given, Part
from photovoice.projects.models import Credit
from photovoice.projects.operations import choose_credit
from photovoice.projects.queries import membership_of


def take_down(
    session: Session,
    signatory: Any,
    form: ReleaseForm,
    *,
    notice: Notice | None,
    by: Person,
    config: Config,
) -> list[tuple[Release, str]]:
    """Write down what one person answered.  Each release with the words of its slip.

    For a child there are two: the guardian's consent, and the child's own answer, which is no to
    everything where the child did not agree.  An answer that stays as it stands is not written
    down again.
    """
    project, photograph = signatory.project, signatory.photograph
    answers = form.answers()
    common = {
        "by": by,
        "config": config,
        "notice": notice,
        "photograph": None if _for_all(form) else photograph,
        "given": Given(form.given.data) if form.given else Given.ON_SCREEN,
        "limits_explained": form.limits_explained.data,
        "expires_on": form.expires_on.data,
    }
    if signatory.pictured is None:
        return [_photographers(session, signatory, form, answers, by, common)]
    common |= {"pictured": signatory.pictured, "faces": Faces(form.faces.data)}
    if not signatory.is_child:
        return [operations.give_release(session, project, answers, part=Part.PICTURED, **common)]
    assented = form.assent.data == "yes"
    own = answers if assented else dict.fromkeys(answers, False)
    guardian = {"guardian_name": form.guardian_name.data.strip()}
    until_now = form.until_now.said if form.until_now else []
    changed, said = form.changed(), {one.part for one in until_now}
    given = []
    if changed - {"assent"} or Part.GUARDIAN not in said:
        given.append(
            operations.give_release(
                session, project, answers, part=Part.GUARDIAN, **common, **guardian
            )
        )
    childs = changed - {"guardian_name"} if assented else changed & {"assent", "scope"}
    if childs or Part.PICTURED not in said:
        given.append(operations.give_release(session, project, own, part=Part.PICTURED, **common))
    return given


def _for_all(form: ReleaseForm) -> bool:
    return bool(form.scope) and form.scope.data == "all"


def _photographers(
    session: Session,
    signatory: Any,
    form: ReleaseForm,
    answers: dict[str, bool],
    by: Person,
    common: dict[str, Any],
) -> tuple[Release, str]:
    photographer = signatory.photograph.photographer
    credit, words = Credit(form.credit.data), form.credit_name.data or ""
    membership = membership_of(session, signatory.project, photographer)
    theirs = by.id == photographer.id
    names_more = membership is not None and not credit.hides_more_than(membership.credit)
    if membership is None or not _for_all(form):
        pass
    elif theirs or not names_more or not queries.has_chosen_a_credit(session, membership):
        choose_credit(session, membership, credit, words, by=by)
    return operations.give_release(
        session,
        signatory.project,
        answers,
        part=Part.PHOTOGRAPHER,
        photographer=photographer,
        credit=credit,
        credit_name=words,
        **common,
    )
