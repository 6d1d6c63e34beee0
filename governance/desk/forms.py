"""Which period the figures are about, and which entries of the evidence log are looked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import Council
from core.http.fields import LongText
from governance.desk.queries.actors import officers
from governance.desk.queries.log import Asked, kinds
from governance.sharing.queries.statistics import Period

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """From the first to the last day, both included."""

    first = forms.DateField(label=_("From"), required=False, widget=_DAY)
    last = forms.DateField(label=_("To"), required=False, widget=_DAY)

    def clean(self) -> dict[str, Any]:
        """A period that ends before it begins is told so here."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The period ends before it begins. Choose a later last day."))
        return data


def asked_period(asked: Any) -> tuple[PeriodForm, Period]:
    """The form, and the period that it asks for: the fiscal year up to today where it asks for none."""
    today = clock.today()
    usual = {"first": date(clock.fiscal_year(today), 4, 1), "last": today}
    form = PeriodForm({name: asked.get(name) or day.isoformat() for name, day in usual.items()})
    if not form.is_valid():
        return form, Period(**usual)
    return form, Period(form.cleaned_data["first"], form.cleaned_data["last"])


class LogForm(PeriodForm):
    """Which entries of the evidence log: of what kind, about what, by whom, from when to when."""

    event = forms.ChoiceField(label=_("What happened"), required=False, choices=kinds)
    about = LongText(
        label=_("About (number)"),
        required=False,
        max_length=500,
        widget=forms.TextInput,
        help_text=_(
            "Such as R-2026-018. Several numbers with spaces or commas between them: entries about any."
        ),
    )
    match = forms.ChoiceField(
        label=_("The number"),
        required=False,
        choices=[
            ("part", _("contains this")),
            ("whole", _("is exactly this")),
            (
                "case",
                _("and all that belongs to that request"),
            ),  # lines, decisions, meetings, letters, grants
        ],
    )
    by = forms.ChoiceField(label=_("Who acted"), required=False)
    field_order = ("event", "about", "match", "by", "first", "last")

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = officers(council)  # type: ignore[attr-defined]


def asked_entries(given: Any, council: Council) -> tuple[LogForm, Asked | None]:
    """The form, and what it asks for; None where something in it cannot be read."""
    form = LogForm(given, council=council)
    if not form.is_valid():
        return form, None
    data = form.cleaned_data
    return form, Asked(
        event=data["event"],
        about=data["about"],
        is_exact=data["match"] == "whole",
        whole_case=data["match"] == "case",
        first=data["first"],
        last=data["last"],
        by=data["by"],
    )
