"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from core.administration import invitations
from core.administration.views import (
    accounts,
    clients,
    corrections,
    councils,
    endpoints,
    law_writing,
    people,
    work,
)

app_name = "administration"
urlpatterns = [
    path("", councils.index, name="index"),
    path("councils/new/", councils.found, name="found"),
    path("councils/<slug:slug>/particulars/", corrections.council, name="change_council"),
    path("councils/<slug:slug>/numbering/", councils.numbering, name="numbering"),
    path("councils/<slug:slug>/roles/", councils.roles, name="roles"),
    path("councils/<slug:slug>/roles/<int:user_id>/<slug:role>/end/", councils.revoke, name="revoke_role"),
    path("councils/<slug:slug>/roles/<int:user_id>/origin/", councils.origin, name="staff_origin"),
    path("organisations/", councils.organisations, name="organisations"),
    path("organisations/new/", councils.register, name="register"),
    path("organisations/<int:pk>/", people.organisation, name="organisation"),
    path("organisations/<int:pk>/organs/new/", people.add_organ, name="add_organ"),
    path("organisations/<int:pk>/change/", people.change, name="change_organisation"),
    path("organisations/<int:pk>/correct/", corrections.organisation, name="correct_organisation"),
    path("organs/<int:pk>/correct/", corrections.organ, name="correct_organ"),
    path("organs/<int:pk>/end/", corrections.end_organ, name="end_organ"),
    path("organs/<int:pk>/representative/", people.name_representative, name="name_representative"),
    path("organs/<int:pk>/officers/new/", people.add_officer, name="add_officer"),
    path("organs/<int:pk>/officers/<int:user_id>/end/", people.end_officer, name="end_officer"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:pk>/close/", accounts.deactivate, name="deactivate"),
    path("accounts/<int:pk>/reopen/", accounts.reopen, name="reopen"),
    path("accounts/<int:pk>/invite/", accounts.invite, name="invite_again"),
    path("accounts/<int:pk>/factor/", accounts.reset, name="reset_factor"),
    path("endpoints/", endpoints.endpoints, name="endpoints"),
    path("endpoints/new/", endpoints.add, name="add_endpoint"),
    path("endpoints/<int:pk>/", endpoints.endpoint, name="endpoint"),
    path("endpoints/<int:pk>/rotate/", endpoints.rotate, name="rotate_endpoint"),
    path("endpoints/<int:pk>/try/", endpoints.try_out, name="try_endpoint"),
    path("endpoints/<int:pk>/end/", endpoints.end, name="end_endpoint"),
    path("clients/", clients.clients, name="clients"),
    path("clients/new/", clients.issue, name="issue"),
    path("clients/<int:pk>/end/", clients.revoke, name="revoke_client"),
    path("jobs/", work.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", work.retry, name="retry"),
    path("jobs/<int:pk>/cancel/", work.cancel, name="cancel"),
    path("jobs/<int:pk>/retry/all/", work.retry_all, name="retry_all"),
    path("jobs/<int:pk>/cancel/all/", work.cancel_all, name="cancel_all"),
    path("law/new/", law_writing.choose, name="choose_law"),
    path("law/new/<slug:kind>/", law_writing.write, name="write_law"),
    path("law/<int:pk>/change/", law_writing.change, name="change_law"),
    path("law/<int:pk>/correct/", law_writing.correct, name="correct_law"),
    path("invitation/", invitations.accept, name="choose_password"),
    path("invitation/<slug:number>/<slug:token>/", invitations.follow, name="invitation"),
]
