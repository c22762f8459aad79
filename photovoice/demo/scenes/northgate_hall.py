"""Northgate, the hall and the key to the next one: photographs 9 and 10, by Comfort A."""

from . import scene
from .hands import pinching
from .palette import (
    BOTTLE,
    BRICK,
    CREAM,
    CREAM_WARM,
    DEEP,
    HONEY,
    INK,
    KRAFT,
    MOSS,
    MOSS_DARK,
    OCHRE,
    OCHRE_DARK,
    OCHRE_PALE,
    ORANGE,
    PLUM,
    PLUM_DARK,
    PLUM_PALE,
    RED,
    SAGE,
    SLATE_PALE,
    SOOT,
    STONE,
    WOOD,
    WOOD_DARK,
    YELLOW,
    Paper,
    bricked,
    darker,
    dotted,
    lighter,
    mix,
)
from .paper import Scene
from .shapes import Point, between, trace
from .things import chair, key, leaf


@scene(9, "chairs", "landscape")
def chairs(s: Scene) -> None:
    """The empty hall: light from the high windows, chairs stacked to go, one still out."""
    end = (388, 300)
    s.rect(-20, -20, 1040, 800, mix(SAGE, CREAM, 0.3))
    # The far wall with its stage
    s.rect(266, 150, 262, 240, CREAM_WARM, lift=2)
    with s.layer(inside=trace("310,210 480,210 480,330 310,330"), depth=6):
        s.rect(300, 200, 200, 140, PLUM_DARK, lift=0)
        for i in range(9):
            s.cut(
                [
                    (306 + i * 20, 200),
                    (318 + i * 20, 200),
                    (322 + i * 20, 332),
                    (304 + i * 20, 332),
                ],
                mix(PLUM, BRICK, 0.3),
                lift=1.5,
            )
    s.rect(296, 330, 200, 16, WOOD_DARK, lift=2)
    s.far(4)
    # Ceiling, left wall with windows, right wall
    s.cut(trace("-20,-20 1020,-20 530,152 264,152"), mix(CREAM, STONE, 0.25), lift=5)
    for share in (0.0, 0.35, 0.58, 0.74):
        a, b = between((-60, -10), (264, 150), share), between((1060, -40), (530, 150), share)
        s.strip([a, b], 20 * (1 - share) + 3, WOOD_DARK, curve=False, lift=7)
    s.cut(trace("-20,-20 268,150 268,392 -20,690"), mix(SAGE, BOTTLE, 0.25), lift=7)
    s.cut(trace("-20,470 268,326 268,392 -20,690"), mix(BOTTLE, MOSS_DARK, 0.4), lift=3)
    for near, far in ((0.03, 0.3), (0.42, 0.58), (0.68, 0.79), (0.86, 0.93)):

        def at(share: float, high: float) -> Point:
            x = -20 + 288 * share
            top, foot = -20 + 170 * share, 470 - 144 * share
            return x, top + (foot - top) * high

        pane = [at(near, 0.2), at(far, 0.2), at(far, 0.74), at(near, 0.74)]
        s.cut(
            [
                at(near - 0.02, 0.16),
                at(far + 0.02, 0.16),
                at(far + 0.02, 0.8),
                at(near - 0.02, 0.8),
            ],
            CREAM,
            lift=3,
        )
        with s.layer(inside=pane, depth=4):
            s.cut(pane, (252, 244, 214), lift=0)
        s.strip(
            [at((near + far) / 2, 0.2), at((near + far) / 2, 0.74)],
            5 * (1 - near) + 1,
            CREAM,
            lift=1,
        )
        s.strip([at(near, 0.47), at(far, 0.47)], 5 * (1 - near) + 1, CREAM, lift=1)
        s.glow(*at((near + far) / 2, 0.45), 190 * (1 - near * 0.8), (255, 238, 190), 0.5)
    s.cut(trace("1020,-30 526,150 526,392 1020,640"), mix(CREAM_WARM, SAGE, 0.3), lift=7)
    s.cut(trace("1020,430 526,322 526,392 1020,640"), mix(BOTTLE, SAGE, 0.35), lift=3)
    # The floor
    floor = trace("-20,690 266,390 528,390 1020,640 1020,800 -20,800")
    with s.layer(inside=floor, depth=0, lift=4):
        s.cut(floor, Paper(mix(OCHRE_DARK, WOOD, 0.4), "kraft"), lift=0)
        for _ in range(36):
            x, t = -1500 + 96 * s.rng.randint(0, 32), s.rng.uniform(0, 0.7)
            a, b = between((x, 800), end, t), between((x, 800), end, t + 0.12)
            c, d = between((x + 96, 800), end, t + 0.12), between((x + 96, 800), end, t)
            s.cut([a, b, c, d], mix(OCHRE, WOOD_DARK, s.rng.random()), lift=0, edge=0, alpha=0.25)
        for i in range(-16, 18):
            foot = (-60 + i * 96, 800)
            s.pen([between(foot, end, 0.84), foot], 1.8, WOOD_DARK, alpha=0.6)
    s.cut(trace("700,196 840,152 840,268 700,284"), WOOD_DARK, lift=3)
    s.cut(trace("708,204 832,164 832,260 708,276"), mix(KRAFT, OCHRE, 0.3), lift=0)
    for x, y, c in (
        (722, 212, CREAM),
        (754, 206, PLUM_PALE),
        (790, 196, SLATE_PALE),
        (738, 244, OCHRE_PALE),
        (796, 228, CREAM),
    ):
        s.cut([(x, y), (x + 24, y - 6), (x + 24, y + 20), (x, y + 25)], c, lift=1.5)
    s.shade(trace("-20,690 266,390 300,390 240,800 -20,800"), 0.3, blur=20)
    for a, b, c, d in (
        ((330, 430), (400, 424), (430, 452), (340, 462)),
        ((352, 482), (478, 468), (540, 520), (370, 546)),
        ((380, 584), (620, 548), (810, 664), (420, 730)),
    ):
        s.beam([a, b, c, d], (255, 226, 150), 0.66, blur=4)
    # Stacks against the right wall, the nearest cut by the frame
    for x, y, size, count in ((590, 452, 84, 4), (668, 506, 124, 5), (770, 592, 184, 5)):
        for i in range(count):
            chair(
                s,
                x + i * size * 0.02,
                y - i * size * 0.16,
                size,
                mix(ORANGE, BRICK, 0.35 + 0.08 * (i % 2)),
                view="side",
                flip=True,
                lift=4,
            )
    with s.layer(blur=2.2, lift=12):
        for i in range(6):
            chair(
                s,
                958 + i * 4,
                790 - i * 62,
                370,
                mix(ORANGE, BRICK, 0.35 + 0.1 * (i % 2)),
                view="side",
                flip=True,
                lift=9,
            )
    s.shade(trace("420,622 560,610 640,640 560,668 430,660"), 0.5, blur=9)
    chair(s, 452, 650, 210, ORANGE, view="back", lift=9)
    s.shade(trace("30,800 250,560 300,560 170,800"), 0.2, blur=20)
    s.light(light=(-0.75, -0.45), strength=0.36, warm=(255, 232, 180), vignette=0.4, bloom=0.24)


@scene(10, "new-key", "portrait")
def new_key(s: Scene) -> None:
    """Close to the blue door, the key an inch from the lock."""
    s.rect(-20, -20, 800, 1050, bricked((150, 84, 66), (206, 178, 156), 96, 34))
    s.cut(trace("96,-20 790,-20 790,1040 70,1040"), CREAM, lift=10)
    s.cut(trace("128,-20 790,-20 790,1040 104,1040"), darker(CREAM, 0.12), lift=4)
    s.far(1.6)
    door = Paper((34, 92, 158), "smooth")
    s.cut(trace("150,-20 790,-20 790,1040 128,1040"), door, lift=7)
    deep = (24, 70, 126)
    for x, y, w, h in ((300, -60, 520, 330), (290, 720, 520, 400)):
        s.rect(x, y, w, h, deep, lift=4)
        s.rect(x + 24, y + 24, w - 20, h - 50, lighter(door.colour, 0.06), lift=8)
    for y, tone in ((40, 0.3), (330, 0.22), (660, 0.25), (940, 0.2)):
        s.pen([(160, y), (200, y + 3)], 3, lighter(deep, tone), alpha=0.5)
    # Letter box, handle plate and lock
    s.rect(420, 338, 300, 92, OCHRE_DARK, corner=8, lift=6)
    s.rect(440, 356, 262, 56, HONEY, corner=4, lift=4)
    s.pen([(446, 384), (696, 384)], 3, WOOD_DARK)
    s.rect(176, 396, 92, 330, OCHRE_DARK, corner=20, lift=8)
    s.rect(184, 404, 76, 314, HONEY, corner=16, lift=2)
    for y in (424, 698):
        s.ellipse(222, y, 7, 7, OCHRE_DARK, lift=1)
        s.pen([(217, y - 3), (227, y + 3)], 2, WOOD_DARK)
    s.ellipse(222, 496, 40, 40, OCHRE, lift=12)
    s.ellipse(212, 486, 22, 20, OCHRE_PALE, lift=0, edge=0, alpha=0.7)
    s.ellipse(222, 622, 30, 30, OCHRE, lift=3)
    s.join(
        [
            [
                (222 + 9 * dx, 612 + 9 * dy)
                for dx, dy in (
                    (-1, 0),
                    (-0.7, -0.7),
                    (0, -1),
                    (0.7, -0.7),
                    (1, 0),
                    (0.5, 0.9),
                    (-0.5, 0.9),
                )
            ],
            trace("217,616 227,616 230,642 214,642"),
        ],
        SOOT,
        lift=0,
        edge=0.4,
    )
    with pinching(
        s,
        440,
        622,
        400,
        DEEP,
        turn=-62,
        arm=36,
        sleeve=dotted(BRICK, OCHRE_PALE, 5, 26),
        reach=420,
        lift=20,
    ):
        key(s, 446, 618, 210, YELLOW, turn=184, lift=14)
        s.strip([(452, 640), (474, 720), (468, 786)], 5, RED, lift=10)
        s.rect(430, 780, 76, 104, CREAM, turn=6, corner=8, lift=10)
        for i in range(3):
            s.scribble(444, 822 + i * 20, 50, 12, INK, width=2)
    # Leaf shadow from over the street, and a leaf itself at the edge
    for x, y, turn in (
        (560, 80, 200),
        (640, 190, 160),
        (500, 220, 230),
        (700, 300, 190),
        (600, 300, 250),
        (420, 120, 210),
    ):
        with s.placed(x, y, scale=1.5, turn=turn):
            s.shade(
                trace("0,0 -22,-36 -18,-74 0,-100 18,-74 22,-36"), 0.34, blur=5, colour=(8, 20, 56)
            )
    with s.layer(lift=20, blur=7):
        for turn in (196, 226, 250, 168):
            leaf(s, 760, -30, 250, MOSS, turn=turn, wide=0.5)
    s.light(light=(-0.7, -0.75), strength=0.36, vignette=0.42)
