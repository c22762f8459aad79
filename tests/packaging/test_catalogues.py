"""The catalogues: what translators write, and what the software reads of it."""

import gettext
import shutil
from pathlib import Path

import pytest

from build_tools.catalogues import TRANSLATIONS, build, is_current, read, update, wanting
from build_tools.sentences import sentences_of

PAGE = "photovoice/templates/page.html"


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A small product with one page, in Polish."""
    say(tmp_path, "{{ _('Come in') }} {{ ngettext('%(num)s person', '%(num)s people', 2) }}")
    update(tmp_path, "pl")
    translate(tmp_path, "Come in", "Wejdź")
    translate(
        tmp_path,
        ("%(num)s person", "%(num)s people"),
        ("%(num)s osoba", "%(num)s osoby", "%(num)s osób"),
    )
    return tmp_path


def say(checkout: Path, page: str) -> None:
    (checkout / PAGE).parent.mkdir(parents=True, exist_ok=True)
    (checkout / PAGE).write_text(page, encoding="utf-8")


def polish(checkout: Path) -> Path:
    return checkout / TRANSLATIONS / "pl" / "LC_MESSAGES" / "messages.po"


def translate(checkout: Path, sentence, words) -> None:
    """Do a translator's work, in an editor that knows nothing of ours."""
    from babel.messages.pofile import write_po

    catalogue = read(polish(checkout))
    catalogue[sentence].string = words
    with polish(checkout).open("wb") as file:
        write_po(file, catalogue)


def test_what_the_software_reads_is_made_from_what_translators_write(checkout):
    assert not is_current(checkout)
    assert build(checkout) and is_current(checkout)
    assert not build(checkout), "there was nothing left to do"

    with polish(checkout).with_suffix(".mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("Come in") == "Wejdź"
    assert spoken.ngettext("%(num)s person", "%(num)s people", 5) == "%(num)s osób"


def test_a_changed_translation_is_made_again(checkout):
    build(checkout)
    translate(checkout, "Come in", "Zapraszamy")

    assert not is_current(checkout)
    assert build(checkout)


def test_a_catalogue_that_was_taken_out_is_spoken_no_longer(checkout):
    build(checkout)
    polish(checkout).unlink()

    assert not is_current(checkout)
    assert build(checkout)
    assert not polish(checkout).with_suffix(".mo").exists()


def test_a_new_sentence_waits_for_its_translator_and_the_others_stay(checkout):
    say(checkout, "{{ _('Come in') }} {{ _('Leave your coat here') }}")

    assert update(checkout) == [("pl", 1)]
    catalogue = read(polish(checkout))
    assert wanting(catalogue) == ["Leave your coat here"]
    assert catalogue["Come in"].string == "Wejdź"
    assert len(catalogue) == 2, "the sentence that is gone is gone from the catalogue"


def test_a_sentence_that_changed_a_little_keeps_its_words_but_is_not_trusted(checkout):
    say(checkout, "{{ _('Come in!') }}")
    update(checkout)

    changed = read(polish(checkout))["Come in!"]
    assert changed.string == "Wejdź" and changed.fuzzy


def test_bringing_up_to_date_twice_changes_nothing_the_second_time(checkout):
    update(checkout)
    once = polish(checkout).read_bytes()
    update(checkout)

    assert polish(checkout).read_bytes() == once


def test_a_catalogue_that_was_begun_says_that_nobody_has_checked_it(checkout):
    update(checkout, "ro")

    begun = read(checkout / TRANSLATIONS / "ro" / "LC_MESSAGES" / "messages.po")
    assert "in Romanian" in begun.header_comment
    assert "Not yet checked by a native speaker" in begun.header_comment
    assert begun.num_plurals == 3 and len(wanting(begun)) == 2


VIEWS = """
@bp.get("/coats")
@requires(Permission.BROWSE, queries.project)
def coats(project):
    return _("Everybody’s coats")


@bp.post("/coats")
@requires(Permission.CURATE, queries.project)
def hang(project):
    flash(_("Hung by the curator."))


class RoleForm(FlaskForm):
    role = SelectField(_l("Part"))
"""


def test_what_only_the_team_is_told_is_left_out(tmp_path):
    file = tmp_path / "views.py"
    file.write_text(VIEWS, encoding="utf-8")

    assert sentences_of(file, "cloakroom/views.py") == ["Everybody’s coats", "Part"]
    assert sentences_of(file, "projects/forms.py") == ["Everybody’s coats"]
    shutil.copyfile(file, tmp_path / "forms.py")
    assert sentences_of(tmp_path / "forms.py", "workshop/forms.py") == []
