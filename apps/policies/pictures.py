"""Makes of an uploaded picture the one that is kept: read by two decoders only, scaled once, written afresh.

What is kept holds nothing of the upload but its pixels: no data behind the picture, no place where it was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

import structlog
from PIL import Image, ImageCms
from PIL import ImageFile as image_files
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

log = structlog.get_logger(__name__)

LARGEST_UPLOAD = 10_000_000  # bytes
MOST_PIXELS = 40_000_000  # a PNG of so many takes 160 MB while it is read
MOST_PROGRESSIVE = 16_000_000  # pixels of a progressive JPEG, which is held whole until its last scan is read
MOST_PIECES = 5_000  # chunks of a PNG, segments of a JPEG: reading each is slow, and a picture needs few
MOST_SCANS = 100  # of a progressive JPEG, each of which goes over all its pixels once more; ten are usual
SECONDS_TO_WAIT = 20.0  # for the picture before this one
LARGEST = (2000, 1000)  # pixels across and down: at the size of a logo on paper more cannot be seen
SMALLEST = 24  # pixels on the shorter side
LONGEST_SHAPE = 12  # times as long as it is broad
ORIENTATION = 0x0112  # the EXIF tag by which a camera says how it was held
TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
ON_ITS_SIDE = (5, 6, 7, 8)
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
START_OF_SCAN = b"\xff\xda"
# The classes themselves and not Image.open, which tries every format it knows and lets a size pass with a warning.
READERS: Mapping[bytes, Callable[[BytesIO], ImageFile]] = {PNG: PngImageFile, JPEG: JpegImageFile}
TOO_LARGE = "This picture is larger than 10 MB. Save it smaller, and choose it again."
UNREADABLE = "This picture is damaged or not complete. Open it on your computer, save it again as PNG, and choose that."
TOO_MANY = "which is too many. Save it smaller, for example 2000 pixels across, and choose it again."

reading = Lock()  # one picture at a time: each may take much memory


class PictureRefused(Exception):
    """We keep no such picture; the message says what to do, to the person who uploaded it."""


def kept_picture(upload: bytes) -> bytes:
    """A PNG or JPEG of at most LARGEST pixels, upright and in sRGB; raises PictureRefused for whatever is none."""
    if len(upload) > LARGEST_UPLOAD:
        raise PictureRefused(TOO_LARGE)
    reader = next((reader for magic, reader in READERS.items() if upload.startswith(magic)), None)
    if reader is None:
        raise PictureRefused(
            "Choose a PNG or a JPEG picture. Other kinds, such as SVG or GIF, have to be saved as PNG."
        )
    if _has_too_many_pieces(upload):
        raise PictureRefused(UNREADABLE)
    if not reading.acquire(timeout=SECONDS_TO_WAIT):
        raise PictureRefused("Another picture is being read at the moment. Try again in a minute.")
    try:
        with _whole_pictures_alone(), reader(BytesIO(upload)) as image:
            return _made(image)
    except PictureRefused:
        raise
    except Exception as error:  # decoders have no error of their own: whatever they raise, it is the picture's fault
        log.info("picture_unreadable", error=type(error).__name__)
        raise PictureRefused(UNREADABLE) from error
    finally:
        reading.release()


def media_type(picture: bytes) -> str:
    """Of a kept picture."""
    return "image/png" if picture.startswith(PNG) else "image/jpeg"


@contextmanager
def _whole_pictures_alone() -> Iterator[None]:
    """Under `reading`. WeasyPrint, once it is imported, lets half a picture pass everywhere in its process."""
    before, image_files.LOAD_TRUNCATED_IMAGES = image_files.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        image_files.LOAD_TRUNCATED_IMAGES = before


def _made(image: ImageFile) -> bytes:
    _refuse_shape(*image.size, progressive=bool(image.info.get("progressive")))
    if getattr(image, "is_animated", False):
        raise PictureRefused("This picture moves. Choose one that stands still: it will be printed.")
    orientation = _orientation(image)
    largest = LARGEST[::-1] if orientation in ON_ITS_SIDE else LARGEST
    image.draft(None, (2 * largest[0], 2 * largest[1]))  # a JPEG is read at a half or a quarter where that is enough
    plain = _in_one_mode(image)
    plain.thumbnail(largest, Image.Resampling.LANCZOS, reducing_gap=3.0)
    plain = _in_srgb(plain, image.info.get("icc_profile"))
    if plain.mode == "RGBA" and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    if orientation in TURNED:
        plain = plain.transpose(TURNED[orientation])
    written = BytesIO()
    if isinstance(image, JpegImageFile):
        plain.save(written, "JPEG", quality=90, subsampling=0)  # `optimize` refuses pictures full of grain
    else:
        plain.save(written, "PNG", optimize=True)
    return written.getvalue()


def _has_too_many_pieces(upload: bytes) -> bool:
    """Few bytes can keep a decoder busy for minutes; this reads no more than where the pieces of the file begin."""
    return _has_many_chunks(upload) if upload.startswith(PNG) else _has_many_segments(upload)


def _has_many_chunks(upload: bytes) -> bool:
    place = len(PNG)
    for _ in range(MOST_PIECES):
        if upload[place + 4 : place + 8] in (b"IEND", b""):
            return False
        place += 12 + int.from_bytes(upload[place : place + 4])
    return True


def _has_many_segments(upload: bytes) -> bool:
    """Before the first scan, each begins where the one before it ends; a decoder would look for it byte by byte."""
    if upload.count(START_OF_SCAN) > MOST_SCANS:
        return True
    place = 2
    for _ in range(MOST_PIECES):
        marker = upload[place : place + 2]
        if marker in (START_OF_SCAN, b"", b"\xff"):
            return False
        if not marker.startswith(b"\xff"):
            return True
        place += 1 if marker == b"\xff\xff" else 2 + int.from_bytes(upload[place + 2 : place + 4])
    return True


def _refuse_shape(width: int, height: int, *, progressive: bool) -> None:
    if width * height > (MOST_PROGRESSIVE if progressive else MOST_PIXELS):
        raise PictureRefused(f"This picture has {width} by {height} pixels, {TOO_MANY}")
    if min(width, height) < SMALLEST:
        raise PictureRefused(
            f"This picture has only {width} by {height} pixels: too small to print. Choose a larger one."
        )
    if max(width, height) > LONGEST_SHAPE * min(width, height):
        raise PictureRefused("This picture is too long and narrow for a front page. Choose one of another shape.")


def _orientation(image: ImageFile) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # what a camera noted may be damaged where the picture is not
        return 1


def _in_one_mode(image: ImageFile) -> Image.Image:
    """RGBA, CMYK or RGB, which can be scaled without steps."""
    if image.mode in ("RGBA", "CMYK", "RGB") and (image.mode != "RGB" or not image.has_transparency_data):
        return image
    if image.mode in ("I", "I;16", "I;16B"):  # sixteen bits of grey, of which Pillow's own conversion clips most
        return image.convert("I").point(lambda grey: grey / 256).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA in the colours that every screen and printer takes for granted.

    A profile that cannot be used is left aside.
    """
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            given, wanted = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, given, wanted, outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            log.info("picture_profile_left_aside")
    return image.convert(mode)
