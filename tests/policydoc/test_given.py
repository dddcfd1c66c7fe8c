"""The facts about a school as a submitted version keeps them."""

from __future__ import annotations

from apps.policydoc.document import Image
from apps.policydoc.given import SchoolFacts

OLD = {"legal_name": "Fern Lane Primary School", "display_name": "", "derived": {"school.nursery": False}}


def test_facts_that_were_stored_before_they_had_an_address_are_read_and_written_as_they_were():
    facts = SchoolFacts.from_json(OLD)
    assert facts == SchoolFacts("Fern Lane Primary School", derived={"school.nursery": False})
    assert facts.to_json() == OLD


def test_an_address_and_a_logo_come_back():
    facts = SchoolFacts("Fern Lane", "Fern Lane", {}, ("1 Fern Lane", "Ferntown"), Image("ab" * 32, "A fern"))
    assert facts.to_json() == {
        "legal_name": "Fern Lane",
        "display_name": "Fern Lane",
        "derived": {},
        "address": ["1 Fern Lane", "Ferntown"],
        "logo": {"sha256": "ab" * 32, "alt": "A fern"},
    }
    assert SchoolFacts.from_json(facts.to_json()) == facts
