"""The school's logo: given, described, replaced and removed, and shown to the people of the school."""

from __future__ import annotations

import structlog
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from apps.exports import storage
from apps.policies import actions
from apps.policies.logo import picture_of
from apps.policies.models import Policy
from apps.schools.doors import school_for
from apps.schools.models import School
from apps.wizard.logo_form import LogoForm
from apps.wizard.signed_out import take_typed

log = structlog.get_logger(__name__)

NOT_KEPT = "The picture could not be kept at the moment. Try again in a few minutes."


@require_http_methods(["GET", "POST"])
def logo(request: HttpRequest, school: str) -> HttpResponse:
    """Opened from a policy (`?policy=`), it leads back to it."""
    found = school_for(request.user, school, can="edit")
    if request.method == "GET":
        typed = take_typed(request)  # the file itself cannot be kept for somebody who is signed out
        return _show(request, found, LogoForm(school=found) if typed is None else LogoForm(typed, school=found))
    form = LogoForm(request.POST, request.FILES, school=found)
    if not form.is_valid() or not _saved(request, found, form):
        return _show(request, found, form, status=422)
    messages.success(request, "Your logo is kept.", extra_tags="quiet")
    return redirect(_address("logo", found, request.POST.get("policy", "")))


@require_http_methods(["GET", "POST"])
def logo_remove(request: HttpRequest, school: str) -> HttpResponse:
    """Asks first."""
    found = school_for(request.user, school, can="edit")
    policy = request.POST.get("policy") or request.GET.get("policy", "")
    back = _address("logo", found, policy)
    if request.method == "POST":
        actions.remove_logo(found, by=request.user)
        messages.success(request, "Your logo is removed.", extra_tags="quiet")
        return redirect(back)
    if not found.logo_sha256:
        return redirect(back)
    context = {"school": found, "here": "policies", "can_edit": True, "policy_slug": policy, "back_url": back}
    return render(request, "wizard/logo_remove.html", context)


@require_GET
def picture(request: HttpRequest, school: str, sha256: str) -> HttpResponse:
    """A picture of the school's own, to members only; whatever its bytes are, a browser does nothing but show it."""
    found = school_for(request.user, school, can="read")
    try:
        known = picture_of(found, sha256)
    except storage.FileLost:
        known = None
    except OSError:
        log.exception("storage_down", sha256=sha256, fix="Is the storage of FILES_URL running?")
        return HttpResponse(status=503)
    if known is None:
        raise Http404("There is no such picture.")
    content, media_type = known
    response = HttpResponse(content, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response


def _saved(request: HttpRequest, school: School, form: LogoForm) -> bool:
    """False where the picture was refused: the form then says why."""
    picture, alt = form.cleaned_data["picture"], form.cleaned_data["alt"]
    if picture is None:
        actions.describe_logo(school, alt=alt, by=request.user)
        return True
    try:
        actions.set_logo(school, picture, alt=alt, by=request.user)
    except actions.PictureRefused as refused:
        form.add_error("picture", str(refused))
        return False
    except OSError:
        log.exception("storage_down", fix="Is the storage of FILES_URL running?")
        form.add_error("picture", NOT_KEPT)
        return False
    return True


def _show(request: HttpRequest, school: School, form: LogoForm, *, status: int = 200) -> HttpResponse:
    slug = request.POST.get("policy") or request.GET.get("policy", "")
    policy = Policy.objects.filter(school=school, slug=slug, is_live=True).first() if _is_slug(slug) else None
    context = {
        "school": school,
        "here": "policies",
        "can_edit": True,
        "form": form,
        "policy": policy,
        "back_url": reverse("tasks", args=[school.slug, policy.slug])
        if policy
        else reverse("school", args=[school.slug]),
    }
    return render(request, "wizard/logo.html", context, status=status)


def _address(name: str, school: School, policy: str) -> str:
    address = reverse(name, args=[school.slug])
    return f"{address}?policy={policy}" if _is_slug(policy) else address


def _is_slug(words: str) -> bool:
    return words.replace("-", "").isalnum() and words.isascii()
