"""Every address of the site, room by room."""

from django.urls import include, path, register_converter

from apps.schools.addresses import SlugConverter, UrnConverter
from config.health import healthz

register_converter(SlugConverter, "school")
register_converter(SlugConverter, "policy")
register_converter(UrnConverter, "urn")

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("allauth.urls")),
    path("", include("apps.wizard.urls")),
]
