"""The pages of finished policies are well set: nothing torn, nothing alone, no page with a heading at its foot."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from apps.exports.pdf import to_pdf
from apps.policies.answer_file import read_file
from apps.policydoc.compose import compose
from apps.policydoc.document import Block, Document, Image, Reference, Text
from apps.templates_lib import library
from tests.exports.laid_out import Kind, Laid, Line, laid_out
from tests.exports.made import made
from tests.exports.pictures import drawn
from tests.exports.typography_gate import problems, problems_of
from tests.templates_lib.settling import settled
from tests.templates_lib.shipped import FACTS, POLICIES, SCHOOL_WITH_ALL, composed
from tests.templates_lib.test_examples import TEMPLATES

EXAMPLES = sorted(Path("examples").glob("*.answers.json"))
ALL_PAGES = 99
PRIMARY = {
    **SCHOOL_WITH_ALL,
    "school.phase": "primary",
    "school.sixth-form-or-boarding": [],
    "school.examinations": False,
}
SCHOOLS = {"all ages": SCHOOL_WITH_ALL, "a primary": PRIMARY}


def example(path: Path) -> Document:
    file = read_file(path)
    return compose(
        library.bundle_at(TEMPLATES[path.name.removesuffix(".answers.json")]),
        file.answers,
        school=file.school,
        guidance=library.guidance_register(),
        as_of=file.as_of,
        standing=file.standing,
    ).document


def shipped(family: str, school: str) -> Document:
    """The policy with the usual choices."""
    bundle, facts = POLICIES[family], {**FACTS, **SCHOOLS[school]}
    return composed(bundle, settled(bundle, facts), facts, final=True).document


def test_a_document_with_everything_in_it_is_well_set() -> None:
    assert problems(made("pdf", "full"), ALL_PAGES) == []


def test_a_worked_example_is_well_set() -> None:
    assert problems(to_pdf(example(Path("examples/hazel-bank.answers.json"))), ALL_PAGES) == []


def test_the_usual_front_is_one_page_and_contents_begin_the_next() -> None:
    """A logo, a strapline, the address, a title of three lines, twelve rows, statements, vision and values."""
    logo = drawn("PNG", (600, 400))
    digest = sha256(logo).hexdigest()
    document = example(Path("examples/hazel-bank.answers.json"))
    front = replace(
        document.body.front,
        images=(Image(digest, "A tree"),),
        strapline="Learning together by the river",
        address=("12 Mill Lane", "Hazelford", "HZ1 2AB"),
        vision=(
            "Every child at our school is known, is safe and learns with joy, and leaves us ready for what comes next.",
        ),
        values=("Kindness", "Courage", "Curiosity", "Respect"),
    )
    title = "Mobile phones, smart technology and social media policy for our whole school"
    full = replace(document, body=replace(document.body, front=front, title=title))

    found = laid_out(to_pdf(full, {digest: logo}))

    page = {paragraph.text: paragraph.lines[0].page for paragraph in found if paragraph.lines}
    assert len(list(full.front_details())) >= 12
    assert (page["Our vision"], page["Respect"], page["Contents"]) == (1, 1, 2)


def test_references_stand_on_one_page_wherever_they_fall() -> None:
    document = example(Path("examples/osier-lane.answers.json"))
    references = tuple(Reference(f"r{number}", f"A document about {number} things", "") for number in range(8))
    for statements in range(30, 46, 3):
        block = document.body.parts[0].blocks[0]
        told = tuple(
            Block(f"s{number}", "statement", str(number), (Text("We look after it."),)) for number in range(statements)
        )
        part = replace(document.body.parts[0], blocks=(replace(block, children=told),))
        body = replace(document.body, parts=(part,), references=references)
        found = laid_out(to_pdf(replace(document, body=body)))

        assert len({p.lines[0].page for p in found if p.text.startswith(("References", "A document about"))}) == 1


@pytest.mark.long
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_worked_example_is_well_set(path: Path) -> None:
    assert problems(to_pdf(example(path)), ALL_PAGES) == []


@pytest.mark.long
@pytest.mark.parametrize("school", SCHOOLS)
@pytest.mark.parametrize("family", POLICIES)
def test_every_policy_of_the_library_is_well_set(family: str, school: str) -> None:
    document = shipped(family, school)

    assert problems(to_pdf(document), ALL_PAGES) == []


@pytest.mark.long
@pytest.mark.parametrize("family", POLICIES)
def test_large_print_is_well_set_too(family: str) -> None:
    assert problems(to_pdf(shipped(family, "a primary"), large=True), ALL_PAGES) == []


# --- the gate itself --------------------------------------------------------------------------------------------------


def _lines(*texts: str, page: int = 1, top: float = 700) -> list[Line]:
    return [Line(text, page, top - 16 * place) for place, text in enumerate(texts)]


@cache
def _page(number: int) -> list[Laid]:
    """Enough text to be a page."""
    return [Laid("text", _lines(f"First words of page {number}", "and", "so", "they go on", page=number, top=600))]


def _item(label: str, page: int, words: str = "an item") -> Laid:
    return Laid("item", [Line(words, page, 500)], Line(label, page, 500), 1)


def _heading(page: int) -> Laid:
    return Laid("heading", [Line("3 Rules", page, 100)])


def _paragraph(*lines: Line, kind: Kind = "text") -> Laid:
    return Laid(kind, list(lines))


def test_the_lines_of_a_file_are_found_with_their_pages() -> None:
    found = laid_out(made("pdf", "full"))
    heading = next(paragraph for paragraph in found if paragraph.text.endswith("Pupils’ phones"))
    items = [paragraph for paragraph in found if paragraph.text.startswith("item ")]

    assert heading.kind == "heading"
    assert [item.label.text for item in items if item.label][:3] == ["(a)", "(b)", "(c)"]
    assert len({item.list for item in items}) == 1
    assert len({item.lines[0].page for item in items}) == 2


FAULTS: dict[str, tuple[list[Laid], str]] = {
    "a heading at the foot": (
        [*_page(1), _heading(1), Laid("text", _lines("One", "and two", page=2)), *_page(2)],
        "page 1: the heading “3 Rules” has 0 lines below it",
    ),
    "a heading with one line": (
        [*_page(1), _heading(1), Laid("item", [Line("One", 1, 84)]), Laid("text", _lines("Two", page=2)), *_page(2)],
        "page 1: the heading “3 Rules” has 1 lines below it",
    ),
    "a last line that begins a page": (
        [*_page(1), _paragraph(Line("One", 1, 90), Line("two", 1, 80), Line("and three", 2, 700)), *_page(2)],
        "page 2: the last line of “One two and three” begins the page",
    ),
    "a first line that ends a page": (
        [*_page(1), _paragraph(Line("One", 1, 80), Line("two", 2, 700), Line("and three", 2, 690)), *_page(2)],
        "page 1: the first line of “One two and three” ends the page",
    ),
    "a number alone": (
        [*_page(1), Laid("item", [Line("words and words", 2, 700)], Line("3.1", 1, 80)), *_page(2)],
        "page 1: the number 3.1 stands alone",
    ),
    "a lead-in at the foot": (
        [*_page(1), _paragraph(Line("We do this:", 1, 80)), _item("(a)", 2), _item("(b)", 2), *_page(2)],
        "page 1: “We do this:” stands without what it announces",
    ),
    "a cut row": (
        [*_page(1), _paragraph(*_lines("a", "b"), *_lines("c", "d long enough", page=2), kind="cell"), *_page(2)],
        "page 1: a page end cuts the cell “a b c d long enough”",
    ),
    "an item apart from its list": (
        [*_page(1), _item("(a)", 1), _item("(b)", 1), _item("(c)", 2, "the last"), *_page(2)],
        "page 2: one item of a list stands apart from 2 others: “the last”",
    ),
    "a short last word": (
        [*_page(1), Laid("text", _lines("We keep it in the", "safe."))],
        "page 1: “safe.” is alone on the last line of “We keep it in the”",
    ),
    "an empty page": (
        [*_page(1), Laid("text", _lines("The end of it", page=2))],
        "page 2: only 1 lines stand on the page",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_the_gate_finds(name: str) -> None:
    found, sentence = FAULTS[name]

    assert problems_of(found) == [sentence]


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ("as in section", "3 of this policy", "a number from the word before it"),
        ("pupils in Year", "9 and above", "a number from the word before it"),
        ("on the 10", "October of that year", "a number from its unit"),
        ("not before 8.50", "am on school days", "a number from its unit"),
        ("from October", "2026 we ask", "a month from its number"),
        ("a letter to Mr", "Smith about it", "a name from its title"),
        ("a letter to J.", "Smith about it", "an initial from its name"),
        ("phones", "– and watches – too", "a dash from its words"),
        ("phones (", "and watches) too", "a bracket from its words"),
    ],
)
def test_the_gate_finds_what_a_line_end_tears(first: str, second: str, what: str) -> None:
    found = [*_page(1), Laid("text", _lines(first, second))]

    assert problems_of(found) == [f"page 1: a line end tears {what}: “{first}|{second[:20]}”"]


def test_the_gate_finds_a_broken_address() -> None:
    found = [*_page(1), Laid("text", _lines("Write to office@hazel-", "bank.example about it"))]

    assert problems_of(found) == ["page 1: a line end breaks the address office@hazel-bank.example"]


def test_the_gate_leaves_good_pages_alone() -> None:
    good = _lines(
        "In 2026 we counted 3 things of", "a kind, and 12", "or more of another – well, nearly", "all the others."
    )

    assert problems_of([*_page(1), _heading(1), Laid("text", good), *_page(2)]) == []
