"""The exports application."""

import os

from django.apps import AppConfig
from django.conf import settings


class ExportsConfig(AppConfig):
    name = "apps.exports"
    verbose_name = "exports"

    def ready(self) -> None:
        """What fontconfig knows of our fonts is kept with our other files, unless the operator says where."""
        os.environ.setdefault("XDG_CACHE_HOME", str(settings.VAR / "cache"))
