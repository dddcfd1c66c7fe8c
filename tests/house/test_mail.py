"""E-mails leave beside the request: a mail server that is down, or slow, changes no answer."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import send_mail
from django.test import Client
from pytest_django import Settings

from apps.schools import actions
from apps.schools.events import SYSTEM
from config.mail import wait_until_tried

FILES = "django.core.mail.backends.filebased.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def beside(settings: Settings, tmp_path: Path) -> Settings:
    settings.EMAIL_BACKEND = "config.mail.BesideTheRequest"
    settings.EMAIL_DELIVERY = FILES
    settings.EMAIL_FILE_PATH = str(tmp_path)
    cache.clear()
    return settings


def test_a_message_is_delivered(beside: Settings, tmp_path: Path) -> None:
    send_mail("Hello", "Words.", "from@site.example", ["to@school.example"])
    wait_until_tried()
    [file] = tmp_path.iterdir()
    assert "To: to@school.example" in file.read_text()
    assert mail.outbox == []


@pytest.mark.parametrize("address", ["/account/login/code/", "/account/password/reset/"])
def test_a_dead_server_makes_no_difference(
    beside: Settings, db: None, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        closed = listener.getsockname()[1]
    beside.EMAIL_DELIVERY, beside.EMAIL_HOST, beside.EMAIL_PORT = SMTP, "127.0.0.1", closed
    actions.create_user("head@oak-lane.example", "correct horse battery", name="Head", by=SYSTEM)
    known = Client().post(address, {"email": "head@oak-lane.example"})
    unknown = Client().post(address, {"email": "nobody@oak-lane.example"})
    wait_until_tried()
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert known.status_code == 302
    assert caplog.text.count("mail.not-delivered") == 1
    assert "head@oak-lane.example" not in caplog.text


def test_a_silent_server_makes_nobody_wait(beside: Settings, db: None) -> None:
    """It takes the call and says nothing: the answer is there long before the mail gives up."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        beside.EMAIL_DELIVERY, beside.EMAIL_HOST, beside.EMAIL_PORT = SMTP, *silent.getsockname()[:2]
        beside.EMAIL_TIMEOUT = 30
        actions.create_user("head@oak-lane.example", "correct horse battery", name="Head", by=SYSTEM)
        answer = Client().post("/account/login/code/", {"email": "head@oak-lane.example"})
        caller, _ = silent.accept()
        assert answer.status_code == 302  # and the call is still open
        caller.close()
        wait_until_tried()
