"""What two people saved over each other is brought together, field by field."""

import pytest
from wtforms import SelectMultipleField, StringField, TextAreaField

from photovoice.choices import offer
from photovoice.edits import THEIRS, AnotherThing, EditForm, mark

pytestmark = pytest.mark.any_database


class Words(EditForm):
    """A form of two texts and a choice."""

    title = StringField("Title")
    text = TextAreaField("Text")
    languages = SelectMultipleField(
        "Languages", choices=offer([("en", "English"), ("pl", "Polish")])
    )


READ = {"title": "Title", "text": "One\nTwo", "languages": ["pl", "en"]}


@pytest.fixture
def saved(app):
    """``saved(stands, **sent)``: the form as it is when somebody who read ``READ`` saves it."""

    def save(stands, **sent):
        as_read = " ".join(f"{name}={mark(value)}" for name, value in READ.items())
        data = READ | {"as_read": as_read} | sent
        with app.test_request_context("/", method="POST", data=data):
            form = Words().against(READ | stands)
            form.is_fine = form.validate()
            return form

    return save


def test_what_nobody_changed_is_no_quarrel_however_a_browser_ends_its_lines(saved):
    form = saved({}, text="One\r\nTwo", languages=["en", "pl"])
    assert form.is_fine and form.text.data == "One\nTwo"
    assert form.languages.data == ["pl", "en"], "the first is the one the group works in"


def test_what_only_the_other_changed_stays_and_what_only_oneself_changed_is_written(saved):
    form = saved({"text": "Theirs"}, title="Mine")
    assert form.is_fine
    assert (form.title.data, form.text.data) == ("Mine", "Theirs")


def test_what_both_changed_is_shown_in_both_versions(saved):
    form = saved({"text": "Theirs"}, text="Mine")
    assert not form.is_fine
    assert (form.text.data, form.text.meanwhile) == ("Mine", "Theirs")
    again = saved({"text": "Theirs"}, text="Mine", as_read=form.as_read.data)
    assert again.is_fine and again.text.data == "Mine"
    chosen = saved({"text": "Theirs"}, text="Mine", as_read=form.as_read.data, **{THEIRS: ["text"]})
    assert chosen.is_fine and chosen.text.data == "Theirs"


def test_a_version_nobody_has_seen_is_not_chosen_unseen(saved):
    form = saved({"text": "A third"}, text="Mine", **{THEIRS: ["text"]})
    assert not form.is_fine and form.text.meanwhile == "A third"


def test_the_same_said_by_both_is_no_quarrel(saved):
    assert saved({"text": "The same"}, text="The same").is_fine


def test_a_form_of_a_thing_whose_number_another_has_taken_writes_nothing(app):
    with app.test_request_context("/", method="POST", data={"title": "Mine", "as_read": "*=old"}):
        form = Words().against({"title": "Title"}, same="another photograph")
        with pytest.raises(AnotherThing):
            form.validate()
