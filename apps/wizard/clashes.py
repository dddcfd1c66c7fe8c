"""Two people answered the same question: both answers side by side, and which of them stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from apps.policies.changes import Change, Clash
from apps.policydoc.normalise import JsonError, load_json
from apps.policydoc.template import CONTROL
from apps.wizard.addresses import page_url
from apps.wizard.doors import Opened
from apps.wizard.pages import Page
from apps.wizard.shown import answer_lines
from apps.wizard.walk import PARTS_OF_ANSWERS, Walk

MINE = "mine"
WHAT = {
    "undecided": "Not decided yet",
    "reason": "The reason",
    "kept": "Stays in",
    "left-out": "Left out",
    "accepted": "The usual choice",
}


@dataclass(frozen=True)
class BothSides:
    """One clash in words. `posted` goes back with the decision: the row, your value and what you have now seen."""

    name: str
    prompt: str
    theirs: tuple[str, ...]
    yours: tuple[str, ...]
    who: str
    clash: Clash
    posted: str
    by_you: bool = False


def clash_page(request: HttpRequest, opened: Opened, page: Page, clashes: Sequence[Clash]) -> HttpResponse:
    context = opened.context | {
        "page": page,
        "heading": opened.walk.words(page.heading),
        "clashes": [
            replace(_in_words(opened.walk, clash, number), by_you=clash.changed_by == request.user)
            for number, clash in enumerate(clashes)
        ],
        "all_by_you": all(clash.changed_by == request.user for clash in clashes),
        "action_url": page_url(opened, page),
        "back": request.POST.get("back", ""),
    }
    return render(request, "wizard/clash.html", context, status=409)


def settled(data: QueryDict) -> list[Change]:
    """The changes that somebody insists on; what cannot be read is left as the other person saved it."""
    found = []
    for number, posted in enumerate(data.getlist("clash")):
        if data.get(f"stays-{number}") != MINE:
            continue
        try:
            row = load_json(posted)
        except JsonError:
            continue
        if not isinstance(row, dict) or {type(row.get(name)) for name in ("kind", "key", "seen")} != {str}:
            continue
        if row["kind"] in PARTS_OF_ANSWERS:
            found.append(Change(row["kind"], row["key"], row.get("value"), row["seen"]))
    return found


def _in_words(walk: Walk, clash: Clash, number: int) -> BothSides:
    question = f"{CONTROL}.{clash.key}" if clash.kind == CONTROL else clash.key
    asked = walk.bundle.questions.get(question)
    if asked is not None:
        prompt = walk.words(asked.prompt)
    else:
        prompt = walk.words(walk.bundle.source(walk.bundle.nodes[clash.key])) if clash.key in walk.bundle.nodes else ""
    row = {"kind": clash.kind, "key": clash.key, "value": clash.yours, "seen": clash.seen}
    return BothSides(
        f"stays-{number}", prompt,
        _lines(walk, clash.theirs_kind, clash, clash.theirs), _lines(walk, clash.kind, clash, clash.yours),
        str(clash.changed_by or "The system"), clash, json.dumps(row),
    )  # fmt: skip


def _lines(walk: Walk, kind: str, clash: Clash, value: Any) -> tuple[str, ...]:
    """One side in words; its `kind` is another one where one of the two said “Not decided yet”."""
    if value is None:
        return ("No answer",)
    question = walk.bundle.questions.get(f"{CONTROL}.{clash.key}" if clash.kind == CONTROL else clash.key)
    if kind in ("value", CONTROL) and question is not None:
        return tuple(answer_lines(walk, question, value))
    if isinstance(value, dict):
        return (": ".join(filter(None, (WHAT.get(kind), *map(str, value.values())))),)
    return (WHAT.get(kind, str(value)),)
