"""Records: what a person and a link print, and which of their fields that shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from apps.policydoc.document import Gap, Text
from apps.policydoc.english import Inlines, single_spaced
from apps.policydoc.phrases import address


class Printed(NamedTuple):
    inline: Inlines
    fields: tuple[str, ...]


def link(value: Mapping[str, str], path: tuple[str, ...]) -> Printed:
    """A link by its words, or by its address where it has none; `.text` and `.url` print that field."""
    words = single_spaced(str(value.get("text") or value["url"]))
    if path == ("text",):
        return Printed((Text(words),), path)
    return Printed(address(value["url"] if path else words, value["url"]), path or ("text", "url"))


def person(value: Mapping[str, str], path: tuple[str, ...], way: str, question: str, *, owned: bool) -> Printed:
    """A person in the `way` that the school names people; `.name`, `.role` and `.title` print that field.

    `.without-role` is for a row whose label tells the role already; where the school prints roles alone, it stays.

    `owned` is for a possessive: "Ms Field's", never "Ms Field (lead)'s".
    """
    title, given, role = (str(value.get(key) or "") for key in ("title", "name", "role"))
    whole = " ".join(filter(None, (title, given)))
    if path == ("without-role",):
        path, owned = (), True
    if path == ("role",) and not role:
        return Printed((Gap(question, f"What is the role of {whole}?"),), ())
    if path:
        words = {"name": whole, "role": role, "title": title}.get(path[0], "")
        return Printed((Text(words),), ("title", "name") if path == ("name",) else path)
    if way == "role" and role:
        return Printed((Text(f"the {role}"),), ("role",))
    titled, with_role = way.startswith("title"), way.endswith("role") and bool(role) and not owned
    words = whole if titled else given
    fields = (*(("title",) if titled else ()), "name", *(("role",) if with_role else ()))
    return Printed((Text(f"{words} ({role})" if with_role else words),), fields)
