"""manage.py render_policy: a template and an answers file become a policy, without a database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.exports.refusal import CannotRender
from apps.policies.answer_file import AnswerFile, FileRefused, mistakes_in, read_file
from apps.policies.rendering import FORMATS, NotTheSame, is_special, rendered, write_whole
from apps.policydoc.bundle import Bundle
from apps.policydoc.checks import check_bundle
from apps.policydoc.compose import Composed, compose
from apps.policydoc.problem import SourceError
from apps.templates_lib import library
from apps.templates_lib.headless import HeadlessCommand, placed, template_mistakes

WHY = {
    "unanswered": "not answered",
    "unconfirmed": "not confirmed",
    "undecided": "marked as undecided",
    "own-words": "the school's own words are missing",
    "column": "a row is not complete",
    "reason": "the reason is missing",
}


class Command(HeadlessCommand):
    help = "Render a template with a school's answers to a file. Needs no database. Exit code 1 if there are mistakes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("template", metavar="TEMPLATE", help="a path, or family@edition")
        parser.add_argument("--answers", required=True, type=Path, metavar="FILE.json")
        parser.add_argument("--to", required=True, choices=FORMATS, dest="form")
        parser.add_argument("--output", required=True, type=Path, metavar="PATH")
        parser.add_argument("--final", action="store_true", help="refuse a policy in which something is still open")

    def handle(self, *args: Any, **options: Any) -> None:
        bundle, file = self._read(options["template"], options["answers"], options["output"])
        composed = self._compose(bundle, file, final=options["final"])
        still_open = list(_still_open(composed))
        if options["final"] and still_open:
            self.fail([f"This policy is not final, {len(still_open)} still open:", *still_open])
        try:
            write_whole(options["output"], rendered(composed.document, options["form"]))
        except NotTheSame as error:
            self.fail(["The file was not written, it differs from the policy:", *error.differences])
        except CannotRender as error:
            self.fail([str(error)])
        except OSError as error:
            self.fail([_unwritable(options["output"], error.strerror or str(error))])
        self.stdout.write(f"{options['output']}: {'final' if composed.document.control.final else 'draft'}")
        for line in still_open:
            self.stdout.write(f"Still open: {line}")

    def _read(self, template: str, answers: Path, output: Path) -> tuple[Bundle, AnswerFile]:
        """Both inputs, or every mistake of all three paths."""
        mistakes = _output_mistakes(output)
        bundle, file = None, None
        try:
            bundle = library.bundle_at(template)
            problems = check_bundle(bundle, library.guidance_register().families)
            mistakes += [placed(template, problem) for problem in problems]
        except (SourceError, library.NotFound, OSError) as error:
            mistakes += template_mistakes(template, error)
        try:
            file = read_file(answers)
        except FileRefused as error:
            mistakes.append(f"{answers}: {error}")
        if file:
            found = mistakes_in(file, bundle) if bundle else file.problems
            mistakes += [f"{answers}: {mistake}" for mistake in found]
        if mistakes or not bundle or not file:
            self.fail(mistakes)
        for words in file.removed:
            self.stderr.write(f"Note: {answers}: {words}")
        return bundle, file

    def _compose(self, bundle: Bundle, file: AnswerFile, *, final: bool) -> Composed:
        """Composed as a final text if that is asked for or stands in the file; never as one while something is open."""
        asked = "ratified" if final else file.standing.status
        composed = _composed(bundle, file, asked)
        unfinished = asked == "ratified" and any(_still_open(composed))
        return _composed(bundle, file, "draft") if unfinished else composed


def _composed(bundle: Bundle, file: AnswerFile, status: str) -> Composed:
    return compose(
        bundle,
        file.answers,
        school=file.school,
        guidance=library.guidance_register(),
        as_of=file.as_of,
        standing=replace(file.standing, status=status),
    )


def _still_open(composed: Composed) -> Iterator[str]:
    """A line for everything open, and for each gap that is left: document control is never open, but may be missing."""
    for item in composed.open:
        yield f"{item.id} in {item.section or item.part}: {WHY[item.why]}: {item.prompt}"
    known = {item.id for item in composed.open}
    for question, prompt in dict.fromkeys((gap.question, gap.prompt) for gap in composed.document.gaps()):
        if question not in known:
            yield f"{question} in the key details: {WHY['unanswered']}: {prompt}"


def _output_mistakes(output: Path) -> list[str]:
    if output.is_dir():
        return [_unwritable(output, "it is a folder")]
    if is_special(output):
        return []
    folder = output.resolve().parent
    if not folder.is_dir():
        return [_unwritable(output, f"there is no folder {folder}")]
    if not os.access(folder, os.W_OK | os.X_OK):
        return [_unwritable(output, f"the folder {folder} is not writable")]
    return []


def _unwritable(output: Path, reason: str) -> str:
    return f"{output}: it cannot be written: {reason}."
