"""Geometry of cards and sheets, most of it by property."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from photovoice.printing.rules import (
    A6,
    BLEED,
    MARGIN,
    ORIENTATIONS,
    SHEETS,
    Axis,
    Box,
    Matrix,
    Size,
    back,
    card_size,
    cover,
    crop_marks,
    flip_axis,
    front,
    grid,
    placed,
    ppi,
    slug,
    trim,
    turned_over,
    upright,
)

sides = some.floats(60, 700)
sizes = some.builds(Size, sides, sides)
fractions = some.floats(0, 1)
sheets = some.sampled_from(list(SHEETS.values()))
flips = some.sampled_from(["long", "short"])
cards = some.sampled_from([A6, A6.turned])


@pytest.mark.parametrize(
    ("sheet", "margin", "fit"),
    [("a4", 5, 2), ("a4", 0, 2), ("a3", 5, 4), ("a3", 0, 4), ("sra3", 5, 6), ("sra3", 0, 8)],
)
def test_as_many_cards_fit_as_a_printer_would_say(sheet, margin, fit):
    assert grid(SHEETS[sheet], margin=margin).per_sheet == fit


@given(sizes, some.floats(0, 20))
def test_cards_never_overlap_and_stay_on_the_paper(sheet, margin):
    try:
        plan = grid(sheet, margin=margin)
    except ValueError:
        room = sheet.width - 2 * margin, sheet.height - 2 * margin
        assert min(room) < 111 or max(room) < 154
        return
    slots = [plan.slot(number) for number in range(plan.per_sheet)]
    paper = Box(0, 0, sheet.width, sheet.height).grown(-margin)
    assert all(paper.holds(slot.grown(BLEED)) for slot in slots)
    assert not any(
        one.grown(BLEED).overlaps(other.grown(BLEED)) for one, other in combinations(slots, 2)
    )


@given(sizes)
def test_marks_touch_no_bleed_and_stay_on_the_paper(sheet):
    try:
        plan = grid(sheet)
    except ValueError:
        return
    keep_clear = [plan.slot(number).grown(BLEED + 0.999) for number in range(plan.per_sheet)]
    for mark in crop_marks(plan):
        line = Box(
            min(mark.x, mark.to_x) - 0.0005,
            min(mark.y, mark.to_y) - 0.0005,
            max(mark.x, mark.to_x) + 0.0005,
            max(mark.y, mark.to_y) + 0.0005,
        )
        assert Box(0, 0, sheet.width, sheet.height).holds(line, 0.001)
        assert not any(line.overlaps(card) for card in keep_clear)


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_edge_to_cut_has_a_mark_at_both_ends(sheet):
    plan = grid(SHEETS[sheet])
    upright_marks = [mark.x for mark in crop_marks(plan) if mark.x == mark.to_x]
    level_marks = [mark.y for mark in crop_marks(plan) if mark.y == mark.to_y]
    for number in range(plan.per_sheet):
        slot = plan.slot(number)
        assert [upright_marks.count(x) for x in (slot.left, slot.right)] == [2, 2]
        assert [level_marks.count(y) for y in (slot.bottom, slot.top)] == [2, 2]


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_words_in_the_margin_touch_neither_cards_nor_the_edge(sheet):
    plan = grid(SHEETS[sheet])
    words = slug(plan).box(Box(0, 0, 150, 4))
    assert not words.overlaps(plan.block.grown(1))
    assert Box(0, 0, plan.sheet.width, plan.sheet.height).grown(-MARGIN).holds(words)


@given(sheets, flips, cards, some.integers(0, 7))
def test_a_back_lies_exactly_behind_its_front(sheet, flip, card, number):
    plan = grid(sheet)
    slot = plan.slot(number % plan.per_sheet)
    axis = flip_axis(sheet, flip)
    where = front(slot, card)
    behind = back(where, card, sheet, axis)
    assert near(where.box(trim(card)), slot)
    assert near(turned_over(sheet, axis).box(behind.box(trim(card))), slot)


@given(sheets, flips, cards, some.integers(0, 7), fractions, fractions)
def test_a_card_turned_in_the_hand_like_a_page_shows_its_back_upright(
    sheet, flip, card, number, x, y
):
    plan = grid(sheet)
    axis = flip_axis(sheet, flip)
    where = front(plan.slot(number % plan.per_sheet), card)
    behind = back(where, card, sheet, axis)
    through = turned_over(sheet, axis).point(*behind.point(x * card.width, y * card.height))
    assert through == pytest.approx(where.point((1 - x) * card.width, y * card.height))


@given(sheets, flips, cards, some.integers(0, 7))
def test_no_back_is_ever_printed_as_in_a_mirror(sheet, flip, card, number):
    plan = grid(sheet)
    where = front(plan.slot(number % plan.per_sheet), card)
    behind = back(where, card, sheet, flip_axis(sheet, flip))
    assert where.a * where.d - where.b * where.c == 1
    assert behind.a * behind.d - behind.b * behind.c == 1


@pytest.mark.parametrize(
    ("sheet", "flip", "axis"),
    [
        (Size(210, 297), "long", Axis.VERTICAL),
        (Size(210, 297), "short", Axis.HORIZONTAL),
        (Size(420, 297), "short", Axis.VERTICAL),
        (Size(420, 297), "long", Axis.HORIZONTAL),
    ],
)
def test_the_axis_follows_from_the_paper_and_the_edge(sheet, flip, axis):
    assert flip_axis(sheet, flip) is axis


def test_turned_about_the_upright_axis_columns_change_places_and_nothing_turns():
    plan = grid(SHEETS["a3"])
    behind = back(front(plan.slot(0), A6), A6, plan.sheet, Axis.VERTICAL)
    assert near(behind.box(trim(A6)), plan.slot(1))
    assert (behind.a, behind.d) == (1, 1)


def test_turned_about_the_level_axis_rows_change_places_and_backs_stand_on_their_head():
    plan = grid(SHEETS["a3"])
    behind = back(front(plan.slot(0), A6), A6, plan.sheet, Axis.HORIZONTAL)
    assert near(behind.box(trim(A6)), plan.slot(2))
    assert (behind.a, behind.d) == (-1, -1)


def test_the_offset_moves_backs_right_and_up_by_tenths_of_a_millimetre():
    plan = grid(SHEETS["a4"])
    where = front(plan.slot(0), A6)
    still = back(where, A6, plan.sheet, Axis.VERTICAL)
    moved = back(where, A6, plan.sheet, Axis.VERTICAL, (1.3, -0.4))
    assert moved.e - still.e == pytest.approx(1.3)
    assert moved.f - still.f == pytest.approx(-0.4)


@given(some.integers(1, 60), sheets)
def test_sheets_are_enough_and_none_is_empty(cards, sheet):
    plan = grid(sheet)
    assert (plan.sheets(cards) - 1) * plan.per_sheet < cards <= plan.sheets(cards) * plan.per_sheet


@given(sizes, sizes, fractions, fractions)
def test_a_picture_fills_its_area_undistorted_wherever_its_focus_is(picture, area, x, y):
    area = Box(3, 4, 3 + area.width, 4 + area.height)
    box = cover(picture, area, (x, y))
    assert box.holds(area, 1e-6)
    assert box.size.width / box.size.height == pytest.approx(picture.width / picture.height)
    assert min(box.size.width / area.size.width, box.size.height / area.size.height) == (
        pytest.approx(1)
    )


def test_the_focus_stays_in_a_cropped_picture():
    tall, area = Size(100, 400), Box(0, 0, 100, 100)
    assert cover(tall, area, (0.5, 0)).top == 100
    assert cover(tall, area, (0.5, 1)).bottom == 0
    assert cover(tall, area, (0.5, 0.5)).bottom == -150


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_every_orientation_keeps_the_picture_in_its_box(orientation):
    box = Box(10, 20, 40, 70)
    assert near(placed(orientation, box).box(Box(0, 0, 1, 1)), box)


def test_a_picture_stored_on_its_side_is_seen_standing():
    assert upright(Size(4000, 3000), 6) == Size(3000, 4000)
    assert upright(Size(4000, 3000), 3) == Size(4000, 3000)
    assert card_size(Size(3000, 4000)) == A6.turned
    assert card_size(Size(3000, 3000)) == A6


def test_resolution_is_counted_over_the_bleed():
    assert ppi(Size(1819, 1311), Box(0, 0, 154, 111)) == pytest.approx(300, abs=0.1)


@given(some.lists(some.sampled_from(list(ORIENTATIONS.values())), min_size=1, max_size=6))
def test_one_map_after_another_is_one_map(maps):
    whole = Matrix()
    for one in maps:
        whole = whole.then(one)
    for x, y in product((0.0, 0.3, 1.0), repeat=2):
        point = x, y
        for one in maps:
            point = one.point(*point)
        assert whole.point(x, y) == pytest.approx(point)


def near(one: Box, other: Box) -> bool:
    """Whether two boxes are the same but for rounding."""
    return one.holds(other, 1e-6) and other.holds(one, 1e-6)
