"""Addresses of this room: public verification."""

from __future__ import annotations

from django.urls import path

from core.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("entries/<uuid:number>.json", views.entry, name="entry"),
    path("checkpoints/latest.json", views.latest, name="latest"),
    path("checkpoints/<int:size>.json", views.checkpoint, name="checkpoint"),
    path("consistency/<int:first>/<int:second>.json", views.consistency, name="consistency"),
]
