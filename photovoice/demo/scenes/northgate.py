"""Northgate, the drop-in: photographs 1 to 6, by Pat Dooley and Amina R."""

from . import scene
from .palette import *  # noqa: F403
from .paper import Scene
from .things import kettle, mug, stacked


@scene(1, "the-second-kettle", "landscape")
def the_second_kettle(s: Scene) -> None:
    """The hatch seen from the hall: the far kitchen soft, the red kettle in front of it."""
    s.rect(-20, -20, 1040, 800, (120, 134, 118))
    # The kitchen through the hatch
    s.rect(-20, 60, 860, 470, CREAM_WARM, lift=3)
    for row in range(5):
        for col in range(14):
            s.rect(-20 + col * 62, 70 + row * 62, 58, 58, mix(CREAM, SAGE, s.rng.uniform(0, 0.35)), lift=0.8)
    s.rect(60, 96, 330, 14, WOOD_DARK, lift=8)
    for x, c in ((95, PLUM_PALE), (150, SLATE), (205, MOSS), (262, CREAM), (330, OCHRE)):
        mug(s, x, 96, 52, c, tea=None)
    s.rect(500, 60, 250, 250, SKY, lift=2)
    s.rect(616, 60, 16, 250, WHITE, lift=3)
    s.rect(494, 300, 262, 18, WHITE, lift=4)
    s.glow(640, 180, 380, (255, 240, 205), 0.75)
    kettle(s, 170, 452, 210, SLATE_PALE, flip=True)
    s.far(5)
    # The frame of the hatch
    s.cut([(-20, -20), (1020, -20), (1020, 40), (858, 52), (-20, 66)], TEAL_DARK, lift=16)
    s.cut([(842, 30), (1020, 20), (1020, 800), (872, 800)], TEAL_DARK, lift=18)
    s.cut([(842, 30), (866, 30), (894, 800), (872, 800)], lighter(TEAL_DARK, 0.12), lift=4)
    # Counter
    s.cut([(-20, 520), (1020, 486), (1020, 800), (-20, 800)], grained(WOOD, WOOD_DARK, 7, turn=-2), lift=14)
    s.cut([(-20, 702), (1020, 650), (1020, 800), (-20, 800)], recolour(grained(WOOD, WOOD_DARK, 6, turn=-3), lambda c: darker(c, 0.4)), lift=5)
    for x, y, size, paper, side, band in (
        (80, 560, 96, MOSS_PALE, 1, None), (212, 546, 92, CREAM, -1, striped(CREAM, BRICK, 3, 4)), (336, 556, 94, SLATE, 1, None),
        (760, 536, 92, PLUM_PALE, 1, dotted(PLUM_PALE, CREAM)),
    ):
        mug(s, x, y, size, paper, handle=side, band=band)
    s.steam(212, 452, 120, width=12, curls=2)
    kettle(s, 560, 606, 372, RED, lift=16)
    for x, y, size, paper, side, band in (
        (150, 668, 122, OCHRE, -1, None), (330, 688, 126, BRICK, 1, CREAM), (792, 660, 122, TEAL, -1, None),
    ):
        mug(s, x, y, size, paper, handle=side, band=band, lift=9)
    s.steam(786, 372, 220, width=22, curls=2, strength=0.5)
    stacked(s, 964, 620, 130, 66, [checked(CREAM, BRICK, 5), CREAM, checked(CREAM, SLATE, 5)])
    with s.layer(lift=12, blur=6):
        mug(s, 10, 790, 190, PLUM)
    s.beam([(420, 520), (720, 508), (600, 700), (180, 720)], WARM_LIGHT, 0.16, blur=16)
    s.light(light=(0.2, -0.9), strength=0.36, vignette=0.42)


WARM_LIGHT = (255, 226, 176)
