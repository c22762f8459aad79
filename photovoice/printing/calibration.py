"""A sheet that tells how far a printer sets the back of its paper beside the front.

Home and library printers drift by 3 or 4 mm, always the same way.  Somebody prints this once, on
both sides, pushes a pin through, and reads off the two numbers for ``back_offset_mm``.
"""

import os
import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
from flask_babel import gettext as _

from photovoice.assets import built_folder
from photovoice.printing import document, typeset
from photovoice.printing.rules import SHEETS, Box, flip_axis
from photovoice.printing.voices import HAND


def calibration(
    output: Path,
    *,
    sheet: str = "a4",
    flip: str = "long",
    back_offset_mm: tuple[float, float] = (0, 0),
    fonts: Path | None = None,
    made_at: datetime | None = None,
) -> None:
    """Write a two-sided calibration sheet as a PDF.

    With an offset already set, its scales are moved by it: a second print then shows zero.
    """
    size = SHEETS[sheet]
    steps = (
        _("Print this sheet on both sides, at actual size (100%), as you will print the cards."),
        _("Push a pin straight through the middle of the cross below."),
        _("Turn the sheet over and hold it so that you can read the scale around the pin hole."),
        _("Read how far to the right of zero the hole is, and how far above it, in millimetres."),
        _("Type these two numbers as the offset of the backs. Left of zero and below is minus."),
        _("Try the two lower crosses too. If they differ, the paper was fed askew: print again."),
    )
    job = {
        "title": _("Calibration sheet"),
        "sheet": (size.width, size.height),
        "offset": back_offset_mm,
        "axis": flip_axis(size, flip).value,
        "heading": typeset.spoken(_("Do front and back meet?")),
        "steps": [typeset.spoken(step, first=HAND) for step in steps],
        "right": typeset.spoken(_("mm to the right"), first=HAND),
        "up": typeset.spoken(_("mm up"), first=HAND),
        "figures": HAND,
    }
    faces = typeset.typefaces(fonts or built_folder() / "fonts")
    typed = typeset.compiled("calibration.typ", job, faces)
    output.parent.mkdir(parents=True, exist_ok=True)
    with (
        pikepdf.open(BytesIO(typed)) as pdf,
        tempfile.TemporaryDirectory(dir=output.parent, prefix=".print-") as folder,
    ):
        document.one_black(pdf)
        for page in pdf.pages:
            paper = Box(0, 0, size.width, size.height)
            document.set_boxes(page, paper, paper, paper)
        document.finish(
            pdf,
            title=str(job["title"]),
            made_at=made_at or datetime.now(UTC),
            accessible=True,
            duplex=flip,
        )
        pdf.save(made := Path(folder) / "made.pdf")
        os.replace(made, output)
