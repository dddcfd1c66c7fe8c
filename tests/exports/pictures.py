"""Two tiny pictures, drawn here."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def _drawn(kind: str) -> bytes:
    picture = Image.new("RGB", (60, 40), "#2a6f3c")
    saved = BytesIO()
    picture.save(saved, kind)
    return saved.getvalue()


PNG, JPEG = _drawn("PNG"), _drawn("JPEG")
