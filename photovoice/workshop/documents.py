"""What the search index is told of photographs: everything said about them up to here."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from photovoice.archive.models import Photograph
from photovoice.archive.queries import voices
from photovoice.consent.queries import credits, subjects
from photovoice.search import Document
from photovoice.workshop import queries
from photovoice.workshop.models import Contribution

BATCH = 500


def documents(session: Session, ids: Sequence[int]) -> list[Document]:
    """The documents of some photographs, in a handful of queries however many."""
    photographs = list(
        session.scalars(
            select(Photograph)
            .where(Photograph.id.in_(list(ids)))
            .options(joinedload(Photograph.photographer), joinedload(Photograph.project))
        )
    )
    found = [photograph.id for photograph in photographs]
    tags, links = queries.tags_of(session, found), queries.themes_of(session, found)
    lines, pictured = credits(session, photographs), subjects(session, photographs)
    spoken = {id: [note.transcript] for id, note in voices(session, found).items()}
    answers: dict[int, list[str]] = defaultdict(list)
    for photograph_id, text in session.execute(
        select(Contribution.photograph_id, Contribution.text).where(
            Contribution.photograph_id.in_(found)
        )
    ):
        answers[photograph_id].append(text)
    made = []
    for one in photographs:
        themes = list(
            dict.fromkeys(link.theme.name for link in links[one.id] if not link.sees_it_otherwise)
        )
        researcher = one.photographer.name
        taken = one.taken_on or one.received_at.date()
        made.append(
            Document(
                id=one.id,
                project_id=one.project_id,
                uid=one.uid,
                texts={
                    "title": [one.title],
                    "caption": [one.caption, one.alternative_text, *spoken.get(one.id, ())],
                    "place": [one.place],
                    "tags": [tag.name for tag in tags[one.id]],
                    "themes": themes,
                    "answers": answers[one.id],
                    "people": [researcher, lines[one.id]],
                },
                named=[person.label for person in pictured[one.id].pictured],
                researcher=researcher,
                year=taken.year,
                themes=themes,
            )
        )
    return made


def in_batches(session: Session) -> Iterator[list[Document]]:
    """Everything there is, BATCH photographs at a time, in the order of their ids."""
    last = 0
    while True:
        ids = session.scalars(
            select(Photograph.id).where(Photograph.id > last).order_by(Photograph.id).limit(BATCH)
        ).all()
        if not ids:
            return
        yield documents(session, ids)
        last = ids[-1]
