"""The short permanent names that stand in addresses."""

from __future__ import annotations


class SlugConverter:
    """Lower-case words with hyphens: `<school:school>` matches oak-lane."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
