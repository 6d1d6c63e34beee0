"""Addresses of this room, below ``/c/<council>/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from governance.members.views import memberships, verbs

app_name = "members"
urlpatterns: list[URLPattern | URLResolver] = [
    path("members/", memberships.index, name="index"),
    path("members/apply/", memberships.apply, name="apply"),
    path("members/<int:pk>/", memberships.show, name="show"),
    path("members/<int:pk>/pledge/", verbs.pledge, name="pledge"),
    path("members/<int:pk>/admit/", verbs.admit, name="admit"),
    path("members/<int:pk>/suspend/", verbs.suspend, name="suspend"),
    path("members/<int:pk>/reinstate/", verbs.reinstate, name="reinstate"),
    path("members/<int:pk>/withdraw/", verbs.withdraw, name="withdraw"),
    path("members/<int:pk>/expel/", verbs.expel, name="expel"),
    path("members/<int:pk>/dues/<int:year>/paid/", verbs.record_dues, name="record_dues"),
]
