"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from core.administration import invitations
from core.administration.views import clients, councils, law, work

app_name = "administration"
urlpatterns = [
    path("", councils.index, name="index"),
    path("councils/new/", councils.found, name="found"),
    path("councils/<slug:slug>/roles/", councils.roles, name="roles"),
    path("councils/<slug:slug>/roles/<int:user_id>/<slug:role>/end/", councils.revoke, name="revoke_role"),
    path("organisations/", councils.organisations, name="organisations"),
    path("organisations/new/", councils.register, name="register"),
    path("clients/", clients.clients, name="clients"),
    path("clients/new/", clients.issue, name="issue"),
    path("clients/<int:pk>/end/", clients.revoke, name="revoke_client"),
    path("jobs/", work.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", work.retry, name="retry"),
    path("jobs/<int:pk>/cancel/", work.cancel, name="cancel"),
    path("law/", law.table, name="law"),
    path("law/new/", law.write, name="write_law"),
    path("invitation/<slug:number>/<slug:token>/", invitations.accept, name="invitation"),
]
