"""Words of a template, filled in, as safe HTML for a page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from apps.policydoc.document import Gap, Inline, Link, Text

NOT_KNOWN_YET = "…"


def html_words(inline: Iterable[Inline]) -> SafeString:
    """Guidance and sentences: links lead away from this site; what is not decided yet is an ellipsis."""
    pieces = []
    for item in inline:
        match item:
            case Text(text):
                pieces.append(conditional_escape(text))
            case Link(text, url):
                pieces.append(format_html('<a class="govuk-link" href="{}" rel="noreferrer">{}</a>', url, text))
            case Gap(suggestion=suggestion):
                pieces.append(conditional_escape(suggestion or NOT_KNOWN_YET))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above
