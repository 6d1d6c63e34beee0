"""One's own account: the name."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from core.administration import actions
from core.administration.forms.sign_in import NameForm
from core.http.acting import fill_in
from core.http.views import SignedInRequest, signed_in_view


@signed_in_view
def name(request: SignedInRequest) -> HttpResponse:
    """Say how one is called."""
    user = request.user

    def action(data: dict[str, Any]) -> str:
        actions.name_oneself(user, name=data["name"])
        return "account_name"

    return fill_in(
        request,
        NameForm(request.POST or None, initial={"name": user.name}),
        action,
        template="core/administration/own_name.html",
        context={},
        said=_("Your name is kept."),
    )
