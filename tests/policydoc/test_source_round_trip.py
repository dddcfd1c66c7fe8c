"""`read` and `write` lose nothing, and whatever else a file holds is refused with its lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks import check_bundle, warnings
from apps.policydoc.source import Problem, SourceError, read, write
from apps.policydoc.template import Template
from tests.policydoc.examples import LIBRARY, VALID, without_blank_lines
from tests.policydoc.strategies import combined, spoilt, templates

FILES = sorted([*VALID.glob("*.policy.md"), *LIBRARY.glob("*.policy.md")])
SOURCES = [path.read_text(encoding="utf-8") for path in sorted(VALID.glob("*.policy.md"))]
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def outcome(source: str) -> tuple[Template | None, list[Problem]]:
    """The template, or what is wrong with its source: never neither, never another exception."""
    try:
        return read(source), []
    except SourceError as error:
        assert error.problems  # noqa: PT017 (reading either succeeds or says why not)
        return None, error.problems


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_survives_reading_and_writing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert without_blank_lines(write(read(source))) == without_blank_lines(source)
    assert read(write(read(source))) == read(source)


@pytest.mark.parametrize("path", sorted(VALID.glob("*.policy.md")), ids=lambda path: path.name)
def test_write_sets_the_blank_lines(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert write(read(source)) == source
    header, body = source.split("+++\n", 2)[1:]
    crowded = f"+++\n{header}+++\n" + "".join(f"{line}\n" for line in without_blank_lines(body))
    assert write(read(crowded)) == source


@slow
@given(st.one_of(templates(), combined()))
def test_what_is_written_reads_as_the_same_template(template: Template) -> None:
    source = write(template)
    assert read(source) == template
    assert write(read(source)) == source


@settings(slow, max_examples=40)
@given(templates())
def test_a_template_of_names_that_mean_nothing_is_checked_without_failing(template: Template) -> None:
    bundle = Bundle(read(write(template)))
    assert all(problem.message for problem in check_bundle(bundle, ()) + warnings(bundle))


@slow
@given(spoilt(st.one_of(st.sampled_from(SOURCES), templates().map(write))))
def test_a_spoilt_file_is_refused_with_lines_or_read_without_loss(source: str) -> None:
    assert_refused_or_kept(source)


@pytest.mark.long
@settings(slow, max_examples=3_000)
@given(spoilt(st.sampled_from([path.read_text(encoding="utf-8") for path in FILES])))
def test_a_spoilt_library_file_is_refused_with_lines_or_read_without_loss(source: str) -> None:
    assert_refused_or_kept(source)


def assert_refused_or_kept(source: str) -> None:
    template, problems = outcome(source)
    assert [problem for problem in problems if not 1 <= problem.line <= source.count("\n") + 1] == []
    if template:
        assert without_blank_lines(write(template)) == without_blank_lines(source)
        bundle = Bundle(template)
        assert all(problem.message for problem in check_bundle(bundle, ()) + warnings(bundle))


@slow
@given(st.text(st.characters(), max_size=300))
def test_any_text_at_all_is_refused_or_read_without_loss(text: str) -> None:
    header = 'format = 1\nfamily = "x"\nedition = "1"\ntitle = "X"'
    for source in (text, f"+++\n{header}\n+++\n{text}", f"+++\n{text}\n+++\n", f"+++\n{header}\n{text}\n+++\n"):
        template, _ = outcome(source)
        if template:
            assert without_blank_lines(write(template)) == without_blank_lines(source)
