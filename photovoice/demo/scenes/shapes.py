"""Outlines for the cut-paper scenes: plain lists of points, no picture in sight.

Points are (x, y) pairs in scene units with y downwards.  Nothing here draws; keeping the geometry
apart from the paper lets a scene compose an outline, bend it and only then cut it.
"""

import math
from collections.abc import Callable, Sequence
from random import Random

Point = tuple[float, float]
Points = Sequence[Point]


def pts(text: str) -> list[Point]:
    """An outline written short: the points of "x,y x,y x,y"."""
    pairs = (pair.split(",") for pair in text.split())
    return [(float(x), float(y)) for x, y in pairs]


def paced(points: Points, step: float) -> list[Point]:
    """Points a step apart along a line: where the links of a chain or the posts of a fence go."""
    out, left = [points[0]], step
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        length, gone = math.hypot(x1 - x0, y1 - y0), 0.0
        while length - gone >= left > 0:
            gone += left
            out.append((x0 + (x1 - x0) * gone / length, y0 + (y1 - y0) * gone / length))
            left = step
        left -= length - gone
    return out


def box(
    x: float, y: float, w: float, h: float, *, turn: float = 0, corner: float = 0
) -> list[Point]:
    """A rectangle from its top left corner, turned by degrees about its middle."""
    if corner:
        c = min(corner, w / 2, h / 2)
        points = []
        for cx, cy, start in (
            (x + w - c, y + c, -90),
            (x + w - c, y + h - c, 0),
            (x + c, y + h - c, 90),
            (x + c, y + c, 180),
        ):
            for step in range(4):
                a = math.radians(start + step * 30)
                points.append((cx + c * math.cos(a), cy + c * math.sin(a)))
    else:
        points = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    return turned(points, turn, (x + w / 2, y + h / 2)) if turn else points


def oval(
    x: float, y: float, rx: float, ry: float, *, turn: float = 0, start: float = 0, end: float = 360
) -> list[Point]:
    """An ellipse (or its arc from start to end degrees, clockwise from the right)."""
    count = max(7, int((rx + ry) ** 0.5 * 3.2 * (end - start) / 360) + 1)
    span = range(count + (0 if end - start == 360 else 1))
    points = []
    for i in span:
        a = math.radians(start + (end - start) * i / count)
        points.append((x + rx * math.cos(a), y + ry * math.sin(a)))
    return turned(points, turn, (x, y)) if turn else points


def trace(drawn: str) -> list[Point]:
    """Points written as "x,y x,y …", for the outlines too long to read as a list of pairs."""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in drawn.split())]


def between(a: Point, b: Point, share: float) -> Point:
    """The place a share of the way from one point to another."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def slanted(corners: Points, depth: float) -> Callable[[float, float], Point]:
    """Where a point of a wall running away from us falls, given its four corners on the page.

    The corners are far top, near top, near foot, far foot; `depth` is how many times further off
    the far end is.  What comes back takes u from the far end (0) to the near one and v downwards.
    """

    def on(u: float, v: float) -> Point:
        near = u / (depth * (1 - u) + u)
        return between(
            between(corners[0], corners[1], near), between(corners[3], corners[2], near), v
        )

    return on


def turned(points: Points, degrees: float, about: Point = (0, 0)) -> list[Point]:
    """Points turned clockwise on the page about a point."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    ax, ay = about
    return [(ax + (x - ax) * c - (y - ay) * s, ay + (x - ax) * s + (y - ay) * c) for x, y in points]


def moved(points: Points, dx: float, dy: float, scale: float = 1) -> list[Point]:
    """Points scaled about the origin, then shifted."""
    return [(x * scale + dx, y * scale + dy) for x, y in points]


def spline(points: Points, *, closed: bool = True, per: int = 6) -> list[Point]:
    """A smooth curve through the points (Catmull–Rom), `per` short facets between each two."""
    n = len(points)
    if n < 3:
        return list(points)
    out = []
    for i in range(n if closed else n - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + j - 1) % n] for j in range(4))
        else:
            p0, p1, p2, p3 = (points[min(max(i + j - 1, 0), n - 1)] for j in range(4))
        for j in range(per):
            t = j / per
            a, b = -t + 2 * t * t - t**3, 2 - 5 * t * t + 3 * t**3
            c, d = t + 4 * t * t - 3 * t**3, t**3 - t * t
            out.append(
                (
                    (a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0]) / 2,
                    (a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1]) / 2,
                )
            )
    if not closed:
        out.append(points[-1])
    return out


def ribbon(
    points: Points,
    widths: float | Sequence[float],
    *,
    round_start: bool = False,
    round_end: bool = False,
) -> list[Point]:
    """The outline of a band along a line.  `widths` is one, or several shared out along it."""
    n = len(points)
    if isinstance(widths, (int, float)):
        widths = (widths,)
    left, right = [], []
    for i, (x, y) in enumerate(points):
        ax, ay = points[max(i - 1, 0)]
        bx, by = points[min(i + 1, n - 1)]
        length = math.hypot(bx - ax, by - ay) or 1
        nx, ny = -(by - ay) / length, (bx - ax) / length
        place = i / max(n - 1, 1) * (len(widths) - 1)
        low = min(int(place), len(widths) - 1)
        high = min(low + 1, len(widths) - 1)
        half = (widths[low] + (widths[high] - widths[low]) * (place - low)) / 2
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))

    def cap(end: Point, before: Point, width: float, a: Point, b: Point) -> list[Point]:
        length = math.hypot(end[0] - before[0], end[1] - before[1]) or 1
        ux, uy = (end[0] - before[0]) / length * width, (end[1] - before[1]) / length * width
        return [
            (a[0] * 0.85 + b[0] * 0.15 + ux * 0.3, a[1] * 0.85 + b[1] * 0.15 + uy * 0.3),
            (end[0] + ux * 0.45, end[1] + uy * 0.45),
            (a[0] * 0.15 + b[0] * 0.85 + ux * 0.3, a[1] * 0.15 + b[1] * 0.85 + uy * 0.3),
        ]

    outline = list(left)
    if round_end:
        outline += cap(points[-1], points[-2], widths[-1], left[-1], right[-1])
    outline += right[::-1]
    if round_start:
        outline += cap(points[0], points[1], widths[0], right[0], left[0])
    return outline


def waver(points: Points, rng: Random, amount: float, step: float = 15) -> list[Point]:
    """The outline as scissors leave it: long cuts that drift a little, corners not quite met."""
    if amount <= 0:
        return list(points)
    out = []
    n = len(points)
    drift = 0.0
    for i in range(n):
        (x0, y0), (x1, y1) = points[i], points[(i + 1) % n]
        length = math.hypot(x1 - x0, y1 - y0)
        if length < 1e-6:
            continue
        nx, ny = -(y1 - y0) / length, (x1 - x0) / length
        cuts = max(1, int(length / step))
        for j in range(cuts):
            drift = drift * 0.62 + rng.gauss(0, amount * 0.55)
            t = (j + (rng.uniform(-0.25, 0.25) if j else 0)) / cuts
            out.append((x0 + (x1 - x0) * t + nx * drift, y0 + (y1 - y0) * t + ny * drift))
    return out


def ragged(points: Points, rng: Random, amount: float, step: float = 3) -> list[Point]:
    """The outline as tearing leaves it: fine, uneven, never twice the same."""
    return waver(waver(points, rng, amount * 1.2, 22), rng, amount * 0.55, step)


def bounds(points: Points) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)
