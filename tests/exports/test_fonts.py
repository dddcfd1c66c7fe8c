"""The fonts we ship: what they cover, and that everything they cover comes through a PDF unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from apps.exports import fonts
from apps.exports.parity import check
from apps.exports.pdf import to_pdf
from apps.policydoc import printable
from apps.policydoc.document import Body, Control, Document, Part
from tests.exports.documents import section, statement
from tests.exports.validators import pdf_failures

NAMES_IN_BRITISH_SCHOOLS = "Ŵŵ Ŷŷ Łł Żż Ñ Ç ș ț ğ ı đ ơ ế ệ ẹ ọ ṣ ǹ á à ō ā ß þ ð œ Ж ж Ω ʻ"


def test_the_boundary_accepts_exactly_what_the_fonts_print() -> None:
    points = {point for first, last in printable.RANGES for point in range(first, last + 1)}

    assert points == fonts.printable()


def test_a_character_is_looked_up_in_the_ranges() -> None:
    assert [sign for sign in NAMES_IN_BRITISH_SCHOOLS if not printable.is_printable(sign)] == []
    assert [sign for sign in "😀عא中\n\t\x00\u200d\ufffd\U0010ffff" if printable.is_printable(sign)] == []


def test_every_font_has_its_licence_beside_it() -> None:
    families = {path.name.partition("-")[0] for path in fonts.files()}

    assert {path.name for path in fonts.FOLDER.glob("*-LICENCE.txt")} == {f"{name}-LICENCE.txt" for name in families}


def test_what_fontconfig_keeps_is_kept_with_our_files(tmp_path: Path) -> None:
    program = "import django; django.setup(); from apps.exports.pdf import warm; warm()"
    known = {key: value for key, value in os.environ.items() if key != "XDG_CACHE_HOME"}
    told = {
        "HOME": str(tmp_path / "home"),
        "VAR_FOLDER": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    subprocess.run([sys.executable, "-c", program], env={**known, **told}, check=True)

    assert [path.name for path in (tmp_path / "home").rglob("*")] == []
    assert [path.name for path in (tmp_path / "var" / "cache").rglob("*.cache-*")] != []


def _all_characters() -> list[str]:
    signs = [chr(point) for point in sorted(fonts.printable())]
    return [sign for sign in signs if unicodedata.normalize("NFC", sign) == sign]


def _is_accent(sign: str) -> bool:
    return unicodedata.combining(sign) > 0


@pytest.fixture(scope="module")
def specimen() -> Document:
    """Each printable character after a letter, alone, and twice (an accent only after a letter), and in bold."""
    signs = _all_characters()
    plain = [
        statement(
            f"plain-{ord(sign):04x}",
            f"1.{place}",
            f"a{sign}b" if _is_accent(sign) else f"a{sign}b {sign} {sign}{sign}z",
        )
        for place, sign in enumerate(signs, start=1)
    ]
    rows = ["".join(f" {sign}" for sign in signs[start : start + 40]) for start in range(0, len(signs), 40)]
    bold = [section(f"bold-{place}", str(place + 1), f"x{row}") for place, row in enumerate(rows, start=1)]
    blocks = (section("all", "1", "Characters", *plain), *bold)
    return Document(Body("Specimen", parts=(Part("specimen", "Specimen", (), blocks),)), Control(as_of="2026-11-20"))


def test_every_printable_character_comes_through_a_pdf(specimen: Document) -> None:
    data = to_pdf(specimen)

    assert check("pdf", specimen, data) == []
    assert pdf_failures(data) == []
