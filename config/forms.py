"""Refuses forms that cannot be read, before anything else reads them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import structlog
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

log = structlog.get_logger(__name__)
Respond = Callable[[HttpRequest], HttpResponseBase]

# ValueError: a length that is no number.
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError, ValueError)
LARGEST_REQUEST = 50_000_000  # bytes that are read at all
LARGEST_FILE = 10_000_000  # bytes of an uploaded file that are kept until its form has looked at it


class LimitedUpload(FileUploadHandler):
    """Of a file that is too large only the beginning is kept: its form sees its size, and says so in words."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= LARGEST_FILE:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


class ReadableFormMiddleware:
    """Answers 400 to a form in a strange encoding, with too many fields, too large or cut off on its way.

    Read later it would fail a second time while the error page is made, and that page would be a bare 500.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REQUEST:
                raise BadRequest
            request.POST  # noqa: B018 - reading it is what may fail
        except UNREADABLE as problem:
            log.warning("form.unreadable", reason=type(problem).__name__)
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)
