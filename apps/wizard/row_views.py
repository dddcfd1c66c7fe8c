"""The rows of a list question: added, changed, moved and removed one at a time, on pages of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from apps.policies import actions, rows
from apps.policydoc.template import Column, Question
from apps.wizard.addresses import page_url
from apps.wizard.answer_form import RowForm
from apps.wizard.asked import BLANK, Asked
from apps.wizard.blocks import guidance_of
from apps.wizard.doors import Opened, draft_for, while_a_draft
from apps.wizard.pages import Page
from apps.wizard.shown import row_words
from apps.wizard.signed_out import take_typed

ADD, CHANGE, REMOVE, UP, DOWN = "add", "change", "remove", "up", "down"


def row_action(request: HttpRequest, opened: Opened, page: Page, action: str, target: str) -> str:
    """Do what a button on the section's page asks for a row, and answer where to go. `target` is "question row"."""
    question_id, _, row_id = target.partition(" ")
    question = _list_question(opened, question_id)
    names = [opened.school.slug, opened.policy.slug, question_id]
    place = next((n for n, row in enumerate(_rows(opened, question)) if row["id"] == row_id), None)
    if action == ADD:
        return reverse("row-add", args=names)
    if place is not None and action in (CHANGE, REMOVE):
        return reverse(f"row-{action}", args=[*names, row_id])
    if place is not None and action in (UP, DOWN):
        rows.move_row(opened.version, question_id, row_id, to=place + (1 if action == DOWN else -1), by=request.user)
    return _back(opened, question_id)


@require_http_methods(["GET", "POST"])
@while_a_draft
def row_add(request: HttpRequest, school: str, policy: str, question: str) -> HttpResponse:
    """The new row's id travels with the form: sending the form twice adds one row."""
    opened = draft_for(request, school, policy, can="edit")
    asked = _list_question(opened, question)
    columns = [_column(opened, asked, column, BLANK) for column in asked.columns]
    if request.method == "GET":
        typed = take_typed(request)
        empty = RowForm(asked=columns, row=rows.new_row_id())
        return _show(request, opened, asked, empty if typed is None else RowForm(typed, asked=columns))
    form = RowForm(request.POST, asked=columns)
    if not form.is_valid():
        return _show(request, opened, asked, form, status=422)
    try:
        data = form.cleaned_data
        saved = rows.add_row(opened.version, question, form.cells, row=data["row"], seen=data["seen"], by=request.user)
    except actions.AnswersRefused as refused:
        return _refused(request, opened, asked, form, refused)
    if saved.clashes:
        return _clash(request, opened, asked, form, saved.clashes[0])
    return _saved(request, opened, question, form)


@require_http_methods(["GET", "POST"])
@while_a_draft
def row_change(request: HttpRequest, school: str, policy: str, question: str, row: str) -> HttpResponse:
    opened = draft_for(request, school, policy, can="edit")
    asked = _list_question(opened, question)
    stored = _row(opened, asked, row) if request.method == "GET" else {}
    columns = [_column(opened, asked, column, stored.get(column.id, BLANK)) for column in asked.columns]
    if request.method == "GET":
        typed = take_typed(request)
        read = RowForm(asked=columns, row=row, seen=rows.row_seen(stored))
        form = read if typed is None else RowForm(typed, asked=columns)
        return _show(request, opened, asked, form, changing=True)
    form = RowForm(request.POST, asked=columns)
    if not form.is_valid():
        return _show(request, opened, asked, form, status=422, changing=True)
    try:
        seen = form.cleaned_data["seen"] or None
        saved = rows.change_row(opened.version, question, row, form.cells, seen=seen, by=request.user)
    except actions.AnswersRefused as refused:
        return _refused(request, opened, asked, form, refused, changing=True)
    if saved.clashes:
        return _clash(request, opened, asked, form, saved.clashes[0])
    return _saved(request, opened, question, form)


@require_http_methods(["GET", "POST"])
@while_a_draft
def row_remove(request: HttpRequest, school: str, policy: str, question: str, row: str) -> HttpResponse:
    """Asks first. Removing what is gone already is no mistake."""
    opened = draft_for(request, school, policy, can="edit")
    asked = _list_question(opened, question)
    if request.method == "POST":
        rows.remove_row(opened.version, question, row, by=request.user)
        return redirect(_back(opened, question))
    words = row_words(asked, _row(opened, asked, row))
    context = opened.context | {"question": asked, "words": words, "back_url": _back(opened, question)}
    return render(request, "wizard/row_remove.html", context)


# --- what these pages share -----------------------------------------------------------------------------------------


def _list_question(opened: Opened, question_id: str) -> Question:
    question = opened.walk.bundle.questions.get(question_id)
    if question is None or question.kind != "list" or opened.walk.page_of(question_id) is None:
        raise Http404("There is no such list.")
    return question


def _rows(opened: Opened, question: Question) -> list[dict[str, Any]]:
    return opened.walk.stored(question) or []


def _row(opened: Opened, question: Question, row_id: str) -> dict[str, Any]:
    row = next((row for row in _rows(opened, question) if row["id"] == row_id), None)
    if row is None:
        raise Http404("There is no such entry.")
    return row


def _column(opened: Opened, asked: Question, column: Column, value: Any) -> Asked:
    """A column as a question, so that it is asked, read and refused like any other."""
    words = opened.walk.words
    question = Question(column.id, column.kind, words(column.label), optional=column.may_be_empty)  # type: ignore[arg-type]
    label = f"{question.prompt} (optional)" if column.may_be_empty else question.prompt
    guidance = tuple(words(line) for line in column.guidance)
    return Asked(question, label, guidance=guidance, value=value, list_prompt=words(asked.prompt))


def _show(
    request: HttpRequest,
    opened: Opened,
    question: Question,
    form: RowForm,
    *,
    status: int = 200,
    changing: bool = False,
) -> HttpResponse:
    context = opened.context | {
        "question": question,
        "prompt": opened.walk.words(question.prompt),
        "guidance": guidance_of(opened.walk, question.guidance),
        "form": form,
        "changing": changing,
        "back_url": _back(opened, question.id),
    }
    return render(request, "wizard/row.html", context, status=status)


def _refused(
    request: HttpRequest,
    opened: Opened,
    question: Question,
    form: RowForm,
    refused: actions.AnswersRefused,
    *,
    changing: bool = False,
) -> HttpResponse:
    for sentences in refused.problems.values():
        for sentence in sentences:
            form.add_error(None, sentence)
    return _show(request, opened, question, form, status=422, changing=changing)


def _clash(request: HttpRequest, opened: Opened, question: Question, form: RowForm, clash: Any) -> HttpResponse:
    """Somebody else changed the row: theirs in words above the form, yours in it; saving again insists on yours."""
    theirs = row_words(question, clash.theirs) if clash.theirs else "The entry was removed."
    form.insist(clash.seen)
    context = opened.context | {
        "question": question,
        "prompt": opened.walk.words(question.prompt),
        "form": form,
        "changing": True,
        "theirs": theirs,
        "by_you": clash.changed_by == request.user,
        "removed": clash.theirs is None,
        "who": str(clash.changed_by or "The system"),
        "back_url": _back(opened, question.id),
    }
    return render(request, "wizard/row.html", context, status=409)


def _saved(request: HttpRequest, opened: Opened, question: str, form: RowForm) -> HttpResponse:
    for sentence in form.removed:
        messages.warning(request, sentence)
    return redirect(_back(opened, question))


def _back(opened: Opened, question: str) -> str:
    page = opened.walk.page_of(question)
    if page is None:
        raise Http404("There is no such list.")
    return f"{page_url(opened, page)}#q-{question}"
