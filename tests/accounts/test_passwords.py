"""Which passwords are taken: not those that anybody tries first."""

import pytest

from photovoice.accounts.passwords import WeakPassword, require_strong

ABOUT = ["Ruth Odell", "ruth.odell@example.org"]


@pytest.mark.parametrize(
    "password",
    ["four unrelated words do", "kettle-tuesday-hosepipe", "چائے کی دوسری کیتلی", "mug hose " * 90],
)
def test_what_is_hard_to_guess_is_taken(password):
    require_strong(password, ABOUT)


@pytest.mark.parametrize(
    "password",
    ["", "short", "1234567890", "qwertyuiop", "password123!", "ruth.odell@example.org",
     "Ruth Odell", "aaaaaaaaaaaaaaaaaaaa", "a" * 1000],
)  # fmt: skip
def test_what_is_tried_first_is_refused_with_a_sentence(password):
    with pytest.raises(WeakPassword) as refused:
        require_strong(password, ABOUT)
    assert "unrelated words" in str(refused.value)
