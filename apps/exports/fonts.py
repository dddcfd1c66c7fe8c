"""The fonts that we ship, and which characters they can print."""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from apps.exports.refusal import CannotRender

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

FOLDER = Path(__file__).parent / "typefaces"

# Family names by the name that a Document's style may ask for; "" is the style that asks for none.
FAMILIES = {"": "Noto Sans", "Noto Sans": "Noto Sans"}

# Spaces other than these two vanish or change when a reader copies text out of a PDF.
SPACES = frozenset(" \u00a0")
ACCENTS = range(0x0300, 0x0370)
JOINER = "\u034f"  # an accent that nobody sees


def family(name: str) -> str:
    if name not in FAMILIES:
        raise CannotRender(f"There is no font called {name}. Choose one of: {', '.join(filter(None, FAMILIES))}.")
    return FAMILIES[name]


def files() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.glob("*.ttf")))


@lru_cache(maxsize=1)
def printable() -> frozenset[int]:
    """The code points that a policy may hold: our fonts draw them, in regular and in bold, left to right."""
    regular = _covered("NotoSans-Regular.ttf") | _covered("PolicySymbols-Regular.ttf")
    bold = _covered("NotoSans-Bold.ttf") | _covered("PolicySymbols-Bold.ttf")
    return frozenset(point for point in regular & bold if _is_text(chr(point)))


@lru_cache(maxsize=1)
def configuration() -> FontConfiguration:
    """WeasyPrint's view of our fonts alone, made once per process (fontconfig reads the variable each time)."""
    os.environ["FONTCONFIG_FILE"] = str(FOLDER / "fonts.conf")
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _covered(name: str) -> frozenset[int]:
    with TTFont(FOLDER / name, lazy=True) as font:
        return frozenset(font.getBestCmap())


# Latin, Greek and Cyrillic with their accents, punctuation, currency and signs; the rest of what the fonts hold
# (phonetic notation, medieval abbreviations, ligature forms) is for scholars and reads back badly.
BLOCKS = (
    (0x0020, 0x024F), (0x02B0, 0x052F), (0x1E00, 0x1FFF), (0x2010, 0x205F),
    (0x2070, 0x20BF), (0x2100, 0x214F), (0x2150, 0x215F), (0x2190, 0x27BF),
)  # fmt: skip


def _is_text(character: str) -> bool:
    if not any(first <= ord(character) <= last for first, last in BLOCKS) or character == JOINER:
        return False
    kind = unicodedata.category(character)
    if kind in {"Zs", "Zl", "Zp"}:
        return character in SPACES
    if kind[0] == "M":
        return ord(character) in ACCENTS
    return kind[0] in "LNPS" and unicodedata.bidirectional(character) not in {"R", "AL", "AN"}
