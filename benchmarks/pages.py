#!/usr/bin/env python3
"""How much a page of the wizard costs, against the least that Django can do for the same person, side by side.

    .venv/bin/python benchmarks/pages.py [rounds]

Everything runs in this process on an SQLite file of its own, with the middleware and settings of the site. Each round
asks for every page once, so that a busy moment of the machine meets them all; the ratios are of the medians.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
VAR = tempfile.TemporaryDirectory(prefix="policywright-pages-")
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_FOLDER": VAR.name}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import include, path  # noqa: E402

from apps.exports import storage  # noqa: E402
from apps.exports.models import Export  # noqa: E402
from apps.policies import actions  # noqa: E402
from apps.policies.models import Version  # noqa: E402
from apps.schools.doors import school_for  # noqa: E402
from apps.schools.models import Membership, Role, School, User  # noqa: E402
from apps.templates_lib.editions import to_start  # noqa: E402
from benchmarks.figures import tell  # noqa: E402

TARGETS = {"section": 25, "download": 1.3}
FILE = b"%PDF-" + bytes(80_000)
BARE = "<!DOCTYPE html><html lang='en'><title>{{ school }}</title><body><h1>{{ school }}</h1></body></html>"

template = engines["django"].from_string(BARE)


def bare_page(request: HttpRequest, school: str) -> HttpResponse:
    """A template with the session, the user and the membership: what every page of a school needs."""
    found = school_for(request.user, school, can="edit")
    return HttpResponse(template.render({"school": found}, request))


def bare_file(request: HttpRequest, school: str) -> HttpResponse:
    """A file of the same size for somebody who may see it."""
    school_for(request.user, school, can="edit")
    return HttpResponse(FILE, content_type="application/pdf")


urlpatterns = [path("bare/<slug:school>/", bare_page), path("bare/<slug:school>/file/", bare_file),
               path("", include("config.urls"))]  # fmt: skip


def draft() -> tuple[Version, User]:
    """A school with a draft of the first shipped template that can be started, and its head."""
    call_command("collectstatic", "--noinput", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("publish_library", "--drafts", verbosity=0, stdout=StringIO())
    school = School.objects.create(slug="oak-lane", legal_name="Oak Lane School", display_name="Oak Lane School")
    head = User.objects.create_user("head@oak-lane.example", "a password of the benchmark", name="The head")
    Membership.objects.create(school=school, user=head, role=Role.HEAD)
    return actions.start_policy(school, to_start()[0], by=head), head


def finished(version: Version, head: User) -> None:
    """An export of the version that is done: the worker's part is another benchmark's subject."""
    export = actions.export_version(version, "pdf", by=head)
    sha256 = storage.store(FILE)
    Export.objects.filter(pk=export.pk).update(
        state=Export.State.DONE, stage=Export.Stage.DONE, sha256=sha256, size=len(FILE), finished_at=export.created_at
    )


def section_with(version: Version, questions: int, client: Client) -> tuple[str, int]:
    """The address of the page whose number of fields is nearest, with that number."""
    from apps.policies import drafts
    from apps.wizard.pages import pages_of

    base = f"/schools/oak-lane/policies/{version.policy.slug}/sections/"
    found = []
    for page in pages_of(drafts.load(version).bundle):
        answer = client.get(f"{base}{page.id}/")
        if answer.status_code == 200:
            found.append((abs(answer.content.count(b"<fieldset") - questions), page.id, answer))
    _, page_id, answer = min(found, key=lambda item: (item[0], item[1]))
    return f"{base}{page_id}/", answer.content.count(b"<fieldset")


def milliseconds(call: Callable[[], HttpResponse]) -> float:
    start = time.perf_counter()
    answer = call()
    spent = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"a page answered {answer.status_code}")
    return spent


def main(rounds: int) -> None:
    settings.ROOT_URLCONF = __name__
    version, head = draft()
    finished(version, head)
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(head)
    section, fields = section_with(version, 15, client)
    policy = f"/schools/oak-lane/policies/{version.policy.slug}/"
    pages = {
        "bare page": "/bare/oak-lane/",
        "bare file": "/bare/oak-lane/file/",
        "section": section,
        "task list": policy,
        "check answers": f"{policy}check/",
        "preview": f"{policy}preview/",
        "download": f"{policy}files/pdf/",
    }
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(rounds + 3):  # the first three warm up
        for name, address in random.sample(list(pages.items()), len(pages)):  # a heavy page slows the one after it
            spent = milliseconds(lambda address=address: client.get(address))
            if number >= 3:
                taken[name].append(spent)
    print(f"{rounds} rounds; the section has {fields} groups of fields; medians")
    for name, times in taken.items():
        bare = "bare file" if name in ("download", "bare file") else "bare page"
        median = statistics.median(times)
        with CaptureQueriesContext(connection) as queries:
            client.get(pages[name])
        print(f"{name}: {median:.2f} ms, {len(queries)} queries")
        if name != bare:
            tell(f"in process: {name} / {bare}", median / statistics.median(taken[bare]), TARGETS.get(name))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
