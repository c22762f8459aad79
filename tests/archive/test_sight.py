"""Who may see which of many photographs: the quick answer is the slow one."""

import itertools

from sqlalchemy import event

from photovoice.archive import operations, queries
from photovoice.archive.darkroom import Box
from photovoice.archive.sight import seen_among, sights
from photovoice.consent import operations as consent
from photovoice.consent import queries as consent_queries
from photovoice.consent.rules import Faces, Use
from photovoice.db import today
from tests.factories import EVERY_USE

NO = dict.fromkeys((use.value for use in Use), False)


def some_of_everything(make, session):
    """Photographs in every state of consent a community meets."""
    made = [make.photograph(), make.photograph(nobody=True), make.photograph(cleared=True)]
    states = itertools.product((EVERY_USE, NO, None), Faces, (False, True))
    for uses, faces, covered in states:
        photograph = make.photograph(pictured=["Ade"], developed=False)
        make.release(photograph)
        (ade,) = consent_queries.people_in(session, photograph)
        if uses is not None:
            make.release(photograph, ade, uses=uses, faces=faces)
        if covered:
            operations.redact(session, photograph, [Box(0.1, 0.1, 0.2, 0.2)], by=None)
        made.append(photograph)
    consent.withdraw(session, make.release(made[2]), by=None)
    return made


def both_answers(session, house, project, photographs, person):
    """What somebody sees of some photographs: by ``sights``, and by ``seen_among``."""
    asked = {"person": person, "gate": house.gate, "on": today()}
    ids = [photograph.id for photograph in photographs]
    whole = sights(session, queries.by_ids(session, project, ids), **asked)
    return set(whole), seen_among(session, project, ids, **asked)


def test_the_quick_answer_for_many_is_the_answer_for_each(make, session, house, work):
    made = some_of_everything(make, session)
    ade = make.researcher()
    consent_queries.people_in(session, made[-1])[0].person_id = ade.id
    work()
    everybody = [make.researcher(), made[0].photographer, ade, make.facilitator()]
    counts = set()
    for person in everybody:
        slow, quick = both_answers(session, house, make.the_project, made, person)
        assert quick == slow
        counts.add(len(quick))
    assert len(counts) > 1 and max(counts) == len(made), "they see different things"


def test_photographs_of_another_project_are_never_among_them(make, session, house):
    elsewhere = make.photograph(project=make.project(), cleared=True)
    session.flush()
    person = make.facilitator()
    assert both_answers(session, house, make.the_project, [elsewhere], person) == (set(), set())


def test_the_number_of_questions_does_not_grow_with_the_photographs(make, session, house):
    person, asked = make.researcher(), []
    made = [make.photograph(cleared=True, developed=False) for _ in range(12)]
    event.listen(
        house.database.engine, "before_cursor_execute", lambda *rest: asked.append(rest[2])
    )
    counts = []
    for some in (made[:2], made):
        asked.clear()
        ids = [photograph.id for photograph in some]
        seen = seen_among(
            session, make.the_project, ids, person=person, gate=house.gate, on=today()
        )
        assert len(seen) == len(some)
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= 9
