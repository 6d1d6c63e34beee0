"""What is asked of a replay, and which of its findings are shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.sharing.documents.verdict_texts import MOMENTS, NAMES

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReplayForm(forms.Form):
    """The period and the moments whose answers are judged again."""

    first_day = forms.DateField(label=_("From"), widget=_DAY)
    last_day = forms.DateField(label=_("To"), widget=_DAY)
    moments = forms.MultipleChoiceField(
        label=_("Answers given at"),
        choices=[(moment.value, MOMENTS[moment]) for moment in MOMENTS],
        initial=[moment.value for moment in MOMENTS],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """A period that ends before it begins is told so here."""
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The period ends before it begins. Choose a later last day."))
        return data


class FindingFilter(forms.Form):
    """Which findings are shown."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=(
            ("", _("all")),
            ("other", _("the outcome would be another")),
            ("same", _("only checks would be others")),
        ),
    )
    check = forms.ChoiceField(label=_("Check"), required=False, choices=[("", _("all")), *NAMES.items()])
    moment = forms.ChoiceField(
        label=_("Answers given at"),
        required=False,
        choices=[("", _("all")), *((moment.value, word) for moment, word in MOMENTS.items())],
    )
    q = forms.CharField(label=_("Request number or title"), required=False, max_length=100)
