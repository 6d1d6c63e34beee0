"""Addresses of this room, below ``/c/<council>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from governance.rulebook.views import amending, founding, reading

app_name = "rulebook"
urlpatterns: list[URLPattern] = [
    path("rules/", reading.index, name="index"),
    path("rules/first/", founding.found, name="found"),
    path("rules/first/new/", founding.add_text, name="add_founding_text"),
    path("rules/first/<slug:code>/", founding.edit_text, name="edit_founding_text"),
    path("rules/first/<slug:code>/drop/", founding.drop_text, name="drop_founding_text"),
    path("rules/new/", founding.add, name="add"),
    path("rules/settings/", reading.settings_in_force, name="settings"),
    path("rules/amendments/", amending.index, name="amendments"),
    path("rules/amendments/<int:pk>/", amending.show, name="amendment"),
    path("rules/amendments/<int:pk>/text/", amending.text, name="amendment_text"),
    path("rules/amendments/<int:pk>/adopt/", amending.adopt, name="adopt"),
    path("rules/amendments/<int:pk>/rebase/", amending.rebase, name="rebase"),
    path("rules/amendments/<int:pk>/withdraw/", amending.withdraw, name="withdraw"),
    path("rules/amendments/<int:pk>/<str:key>/edit/", amending.edit, name="edit"),
    path("rules/amendments/<int:pk>/<str:key>/add/", amending.insert, name="insert"),
    path("rules/amendments/<int:pk>/<str:key>/remove/", amending.remove, name="remove"),
    path("rules/amendments/<int:pk>/<str:key>/settings/<slug:code>/", amending.fix, name="fix"),
    path(
        "rules/amendments/<int:pk>/<str:key>/settings/<slug:code>/release/", amending.release, name="release"
    ),
    path("rules/<slug:code>/", reading.read, name="read"),
    path("rules/<slug:code>/amend/", amending.draft, name="draft"),
    path("rules/<slug:code>/article/<str:key>/", reading.article, name="article"),
    path("rules/<slug:code>/<int:number>.toml", reading.export, name="export"),
    path("rules/<slug:code>/compare/<int:old>/<int:new>/", reading.compare_editions, name="compare"),
]
