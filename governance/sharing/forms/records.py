"""Forms about what was provided: how it is recorded, what was handed over, what was received, who looks it up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import Organ
from core.http.dates import era
from core.http.fields import LongText, NamedChoice, NamedChoices, WholeNumber
from governance.sharing.documents.records import Confirmed
from governance.sharing.enums import DisposalMethod, Manner, PursuitOutcome
from governance.sharing.models import Pursuit


def _lines(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    return LongText(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class MannerForm(forms.Form):
    """How a provision is recorded, of what the law allows here."""

    manner = forms.ChoiceField(label=_("How it is recorded"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, allowed: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["manner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value, Manner(value).label) for value in allowed]


class HandOverForm(forms.Form):
    """What the holder sent: under the list of persons, or as data that are not about single persons. ``leaving_out``:
    may persons still leave the list?"""

    count = WholeNumber(label=_("Records of how many persons were sent"), min_value=0)
    sent_at = forms.DateTimeField(
        label=_("Sent at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    refused = _lines(
        _("Ids on the list that were not sent, one a line"),
        required=False,
        max_length=200_000,
        help_text=_(
            "These persons leave the list: they are not shown as provided. Leave empty when all were sent."
        ),
    )

    def __init__(self, *args: Any, about_persons: bool, leaving_out: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not about_persons:
            self.fields["count"].label = _("How many records were sent")
        if not (about_persons and leaving_out):
            del self.fields["refused"]

    def told(self) -> dict[str, Any]:
        """The report as the action takes it."""
        data = self.cleaned_data
        sent: datetime = data["sent_at"]
        ids = [line.strip() for line in data.get("refused", "").splitlines() if line.strip()]
        return {"count": data["count"], "sent_at": sent, "refused": ids}


class ReceiptForm(forms.Form):
    """What the recipient confirms (個人情報保護法 30条; 規則 22条)."""

    provider_name = forms.CharField(label=_("Provider's name, as confirmed"), max_length=200)
    provider_address = forms.CharField(label=_("Provider's address"), max_length=300)
    provider_representative = forms.CharField(label=_("Provider's representative"), max_length=100)
    acquisition = _lines(
        _("How the provider acquired the data"),
        max_length=1000,
        help_text=_(
            "What you were shown or told: from the persons themselves, by which service, since when."
        ),
    )
    consent = _lines(_("What the persons agreed to, as you confirmed it"), max_length=1000)

    def __init__(self, *args: Any, asked: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asked:
            for field in self.fields.values():
                field.required = False

    def said(self) -> Confirmed:
        """As the action takes it."""
        return Confirmed(**self.cleaned_data)


class LookupForm(forms.Form):
    """Identify a person by the holder's id; there is no search by name."""

    holder = NamedChoice(
        Organ.objects.none(),
        label=_("Holder"),
        empty_label=None,
        help_text=_(
            "Whose id it is. A recipient finds those alone whose data it received from this provider."
        ),
    )
    holder_id = forms.CharField(
        label=_("Id under which the holder knows the person"),
        max_length=100,
        help_text=_("From the person's own sign-in, card or letter. People are never searched by name."),
    )
    on = _day(
        _("Day on which the id was used"),
        required=False,
        help_text=_(
            "Only for an id that was taken back or given to somebody else since, for example the day of the list. "
            "Without it whoever has the id today is found."
        ),
    )
    reason = _lines(
        _("Reason"),
        max_length=500,
        help_text=_("For example the number of the person's request. It stays on record with your name."),
    )

    def __init__(self, *args: Any, holders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = holders


class AnswerForm(forms.Form):
    """What became of a person's data after a withdrawal; a disposal is confirmed with how, when and by whom."""

    outcome = forms.ChoiceField(
        label=_("What was done"),
        choices=[choice for choice in PursuitOutcome.choices if choice[0] != PursuitOutcome.DUE],
        widget=forms.RadioSelect,
    )
    method = forms.ChoiceField(label=_("Method, where deleted"), choices=DisposalMethod.choices)
    done_on = _day(_("Done on"), initial=clock.today)
    confirmed_name = forms.CharField(label=_("Confirmed by (post and name)"), max_length=100)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class AnswersForm(AnswerForm):
    """One answer to several withdrawals."""

    pursuits = NamedChoices(Pursuit.objects.none(), label=_("Withdrawals"), widget=forms.MultipleHiddenInput)
    field_order = ("pursuits",)

    def __init__(self, *args: Any, open_ones: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pursuits"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = open_ones


class RecordsFilter(forms.Form):
    """Which records to show."""

    year = forms.TypedChoiceField(label=_("Fiscal year"), required=False, coerce=int, empty_value=None)
    provider = NamedChoice(Organ.objects.none(), label=_("Provider"), required=False, empty_label=_("All"))

    def __init__(self, *args: Any, years: list[int], providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year, provider = self.fields["year"], self.fields["provider"]
        assert isinstance(year, forms.ChoiceField)
        assert isinstance(provider, forms.ModelChoiceField)
        year.choices = [("", _("All")), *((one, fiscal(one)) for one in years)]
        provider.queryset = providers


def fiscal(year: int) -> str:
    """2026年度（令和8年度） in words of the reader."""
    return str(_("Fiscal year %(year)s (%(era)s)") % {"year": year, "era": era(date(year, 4, 1))})
