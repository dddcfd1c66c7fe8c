"""Canonical JSON, the identity of everything that is compared or signed, and the strict reading of frozen records."""

from __future__ import annotations

import hashlib
import json
import types
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

DEEPEST = 60
Untag = Callable[[dict[str, Any], str], tuple[type, dict[str, Any]]]


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no white space, RFC 8785 escaping, NFC; floats and null are refused.

    Keys are ASCII in our schema, so sorting by code point equals RFC 8785's sorting by UTF-16 unit.
    """
    return json.dumps(
        _normalised(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, dict | Mapping):
        return {unicodedata.normalize("NFC", key): _normalised(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normalised(item) for item in value]
    if isinstance(value, int):
        return value
    raise TypeError(f"canonical JSON holds no {type(value).__name__}: absent means no key")


def digest(value: Any) -> str:
    """Lower-case hexadecimal SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


# --- frozen records as JSON -----------------------------------------------------------------------------------------


class ShapeError(ValueError):
    """JSON that is not what its type says, with the path of the place, such as `body.parts[0].title`."""


def as_json(value: Any, spelt: Callable[[Any], dict[str, Any] | None]) -> Any:
    """A record as JSON: a field with a default and nothing in it (empty string, false) has no key; lists always have,
    but for those that joined the schema after documents had been stored.

    `spelt` gives the whole JSON of the records that are members of a union, and None for every other.
    """
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, _ROWS):
        return [as_json(item, spelt) for item in value]
    kind: Any = type(value)
    if is_dataclass(kind):
        whole = spelt(value)
        return _fields_as_json(value, spelt) if whole is None else whole
    return {key: as_json(item, spelt) for key, item in value.items()}


_PLAIN = (str, bool, int)
_ROWS = (tuple, list)


JOINED_LATER = types.MappingProxyType({"joined later": True})  # metadata of a field: an empty list has no key


def _fields_as_json(record: Any, spelt: Callable[[Any], dict[str, Any] | None]) -> dict[str, Any]:
    kind: Any = type(record)
    out = {}
    for name, nothing in _written(kind):
        item = getattr(record, name)
        if item or item not in nothing:
            out[name] = as_json(item, spelt)
    return out


@cache
def _written(kind: Any) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """(field, what has no key there) of each field of a record."""
    return tuple((field.name, _unwritten(field)) for field in _shape_of(kind)[1])


def _unwritten(field: Field[Any]) -> tuple[Any, ...]:
    if not _has_default(field):
        return ()
    return ("", False, ()) if field.metadata == JOINED_LATER else ("", False)


def from_json(kind: Any, value: Any, untag: Untag, path: str = "", deep: int = 0) -> Any:
    """The value of type `kind` that `value` spells, or a ShapeError.

    `untag` takes the JSON of a union's member and its path, and gives (record type, JSON without what told it apart).
    """
    if deep > DEEPEST:
        raise ShapeError(f"{path[:80]}…: nested too deeply")
    if kind is Any:
        return _plain(value, path, deep)
    if kind in (str, bool, int):
        return _exactly(kind, value, path)
    if is_dataclass(kind):
        record, rest = untag(value, path) if type(value) is dict and "t" in value else (kind, value)
        if record is not kind:
            raise ShapeError(f"{path} must be another kind of words")
        return _record(record, rest, untag, path, deep)
    origin = get_origin(kind)
    if origin is Literal:
        if isinstance(value, str) and value in get_args(kind):
            return value
        raise ShapeError(f"{path} must be one of: {', '.join(get_args(kind))}")
    if origin is types.UnionType:
        record, rest = untag(_exactly(dict, value, path), path)
        return _record(record, rest, untag, path, deep)
    if origin is tuple:
        items = _exactly(list, value, path)
        return tuple(
            from_json(get_args(kind)[0], item, untag, f"{path}[{n}]", deep + 1) for n, item in enumerate(items)
        )
    return {
        _exactly(str, key, path): from_json(get_args(kind)[1], item, untag, f"{path}.{key}", deep + 1)
        for key, item in _exactly(dict, value, path).items()
    }


def _record(kind: Any, value: Any, untag: Untag, path: str, deep: int) -> Any:
    value = _exactly(dict, value, path)
    hints, known = _shape_of(kind)
    for key in value:
        if key not in hints:
            raise ShapeError(f"{path or kind.__name__} has no “{key}”")
    missing = [field.name for field in known if field.name not in value and not _has_default(field)]
    if missing:
        raise ShapeError(f"{path or kind.__name__} lacks “{missing[0]}”")
    return kind(
        **{
            key: from_json(hints[key], item, untag, f"{path}.{key}" if path else key, deep + 1)
            for key, item in value.items()
        }
    )


@cache
def _shape_of(kind: Any) -> tuple[dict[str, Any], tuple[Field[Any], ...]]:
    return get_type_hints(kind), fields(kind)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _exactly(kind: type, value: Any, path: str) -> Any:
    if type(value) is not kind:
        names = {str: "text", bool: "true or false", int: "a whole number", dict: "an object", list: "a list"}
        raise ShapeError(f"{path} must be {names[kind]}")
    return value


def _plain(value: Any, path: str, deep: int) -> Any:
    """JSON as data: no null and no fractions, which canonical JSON has no room for."""
    if deep > DEEPEST:
        raise ShapeError(f"{path[:80]}…: nested too deeply")
    if type(value) is dict:
        return {_exactly(str, key, path): _plain(item, f"{path}.{key}", deep + 1) for key, item in value.items()}
    if type(value) is list:
        return [_plain(item, f"{path}[{n}]", deep + 1) for n, item in enumerate(value)]
    if type(value) in (str, bool, int):
        return value
    raise ShapeError(f"{path} must be text, a whole number, true, false, a list or an object")
