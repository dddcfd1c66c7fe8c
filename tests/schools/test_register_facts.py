"""What the register says, as it is shown and printed: short names, names in capitals, addresses of websites."""

from __future__ import annotations

import pytest

from apps.schools.register.facts import in_small_letters, suggested_short_name, web_address


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Oak Lane Community Primary School", "Oak Lane"),
        ("St Mary's Catholic Primary School", "St Mary's"),
        ("The Lantern Centre", "The Lantern Centre"),
        ("School", "School"),
        ("Primary School", "Primary"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert suggested_short_name(name) == short


@pytest.mark.parametrize(
    ("register", "printed"),
    [
        ("THE ARCHBISHOP'S TRUST FOR ALL OF WEXMOOR", "The Archbishop's Trust for All of Wexmoor"),
        ("iTrust Wexmoor", "iTrust Wexmoor"),
        ("St Mary's CE (VA) Primary", "St Mary's CE (VA) Primary"),
        ("CIT ACADEMY", "CIT Academy"),
        ("ST MARY’S CE (VA) PRIMARY", "St Mary’s CE (VA) Primary"),
        ("WEXMOOR COFE SCHOOL", "Wexmoor CofE School"),
        ("WEXMOOR PRU AND SEN BASE", "Wexmoor PRU and SEN Base"),
        ("BXT ÉCOLE, LYNN", "BXT École, Lynn"),
        ("STOKE-ON-VALE R.C. SCHOOL", "Stoke-on-Vale R.C. School"),
        ("OAK SCHOOL NO 2", "Oak School No 2"),
        ("学校", "学校"),
        ("", ""),
    ],
)
def test_names_in_capitals(register: str, printed: str) -> None:
    assert in_small_letters(register) == printed


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.oak.example", "https://www.oak.example"), ("http://oak.example/a", "http://oak.example/a"), ("", ""),
        ("javascript://oak", ""), ("not an address", ""), ("head@oak", ""), ("oak.example" + "/a" * 100, ""),
    ],
)  # fmt: skip
def test_websites(text: str, address: str) -> None:
    assert web_address(text) == address
