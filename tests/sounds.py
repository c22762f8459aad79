"""Recordings built byte by byte: small, silent, and as telling or as hostile as a test needs.

The WebM ones can be played; so that they last as long as they say, each packet is 60 ms of Opus.
"""

import struct

PACKET = bytes.fromhex("fb03fffefffefffe")
"""Three frames of 20 ms, as a browser writes them when nobody speaks."""
PACKET_MS = 60
SECRET = b"Pat Dooley's phone"
"""What the telling ones say of their maker, and no published copy may."""
_FRAME = bytes.fromhex("2100499002190023 80".replace(" ", ""))
"""A silent frame of AAC: 1024 samples."""


# WebM.


def element(id: str, content: bytes, *, endless: bool = False, says: int | None = None) -> bytes:
    """One EBML element; ``endless``: of unknown size; ``says``: claims so many bytes."""
    size = (1 << 56) - 1 if endless else len(content) if says is None else says
    return bytes.fromhex(id) + (size | 1 << 56).to_bytes(8, "big") + content


def track(kind: int = 2, codec: bytes = b"A_OPUS", setup: bytes = b"") -> bytes:
    """A track: 2 is sound, 1 is film."""
    head = setup or b"OpusHead\1\1\0\0\x80\xbb\0\0\0\0\0"
    rate = element("b5", struct.pack(">f", 48000)) + element("9f", b"\1")
    inside = element("d7", b"\1") + element("73c5", b"\1") + element("83", bytes([kind]))
    inside += element("86", codec) + element("63a2", head) + element("e1", rate)
    return element("ae", inside)


def webm(
    seconds: float = 1.2,
    *,
    tracks: bytes | None = None,
    extra: bytes = b"",
    clusters: bytes | None = None,
    info: bytes = b"",
) -> bytes:
    """As a browser records it: no length anywhere, segment and clusters without a size."""
    head = element("1a45dfa3", element("4286", b"\1") + element("4282", b"webm"))
    about = element("2ad7b1", b"\x0f\x42\x40") + element("4d80", b"Chrome")
    about = element("1549a966", about + element("5741", b"Chrome") + info)
    of = element("1654ae6b", track() if tracks is None else tracks)
    sound = blocks(seconds) if clusters is None else clusters
    return head + element("18538067", about + of + extra + sound, endless=True)


def blocks(seconds: float) -> bytes:
    """Clusters of ten packets each, as many as it takes."""
    out = b""
    for first in range(0, round(seconds * 1000 / PACKET_MS), 10):
        last = min(first + 10, round(seconds * 1000 / PACKET_MS))
        inside = element("e7", (first * PACKET_MS).to_bytes(4, "big"))
        for at in range(last - first):
            inside += element("a3", b"\x81" + struct.pack(">hB", at * PACKET_MS, 0x80) + PACKET)
        out += element("1f43b675", inside, endless=True)
    return out


def telling_webm(seconds: float = 1.2) -> bytes:
    """One that says who made it: in tags, in a title, in a date, in what looks like nothing."""
    tag = element("67c8", element("45a3", b"ARTIST") + element("4487", SECRET))
    extra = element("1254c367", element("7373", tag)) + element("ec", b"left over: " + SECRET)
    info = element("7ba9", SECRET) + element("4461", bytes(8)) + element("4d80", SECRET)
    return webm(seconds, extra=extra, info=info)


def telling_vorbis() -> bytes:
    """One in Vorbis, whose setup holds comments."""
    said = [b"a phone", b"ARTIST=" + SECRET]
    comments = b"\x03vorbis" + struct.pack("<I", len(said[0])) + said[0] + struct.pack("<I", 1)
    comments += struct.pack("<I", len(said[1])) + said[1] + b"\1"
    first = b"\x01vorbis" + bytes(23)
    setup = bytes([2, len(first), len(comments)]) + first + comments + b"\x05vorbis"
    return webm(tracks=track(codec=b"A_VORBIS", setup=setup))


# MP4.


def box(kind: bytes, *parts: bytes, says: int | None = None) -> bytes:
    """One box; ``says``: claims so many bytes for itself."""
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content) if says is None else says, kind) + content


def full(kind: bytes, fmt: str, *values: int, rest: bytes = b"", version: int = 0) -> bytes:
    """A box with a version and flags (the first of ``values`` where it has any), then numbers."""
    return box(kind, bytes([version]), struct.pack(">" + fmt, *values), rest)


def table(kind: bytes, *numbers: int, each: int = 1) -> bytes:
    """A box that is a counted table of 32-bit numbers."""
    count = len(numbers) // each
    return box(kind, bytes(4), struct.pack(f">I{len(numbers)}I", count, *numbers))


def esds(object_type: int = 0x40) -> bytes:
    """What says that a track is AAC."""
    decoder = bytes([4, 15, object_type, 0x15]) + bytes(11) + b"\5\2\x12\x08"
    return box(b"esds", bytes(4), bytes([3, 3 + len(decoder)]), b"\0\1\0", decoder)


def trak(
    frames: int,
    *,
    handler: bytes = b"soun",
    entry: bytes = b"mp4a",
    describes: bytes | None = None,
    chunk_at: int = 0,
    more: bytes = b"",
) -> bytes:
    """A track whose own tables list so many frames."""
    fields = (
        bytes(6) + b"\0\1" + bytes(8) + b"\0\1\0\x10" + bytes(4) + struct.pack(">I", 44100 << 16)
    )
    stsd = box(b"stsd", bytes(4), b"\0\0\0\1", box(entry, fields, describes or esds()))
    stbl = box(
        b"stbl",
        stsd,
        table(b"stts", *((frames, 1024) if frames else ()), each=2),
        table(b"stsc", *((1, frames, 1) if frames else ()), each=3),
        box(b"stsz", bytes(4), struct.pack(">II", len(_FRAME) if frames else 0, frames)),
        table(b"stco", *((chunk_at,) if frames else ())),
    )
    mdhd = box(
        b"mdhd", bytes(4), b"\xe0\0\0\1" * 2, struct.pack(">II", 44100, frames * 1024), bytes(4)
    )
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12), SECRET + b"\0")
    minf = box(b"minf", box(b"smhd", bytes(8)), stbl)
    tkhd = box(b"tkhd", bytes(4), b"\xe0\0\0\1" * 2, b"\0\0\0\1", bytes(68))
    return box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, minf), more)


FTYP = box(b"ftyp", b"M4A ", bytes(4), b"M4A isom")


def m4a(seconds: float = 1.0, *, extra: bytes = b"", tracks: bytes | None = None) -> bytes:
    """As a phone's recorder leaves it: whole, the index at the end."""
    frames = round(seconds * 44100 / 1024)
    sound = box(b"mdat", _FRAME * frames)
    inside = tracks if tracks is not None else trak(frames, chunk_at=len(FTYP) + 8)
    return FTYP + sound + box(b"moov", mvhd(), inside, extra)


def mvhd() -> bytes:
    """The movie's own header, which says when it was made."""
    return box(b"mvhd", bytes(4), b"\xe0\0\0\1" * 2, struct.pack(">II", 1000, 0), bytes(80))


def telling_m4a(seconds: float = 1.0) -> bytes:
    """One that says who made it and where, in each place a phone writes such things."""
    words = box(b"\xa9ART", box(b"data", bytes(8), SECRET))
    udta = box(b"udta", box(b"meta", bytes(4), box(b"ilst", words)), box(b"\xa9xyz", SECRET))
    return m4a(seconds, extra=udta) + box(b"uuid", bytes(16), SECRET) + box(b"free", SECRET)


def fragmented(seconds: float = 1.0, *, per_fragment: int = 10) -> bytes:
    """As an iPhone's browser records it: an empty index, then fragment after fragment."""
    frames = round(seconds * 44100 / 1024)
    trex = box(b"trex", bytes(4), struct.pack(">5I", 1, 1, 1024, len(_FRAME), 0))
    out = FTYP + box(b"moov", mvhd(), trak(0), box(b"mvex", trex))
    for first in range(0, frames, per_fragment):
        count = min(per_fragment, frames - first)
        # Every second fragment says itself how long and how large each frame is.
        if first // per_fragment % 2:
            rows = struct.pack(">II", 1024, len(_FRAME)) * count
            run = box(b"trun", struct.pack(">III", 0x301, count, 0), rows)
        else:
            run = box(b"trun", struct.pack(">III", 0x001, count, 0))
        traf = box(b"traf", box(b"tfhd", struct.pack(">II", 0x020000, 1)), run)
        out += box(b"moof", box(b"mfhd", bytes(8)), traf) + box(b"mdat", _FRAME * count)
    return out
