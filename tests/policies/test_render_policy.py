"""render_policy as a person runs it: no database, every mistake on standard error, a file whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from apps.policydoc.document import document_from_json
from apps.templates_lib import library
from tests.headless import ROOT, manage
from tests.policies.texts import FILES, GARDEN, SCHOOL, write_library

ANSWERS: dict[str, Any] = {
    "as_of": "2026-11-20",
    "derived": {"school.gardener": "Ms Fern"},
    "values": {
        "garden-open": "breaks",
        "with-adult": True,
        "plants": ["beans"],
        "shed-key": "the caretaker",
        "school.learner-term": "children",
        "school.tools": [{"id": "r-1", "name": "spade"}],
    },
    "kept": ["eating"],
}
SENTENCE = "The garden is open to children at every break."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_library(tmp_path, FILES)


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def in_process(*words: str | Path) -> Done:
    """The command in this process, where pytest-django refuses every query."""
    out, err = StringIO(), StringIO()
    try:
        call_command("render_policy", *map(str, words), stdout=out, stderr=err)
    except SystemExit as ended:
        return Done(int(str(ended.code)), out.getvalue(), err.getvalue())
    return Done(0, out.getvalue(), err.getvalue())


def words_for(folder: Path, answers: Any, form: str) -> tuple[str | Path, ...]:
    """The garden template with these answers, which are written as JSON unless they are bytes."""
    file = folder / "answers.json"
    file.write_bytes(answers if isinstance(answers, bytes) else json.dumps(answers).encode())
    return folder / "garden.policy.md", "--answers", file, "--to", form, "--output", folder / f"policy.{form}"


def render(folder: Path, answers: Any, form: str, *words: str) -> Done:
    return in_process(*words_for(folder, answers, form), *words)


def without(*path: str) -> dict[str, Any]:
    answers = json.loads(json.dumps(ANSWERS))
    holder = answers
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    return answers


class TestFormats:
    @pytest.mark.parametrize("form", ["text", "html"])
    def test_to_read(self, folder: Path, form: str) -> None:
        done = render(folder, ANSWERS, form)
        assert (done.returncode, done.stderr) == (0, "")
        assert SENTENCE in (folder / f"policy.{form}").read_text(encoding="utf-8").replace("\u00a0", " ")

    def test_json_is_the_document(self, folder: Path) -> None:
        assert render(folder, ANSWERS, "json").returncode == 0
        document = document_from_json(json.loads((folder / "policy.json").read_bytes()))
        assert (document.body.title, document.control.status) == ("School garden", "draft")

    @pytest.mark.parametrize(("form", "magic"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04")])
    def test_to_print(self, folder: Path, form: str, magic: bytes) -> None:
        done = manage("render_policy", *words_for(folder, ANSWERS, form))
        assert done.returncode == 0, done.stderr
        assert (folder / f"policy.{form}").read_bytes().startswith(magic)

    def test_the_same_twice(self, folder: Path) -> None:
        files = []
        for _ in range(2):
            assert render(folder, ANSWERS, "docx").returncode == 0
            files.append((folder / "policy.docx").read_bytes())
        assert files[0] == files[1]


class TestFinal:
    def test_nothing_open(self, folder: Path) -> None:
        done = render(folder, ANSWERS, "json", "--final")
        assert (done.returncode, done.stdout) == (0, f"{folder}/policy.json: final\n"), done.stderr
        control = json.loads((folder / "policy.json").read_bytes())["control"]
        assert control["status"] == "ratified"

    def test_what_is_open_is_listed_and_nothing_is_written(self, folder: Path) -> None:
        answers = without("values", "shed-key")
        del answers["values"]["with-adult"]
        done = manage("render_policy", *words_for(folder, answers, "pdf"), "--final")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines() == [
            "This policy is not final, 2 still open:",
            "with-adult in entry: not confirmed: Is an adult always there?",
            "shed-key in tools: not answered: Who has the key of the shed?",
        ]
        assert not (folder / "policy.pdf").exists()

    def test_without_final_it_is_a_draft_that_says_so(self, folder: Path) -> None:
        done = render(folder, without("values", "shed-key"), "text")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == [
            f"{folder}/policy.text: draft",
            "Still open: shed-key in tools: not answered: Who has the key of the shed?",
        ]
        assert "[to decide: Who has the key of the shed?]" in (folder / "policy.text").read_text(encoding="utf-8")

    @pytest.mark.parametrize("words", [(), ("--final",)])
    def test_a_gap_in_document_control_is_open_too(self, folder: Path, words: tuple[str, ...]) -> None:
        school = SCHOOL + "\n::: date control.next-look\nWhen is the next look?\n:::\n"
        row = '\n[[key-details]]\nlabel = "Next look"\ntext = "{control.next-look}"\n+++\n\n#'
        write_library(folder, FILES | {"school": school, "garden": GARDEN.replace("\n+++\n\n#", row)})
        line = "control.next-look in the key details: not answered: When is the next look?"
        done = render(folder, ANSWERS | {"standing": {"status": "ratified"}}, "json", *words)
        if words:
            assert (done.returncode, done.stderr.splitlines()) == (1, ["This policy is not final, 1 still open:", line])
            return
        assert (done.returncode, done.stdout.splitlines()[1:]) == (0, [f"Still open: {line}"])
        assert json.loads((folder / "policy.json").read_bytes())["control"]["status"] == "draft"
        answered = ANSWERS | {"control": {"next-look": "2027-11"}}
        assert render(folder, answered, "json", "--final").returncode == 0

    def test_a_standing_never_hides_what_is_open(self, folder: Path) -> None:
        answers = without("values", "shed-key") | {"standing": {"status": "ratified", "version": "2"}}
        assert render(folder, answers, "json").returncode == 0
        control = json.loads((folder / "policy.json").read_bytes())["control"]
        assert (control["status"], control["version"]) == ("draft", "2")


class TestMistakes:
    @pytest.mark.parametrize(
        ("answers", "messages"),
        [
            (b"", ["The file is not JSON"]),
            (b"[]", ["Answers are an object"]),
            (b"{", ["The file is not JSON"]),
            (b"\xff", ["not UTF-8"]),
            (b'{"as_of": "2026-11-20", "as_of": "2026-11-21"}', ["twice"]),
            (b'{"as_of": NaN}', ["NaN"]),
            (b"[" * 100_000, ["nests"]),
            (b'"' + b"x" * 300_000 + b'"', ["The file is larger than 200 kB; it has 300 kB."]),
            (without("as_of"), ["“as_of” is required"]),
            (ANSWERS | {"as_of": "2026-02-30"}, ["“as_of” must be a day such as 2026-11-20; it is “2026-02-30”."]),
            (ANSWERS | {"as_of": 20261120}, ["“as_of” must be a day such as 2026-11-20; it is “20261120”."]),
            (ANSWERS | {"standing": "ratified"}, ["“standing” must be an object"]),
            (ANSWERS | {"standing": {"status": "done", "version": 1}}, ["standing.status", "standing.version"]),
            (ANSWERS | {"standing": {"in_force_from": "soon"}}, ["standing.in_force_from must be a day"]),
            (ANSWERS | {"derived": []}, ["“derived” must be an object"]),
            (ANSWERS | {"derived": {"school.no-such": True}}, ["derived: ", "school.no-such"]),
            (ANSWERS | {"colour": "red"}, ["“colour” is not a part of answers"]),
            (ANSWERS | {"values": {"plants": ["weeds"], "no-such": "x", "with-adult": "yes"}},
             ["plants", "no-such", "with-adult"]),
            (ANSWERS | {"as_of": "", "left_out": ["open-when"], "undecided": {"nowhere": {}}},
             ["“as_of” must be a day", "open-when", "nowhere"]),
        ],
        ids=lambda value: str(value)[:40] if isinstance(value, list) else "",
    )  # fmt: skip
    def test_all_at_once(self, folder: Path, answers: Any, messages: list[str]) -> None:
        done = render(folder, answers, "json")
        assert (done.returncode, done.stdout) == (1, "")
        assert [message for message in messages if message not in done.stderr] == []
        assert "Traceback" not in done.stderr
        assert all(line.startswith(f"{folder}/answers.json: ") for line in done.stderr.splitlines())
        assert not (folder / "policy.json").exists()

    def test_what_was_taken_out_is_said(self, folder: Path) -> None:
        answers = json.loads(json.dumps(ANSWERS))
        answers["values"] |= {"shed-key": "the\x00 care\ud800taker", "plants": ["beans\u202e"]}
        done = render(folder, answers, "text")
        assert (done.returncode, done.stderr.splitlines()) == (0, [
            f"Note: {folder}/answers.json: values.plants[1]: 1 text direction mark taken out",
            f"Note: {folder}/answers.json: values.shed-key: 2 control characters taken out",
        ])  # fmt: skip
        assert "The key is with the caretaker." in (folder / "policy.text").read_text(encoding="utf-8")

    def test_of_template_answers_and_output_together(self, folder: Path) -> None:
        done = manage(
            "render_policy", "no-such@1", "--answers", "/no/answers.json", "--to", "pdf", "--output", "/no/x.pdf"
        )
        assert done.returncode == 1
        assert done.stderr.splitlines() == [
            "/no/x.pdf: it cannot be written: there is no folder /no.",
            f"There is no template no-such@1 in {library.LIBRARY}.",
            "/no/answers.json: It cannot be read (No such file or directory).",
        ]

    def test_an_output_that_is_a_folder(self, folder: Path) -> None:
        (folder / "policy.json").mkdir()
        done = render(folder, ANSWERS, "json")
        assert (done.returncode, done.stderr) == (1, f"{folder}/policy.json: it cannot be written: it is a folder.\n")

    def test_a_link_stays_a_link(self, folder: Path) -> None:
        (folder / "real.json").write_text("old", encoding="utf-8")
        (folder / "policy.json").symlink_to("real.json")
        assert render(folder, ANSWERS, "json").returncode == 0
        assert (folder / "policy.json").is_symlink()
        assert (folder / "real.json").read_bytes().startswith(b'{"body":')

    def test_no_file_takes_the_place_of_a_pipe(self, folder: Path) -> None:
        """Nor of a device: rendered as root to /dev/null, that would break the machine."""
        os.mkfifo(folder / "policy.json")
        with ThreadPoolExecutor(1) as reader:
            read = reader.submit((folder / "policy.json").read_bytes)
            assert render(folder, ANSWERS, "json").returncode == 0
            assert read.result(timeout=30).startswith(b'{"body":')
        assert (folder / "policy.json").is_fifo()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_is_not_writable(self, folder: Path) -> None:
        words = words_for(folder, ANSWERS, "json")
        folder.chmod(0o500)
        done = in_process(*words)
        assert (done.returncode, "not writable" in done.stderr) == (1, True)

    def test_a_disk_that_is_full_leaves_the_old_file(self, folder: Path) -> None:
        output = folder / "policy.json"
        output.write_text("old", encoding="utf-8")
        (folder / "answers.json").write_text(json.dumps(ANSWERS), encoding="utf-8")
        words = f"'{folder}/garden.policy.md' --answers '{folder}/answers.json' --to json --output '{output}'"
        done = limited(f"'{ROOT}/manage.py' render_policy {words}")
        assert done.returncode == 1
        assert "it cannot be written" in done.stderr
        assert output.read_text(encoding="utf-8") == "old"
        assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".json", ".md", ".md", ".md"]


def limited(command: str) -> Any:
    """The command where no file may grow beyond a kilobyte, as on a disk that is full."""

    shell = f"trap '' XFSZ; ulimit -f 1; exec '{sys.executable}' -B {command}"
    return subprocess.run(
        ["bash", "-c", shell], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=60
    )


class TestExamples:
    """The answer files that are shipped as examples, with the shipped template of each."""

    FAMILIES = {
        "hazel-bank": "mobile-and-smart-technology",
        "mossgate": "mobile-and-social-media",
        "fernley": "mobile-and-social-media",
        "wrenfold": "social-media",
        "osier-lane": "staff-protocol",
    }

    @pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.answers.json")), ids=lambda path: path.stem)
    def test_they_render(self, path: Path, tmp_path: Path) -> None:
        template = library.Library().find(self.FAMILIES[path.stem.removesuffix(".answers")])
        done = in_process(template, "--answers", path, "--to", "text", "--output", tmp_path / "policy.txt")
        assert (done.returncode, done.stderr) == (0, "")
        text = (tmp_path / "policy.txt").read_text(encoding="utf-8")
        open_lines = [line for line in done.stdout.splitlines() if line.startswith("Still open: ")]
        assert ("[to decide:" in text) <= bool(open_lines)
        assert "{" not in text
