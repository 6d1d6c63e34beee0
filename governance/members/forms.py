"""Shapes of input on the members' pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organisation
from core.http.texts import Text


class ApplyForm(forms.Form):
    """Application for membership; organisations and classes are those open to the applicant."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Organisation"), empty_label=None
    )
    member_class = forms.ChoiceField(label=_("Class of membership"))
    motive = forms.CharField(
        label=_("Why you want to join"),
        help_text=_("In a few sentences. The members read this."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, organisations: Any, classes: Iterable[tuple[str, Text]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["member_class"].choices = list(classes)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class DecidedForm(ReasonForm):
    """A reason and the decision it rests on."""

    decision_number = forms.CharField(
        label=_("Number of the decision"),
        help_text=_("As printed, for instance 汐見協第24号."),
        max_length=60,
        required=False,
    )


class PledgeForm(forms.Form):
    """Acceptance of the participation rules: the edition that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    text_digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agree = forms.BooleanField(
        label=_("On behalf of the organisation I have read the participation rules and accept them.")
    )
