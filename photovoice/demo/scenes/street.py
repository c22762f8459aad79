"""Out of doors: walls, windows, roofs, lamps, fences, trees, bicycles."""

import math

from . import shapes
from .palette import (
    BONE,
    BRICK,
    BRICK_DARK,
    CREAM,
    HONEY,
    INK,
    MOSS,
    MOSS_DARK,
    OCHRE_PALE,
    SLATE_DARK,
    SOOT,
    SOOT_SOFT,
    WOOD,
    WOOD_DARK,
    Colour,
    Paper,
    bricked,
    darker,
    lighter,
    shaded,
)
from .paper import Cuttable, Scene
from .shapes import Point, trace
from .wheels import bicycle, wheel

__all__ = [
    "ASPHALT",
    "BRICKWORK",
    "GRASS",
    "bicycle",
    "block",
    "fence",
    "lamp_post",
    "paving",
    "railings",
    "terrace",
    "tree",
    "washing",
    "wheel",
    "window",
]


BRICKWORK = bricked(BRICK, (214, 184, 160), 24, 8.5)


def window(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    *,
    frame: Cuttable = CREAM,
    pane: Colour = INK,
    lit: Colour | None = None,
    panes: tuple[int, int] = (2, 2),
    sill: bool = True,
    curtain: Cuttable | None = None,
    depth: float = 3,
) -> None:
    """A window from its top left corner; `lit` is the colour of a lamp within."""
    s.rect(x - w * 0.05, y - w * 0.05, w * 1.1, tall + w * 0.1, frame, lift=1.5)
    with s.layer(inside=shapes.box(x, y, w, tall), depth=depth):
        s.rect(x - 2, y - 2, w + 4, tall + 4, lit or pane, lift=0)
        if not lit:
            s.cut(
                [(x, y), (x + w * 0.6, y), (x, y + tall * 0.7)],
                lighter(pane, 0.3),
                lift=0,
                edge=0,
                alpha=0.4,
            )
        if curtain is not None:
            for side in (0, 1):
                s.cut(
                    [
                        (x + side * w, y),
                        (x + w * (0.34 if not side else 0.66), y),
                        (x + w * (0.2 if not side else 0.8), y + tall),
                        (x + side * w, y + tall),
                    ],
                    curtain,
                    lift=2,
                )
    across, down = panes
    bar = max(1.6, w * 0.05)
    for i in range(1, across):
        s.rect(x + w * i / across - bar / 2, y, bar, tall, frame, lift=1)
    for i in range(1, down):
        s.rect(x, y + tall * i / down - bar / 2, w, bar, frame, lift=1)
    if sill:
        s.rect(x - w * 0.12, y + tall, w * 1.24, max(3, tall * 0.07), shaded(frame, 0.12), lift=2.5)


def terrace(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    *,
    houses: int = 4,
    wall: Cuttable = BRICKWORK,
    roof: Cuttable = SLATE_DARK,
    doors=(INK, MOSS_DARK, BRICK_DARK),
    lit: float = 0.2,
    glow: Colour = HONEY,
) -> None:
    """Houses in a row on the line y, from x rightwards; `lit` is the share of windows alight."""
    s.cut(
        [(x - 8, y - tall * 0.78), (x + w + 8, y - tall * 0.78), (x + w, y - tall), (x, y - tall)],
        roof,
        lift=3,
    )
    s.rect(x, y - tall * 0.78, w, tall * 0.78, wall, lift=4)
    each = w / houses
    for i in range(houses):
        left = x + i * each
        stack = left + each * 0.88
        s.rect(stack, y - tall * 1.12, each * 0.16, tall * 0.2, shaded(wall, 0.14), lift=2)
        s.rect(stack + each * 0.03, y - tall * 1.17, each * 0.04, tall * 0.06, BRICK_DARK, lift=1)
        s.rect(stack + each * 0.09, y - tall * 1.17, each * 0.04, tall * 0.06, BRICK_DARK, lift=1)
        flip = i % 2
        s.rect(
            left + each * (0.7 if flip else 0.12),
            y - tall * 0.38,
            each * 0.2,
            tall * 0.38,
            doors[i % len(doors)],
            lift=1.5,
        )
        for wx, wy in ((0.14 if flip else 0.5, 0.34), (0.16, 0.68), (0.58, 0.68)):
            alight = s.rng.random() < lit
            window(
                s,
                left + each * wx,
                y - tall * wy,
                each * 0.25,
                tall * 0.2,
                lit=glow if alight else None,
                depth=1.5,
            )


def block(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    paper: Cuttable,
    *,
    columns: int = 5,
    rows: int = 9,
    lit: float = 0.3,
    glow: Colour = HONEY,
    pane: Colour = INK,
    balcony: Cuttable | None = None,
    lift: float = 5,
) -> None:
    """A block of flats standing on the line y with its left wall at x."""
    s.rect(x, y - tall, w, tall, paper, lift=lift)
    cw, rh = w / columns, tall / (rows + 0.6)
    for row in range(rows):
        for col in range(columns):
            alight = s.rng.random() < lit
            wx, wy = x + cw * (col + 0.2), y - tall + rh * (row + 0.45)
            s.rect(
                wx,
                wy,
                cw * 0.6,
                rh * 0.56,
                darker(glow, s.rng.uniform(0, 0.25))
                if alight
                else lighter(pane, s.rng.uniform(0, 0.2)),
                lift=0.5,
            )
        if balcony is not None:
            s.rect(x - 2, y - tall + rh * (row + 0.98), w + 4, rh * 0.16, balcony, lift=1.5)


def lamp_post(
    s: Scene,
    x: float,
    y: float,
    tall: float,
    paper: Cuttable = SOOT_SOFT,
    *,
    on: Colour | None = None,
    flip: bool = False,
    lift: float = 5,
) -> None:
    """A street lamp with its foot at (x, y); `on` is the colour of its light."""
    with s.placed(x, y, scale=tall / 100, flip=flip):
        s.strip(
            trace("0,0 0,-60 0.6,-92 5,-98 13,-98.6"), (2.6, 2, 1.6, 1.5, 1.4), paper, lift=lift
        )
        s.rect(-1.9, -12, 3.8, 12, paper, lift=2)
        s.cut(trace("11,-100 21,-99.4 20,-96.6 12,-97"), paper, lift=lift)
        if on:
            s.ellipse(16, -96.6, 3.8, 1.2, lighter(on, 0.5), lift=0, edge=0)
            s.glow(16, -95, 30, on, 0.8)


def tree(
    s: Scene,
    x: float,
    y: float,
    tall: float,
    paper: Cuttable = MOSS,
    *,
    trunk: Cuttable = WOOD_DARK,
    bare: bool = False,
    lift: float = 5,
) -> None:
    """A tree with its foot at (x, y): leafy rounds of paper, or bare branches."""
    r = s.rng
    with s.placed(x, y, scale=tall / 100):
        s.strip([(0, 0), (r.uniform(-2, 2), -30), (0, -52)], (7, 5, 4), trunk, lift=lift * 0.6)
        for sx in (-1, 1, -0.5, 0.6, 0.1):
            end = (sx * r.uniform(18, 28), -r.uniform(66, 96))
            s.strip([(0, -34 - abs(sx) * 6), (sx * 10, -58), end], (3.2, 2, 0.9), trunk, lift=2)
            if bare:
                for _ in range(3):
                    t = r.uniform(0.4, 0.9)
                    px, py = end[0] * t, -40 + (end[1] + 40) * t
                    s.strip(
                        [(px, py), (px + r.uniform(-12, 12), py - r.uniform(8, 16))],
                        (1.3, 0.5),
                        trunk,
                        lift=1,
                    )
        if not bare:
            for _ in range(9):
                a, d = r.uniform(0, math.tau), r.uniform(4, 22)
                tone = shaded(paper, r.uniform(-0.12, 0.22))
                cx, cy, size = d * math.cos(a), -70 + d * math.sin(a) * 0.85, r.uniform(11, 17)
                s.blob(
                    [
                        (
                            cx + size * r.uniform(0.8, 1.1) * math.cos(b * math.tau / 7),
                            cy + size * r.uniform(0.75, 1.05) * math.sin(b * math.tau / 7),
                        )
                        for b in range(7)
                    ],
                    tone,
                    lift=lift,
                )


def fence(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    paper: Cuttable = WOOD,
    *,
    pitch: float = 26,
    gap: float = 0.14,
    pointed: bool = False,
    lift: float = 3,
) -> None:
    """Upright boards standing on the line y from x rightwards."""
    for rail in (0.22, 0.74):
        s.rect(x, y - tall * (1 - rail), w, tall * 0.07, shaded(paper, 0.4), lift=1)
    at = x
    while at < x + w:
        wide = pitch * (1 - gap) * s.rng.uniform(0.92, 1.04)
        top = y - tall * s.rng.uniform(0.97, 1.02)
        tone = shaded(paper, s.rng.uniform(0, 0.2))
        peak = [(at + wide / 2, top - wide * 0.5)] if pointed else []
        s.cut([(at, top), *peak, (at + wide, top), (at + wide, y), (at, y)], tone, lift=lift)
        at += pitch


def railings(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    paper: Cuttable = SOOT,
    *,
    pitch: float = 16,
    width: float = 2.6,
) -> None:
    """Iron railings with small points, standing on the line y."""
    count = int(w / pitch)
    for i in range(count + 1):
        px = x + i * pitch
        s.cut(
            [
                (px - width / 2, y),
                (px - width / 2, y - tall * 0.94),
                (px, y - tall),
                (px + width / 2, y - tall * 0.94),
                (px + width / 2, y),
            ],
            paper,
            lift=2,
        )
    for at in (0.12, 0.82):
        s.rect(x, y - tall * at - 2, w, 4, paper, lift=2.5)


def washing(s: Scene, start: Point, end: Point, hung, *, sag: float = 18, lift: float = 4) -> None:
    """A line from point to point; each of `hung` is called as f(s, x, y) to draw a thing there."""
    line = [
        (
            start[0] + (end[0] - start[0]) * t / 12,
            start[1] + (end[1] - start[1]) * t / 12 + sag * 4 * t / 12 * (1 - t / 12),
        )
        for t in range(13)
    ]
    s.strip(line, 1.8, BONE, lift=lift)
    for i, draw in enumerate(hung):
        t = (i + 0.6) / (len(hung) + 0.2)
        draw(
            s,
            start[0] + (end[0] - start[0]) * t,
            start[1] + (end[1] - start[1]) * t + sag * 4 * t * (1 - t),
        )


def paving(
    s: Scene,
    y: float,
    paper: Cuttable,
    *,
    joint: Colour = OCHRE_PALE,
    vanish: Point = (500, 300),
    columns: int = 14,
    rows: int = 5,
) -> None:
    """Paving from the line y to the bottom edge, its joints running to a vanishing point."""
    s.rect(-30, y, s.w + 60, s.h - y + 40, paper, lift=4)
    for i in range(-columns, columns * 2 + 1):
        foot = s.w * i / columns
        t = (y - vanish[1]) / (s.h - vanish[1])
        s.pen(
            [(vanish[0] + (foot - vanish[0]) * t, y + 2), (foot, s.h + 4)], 1.4, joint, alpha=0.35
        )
    for i in range(1, rows):
        at = y + (s.h - y) * (i / rows) ** 1.8
        s.pen([(-10, at), (s.w + 10, at + s.rng.uniform(-2, 2))], 1.4, joint, alpha=0.35)


ASPHALT = Paper((86, 84, 90), "rough")


GRASS = Paper(MOSS, "kraft")
