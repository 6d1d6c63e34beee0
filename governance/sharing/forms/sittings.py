"""Forms of the board's sitting on a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.http.fields import not_far, not_past
from governance.sharing.enums import Excuse, Judgement
from governance.sharing.forms.fields import date_field, text_field


class BoardMeetingForm(forms.Form):
    """At which meeting of the board the case is considered."""

    meeting = forms.ChoiceField(label=_("Meeting of the board"))

    def __init__(self, *args: Any, meetings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = meetings  # type: ignore[attr-defined]


class TogetherForm(forms.Form):
    """Which cases come on the agenda of which meeting."""

    case = forms.MultipleChoiceField(label=_("Requests"), widget=forms.CheckboxSelectMultiple)
    meeting = forms.ChoiceField(label=_("Meeting"))

    def __init__(
        self,
        *args: Any,
        cases: Sequence[tuple[str, str]],
        meetings: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = cases  # type: ignore[attr-defined]
        self.fields["meeting"].choices = meetings  # type: ignore[attr-defined]


class CirculationForm(forms.Form):
    """Until when the papers circulate."""

    until = forms.DateField(
        label=_("Votes are sent by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[not_past, not_far],
    )


class ExtensionForm(forms.Form):
    """Until when the papers circulate longer, and why."""

    until = date_field(_("Votes are sent by"), validators=[not_past, not_far])
    reason = text_field(_("Reason"))


class FurtherRoundForm(forms.Form):
    """Why the board votes again, and when it meets."""

    reason = text_field(_("Why the board votes again"))
    due_on = date_field(
        _("Next meeting on"),
        required=False,
        validators=[not_past, not_far],
        help_text=_("The review is due on that day then; may stay empty."),
    )


class ExcuseForm(forms.Form):
    """Why a member takes no part any more; nothing is chosen beforehand."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Excuse.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class NoObjectionForm(forms.Form):
    """What nobody objects to; nothing is chosen beforehand."""

    finding = forms.ChoiceField(
        label=_("Finding put to the meeting"), choices=Judgement.choices, widget=forms.RadioSelect
    )


class ExpeditedForm(forms.Form):
    """Who judges besides the chair: as many as the rule says."""

    member = forms.ChoiceField(label=_("Member besides the chair"))
    members = forms.MultipleChoiceField(
        label=pgettext_lazy("expedited review", "Members besides the chair"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, members: Sequence[tuple[str, str]], wanted: int = 1, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kept, other = ("member", "members") if wanted == 1 else ("members", "member")
        del self.fields[other]
        self.fields[kept].choices = members  # type: ignore[attr-defined]
        if wanted != 1:
            self.fields[kept].help_text = _("Choose %(count)s.") % {"count": wanted}

    def chosen(self) -> list[int]:
        """The keys of those who were chosen."""
        data = self.cleaned_data
        return [int(key) for key in data.get("members") or [data["member"]]]
