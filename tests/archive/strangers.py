"""Files as strangers send them: plain ones, odd ones and hostile ones, all made here."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops, ImageCms, ImageDraw

SERIAL = b"SN-7734-GIVEAWAY"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description rdf:about="who"/></x:xmpmeta>'


def scene(width: int = 900, height: int = 600) -> Image.Image:
    """A picture with sky, edges, fine pattern and colour: top left unlike the other corners."""
    im = Image.linear_gradient("L").resize((width, height), Image.Resampling.BICUBIC)
    im = Image.merge("RGB", (im, im.transpose(Image.Transpose.ROTATE_180), im.point(_softly)))
    draw = ImageDraw.Draw(im)
    step = max(4, width // 24)
    for number, at in enumerate(range(step, width // 2, step)):
        draw.line((at, height // 2, at + step, height), (240, 230 - number * 9, 40), step // 4)
        draw.ellipse((width - at, at // 3, width - at + step, at // 3 + step), (170, 40, 30))
    draw.rectangle((0, 0, width // 4, height // 4), (200, 30, 40))
    draw.rectangle((width // 16, height // 16, width // 8, height // 8), (250, 250, 245))
    return im


def _softly(value: int) -> int:
    return 90 + value // 3


def grain(im: Image.Image, strength: float = 8) -> Image.Image:
    """A picture with a sensor's noise over it, as a phone leaves it: softened."""
    noise = Image.effect_noise((im.width // 2, im.height // 2), strength).convert("RGB")
    noise = noise.resize(im.size, Image.Resampling.BICUBIC)
    return ImageChops.add(im, noise, scale=1, offset=-128)


def encoded(im: Image.Image, kind: str = "JPEG", **options) -> bytes:
    """The bytes of a picture."""
    stream = io.BytesIO()
    im.save(stream, kind, **options)
    return stream.getvalue()


def written(folder: Path, data: bytes, name: str = "IMG_0001.jpg") -> Path:
    """A file with those bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def exif_block(**changes) -> bytes:
    """A camera's EXIF: maker, model, serial number, moment and a place in Manchester."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Testmaker", "Phone 3"
    exif[0x0112] = changes.get("orientation", 1)
    details = exif.get_ifd(0x8769)
    details[0x9003] = changes.get("taken_at", "2018:05:12 14:03:09")
    details[0xA431] = SERIAL.decode()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (53.0, 28.0, 48.0), "W", (2.0, 14.0, 33.0)
    return exif.tobytes()


def telling_jpeg(width: int = 900, height: int = 600) -> bytes:
    """A JPEG carrying everything that can give somebody away."""
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x05\x1c\x02\x50\0\x00"
    words = b"by the canal with " + SERIAL
    data = encoded(scene(width, height), exif=exif_block(), xmp=XMP, comment=words)
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return data[:2] + segment + data[2:] + b"<html>a film of " + SERIAL


def with_scans(extra: int) -> bytes:
    """A progressive JPEG whose last scan is said again and again."""
    data = encoded(scene(320, 240), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * extra + data[-2:]


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk with its length and checksum."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png_claiming(width: int, height: int, bits: int = 1) -> bytes:
    """A few dozen bytes that claim to be a picture of that size."""
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 64))
        + png_chunk(b"IEND", b"")
    )


def png_with(chunk: bytes) -> bytes:
    """A good small PNG with one more chunk after its header."""
    data = encoded(scene(64, 48), "PNG")
    return data[:33] + chunk + data[33:]


def png_bomb(kind: bytes) -> bytes:
    """A PNG whose text or profile inflates to eight megabytes."""
    flat = zlib.compress(b"\0" * 8_000_000)
    if kind == b"iTXt":
        return png_with(png_chunk(kind, b"note\0\1\0en\0note\0" + flat))
    return png_with(png_chunk(kind, b"note\0\0" + flat))


def webp_claiming(width: int, height: int) -> bytes:
    """A WebP whose header speaks of more pixels than are there."""
    data = bytearray(encoded(scene(64, 48), "WEBP"))
    assert data[12:16] == b"VP8 "
    struct.pack_into("<HH", data, 26, width, height)
    return bytes(data)


def animated(kind: str, frames: int) -> bytes:
    """A film of flat frames."""
    pictures = [Image.new("RGB", (32, 24), (number % 256, 90, 60)) for number in range(frames)]
    return encoded(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=20)


def tiff_block(
    entries: list[tuple[int, int, int, int]], following: int, rest: bytes = b""
) -> bytes:
    """An EXIF block by hand: entries of tag, type, count and value, then the next directory."""
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    header = b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries))
    return header + body + struct.pack("<I", following) + rest


def jpeg_with_exif(block: bytes) -> bytes:
    """A JPEG with an EXIF block spliced in as it is."""
    data = encoded(scene(120, 90))
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:]


def bmff_box(kind: bytes, content: bytes, *, wide: bool = False) -> bytes:
    """One box; ``wide`` writes its length in 64 bits."""
    if wide:
        return struct.pack(">I4sQ", 1, kind, len(content) + 16) + content
    return struct.pack(">I4s", len(content) + 8, kind) + content


def heic_like(
    width: int = 64, height: int = 48, brand: bytes = b"heic", *, wide: bool = False
) -> bytes:
    """The boxes of a HEIC around bytes that are no picture: enough for everything but decoding."""
    ispe = bmff_box(b"ispe", struct.pack(">III", 0, width, height))
    properties = bmff_box(b"iprp", bmff_box(b"ipco", ispe))

    def meta(offset: int) -> bytes:
        sizes, where = (0x88, ">HHHQQ") if wide else (0x44, ">HHHII")
        item = struct.pack(where, 1, 0, 1, offset, 400)
        located = struct.pack(">IBBH", 0, sizes, 0, 1) + item
        inside = b"\0\0\0\0" + bmff_box(b"iloc", located) + properties
        return bmff_box(b"meta", inside, wide=wide)

    start = bmff_box(b"ftyp", brand + b"\0\0\0\0mif1" + brand)
    header = 16 if wide else 8
    offset = len(start) + len(meta(0)) + header
    return start + meta(offset) + bmff_box(b"mdat", b"\x5a" * 400, wide=wide)


def profile_with_red_and_green_swapped() -> bytes:
    """A colour profile nobody would call sRGB: its red is green."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    places = {}
    for number in range(struct.unpack_from(">I", data, 128)[0]):
        name, offset, _length = struct.unpack_from(">4sII", data, 132 + number * 12)
        places[name] = (132 + number * 12 + 4, offset)
    (red_at, red), (green_at, green) = places[b"rXYZ"], places[b"gXYZ"]
    struct.pack_into(">I", data, red_at, green)
    struct.pack_into(">I", data, green_at, red)
    return bytes(data).replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))


Maker = Callable[[], bytes]

REFUSED: dict[str, tuple[str, Maker]] = {
    "an empty file": ("empty", lambda: b""),
    "a PostScript program": ("not_a_picture", lambda: b"%!PS-Adobe-3.0\n(%pipe%id) (r) file"),
    "an SVG": ("not_a_picture", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "a web page": ("not_a_picture", lambda: b"<!doctype html><script>alert(1)</script>"),
    "a ZIP": ("unsupported_archive", lambda: b"PK\x03\x04" + b"\0" * 60),
    "a film": ("unsupported_film", lambda: bmff_box(b"ftyp", b"isom\0\0\0\0isommp42") + b"\0" * 60),
    "a GIF of 300 frames": ("unsupported", lambda: animated("GIF", 300)),
    "a TIFF": ("unsupported", lambda: encoded(scene(64, 48), "TIFF")),
    "a BMP": ("unsupported", lambda: encoded(scene(64, 48), "BMP")),
    "a PNG of 60,000 × 60,000": ("too_many_pixels", lambda: png_claiming(60_000, 60_000)),
    "69 bytes of PNG claiming 100,000 × 100,000": (
        "too_many_pixels",
        lambda: png_claiming(100_000, 100_000),
    ),
    "a WebP of 16,383 × 10,900": ("too_many_pixels", lambda: webp_claiming(16_383, 10_900)),
    "a HEIC of 12,000 × 9,000": ("too_many_pixels", lambda: heic_like(12_000, 9_000)),
    "a JPEG of 4,000 scans": ("too_many_scans", lambda: with_scans(4_000)),
    "a PNG with a text bomb": ("too_demanding", lambda: png_bomb(b"zTXt")),
    "a PNG with a worldly text bomb": ("too_demanding", lambda: png_bomb(b"iTXt")),
    "a PNG with a profile bomb": ("too_demanding", lambda: png_bomb(b"iCCP")),
    "half a JPEG": ("incomplete", lambda: (d := encoded(scene()))[: len(d) // 2]),
    "the start of a JPEG": ("incomplete", lambda: encoded(scene())[:90]),
    "half a progressive JPEG": (
        "incomplete",
        lambda: (d := encoded(scene(), progressive=True))[: len(d) // 2],
    ),
    "half a PNG": ("incomplete", lambda: (d := encoded(scene(), "PNG"))[: len(d) // 2]),
    "half a WebP": ("incomplete", lambda: (d := encoded(scene(), "WEBP"))[: len(d) // 2]),
    "half an AVIF": ("incomplete", lambda: (d := encoded(scene(96, 64), "AVIF"))[: len(d) // 2]),
    "half a HEIC": ("incomplete", lambda: heic_like()[:-200]),
    "a HEIC cut before its pixels": ("incomplete", lambda: heic_like()[: -400 - 8]),
    "half a HEIC with 64-bit sizes": ("incomplete", lambda: heic_like(wide=True)[:-200]),
    "a HEIC that holds no picture": ("unreadable", heic_like),
    "a JPEG header and nothing in it": ("unreadable", lambda: b"\xff\xd8\xff\xd9" + b"\0" * 40),
}
"""Each file that is turned away, and the reason given."""

ACCEPTED: dict[str, Maker] = {
    "a JPEG with a web page behind it": lambda: encoded(scene()) + b"<html><script>1</script>",
    "a JPEG with a ZIP behind it": lambda: encoded(scene()) + b"PK\x03\x04" + b"\0" * 500,
    "a motion photo": lambda: encoded(scene()) + bmff_box(b"ftyp", b"isom\0\0\0\0") + b"\1" * 500,
    "an MPO of two pictures": lambda: encoded(
        scene(), "MPO", save_all=True, append_images=[scene().rotate(9)]
    ),
    "a WebP of 300 frames": lambda: animated("WEBP", 300),
    "metadata that points at itself": lambda: jpeg_with_exif(tiff_block([], 8)),
    "metadata whose sub-directory is itself": lambda: jpeg_with_exif(
        tiff_block([(0x8769, 4, 1, 8), (0x8825, 4, 1, 8)], 0)
    ),
    "metadata of 5,400 entries": lambda: jpeg_with_exif(
        tiff_block([(0x9C00 + n, 3, 1, n) for n in range(5_400)], 0)
    ),
    "metadata that is not UTF-8": lambda: jpeg_with_exif(
        tiff_block([(0x010F, 2, 12, 26)], 0, b"\xff\xfe\xc3\x28\x80\x81\xfa\xfb\xe9\xe8\xe7\0")
    ),
    "metadata cut short": lambda: jpeg_with_exif(exif_block()[:60]),
    "metadata of more than a megabyte": lambda: png_with(
        png_chunk(b"eXIf", exif_block()[6:] + b"\0" * 1_100_000)
    ),
    "a profile that is noise": lambda: encoded(scene(), icc_profile=b"\x07" * 700),
}
"""Each odd file that is taken in, and comes out clean."""
