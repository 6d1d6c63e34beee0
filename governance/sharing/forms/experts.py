"""Forms about outside experts: whom to ask and why, and what they tell the board."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.administration.queries import account_of
from governance.sharing.forms.fields import text_field as _text
from governance.sharing.models import RequestLine


class ExpertForm(forms.Form):
    """An expert by e-mail address; who has no account is invited by giving the name."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("Needed only for somebody without an account; they get an invitation."),
    )
    reason = _text(_("Why this expert is asked"))

    def __init__(self, *args: Any, may_open_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_open_account = may_open_account
        if not may_open_account:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        """An account that there is, or a name to invite."""
        data = super().clean() or {}
        data.setdefault("name", "")
        email = data.get("email") or ""
        if not email or account_of(email):
            return data
        if not self.may_open_account:
            text = _("Nobody has an account with this address. The secretariat can open one.")
            self.add_error("email", text)
        elif not data["name"]:
            self.add_error("name", _("Nobody has an account with this address. Write the name to invite."))
        return data


class CommentForm(forms.Form):
    """An expert's comment about a line, or about the whole request."""

    line = forms.ModelChoiceField(
        label=_("About"),
        queryset=RequestLine.objects.none(),
        required=False,
        empty_label=_("The whole request"),
    )
    text = _text(_("Comment"), rows=8)

    def __init__(self, *args: Any, lines: QuerySet[RequestLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
