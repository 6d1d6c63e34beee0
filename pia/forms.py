"""The shape of what is typed; nothing is decided here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.accounts.models import Organisation, User
from core.http.fields import CountryCode, LongText, NamedChoice, NamedChoices, WholeNumber
from core.http.texts import Text
from pia.enums import (
    Answer,
    Impact,
    Likelihood,
    OutdatedBy,
    Principle,
    Section,
    Stage,
    Standard,
    Treatment,
    Trigger,
)

LONG = 4000
COVERED = ("stages", "items", "purposes", "recipients", "places", "retention_months")
SEPARATORS = re.compile(r"[\s,、，]+")


def long_text(label: Any, *, required: bool = False, rows: int = 4, help_text: Any = "") -> forms.CharField:
    """A field of several lines with a counter."""
    return LongText(
        label=label,
        required=required,
        max_length=LONG,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CodesField(forms.CharField):
    """Codes separated by commas or spaces; each must have the form ``pattern``."""

    def __init__(self, *, pattern: str, wrong: Text, **options: Any) -> None:
        super().__init__(max_length=LONG, **options)
        self.pattern, self.wrong = re.compile(pattern), wrong

    def to_python(self, value: Any) -> Any:
        """The codes, in the order typed, each once."""
        codes = [code for code in SEPARATORS.split(str(value or "")) if code]
        bad = [code for code in codes if not self.pattern.fullmatch(code)]
        if bad:
            raise forms.ValidationError(str(self.wrong) % {"code": bad[0]})
        return tuple(dict.fromkeys(codes))

    def prepare_value(self, value: Any) -> Any:
        """A stored list as it is typed."""
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def run_validators(self, value: Any) -> None:
        """Length was a matter of the text, not of the codes."""


def items_field() -> CodesField:
    """Codes of data items."""
    return CodesField(
        pattern=r"[a-z][a-z0-9_]{0,49}",
        wrong=_(
            "“%(code)s” is not an item code. Use small letters, digits and underscores, as in daily_steps."
        ),
        label=_("Data items"),
        required=False,
        help_text=_("Item codes of the dataset, separated by commas: daily_steps, age_band"),
    )


class SeenForm(forms.Form):
    """A form that remembers which version of the record it was opened on."""

    seen = WholeNumber(widget=forms.HiddenInput, required=False)


class OpenForm(forms.Form):
    """A new assessment."""

    title_ja = forms.CharField(label=_("Title (Japanese)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)
    dataset = forms.CharField(
        label=_("Dataset"), max_length=20, required=False, help_text=_("Its public number, such as D-01")
    )
    project = forms.CharField(label=_("Project"), max_length=20, required=False)
    standard = forms.ChoiceField(label=_("Edition of the standard"), choices=Standard.choices)


class ThresholdForm(SeenForm):
    """The threshold questions."""

    persons = WholeNumber(
        label=_("About how many people's data are handled?"), min_value=0, max_value=200_000_000
    )
    triggers = forms.MultipleChoiceField(
        label=_("Which of these are handled?"),
        choices=Trigger.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ReasonForm(forms.Form):
    """One reason."""

    reason = long_text(_("Reason"), required=True)


class DescriptionForm(SeenForm, OpenForm):
    """Scope and coverage."""

    scope_ja = long_text(_("Purpose and scope (Japanese)"))
    scope_en = long_text(_("Purpose and scope (English)"))
    consulted_ja = long_text(_("People consulted and what they said (Japanese)"), rows=3)
    consulted_en = long_text(_("People consulted and what they said (English)"), rows=3)
    stages = forms.MultipleChoiceField(
        label=_("Lifecycle stages"),
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    items = items_field()
    purposes = CodesField(
        pattern=r"[A-Z][A-Za-z]{1,79}",
        wrong=_(
            "“%(code)s” is not a purpose of the Data Privacy Vocabulary. Write it as in ResearchAndDevelopment."
        ),
        label=_("Purposes"),
        required=False,
        help_text=_("Names of the Data Privacy Vocabulary: ResearchAndDevelopment, ServiceProvision"),
    )
    recipients = NamedChoices(
        label=_("Recipients"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    places = CodesField(
        pattern=r"[A-Z]{2}",
        wrong=_("“%(code)s” is not a country code of two capital letters, such as JP."),
        label=_("Countries where data are kept"),
        required=False,
        help_text=_("Two-letter codes, separated by commas: JP"),
    )
    retention_months = WholeNumber(
        label=_("Longest retention by a recipient (months)"), min_value=0, max_value=1200, required=False
    )

    def __init__(self, *args: Any, recipients: QuerySet[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["recipients"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = recipients

    def about(self) -> list[Any]:
        """The fields that describe what is assessed."""
        return [field for field in self.visible_fields() if field.name not in COVERED]

    def covered(self) -> list[Any]:
        """The fields that limit what may flow."""
        return [field for field in self.visible_fields() if field.name in COVERED]


class FlowForm(SeenForm):
    """One information flow."""

    stage = forms.ChoiceField(label=_("Lifecycle stage"), choices=Stage.choices)
    source = forms.CharField(label=pgettext_lazy("flow", "From"), max_length=100)
    destination = forms.CharField(label=pgettext_lazy("flow", "To"), max_length=100)
    items = items_field()
    place = CountryCode(label=_("Country"), initial="JP")
    measures = long_text(_("Protective measures"), rows=3)


class RiskForm(SeenForm):
    """One risk before treatment."""

    stage = forms.ChoiceField(label=_("Lifecycle stage"), choices=Stage.choices)
    threat = long_text(_("What could happen"), required=True, rows=3)
    asset = forms.CharField(label=_("What is exposed"), max_length=200)
    consequence = long_text(_("What it would mean for a person"), rows=3)
    impact = forms.TypedChoiceField(
        label=_("Impact"), choices=Impact.choices, coerce=int, widget=forms.RadioSelect
    )
    likelihood = forms.TypedChoiceField(
        label=_("Likelihood"), choices=Likelihood.choices, coerce=int, widget=forms.RadioSelect
    )


class TreatmentForm(SeenForm):
    """What is done about a risk and what remains."""

    treatment = forms.ChoiceField(label=_("Treatment"), choices=Treatment.choices, widget=forms.RadioSelect)
    controls = long_text(_("Controls"), rows=3)
    owner = forms.CharField(
        label=_("Risk owner"),
        max_length=100,
        required=False,
        help_text=_("The post that answers for it, not a person's name"),
    )
    due = forms.DateField(
        label=_("In place by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    residual_impact = forms.TypedChoiceField(
        label=_("Impact after treatment"),
        choices=[("", _("not estimated yet")), *Impact.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    residual_likelihood = forms.TypedChoiceField(
        label=_("Likelihood after treatment"),
        choices=[("", _("not estimated yet")), *Likelihood.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )


class InPlaceForm(forms.Form):
    """Since when promised controls are in place, and what shows it."""

    in_place_on = forms.DateField(
        label=_("In place since"),
        required=False,
        help_text=_("Empty means today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = long_text(_("What shows it"), required=True, rows=3)


class RequirementsForm(forms.Form):
    """All eleven principles on one page; what is left open stays as it is."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for principle in Principle:
            self.fields[f"{principle}_answer"] = forms.ChoiceField(
                label=_("Answer"), choices=Answer.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"{principle}_note"] = long_text(_("How, or why not"), rows=2)

    def groups(self) -> Iterator[tuple[str, Any, Any]]:
        """The name of each principle with its two fields."""
        for principle in Principle:
            yield str(principle.label), self[f"{principle}_answer"], self[f"{principle}_note"]

    def answers(self) -> dict[str, tuple[str, str]]:
        """The principles that have been answered."""
        data = self.cleaned_data
        return {
            str(principle): (data[f"{principle}_answer"], data[f"{principle}_note"])
            for principle in Principle
            if data[f"{principle}_answer"]
        }

    def clean(self) -> dict[str, Any]:
        """A note without an answer would be lost: ask for the answer."""
        data = super().clean() or self.cleaned_data
        for principle in Principle:
            if data.get(f"{principle}_note") and not data.get(f"{principle}_answer"):
                self.add_error(
                    f"{principle}_answer", _("Choose an answer as well; a note alone is not kept.")
                )
        return data


class FindingsForm(forms.Form):
    """Up to five findings at once; empty ones are left out."""

    COUNT = 5

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, self.COUNT + 1):
            self.fields[f"section_{number}"] = forms.ChoiceField(
                label=_("Section"), choices=Section.choices, required=False
            )
            self.fields[f"text_{number}"] = long_text(_("Finding"), rows=2)

    def groups(self) -> Iterator[tuple[int, Any, Any]]:
        """The number of each finding with its two fields."""
        for number in range(1, self.COUNT + 1):
            yield number, self[f"section_{number}"], self[f"text_{number}"]

    def findings(self) -> list[tuple[str, str]]:
        """Pairs of section and text."""
        data = self.cleaned_data
        return [
            (data[f"section_{number}"], data[f"text_{number}"])
            for number in range(1, self.COUNT + 1)
            if data[f"text_{number}"]
        ]


class AnswerForm(forms.Form):
    """The answer to a finding."""

    answer = long_text(_("What was done about it"), required=True)


class StatementForm(forms.Form):
    """An acceptance statement."""

    statement = long_text(
        _("Acceptance statement"),
        required=True,
        help_text=_("Say why the remaining risk is acceptable, for how long, and who looks at it again."),
    )


class SummaryForm(SeenForm):
    """The public summary in both languages."""

    summary_ja = long_text(_("Public summary (Japanese)"), required=True, rows=8)
    summary_en = long_text(_("Public summary (English)"), rows=8)


class OutdateForm(forms.Form):
    """Why an assessment no longer counts."""

    reason = forms.ChoiceField(label=_("Reason"), choices=OutdatedBy.choices, widget=forms.RadioSelect)
    note = long_text(_("What happened"), required=True)


class AssignForm(forms.Form):
    """Somebody to assess or review this case."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[("reviewer", _("reviewer")), ("assessor", _("assessor"))]
    )
    person = NamedChoice(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class FilterForm(forms.Form):
    """Which assessments the list shows."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, states: list[tuple[str, Text]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all states")), *states]
