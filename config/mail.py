"""Sends e-mails beside the request, so that neither a dead nor a slow mail server shows in an answer.

An answer that fails, or comes later, for an address that has an account tells a stranger that it has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

log = structlog.get_logger(__name__)
# Python waits for its threads at exit: what was handed over is tried, also by a short command.
_senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")
_under_way: set[Future[None]] = set()


class BesideTheRequest(BaseEmailBackend):
    """Hands each message to a thread, which delivers it through settings.EMAIL_DELIVERY."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            sending = _senders.submit(_deliver, message)
            _under_way.add(sending)
            sending.add_done_callback(_under_way.discard)
        return len(email_messages)


def wait_until_tried() -> None:
    """Until every message handed over so far was delivered or given up."""
    wait(set(_under_way))


def _deliver(message: EmailMessage) -> None:
    """A message that cannot be delivered is logged, without its address or text; the person asks for another."""
    try:
        get_connection(settings.EMAIL_DELIVERY).send_messages([message])
    except Exception:
        log.exception("mail.not-delivered")
