"""What every answer of the site tells browsers and caches, the health check, and what logs keep to themselves."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.schools.models import User
from config.logs import logging_settings

ROOT = Path(__file__).resolve().parent.parent.parent


def run(program: str, **variables: str) -> str:
    """What a fresh process with these environment variables prints."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **variables}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def settings_of(**variables: str) -> dict[str, Any]:
    """A few settings of a process that is started with these environment variables."""
    names = [
        "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "SECURE_HSTS_SECONDS",
        "SECURE_PROXY_SSL_HEADER", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "EMBEDDED", "DEBUG",
    ]  # fmt: skip
    program = (
        "import django, json; django.setup(); from django.conf import settings;"
        f"print(json.dumps({{n: getattr(settings, n) for n in {names!r}}}))"
    )
    found: dict[str, Any] = json.loads(run(program, HEADLESS="yes", **variables))
    return found


def test_on_this_machine() -> None:
    assert settings_of() == {
        "ALLOWED_HOSTS": ["localhost", "localhost", "127.0.0.1"],
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "SESSION_COOKIE_NAME": "sessionid",
        "SECURE_HSTS_SECONDS": 0,
        "SECURE_PROXY_SSL_HEADER": None,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": True,
        "EMBEDDED": True,
        "DEBUG": False,
    }


def test_in_production() -> None:
    assert settings_of(SITE_URL="https://p.example", REDIS_URL="redis://r:6379/0", TRUSTED_PROXIES="1") == {
        "ALLOWED_HOSTS": ["p.example", "localhost", "127.0.0.1"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "EMBEDDED": False,
        "DEBUG": False,
    }


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/account/login/", {}, "301 https://p.example/account/login/"),
        ("/", {"x-forwarded-proto": "https"}, "302 /account/login/?next=/"),
        ("/healthz", {}, "200 None"),
    ],
)
def test_who_comes_without_https_is_sent_there(
    tmp_path: Path, path: str, headers: dict[str, str], expected: str
) -> None:
    program = (
        "import django; django.setup(); from django.core.management import call_command; call_command('migrate', '-v0')"
        "; from django.test import Client;"
        f"answer = Client().get({path!r}, headers={ {'host': 'x.localhost', **headers}!r});"
        "print(answer.status_code, answer.get('Location'))"
    )
    where = {"SITE_URL": "https://p.example", "TRUSTED_PROXIES": "1", "ALLOWED_HOSTS": ".localhost"}
    assert run(program, VAR_FOLDER=str(tmp_path), **where) == f"{expected}\n"


def test_without_a_proxy_nobody_can_claim_https() -> None:
    assert settings_of(SITE_URL="https://p.example")["SECURE_PROXY_SSL_HEADER"] is None


def test_browsers_are_told_to_run_nothing_that_is_not_ours(client: Client, db: None) -> None:
    headers = client.get("/account/login/").headers
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",  # the QR code of an authenticator app
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_of_somebody_are_kept_nowhere(head: User, signed_in: Callable[[User], Client]) -> None:
    browser = signed_in(head)
    for address in ("/", "/no-such-page", "/account/email/"):
        assert browser.get(address)["Cache-Control"] == "no-store, private"


def test_another_host_is_refused(client: Client) -> None:
    assert client.get("/account/login/", headers={"host": "evil.example"}).status_code == 400


class TestHealth:
    def test_is_for_everybody(self, client: Client, db: None) -> None:
        answer = client.get("/healthz")
        assert answer.status_code == 200
        assert answer.json() == {
            "web": "ok",
            "database": "ok",
            "exports": {"worker": False, "waiting": 0, "oldest_seconds": 0},
        }

    def test_tells_that_the_database_is_gone(self) -> None:
        program = (
            "import django; django.setup(); from django.test import Client;"
            "answer = Client().get('/healthz', headers={'host': 'localhost'});"
            "print(answer.status_code, answer.content.decode())"
        )
        told = run(program, DATABASE_URL=f"postgres://nobody@127.0.0.1:{closed_port()}/none", SECRET_KEY="k" * 50)
        assert told == '503 {"web": "ok", "database": "unreachable"}\n'

    def test_changes_nothing(self, client: Client) -> None:
        assert client.post("/healthz").status_code == 405


def test_a_log_line_is_json_and_holds_no_local_variable() -> None:
    formatter_settings = logging_settings("INFO")["formatters"]["json"]
    formatter = formatter_settings.pop("()")(**formatter_settings)

    def fail() -> None:
        typed_by_a_person = "my neighbour's child"
        raise ValueError(len(typed_by_a_person))

    try:
        fail()
    except ValueError:
        record = logging.LogRecord("apps", logging.ERROR, __file__, 1, "It failed", None, sys.exc_info())
    line = json.loads(formatter.format(record))
    assert (line["event"], line["level"], line["logger"]) == ("It failed", "error", "apps")
    assert line["exception"][0]["exc_type"] == "ValueError"
    assert "neighbour" not in json.dumps(line)
