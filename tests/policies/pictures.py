"""Pictures as people, cameras and worse send them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

RED, CLEAR = (200, 30, 30), (0, 0, 0, 0)


def drawn(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (120, 60), **options: Any) -> bytes:
    """A red picture with a darker left half."""
    picture = Image.new("RGB", size, RED)
    picture.paste((90, 10, 10), (0, 0, size[0] // 2, size[1]))
    saved = BytesIO()
    picture.convert(mode).save(saved, kind, **options)
    return saved.getvalue()


def with_a_clear_corner() -> bytes:
    picture = Image.new("RGBA", (120, 60), (*RED, 255))
    picture.paste(CLEAR, (0, 0, 20, 20))
    saved = BytesIO()
    picture.save(saved, "PNG")
    return saved.getvalue()


def held_on_its_side() -> bytes:
    """120 by 60 as stored, to be shown turned by a quarter."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return drawn("JPEG", exif=exif.tobytes())


def with_a_place_in_it() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    return drawn("JPEG", exif=exif.tobytes()) + b"<script>alert('home')</script>"


def moving() -> bytes:
    frames = [Image.new("RGB", (60, 60), (shade, 0, 0)) for shade in (10, 200)]
    saved = BytesIO()
    frames[0].save(saved, "PNG", save_all=True, append_images=frames[1:])
    return saved.getvalue()


def sixteen_bits() -> bytes:
    saved = BytesIO()
    Image.new("I;16", (60, 60), 40_000).save(saved, "PNG")
    return saved.getvalue()


def with_a_profile(profile: bytes | None = None) -> bytes:
    return drawn("JPEG", icc_profile=profile or ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is as large as this."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG_MAGIC + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def wordy_bomb() -> bytes:
    """Its words take ten megabytes once they are unpacked."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "a" * 10_000_000, zip=True)
    return drawn("PNG", pnginfo=words)


PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def scan_bomb(scans: int, size: tuple[int, int] = (120, 60)) -> bytes:
    """A progressive JPEG that goes over its pixels so many times, in 30 bytes each."""
    picture = bytearray(drawn("JPEG", size=size, progressive=True))
    last = picture.rindex(b"\xff\xda")
    return bytes(picture[:-2] + picture[last:-2] * scans + picture[-2:])


def many_chunks(count: int) -> bytes:
    picture = drawn("PNG")
    place = picture.index(b"IDAT") - 4
    return picture[:place] + chunk(b"tEXt", b"") * count + picture[place:]


def many_segments(count: int, segment: bytes = b"\xff\xe5\x00\x02") -> bytes:
    return b"\xff\xd8" + segment * count + drawn("JPEG")[2:]
