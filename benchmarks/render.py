#!/usr/bin/env python3
"""How fast a policy becomes PDF and Word, against the bare libraries and LibreOffice, side by side in one run.

    .venv/bin/python benchmarks/render.py [rounds] [answers.json]

Each round measures every path once, one after the other, so that a busy moment of the machine meets them all; the
ratios are the medians over the rounds. Nothing else should use the machine.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import docx  # noqa: E402

from apps.exports import child, fonts, pdf  # noqa: E402
from apps.exports.docx import to_docx  # noqa: E402
from apps.exports.print_tree import print_tree  # noqa: E402
from apps.exports.registry import KINDS  # noqa: E402
from apps.policies.answer_file import read_file  # noqa: E402
from apps.policydoc.compose import compose  # noqa: E402
from apps.policydoc.document import Block, Document, Inline, canonical, plain, to_json  # noqa: E402
from apps.templates_lib import library  # noqa: E402
from benchmarks.figures import tell  # noqa: E402

TEMPLATE = "mobile-and-smart-technology@2026-27"
ANSWERS = ROOT / "examples" / "hazel-bank.answers.json"
Path_ = Callable[[], Any]


@dataclass(frozen=True)
class Target:
    """`path` divided by `against` should be at most `most`."""

    path: str
    against: str
    most: float


TARGETS = (
    Target("compose and PDF", "bare WeasyPrint", 1.03),
    Target("export: child, finish, parity", "bare WeasyPrint", 1.30),
    Target("WeasyPrint tagged", "WeasyPrint untagged", 1.10),
    Target("export: child, finish, parity", "LibreOffice cold", 1 / 1.4),
    Target("Word", "Word by paragraphs", 0.10),
)


def main(rounds: int, answers: Path) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="render-")))
        paths = measured_paths(answers, folder)
        for path in paths.values():
            path()
        taken: dict[str, list[float]] = {name: [] for name in paths}
        for _ in range(rounds):
            for name, path in paths.items():
                started = time.perf_counter()
                path()
                taken[name].append(time.perf_counter() - started)
    report(taken)


def measured_paths(answers: Path, folder: Path) -> dict[str, Path_]:
    file, bundle, register = read_file(answers), library.bundle_at(TEMPLATE), library.guidance_register()

    def composed() -> Document:
        standing = replace(file.standing, status="draft")
        return compose(
            bundle, file.answers, school=file.school, guidance=register, as_of=file.as_of, standing=standing
        ).document

    document = composed()
    content = canonical(to_json(document))
    source = ElementTree.tostring(print_tree(document), encoding="unicode", method="html")
    print(f"{sum(1 for _ in document.walk())} numbered blocks, {len(source)} characters of HTML\n")
    paths: dict[str, Path_] = {
        "bare WeasyPrint": lambda: bare(document, source),
        "compose and PDF": lambda: drawn(composed()),
        "export: child, finish, parity": lambda: exported(content),
        "WeasyPrint tagged": lambda: bare(document, source, pdf_tags=True, pdf_variant=None),
        "WeasyPrint untagged": lambda: bare(document, source, pdf_variant=None),
        "Word": lambda: to_docx(document),
        "Word by paragraphs": lambda: by_paragraphs(document),
    }
    if shutil.which("soffice"):
        (folder / "policy.docx").write_bytes(to_docx(document))
        paths["LibreOffice cold"] = lambda: converted(folder)
    return paths


def bare(document: Document, source: str, **options: Any) -> bytes:
    """WeasyPrint alone on the same HTML, with our style sheet and fonts already read."""
    settings = {"pdf_variant": "pdf/a-3a", **options}
    made: bytes = pdf.HTML(string=source, url_fetcher=pdf.ImagesOnly({})).write_pdf(
        stylesheets=pdf._stylesheets(document), font_config=fonts.configuration(), **settings
    )
    return made


def drawn(document: Document) -> bytes:
    """Our tree, drawn with the same options as the bare one: what is done to the file afterwards is not in it."""
    page = pdf._PrintedPage(print_tree(document), pdf.ImagesOnly({}))
    made: bytes = page.write_pdf(
        stylesheets=pdf._stylesheets(document), font_config=fonts.configuration(), pdf_variant="pdf/a-3a"
    )
    return made


def exported(content: bytes) -> bytes:
    """As a worker does it: in a limited child, with post-processing and the parity check."""
    nothing: Callable[[], None] = lambda: None  # noqa: E731
    return child.make_file(KINDS["pdf"], content, {}, on_checking=nothing, on_tick=nothing)


def by_paragraphs(document: Document) -> bytes:
    """The same text with python-docx alone, one paragraph after the other; links as plain words."""
    word = docx.Document()
    word.add_heading(document.title, level=0)
    _add_table(word, list(document.front_details()))
    for statement in document.front_statements():
        word.add_paragraph(plain(statement))
    for part in document.body.parts:
        _add_table(word, list(document.details(part)))
        for block in part.blocks:
            _add_block(word, block, 1, 0)
    saved = BytesIO()
    word.save(saved)
    return saved.getvalue()


def _add_table(word: Any, rows: list[tuple[str, tuple[Inline, ...]]]) -> None:
    table = word.add_table(rows=len(rows), cols=2)
    for row, (label, inline) in zip(table.rows, rows, strict=True):
        row.cells[0].text, row.cells[1].text = label, plain(inline)


def _add_block(word: Any, block: Block, level: int, depth: int) -> None:
    section = block.kind == "section"
    style = f"Heading {level}" if section else ("List Number", "List Number 2", "List Number 3")[min(depth, 2)]
    line = word.add_paragraph(style=style)
    for item in block.inline:
        line.add_run(plain((item,)))
    for child_block in block.children:
        _add_block(word, child_block, level + section, 0 if section else depth + 1)


def converted(folder: Path) -> None:
    """One document by one fresh LibreOffice, with a profile that is already there."""
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
            "--outdir", str(folder), str(folder / "policy.docx"),
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def report(taken: dict[str, list[float]]) -> None:
    print(f"{'path':32} {'median':>9} {'least':>9} {'most':>9}   milliseconds")
    for name, times in taken.items():
        print(f"{name:32} {statistics.median(times) * 1000:9.1f} {min(times) * 1000:9.1f} {max(times) * 1000:9.1f}")
    print()
    for target in TARGETS:
        if target.against not in taken:
            print(f"{target.path} / {target.against}: not measured, it is not installed")
            continue
        pairs = zip(taken[target.path], taken[target.against], strict=True)
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        tell(f"{target.path} / {target.against}", ratio, target.most)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15, Path(sys.argv[2]) if len(sys.argv) > 2 else ANSWERS)
