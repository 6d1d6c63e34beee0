"""A row of the law tables: one form for each kind, with a field for each part of what it says."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.accounts.enums import Regime
from core.http.fields import CountryCode, WholeNumber
from core.law import words
from core.law.enums import Confidence, RowKind
from core.law.values import KINDS, LAW_NAMES, Article

LABELS: Mapping[str, Any] = words.FIELDS
ARTICLE = RegexValidator(
    r"^\d+(_\d+)?(-\d+){0,2}$", _("Write an article like 27, 27-1 or 27-1-5, and 30_3 for 第30条の3.")
)


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class LawFilter(forms.Form):
    """Which rows of law are shown."""

    kind = forms.ChoiceField(choices=RowKind.choices, label=_("Table"), widget=forms.HiddenInput)
    on = _day(_("In force on"), required=False)
    q = forms.CharField(label=_("Word"), max_length=100, required=False)


class GroundFilter(LawFilter):
    """The same for tables that tell parties and classes apart: which row is there for a request of this shape?"""

    provider = forms.ChoiceField(
        label=_("Provider"), choices=[("", _("any")), *Regime.choices], required=False
    )
    recipient = forms.ChoiceField(
        label=_("Recipient"), choices=[("", _("any")), *Regime.choices], required=False
    )
    form = forms.ChoiceField(
        label=_("Form of transfer"), choices=[("", _("any")), *words.FORMS.items()], required=False
    )
    data_class = forms.ChoiceField(
        label=_("Class of data"), choices=[("", _("any")), *words.DATA_CLASSES.items()], required=False
    )


class LawForm(forms.Form):
    """A row of one kind. ``grounds``: the codes and texts of the legal grounds that a record can be made for."""

    code = forms.RegexField(
        r"^[A-Za-z0-9_.]+$",
        label=LABELS["code"],
        max_length=60,
        help_text=_("Letters, digits, _ and . The name by which the rules know the row."),
    )
    label_ja = forms.CharField(label=LABELS["label_ja"], max_length=200)
    label_en = forms.CharField(label=LABELS["label_en"], max_length=200, required=False)
    valid_from = _day(
        LABELS["valid_from"],
        required=False,
        help_text=_("Empty as long as it is announced only: then it is shown and changes no verdict."),
    )
    valid_to = _day(LABELS["valid_to"], required=False)
    source = forms.CharField(
        label=LABELS["source"], max_length=300, help_text=_("Law, article and where it was read")
    )
    confidence = forms.ChoiceField(
        label=LABELS["confidence"], choices=Confidence.choices, initial=Confidence.VERIFIED
    )
    field_order = ("code", "label_ja", "label_en", "law", "article")

    def __init__(self, *args: Any, kind: str, grounds: list[tuple[str, str]], **kwargs: Any) -> None:
        self.type = KINDS[kind]
        super().__init__(*args, **kwargs)
        self.fields["label_ja"].required = self.type is not Article
        for part in msgspec.structs.fields(self.type):
            if part.name not in words.OWN:
                self.fields[part.name] = _field(part.name, part.type, grounds)
        ends = ("valid_from", "valid_to", "source", "confidence")
        between = [name for name in self.fields if name not in (*self.field_order, *ends)]
        self.order_fields([*self.field_order, *between, *ends])

    def clean(self) -> dict[str, Any]:
        """A row that ends before it begins is told so here."""
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        return data

    def row(self) -> dict[str, Any]:
        """The row as core.law takes it, JSON-ready."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _field(name: str, of: Any, grounds: list[tuple[str, str]]) -> forms.Field:
    label = LABELS[name]
    if name == "law":
        return forms.ChoiceField(label=label, choices=words.choices("law", LAW_NAMES))
    if name == "article":
        help_text = _("27-1-5 for 第27条第1項第5号; empty where the law has no numbered article here")
        return forms.CharField(label=label, required=False, validators=[ARTICLE], help_text=help_text)
    if name == "grounds":
        return _several(label, grounds)
    if name == "country":
        return CountryCode(label=label)
    return _by_type(name, of, label)


def _by_type(name: str, of: Any, label: Any) -> forms.Field:
    if of is bool:
        return forms.BooleanField(label=label, required=False)
    if of is int:
        return WholeNumber(label=label, min_value=0, max_value=1_000_000_000, initial=0)
    if of is str:
        known = words.VALUES.get(name)
        if known:
            return forms.ChoiceField(label=label, choices=list(known.items()))
        return forms.CharField(label=label, max_length=100)
    if typing.get_origin(of) is typing.Literal:
        return forms.ChoiceField(label=label, choices=words.choices(name, typing.get_args(of)))
    if typing.get_origin(of) is frozenset:
        return _several(label, words.choices(name, typing.get_args(typing.get_args(of)[0])))
    return _day(label, required=False)


def _several(label: Any, choices: Any) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )
