"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.views.generic import TemplateView

from core.http import gallery, health, home
from core.http.preferences import language, prefer

app_name = "http"
urlpatterns: list[URLPattern | URLResolver] = [
    path("home/", home.home, name="home"),
    path("c/<slug:council>/", home.council_root, name="council"),
    path("favicon.ico", home.icon),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("language/", language, name="language"),
    path("preferences/", prefer, name="prefer"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="core/http/accessibility.html"),
        name="accessibility",
    ),
    path("gallery/", gallery.show, name="gallery"),
    path("gallery/citizen/", gallery.citizen, name="gallery_citizen"),
    path("gallery/workspace/", gallery.workspace, name="gallery_workspace"),
    path("gallery/error/<slug:name>/", gallery.error, name="gallery_error"),
]
