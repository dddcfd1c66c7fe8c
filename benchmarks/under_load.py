#!/usr/bin/env python3
"""How fast the real web server answers: against bare pages of the same site, and while a worker makes files.

    .venv/bin/python benchmarks/under_load.py [rounds] [seconds]
    .venv/bin/python benchmarks/under_load.py [rounds] [seconds] servers

Web server, one worker and a client on one connection; with `servers` on PostgreSQL and Redis started for the purpose,
else on the default, SQLite and the folder of messages. Ratios of pages come from so many rounds in which each page is
fetched once; the 95th of 100 from six times so many seconds, in turn idle and while files are made. Nothing else
should use the machine.
"""

from __future__ import annotations

import http.client
import itertools
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import services  # noqa: E402
from benchmarks.figures import tell  # noqa: E402
from tests.journeys.site import Site  # noqa: E402

FAMILY, SCHOOL, HEAD = "mobile-and-smart-technology", "thistlewick-primary", "head@thistlewick.example"
POLICY = f"/schools/{SCHOOL}/policies/{FAMILY}/"
FIELDS = 15
QUESTION = re.compile(r'class="pw-question[ "]')
AT_ONCE = 60
"""Exports that wait while pages are fetched: more than are made in the time."""
GIVE_UP = 120.0
PAGE, BARE_PAGE = "wizard page", "bare page"
FILE, BARE_BYTES, MEMBER_BYTES = "download", "bare bytes", "bytes for members"


class MeasuredSite(Site):
    """With the bare pages, and one worker that makes one file at a time."""

    def run(self, name: str, *command: str) -> None:
        self.environment["DJANGO_SETTINGS_MODULE"] = "benchmarks.site_settings"
        super().run(name, *command, *(["--concurrency", "1"] if name == "worker" else []))


class Browser:
    """One signed-in person on one connection."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session}"}

    def get(self, address: str) -> bytes:
        try:
            answer = self._ask(address)
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()  # the server waits two seconds for the next request; we may have been slower
            answer = self._ask(address)
        content = answer.read()
        if answer.status != 200:
            sys.exit(f"{address} answers {answer.status}.")
        return content

    def milliseconds(self, address: str) -> float:
        started = time.perf_counter()
        self.get(address)
        return (time.perf_counter() - started) * 1000

    def _ask(self, address: str) -> http.client.HTTPResponse:
        self.connection.request("GET", address, headers=self.headers)
        return self.connection.getresponse()


def main(rounds: int, seconds: float, on_servers: bool) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="under-load-")))
        settings = services.environment(folder, **(services.start_servers(stack, folder) if on_servers else {}))
        os.environ.update(settings)
        for name in services.SET_BY_US - settings.keys():
            os.environ.pop(name, None)
        site = MeasuredSite(folder)
        stack.callback(site.stop)
        site.start()
        browser = Browser(site.port, sign_in(site))
        addresses = prepare(browser)
        setup = "PostgreSQL and Redis" if on_servers else "SQLite and files"
        compare(browser, addresses, rounds, setup)
        while_files_are_made(browser, addresses[PAGE], seconds, setup)


def sign_in(site: Site) -> str:
    """The session of the head; this process works on the site's database from now on."""
    os.environ.update(site.environment, DJANGO_SETTINGS_MODULE="config.settings")
    import django

    django.setup()
    from django.test import Client

    from apps.schools.models import User

    client = Client()
    client.force_login(User.objects.get(email=HEAD))
    return client.cookies["sessionid"].value


def prepare(browser: Browser) -> dict[str, str]:
    """Starts the policy, has its PDF made, and finds the page whose questions are nearest to fifteen."""
    from apps.exports.models import Export
    from apps.policies import actions
    from apps.schools.models import School, User
    from apps.templates_lib import editions

    head = User.objects.get(email=HEAD)
    edition = editions.to_start().get(family__name=FAMILY)
    version = actions.start_policy(School.objects.get(slug=SCHOOL), edition, by=head)
    export = actions.export_version(version, "pdf", by=head)
    until(lambda: Export.objects.filter(pk=export.pk, state=Export.State.DONE).exists())
    export.refresh_from_db()
    pages = set(re.findall(rf'href="({POLICY}(?:sections|school)/[^"]+)"', browser.get(POLICY).decode()))
    questions = {page: len(QUESTION.findall(browser.get(page).decode())) for page in sorted(pages)}
    nearest = min(questions, key=lambda page: abs(questions[page] - FIELDS))
    print(f"The wizard page is {nearest.removeprefix(POLICY)} with {questions[nearest]} questions.")
    return {
        PAGE: nearest,
        BARE_PAGE: f"/bare/page/{SCHOOL}/",
        FILE: f"{POLICY}files/pdf/",
        BARE_BYTES: f"/bare/bytes/{export.size}/",
        MEMBER_BYTES: f"/bare/bytes/{export.size}/{SCHOOL}/",
    }


def compare(browser: Browser, addresses: dict[str, str], rounds: int, setup: str) -> None:
    taken: dict[str, list[float]] = {name: [] for name in addresses}
    for number in range(rounds + 5):
        for name, address in addresses.items():
            found = browser.milliseconds(address)
            if number >= 5:  # the first ones fill caches
                taken[name].append(found)
    print(f"\n{'':18} {'median':>8} {'least':>8} {'most':>8}   milliseconds, {rounds} rounds")
    for name, times in taken.items():
        print(f"{name:18} {statistics.median(times):8.2f} {min(times):8.2f} {max(times):8.2f}")
    print()
    for path, against, most in ((PAGE, BARE_PAGE, 25), (FILE, BARE_BYTES, 1.3), (FILE, MEMBER_BYTES, 1.3)):
        pairs = zip(taken[path], taken[against], strict=True)
        tell(f"{setup}: {path} / {against}", statistics.median(ours / theirs for ours, theirs in pairs), most)
    print(flush=True)


def while_files_are_made(browser: Browser, address: str, seconds: float, setup: str) -> None:
    taken: dict[str, list[float]] = {"idle": [], "busy": []}
    contents, made = services.documents(), 0
    for _ in range(3):
        taken["idle"] += fetched(browser, address, seconds)
        ask(contents)
        taken["busy"] += fetched(browser, address, seconds)
        made += forget()
    late = {name: statistics.quantiles(times, n=20)[-1] for name, times in taken.items()}
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"{name}: {len(times)} pages, median {median:.2f} ms, 95 in 100 within {late[name]:.2f} ms")
    print(f"{made} files were made meanwhile.")
    tell(f"{setup}: 95th of 100 pages, while files are made / idle", late["busy"] / late["idle"], 1.2)


def fetched(browser: Browser, address: str, seconds: float) -> list[float]:
    browser.get(address)
    end = time.monotonic() + seconds
    times = []
    while time.monotonic() < end:
        times.append(browser.milliseconds(address))
        time.sleep(0.02)  # a person reads; without it the web server itself would be all the load
    return times


def ask(contents: Iterator[dict[str, Any]]) -> None:
    """Gives the worker more than it can do, and waits until it has begun."""
    from apps.exports.actions import request_export
    from apps.exports.models import Export

    for content in itertools.islice(contents, AT_ONCE):
        request_export("pdf", content, by=None)
    until(lambda: Export.objects.filter(state=Export.State.RUNNING).exists())


def forget() -> int:
    """Takes back what waits; how many files were made."""
    from apps.exports.models import Export

    left, _ = Export.objects.filter(state=Export.State.QUEUED).delete()
    until(lambda: not Export.objects.filter(state=Export.State.RUNNING).exists())
    if left == 0:
        sys.exit(f"The worker made all {AT_ONCE} files before the time was over: ask for fewer seconds.")
    return AT_ONCE - left


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + GIVE_UP
    while not true():
        if time.monotonic() > end:
            sys.exit("The worker makes no files.")
        time.sleep(0.05)


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "servers"]
    main(int((given or ["100"])[0]), float((given[1:] or ["15"])[0]), "servers" in sys.argv[1:])
