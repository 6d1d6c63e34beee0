"""Fields that many small forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.http.fields import LongText

PUBLISHED = _(
    "The public register shows them where the decision departs from the board's opinion. Name nobody."
)
"""Of the reasons for a decision of the council."""


def text_field(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    """A few sentences."""
    return LongText(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, **options)


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A day, by the browser's own calendar."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )
