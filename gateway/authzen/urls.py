"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from gateway.authzen import views

app_name = "authzen"
urlpatterns = [
    path("access/v1/evaluation", views.ask, name="evaluation"),
    path("access/v1/evaluations", views.ask, name="evaluations"),
    path("access/v1/search/subject", views.search, name="search_subject"),
    path("access/v1/search/resource", views.search, name="search_resource"),
    path("access/v1/search/action", views.search, name="search_action"),
    path("access/v1/openapi.json", views.openapi, name="openapi"),
    path("access/v1/<path:other>", views.elsewhere, name="no_endpoint"),
    path(".well-known/authzen-configuration", views.configuration, name="configuration"),
]
