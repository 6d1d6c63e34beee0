"""Recording a provision that a law requires."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.enums import Regime
from core.accounts.models import Organ
from core.http.fields import LongText, NamedChoice, WholeNumber
from governance.sharing.enums import DataClass, ToldPerson


class StatutoryForm(forms.Form):
    """What was asked."""

    provider = NamedChoice(Organ.objects.none(), label=_("Provider"), empty_label=_("Choose the provider"))
    requester = forms.CharField(label=_("Who asked"), max_length=200)
    requester_regime = forms.ChoiceField(
        label=_("Kind of body that asked"), choices=Regime.choices, widget=forms.RadioSelect
    )
    letter = forms.CharField(label=_("Number of its letter"), max_length=100)
    asked_on = forms.DateField(
        label=_("Asked on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    statute = forms.CharField(label=_("Statute"), max_length=200)
    article = forms.CharField(label=_("Article"), max_length=100)
    data_class = forms.ChoiceField(
        label=_("Class of data"), choices=(("", _("Choose the class")), *DataClass.choices)
    )
    what = LongText(
        label=_("What was asked for"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Items and period. Name nobody: who it was about stands in the provider's own file."),
    )
    persons = WholeNumber(label=_("Number of persons"), min_value=0, required=False)

    def __init__(self, *args: Any, organs: QuerySet[Organ] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organs is None:
            del self.fields["provider"]
            return
        field = self.fields["provider"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organs


class StatutoryDecisionForm(forms.Form):
    """The provider's own decision."""

    file_number = forms.CharField(label=_("File number"), max_length=60)
    judgement = LongText(
        label=_("Why the provider has to or may provide, and why no more than this"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    told = forms.ChoiceField(
        label=_("Are the persons told?"), choices=ToldPerson.choices, widget=forms.RadioSelect
    )
    told_reason = forms.CharField(label=_("How, or why not"), max_length=300, required=False)
    holds_looked_at = forms.BooleanField(
        label=_("It was looked whether the use is stopped, or a person protected, of those whom it is about"),
        help_text=_(
            "A hold applies on every legal ground: where somebody is held, the judgement says why it goes."
        ),
    )
    held = WholeNumber(
        label=_("Number of persons held"),
        min_value=0,
        required=False,
        help_text=_("Needed where the number of persons is known; 0 where nobody is held."),
    )
