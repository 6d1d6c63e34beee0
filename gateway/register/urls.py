"""Addresses of this room: the front page, and what anybody may read of a council."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from gateway.register import publishing, statistics, views

app_name = "register"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path("register/<slug:slug>/", views.council, name="council"),
    path("register/<slug:slug>/rules/", views.rules, name="rules"),
    path("register/<slug:slug>/rules/settings/", views.settings, name="settings"),
    path("register/<slug:slug>/rules/settings.json", views.settings_json, name="settings_json"),
    path("register/<slug:slug>/rules/<slug:code>/", views.read, name="read"),
    path("register/<slug:slug>/statistics/", statistics.show, name="statistics"),
    path("register/<slug:slug>/lists/<slug:name>/", publishing.show, name="list"),
    path("register/<slug:slug>/lists/<slug:name>.json", publishing.as_json, name="json"),
    path("register/<slug:slug>/lists/<slug:name>.csv", publishing.as_csv, name="csv"),
]
