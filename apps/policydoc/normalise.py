"""The boundary: every text and every JSON file that comes from outside passes here once, before anything keeps it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator
from typing import Any, NamedTuple

from apps.policydoc.printable import RANGES

SHORT = 200
LONG = 4_000
WORD = 200
POLICY_BYTES = 200_000
JSON_BYTES = 64_000
JSON_DEPTH = 10

PRINTABLE: Container[int] = frozenset(point for first, last in RANGES for point in range(first, last + 1))

# A vertical tab is the line break of a Word file; U+0085, U+2028 and U+2029 are line ends of other systems.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u180e\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff")
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LONG_WORD = re.compile(rf"\S{{{WORD + 1}}}")
_SHOWN = 5


class Cleaned(NamedTuple):
    """`text` is safe to keep if `problems` is empty; `removed` and `problems` are words for the person."""

    text: str
    removed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def clean(text: str, *, limit: int = SHORT, lines: bool = False, printable: Container[int] = PRINTABLE) -> Cleaned:
    """The text in NFC without what nobody can see; what our fonts cannot print and what is too long is refused.

    `limit` counts characters. With `lines` newlines stay, else they become spaces. Linear in the length of `text`.
    """
    if len(text) > 10 * limit:
        return Cleaned("", (), (_too_long(len(text), limit),))
    kept, removed = _without_the_invisible(_LINE_ENDS.sub("\n", text))
    kept = unicodedata.normalize("NFC", kept)
    kept = "\n".join(line.strip(" ") for line in kept.split("\n")).strip()
    kept = kept if lines else kept.replace("\n", " ")
    return Cleaned(kept, removed, tuple(_problems(kept, limit, printable)))


def _without_the_invisible(text: str) -> tuple[str, tuple[str, ...]]:
    if text.isascii() and text.isprintable():  # most answers: told at once
        return text, ()
    kept = []
    removed: Counter[str] = Counter()
    for character in text:
        name = _unwanted(character)
        if name:
            removed[name] += 1
        elif character != "\xa0" and (character == "\t" or unicodedata.category(character) == "Zs"):
            kept.append(" ")
        else:
            kept.append(character)
    return "".join(kept), tuple(f"{count} {name if count == 1 else name + 's'}" for name, count in removed.items())


def _unwanted(character: str) -> str:
    """What the person would call a character that we take out, or "" for all others."""
    if character in "\n\t" or "\x20" <= character <= "\x7e":
        return ""
    if character in _INVISIBLE or "\ufe00" <= character <= "\ufe0f" or "\U000e0000" <= character <= "\U000e0fff":
        return "invisible character"
    if character in _DIRECTIONS:
        return "text direction mark"
    if unicodedata.category(character) in ("Cc", "Cs") or ord(character) & 0xFFFE == 0xFFFE:
        return "control character"
    return ""


def _problems(text: str, limit: int, printable: Container[int]) -> Iterator[str]:
    if len(text) > limit:
        yield _too_long(len(text), limit)
    word = _LONG_WORD.search(text)
    if word:
        yield f"Put a space into “{word[0][:20]}…”: a word may have at most {WORD} characters."
    strange = list(
        dict.fromkeys(character for character in text if character != "\n" and ord(character) not in printable)
    )
    if strange:
        names = [f"“{character}” ({_name(character)})" for character in strange[:_SHOWN]]
        rest = f" and {len(strange) - _SHOWN} more" if len(strange) > _SHOWN else ""
        yield f"Take out {', '.join(names)}{rest}: our documents cannot print {'it' if len(strange) == 1 else 'them'}."


def _too_long(length: int, limit: int) -> str:
    return f"Shorten this to {limit:,} characters or fewer; it has {length:,}."


def _name(character: str) -> str:
    return unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"


def shown(raw: object) -> str:
    """Something foreign, safe and short enough to quote in a message."""
    text = "".join(c if c.isprintable() else "\ufffd" for c in str(raw)[:60])
    return text[:40] + "…" if len(text) > 40 else text


# --- JSON -----------------------------------------------------------------------------------------------------------


class JsonError(ValueError):
    """JSON that we do not read, in one sentence that says why."""


def load_json(data: bytes | str, *, limit: int = JSON_BYTES, depth: int = JSON_DEPTH) -> Any:
    """The value that the JSON text `data` holds. `limit` counts bytes, `depth` nested lists and objects.

    Refuses NaN, Infinity and an object that names a key twice; raises JsonError.
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > limit:
        raise JsonError(f"The file is larger than {limit // 1000} kB; it has {len(raw) // 1000} kB.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise JsonError("The file is not UTF-8 text: save it as UTF-8.") from None
    _hold_depth(text, depth)
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise JsonError(f"The file is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from None
    except JsonError:
        raise
    except ValueError:  # an integer of more than 4,300 digits
        raise JsonError("The file holds a number that is far too long.") from None


_OUTSIDE_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', re.DOTALL)


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise JsonError("The file holds a number that is far too large.")
    return number


def _hold_depth(text: str, depth: int) -> None:
    level = 0
    for match in _OUTSIDE_STRINGS.finditer(text):
        if match[0] in "[{":
            level += 1
        elif match[0] in "]}":
            level -= 1
        if level > depth:
            raise JsonError(f"The file nests lists and objects more than {depth} deep.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise JsonError(f"The file names “{shown(twice)}” twice in one object.")
    return found


def _no_constant(name: str) -> Any:
    raise JsonError(f"The file holds {name}, which is not JSON.")
