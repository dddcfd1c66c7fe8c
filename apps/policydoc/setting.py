"""Setting: what a line of words is filled with beside the answers, and how."""

from __future__ import annotations

from typing import NamedTuple

from apps.policydoc.document import Text
from apps.policydoc.english import Inlines
from apps.policydoc.state import NO_ROW, Row

NO_WORDS: Inlines = (Text(""),)


class Setting(NamedTuple):
    """How one line is filled: the row of `each=`, what stands for `{own}`, and what is being filled.

    `aside` is for words beside the document (prompts, guidance): whether a question is live is no matter there.
    `detail` is for key details: control values keep their place, and what is empty prints nothing.
    """

    row: Row = NO_ROW
    own: Inlines = NO_WORDS
    aside: bool = False
    detail: bool = False
    within: tuple[str, ...] = ()

    def inside(self, question: str, own: Inlines = NO_WORDS) -> Setting:
        return Setting(self.row, own, self.aside, self.detail, (*self.within, question))


PLAIN = Setting()  # a line of the document outside rows
