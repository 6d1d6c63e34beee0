"""Every address of the product."""

from __future__ import annotations

from django.urls import include, path

from config.api import api
from core.administration.views import law, own
from governance.sharing.views import agreements, citizen

COUNCIL = "c/<slug:council>/"

urlpatterns = [
    path("", include("gateway.register.urls")),
    path("", include("core.http.urls")),
    path("", include("gateway.authzen.urls")),
    path("api/v1/", api.urls),
    path("accounts/name/", own.name, name="account_name"),
    path("accounts/", include("allauth.urls")),
    path("administration/", include("core.administration.urls")),
    path("law/", law.table, name="law"),
    path("law/<int:pk>/", law.row, name="law_row"),
    path("ledger/", include("core.ledger.urls")),
    path("vocabulary/agreement/", agreements.vocabulary, name="agreement_vocabulary"),
    path("my/disclosures/", citizen.disclosures, name="disclosures"),
    path("my/", include("consent.urls.citizen")),
    path(COUNCIL, include("governance.desk.urls")),
    path(COUNCIL, include("governance.rulebook.urls")),
    path(COUNCIL, include("governance.members.urls")),
    path(COUNCIL, include("governance.assembly.urls")),
    path(COUNCIL, include("governance.sharing.urls")),
    path(COUNCIL, include("consent.urls.staff")),
    path(COUNCIL, include("pia.urls")),
]
handler400 = "core.http.errors.too_much"
handler403 = "core.http.errors.forbidden"
handler404 = "core.http.errors.not_found"
handler500 = "core.http.errors.server_error"
