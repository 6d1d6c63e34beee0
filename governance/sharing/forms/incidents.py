"""Forms of incidents and disputes: the report, and the reports to the authority."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organ, Organisation
from core.http.fields import NamedChoice, NamedChoices
from governance.sharing.enums import BreachAnswer, IncidentKind
from governance.sharing.forms.fields import date_field, text_field
from governance.sharing.models import Dataset


def decision_field(**options: Any) -> forms.CharField:
    """The number of a decision."""
    return forms.CharField(label=_("Number of the decision"), max_length=60, **options)


class BreachForm(forms.Form):
    """By which case of the law table a holder reports a leak or loss to the authority; ``cases``: code and name."""

    breach_case = forms.ChoiceField(
        label=_("Leak or loss to be reported to the authority"),
        help_text=_(
            "The days of the preliminary and the full report follow from the law table; those of the preliminary one "
            "run while it is not known yet whether there is a case."
        ),
    )
    known_on = date_field(
        _("The holder came to know of it on"),
        required=False,
        help_text=_("Empty means today, or the day that is kept already."),
    )

    def __init__(self, *args: Any, cases: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["breach_case"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *BreachAnswer.choices[1:], *cases]

    def clean(self) -> dict[str, Any]:
        """Without a case: is it not known yet, or is there nothing to report?"""
        data = super().clean() or {}
        chosen = data.get("breach_case", "")
        said = chosen in (BreachAnswer.NOT_KNOWN, BreachAnswer.NOTHING)
        return {**data, "answer": chosen, "breach_case": ""} if said else data


class BreachReportsForm(BreachForm):
    """The same with the reports that went to the authority, and the notice to the persons."""

    preliminary_filed_on = date_field(_("Preliminary report filed on"), required=False)
    full_filed_on = date_field(_("Full report filed on"), required=False)
    persons_told_on = date_field(
        _("Persons concerned told on"),
        required=False,
        help_text=_("The law asks to tell them without delay, as the circumstances demand."),
    )
    persons_otherwise = text_field(
        _("If it is difficult to tell them: the measure in its place, and why"),
        required=False,
    )
    reason = text_field(
        _("Why nothing is to be reported, or what was kept is changed or taken back"),
        rows=2,
        required=False,
        help_text=_("Needed where nothing is to be reported, or what stands here is another or none now."),
    )


class ScopeForm(forms.Form):
    """What an incident or dispute is, and what it concerns: datasets, organisations, or the whole council."""

    kind = forms.ChoiceField(label=_("Kind"), choices=IncidentKind.choices, widget=forms.RadioSelect)
    datasets = NamedChoices(
        Dataset.objects.none(),
        label=_("Datasets concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The flows of a chosen dataset stop: of an incident at once, of a dispute as the rules of the council say."
        ),
    )
    organisations = NamedChoices(
        Organisation.objects.none(),
        label=_("Organisations concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everything that a chosen organisation provides or receives stops, likewise."),
    )
    whole_council = forms.BooleanField(
        label=_("The whole council is concerned"),
        required=False,
        help_text=_("Every flow of the council stops, likewise. Choose nothing above then."),
    )

    def __init__(self, *args: Any, datasets: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("datasets", datasets), ("organisations", organisations)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = rows


class RescopeForm(ScopeForm):
    """The same, corrected, and why."""

    reason = text_field(_("Reason for the correction"))
    decision_number = decision_field(
        required=False,
        help_text=_(
            "Where the rules let a grant run again, or a dispute stop more, by a vote alone: the decision that a body "
            "voted on for this."
        ),
    )


class DecidedForm(forms.Form):
    """The decision of a body, as its number is printed."""

    decision_number = decision_field(help_text=_("As printed, for instance ○○協第24号."))


class FindingForm(forms.Form):
    """What was found of an incident; ``resumes``: the decision by which provision resumes, too."""

    reason = text_field(_("Reason"))
    decision_number = decision_field(
        help_text=_("By the rules of the council, provision resumes by the vote of a body alone.")
    )

    def __init__(self, *args: Any, resumes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not resumes:
            del self.fields["decision_number"]


class IncidentForm(BreachForm, ScopeForm):
    """A report of an incident or dispute; ``stops_all``: the reporter may say that it concerns the whole council."""

    title_ja = forms.CharField(label=_("What happened, in one line"), max_length=200)
    title_en = forms.CharField(label=_("The same in English"), max_length=200, required=False)
    description = text_field(_("What happened, when, and what was done at once"), rows=6)
    holder = NamedChoice(
        Organ.objects.none(),
        label=_("Who reports it to the authority"),
        required=False,
        help_text=_("Empty means each provider of the chosen datasets under whose law the case comes."),
    )
    field_order = (
        "kind",
        "title_ja",
        "title_en",
        "description",
        "datasets",
        "organisations",
        "whole_council",
        "breach_case",
        "holder",
        "known_on",
    )

    def __init__(self, *args: Any, holders: Any, stops_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stops_all:
            del self.fields["whole_council"]
        field = self.fields["holder"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = holders
