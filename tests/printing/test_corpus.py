"""Real pictures on paper: upright whatever the camera, and silent about where they come from."""

import pypdfium2
import pytest
from PIL import ImageChops, ImageStat

from photovoice.printing import preflight
from photovoice.printing.postcards import TooSmallToPrint, postcards
from tests.metadata import traces
from tests.printing.pictures import card


@pytest.mark.parametrize("folder", ["phones", "orientation", "public-domain", "broken"])
def test_a_card_of_a_real_picture_tells_nothing_of_its_origin(corpus, tmp_path, folder):
    printed = 0
    for path in sorted((corpus / folder).iterdir()):
        try:
            postcards([card(path)], tmp_path / "card.pdf", title="Card")
        except TooSmallToPrint:
            continue
        printed += 1
        assert traces((tmp_path / "card.pdf").read_bytes()) == [], path.name
        found = preflight.check(tmp_path / "card.pdf", single=True, sources=[path])
        assert not [one for one in found if one.weight is preflight.Weight.ERROR], path.name
    assert printed >= 5


@pytest.mark.parametrize("scene", ["Landscape", "Portrait"])
def test_all_eight_orientations_come_out_alike(corpus, tmp_path, scene):
    cards = [card(corpus / "orientation" / f"{scene}_{number}.jpg") for number in range(1, 9)]
    postcards(cards, tmp_path / "cards.pdf", title="Cards")
    pages = pypdfium2.PdfDocument(tmp_path / "cards.pdf")
    first, *others = (
        pages[number].render(scale=0.5).to_pil().convert("L") for number in range(0, 16, 2)
    )
    for other in others:
        assert other.size == first.size
        # Each scene has its own number written in its middle, hence the little that may differ.
        assert ImageStat.Stat(ImageChops.difference(first, other)).rms[0] < 20
        assert ImageStat.Stat(ImageChops.difference(first, other.rotate(180))).rms[0] > 30
