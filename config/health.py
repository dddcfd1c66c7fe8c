"""Tells load balancers and container engines whether this process can serve pages."""

from __future__ import annotations

import structlog
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.exports.health import report

log = structlog.get_logger(__name__)


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process answers and reaches its database; 503 otherwise. Nothing about people or policies.

    Also tells whether a worker was seen lately and how many exports wait: that is another process's health.
    """
    try:
        exports = report()
    except DatabaseError:
        log.exception("health.database")
        return JsonResponse({"web": "ok", "database": "unreachable"}, status=503)
    return JsonResponse({"web": "ok", "database": "ok", "exports": exports})
