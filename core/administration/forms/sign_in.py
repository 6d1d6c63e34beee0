"""Signing up, and in with a second factor."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User


class NameForm(forms.Form):
    """How somebody is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Shown on your own pages, and to the councils in which you act for somebody."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SignUpForm(NameForm):
    """What is asked beside address and password."""

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth when the account is made."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code of a second factor, and how long it counts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _(
            "Six digits from the app on your phone. They change every 30 seconds: if they are refused, enter the next "
            "ones. Without the phone, enter one of your recovery codes; each counts once."
        )
