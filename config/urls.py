"""Every address of the site, room by room."""

from importlib.util import find_spec

from django.urls import include, path, register_converter

from apps.schools.addresses import SlugConverter
from config.health import healthz

register_converter(SlugConverter, "school")
register_converter(SlugConverter, "policy")

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("allauth.urls")),
]
if find_spec("apps.wizard.urls"):
    urlpatterns.append(path("", include("apps.wizard.urls")))
