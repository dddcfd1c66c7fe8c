"""Refuses forms that cannot be read, before anything else reads them."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

log = structlog.get_logger(__name__)
Respond = Callable[[HttpRequest], HttpResponseBase]


class ReadableFormMiddleware:
    """Answers 400 to a form in a strange encoding, with too many fields, too large or cut off on its way.

    Read later it would fail a second time while the error page is made, and that page would be a bare 500.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            request.POST  # noqa: B018 - reading it is what may fail
        except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError) as problem:
            log.warning("form.unreadable", reason=type(problem).__name__)
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)
