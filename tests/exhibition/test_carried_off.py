"""Whoever changes their mind is told of copies that may have been carried away."""

from datetime import timedelta

from photovoice import used
from photovoice.db import today
from photovoice.exhibition.models import Edition


def test_a_copy_that_was_carried_away_is_told_of_even_after_it_came_down(
    app, make, session, published, client
):
    photograph = make.photograph(cleared=True)
    other = make.photograph(cleared=True)
    exhibition = published(photograph)
    (edition,) = exhibition.editions
    with app.test_request_context():
        (sentence,) = used.carried_off(session, [photograph.id])
        assert exhibition.title in sentence
        assert f"{edition.valid_until:%Y}" in sentence
        assert used.carried_off(session, [other.id]) == []


def test_a_copy_that_has_put_itself_away_is_not_told_of(app, make, session, published):
    photograph = make.photograph(cleared=True)
    exhibition = published(photograph)
    session.get(Edition, exhibition.editions[0].id).valid_until = today() - timedelta(days=1)
    session.flush()
    with app.test_request_context():
        assert used.carried_off(session, [photograph.id]) == []
