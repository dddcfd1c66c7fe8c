"""Loading the register: the first time, again, with changes, with broken rows, cut short, twice at once."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.schools.events import SYSTEM, verify
from apps.schools.models import Event, RegisterEntry
from apps.schools.register import loading
from apps.schools.register.file import INVENTED_REGISTER, Broken, FileRefused, RegisterFile
from apps.schools.register.loading import FIELDS, Report, load
from tests.schools.invented_register import header, school, text_of, write, write_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.csv"


def loaded(path: Path, **options: Any) -> Report:
    return load(RegisterFile(path), by=SYSTEM, **options)


def rows() -> list[tuple[Any, ...]]:
    return list(RegisterEntry.objects.order_by("urn").values_list(*FIELDS))


def test_the_invented_register_is_loaded_once_and_then_stands(path: Path) -> None:
    assert loaded(INVENTED_REGISTER) == Report(rows=18, added=18)
    before = rows()
    assert loaded(INVENTED_REGISTER) == Report(rows=18, same=18)
    assert rows() == before
    entry = RegisterEntry.objects.get(urn=900_006)
    assert (entry.name, entry.address_lines, entry.establishment_key, entry.head_name) == (
        "St Zéphyrine’s Church of England (Aided) Junior School",
        ("Priory Street", "Wexmoor", "Wexmoorshire"),
        "991/3306",
        "Zachary Pellew",
    )


def test_what_changed_is_changed_and_nothing_else(path: Path) -> None:
    loaded(write(path, school(900_101), school(900_102), school(900_103)))
    changed = write(path, school(900_103), school(900_102, Town="Elmwick"), school(900_104))
    assert loaded(changed, whole=False) == Report(rows=3, added=1, changed=1, same=1)
    assert list(RegisterEntry.objects.order_by("urn").values_list("urn", "town")) == [
        (900_101, "Larchwell"), (900_102, "Elmwick"), (900_103, "Larchwell"), (900_104, "Larchwell"),
    ]  # fmt: skip


class TestSchoolsThatAreGone:
    def test_are_marked_not_removed_and_come_back(self, path: Path) -> None:
        everybody = [school(900_100 + number) for number in range(20)]
        loaded(write(path, *everybody))
        assert loaded(write(path, *everybody[1:])) == Report(rows=19, same=19, gone=1)
        assert RegisterEntry.objects.get(urn=900_100).missing_since == timezone.localdate()
        assert loaded(write(path, *everybody[1:])) == Report(rows=19, same=19)
        assert loaded(write(path, *everybody)) == Report(rows=20, changed=1, same=19)
        assert not RegisterEntry.objects.exclude(missing_since=None).exists()

    def test_are_not_believed_gone_where_many_are(self, path: Path) -> None:
        loaded(write(path, *(school(900_100 + number) for number in range(20))))
        assert loaded(write(path, school(900_100))) == Report(rows=1, same=1, not_marked=19)
        assert not RegisterEntry.objects.exclude(missing_since=None).exists()

    def test_are_not_believed_gone_where_the_file_is_cut_off(self, path: Path) -> None:
        everybody = [school(900_100 + number) for number in range(20)]
        loaded(write(path, *everybody))
        path.write_bytes(text_of(*everybody[:-1]).encode() + b'"900119","991","Wex')
        assert loaded(path) == Report(rows=20, same=19, broken=1)
        path.write_bytes(text_of(*everybody[:-2]).encode() + b'"900118","991","Wex')
        assert loaded(path) == Report(rows=19, same=18, broken=1, not_marked=1)

    def test_are_not_those_whose_row_is_broken(self, path: Path) -> None:
        everybody = [school(900_100 + number) for number in range(20)]
        loaded(write(path, *everybody))
        assert loaded(write(path, *everybody[1:], school(900_100, StatutoryLowAge="x"))).gone == 0
        assert loaded(write(path, *everybody[1:], school(900_100, Street="x" * 200_000))).gone == 0


def test_broken_rows_are_named_and_cost_nobody_else_anything(path: Path) -> None:
    content = text_of(
        school(900_101),
        school(900_102, OpenDate="yesterday"),
        school(900_103, Town="Oak\0wick"),
        school(900_101, Town="Elmwick"),
        school(900_104),
    )
    path.write_bytes(content.encode("windows-1252") + b'"900105","991"\r\n')
    told: list[Broken] = []
    assert loaded(path, tell=told.append) == Report(rows=6, added=2, broken=4)
    assert told == [
        Broken(3, "OpenDate: “yesterday” is not a day such as 01-09-2024", "900102"),
        Broken(4, "it holds a NUL byte", "900103"),
        Broken(5, "this URN stands further up already, and that row counts", "900101"),
        Broken(7, "it has 2 columns, and the header has 140", "900105"),
    ]
    assert list(RegisterEntry.objects.order_by("urn").values_list("urn", "town")) == [
        (900_101, "Larchwell"), (900_104, "Larchwell"),
    ]  # fmt: skip


@pytest.mark.parametrize("first", [{"StatutoryLowAge": "x"}, {"Town": "Oak\0wick"}])
def test_a_sound_row_behind_a_broken_one_of_the_same_school_counts(path: Path, first: dict[str, str]) -> None:
    write(path, school(900_101, **first), school(900_101, Town="Elmwick"), school(900_101, Town="Third"))
    assert loaded(path) == Report(rows=3, added=1, broken=2)
    assert RegisterEntry.objects.get().town == "Elmwick"


def test_no_letters_that_grow_cost_another_row_anything(path: Path) -> None:
    """Each of these is longer in capitals, in small letters or in its parts than as it stands."""
    growing = ("ß", "ŉ", "ǰ", "ΐ", "İ", "ﬃ", "ﬁ", "ﷺ", "½", "…", "Ǆ", "\u0344", "\u0958")
    columns = {"EstablishmentName": 200, "Postcode": 12, "Town": 100, "LA_name": 100, "HeadLastName": 80}
    odd = [{column: letter * length} for letter in growing for column, length in columns.items()]
    rows = [school(900_100 + number, **cells) for number, cells in enumerate(odd)]
    write(path, *rows, school(900_999), encoding="utf-8")
    report = loaded(path)
    assert report.added + report.broken == len(rows) + 1
    assert report.broken >= len(growing)
    assert RegisterEntry.objects.filter(urn=900_999).exists()
    assert loaded(path).same == report.added


def test_a_row_that_the_database_refuses_is_named_and_the_others_are_stored(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = loading.Columns.values

    def values(self: loading.Columns, cells: list[str]) -> dict[str, Any]:
        found = read(self, cells)
        return found | {"low_age": -1} if found["urn"] == 900_102 else found

    monkeypatch.setattr(loading.Columns, "values", values)
    told: list[Broken] = []
    write(path, *(school(900_100 + number) for number in range(5)))
    assert loaded(path, tell=told.append) == Report(rows=5, added=4, broken=1)
    assert [(broken.line, broken.urn) for broken in told] == [(4, "900102")]
    assert told[0].reason.startswith("the database does not take it (")
    assert loaded(path, tell=told.append) == Report(rows=5, same=4, broken=1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes words of any length")
def test_a_derived_text_that_is_too_long_costs_one_row(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.schools.register.columns.postcode_key", lambda postcode: postcode * 3)
    told: list[Broken] = []
    write(path, school(900_101), school(900_102, Postcode="Z9"))
    assert loaded(path, tell=told.append) == Report(rows=2, added=1, broken=1)
    why = "the database does not take it (value too long for type character varying(12))"
    assert told == [Broken(2, why, "900101")]


def test_a_file_without_the_needed_columns_changes_nothing(path: Path) -> None:
    path.write_text("URN,Name\r\n900001,Oak\r\n")
    with pytest.raises(FileRefused):
        loaded(path)
    assert (RegisterEntry.objects.count(), Event.objects.count()) == (0, 0)


def test_one_event_of_the_installation_tells_of_it(path: Path) -> None:
    loaded(write(path, school(900_101), school(900_102, URN="x")))
    (event,) = Event.objects.all()
    assert (event.chain.school, event.chain.trust, event.verb, event.payload) == (
        None, None, "register-loaded",
        {"file": "register.csv", "encoding": "windows-1252", "rows": 2, "added": 1, "changed": 0, "same": 0,
         "broken": 1, "gone": 0, "not_marked": 0},
    )  # fmt: skip
    assert verify(None) == []


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_batch_takes_the_same_few_queries_however_many_rows_it_has(
    path: Path, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everybody = [school(900_100 + number) for number in range(count)]
    loaded(write(path, *everybody), whole=False)
    work = loading._Loading(loading.Columns(header()), lambda broken: None)
    for record in RegisterFile(path).records():
        work.take(record)
    with django_assert_num_queries(1):
        work.store()


def test_a_run_that_is_cut_short_leaves_what_it_had_and_the_next_finishes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "BATCH", 5)
    write(path, *(school(900_100 + number) for number in range(20)))

    def stop(file: RegisterFile) -> None:
        if file.position > file.size / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loaded(path, progress=stop)
    half = RegisterEntry.objects.count()
    assert 5 <= half < 20
    assert loaded(path) == Report(rows=20, added=20 - half, same=half)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_do_not_break_each_other(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 20)
    write_many(path, 200)
    lines = path.read_bytes().splitlines(keepends=True)
    other = tmp_path / "reversed.csv"
    other.write_bytes(b"".join([lines[0], *reversed(lines[1:])]))
    reports: list[Report] = []
    both = Barrier(2)

    def run(mine: Path) -> None:
        both.wait()
        try:
            reports.append(loaded(mine))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[mine]) for mine in (path, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.rows - report.broken for report in reports] == [200, 200]
    assert loaded(path) == Report(rows=200, same=200)
    assert verify(None) == []


class TestCommand:
    def run(self, *arguments: str) -> tuple[str, str, int]:
        """What it says, what it complains of, and its exit code."""
        out, err = StringIO(), StringIO()
        try:
            call_command("load_schools", *arguments, stdout=out, stderr=err)
        except CommandError as error:
            return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
        return out.getvalue(), err.getvalue(), 0

    def test_says_how_it_read_the_file_and_what_came_of_it(self) -> None:
        said, complained, code = self.run(str(INVENTED_REGISTER))
        assert said == (
            "invented_schools.csv: read as windows-1252, because its letters beyond ASCII are not valid in UTF-8 "
            "(counted: 4).\n18 rows: 18 added, 0 changed, 0 as before, 0 broken.\n"
        )
        assert (complained, code) == ("", 0)
        assert self.run(str(INVENTED_REGISTER))[0].endswith("18 rows: 0 added, 0 changed, 18 as before, 0 broken.\n")

    def test_names_broken_rows_and_ends_with_2(self, path: Path) -> None:
        write(path, school(900_101), school(900_102, StatutoryLowAge="x"), school(URN="no"))
        _, complained, code = self.run(str(path))
        assert complained == (
            "line 3 (URN 900102): StatutoryLowAge: “x” is not a number from 0 to 99\n"
            "line 4 (URN no): URN: “no” is not a number of six digits\n"
            "2 rows are broken and skipped, named above."
        )
        assert (code, RegisterEntry.objects.count()) == (2, 1)

    def test_refuses_other_files_with_1(self, path: Path, tmp_path: Path) -> None:
        path.write_text("a,b\n")
        assert self.run(str(path))[2] == 1
        assert self.run(str(tmp_path / "missing.csv"))[1:] == (
            f"{tmp_path / 'missing.csv'}: No such file or directory.",
            1,
        )
        assert self.run(str(tmp_path))[1:] == (f"{tmp_path}: Is a directory.", 1)

    def test_shows_no_progress_bar_where_nobody_watches(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.run(str(INVENTED_REGISTER))
        assert capsys.readouterr().err == ""

    def test_shows_a_progress_bar_to_a_person(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        self.run(str(INVENTED_REGISTER))
        assert "100%" in capsys.readouterr().err
