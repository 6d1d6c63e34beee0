"""Drafting a request: its head, and which dataset a line asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organ
from core.http.fields import LongText, NamedChoice, WholeNumber, named
from core.http.templatetags.sekisho import organ_name
from governance.sharing.forms.choices import PURPOSES
from governance.sharing.models import Dataset


class RequestForm(forms.Form):
    """The head of a request. ``revision`` is the one that the page showed."""

    revision = WholeNumber(widget=forms.HiddenInput, required=False)
    recipient = NamedChoice(Organ.objects.none(), label=_("Who asks"), empty_label=_("Choose who asks"))
    project = NamedChoice(
        None,
        label=_("Project"),
        required=False,
        empty_label=_("No project"),
        help_text=_("The council's project that it serves. Finished projects are not offered."),
    )
    title_ja = forms.CharField(label=_("Title (Japanese)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=(("", _("Choose the purpose")), *PURPOSES))
    purpose_ja = LongText(
        label=_("Purpose in plain words (Japanese)"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Citizens read this in the public register."),
    )
    purpose_en = LongText(
        label=_("Purpose in plain words (English)"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    is_emergency = forms.BooleanField(
        label=_("This is an emergency (disaster or danger to life)"), required=False
    )

    def __init__(
        self, *args: Any, organs: QuerySet[Organ] | None, projects: QuerySet[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        if organs is None:
            del self.fields["recipient"]
        else:
            del self.fields["revision"]
            field = self.fields["recipient"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = organs


class DatasetChoice(NamedChoice):
    """One of several datasets, with whose it is, and which of them need no request."""

    def label_from_instance(self, obj: Any) -> str:
        """Number, title and provider."""
        parts = [named(obj), organ_name(obj.provider), str(_("open data")) if obj.is_open else ""]
        return " — ".join(part for part in parts if part)


class DatasetChoiceForm(forms.Form):
    """Which dataset a new line asks for."""

    dataset = DatasetChoice(Dataset.objects.none(), label=_("Dataset"), empty_label=_("Choose a dataset"))

    def __init__(self, *args: Any, datasets: QuerySet[Dataset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dataset"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = datasets
