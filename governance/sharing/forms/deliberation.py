"""Forms of the board's deliberation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.http.fields import LongText
from governance.sharing.forms.conditions import ConditionsForm


class NoteForm(forms.Form):
    """A note to the other members."""

    text = LongText(
        label=_("Note to the other members"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )


class ProposalForm(ConditionsForm):
    """The common draft of the opinion, with its conditions."""

    reasons = LongText(label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 6}), max_length=4000)
    remark = LongText(
        label=_("Accompanying remark (does not bind)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )


class DissentForm(forms.Form):
    """A dissenting opinion; the name is printed only where asked."""

    text = LongText(label=_("Dissenting opinion"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)
    is_named = forms.BooleanField(label=_("Print my name beside it"), required=False)
