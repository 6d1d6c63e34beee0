"""Forms of the board's sitting on a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.sharing.enums import Judgement


class BoardMeetingForm(forms.Form):
    """At which meeting of the board the case is considered."""

    meeting = forms.ChoiceField(label=_("Meeting of the board"))

    def __init__(self, *args: Any, meetings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = meetings  # type: ignore[attr-defined]


class CirculationForm(forms.Form):
    """Until when the papers circulate."""

    until = forms.DateField(
        label=_("Votes are sent by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class NoObjectionForm(forms.Form):
    """What nobody objects to; nothing is chosen beforehand."""

    finding = forms.ChoiceField(
        label=_("Finding put to the meeting"), choices=Judgement.choices, widget=forms.RadioSelect
    )


class ExpeditedForm(forms.Form):
    """Who judges besides the chair."""

    member = forms.ChoiceField(label=_("Member besides the chair"))

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = members  # type: ignore[attr-defined]
