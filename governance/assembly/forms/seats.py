"""Shapes of input about the name of a body and its seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.http.fields import NamedChoice, not_far, not_past
from governance.assembly.enums import Expertise
from governance.assembly.models import Seat


class BodyNameForm(forms.Form):
    """What a body is called."""

    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)


class SeatChangeForm(forms.Form):
    """What a seat asks for."""

    expertise = forms.ChoiceField(label=_("Expertise"), choices=Expertise.choices)
    is_required = forms.BooleanField(label=_("Has to be filled"), required=False)


class SeatCloseForm(forms.Form):
    """From when the body does without a seat."""

    on = forms.DateField(
        label=_("From"),
        help_text=_("From this day the body does without the seat. Who sat there stays on record."),
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[not_past, not_far],
    )


class SeatForm(forms.Form):
    """A new seat of a body."""

    expertise = forms.ChoiceField(label=_("Expertise"), choices=Expertise.choices)
    alternate_of = NamedChoice(
        queryset=Seat.objects.none(),
        label=_("Alternate of"),
        help_text=_("For a seat that stands in for another; empty for a seat of its own."),
        required=False,
    )
    is_required = forms.BooleanField(label=_("Has to be filled"), required=False)
    is_chair = forms.BooleanField(label=_("Seat of the chair"), required=False)
    is_deputy = forms.BooleanField(
        label=_("Deputy of the chair"),
        help_text=_("Presides where the chair is recused or absent."),
        required=False,
    )

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other: Any = self.fields["alternate_of"]
        other.queryset = seats
        other.label_from_instance = lambda seat: f"{seat.order}. {seat.get_expertise_display()}"
