"""Pictures that tell where they were taken, in every way a phone or an editor has of telling."""

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image

from tests.archive.strangers import bmff_box, encoded, png_chunk, scene

TAKEN, OFFSET, TURNED = "2018:05:12 14:03:09", "+01:00", 6
TOWN = b"Tanpits-under-Hill"
LATITUDE = (53, 28, 48_137)
SECRETS = (
    TOWN,
    b"53,28.8022N",
    b"GPSL",
    "53,28.8022N".encode("utf-16-le"),
    TOWN.hex().encode(),
    *(struct.pack(order + "4I", 53, 1, 28, 1) for order in "<>"),
    b"a film",
)
"""What must be nowhere in a picture afterwards."""
DETAILS, PLACE = 0x8769, 0x8825


def tiff(
    order: str = "<",
    turned: int = TURNED,
    place_at: int | None = None,
    latitude_at: int | None = None,
) -> bytes:
    """What follows ``Exif`` in a block: how the picture is turned, when and where it was taken.

    ``place_at`` and ``latitude_at``: where the entries for them lead instead of to them.
    """
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    when = f"{TAKEN}\0".encode() + f"{OFFSET}\0".encode()
    main_at, details_at = 8, 8 + 2 + 3 * 12 + 4
    place = details_at + 2 + 2 * 12 + 4
    words_at = place + 2 + 3 * 12 + 4

    def entry(tag: int, kind: int, count: int, value: int) -> bytes:
        if kind == 3:
            return struct.pack(order + "HHIHH", tag, kind, count, value, 0)
        return struct.pack(order + "HHII", tag, kind, count, value)

    def directory(*entries: bytes) -> bytes:
        return struct.pack(order + "H", len(entries)) + b"".join(entries) + bytes(4)

    latitude = struct.pack(order + "6I", LATITUDE[0], 1, LATITUDE[1], 1, LATITUDE[2], 1000)
    assert main_at == len(head)
    return (
        head
        + directory(
            entry(0x0112, 3, 1, turned),
            entry(DETAILS, 4, 1, details_at),
            entry(PLACE, 4, 1, place if place_at is None else place_at),
        )
        + directory(entry(0x9003, 2, 20, words_at), entry(0x9011, 2, 7, words_at + 20))
        + directory(
            entry(2, 5, 3, words_at + 27 if latitude_at is None else latitude_at),
            entry(1, 2, 2, int.from_bytes(b"N\0\0\0", "little" if order == "<" else "big")),
            entry(0x1B, 7, len(TOWN), words_at + 51),
        )
        + when
        + latitude
        + TOWN
    )


def packet(turned: int | None = None, **words: str) -> bytes:
    """An XMP packet that tells the place."""
    told = f'exif:GPSLatitude="53,28.8022N" photoshop:City="{TOWN.decode()}"'
    if turned:
        told += f' tiff:Orientation="{turned}"'
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/'
        f'22-rdf-syntax-ns#"><rdf:Description {told}/></rdf:RDF></x:xmpmeta>'
    ).encode() + b" " * 400


def iptc(*, cut: int = 0) -> bytes:
    """Photoshop's resources with a headline, a city and a country in their IPTC."""
    sets = b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(words)) + words
        for number, words in ((105, b"The 6.40"), (90, TOWN), (101, TOWN))
    )
    return b"8BIM\x04\x04\0\0" + struct.pack(">I", len(sets) + cut) + sets + bytes(len(sets) % 2)


def segment(marker: int, content: bytes) -> bytes:
    """One segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(*segments: bytes, behind: bytes = b"", **options) -> bytes:
    """A small JPEG with segments after its first two bytes."""
    data = encoded(scene(96, 64), **options)
    return data[:2] + b"".join(segments) + data[2:] + behind


def exif_segment(**details) -> bytes:
    """An APP1 with EXIF in it."""
    return segment(0xE1, b"Exif\0\0" + tiff(**details))


XMP = b"http://ns.adobe.com/xap/1.0/\0"


def more_xmp(words: bytes, at: int, length: int) -> bytes:
    """A part of an extended XMP packet."""
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", length, at)
    return segment(0xE1, head + words)


def in_parts() -> bytes:
    """A JPEG whose extended packet is cut in the middle of what tells."""
    whole = b"<rdf:Description exif:GPSLatitude='53,28.8022N'>" + TOWN
    cut = whole.index(b"Lati") - 1
    return jpeg(more_xmp(whole[:cut], 0, len(whole)), more_xmp(whole[cut:], cut, len(whole)))


def iptc_in_parts() -> bytes:
    """A JPEG whose resources go on in a second segment, in the middle of the town."""
    whole = iptc()
    cut = whole.index(TOWN) + 4
    return jpeg(*(segment(0xED, b"Photoshop 3.0\0" + p) for p in (whole[:cut], whole[cut:])))


def two_pictures() -> bytes:
    """An MPO: a second picture behind the first, each with its place, and a film behind both."""
    stream = io.BytesIO()
    first, second = scene(96, 64), scene(96, 64).rotate(9)
    exif = b"Exif\0\0" + tiff()
    first.save(stream, "MPO", save_all=True, append_images=[second], exif=exif)
    return stream.getvalue() + jpeg(exif_segment())


def film() -> bytes:
    """What a motion photo carries behind its picture."""
    place = bmff_box(b"\xa9xyz", b"+53.48-2.23/a film" + TOWN)
    return bmff_box(b"ftyp", b"isom\0\0\0\0") + bmff_box(b"moov", bmff_box(b"udta", place))


PLACED_JPEG: dict[str, Callable[[], bytes]] = {
    "little-endian EXIF": lambda: jpeg(exif_segment(order="<")),
    "big-endian EXIF": lambda: jpeg(exif_segment(order=">")),
    "EXIF in two segments": lambda: jpeg(
        segment(0xE1, b"Exif\0\0" + tiff()[:80]), segment(0xE1, b"Exif\0\0" + tiff()[80:])
    ),
    "EXIF twice": lambda: jpeg(exif_segment(), exif_segment(order=">")),
    "EXIF whose place goes on past its end": lambda: jpeg(
        segment(0xE1, b"Exif\0\0" + tiff()[:-10])
    ),
    "EXIF whose place is its first directory": lambda: jpeg(exif_segment(place_at=8)),
    "EXIF whose place lies over how it is turned": lambda: jpeg(exif_segment(latitude_at=8)),
    "EXIF that cannot be read": lambda: jpeg(segment(0xE1, b"Exif\0\0JJ*\0" + tiff()[4:])),
    "a progressive picture": lambda: jpeg(exif_segment(), progressive=True),
    "restart markers": lambda: jpeg(exif_segment(), restart_marker_blocks=2),
    "a packet": lambda: jpeg(exif_segment(), segment(0xE1, XMP + packet())),
    "a packet in UTF-16": lambda: jpeg(
        segment(0xE1, XMP + packet().decode().encode("utf-16-le")), exif_segment()
    ),
    "a packet that alone says how it is turned": lambda: jpeg(
        segment(0xE1, XMP + packet(turned=TURNED))
    ),
    "a packet in parts": in_parts,
    "IPTC": lambda: jpeg(segment(0xED, b"Photoshop 3.0\0" + iptc()), exif_segment()),
    "IPTC in parts": iptc_in_parts,
    "IPTC cut short": lambda: jpeg(segment(0xED, b"Photoshop 3.0\0" + iptc(cut=5))),
    "EXIF among Photoshop's resources": lambda: jpeg(
        segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x22\0\0" + struct.pack(">I", 224) + tiff())
    ),
    "a comment": lambda: jpeg(segment(0xFE, b"latitude 53,28.8022N, " + TOWN)),
    "a signed history": lambda: jpeg(
        segment(0xEB, b'JP\0\1\0\1\0\0\0\1{"exif:GPSLatitude":"53"}' + TOWN)
    ),
    "a second picture and a third": two_pictures,
    "a film behind it": lambda: jpeg(exif_segment(), behind=film()),
    "filling between segments": lambda: jpeg(b"\xff\xff", exif_segment(), b"\xff\xff\xff"),
    "four inks": lambda: encoded(scene(96, 64).convert("CMYK"), exif=b"Exif\0\0" + tiff()),
    "everything": lambda: jpeg(
        exif_segment(),
        segment(0xE1, XMP + packet()),
        segment(0xED, b"Photoshop 3.0\0" + iptc()),
        segment(0xE2, b"FPXR\0 gps:53.28" + TOWN),
        segment(0xFE, b"longitude " + TOWN),
        behind=jpeg(exif_segment()) + film(),
        icc_profile=b"\7" * 300,
        progressive=True,
    ),
}
"""JPEGs; each tells the place."""


def png(*chunks: bytes, im: Image.Image | None = None) -> bytes:
    """A PNG, small where no picture is given, with chunks after its header."""
    data = encoded(im or scene(96, 64), "PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def hexadecimal() -> bytes:
    """EXIF as an old converter writes it into a text chunk."""
    block = b"Exif\0\0" + tiff()
    lines = [block.hex()[at : at + 72] for at in range(0, 2 * len(block), 72)]
    return f"\nexif\n{len(block):8}\n{chr(10).join(lines)}\n".encode()


NAMED_XMP = b"XML:com.adobe.xmp\0"


def webp(**options) -> bytes:
    """A small WebP."""
    return encoded(scene(96, 64), "WEBP", **options)


def avif(**options) -> bytes:
    """A small AVIF."""
    return encoded(scene(96, 64), "AVIF", speed=10, **options)


PLACED: dict[str, Callable[[], bytes]] = {
    **{f"JPEG: {name}": maker for name, maker in PLACED_JPEG.items()},
    "PNG: EXIF": lambda: png(png_chunk(b"eXIf", tiff())),
    "PNG: EXIF after its pixels": lambda: (
        (d := png())[:-12] + png_chunk(b"eXIf", tiff(">")) + d[-12:]
    ),
    "PNG: a packet": lambda: png(png_chunk(b"iTXt", NAMED_XMP + b"\0\0\0\0" + packet(turned=6))),
    "PNG: a packed packet": lambda: png(
        png_chunk(b"iTXt", NAMED_XMP + b"\1\0\0\0" + zlib.compress(packet(), 0))
    ),
    "PNG: words": lambda: png(png_chunk(b"tEXt", b"Comment\0latitude 53,28.8022N " + TOWN)),
    "PNG: packed words": lambda: png(
        png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"latitude 53 " + TOWN, 0))
    ),
    "PNG: EXIF in hexadecimal": lambda: png(
        png_chunk(b"tEXt", b"Raw profile type exif\0" + hexadecimal())
    ),
    "PNG: EXIF in packed hexadecimal": lambda: png(
        png_chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(hexadecimal(), 0))
    ),
    "PNG: EXIF in hexadecimal under its other name": lambda: png(
        png_chunk(b"tEXt", b"Raw profile type APP1\0" + hexadecimal())
    ),
    "PNG: IPTC in hexadecimal": lambda: png(
        png_chunk(b"tEXt", b"Raw profile type iptc\0\niptc\n  60\n" + iptc().hex().encode())
    ),
    "PNG: something behind it": lambda: png() + film(),
    "WebP: EXIF": lambda: webp(exif=b"Exif\0\0" + tiff()),
    "WebP: EXIF without its name": lambda: webp(exif=tiff(">")),
    "WebP: a packet": lambda: webp(xmp=packet(), exif=tiff()),
    "WebP: something behind it": lambda: webp() + film(),
    "AVIF: EXIF": lambda: avif(exif=b"Exif\0\0" + tiff()),
    "AVIF: a packet": lambda: avif(exif=tiff(">"), xmp=packet()),
    "AVIF: a film behind it": lambda: avif(exif=tiff()) + bmff_box(b"mpvd", film()),
    "AVIF: what an editor forgot": lambda: (
        avif() + bmff_box(b"free", b"Exif\0\0" + tiff()) + bmff_box(b"skip", packet())
    ),
    "AVIF: with a film's own words": lambda: (
        avif() + bmff_box(b"moov", bmff_box(b"trak", bmff_box(b"udta", b"\xa9xyz" + TOWN)))
    ),
}
"""Pictures of every kind taken in; each tells the place."""


def told(data: bytes) -> list[bytes]:
    """Which of the secrets a file still holds."""
    return [secret for secret in SECRETS if secret in data.replace(b"\n", b"")]


def as_seen(data: bytes) -> tuple[bytes, int]:
    """The pixels a decoder gives, and how it says they are turned."""
    with Image.open(io.BytesIO(data)) as im:
        turned = im.getexif().get(0x0112)
        return im.convert("RGB").tobytes(), turned if turned in range(1, 9) else 1
