"""How our sign-in differs from allauth's: nobody signs up, and e-mails name only our own address."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Site(NamedTuple):
    """What allauth's e-mails call the site."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links start with SITE_URL, not with the host that the request asked for: a stranger can choose that one."""
        ours = {name: _on_our_site(value) for name, value in context.items()}
        super().send_mail(template_prefix, email, ours)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> Any:
        site = Site("Policywright", urlsplit(settings.SITE_URL).netloc)
        return super().render_mail(template_prefix, email, {**context, "current_site": site}, headers)


def _on_our_site(value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    site = urlsplit(settings.SITE_URL)
    return urlunsplit(urlsplit(value)._replace(scheme=site.scheme, netloc=site.netloc))
