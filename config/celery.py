"""The Celery application of web, worker and beat; how jobs travel is written in config/jobs.py."""

from __future__ import annotations

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

from apps.exports import transport
from config import pulse  # noqa: F401 - its receivers are connected by the import

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# The checks load every page into the worker's memory; the web process and `manage.py migrate` run them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "yes")
transport.register()

app = Celery("policywright")
# By name, so that it is read when it is first needed: Django's settings are only being read now.
app.config_from_object("config.jobs")
app.autodiscover_tasks()


@setup_logging.connect
def keep_django_logging(**_: Any) -> None:
    """Django's settings have configured the logs; a receiver keeps Celery from replacing them."""
    for name in ("celery.worker.strategy", "celery.app.trace"):
        logging.getLogger(name).setLevel(logging.WARNING)  # two lines for every sweep; exports log their own
