"""Keeps what signed-in people see out of every cache between the server and their eyes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]


class PrivatePagesMiddleware:
    """Answers to somebody who is signed in, or is signing in, are stored nowhere."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated or response.has_header("Set-Cookie"):
            response["Cache-Control"] = "no-store, private"
        return response
