"""Writes a drawn picture as a phone would, so that intake meets what it will meet in life."""

from datetime import datetime
from pathlib import Path

from PIL import ExifTags, Image

# How to turn an upright picture so that the given EXIF orientation turns it back.
_STORED = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


def write_camera_jpeg(
    image: Image.Image,
    path: Path | str,
    *,
    make: str,
    model: str,
    taken_at: datetime,
    gps: tuple[float, float] | None = None,
    orientation: int = 1,
) -> None:
    """Write a JPEG (4:2:0, quality 88) with EXIF make, model, time, orientation and any place.

    `gps` is latitude and longitude in degrees.  `orientation` is the EXIF tag, 1, 3, 6 or 8: for
    the last three the stored pixels lie turned, and only a reader that minds the tag sees the
    picture upright.  Raises ValueError for any other orientation.
    """
    if orientation != 1:
        if orientation not in _STORED:
            raise ValueError(f"a camera does not write orientation {orientation}")
        image = image.transpose(_STORED[orientation])
    exif = Image.Exif()
    when = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    exif[ExifTags.Base.Make] = make
    exif[ExifTags.Base.Model] = model
    exif[ExifTags.Base.Software] = f"{make} Camera"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.DateTime] = when
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = when
    details[ExifTags.Base.DateTimeDigitized] = when
    details[ExifTags.Base.ExifImageWidth] = image.width
    details[ExifTags.Base.ExifImageHeight] = image.height
    details[ExifTags.Base.FNumber] = 1.8
    details[ExifTags.Base.FocalLengthIn35mmFilm] = 26
    if gps:
        latitude, longitude = gps
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSVersionID] = b"\x02\x03\x00\x00"
        place[ExifTags.GPS.GPSLatitudeRef] = "N" if latitude >= 0 else "S"
        place[ExifTags.GPS.GPSLatitude] = _sexagesimal(latitude)
        place[ExifTags.GPS.GPSLongitudeRef] = "E" if longitude >= 0 else "W"
        place[ExifTags.GPS.GPSLongitude] = _sexagesimal(longitude)
    image.save(path, "JPEG", quality=88, subsampling="4:2:0", exif=exif)


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds, as EXIF stores them."""
    degrees = abs(degrees)
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 3)
