"""From a photograph to the copies people see: upright, sRGB, without metadata, and made quickly.

A JPEG is decoded at the smallest fraction that still covers the largest copy (the decoder's
``draft``), brought to that copy's size, and each smaller copy is made from the one before.  Turning
and colour happen once, at the largest copy.  That takes a third of the time and a quarter of the
memory of starting over for each size, and costs ten decibels less than the JPEG encoder itself.
Runs in the darkroom's child processes and knows nothing else of the house.
"""

import base64
import hashlib
import io
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from itertools import product
from pathlib import Path
from typing import cast

from PIL import Image, ImageChops, ImageCms, ImageFilter, ImageOps

from photovoice.archive import colour, exif, formats
from photovoice.archive.formats import Examined, Format
from photovoice.archive.pictures import (
    SIZES,
    Box,
    Developed,
    DevelopedRendition,
    Doubt,
    Inspection,
    PictureError,
    RefusalReason,
)

QUALITY = 82
MASTER_QUALITY = 92
MASTER_PIXELS = 64 * formats.MEGAPIXELS
"""A print of A2 at 300 dots an inch takes 35 megapixels."""
WHOLE_PIXELS = 140 * formats.MEGAPIXELS
"""A JPEG of more is decoded at half its size for print: that still gives 35 megapixels, and at full
size it would take all the memory there is."""
COVER_CELLS = 4
"""A covered part keeps at most this many mean colours along its longer edge."""
SETTLING = 1 / 12
"""Of a covered part's longer edge: the blur over those colours."""

LANCZOS, BICUBIC, BOX = (
    Image.Resampling.LANCZOS,
    Image.Resampling.BICUBIC,
    Image.Resampling.BOX,
)
_ORIENTATION = 0x0112
_END = b"\xff\xd9"
_LAST, _MOST_PADDING, _FEW_BLOCKS = 64, 512, 32
"""Bytes of a JPEG that are changed to see whether they count; those that may be padding behind
them; and blocks that may come out otherwise without a second look."""
_MORE = b"\x55" * 4096
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_NO_LARGER = 1
"""Levels of 255 by which a profile may move a colour and still be sRGB."""
_TRIED = tuple(product(range(0, 256, 51), range(0, 256, 51), (0, 102, 255)))
_LEAST_CONTRAST = 12
"""Levels of 255 between the lightest and darkest of 72 patches; below, a hash would be noise."""


def inspect(path: Path, folder: Path | None, largest: int) -> Inspection:
    """The verdict on a file, having decoded all its data once at the lowest cost.

    A kind that can only be decoded at its full size is developed into ``folder`` in the same go.
    Raises PictureError when it is not taken in.
    """
    examined, made = formats.examine(path, largest), None
    kind, doubt = examined.kind, examined.doubt
    with opened(path, examined) as im:
        orientation = orientation_of(im)
        width, height = im.size
        facts = exif.read(im.info.get("exif"), im.info.get("xmp"))
        if kind is formats.JPEG:
            _at_an_eighth(im)
            asked = doubt is None and examined.code and not examined.lacks_end
            if asked and not _is_as_long_as_its_code(im, path, examined):
                doubt = Doubt.HOLE
        elif folder is not None:
            made = _developed(im, folder, ())
        else:
            im.load()
    if examined.lacks_end:
        _require_whole(path, examined)
    if orientation >= 5:
        width, height = height, width
    return Inspection(
        ok=True,
        media_type=kind.media_type,
        extension=kind.extension,
        width=width,
        height=height,
        orientation=orientation,
        taken_at=facts.taken_at,
        camera_make=facts.camera_make,
        camera_model=facts.camera_model,
        location=facts.location,
        warnings=facts.warnings,
        scanned=facts.scanned,
        doubt=doubt,
        developed=made,
    )


def _at_an_eighth(im: Image.Image) -> Image.Image:
    """A JPEG decoded in grey, each block of it as one pixel."""
    im.draft("L", (max(1, im.width // 8), max(1, im.height // 8)))
    im.load()
    return im


def _is_as_long_as_its_code(eighth: Image.Image, path: Path, examined: Examined) -> bool:
    """Whether the code of a JPEG ends where its picture does.

    Where a part was lost, moved or written twice, everything behind it is shifted, and the decoder
    either never comes to the last bytes or makes up what is missing.  So a picture that is whole
    changes when its last bytes do, in a few blocks, and does not when more bytes follow them.
    """
    assert examined.code
    data = path.read_bytes()
    start, end = examined.code
    last = len(data[:end].rstrip(b"\0\xff"))
    if end - last > _MOST_PADDING or last - start < 4 * _LAST:
        return True
    try:
        blocks = _pixels_apart(eighth, _at_an_eighth(_ending_otherwise(data, last, _LAST)))
        if blocks > _FEW_BLOCKS:
            return not _pixels_apart(eighth, _at_an_eighth(_jpeg(data[:end] + _MORE + _END)))
        if blocks or eighth.width * eighth.height * 64 > MASTER_PIXELS:
            return True
        return _jpeg(data).tobytes() != _ending_otherwise(data, last, 4 * _LAST).tobytes()
    except OSError:
        return True  # nothing can be said


def _ending_otherwise(data: bytes, last: int, count: int) -> Image.Image:
    """A JPEG of whose code the last bytes are others, and more follow them."""
    changed = bytearray(data[last - count : last])
    for at in range(1, count):
        if 0xFF not in (changed[at - 1], changed[at], changed[at] ^ 0x55):
            changed[at] ^= 0x55
    return _jpeg(data[: last - count] + changed + _MORE + _END)


def _pixels_apart(one: Image.Image, other: Image.Image) -> int:
    bands = ImageChops.difference(one, other).split()
    return sum(reduce(ImageChops.lighter, bands).histogram()[1:])


def _jpeg(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=["JPEG"])


def _require_whole(path: Path, examined: Examined) -> None:
    """Refuse a JPEG that lacks more than its end marker.

    Where data are missing the decoder makes them up from what it is given instead; a picture that
    comes out the same whatever that is lacks nothing.
    """
    digests = set()
    for instead in (b"", b"\x55" * 4096):
        with opened(path, examined, instead) as im:
            if im.width * im.height > MASTER_PIXELS:
                raise PictureError(RefusalReason.INCOMPLETE, "too large to try without its end")
            digests.add(hashlib.sha256(im.tobytes()).digest())
    if len(digests) > 1:
        raise PictureError(RefusalReason.INCOMPLETE, "the end is missing")
    if examined.code:
        with opened(path, examined) as im:
            if not _is_as_long_as_its_code(_at_an_eighth(im), path, examined):
                raise PictureError(RefusalReason.INCOMPLETE, "its end is something else")


def develop(path: Path, folder: Path, redactions: Sequence[Box], largest: int) -> Developed:
    """Write the renditions into ``folder`` as 320.jpg, 800.jpg, …  Raises PictureError.

    A picture smaller than a size is never blown up: the next size up holds it as large as it is.
    """
    with opened(path, formats.examine(path, largest)) as im:
        return _developed(im, folder, redactions)


def _developed(im: Image.Image, folder: Path, redactions: Sequence[Box]) -> Developed:
    kept, smallest = [], None
    for size, smallest in chain(im, redactions):
        kept.append(_saved(smallest, folder / f"{size}.jpg", size))
    assert smallest is not None
    return Developed(kept[::-1], placeholder(smallest), difference_hash(smallest))


def master(path: Path, out: Path, redactions: Sequence[Box], largest: int) -> None:
    """Write a JPEG for print at full size: upright, sRGB, covered, no metadata.

    Full size is at most 64 megapixels.  Raises PictureError.
    """
    with opened(path, formats.examine(path, largest)) as im:
        most = max(im.size) * min(1.0, math.sqrt(MASTER_PIXELS / (im.width * im.height)))
        half = im.width * im.height > WHOLE_PIXELS
        im.draft("RGB", (im.width // 2, im.height // 2) if half else _scaled(im.size, most))
        picture = _upright_and_covered(im, redactions)
        if max(picture.size) > most:
            picture = picture.resize(_scaled(picture.size, most), LANCZOS)
        picture = to_srgb(picture, im.info.get("icc_profile"))
        picture.info = {}
        picture.save(out, "JPEG", quality=MASTER_QUALITY, subsampling=0)


@contextmanager
def opened(path: Path, examined: Examined, instead: bytes = b"") -> Iterator[Image.Image]:
    """The picture, not yet decoded, by the one decoder its content calls for.

    One that lacks its end is given ``instead`` and an end.  Whatever goes wrong in the block comes
    out as a PictureError.
    """
    kind = examined.kind
    _prepare(kind)
    source = path if not examined.lacks_end else io.BytesIO(path.read_bytes() + instead + _END)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(source, formats=[kind.name]) as im:
                if kind is formats.AVIF:
                    im.info.pop("xmp", None)  # its own rotation counts, not a copied sidecar's
                if examined.profile and not im.info.get("icc_profile"):
                    im.info["icc_profile"] = examined.profile
                if examined.in_one_piece:
                    im.decodermaxblock = path.stat().st_size
                yield im
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as trouble:
        raise PictureError(RefusalReason.TOO_MANY_PIXELS, str(trouble)) from trouble
    except MemoryError as trouble:
        raise PictureError(RefusalReason.TOO_DEMANDING, "memory") from trouble
    except Exception as trouble:
        if isinstance(trouble, OSError) and trouble.errno:
            raise  # the disk's trouble, not the picture's
        cut_off = isinstance(trouble, OSError) and "truncated" in str(trouble)
        reason = RefusalReason.INCOMPLETE if cut_off else RefusalReason.UNREADABLE
        raise PictureError(reason, f"{type(trouble).__name__}: {trouble}") from trouble


def _prepare(kind: Format) -> None:
    """Load the one decoder needed: each brings megabytes of library with it."""
    Image.MAX_IMAGE_PIXELS = formats.MOST_PIXELS[kind.name] * formats.MEGAPIXELS
    if kind is formats.PNG:
        from PIL import PngImagePlugin

        PngImagePlugin.MAX_TEXT_CHUNK = formats.MOST_INFLATED
    elif kind is formats.WEBP:
        from PIL import WebPImagePlugin  # noqa: F401
    elif kind is formats.AVIF:
        from PIL import AvifImagePlugin

        AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    elif kind.name == "HEIF":
        from pi_heif import register_heif_opener

        register_heif_opener(
            thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
        )


def orientation_of(im: Image.Image) -> int:
    """How the picture is to be turned, 1 to 8, by the decoder's word alone.

    A HEIC opener has turned the picture already and says so; the block itself still says otherwise.
    """
    try:
        value = im.getexif().get(_ORIENTATION, 1)
    except Exception:  # a damaged block: the picture is taken as it lies
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def sizes_for(long_edge: int) -> list[int]:
    """The sizes a picture gets: those below its long edge, and the first that holds it whole."""
    whole = next((size for size in SIZES if size >= long_edge), SIZES[-1])
    return [size for size in SIZES if size <= whole]


def chain(im: Image.Image, redactions: Sequence[Box] = ()) -> Iterator[tuple[int, Image.Image]]:
    """Each size with its copy, the largest first, before encoding."""
    profile, full = im.info.get("icc_profile"), im.size
    sizes = sizes_for(max(full))[::-1]
    first = _scaled(full, min(sizes[0], max(full)))
    im.draft("RGB", first)
    drafted = im.size != full
    orientation = orientation_of(im)
    turned = (first[1], first[0]) if orientation >= 5 else first
    if redactions:
        picture = _resized(_upright_and_covered(im, redactions), turned, drafted)
        picture = to_srgb(picture, profile)
    else:
        picture = to_srgb(_resized(_plain(im), first, drafted), profile)
        picture = _turned(picture, orientation)
    picture.info = {}
    yield sizes[0], picture
    for size in sizes[1:]:
        picture = picture.resize(_scaled(turned, size), LANCZOS)
        yield size, picture


def _scaled(size: tuple[int, int], long_edge: float) -> tuple[int, int]:
    factor = long_edge / max(size)
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _resized(im: Image.Image, size: tuple[int, int], drafted: bool) -> Image.Image:
    """The first step, by the cheaper filter where nobody could tell.

    Where the decoder did not shrink the picture and less than half is to go, bicubic and Lanczos
    agree to 45 dB or better, and bicubic saves a third of what is the dearest step of all.  After
    a draft the two losses would add up to more than is allowed (42 dB).
    """
    if im.size == size:
        return im
    gentle = not drafted and im.width < 2 * size[0] and im.height < 2 * size[1]
    return im.resize(size, BICUBIC if gentle else LANCZOS)


def _turned(im: Image.Image, orientation: int) -> Image.Image:
    return im.transpose(_TURNS[orientation]) if orientation in _TURNS else im


def _plain(im: Image.Image) -> Image.Image:
    """The picture in a mode that can be resampled."""
    if im.mode in ("RGB", "L", "1") and "transparency" in im.info:
        return _with_alpha(im)
    if im.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):
        im.load()
        return im
    if im.mode.startswith("I"):
        deep, clear = im.convert("I"), im.info.get("transparency")
        grey = deep.point([value >> 8 for value in range(65536)], "L")
        if clear is not None:
            grey.putalpha(deep.point([255 * (value != clear) for value in range(65536)], "L"))
        return grey
    if im.mode in ("P", "PA", "La", "RGBa"):
        return im.convert("RGBA" if im.has_transparency_data else "RGB")
    return im.convert("L" if im.mode == "1" else "RGB")


def _with_alpha(im: Image.Image) -> Image.Image:
    """A picture of which one colour is transparent."""
    try:
        return im.convert("LA" if im.mode in ("L", "1") else "RGBA")
    except (ValueError, TypeError, OverflowError):  # a colour of sixteen bits
        return im.convert("L" if im.mode == "1" else im.mode)


def _upright_and_covered(im: Image.Image, redactions: Sequence[Box]) -> Image.Image:
    picture = _turned(_plain(im), orientation_of(im))
    for box in redactions:
        cover(picture, box)
    return picture


def cover(im: Image.Image, box: Box) -> None:
    """Make a part of a picture unrecognisable for good, in place.

    At most sixteen mean colours are left of it, blurred into one another; nothing undoes a mean.
    """
    left, top = math.floor(box.x * im.width) - 1, math.floor(box.y * im.height) - 1
    right = math.ceil((box.x + box.width) * im.width) + 1
    bottom = math.ceil((box.y + box.height) * im.height) + 1
    area = (max(0, left), max(0, top), min(im.width, right), min(im.height, bottom))
    width, height = area[2] - area[0], area[3] - area[1]
    if width <= 0 or height <= 0:
        return
    cell = max(1.0, max(width, height) / COVER_CELLS)
    cells = max(1, round(width / cell)), max(1, round(height / cell))
    part = im.crop(area).resize(cells, BOX).resize((width, height), Image.Resampling.NEAREST)
    im.paste(part.filter(ImageFilter.GaussianBlur(max(width, height) * SETTLING)), area)


def to_srgb(im: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB, on white where it was transparent.

    A profile that cannot be read, or is not for this kind of picture, counts as sRGB.
    """
    alpha = im.getchannel("A") if im.mode in ("RGBA", "LA") else None
    if alpha:
        im = im.convert("RGB" if im.mode == "RGBA" else "L")
    if profile:
        im = _through(im, profile)
    if im.mode != "RGB":
        im = im.convert("RGB")
    if alpha:
        paper = Image.new("RGB", im.size, "white")
        paper.paste(im, mask=alpha)
        return paper
    return im


def _through(im: Image.Image, profile: bytes) -> Image.Image:
    """The picture by its profile, unless that is sRGB's, whatever it is called."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if im.mode == "L" and source.profile.xcolor_space.strip() == "RGB" and _is_made(source):
            im = im.convert("RGB")
        transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), im.mode, "RGB")
        if im.mode == "RGB" and _changes_nothing(transform):
            return im
        return ImageCms.applyTransform(im, transform) or im
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return im


def _is_made(source: ImageCms.ImageCmsProfile) -> bool:
    """Whether a profile is one of ``colour``'s, which speak of grey too."""
    return source.profile.profile_description == colour.NAME


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    colours = Image.new("RGB", (len(_TRIED), 1))
    colours.putdata(_TRIED)
    through = ImageCms.applyTransform(colours, transform)
    difference = ImageChops.difference(colours, through or colours)
    extrema = cast(tuple[tuple[int, int], ...], difference.getextrema())
    return max(high for _low, high in extrema) <= _NO_LARGER


def _saved(im: Image.Image, path: Path, size: int) -> DevelopedRendition:
    """Write a rendition: 4:2:0, and nothing in it but the picture.

    Progressive, so that it is there at once on a slow line and sharpens; but for the largest, which
    would cost as much again as all the other encoding for two per cent fewer bytes.
    """
    encoded = io.BytesIO()
    progressive = size < SIZES[-1]
    im.save(encoded, "JPEG", quality=QUALITY, subsampling=2, optimize=True, progressive=progressive)
    data = encoded.getbuffer()
    path.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return DevelopedRendition(size, path, im.width, im.height, len(data), digest)


def placeholder(im: Image.Image) -> str:
    """A data URI of the picture at 24 px, to stand in its place while it loads."""
    tiny = io.BytesIO()
    small = im.resize(_scaled(im.size, min(24, max(im.size))), LANCZOS)
    small.save(tiny, "WEBP", quality=30, method=2)
    return f"data:image/webp;base64,{base64.b64encode(tiny.getvalue()).decode()}"


def difference_hash(im: Image.Image) -> str | None:
    """64 bits that differ in few places between pictures that look alike, as 16 hex digits.

    Each bit says whether one of 9 × 8 patches is lighter than its neighbour to the right.  None
    where the patches hardly differ: all flat and all dark pictures would look alike.
    """
    patches = ImageOps.grayscale(im).resize((9, 8), LANCZOS).tobytes()
    if max(patches) - min(patches) < _LEAST_CONTRAST:
        return None
    bits = 0
    for row in range(8):
        for column in range(8):
            here = row * 9 + column
            bits = bits << 1 | (patches[here] > patches[here + 1])
    return f"{bits:016x}"
