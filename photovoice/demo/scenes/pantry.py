"""What stands on a counter, a shelf or a step: mugs, kettles, tins, crates, bags, buckets.

(x, y) is the middle of the base, as in `things`, which is where scenes ask for these.
"""

from .palette import (
    CREAM,
    KRAFT,
    SOOT,
    STONE,
    Colour,
    darker,
    lighter,
    shaded,
    sheet,
)
from .paper import Cuttable, Scene
from .shapes import trace


def mug(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper: Cuttable,
    *,
    tea: Colour | None = (132, 82, 50),
    handle: int = 1,
    band: Cuttable | None = None,
    lift: float = 4,
) -> None:
    """A mug standing at (x, y), `size` tall.  `handle` is 1 right, -1 left, 0 hidden."""
    with s.placed(x, y, scale=size / 100, flip=handle < 0):
        if handle:
            s.strip(trace("36,-76 66,-72 64,-34 34,-24"), 11, shaded(paper, 0.12), lift=lift)
        s.cut(trace("-41,-90 41,-90 37,-6 30,0 -30,0 -37,-6"), paper, lift=lift)
        if band is not None:
            s.cut(trace("-40,-62 40,-62 39,-38 -39,-38"), band, lift=0.5, edge=0.4)
        s.cut(
            trace("14,-84 41,-88 37,-6 30,0 20,0"),
            darker(sheet(paper).colour, 0.3),
            lift=0,
            edge=0,
            alpha=0.35,
        )
        s.ellipse(0, -90, 41, 11, lighter(sheet(paper).colour, 0.3), lift=0.8)
        s.ellipse(0, -89, 34, 7.6, tea or darker(sheet(paper).colour, 0.45), lift=0, edge=0.3)


def kettle(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper: Cuttable,
    *,
    flip: bool = False,
    lift: float = 7,
) -> None:
    """A big kettle with its spout to the right, `size` tall with the handle."""
    dark, pale = shaded(paper, 0.24), lighter(sheet(paper).colour, 0.32)
    with s.placed(x, y, scale=size / 100, flip=flip):
        s.strip(trace("-29,-48 -24,-90 3,-99 27,-86 31,-48"), (6, 7, 7, 6), SOOT, lift=lift)
        s.cut(trace("26,-18 44,-40 50,-58 60,-60 56,-40 40,-6 28,-4"), dark, lift=lift * 0.7)
        s.blob(
            trace("-42,-4 -47,-18 -40,-42 -22,-58 0,-61 22,-58 40,-42 47,-18 42,-4 0,0"),
            paper,
            lift=lift,
        )
        s.blob(
            trace("6,-58 26,-54 40,-40 46,-18 41,-4 18,-1 26,-24"),
            sheet(dark).colour,
            lift=0,
            edge=0,
            alpha=0.45,
        )
        s.blob(
            trace("-34,-36 -22,-50 -18,-48 -29,-33 -34,-16 -37,-18"),
            pale,
            lift=0,
            edge=0,
            alpha=0.7,
        )
        s.blob(trace("-20,-58 -14,-64 14,-64 20,-58 0,-55"), dark, lift=2)
        s.ellipse(0, -66, 5, 4, SOOT, lift=2)


def tin(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    paper: Cuttable,
    *,
    band: Cuttable = CREAM,
    lift: float = 4,
) -> None:
    """A tin standing at (x, y) with a blank label."""
    s.cut(
        [(x - w / 2, y - tall), (x + w / 2, y - tall), (x + w / 2, y), (x - w / 2, y)],
        STONE,
        lift=lift,
    )
    s.rect(x - w / 2, y - tall * 0.88, w, tall * 0.76, paper, lift=0.8)
    s.rect(x - w / 2, y - tall * 0.6, w, tall * 0.26, band, lift=0.5, edge=0.4)
    s.scribble(x - w * 0.3, y - tall * 0.42, w * 0.6, tall * 0.12, SOOT, width=1.1)
    s.cut(
        [(x + w * 0.16, y - tall), (x + w / 2, y - tall), (x + w / 2, y), (x + w * 0.22, y)],
        (24, 20, 26),
        lift=0,
        edge=0,
        alpha=0.24,
    )
    s.ellipse(x, y - tall, w / 2, w * 0.1, lighter(STONE, 0.4), lift=0.8)


def crate(
    s: Scene,
    x: float,
    y: float,
    w: float,
    tall: float,
    paper: Cuttable = KRAFT,
    *,
    slats: int = 3,
    lift: float = 5,
) -> None:
    """A slatted crate seen from the front, open at the top."""
    s.rect(x - w / 2, y - tall, w, tall, darker(sheet(paper).colour, 0.65), lift=lift)
    gap = tall / slats
    for i in range(slats):
        s.rect(x - w / 2, y - tall + i * gap, w, gap * 0.8, paper, lift=lift * 0.5)
    for sx in (-1, 1):
        s.rect(x + sx * w * 0.46 - w * 0.04, y - tall, w * 0.08, tall, shaded(paper, 0.16), lift=2)


def bag(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper: Cuttable,
    *,
    full: bool = True,
    lift: float = 5,
) -> None:
    """A carrier bag hanging or standing with its base at (x, y); the handles reach up `size`."""
    with s.placed(x, y, scale=size / 100):
        for dx in (-3, 3):
            s.strip(
                [(-15 + dx, -62), (-9 + dx, -94), (9 + dx, -94), (15 + dx, -62)],
                4.5,
                shaded(paper, 0.15),
                lift=2,
            )
        wide = 36 if full else 29
        s.blob(
            [
                (-27, -68),
                (27, -68),
                (wide, -30),
                (wide - 4, -3),
                (0, 1),
                (-wide + 4, -3),
                (-wide, -30),
            ],
            paper,
            lift=lift,
        )
        for a, b in ((-16, -20), (2, 6), (15, 22)):
            s.pen([(a, -64), (b, -20)], 1.4, darker(sheet(paper).colour, 0.3), alpha=0.5)


def bucket(
    s: Scene,
    x: float,
    y: float,
    size: float,
    paper: Cuttable,
    *,
    water: Colour | None = None,
    lift: float = 6,
) -> None:
    """A bucket, `size` tall, with a wire handle."""
    with s.placed(x, y, scale=size / 100):
        s.strip(trace("-46,-88 -36,-112 0,-122 36,-112 46,-88"), 3, STONE, lift=3)
        s.cut(trace("-48,-90 48,-90 36,-4 0,1 -36,-4"), paper, lift=lift)
        s.cut(trace("12,-90 48,-90 36,-4 14,0"), (20, 16, 28), lift=0, edge=0, alpha=0.26)
        s.ellipse(0, -90, 48, 13, shaded(paper, -0.22), lift=1.5)
        s.ellipse(0, -88, 42, 10, water or darker(sheet(paper).colour, 0.5), lift=0, edge=0.3)
