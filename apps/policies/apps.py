"""The app of a school's policies: their versions, the answers and what was ratified."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PoliciesConfig(AppConfig):
    name = "apps.policies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import protection

        pre_migrate.connect(protection.remove_before_migrate, sender=self)
        post_migrate.connect(protection.install_after_migrate, sender=self)
