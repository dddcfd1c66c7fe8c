"""Nothing that somebody typed is lost because their session had ended: it waits until they have signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

Respond = Callable[[HttpRequest], HttpResponseBase]

TYPED = "typed-while-signed-out"
SECONDS_KEPT = 60 * 60
LONGEST = 100_000
STOP_POLLING = 286  # htmx's own status: show this, and do not ask again


class SignedOutMiddleware:
    """Stands before LoginRequiredMiddleware and answers for it where its redirect would lose or confuse something.

    The fields of a POST wait in the visitor's session, on the server; after signing in the same page shows them again,
    unsaved, through its own door. A 405 gets a page that says what to do.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if "HX-Request" in request.headers:
            return _for_htmx(request)
        if request.method == "POST":
            _keep(request)
            return redirect(sign_in_url(request.path))
        return None


def _for_htmx(request: HttpRequest) -> HttpResponse:
    """A piece of a page cannot become the sign-in page."""
    if request.method != "GET":
        return HttpResponse(status=401)
    words = '<p class="govuk-body" role="alert">You are signed out. <a class="govuk-link" href="{}">Sign in</a></p>'
    return HttpResponse(format_html(words, sign_in_url(request.path)), status=STOP_POLLING)


def _keep(request: HttpRequest) -> None:
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    fits = sum(len(name) + len(value) for name, value in fields) <= LONGEST
    at = timezone.now().timestamp()
    request.session[TYPED] = {"path": request.path, "fields": fields if fits else None, "at": at}


def take_typed(request: HttpRequest) -> QueryDict | None:
    """What was posted to this address by somebody who was signed out, once; None if nothing was, or long ago."""
    kept = request.session.get(TYPED)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[TYPED]
    if timezone.now().timestamp() - kept["at"] > SECONDS_KEPT:
        return None
    if kept["fields"] is None:
        sentence = "You had been signed out, and what you had typed was too long to keep. Please type it again."
        messages.warning(request, sentence)
        return None
    typed = QueryDict(mutable=True)
    for name, value in kept["fields"]:
        typed.appendlist(name, value)
    messages.warning(request, "You had been signed out. Here is what you had typed: it is not saved yet.")
    return typed


def sign_in_url(path: str) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': path})}"
