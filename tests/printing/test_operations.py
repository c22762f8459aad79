"""From an exhibition to a file for the printer, through the real store and the real darkroom."""

import io
from contextlib import ExitStack
from datetime import timedelta

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select

from photovoice import used
from photovoice.archive import taking_back
from photovoice.archive.darkroom import Box
from photovoice.archive.models import Photograph
from photovoice.audit import Event
from photovoice.consent import operations as consent
from photovoice.consent.queries import NotCleared, people_in
from photovoice.consent.rules import Faces
from photovoice.db import today
from photovoice.exhibition import operations as exhibitions
from photovoice.exhibition.rules import short_ref
from photovoice.printing import jobs, jpeg, operations, preflight, queries, terms
from photovoice.printing.models import PrintFile, PrintState
from photovoice.projects.models import Credit
from photovoice.storage.sweeping import sweep
from photovoice.workshop import operations as workshop
from tests.factories import EVERY_USE, picture_bytes

FACE = Box(0.25, 0.25, 0.5, 0.5)


@pytest.fixture
def photograph(make, house):
    """``photograph(…)``: like ``make.photograph``, with pixels enough for a postcard."""
    numbers = iter(range(100))

    def take(**details):
        made = make.photograph(**details)
        data = picture_bytes(next(numbers), (1824, 1316))
        made.width, made.height = 1824, 1316
        house.store.put(made.original_key, data, media_type="image/jpeg")
        return made

    return take


@pytest.fixture
def exhibition_of(make, session):
    """``exhibition_of(photographs)``: they hang in it."""

    def hang(*photographs):
        exhibition = make.exhibition(photographs=photographs)
        session.refresh(exhibition)
        return exhibition

    return hang


@pytest.fixture
def printed(session, work):
    """``printed(exhibition)``: the file somebody asked for, once the worker has been."""

    def ask(exhibition, sheet="single", flip="long", **details):
        file = operations.ask_for_file(session, exhibition, sheet, flip, by=None, **details)
        work()
        return file

    return ask


def no_to(*uses):
    return EVERY_USE | dict.fromkeys(uses, False)


def titles(cards):
    return [card.photograph.title for card in cards]


def pdf_of(house, file):
    with house.store.open(file.key) as stream:
        return stream.read()


def pictures_in(data):
    """Every photograph in a PDF, as its bytes and as its pixels."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [one.image.read_raw_bytes() for one in preflight.placements(pdf)]


# The series.


def test_until_cards_are_chosen_everything_that_hangs_is_a_card(photograph, exhibition_of, session):
    exhibition = exhibition_of(*(photograph(cleared=True, title=t) for t in ("One", "Two")))
    assert titles(operations.series(session, exhibition).cards) == ["One", "Two"]
    session.flush()
    assert queries.cards(session, exhibition) == [], "looking chooses nothing"


def test_once_chosen_only_those_are_cards_in_their_order(photograph, exhibition_of, session):
    one, two, three = (photograph(cleared=True, title=t) for t in ("One", "Two", "Three"))
    exhibition = exhibition_of(one, two, three)
    for chosen in (three, one, three):
        operations.choose(session, exhibition, chosen, by=None)
    assert titles(operations.series(session, exhibition).cards) == ["Three", "One"]
    operations.move(session, queries.cards(session, exhibition)[1], 0, by=None)
    assert titles(operations.series(session, exhibition).cards) == ["One", "Three"]
    operations.leave_out(session, queries.cards(session, exhibition)[0], by=None)
    assert titles(operations.series(session, exhibition).cards) == ["Three"]


def test_one_not_cleared_for_print_cannot_be_chosen(photograph, exhibition_of, session):
    taken = photograph(pictured=["Bea"])
    exhibition = exhibition_of(taken)
    with pytest.raises(NotCleared) as refused:
        operations.choose(session, exhibition, taken, by=None)
    assert "Bea" in refused.value.who_is_missing


def test_what_may_no_longer_be_printed_is_left_out_and_said(
    photograph, exhibition_of, session, make
):
    kept, gone = photograph(cleared=True, title="Kept"), photograph(cleared=True, title="Gone")
    never = photograph(nobody=True, title="Wall only")
    make.release(never, uses=no_to("print"))
    exhibition = exhibition_of(kept, gone, never)
    consent.withdraw_person(session, gone, by=None)
    found = operations.series(session, exhibition)
    assert titles(found.cards) == ["Kept"]
    one, other = found.sentences()
    assert one.startswith("“Gone” is left out.") and "took their release back" in one
    assert other.startswith("“Wall only” is left out.") and "said no to this use" in other


# The file.


def test_a_file_asked_for_is_made_by_the_worker_and_kept_in_the_store(
    photograph, exhibition_of, session, house, work
):
    photographs = [photograph(cleared=True) for _ in range(3)]
    exhibition = exhibition_of(*photographs)
    file = operations.ask_for_file(session, exhibition, "single", "long", by=None)
    assert (file.state, file.total, file.key) == (PrintState.WAITING, 3, None)
    work()
    assert (file.state, file.progress, file.total) == (PrintState.READY, 3, 3)
    assert file.photograph_ids == [one.id for one in photographs]
    data = pdf_of(house, file)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 6
        assert str(pdf.docinfo["/Title"]) == exhibition.title
    assert len(pictures_in(data)) == 3
    assert house.store.exists(file.key) and file.key.endswith(".pdf")


def test_a_photograph_is_printed_from_the_very_scan_the_camera_wrote(
    photograph, exhibition_of, printed, house
):
    taken = photograph(cleared=True)
    (picture,) = pictures_in(pdf_of(house, printed(exhibition_of(taken))))
    with house.store.open(taken.original_key) as original:
        assert jpeg.scan(picture) == jpeg.scan(original.read())


@pytest.mark.parametrize("sheet", list(operations.SHEETS))
def test_a_printer_would_send_no_kind_of_file_back(photograph, exhibition_of, printed, sheet):
    file = printed(exhibition_of(photograph(cleared=True)), sheet, "short")
    assert (file.state, printers_own(file)) == (PrintState.READY, [])


def printers_own(file):
    """What the report says but that the exhibition is not published yet, as it is not here."""
    *said, unpublished = file.report
    assert "the squares lead nowhere until it is" in unpublished
    return said


def test_once_it_is_published_the_report_says_nothing_of_that(
    photograph, exhibition_of, session, printed, work
):
    exhibition = exhibition_of(photograph(cleared=True))
    exhibitions.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    assert printed(exhibition).report == []


def test_a_card_that_will_look_soft_is_in_the_report_once_by_its_name(make, exhibition_of, printed):
    file = printed(exhibition_of(make.photograph(cleared=True, title="Second kettle")))
    (sentence,) = printers_own(file)
    assert "“Second kettle”" in sentence and "pixels an inch" in sentence


def test_a_fault_is_said_with_its_page(photograph, exhibition_of, printed, house, tmp_path):
    made = tmp_path / "made.pdf"
    made.write_bytes(pdf_of(house, printed(exhibition_of(photograph(cleared=True)))))
    with pikepdf.open(made, allow_overwriting_input=True) as pdf:
        del pdf.pages[1].obj["/TrimBox"]
        pdf.save(made)
    assert operations.faults(made, [], "single") == [
        "Page 2: The page does not say where it is cut."
    ]


def test_what_a_printer_would_send_the_file_back_for_is_in_the_report(
    photograph, exhibition_of, session, house, tmp_path
):
    def check(made, cards, sheet):
        return [f"{made.name}, {len(cards)} card, {sheet}: not this one."]

    exhibition = exhibition_of(photograph(cleared=True), photograph(nobody=True, title="Not yet"))
    _report, _series, know = operations.make_pdf(
        house, session, exhibition, tmp_path / "made.pdf", sheet="a4", flip="long", check=check
    )
    assert know[0].startswith("“Not yet” is left out.")
    assert know[1:-1] == ["made.pdf, 1 card, a4: not this one."], "before what it leads to"


def test_the_backs_of_sheets_are_moved_as_asked(photograph, exhibition_of, printed, house):
    exhibition = exhibition_of(photograph(cleared=True))
    straight, moved = printed(exhibition, "a4"), printed(exhibition, "a4", back_offset=(1.5, -0.5))
    assert moved.back_offset == (1.5, -0.5) and printers_own(moved) == []

    def drawn(file):
        with pikepdf.open(io.BytesIO(pdf_of(house, file))) as pdf:
            return [page.Contents.read_bytes() for page in pdf.pages]

    assert drawn(straight)[0] == drawn(moved)[0], "the fronts stay"
    assert drawn(straight)[1] != drawn(moved)[1]


def test_nothing_is_asked_for_when_nothing_is_cleared(photograph, exhibition_of, session, make):
    lacking = photograph(nobody=True)
    make.release(lacking, uses=no_to("print"))
    with pytest.raises(operations.NothingCleared):
        operations.ask_for_file(session, exhibition_of(lacking), "single", "long", by=None)
    assert session.scalars(select(PrintFile)).all() == []


def test_when_the_last_card_goes_between_asking_and_making_the_file_says_so(
    photograph, exhibition_of, session, work
):
    only = photograph(cleared=True)
    file = operations.ask_for_file(session, exhibition_of(only), "single", "long", by=None)
    consent.withdraw_person(session, only, by=None)
    work()
    assert file.state is PrintState.FAILED and file.key is None
    assert file.trouble == "No photograph here is cleared for print yet."


def test_one_too_small_to_print_is_named_in_why_it_failed(
    make, exhibition_of, session, printed, house
):
    tiny = make.photograph(cleared=True, title="Tiny")
    house.store.put(tiny.original_key, picture_bytes(1, (600, 450)))
    file = printed(exhibition_of(tiny))
    assert file.state is PrintState.FAILED and "“Tiny”" in file.trouble


def test_one_that_was_sent_small_is_asked_for_at_its_full_size(
    make, exhibition_of, session, printed, house
):
    small = make.photograph(cleared=True, title="Small", sent_small=True)
    house.store.put(small.original_key, picture_bytes(1, (1216, 877)))
    file = printed(exhibition_of(small))
    assert any(said.startswith("“Small” was sent small") for said in file.report)


def test_making_a_file_twice_changes_nothing(photograph, exhibition_of, printed, house, session):
    file = printed(exhibition_of(photograph(cleared=True)))
    before = file.key
    operations.make_file(house, file.id)
    session.expire_all()
    assert (file.key, file.state) == (before, PrintState.READY)


# Faces that were only released unrecognisable.


@pytest.fixture
def covered(photograph, make, session, work, house):
    """A photograph of a child whose face, all stripes, may be seen only unrecognisable, and is."""
    taken = photograph(title="The crossing")
    house.store.put(taken.original_key, striped_face(), media_type="image/jpeg")
    make.release(taken)
    child = consent.name_person(session, taken, "Child", by=None)
    make.release(taken, child, faces=Faces.BLURRED)
    make.cover(taken, [FACE], [child])
    work()
    return taken


def test_a_face_released_only_covered_is_printed_from_a_master_without_it(
    covered, exhibition_of, printed, house
):
    file = printed(exhibition_of(covered))
    assert file.state is PrintState.READY and file.printed_as[0]["covered"]
    (picture,) = pictures_in(pdf_of(house, file))
    with house.store.open(covered.original_key) as original:
        whole = original.read()
    assert jpeg.scan(picture) != jpeg.scan(whole)
    seen, hidden = Image.open(io.BytesIO(whole)), Image.open(io.BytesIO(picture))
    assert hidden.size == seen.size, "at full size"
    width, height = seen.size
    face = (width // 3, height // 3, width * 2 // 3, height * 2 // 3)
    assert contrast(seen.crop(face)) > 200 and contrast(hidden.crop(face)) < 60
    corner = (0, 0, width // 8, height // 8)
    assert nearly(hidden.crop(corner), seen.crop(corner)), "the rest as it was"


def test_a_jpeg_without_its_end_marker_is_printed_all_the_same(
    photograph, exhibition_of, printed, house
):
    taken = photograph(title="The end of the roll", cleared=True)
    whole = picture_bytes(7, (1824, 1316))
    house.store.put(taken.original_key, whole[:-2], media_type="image/jpeg")
    file = printed(exhibition_of(taken))
    assert file.state is PrintState.READY
    (picture,) = pictures_in(pdf_of(house, file))
    with Image.open(io.BytesIO(picture)) as seen, Image.open(io.BytesIO(whole)) as right:
        assert nearly(seen, right)


def striped_face():
    """A JPEG with black and white stripes, 8 px wide, where FACE is."""
    with Image.open(io.BytesIO(picture_bytes(5, (1824, 1316)))) as picture:
        stripes = Image.new("L", (912, 658))
        for left in range(0, 912, 16):
            stripes.paste(255, (left, 0, left + 8, 658))
        picture.paste(stripes.convert("RGB"), (456, 329))
        picture.save(out := io.BytesIO(), "JPEG", quality=92)
    return out.getvalue()


def contrast(image):
    """From the darkest to the lightest of a picture, in steps of 255."""
    darkest, lightest = image.convert("L").getextrema()
    return lightest - darkest


def nearly(one, other):
    pairs = zip(one.convert("L").tobytes(), other.convert("L").tobytes(), strict=True)
    return max(abs(a - b) for a, b in pairs) < 24


def test_until_the_face_is_covered_the_card_is_left_out(photograph, make, session, exhibition_of):
    taken = photograph(title="The crossing")
    make.release(taken)
    child = consent.name_person(session, taken, "Child", by=None)
    make.release(taken, child, faces=Faces.BLURRED)
    found = operations.series(session, exhibition_of(taken))
    assert found.cards == [] and "not covered yet" in found.sentences()[0]


# Where the square leads.


def addresses(house, session, exhibition):
    """Title → the address behind the square of its card."""
    with ExitStack() as stack:
        found = operations.series(session, exhibition)
        cards = operations.cards_of(house, session, exhibition, found, stack)
        return {card.title: card.url for card in cards}


def test_the_square_leads_to_the_photograph_or_to_the_front_page_where_it_is_not_on_the_web(
    photograph, make, house, session, exhibition_of
):
    public = photograph(cleared=True, title="Public")
    room = photograph(nobody=True, title="Room only")
    make.release(room, uses=no_to("web"))
    exhibition = exhibition_of(public, room)
    root = f"{house.config.public_url}/exhibitions/{exhibition.slug}"
    assert addresses(house, session, exhibition) == {
        "Public": f"{root}/photographs/{short_ref(exhibition.slug, public.uid)}",
        "Room only": f"{root}/",
    }


def test_the_address_on_a_card_is_one_the_public_side_answers(
    photograph, exhibition_of, house, session, work, client
):
    exhibition = exhibition_of(photograph(cleared=True, title="Public"))
    exhibitions.ask_to_publish(session, exhibition, by=None, on=today())
    work()
    session.refresh(exhibition)
    address = addresses(house, session, exhibition)["Public"]
    answer = client.get(address.removeprefix(house.config.public_url), follow_redirects=True)
    assert answer.status_code == 200 and "Public" in answer.text


def test_a_card_carries_the_first_theme_nobody_puts_it_to_otherwise(
    photograph, make, house, session, exhibition_of
):
    taken = photograph(cleared=True)
    workshop.link(session, make.theme("Not this"), taken, by=None, sees_it_otherwise=True)
    workshop.link(session, make.theme("Making room"), taken, by=None)
    exhibition = exhibition_of(taken)
    with ExitStack() as stack:
        found = operations.series(session, exhibition)
        (card,) = operations.cards_of(house, session, exhibition, found, stack)
    assert card.theme == "Making room"


# Afterwards.


def test_somebody_pictured_can_learn_that_they_are_on_paper(
    photograph, exhibition_of, printed, session, app
):
    one, other = photograph(cleared=True), photograph(cleared=True)
    exhibition = exhibition_of(one)
    exhibition.title = "Ordinary Work"
    assert used.on_paper(session, [one.id]) == []
    printed(exhibition)
    with app.test_request_context():
        (sentence,) = used.on_paper(session, [one.id])
        assert used.on_paper(session, [other.id]) == []
    assert "“Ordinary Work”" in sentence and "stay printed" in sentence


def test_a_finished_file_is_handed_out_only_while_everybody_on_it_agrees(
    photograph, exhibition_of, printed, session, house
):
    kept, leaving = photograph(cleared=True), photograph(cleared=True, title="Second kettle")
    file = printed(exhibition_of(kept, leaving))
    terms.opened(house, session, file)
    consent.withdraw_person(session, leaving, by=None)
    with pytest.raises(terms.NoLongerCleared) as refused:
        terms.opened(house, session, file)
    assert "“Second kettle”" in str(refused.value)


def test_a_file_with_a_face_uncovered_is_not_handed_out_once_it_must_be_covered(
    photograph, make, exhibition_of, printed, session, work, house
):
    taken = photograph(cleared=True)
    file = printed(exhibition_of(taken))
    child = consent.name_person(session, taken, "Child", by=None)
    make.release(taken, child, faces=Faces.BLURRED)
    make.cover(taken, [FACE], [child])
    work()
    with pytest.raises(terms.NoLongerCleared):
        terms.opened(house, session, file)
    session.refresh(file.exhibition)
    again = printed(file.exhibition)
    terms.opened(house, session, again)
    assert again.printed_as[0]["covered"]


def test_nor_is_one_with_too_little_covered(
    covered, make, exhibition_of, printed, session, work, house
):
    file = printed(exhibition_of(covered))
    terms.opened(house, session, file)
    other = consent.name_person(session, covered, "Bea", by=None)
    make.release(covered, other, faces=Faces.BLURRED)
    (child,) = (one for one in people_in(session, covered) if one.label == "Child")
    make.cover(covered, [FACE, Box(0, 0, 0.2, 0.2)], [child, other])
    work()
    with pytest.raises(terms.NoLongerCleared) as refused:
        terms.opened(house, session, file)
    assert "“The crossing”" in str(refused.value)
    session.refresh(file.exhibition)
    terms.opened(house, session, printed(file.exhibition))


def test_nor_is_one_with_a_name_that_is_not_to_stand_there_any_more(
    photograph, make, exhibition_of, printed, session, house
):
    taken = photograph(cleared=True, photographer=make.researcher(name="Terry Unnamed"))
    file = printed(exhibition_of(taken))
    assert file.printed_as[0]["credit"] == "Terry Unnamed"
    make.release(taken, credit=Credit.NONE)
    with pytest.raises(terms.NoLongerCleared):
        terms.opened(house, session, file)


def test_one_of_which_nobody_wrote_down_what_it_was_printed_as_is_made_again(
    photograph, exhibition_of, printed, session, house
):
    file = printed(exhibition_of(photograph(cleared=True)))
    file.printed_as = []
    with pytest.raises(terms.NoLongerCleared):
        terms.opened(house, session, file)


def test_a_file_that_is_not_handed_out_any_more_is_not_kept_but_remembered(
    photograph, exhibition_of, printed, session, house, work, app
):
    kept, leaving = photograph(cleared=True), photograph(cleared=True)
    fine, file = printed(exhibition_of(kept)), printed(exhibition_of(leaving))
    house.store.put("prints/left-by-a-crash.pdf", b"orphan")
    consent.withdraw_person(session, leaving, by=None)
    session.commit()
    jobs.tidy(house)
    work()
    assert not house.store.exists(file.key)
    assert session.scalars(select(Event.thing_id).where(Event.did == "let_go")).all() == [file.id]
    session.commit()
    assert sweep(house, timedelta(0)).set_aside == ["prints/left-by-a-crash.pdf"]
    assert house.store.exists(fine.key)
    with app.test_request_context():
        assert used.on_paper(session, [leaving.id]), "cards printed before stay printed"
    with pytest.raises(terms.NoLongerCleared, match=leaving.name):
        terms.opened(house, session, file)


def test_one_let_go_is_made_again_when_everybody_agrees_again(
    photograph, make, exhibition_of, printed, session, house, work
):
    taken = photograph(cleared=True)
    file = printed(exhibition_of(taken))
    consent.withdraw_person(session, taken, by=None)
    session.commit()
    jobs.tidy(house)
    work()
    make.release(taken)
    with pytest.raises(terms.NoLongerCleared) as refused:
        terms.opened(house, session, file)
    assert "Make the file again" in str(refused.value.details["next_step"])


def test_a_photograph_of_the_archive_is_not_touched_by_printing(
    photograph, exhibition_of, printed, house, session
):
    taken = photograph(cleared=True)
    with house.store.open(taken.original_key) as original:
        before = original.read()
    printed(exhibition_of(taken))
    with house.store.open(taken.original_key) as original:
        assert original.read() == before
    assert session.get_one(Photograph, taken.id).original_key == taken.original_key


def test_a_file_with_words_taken_back_since_is_handed_out_no_more(
    photograph, exhibition_of, session, printed
):
    said, other = (
        photograph(cleared=True, caption=words) for words in ("It boiled.", "They hung.")
    )
    file, beside = printed(exhibition_of(said, other)), printed(exhibition_of(other))
    assert terms.no_longer_cleared(session, [file]) == {}
    taking_back.take_words_back(session, said, by=None)
    assert list(terms.no_longer_cleared(session, [file, beside])) == [file.id]
