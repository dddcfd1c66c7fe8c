"""The boundary normaliser: what is taken out, what is refused and in which words, and hostile JSON."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policydoc.normalise import LONG, PRINTABLE, Cleaned, JsonError, clean, load_json, shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("The school office", "The school office"),
        ("  two ends  ", "two ends"),
        ("cafe\u0301", "café"),
        ("tab\tand\u2003space", "tab and space"),
        ("one\r\ntwo\rthree", "one two three"),
        ("a\x0bb", "a b"),
        ("10\u00a0km", "10\u00a0km"),
    ],
)
def test_ordinary_text_is_kept_and_its_spaces_are_made_plain(typed, kept):
    assert clean(typed) == Cleaned(kept)


def test_long_text_keeps_its_lines():
    assert clean("one \r\n\r\ntwo\u2028three\n", limit=LONG, lines=True) == Cleaned("one\n\ntwo\nthree")


@pytest.mark.parametrize(
    ("typed", "kept", "removed"),
    [
        ("a\u200bb\u00adc\u200dd", "abcd", ("3 invisible characters",)),
        ("a\x00b\x07c", "abc", ("2 control characters",)),
        ("a\x9fb\ufffec", "abc", ("2 control characters",)),
        ("a\ud800b", "ab", ("1 control character",)),
        ("abc\u202edef\u2066", "abcdef", ("2 text direction marks",)),
        ("\ufeffa\x1b", "a", ("1 invisible character", "1 control character")),
        ("\u200b\x00", "", ("1 invisible character", "1 control character")),
    ],
)
def test_what_nobody_sees_is_taken_out_and_told(typed, kept, removed):
    assert clean(typed) == Cleaned(kept, removed)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("Well done 😀", "Take out “😀” (grinning face): our documents cannot print it."),
        ("مرحبا", "Take out “م” (arabic letter meem), “ر” (arabic letter reh), “ح” (arabic letter hah), "
         "“ب” (arabic letter beh), “ا” (arabic letter alef): our documents cannot print them."),
        ("一二三四五六七", "Take out “一” (cjk unified ideograph-4e00), “二” (cjk unified ideograph-4e8c), "
         "“三” (cjk unified ideograph-4e09), “四” (cjk unified ideograph-56db), “五” (cjk unified ideograph-4e94) "
         "and 2 more: our documents cannot print them."),
        ("\ue000", "Take out “\ue000” (U+E000): our documents cannot print it."),
    ],
)  # fmt: skip
def test_a_character_that_our_fonts_lack_is_refused_by_name(typed, problem):
    assert clean(typed).problems == (problem,)


def test_the_set_of_printable_characters_can_be_given():
    assert clean("ab", printable=frozenset(b"a")).problems == (
        "Take out “b” (latin small letter b): our documents cannot print it.",
    )


@pytest.mark.parametrize(
    ("typed", "limit", "problems"),
    [
        ("ab " * 66 + "ab", 200, ()),
        ("ab " * 67, 200, ()),
        ("ab " * 67 + "a", 200, ("Shorten this to 200 characters or fewer; it has 202.",)),
        ("x" * 200, 4000, ()),
        ("x" * 201, 4000, ("Put a space into “xxxxxxxxxxxxxxxxxxxx…”: a word may have at most 200 characters.",)),
        ("x" * 100_000, 4000, ("Shorten this to 4,000 characters or fewer; it has 100,000.",)),
    ],
)
def test_what_is_too_long_is_refused_with_what_to_do(typed, limit, problems):
    assert clean(typed, limit=limit).problems == problems


@given(st.text(max_size=300), st.booleans())
def test_cleaning_twice_is_cleaning_once_and_what_passes_is_safe(typed, lines):
    once = clean(typed, limit=400, lines=lines)
    assert clean(once.text, limit=400, lines=lines) == Cleaned(once.text, (), once.problems)
    if not once.problems:
        assert unicodedata.is_normalized("NFC", once.text)
        assert all(ord(character) in PRINTABLE or (lines and character == "\n") for character in once.text)


def test_json_is_read():
    assert load_json(b'\xef\xbb\xbf{"a": [1, {"b": "\\u00e9]["}]}') == {"a": [1, {"b": "é]["}]}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff", "The file is not UTF-8 text: save it as UTF-8."),
        (b"{", "The file is not JSON: line 1, column 2: Expecting property name enclosed in double quotes."),
        (b'{"a": NaN}', "The file holds NaN, which is not JSON."),
        (b"[-Infinity]", "The file holds -Infinity, which is not JSON."),
        (b'{"a": {"b": 1, "b": 2}}', "The file names “b” twice in one object."),
        (b"[" * 11 + b"]" * 11, "The file nests lists and objects more than 10 deep."),
        (b"[" * 60_000, "The file nests lists and objects more than 10 deep."),
        (b'"' + b"x" * 64_000 + b'"', "The file is larger than 64 kB; it has 64 kB."),
        (b"9" * 5000, "The file holds a number that is far too long."),
    ],
)
def test_hostile_json_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(JsonError) as error:
        load_json(data)
    assert str(error.value) == sentence


def test_ten_levels_are_read():
    assert load_json(b"[" * 10 + b"]" * 10) == [[[[[[[[[[]]]]]]]]]]


def test_what_is_quoted_in_messages_is_short_and_visible():
    assert shown("a\x00\ud800b") == "a\ufffd\ufffdb"
    assert shown("x" * 100) == "x" * 40 + "…"
