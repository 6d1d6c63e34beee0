"""Declaring the stages of a dataset's life. A stage may be kept unfinished; its page says what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.http.fields import LongText, WholeNumber
from governance.sharing.enums import DisposalMethod
from governance.sharing.enums.datasets import (
    AcquiredOn,
    EndOfUse,
    Means,
    Operation,
    ProofOfDisposal,
    Source,
)
from governance.sharing.forms.choices import COUNTRIES, PURPOSES, SAFEGUARDS

CHOICES: Mapping[str, Any] = {
    "sources": Source.choices,
    "means": Means.choices,
    "grounds": AcquiredOn.choices,
    "operations": Operation.choices,
    "purposes": PURPOSES,
    "countries": COUNTRIES,
    "measures": SAFEGUARDS,
    "methods": DisposalMethod.choices,
    "times": EndOfUse.choices,
    "proofs": ProofOfDisposal.choices,
}
"""Field of a stage -> what may be chosen."""

LABELS: Mapping[str, Any] = {
    "sources": _("From whom"),
    "means": _("How it is acquired"),
    "grounds": _("On what ground"),
    "basis_ja": _("Where the ground stands (Japanese)"),
    "basis_en": _("Where the ground stands (English)"),
    "operations": _("What is done with it"),
    "purposes": _("Purposes stated when the data were acquired"),
    "countries": _("Countries where it is stored"),
    "measures": _("Safety measures"),
    "retention_months": _("Kept for (months)"),
    "methods": _("Method"),
    "times": pgettext_lazy("disposal", "When"),
    "proofs": _("Shown by"),
}
TEXT_LABELS: Mapping[str, tuple[Any, Any]] = {
    "acquire": (
        _("How it comes in, in plain words (Japanese)"),
        _("How it comes in, in plain words (English)"),
    ),
    "use": (
        _("Who uses it and what for, in plain words (Japanese)"),
        _("Who uses it and what for, in plain words (English)"),
    ),
    "store": (
        _("Place and keeper, in plain words (Japanese)"),
        _("Place and keeper, in plain words (English)"),
    ),
    "dispose": (
        _("How it is disposed of, in plain words (Japanese)"),
        _("How it is disposed of, in plain words (English)"),
    ),
}


def label_of(name: str, stage: str) -> str:
    """What a field of a stage is called."""
    if name.startswith("text_"):
        return str(TEXT_LABELS[stage][name.endswith("_en")])
    return str(LABELS[name])


def _many(name: str, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=LABELS[name],
        choices=CHOICES[name],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def _text(label: Any, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return LongText(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=4000,
        required=False,
        help_text=help_text,
    )


class AcquireForm(forms.Form):
    """取得."""

    sources = _many("sources")
    means = _many("means")
    grounds = _many("grounds")
    basis_ja = _text(LABELS["basis_ja"], 2, _("The article, the form or the clause of the contract"))
    basis_en = _text(LABELS["basis_en"], 2)
    text_ja, text_en = (_text(label) for label in TEXT_LABELS["acquire"])


class UseForm(forms.Form):
    """利用."""

    operations = _many("operations")
    purposes = _many(
        "purposes", _("A request for another purpose needs your judgement that it is compatible.")
    )
    text_ja, text_en = (_text(label) for label in TEXT_LABELS["use"])


class StoreForm(forms.Form):
    """保管."""

    countries = _many("countries")
    measures = _many("measures")
    retention_months = WholeNumber(
        label=LABELS["retention_months"], min_value=1, max_value=1200, required=False
    )
    text_ja, text_en = (_text(label) for label in TEXT_LABELS["store"])


class DisposeForm(forms.Form):
    """廃棄."""

    methods = _many("methods")
    times = _many("times")
    proofs = _many("proofs")
    text_ja, text_en = (_text(label) for label in TEXT_LABELS["dispose"])


STAGE_FORMS: Mapping[str, type[forms.Form]] = {
    "acquire": AcquireForm,
    "use": UseForm,
    "store": StoreForm,
    "dispose": DisposeForm,
}
