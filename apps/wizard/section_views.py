"""The page of one section: its questions, its optional statements, and the policy's own words beside them."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from apps.policies import actions
from apps.policydoc.around import FRONT_PAGE
from apps.policydoc.index import YEARS_SHOWN
from apps.wizard.addresses import back_url, page_url
from apps.wizard.beside import beside
from apps.wizard.blocks import blocks_of, changed, guidance_of, news_of
from apps.wizard.clashes import clash_page, settled
from apps.wizard.consequences import more_elsewhere
from apps.wizard.doors import Opened, draft_for, while_a_draft
from apps.wizard.forms import PageForm
from apps.wizard.groups import part_title
from apps.wizard.pages import Page
from apps.wizard.row_views import row_action
from apps.wizard.signed_out import take_typed
from apps.wizard.walk import Walk

# What the buttons of the page do; a button on a row names the row too.
SAVE, LATER, USUAL, SETTLE = "save", "later", "usual", "settle"
# The questions beside which a head learns that a newer edition of the guidance may be out.
ABOUT_GUIDANCE = ("statutory-guidance", YEARS_SHOWN)


@require_http_methods(["GET", "POST"])
@while_a_draft
def section(request: HttpRequest, school: str, policy: str, node: str) -> HttpResponse:
    return _page(request, draft_for(request, school, policy, can="edit"), "section", node)


@require_http_methods(["GET", "POST"])
@while_a_draft
def school_facts(request: HttpRequest, school: str, policy: str, node: str) -> HttpResponse:
    return _page(request, draft_for(request, school, policy, can="edit"), "school", node)


@require_http_methods(["GET", "POST"])
@while_a_draft
def control(request: HttpRequest, school: str, policy: str) -> HttpResponse:
    return _page(request, draft_for(request, school, policy, can="edit"), "control", "control")


def _page(request: HttpRequest, opened: Opened, kind: str, page_id: str) -> HttpResponse:
    page = opened.walk.page(kind, page_id)
    if page is None:
        raise Http404("There is no such page.")
    if request.method == "GET":
        return _show_typed(request, opened, page) or _show(request, opened, page, _live_form(opened.walk, page))
    if request.htmx:
        return _update(request, opened, page)
    if request.POST.get("action") == SETTLE:
        return _settle(request, opened, page)
    return _save(request, opened, page)


# --- showing ------------------------------------------------------------------------------------------------------


def _live_form(walk: Walk, page: Page) -> PageForm:
    return PageForm(
        asked=[walk.asked(question) for question in walk.live_questions(page)],
        statements=[walk.statement(node) for node in walk.live_statements(page)],
    )


def _show_typed(request: HttpRequest, opened: Opened, page: Page) -> HttpResponse | None:
    """The page with what somebody typed before they found themselves signed out, for them to save."""
    typed = take_typed(request)
    if typed is None:
        return None
    if typed.get("action") == SETTLE:
        after = opened.walk.with_changes(settled(typed))
        return _show(request, replace(opened, walk=after), page, _live_form(after, page), unsaved=True)
    after = opened.walk.with_changes(_shown_form(opened.walk, page, typed, must_answer=False).tentative())
    form = _only_live(_shown_form(after, page, typed, must_answer=False), after, page, typed)
    return _show(request, replace(opened, walk=after), page, form, unsaved=True)


def _show(
    request: HttpRequest, opened: Opened, page: Page, form: PageForm, *, status: int = 200, unsaved: bool = False
) -> HttpResponse:
    """`unsaved`: the form holds what somebody typed and nobody has saved."""
    walk = opened.walk
    back = request.POST.get("back") or request.GET.get("back", "")
    order = [candidate.id for candidate in walk.pages]
    context = opened.context | {
        "page": page,
        "heading": walk.words(page.heading),
        "guidance": guidance_of(walk, page.guidance),
        "form": form,
        "unsaved": unsaved or status != 200,
        "blocks": blocks_of(walk, page, form),
        "usual": len(walk.usual_on(page)),
        "beside": beside(opened, walk, page),
        "asks_front": FRONT_PAGE in walk.live_questions(page),
        "doubted": walk.doubted if any(page.asks(question) for question in ABOUT_GUIDANCE) else (),
        "back": back,
        "back_url": back_url(opened, back) or reverse("tasks", args=[opened.school.slug, opened.policy.slug]),
        "address": page_url(opened, page),
        "part": part_title(walk, page),
        "place": f"Page {order.index(page.id) + 1} of {len(order)}" if page.id in order else "",
    }
    return render(request, "wizard/section.html", context, status=status)


def _update(request: HttpRequest, opened: Opened, page: Page) -> HttpResponse:
    """What would change on the page if it were saved now: the questions that come or go, and the preview."""
    shown = {line.partition(":")[0]: line for line in request.POST.getlist("shown")}
    trial = opened.walk.with_changes(_shown_form(opened.walk, page, request.POST, must_answer=False).tentative())
    form = _live_form(trial, page)
    blocks = changed(blocks_of(trial, page, form), shown)
    context = opened.context | {
        "page": page,
        "form": form,
        "blocks": blocks,
        "news": news_of(blocks, shown),
        "usual": len(trial.usual_on(page)),
        "beside": beside(opened, trial, page),
    }
    return render(request, "wizard/section_update.html", context)


# --- saving -------------------------------------------------------------------------------------------------------


def _shown_form(walk: Walk, page: Page, data: QueryDict, *, must_answer: bool) -> PageForm:
    """The form of what the page showed; where it does not say (a script wrote it), of what is live."""
    shown = {line.partition(":")[0] for line in data.getlist("shown")}
    questions = [question for question in page.questions if question in shown and question not in walk.known]
    nodes = [node for node in page.statements if node.id in shown]
    return PageForm(
        data,
        asked=[walk.asked(question) for question in (questions if shown else walk.live_questions(page))],
        statements=[walk.statement(node) for node in (nodes if shown else walk.live_statements(page))],
        must_answer=must_answer,
    )


def _save(request: HttpRequest, opened: Opened, page: Page) -> HttpResponse:
    must_answer = request.POST.get("action", SAVE) == SAVE
    after = opened.walk.with_changes(_shown_form(opened.walk, page, request.POST, must_answer=False).tentative())
    form = _only_live(_shown_form(opened.walk, page, request.POST, must_answer=must_answer), after, page, request.POST)
    if not form.is_valid():
        return _show_again(request, opened, page, after, must_answer)
    try:
        saved = actions.save_answers(opened.version, form.changes(), by=request.user)
    except actions.AnswersRefused as refused:
        form.refuse(refused.problems)
        return _show(request, opened, page, form, status=422)
    for sentence in form.removed:
        messages.warning(request, sentence)
    if saved.clashes:
        return clash_page(request, opened, page, saved.clashes)
    return _next(request, opened, opened.reloaded(), page)


def _only_live(form: PageForm, after: Walk, page: Page, data: QueryDict) -> PageForm:
    """The form without the questions that its own answers have closed: nobody has to answer those."""
    questions, nodes = set(after.live_questions(page)), {node.id for node in after.live_statements(page)}
    return PageForm(
        data,
        asked=[asked for asked in form.asked if asked.id in questions],
        statements=[statement for statement in form.statements if statement.id in nodes],
        must_answer=form.must_answer,
    )


def _show_again(request: HttpRequest, opened: Opened, page: Page, after: Walk, must_answer: bool) -> HttpResponse:
    """The page with its mistakes, with the options and the preview that follow from what was typed."""
    form = _only_live(_shown_form(after, page, request.POST, must_answer=must_answer), after, page, request.POST)
    return _show(request, replace(opened, walk=after), page, form, status=422)


def _settle(request: HttpRequest, opened: Opened, page: Page) -> HttpResponse:
    """Save what somebody decided after another person had answered the same question."""
    try:
        saved = actions.save_answers(opened.version, settled(request.POST), by=request.user)
    except actions.AnswersRefused:
        messages.error(request, "We could not read your decision. Please answer the question here again.")
        return redirect(page_url(opened, page))
    if saved.clashes:
        return clash_page(request, opened, page, saved.clashes)
    return _next(request, opened, opened.reloaded(), page)


def _next(request: HttpRequest, before: Opened, opened: Opened, page: Page) -> HttpResponse:
    """Where to go after saving: a row's page, the page somebody came from, the next page, or here once more."""
    for sentence in more_elsewhere(before.walk, opened.walk, page):
        messages.info(request, sentence)
    action, _, target = request.POST.get("action", SAVE).partition(" ")
    back = request.POST.get("back", "")
    if target:
        return redirect(row_action(request, opened, page, action, target))
    if action == USUAL:
        return _usual(request, opened, page)
    messages.success(request, f"Saved: {opened.walk.words(page.heading)}.", extra_tags="quiet")
    if action == LATER:
        return redirect("tasks", opened.school.slug, opened.policy.slug)
    if new := _new_questions(request.POST, opened.walk, page):
        count = "One more question follows" if new == 1 else f"{new} more questions follow"
        messages.info(request, f"{count} from your answers.")
        return redirect(page_url(opened, page, back=back))
    return redirect(back_url(opened, back) or _after(opened, page))


def _usual(request: HttpRequest, opened: Opened, page: Page) -> HttpResponse:
    """Take the page's usual choices, and go on unless something else is open here or still empty."""
    usual = opened.walk.usual_on(page)
    actions.confirm_items(opened.version, [item.id for item in usual], by=request.user)
    opened = opened.reloaded()
    count = "The usual choice is taken" if len(usual) == 1 else f"The {len(usual)} usual choices are taken"
    messages.success(request, f"{count} for “{opened.walk.words(page.heading)}”.")
    if opened.walk.open_on(page) or (page.kind == "control" and not opened.walk.stop(page).is_done):
        return redirect(page_url(opened, page, back=request.POST.get("back", "")))
    return redirect(back_url(opened, request.POST.get("back", "")) or _after(opened, page))


def _new_questions(data: QueryDict, walk: Walk, page: Page) -> int:
    """How many questions the saved answers have opened on this page that it did not show."""
    shown = {line.partition(":")[0] for line in data.getlist("shown")}
    live = [*walk.live_questions(page), *(node.id for node in walk.live_statements(page))]
    return sum(item not in shown for item in live) if shown else 0


def _after(opened: Opened, page: Page) -> str:
    """The next page, or the check of all answers after the last one."""
    following = opened.walk.next_page(page)
    if following:
        return page_url(opened, following)
    return reverse("check", args=[opened.school.slug, opened.policy.slug])
