"""The reader of the register's file: what it reads, what it names as broken, and how it tells the encoding."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.schools.register.file import (
    INVENTED_REGISTER,
    LONGEST_LINE,
    UTF_8,
    WINDOWS,
    Broken,
    FileRefused,
    RegisterFile,
    Row,
)
from tests.schools.invented_register import header, school, text_of

REAL_DATA = os.environ.get("POLICYWRIGHT_REAL_DATA", "")


def file_of(folder: Path, content: bytes, encoding: str = "") -> RegisterFile:
    path = folder / "register.csv"
    path.write_bytes(content)
    return RegisterFile(path, encoding)


def read(folder: Path, content: bytes) -> list[tuple[int, str]]:
    """(line, the cells joined or "broken: why") of each record of a file whose header is a,b."""
    found = []
    for record in file_of(folder, b"a,b\r\n" + content).records():
        told = "|".join(record.cells) if isinstance(record, Row) else f"broken: {record.reason}"
        found.append((record.line, told))
    return found


class TestRecords:
    def test_stand_with_the_line_where_they_begin(self, tmp_path: Path) -> None:
        assert read(tmp_path, b'1,2\r\n"3","4"\r\n5,"6 ""six"""\r\n') == [(2, "1|2"), (3, "3|4"), (4, '5|6 "six"')]

    def test_of_an_invented_register(self) -> None:
        file = RegisterFile(INVENTED_REGISTER)
        rows = list(file.records())
        assert (len(rows), {type(row) for row in rows}, file.ends_early) == (18, {Row}, False)
        assert file.position == file.size

    def test_may_hold_line_ends_and_commas(self, tmp_path: Path) -> None:
        assert read(tmp_path, b'1,"x,\r\ny"\r\n2,3\n') == [(2, "1|x,\r\ny"), (4, "2|3")]

    def test_empty_lines_are_passed_over(self, tmp_path: Path) -> None:
        assert read(tmp_path, b"\r\n1,2\r\n\r\n  \r\n3,4\r\n\r\n") == [(3, "1|2"), (6, "3|4")]

    def test_need_no_line_end_after_the_last(self, tmp_path: Path) -> None:
        assert read(tmp_path, b"1,2\r\n3,4") == [(2, "1|2"), (3, "3|4")]


class TestBrokenRecords:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"1\r\n", "it has 1 columns, and the header has 2"),
            (b"1,2,3\r\n", "it has 3 columns, and the header has 2"),
            (b"1,\x00\r\n", "it holds a NUL byte"),
            (b'1,"2\r\n', "a quotation mark is opened and not closed"),
            (b'"1"x"2",3\r\n', "its quotation marks cannot be read (',' expected after '\"')"),
            (b'1,"2', "a quotation mark is opened and not closed; the file ends in the middle of it"),
            (b"1", "it has 1 columns, and the header has 2; the file ends in the middle of it"),
        ],
    )
    def test_are_named(self, tmp_path: Path, content: bytes, reason: str) -> None:
        assert read(tmp_path, b"8,9\r\n" + content) == [(2, "8|9"), (3, f"broken: {reason}")]

    def test_an_open_quotation_mark_costs_one_row_only(self, tmp_path: Path) -> None:
        content = b'1,2\r\n3,"4\r\n' + b'"5","6"\r\n' * 30
        found = read(tmp_path, content)
        assert found[1] == (3, "broken: a quotation mark is opened and not closed")
        assert found[2:] == [(line, "5|6") for line in range(4, 34)]

    def test_two_open_quotation_marks_cost_two_rows(self, tmp_path: Path) -> None:
        found = read(tmp_path, b'1,"2\r\n"3","4"\r\n5,"6\r\n"7","8"\r\n')
        assert [line for line, told in found if told.startswith("broken")] == [2, 4]
        assert [told for _, told in found if not told.startswith("broken")] == ["3|4", "7|8"]

    def test_a_byte_that_means_nothing_costs_one_row(self, tmp_path: Path) -> None:
        assert read(tmp_path, b"1,\x81\r\n2,\xe9\r\n") == [
            (2, "broken: the byte 0x81 means nothing in windows-1252"),
            (3, "2|é"),
        ]

    def test_an_endless_line_costs_no_memory_and_one_row(self, tmp_path: Path) -> None:
        content = b"1,2\r\n" + b"x" * (3 * LONGEST_LINE) + b"\r\n3,4\r\n"
        assert read(tmp_path, content) == [(2, "1|2"), (3, "broken: it is longer than 100,000 bytes"), (4, "3|4")]

    def test_tell_whose_row_it_is_where_that_can_be_seen(self, tmp_path: Path) -> None:
        begin = text_of().encode()
        (broken,) = file_of(tmp_path, begin + b'"900001","cut\r\n').records()
        assert broken == Broken(2, "a quotation mark is opened and not closed", "900001")

    def test_tell_whose_row_it_is_wherever_the_number_stands(self, tmp_path: Path) -> None:
        content = b"a,URN\r\n1,900001,3\r\n2,900002," + b"x" * (2 * LONGEST_LINE) + b"\r\n3,900003\r\n"
        assert list(file_of(tmp_path, content).records()) == [
            Broken(2, "it has 3 columns, and the header has 2", "900001"),
            Broken(3, "it is longer than 100,000 bytes", "900002"),
            Row(4, ["3", "900003"]),
        ]

    @pytest.mark.parametrize("length", [LONGEST_LINE - 1, LONGEST_LINE, LONGEST_LINE + 1, 3 * LONGEST_LINE])
    def test_a_long_line_in_a_cell_that_is_never_closed(self, tmp_path: Path, length: int) -> None:
        found = read(tmp_path, b'1,"2\r\n' + b"x" * (length - 2) + b"\r\n3,4\r\n")
        assert [(line, told.partition(":")[0]) for line, told in found] == [(2, "broken"), (3, "broken"), (4, "3|4")]

    def test_a_long_line_at_the_end_is_cut_off(self, tmp_path: Path) -> None:
        file = file_of(tmp_path, b"a,b\r\n" + b"x" * (2 * LONGEST_LINE))
        assert [record.reason for record in file.records() if isinstance(record, Broken)] == [
            "it is longer than 100,000 bytes; the file ends in the middle of it"
        ]
        assert (file.ends_early, file.position) == (True, file.size)

    @settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.sampled_from([b'"', b",", b"\n", b"\r\n", b"\x00", b"\xe9", b"\x81", b"a", b"1,2\r\n"]), max_size=60
        )
    )
    def test_whatever_stands_there_the_file_is_read_to_its_end(self, tmp_path: Path, parts: list[bytes]) -> None:
        file = file_of(tmp_path, b"a,b\r\n" + b"".join(parts) + b"\r\n1,2\r\n", WINDOWS)
        lines = [record.line for record in file.records()]
        assert lines == sorted(set(lines))
        assert file.position == file.size


class TestEncoding:
    def test_the_real_one(self, tmp_path: Path) -> None:
        file = file_of(tmp_path, "a,b\r\nZoë’s,–\r\n".encode(WINDOWS))
        assert (file.encoding, [row.cells for row in file.records()]) == (WINDOWS, [["Zoë’s", "–"]])
        assert file.reading == "because its letters beyond ASCII are not valid in UTF-8 (counted: 2)."

    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_utf_8(self, tmp_path: Path, mark: str) -> None:
        file = file_of(tmp_path, f"{mark}a,b\r\nZoë’s,–\r\n".encode())
        assert (file.encoding, file.header, [row.cells for row in file.records()]) == (
            UTF_8,
            ["a", "b"],
            [["Zoë’s", "–"]],
        )

    def test_plain_ascii_is_either(self, tmp_path: Path) -> None:
        assert file_of(tmp_path, b"a,b\r\n1,2\r\n").encoding == WINDOWS

    def test_one_damaged_byte_does_not_turn_a_utf_8_file_into_another(self, tmp_path: Path) -> None:
        content = b"a,b\r\n" + "é,é\r\n".encode() * 5 + b"\xe9 ,1\r\n"
        with pytest.raises(FileRefused, match="are UTF-8 in 10 places and are not in 1"):
            file_of(tmp_path, content)
        records = list(file_of(tmp_path, content, UTF_8).records())
        assert [type(record) for record in records] == [*[Row] * 5, Broken]

    def test_what_was_asked_for_counts(self, tmp_path: Path) -> None:
        file = file_of(tmp_path, "a,b\r\né,1\r\n".encode(), WINDOWS)
        assert [row.cells for row in file.records()] == [["Ã©", "1"]]

    def test_utf_16_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused, match="UTF-16"):
            file_of(tmp_path, "a,b\r\n".encode("utf-16"))


@pytest.mark.parametrize("content", [b"", b"\r\n1,2\r\n"])
def test_a_file_without_a_header_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileRefused, match="empty"):
        file_of(tmp_path, content)


def test_the_invented_register_has_as_many_columns_as_the_real_one() -> None:
    assert len(header()) == len(set(header())) == 140
    assert list(school()) == header()


@pytest.mark.skipif(not REAL_DATA, reason="POLICYWRIGHT_REAL_DATA names no folder")
def test_the_invented_register_has_the_columns_of_the_real_one() -> None:
    real = (Path(REAL_DATA) / "gias_columns.txt").read_text(encoding="utf-8")
    assert set(header()) == {name.strip() for name in re.split(r"[,\n]", real) if name.strip()}
