"""Template files are found beside the asked file, then in the library, and all their mistakes are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.policydoc.problem import SourceError
from apps.templates_lib import library
from apps.templates_lib.library import Library, NotFound, bundle_at, in_order, resolve_at, shipped, text_of
from tests.policies.texts import COMBINED, FILES, GARDEN, POND, SCHOOL, write_library


def test_the_newest_edition_of_a_family(tmp_path: Path) -> None:
    for edition in ("9", "10", "2"):
        (tmp_path / f"{edition}.policy.md").write_text(POND.replace('"2026"', f'"{edition}"'), encoding="utf-8")
    assert Library((tmp_path,)).find("pond").name == "10.policy.md"
    assert Library((tmp_path,)).find("pond", "9").name == "9.policy.md"
    with pytest.raises(NotFound, match="no template pond@3 in"):
        Library((tmp_path,)).find("pond", "3")


def test_editions_sort_as_people_count() -> None:
    names = ["2025-26", "2026-27", "2026-27.1", "2026-27.2", "2026-27.10"]
    assert sorted(reversed(names), key=in_order) == names


def test_files_beside_the_asked_one_come_first(tmp_path: Path) -> None:
    write_library(tmp_path, FILES | {"school": SCHOOL.replace("Who looks", "Who here looks")})
    bundle = bundle_at(str(tmp_path / "garden.policy.md"))
    assert bundle.questions["school.gardener"].prompt == "Who here looks after the garden?"


def test_then_the_library(tmp_path: Path) -> None:
    text = POND.replace("{depth}", "{depth} at {school.name}")
    path = write_library(tmp_path, {"pond": text}) / "pond.policy.md"
    school = resolve_at(path).bundle.school
    assert school is not None
    assert resolve_at(path).texts == {"pond": text, "school": text_of(Library().find("school"))}


def test_by_family_and_edition_from_the_library() -> None:
    file = next(file for file in shipped(library.LIBRARY) if file.family == "school")
    assert bundle_at(f"school@{file.edition}").template.family == "school"
    assert bundle_at("school").template.edition == file.edition


@pytest.mark.parametrize("name", ["no-such@1", "no-such", "no/such.policy.md", "no-such.policy.md", "", "../x", "@"])
def test_what_is_not_there(name: str) -> None:
    with pytest.raises(NotFound, match="There is no"):
        bundle_at(name)


def test_mistakes_of_all_the_files_at_once(tmp_path: Path) -> None:
    write_library(tmp_path, {
        "school": SCHOOL.replace("::: term", "::: noun"),
        "garden": GARDEN.replace("::: yes-no", "::: maybe"),
        "outside": COMBINED,
    })  # fmt: skip
    with pytest.raises(SourceError) as error:
        bundle_at(str(tmp_path / "outside.policy.md"))
    assert {problem.family for problem in error.value.problems} == {"school", "garden", ""}


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"\xff\xfe", 1, "This is not UTF-8"),
        (b"one\ntwo\nthree \xe9", 3, "This is not UTF-8"),
        (b"x" * (library.LARGEST_FILE + 1), 0, "The file is larger than 2 MB"),
    ],
)
def test_a_file_that_is_no_text(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    (tmp_path / "x.policy.md").write_bytes(content)
    with pytest.raises(SourceError, match=message) as error:
        text_of(tmp_path / "x.policy.md")
    assert [problem.line for problem in error.value.problems] == [line]


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"+++\nfamily = 1\n+++\n", b"+++\nnot toml\n+++\n", b"+++\n"])
def test_a_stray_file_in_the_folder_is_passed_over(tmp_path: Path, content: bytes) -> None:
    write_library(tmp_path, FILES)
    (tmp_path / "stray.policy.md").write_bytes(content)
    assert [file.family for file in shipped(tmp_path)] == ["garden", "pond", "school"]


def test_the_guidance_register_is_read_once() -> None:
    assert library.guidance_register() is library.guidance_register()
    assert library.guidance_register().entry("kcsie", "2026-11-20") is not None
