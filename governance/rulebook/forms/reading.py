"""Which day is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from django import forms
from django.utils.translation import gettext_lazy as _


class AsOfForm(forms.Form):
    """The day whose rules are read."""

    on = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    @classmethod
    def asked(cls, query: Mapping[str, str], today: date) -> tuple[Self, date]:
        """The form and the day asked for; today where none, or none that exists, was given."""
        form = cls(query) if query.get("on") else cls(initial={"on": today})
        return form, (form.cleaned_data["on"] if form.is_bound and form.is_valid() else None) or today
