"""Order on the wall and short addresses."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from photovoice.exhibition import rules

DAY = date(2026, 5, 1)


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_moving_keeps_everything_and_puts_it_where_it_was_asked(things, data):
    thing = data.draw(st.sampled_from(things))
    to = data.draw(st.integers(-3, len(things) + 3))
    after = rules.moved(things, thing, to)
    assert sorted(after) == sorted(things)
    assert after.index(thing) == max(0, min(to, len(things) - 1))
    assert [t for t in after if t != thing] == [t for t in things if t != thing]


def test_a_short_address_is_the_same_in_every_edition_and_another_in_another_exhibition():
    assert rules.short_ref("one", "abc") == rules.short_ref("one", "abc")
    assert rules.short_ref("one", "abc") != rules.short_ref("two", "abc")
    assert len(rules.short_ref("one", "abc")) == 8


def test_a_copy_is_valid_for_so_many_days_but_no_longer_than_what_it_rests_on():
    assert rules.valid_until(DAY, 365, [None, None]) == DAY + timedelta(365)
    assert rules.valid_until(DAY, 365, [None, DAY + timedelta(9), DAY + timedelta(400)]) == (
        DAY + timedelta(9)
    )
