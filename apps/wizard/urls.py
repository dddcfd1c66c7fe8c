"""The addresses of the wizard; in each, `school` and `policy` are slugs."""

from django.urls import path

from apps.wizard import (
    file_views,
    logo_views,
    register_adding,
    register_all,
    register_details,
    register_views,
    row_views,
    section_views,
    views,
)

SCHOOL = "schools/<school:school>/"
POLICY = f"{SCHOOL}policies/<policy:policy>/"
LIST = f"{POLICY}lists/<str:question>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("add-school/", register_adding.search_page, name="add-school"),
    path("add-school/<urn:urn>/", register_adding.confirm, name="add-school-confirm"),
    path("all-schools/", register_all.all_schools, name="all-schools"),
    path("all-schools/<school:school>/", register_all.numbers, name="school-numbers"),
    path("schools/<urn:urn>/", register_views.by_urn, name="school-by-urn"),
    path(SCHOOL, views.school_page, name="school"),
    path(f"{SCHOOL}details/", register_details.details, name="details"),
    path(f"{SCHOOL}register/", register_views.register, name="register"),
    path(f"{SCHOOL}library/", views.library, name="library"),
    path(f"{SCHOOL}logo/", logo_views.logo, name="logo"),
    path(f"{SCHOOL}logo/remove/", logo_views.logo_remove, name="logo-remove"),
    path(f"{SCHOOL}pictures/<slug:sha256>/", logo_views.picture, name="picture"),
    path(POLICY, views.tasks, name="tasks"),
    path(f"{POLICY}usual/", views.usual_choices, name="usual-choices"),
    path(f"{POLICY}school/<slug:node>/", section_views.school_facts, name="school-facts"),
    path(f"{POLICY}sections/<slug:node>/", section_views.section, name="section"),
    path(f"{POLICY}control/", section_views.control, name="control"),
    path(f"{LIST}add/", row_views.row_add, name="row-add"),
    path(f"{LIST}<slug:row>/", row_views.row_change, name="row-change"),
    path(f"{LIST}<slug:row>/remove/", row_views.row_remove, name="row-remove"),
    path(f"{POLICY}check/", views.check_answers, name="check"),
    path(f"{POLICY}open/", views.still_open, name="still-open"),
    path(f"{POLICY}preview/", views.preview, name="preview"),
    path(f"{POLICY}files/", file_views.files, name="files"),
    path(f"{POLICY}files/<slug:kind>/again/", file_views.file_again, name="file-again"),
    path(f"{POLICY}files/<slug:kind>/", file_views.download, name="download"),
]
