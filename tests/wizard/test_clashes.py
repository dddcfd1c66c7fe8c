"""Two people answer the same question: nothing is lost, and both answers are shown side by side."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.test import Client
from lxml import html

from apps.policies.models import Answer, Version
from apps.schools.models import User
from tests.wizard.conftest import POLICY
from tests.wizard.test_sections import shown

END, PETS = f"{POLICY}sections/end/", f"{POLICY}sections/pets/"


def test_the_same_question_answered_by_two_people(
    window: Client, draft: Version, editor: User, signed_in: Callable[[User], Client]
) -> None:
    mine = shown(window.get(END)) | {"goodbye": "no", "action": "save"}
    other = signed_in(editor)
    other.post(END, shown(other.get(END)) | {"goodbye": "yes", "action": "save"})
    response = window.post(END, mine)
    assert response.status_code == 409
    page = html.fromstring(response.content)
    labels = [" ".join(label.text_content().split()) for label in page.iter("label")]
    assert labels == ["Theirs: Yes", "Yours: No"]
    assert "Saved by The Editor" in response.content.decode()
    assert draft.answers.get(kind="value", key="goodbye").value is True
    decided = shown(response) | {"stays-0": "mine", "action": "settle"}
    assert window.post(END, decided).status_code == 302
    assert draft.answers.get(kind="value", key="goodbye").value is False


def test_theirs_stays_when_somebody_decides_so(
    window: Client, draft: Version, editor: User, signed_in: Callable[[User], Client]
) -> None:
    mine = shown(window.get(END)) | {"goodbye": "no", "action": "save"}
    other = signed_in(editor)
    other.post(END, shown(other.get(END)) | {"goodbye": "yes", "action": "save"})
    response = window.post(END, mine)
    assert window.post(END, shown(response) | {"stays-0": "theirs", "action": "settle"}).status_code == 302
    assert draft.answers.get(kind="value", key="goodbye").value is True


def test_ones_own_other_window_is_called_that(window: Client, head: User, signed_in: Callable[[User], Client]) -> None:
    mine = shown(window.get(END)) | {"goodbye": "no", "action": "save"}
    other = signed_in(head)
    other.post(END, shown(other.get(END)) | {"goodbye": "yes", "action": "save"})
    page = html.fromstring(window.post(END, mine).content)
    assert [title.text_content() for title in page.iter("h1")] == ["You answered in another window too"]
    assert [" ".join(label.text_content().split()) for label in page.iter("label")] == [
        "In the other window: Yes",
        "In this window: No",
    ]


def test_different_questions_of_one_page_merge(
    window: Client, draft: Version, editor: User, signed_in: Callable[[User], Client]
) -> None:
    other = signed_in(editor)
    mine, theirs = shown(window.get(PETS)), shown(other.get(PETS))
    window.post(PETS, mine | {"pet-place": "the yard", "action": "later"})
    response = other.post(PETS, theirs | {"pet-visits": "breaks", "action": "later"})
    assert response.status_code == 302
    stored = dict(draft.answers.filter(kind="value", value__isnull=False).values_list("key", "value"))
    assert stored == {"pet-place": "the yard", "pet-visits": "breaks"}


def test_a_forged_decision_changes_nothing(window: Client, draft: Version) -> None:
    nul = {"kind": "value", "key": "\0", "value": "\0", "seen": "\0"}
    strange = [nul, nul | {"value": None}, nul | {"kind": "kept", "value": True}, nul | {"kind": "strange"}]
    unknown = {"kind": "value", "key": "none", "value": 1, "seen": "x"}
    for forged in ("", "{", "[]", '{"kind": "value"}', *map(json.dumps, [unknown, *strange])):
        response = window.post(END, {"clash": [forged], "stays-0": "mine", "action": "settle"})
        assert response.status_code == 302
    assert Answer.objects.filter(value__isnull=False).count() == 0
