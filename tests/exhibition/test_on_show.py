"""Whoever changes their mind is told where the photograph is on show now, and nowhere else."""

from photovoice import used


def test_one_that_hangs_on_the_web_is_on_its_screens_too(app, make, session, published):
    photograph = make.photograph(cleared=True)
    published(photograph)
    with app.test_request_context():
        (sentence,) = used.on_screens(session, [photograph.id])
    assert "on the web and on its screens" in sentence


def test_one_that_hangs_only_in_a_room_is_not_said_to_be_on_the_web(
    app, make, session, published, on_the_wall_only
):
    public, private = make.photograph(cleared=True), on_the_wall_only()
    exhibition = published(public, private)
    with app.test_request_context():
        (sentence,) = used.on_screens(session, [private.id])
        assert exhibition.title in sentence and "not on the web" in sentence
        (sentence,) = used.on_screens(session, [public.id, private.id])
        assert "on the web and on its screens" in sentence
