"""Every address of the site, room by room."""

from django.urls import include, path, register_converter

from apps.schools import views as schools
from apps.schools.addresses import SlugConverter

register_converter(SlugConverter, "school")
register_converter(SlugConverter, "policy")

urlpatterns = [
    path("healthz", schools.healthz, name="healthz"),
    path("account/", include("allauth.urls")),
]
