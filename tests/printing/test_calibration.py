"""The sheet that tells how far front and back drift apart."""

import pikepdf
import pypdfium2
import pytest
from PIL import ImageOps

from photovoice.printing import preflight
from photovoice.printing.calibration import calibration
from photovoice.printing.rules import POINTS_PER_MM, SHEETS, Axis, flip_axis

PER_MM = 8


def drawn(path, page):
    """A page in grey, eight pixels to the millimetre."""
    bitmap = pypdfium2.PdfDocument(path)[page].render(scale=PER_MM / POINTS_PER_MM)
    return bitmap.to_pil().convert("L")


def thickest_line(picture, x, y, reach=5):
    """Where in mm, near a spot, the thickest upright line stands."""
    box = [round(edge * PER_MM) for edge in (x - reach, y - reach, x + reach, y + reach)]
    columns = picture.crop(box).resize((box[2] - box[0], 1))
    values = [columns.getpixel((column, 0)) for column in range(columns.width)]
    lines = [sum(values[start : start + 3]) for start in range(len(values) - 2)]
    return x - reach + (lines.index(min(lines)) + 1.5) / PER_MM


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("flip", ["long", "short"])
def test_behind_every_cross_is_the_zero_of_a_scale(tmp_path, sheet, flip):
    calibration(tmp_path / "sheet.pdf", sheet=sheet, flip=flip)
    front, back = drawn(tmp_path / "sheet.pdf", 0), drawn(tmp_path / "sheet.pdf", 1)
    vertical = flip_axis(SHEETS[sheet], flip) is Axis.VERTICAL
    through = ImageOps.mirror(back) if vertical else ImageOps.flip(back)
    size = SHEETS[sheet]
    for x, y in ((0.5, 0.36), (0.22, 0.8), (0.78, 0.8)):
        spot = x * size.width, y * size.height
        assert thickest_line(front, *spot) == pytest.approx(spot[0], abs=0.2)
        assert thickest_line(through, *spot) == pytest.approx(spot[0], abs=0.2)


def test_an_offset_moves_the_scales(tmp_path):
    calibration(tmp_path / "still.pdf")
    calibration(tmp_path / "moved.pdf", back_offset_mm=(1.5, 0))
    spot = 105, 0.36 * 297
    still, moved = (
        thickest_line(drawn(tmp_path / name, 1), *spot) for name in ("still.pdf", "moved.pdf")
    )
    assert moved - still == pytest.approx(1.5, abs=0.15)


def test_a_printer_takes_it(tmp_path):
    calibration(tmp_path / "sheet.pdf")
    assert preflight.check(tmp_path / "sheet.pdf", single=False) == []
    with pikepdf.open(tmp_path / "sheet.pdf") as pdf:
        assert len(pdf.pages) == 2
