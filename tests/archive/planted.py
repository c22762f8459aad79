"""Pictures and a voice that tell a place in every part a format offers, known to readers or not."""

import io
import struct
import zlib

from PIL import Image

from tests.archive.placed import LATITUDE, exif_segment, film, iptc, jpeg, png, segment
from tests.archive.strangers import bmff_box, encoded, png_chunk, scene

MARK = b"Tanpits-under-Hill"
OWNER, SERIAL = b"Pat Dooley", b"SN-7734-GIVEAWAY"
CELL = b"234-15-1A2B-33C4"
DOUBLES = struct.pack("<2d", 53.480133, -2.234133)
PLANTED = (
    *(MARK, OWNER, SERIAL, CELL, DOUBLES, MARK.hex().encode(), MARK.decode().encode("utf-16-le")),
    *(struct.pack(order + "4I", 53, 1, 28, 1) for order in "<>"),
    *(b"53.480133", b"53,28.8", b"a film"),
)
"""What must be in no byte that is stored or leaves."""
XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"


def crowded_exif(order: str = "<") -> bytes:
    """A TIFF structure with every tag that names somebody or somewhere, and a small copy in it."""
    exif = Image.Exif()
    exif.endian = order
    words = (MARK + b" 53.480133, " + OWNER).decode()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Testmaker", "Phone 3", 6
    for tag in (0x010E, 0x0131, 0x013B, 0x013C, 0x8298, 0xC62F, 0x9C9B, 0x02BC, 0xC614, 0x4711):
        exif[tag] = words.encode() if tag in (0x9C9B, 0x02BC) else words
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9011] = "2018:05:12 14:03:09", "+01:00"
    details[0x927C] = b"Panasonic\0\0\0" + MARK + CELL + DOUBLES  # a maker's note
    details[0x9286] = b"ASCII\0\0\0" + words.encode()
    for tag in (0xA430, 0xA431, 0xA435, 0xA434, 0xA433, 0xA420, 0x9999):
        details[tag] = (OWNER + b" " + SERIAL + MARK).decode()
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (float(LATITUDE[0]), 28.0, 48.137)
    place[0x1C] = MARK
    return exif.tobytes().removeprefix(b"Exif\0\0")


def foreign_packet() -> bytes:
    """XMP that tells places under prefixes nobody uses, and dates under the usual ones."""
    mark, cell = MARK.decode(), CELL.decode()
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about=""'
        ' xmlns:p="http://ns.adobe.com/photoshop/1.0/" xmlns:w="http://www.w3.org/2003/01/geo/'
        'wgs84_pos#" xmlns:c="http://developer.sonyericsson.com/cell/1.0/" xmlns:xmp='
        '"http://ns.adobe.com/xap/1.0/" xmlns:k="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
        f' p:City="{mark}" w:lat="53.480133" c:cellid="{cell}" xmp:Label="{mark}"'
        ' xmp:CreateDate="2018-05-12T14:03:09+01:00">'
        f"<k:CreatorContactInfo r:parseType='Resource'><k:CiAdrExtadr>{mark}</k:CiAdrExtadr>"
        f"</k:CreatorContactInfo><xmp:CreateDate>{mark}</xmp:CreateDate>"
        '</r:Description></r:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def crowded_jpeg(width: int = 96, height: int = 64) -> bytes:
    """A JPEG with every segment an application may write, a film and a maker's trailer behind."""
    data = encoded(scene(width, height), quality=80)
    words = MARK + b" 53.480133 " + OWNER
    everywhere = b"".join(segment(marker, words) for marker in range(0xE1, 0xF0))
    flir = segment(0xE1, b"FLIR\0\1\0\0FFF\0" + bytes(40) + DOUBLES + MARK)
    small = segment(0xE0, b"JFXX\0\x10" + encoded(scene(32, 24), comment=MARK))
    samsungs = b"SEFH" + struct.pack("<II", 101, 0) + MARK + DOUBLES
    return (
        data[:20]
        + segment(0xE1, b"Exif\0\0" + crowded_exif())
        + segment(0xE1, XMP_HEAD + foreign_packet())
        + segment(0xED, b"Photoshop 3.0\0" + iptc())
        + segment(0xEB, b"JP\0\1" + struct.pack(">HI", 1, 1) + MARK)
        + small
        + flir
        + everywhere
        + segment(0xFE, b"geo:53.480133,-2.234133 " + MARK)
        + MARK  # between two segments
        + data[20:]
        + jpeg(exif_segment(), segment(0xFE, MARK))
        + film()
        + samsungs + struct.pack("<I", len(samsungs)) + b"SEFT"
    )  # fmt: skip


def crowded_png(width: int = 96, height: int = 64) -> bytes:
    """A PNG with every kind of text, a chunk of nobody's, and something behind."""
    return (
        png(
            png_chunk(b"eXIf", crowded_exif(">")),
            png_chunk(b"tEXt", b"Location\0" + MARK),
            png_chunk(b"tEXt", b"Creation Time\0" + MARK),
            png_chunk(b"zTXt", b"Author\0\0" + zlib.compress(OWNER + MARK, 0)),
            png_chunk(b"iTXt", b"Description\0\0\0en\0\0" + MARK),
            png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + foreign_packet()),
            png_chunk(b"tEXt", b"Raw profile type APP1\0\nx\n 40\n" + MARK.hex().encode()),
            png_chunk(b"gAMA", struct.pack(">I", 45455) + MARK),
            png_chunk(b"zzZz", MARK + DOUBLES),
            im=scene(width, height),
        )
        + film()
    )


def crowded_webp() -> bytes:
    """A WebP with its two blocks, a chunk of nobody's, and something behind."""
    blocks = {"exif": b"Exif\0\0" + crowded_exif(), "xmp": foreign_packet()}
    data = encoded(scene(96, 64), "WEBP", **blocks)
    data += struct.pack("<4sI", b"zzzz", len(MARK)) + MARK
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:] + film()


def crowded_avif() -> bytes:
    """An AVIF with its two items, boxes of nobody's between and behind."""
    blocks = {"exif": crowded_exif(), "xmp": foreign_packet()}
    data = encoded(scene(96, 64), "AVIF", speed=10, **blocks)
    return (
        data
        + bmff_box(b"uuid", bytes(16) + MARK + DOUBLES)
        + bmff_box(b"free", crowded_exif())
        + bmff_box(b"mpvd", film())
    )


CROWDED = {
    "JPEG": crowded_jpeg,
    "PNG": crowded_png,
    "WebP": crowded_webp,
    "AVIF": crowded_avif,
}
"""A picture of every kind we can write, with a place wherever one can stand."""


def planted_in(data: bytes) -> list[bytes]:
    """What of the planted is in some bytes."""
    return [words for words in PLANTED if words in data]


def opened(data: bytes) -> Image.Image:
    """The picture, decoded."""
    im = Image.open(io.BytesIO(data))
    im.load()
    return im
