"""Addresses of the citizen pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "my"
urlpatterns: list[URLPattern | URLResolver] = []
