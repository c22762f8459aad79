"""What one person's answer comes to now, as the form in which it is changed shows it."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from photovoice.consent import queries, rules
from photovoice.consent.forms import YEARS, Standing, use_field
from photovoice.consent.rules import Faces, Part, Use, in_years
from photovoice.projects.models import Credit
from photovoice.projects.queries import membership_of


def standing(session: Session, signatory: Any, on: date) -> Standing:
    """What stands of a signatory for one photograph; for a child, of the guardian and the child."""
    photograph, pictured = signatory.photograph, signatory.pictured
    subject = queries.subjects(session, [photograph])[photograph.id]
    person = next((p for p in subject.pictured if pictured and p.id == pictured.id), None)
    first = Part.GUARDIAN if signatory.is_child else signatory.part
    parts = [first, Part.PICTURED] if signatory.is_child else [first]
    speaking = {part: rules.speaking_for(subject, part, person) for part in parts}
    everything = [one for some in speaking.values() for one in some]
    uses = rules.stands_for(speaking[first], on)
    shown: dict[str, Any] = {
        use_field(use): ("yes" if uses[use] else "no") if use in uses else None for use in Use
    }
    wholly = [one.answer for one in everything if not one.only_its_no]
    until = rules.first_expiry(wholly)
    lasting = until if until is None or until >= on else in_years(on, YEARS)
    shown["expires_on"] = lasting if wholly else in_years(on, YEARS)
    covered = rules.wants_to_be_covered(everything)
    said = [one for one in queries.said_of(session, photograph, pictured) if one.part in parts]
    if pictured is None:
        shown |= _credit(session, signatory, said)
    elif everything:
        shown["faces"] = (Faces.BLURRED if covered else Faces.AS_THEY_ARE).value
    else:
        shown["faces"] = None
    if signatory.is_child:
        guardians = [one.guardian_name for one in said if one.part is Part.GUARDIAN]
        shown["guardian_name"] = next(filter(None, guardians), "")
        shown["assent"] = _assent(uses, speaking[Part.PICTURED], on)
    return Standing(
        shown=shown,
        said=said,
        closed=frozenset(rules.closed_by_a_no(speaking[first], on)),
        child_said_no=signatory.is_child
        and bool(rules.closed_by_a_no(speaking[Part.PICTURED], on)),
        covered=covered,
        for_all=bool(wholly) and all(answer.photograph is None for answer in wholly),
        withdrawn=any(one.answer.withdrawn_at for one in everything),
        chose_their_credit=pictured is None and queries.chose_their_credit(said),
    )


def _assent(uses: dict[str, bool], childs: Any, on: date) -> str | None:
    if not childs:
        return None
    own = rules.stands_for(childs, on)
    agrees = all(own.get(use) for use, allowed in uses.items() if allowed) and any(own.values())
    return "yes" if agrees else "no"


def _credit(session: Session, signatory: Any, said: list[Any]) -> dict[str, Any]:
    """How the photographer is to be named; “no credit” may only mean that nobody asked yet."""
    chosen = queries.credit_chosen(said)
    if chosen is not None:
        return {"credit": chosen.credit.value, "credit_name": chosen.name}
    photographer = signatory.photograph.photographer
    membership = membership_of(session, signatory.project, photographer)
    if membership is None or membership.credit is Credit.NONE:
        return {"credit": None, "credit_name": membership.credit_name if membership else ""}
    return {"credit": membership.credit.value, "credit_name": membership.credit_name}
