"""Forms of the secretariat about its own handling of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from governance.sharing.enums import Interest


class StaffInterestForm(forms.Form):
    """Who has which interest in the case."""

    user = forms.ModelChoiceField(label=_("Whose interest"), queryset=User.objects.none(), empty_label=None)
    interest = forms.ChoiceField(
        label=_("Interest in this case"),
        choices=[choice for choice in Interest.choices if choice[0] != Interest.NONE],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, staff: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff  # type: ignore[attr-defined]
