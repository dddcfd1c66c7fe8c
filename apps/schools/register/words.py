"""Brings names and postcodes to one form, so that a look-up finds a school however its name was typed."""

from __future__ import annotations

import re
import unicodedata

MOST_WORDS = 8

_APOSTROPHES = re.compile("['’‘ʼ´`′]")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_NO_WORD = re.compile(r"[^\w]+|_+")
# One form for each way of writing the same, on words with single spaces between them; longer ones stand first.
_SAME = tuple(
    (re.compile(rf"\b(?:{ways})\b"), one)
    for ways, one in (
        ("church of england|c of e|c ofe|cof e|cofe|c e", "ce"),
        ("roman catholic|r c|rc", "catholic"),
        ("voluntary aided|v a", "va"),
        ("voluntary controlled|v c", "vc"),
        ("saint", "st"),
        ("saints|ss", "sts"),
    )
)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th"})


def name_words(name: str) -> str:
    """The name in small letters without accents and punctuation, with a space before each word and one form for each.

    >>> name_words("St. Zéphyr’s C of E (Aided) Primary & Nursery")
    ' st zephyrs ce aided primary and nursery'
    """
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(_LETTERS)
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = _APOSTROPHES.sub("", text).replace("&", " and ")
    text = _INITIALS.sub(lambda found: found.group().replace(".", "") + " ", text)
    text = _NO_WORD.sub(" ", text).strip()
    for ways, one in _SAME:
        text = ways.sub(one, text)
    return "".join(f" {word}" for word in text.split())


def is_urn(text: str) -> bool:
    """Whether it is written as a URN: six digits and nothing else."""
    return len(text) == 6 and text.isascii() and text.isdigit()


def postcode_key(postcode: str) -> str:
    """The postcode, or its beginning, without spaces and in capitals; "" if it holds anything but letters and digits.

    >>> postcode_key("zz9 1ab")
    'ZZ91AB'
    """
    key = "".join(postcode.upper().split())
    return key if key.isascii() and key.isalnum() else ""
