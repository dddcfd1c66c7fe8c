"""The short names and numbers that stand in addresses."""

from __future__ import annotations


class SlugConverter:
    """Lower-case words with hyphens: `<school:school>` matches oak-lane."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class UrnConverter(SlugConverter):
    """A school's number in the public register: `<urn:urn>` matches 900001."""

    regex = r"[0-9]{6}"
