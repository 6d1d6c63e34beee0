"""Signing in with a second factor."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from django.utils.translation import gettext_lazy as _


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code of a second factor, and how long it counts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _(
            "Six digits from the app on your phone. They change every 30 seconds: if they are refused, enter the next "
            "ones. Without the phone, enter one of your recovery codes; each counts once."
        )
