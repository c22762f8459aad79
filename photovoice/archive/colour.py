"""The colours of a picture that are not said by an ICC profile, said by one made here.

HEIC and AVIF say them with three numbers (``colr nclx``), PNG with those numbers (``cICP``) or with
a gamma and the chromaticities of its colours (``gAMA``, ``cHRM``).  Each becomes a small profile of
three colours and one curve, so that everything after it is one colour engine's work.  A curve of
high dynamic range is brought down on the way: what is up to half as bright as paper stays as it is,
and what is brighter is rolled off to white.

Sources: ITU-T H.273 (the numbers), ITU-R BT.2100 (PQ and HLG), BT.2390 5.4.1 (the roll-off),
BT.2408 (white at 203 cd/m²), ICC.1:2001-04 (the profile), PNG third edition (its chunks).
"""

import struct
from collections.abc import Callable, Sequence

from photovoice.archive.isobmff import Bytes, colour_of_primary

NAME = "said in numbers"
"""What the profiles made here are called."""
Primaries = tuple[float, ...]
"""White, red, green and blue as chromaticities x and y."""

_D65 = (0.3127, 0.3290)
_BT709 = (*_D65, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060)
_OTHER_PRIMARIES: dict[int, Primaries] = {
    4: (0.310, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08),
    5: (*_D65, 0.64, 0.33, 0.29, 0.60, 0.15, 0.06),
    6: (*_D65, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070),
    7: (*_D65, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070),
    9: (*_D65, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046),
    11: (0.314, 0.351, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
    12: (*_D65, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
}
"""All but those of sRGB, by their number in H.273."""
_PQ, _HLG = 16, 18
_WHITE, _PEAK = 203.0, 1000.0
"""cd/m²: what hangs on a wall as white paper, and the brightest that is still told apart."""
_STEPS = 255 * 4
"""Steps of a curve: each of 256 levels falls on one."""
_NEARLY = 0.002
_D50 = (0.9642, 1.0, 0.8249)
_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))

Curve = Callable[[float], float]
Matrix = Sequence[Sequence[float]]


def said_in_boxes(data: Bytes) -> bytes | None:
    """A profile for what a HEIC or AVIF says of its colours in numbers; None for sRGB."""
    said = colour_of_primary(data)
    return _from_numbers(*said) if said else None


def said_in_chunks(data: Bytes) -> bytes | None:
    """A profile for what a PNG says of its colours without one; None for sRGB."""
    said, at = {}, 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IDAT":
            break
        if kind in (b"cICP", b"sRGB", b"gAMA", b"cHRM") and length <= 32:
            said[kind] = bytes(data[at + 8 : at + 8 + length])
        at += 12 + length
    if len(said.get(b"cICP", b"")) == 4:
        return _from_numbers(*said[b"cICP"][:2])
    if b"sRGB" in said:
        return None
    primaries: Primaries = _BT709
    curve: Curve = _srgb
    if len(said.get(b"cHRM", b"")) == 32:
        told = [value / 100_000 for value in struct.unpack(">8I", said[b"cHRM"])]
        if all(0 < told[at] < 1 and 0 < told[at + 1] <= 1 for at in range(0, 8, 2)):
            primaries = tuple(told)
    if len(said.get(b"gAMA", b"")) == 4 and (gamma := struct.unpack(">I", said[b"gAMA"])[0]):
        curve = _power(100_000 / gamma)
    return profile(primaries, curve)


def _from_numbers(primaries: int, transfer: int) -> bytes | None:
    curves: dict[int, Curve] = {4: _power(2.2), 5: _power(2.8), 8: _power(1), _PQ: _pq, _HLG: _hlg}
    return profile(_OTHER_PRIMARIES.get(primaries, _BT709), curves.get(transfer, _srgb))


def profile(primaries: Primaries, curve: Curve) -> bytes | None:
    """An ICC profile of three colours and one curve; None where they are those of sRGB."""
    steps = [min(1.0, max(0.0, curve(step / _STEPS))) for step in range(_STEPS + 1)]
    usual = all(abs(a - b) < _NEARLY for a, b in zip(primaries, _BT709, strict=True))
    # Gamma 2.2 counts as sRGB, which is what whoever writes it means.
    if usual and all(
        abs(_seen(light) - _seen(_srgb(step / _STEPS))) < 0.035 for step, light in enumerate(steps)
    ):
        return None
    try:
        colours = _adapted(primaries)
    except ZeroDivisionError:
        return None
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(NAME) + 1) + NAME.encode() + bytes(1 + 78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": _xyz(_D50),
        b"rXYZ": _xyz(colours[0]),
        b"gXYZ": _xyz(colours[1]),
        b"bXYZ": _xyz(colours[2]),
        b"rTRC": b"curv\0\0\0\0"
        + struct.pack(f">I{len(steps)}H", len(steps), *(round(step * 65535) for step in steps)),
    }
    table, body = b"", b""
    start = 128 + 4 + 12 * (len(tags) + 2)
    for name, content in tags.items():
        entry = struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
        for called in (b"rTRC", b"gTRC", b"bTRC") if name == b"rTRC" else (name,):
            table += called + entry
    header = struct.pack(
        ">I4sI4s4s4s12s4s24sI3i48s",
        *(start + len(body), b"lcms", 0x02400000, b"mntr", b"RGB ", b"XYZ ", bytes(12), b"acsp"),
        *(bytes(24), 0, *(round(value * 65536) for value in _D50), bytes(48)),
    )
    return header + struct.pack(">I", len(tags) + 2) + table + body


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _adapted(primaries: Primaries) -> list[tuple[float, ...]]:
    """Red, green and blue as XYZ, adding up to white, in the light profiles are written for."""
    white, *three = [
        (x / y, 1.0, (1 - x - y) / y) for x, y in zip(primaries[::2], primaries[1::2], strict=True)
    ]
    columns = tuple(zip(*three, strict=True))
    shares = _times(_inverse(columns), white)
    scaled = [[value * share for value in one] for one, share in zip(three, shares, strict=True)]
    here, there = _times(_BRADFORD, white), _times(_BRADFORD, _D50)
    back = _inverse(_BRADFORD)

    def adapted(colour: Sequence[float]) -> tuple[float, ...]:
        cones = _times(_BRADFORD, colour)
        return _times(back, [c * t / h for c, t, h in zip(cones, there, here, strict=True)])

    return [adapted(colour) for colour in scaled]


def _times(matrix: Matrix, vector: Sequence[float]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _inverse(m: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = m
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    determinant = a * rows[0][0] + b * rows[1][0] + c * rows[2][0]
    return tuple(tuple(value / determinant for value in row) for row in rows)


def _srgb(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def _seen(light: float) -> float:
    """The level of sRGB that shows as much light."""
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _power(exponent: float) -> Curve:
    return lambda level: level**exponent


def _pq(level: float) -> float:
    return _rolled_off(level)


def _hlg(level: float) -> float:
    """Light as a display of 1,000 cd/m² shows it, brought down."""
    scene = level**2 / 3
    if level > 0.5:
        scene = (2.718281828459045 ** ((level - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return _rolled_off(_to_pq(_PEAK * scene**1.2))


def _rolled_off(level: float) -> float:
    """A level of PQ → light, 1.0 being white paper (BT.2390: a spline above the knee)."""
    peak, most = _to_pq(_PEAK), _to_pq(_WHITE) / _to_pq(_PEAK)
    level = min(level / peak, 1.0)
    knee = 1.5 * most - 0.5
    if level > knee:
        t = (level - knee) / (1 - knee)
        level = (
            (2 * t**3 - 3 * t**2 + 1) * knee
            + (t**3 - 2 * t**2 + t) * (1 - knee)
            + (3 * t**2 - 2 * t**3) * most
        )
    return _from_pq(level * peak) / _WHITE


def _to_pq(nits: float) -> float:
    y = (nits / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y)) ** 78.84375


def _from_pq(level: float) -> float:
    e = level ** (1 / 78.84375)
    return 10_000 * (max(e - 0.8359375, 0) / (18.8515625 - 18.6875 * e)) ** (1 / 0.1593017578125)
