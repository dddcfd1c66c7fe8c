"""Pictures, drawn here."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def drawn(kind: str, size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture of one colour; `kind` as Pillow names it, `size` in pixels."""
    saved = BytesIO()
    Image.new("RGB", size, "#2a6f3c").save(saved, kind)
    return saved.getvalue()


PNG, JPEG = drawn("PNG"), drawn("JPEG")
