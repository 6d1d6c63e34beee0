"""Addresses of this room, below ``/c/<council>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from governance.rulebook.views import amending, drafting, ending, founding, reading

app_name = "rulebook"


def _draft(place: str, name: str) -> list[URLPattern]:
    """The pages of a rule document in work, one of the first or a further one."""
    at = f"rules/{place}/<slug:code>"
    setting = f"{at}/<str:key>/settings/<slug:setting>"
    return [
        path(f"{at}.toml", drafting.export, name=f"{name}_export"),
        path(f"{at}/", drafting.text, name=f"{name}_text"),
        path(f"{at}/names/", drafting.names, name=f"{name}_names"),
        path(f"{at}/file/", founding.edit_text, name=f"{name}_file"),
        path(f"{at}/drop/", founding.drop_text, name=f"{name}_drop"),
        path(f"{at}/<str:key>/edit/", drafting.edit, name=f"{name}_edit"),
        path(f"{at}/<str:key>/add/", drafting.insert, name=f"{name}_insert"),
        path(f"{at}/<str:key>/remove/", drafting.remove, name=f"{name}_remove"),
        path(f"{setting}/", drafting.fix, name=f"{name}_fix"),
        path(f"{setting}/release/", drafting.release, name=f"{name}_release"),
    ]


urlpatterns: list[URLPattern] = [
    path("rules/", reading.index, name="index"),
    path("rules/first/", founding.found, name="found"),
    path("rules/first/new/", drafting.begin_own, name="begin_own_text"),
    path("rules/first/new/file/", founding.add_text, name="add_founding_text"),
    *_draft("first", "founding"),
    path("rules/new/", drafting.add, name="add"),
    path("rules/new/file/", founding.add_file, name="add_file"),
    path("rules/new/<slug:code>/adopt/", founding.adopt, name="further_adopt"),
    *_draft("new", "further"),
    path("rules/settings/", reading.settings_in_force, name="settings"),
    path("rules/amendments/", amending.index, name="amendments"),
    path("rules/amendments/<int:pk>/", amending.show, name="amendment"),
    path("rules/amendments/<int:pk>/text/", amending.text, name="amendment_text"),
    path("rules/amendments/<int:pk>/adopt/", amending.adopt, name="adopt"),
    path("rules/amendments/<int:pk>/rebase/", amending.rebase, name="rebase"),
    path("rules/amendments/<int:pk>/withdraw/", amending.withdraw, name="withdraw"),
    path("rules/amendments/<int:pk>/<str:key>/edit/", amending.edit, name="amendment_edit"),
    path("rules/amendments/<int:pk>/<str:key>/add/", amending.insert, name="amendment_insert"),
    path("rules/amendments/<int:pk>/<str:key>/remove/", amending.remove, name="amendment_remove"),
    path("rules/amendments/<int:pk>/<str:key>/settings/<slug:code>/", amending.fix, name="amendment_fix"),
    path(
        "rules/amendments/<int:pk>/<str:key>/settings/<slug:code>/release/",
        amending.release,
        name="amendment_release",
    ),
    path("rules/<slug:code>/", reading.read, name="read"),
    path("rules/<slug:code>/repeal/", ending.repeal, name="repeal"),
    path("rules/<slug:code>/<int:number>/withdraw/", ending.withdraw, name="withdraw_edition"),
    path("rules/<slug:code>/amend/", amending.draft, name="draft"),
    path("rules/<slug:code>/article/<str:key>/", reading.article, name="article"),
    path("rules/<slug:code>/<int:number>.toml", reading.export, name="export"),
    path("rules/<slug:code>/compare/<int:old>/<int:new>/", reading.compare_editions, name="compare"),
]
