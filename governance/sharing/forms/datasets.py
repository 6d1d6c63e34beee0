"""Describing a dataset."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organ
from governance.sharing.enums import DataClass
from governance.sharing.forms.choices import PURPOSES, TRIGGERS
from governance.sharing.models import Dataset


class DatasetForm(forms.ModelForm):  # type: ignore[type-arg]
    """The head of a dataset; the provider is chosen once."""

    provider = forms.ModelChoiceField(Organ.objects.none(), label=_("Provider (organ)"))
    purposes = forms.MultipleChoiceField(
        label=_("Purposes stated when the data were acquired"),
        choices=PURPOSES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A request for another purpose needs your judgement that it is compatible."),
    )
    link = forms.URLField(label=_("Link to the open data"), assume_scheme="https", required=False)
    triggers = forms.MultipleChoiceField(
        label=_("The data concern"), choices=TRIGGERS, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Dataset
        fields = (
            "provider",
            "title_ja",
            "title_en",
            "description_ja",
            "description_en",
            "purposes",
            "persons",
            "retention_months",
            "triggers",
            "is_open",
            "licence",
            "link",
        )
        labels: ClassVar[dict[str, Any]] = {"licence": _("Licence")}

    def __init__(self, *args: Any, organs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider = self.fields["provider"]
        assert isinstance(provider, forms.ModelChoiceField)
        if self.instance.pk:
            del self.fields["provider"]
        else:
            provider.queryset = organs


class ItemForm(forms.Form):
    """One item of a dataset; an empty row is left out."""

    code = forms.SlugField(
        label=_("Item code"), max_length=40, required=False, help_text=_("Letters, digits, _ and -")
    )
    label_ja = forms.CharField(label=_("Name (Japanese)"), max_length=100, required=False)
    label_en = forms.CharField(label=_("Name (English)"), max_length=100, required=False)
    data_class = forms.ChoiceField(label=_("Class"), choices=DataClass.choices, required=False)
    category = forms.CharField(label=_("DPV category"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """A row with anything in it needs code and Japanese name."""
        row = super().clean() or {}
        if row.get("label_ja") and not row.get("code") and "code" not in self.errors:
            self.add_error("code", _("Give the item a code."))
        if row.get("code") and not row.get("label_ja"):
            self.add_error("label_ja", _("Give the item a name."))
        return row


ItemFormSet = forms.formset_factory(ItemForm, extra=3, max_num=60)


class StageForm(forms.Form):
    """The declaration of one stage."""

    how = forms.CharField(
        label=_("How and by whom"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    ground = forms.CharField(
        label=_("Ground, measures and place"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
