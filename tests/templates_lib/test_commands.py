"""describe_template and check_template, as a person runs them: no database, mistakes on standard error, exit code 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apps.templates_lib import library
from apps.templates_lib.describing import describe
from tests.headless import manage
from tests.policies.texts import FILES, GARDEN, SCHOOL, write_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path, FILES)


class TestDescribe:
    def test_a_template_as_json(self, folder: Path) -> None:
        done = manage("describe_template", folder / "garden.policy.md", "--json")
        assert (done.returncode, done.stderr) == (0, "")
        described = json.loads(done.stdout)
        assert (described["template"], described["edition"]) == ("garden", "2026")
        assert [(question["id"], question["section"]) for question in described["questions"]] == [
            ("garden-open", "entry"), ("with-adult", "entry"), ("plants", "entry"), ("shed-key", "tools"),
        ]  # fmt: skip
        assert [(statement["id"], statement["optional"]) for statement in described["statements"]] == [
            ("open-when", ""), ("adult", ""), ("what-grows", ""), ("eating", "on"), ("bees", "off"),
            ("counting", ""), ("each-tool", ""), ("key", ""),
        ]  # fmt: skip

    def test_a_question_whole(self, folder: Path) -> None:
        question = describe(library.bundle_at(str(folder / "garden.policy.md")))["questions"][0]
        assert question | {"options": question["options"][-2:]} == {
            "id": "garden-open",
            "scope": "policy",
            "kind": "choose-one",
            "prompt": "When is the garden open to {pupils}?",
            "options": [
                {"value": "always", "label": "At any time", "words": "at any time", "recommended": False,
                 "reason": True, "when": [], "guidance": []},
                {"value": "other", "label": "In our own words", "words": "{own}", "recommended": False,
                 "reason": True, "when": [], "guidance": []},
            ],
            "columns": [],
            "section": "entry",
            "condition": [],
            "guidance": [],
            "optional": False,
            "derived": False,
        }  # fmt: skip

    def test_conditions_columns_and_terms(self, folder: Path) -> None:
        garden = describe(library.bundle_at(str(folder / "garden.policy.md")))
        assert {s["id"]: s["condition"] for s in garden["statements"] if s["condition"]} == {
            "adult": ["when=with-adult"], "what-grows": ["when=plants"], "each-tool": ["when=school.tools"],
        }  # fmt: skip
        school = describe(library.bundle_at(str(folder / "school.policy.md")))["questions"]
        assert school[2]["columns"][1] == {
            "id": "place", "label": "Where it stands", "kind": "text", "may_be_empty": True, "words": ", in {own}",
            "guidance": [],
        }  # fmt: skip
        assert [(option["label"], option["plural"]) for option in school[0]["options"]] == [
            ("pupil", "pupils"), ("child", "children"),
        ]  # fmt: skip

    def test_all_shipped_files(self) -> None:
        done = manage("describe_template", "--all", "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert sorted(described["template"] for described in json.loads(done.stdout)) == sorted(
            file.family for file in library.shipped(library.LIBRARY)
        )

    def test_mistakes(self, folder: Path) -> None:
        (folder / "garden.policy.md").write_text(GARDEN.replace("::: yes-no", "::: maybe"), encoding="utf-8")
        done = manage("describe_template", folder / "garden.policy.md", "--json")
        assert (done.returncode, done.stdout) == (1, "")
        assert f"{folder}/garden.policy.md:18: " in done.stderr
        assert "Traceback" not in done.stderr


class TestCheck:
    def test_no_mistakes(self, folder: Path) -> None:
        done = manage("check_template", folder / "pond.policy.md")
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{folder}/pond.policy.md: no mistakes.\n", "")

    def test_all_mistakes_with_their_lines(self, folder: Path) -> None:
        broken = GARDEN.replace("{shed-key}", "{no-such}").replace("when=plants", "when=plans")
        (folder / "garden.policy.md").write_text(broken, encoding="utf-8")
        done = manage("check_template", folder / "garden.policy.md")
        lines = {place for place in (line.partition(": ")[0] for line in done.stderr.splitlines())}
        wanted = [n for n, text in enumerate(broken.splitlines(), 1) if "{no-such}" in text or "when=plans" in text]
        assert done.returncode == 1
        assert {f"{folder}/garden.policy.md:{line}" for line in wanted} <= lines

    def test_a_mistake_in_another_file_names_it(self, folder: Path) -> None:
        (folder / "school.policy.md").write_text(SCHOOL.replace("::: term", "::: noun"), encoding="utf-8")
        done = manage("check_template", folder / "garden.policy.md")
        assert done.returncode == 1
        assert done.stderr.startswith(f"{folder}/garden.policy.md (in school):10: ")

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("no-such@1", "There is no template no-such@1 in"),
            ("/", "There is no file /."),
            ("/no/such.policy.md", "There is no file"),
        ],
    )
    def test_a_file_that_is_not_there(self, name: str, message: str) -> None:
        done = manage("check_template", name)
        assert (done.returncode, message in done.stderr, "Traceback" in done.stderr) == (1, True, False)

    def test_a_shipped_policy_has_no_mistakes_in_all_its_files(self) -> None:
        done = manage("check_template", "mobile-and-social-media")
        assert (done.returncode, done.stdout, done.stderr) == (0, "mobile-and-social-media: no mistakes.\n", "")
