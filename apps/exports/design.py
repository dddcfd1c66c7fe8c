"""How a policy looks, in numbers that the PDF and the Word file share: type scale, spaces, measure, colours."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

INK: Final = "#1c1c1c"
QUIET: Final = "#4a4a4a"  # small print; 8.9:1 on white
LINE: Final = "#b8bfc5"  # rules between rows
GAP: Final = "#fff0b3"  # behind what is still to decide
MARK: Final = "#9b1c1c"  # the words DRAFT – not approved


@dataclass(frozen=True)
class Design:
    """Sizes and spaces in points, the page in millimetres.

    The sizes climb by a major third (1.25) from the text; the spaces around headings are multiples of a quarter of its
    line, and statements stand a little less than half of it apart. The text stands beside a column that holds nothing
    but numbers, so its lines are 60 to 75 characters long.
    """

    text: float = 11
    line: float = 16  # from one line of text to the next
    small: float = 9  # running header and footer, contents of small print, labels
    table: float = 9.5  # tables and the contents
    heading: float = 17  # a section; in a document of several parts too
    subheading: float = 13.5  # a section within
    minor_heading: float = 11  # and within that: as large as the text, in bold
    part: float = 27  # the title that opens a part
    title: float = 33.5
    school: float = 17  # the school's name above the title
    strapline: float = 11

    # Millimetres. A4: 210 wide; 210 - 24 - 28 - 16 leaves 142 for a line of text.
    left: float = 24
    right: float = 28
    top: float = 26
    bottom: float = 26
    number: float = 16  # the column of numbers: headings, statements
    number_long: float = 21  # where numbers are as long as 10.12.1
    letter: float = 9  # the column of (a), (b) below them
    logo: float = 26  # the height of a logo

    label_column: float = 34  # of a table's width, in a hundred

    # Points, before and after.
    title_before: float = 16
    title_inside: float = 22  # from the edge of its panel
    heading_before: float = 28
    heading_after: float = 8
    part_before: float = 48  # where a part does not open a page
    subheading_before: float = 20
    subheading_after: float = 6
    minor_before: float = 16
    minor_after: float = 4
    statement_after: float = 7
    item_after: float = 4
    cell: float = 3  # above and below the words of a table's cell
    callout: float = 8  # inside a callout, above and below; as far as this it stands from the statements around it
    bar: float = 3  # the bar at its left
    sign_space: float = 44  # above a line to sign on

    # A front with much on it, so that it stays one page.
    crowded: float = 0.4  # of its spaces; its logo loses half as much
    crowded_title: float = 21.5  # a title of several lines
    crowded_line: float = 14

    def numbers(self) -> dict[str, str]:
        """By name, as a stylesheet writes them."""
        return {field.name: f"{getattr(self, field.name):g}" for field in fields(self)}


PRINT: Final = Design()
# Nothing in the text is smaller than 18 point; print-large.css says what is left.
LARGE: Final = Design(
    text=18, line=27, small=18, table=18, heading=25, subheading=22, minor_heading=20, part=30, title=34, school=22,
    strapline=18, top=33, left=20, right=20, number=22, number_long=31, letter=14, logo=34, label_column=40,
    title_before=20, title_inside=24, heading_before=40, heading_after=14, part_before=60, subheading_before=32,
    subheading_after=11, minor_before=24, minor_after=9, statement_after=14, item_after=11, cell=7, callout=11, bar=4.5,
    sign_space=64, crowded=1, crowded_title=30, crowded_line=27,
)  # fmt: skip
