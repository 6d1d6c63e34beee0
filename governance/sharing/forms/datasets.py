"""Describing a dataset: its head and its items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consent.rules.dpv import CATEGORIES
from core.accounts.models import Organ
from core.http.dates import english
from core.http.fields import NamedChoice, WholeNumber
from governance.sharing.enums import DataClass
from governance.sharing.enums.datasets import Sensitivity
from governance.sharing.forms.choices import TRIGGERS
from governance.sharing.models import Dataset
from governance.sharing.rules.licences import LICENCES, recognised
from governance.sharing.rules.sensitivity import least

OTHER = "other"


def named(rows: Iterable[tuple[str, tuple[str, ...]]]) -> list[tuple[str, str]]:
    """Choices of codes with a Japanese and an English name, in the reader's language."""
    place = 1 if english() else 0
    return [(code, names[place]) for code, names in rows]


def licence_choices() -> list[tuple[str, Any]]:
    """The licences that are well known, and any other."""
    return [("", "---------"), *named(LICENCES.items()), (OTHER, _("Another licence (write it below)"))]


def category_choices() -> list[tuple[str, str]]:
    """The product's own short list of categories of the Data Privacy Vocabulary."""
    return [("", "---------"), *named(CATEGORIES.items())]


class DatasetForm(forms.ModelForm):  # type: ignore[type-arg]
    """The head of a dataset; the provider is chosen once."""

    provider = NamedChoice(Organ.objects.none(), label=_("Provider (organ)"))
    project = NamedChoice(
        None, label=_("Project"), required=False, help_text=_("The council's project that it belongs to.")
    )
    keywords = forms.CharField(
        label=_("Keywords"), required=False, max_length=500, help_text=_("Separated by commas (、 or ,)")
    )
    link = forms.URLField(label=_("Link to the open data"), assume_scheme="https", required=False)
    triggers = forms.MultipleChoiceField(
        label=_("The data concern"), choices=TRIGGERS, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_open = forms.BooleanField(
        label=_("Open data"),
        required=False,
        help_text=_(
            "Nothing in it is about persons, and anybody may take it: no request is needed. Needs a licence and a link."
        ),
    )
    licence = forms.ChoiceField(label=_("Licence"), choices=licence_choices, required=False)
    licence_other = forms.CharField(label=_("Another licence"), max_length=100, required=False)

    class Meta:
        model = Dataset
        fields = (
            "provider",
            "project",
            "title_ja",
            "title_en",
            "description_ja",
            "description_en",
            "keywords",
            "covers_from",
            "covers_until",
            "persons",
            "triggers",
            "is_open",
            "licence",
            "licence_other",
            "link",
        )
        field_classes: ClassVar[dict[str, Any]] = {"persons": WholeNumber}
        widgets: ClassVar[dict[str, Any]] = {
            "description_ja": forms.Textarea(attrs={"rows": 4}),
            "description_en": forms.Textarea(attrs={"rows": 4}),
            **{
                day: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                for day in ("covers_from", "covers_until")
            },
        }

    def __init__(
        self, *args: Any, organs: QuerySet[Organ] | None, projects: QuerySet[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        if organs is None:
            del self.fields["provider"]
        else:
            self.fields["provider"].queryset = organs  # type: ignore[attr-defined]
        row = self.instance
        if row.pk and row.licence and row.licence not in LICENCES:
            self.initial.update({"licence": OTHER, "licence_other": row.licence})

    def clean_keywords(self) -> str:
        """The words one by one, each once."""
        words = [word.strip() for word in re.split("[,、，;；\n]", self.cleaned_data["keywords"])]
        return "、".join(dict.fromkeys(word for word in words if word))

    def clean(self) -> dict[str, Any]:
        """The licence is one of the list or in words; the period runs forward; open data can be taken."""
        data = super().clean() or {}
        other = data.pop("licence_other", "").strip()
        if data.get("licence") == OTHER:
            data["licence"] = recognised(other)
            if not other:
                self.add_error("licence_other", _("Write the name of the licence."))
        start, end = data.get("covers_from"), data.get("covers_until")
        if start and end and end < start:
            self.add_error("covers_until", _("The end lies before the beginning."))
        if data.get("is_open"):
            if not data.get("licence"):
                self.add_error("licence", _("Open data needs a licence."))
            if not data.get("link") and "link" not in self.errors:
                self.add_error("link", _("Open data needs a link to where it is."))
        return data


class ItemForm(forms.Form):
    """One item of a dataset; an empty row is left out."""

    code = forms.SlugField(
        label=_("Item code"), max_length=40, required=False, help_text=_("Letters, digits, _ and -")
    )
    label_ja = forms.CharField(label=_("Name (Japanese)"), max_length=100, required=False)
    label_en = forms.CharField(label=_("Name (English)"), max_length=100, required=False)
    data_class = forms.ChoiceField(label=_("Class"), choices=DataClass.choices, required=False)
    category = forms.ChoiceField(
        label=_("Category"),
        choices=category_choices,
        required=False,
        help_text=_("What the item tells about a person (Data Privacy Vocabulary)"),
    )
    sensitivity = forms.TypedChoiceField(
        label=_("Sensitivity"),
        choices=[("", _("As the class asks at least")), *Sensitivity.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("High: a leak would do serious or lasting harm to the person"),
    )

    def clean(self) -> dict[str, Any]:
        """A row with anything in it needs code and Japanese name; the sensitivity fits the class."""
        row = super().clean() or {}
        if row.get("label_ja") and not row.get("code") and "code" not in self.errors:
            self.add_error("code", _("Give the item a code."))
        if row.get("code") and not row.get("label_ja"):
            self.add_error("label_ja", _("Give the item a name."))
        if row.get("code") and row.get("data_class"):
            self._weigh(row)
        return row

    def _weigh(self, row: dict[str, Any]) -> None:
        floor = least(row["data_class"], row.get("category") or "")
        chosen = row.get("sensitivity")
        if chosen is None:
            row["sensitivity"] = floor
        elif chosen < floor:
            lowest = Sensitivity(floor).label
            self.add_error(
                "sensitivity",
                _("An item of this class and category is at least “%(lowest)s”.") % {"lowest": lowest},
            )


class _Items(forms.BaseFormSet):  # type: ignore[type-arg]
    """Items of one dataset: each code once."""

    def clean(self) -> None:
        """No code stands twice."""
        seen: set[str] = set()
        for form in self.forms:
            code = getattr(form, "cleaned_data", {}).get("code")
            if code and code in seen:
                form.add_error("code", _("Another item has this code."))
            seen.add(code or "")


ItemFormSet = forms.formset_factory(ItemForm, formset=_Items, extra=3, max_num=60)
