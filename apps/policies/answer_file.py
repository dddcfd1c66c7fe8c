"""An answers file for the commands: Answers as JSON, with the day, the standing and the facts that rows would hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.policydoc.answers import AnswerError, Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.days import is_day
from apps.policydoc.given import SchoolFacts
from apps.policydoc.normalise import LONG, POLICY_BYTES, JsonError, clean, load_json, shown
from apps.policydoc.standing import Standing, StandingError
from apps.policydoc.validation import validate

Json = dict[str, Any]
LARGEST_FILE = 10_000_000  # bytes that are read to say how much too large a file is


class FileRefused(Exception):
    """There are no answers to read; the message says why."""


@dataclass(frozen=True)
class AnswerFile:
    """`as_of` is an ISO day; `derived` are the values that the school register would give, by question id.

    `problems` are the mistakes that show without a template; what they stand in is empty here. `removed` says what
    nobody can see and was taken out.
    """

    answers: Answers
    as_of: str
    standing: Standing
    derived: Json
    problems: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def school(self) -> SchoolFacts:
        """The names stand in the answers, or among the derived values, as they do for a school with rows."""
        names = {**self.answers.values, **self.derived}
        display = str(names.get("school.name", ""))
        return SchoolFacts(str(names.get("school.legal-name", display)), display, self.derived)


def read_file(path: Path) -> AnswerFile:
    """Raises FileRefused where there is no JSON object to read."""
    try:
        with path.open("rb") as file:
            data = load_json(file.read(LARGEST_FILE), limit=POLICY_BYTES)
    except OSError as error:
        raise FileRefused(f"It cannot be read ({error.strerror}).") from None
    except JsonError as error:
        raise FileRefused(str(error)) from None
    if not isinstance(data, dict):
        raise FileRefused("Answers are an object: { … }.")
    return _read(data)


def _read(data: Json) -> AnswerFile:
    problems: list[str] = []
    rest = {key: item for key, item in data.items() if key not in ("as_of", "standing", "derived")}
    derived = data.get("derived", {})
    standing = _standing(data.get("standing", {}), problems)
    if "as_of" not in data:
        problems.append("“as_of” is required: the day to compose for, such as 2026-11-20.")
    elif not is_day(data["as_of"]):
        problems.append(f"“as_of” must be a day such as 2026-11-20; it is “{shown(data['as_of'])}”.")
    answers = _answers(rest, problems)
    found = _answers({"values": derived}, problems, "derived: ") if isinstance(derived, dict) else None
    if found is None:
        problems.append("“derived” must be an object: { question id: value }.")
    return AnswerFile(answers, str(data.get("as_of")), standing, dict(found.values if found else {}), tuple(problems),
                      tuple(_removed(data)))  # fmt: skip


def _answers(data: Json, problems: list[str], place: str = "") -> Answers:
    try:
        return Answers.from_json(data)
    except AnswerError as error:
        problems += [f"{place}{problem}" for problem in error.problems]
        return Answers()


def _standing(data: Any, problems: list[str]) -> Standing:
    """The standing with its texts cleaned, as those of answers are; its days are days."""
    try:
        standing = Standing.from_json(data)
    except StandingError as error:
        problems += error.problems
        return Standing()
    for name in ("in_force_from", "withdrawn_from"):
        day = getattr(standing, name)
        if day and not is_day(day):
            problems.append(f"standing.{name} must be a day such as 2026-11-20.")
    return standing


def mistakes_in(file: AnswerFile, bundle: Bundle) -> list[str]:
    """Every mistake: of the file itself, and each answer that this template does not ask for or does not allow."""
    problems = [*file.problems] + [str(problem) for problem in validate(bundle, file.answers)]
    problems += [f"derived: {problem}" for problem in validate(bundle, Answers(values=file.derived))]
    return problems + [f"standing: {problem}" for problem in validate(bundle, Answers(control=file.standing.values))]


def _removed(data: Any, place: str = "") -> Iterator[str]:
    """What cleaning takes out of the texts of the file, with the place of each."""
    match data:
        case str():
            for words in clean(data, limit=LONG, lines=True).removed:
                yield f"{place}: {words} taken out"
        case dict():
            for key, item in data.items():
                yield from _removed(item, f"{place}.{shown(key)}" if place else shown(key))
        case list():
            for number, item in enumerate(data, 1):
                yield from _removed(item, f"{place}[{number}]")
