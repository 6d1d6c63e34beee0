"""Closing one's own account: what becomes of consents and receipts is said, and what is to end ends first."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consent import queries
from consent.actions import withdraw_everything
from consent.views.people import CitizenRequest, name_of, show
from core.administration import permissions
from core.administration.actions import close_own_account
from core.http.views import get_only, post_only


@login_required
@get_only
def close(request: CitizenRequest) -> HttpResponse:
    """What closing means, before it is done."""
    user = request.user
    rows = [row for person in queries.persons_of(user) for row in queries.of_person(person)]
    context = {
        "may": permissions.close_oneself(user),
        "alive": sum(queries.is_alive(row) for row in rows),
        "others": [name_of(person) for person in queries.principals_of(user)],
    }
    return show(request, "close", context)


@post_only
@login_required
def withdraw_all(request: CitizenRequest) -> HttpResponse:
    """Withdraw everything; the receipts can be read and saved before the account is closed."""
    withdraw_everything(request.user)
    messages.success(
        request, _("Your consents are withdrawn. Save the receipts before you close the account.")
    )
    return redirect("my:receipts")


@post_only
@login_required
def close_confirm(request: CitizenRequest) -> HttpResponse:
    """Close the account."""
    close_own_account(request.user)
    logout(request)
    messages.success(request, _("Your account is closed."))
    return redirect("/")
