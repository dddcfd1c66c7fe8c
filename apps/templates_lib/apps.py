"""The app of template families and editions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class TemplatesLibConfig(AppConfig):
    name = "apps.templates_lib"
    verbose_name = "Template library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import protection

        pre_migrate.connect(protection.remove_before_migrate, sender=self)
        post_migrate.connect(protection.install_after_migrate, sender=self)
