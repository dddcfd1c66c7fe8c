"""The addresses of the site that under_load.py measures, and two bare ones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from apps.schools.doors import school_for
from config import urls


def bare_page(request: HttpRequest, school: str) -> HttpResponse:
    """A page with session and membership and nothing of its own."""
    return render(request, "bare.html", {"school": school_for(request.user, school, can="see-drafts")})


def bare_bytes(request: HttpRequest, size: int) -> HttpResponse:
    """For somebody who is signed in, as many bytes as a file has."""
    _ = request.user.is_authenticated
    return HttpResponse(bytes(size), content_type="application/pdf")


def member_bytes(request: HttpRequest, size: int, school: str) -> HttpResponse:
    """The same for members of the school, which every page of ours asks for."""
    school_for(request.user, school, can="see-drafts")
    return bare_bytes(request, size)


urlpatterns = [
    *urls.urlpatterns,
    path("bare/page/<school:school>/", bare_page),
    path("bare/bytes/<int:size>/", bare_bytes),
    path("bare/bytes/<int:size>/<school:school>/", member_bytes),
]
