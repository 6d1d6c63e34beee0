"""Drafting a request and its lines."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Organ
from core.law.enums import Confidence
from core.law.values import Ground
from governance.sharing.enums import DataClass, DisposalMethod, Processing, TransferForm
from governance.sharing.enums.datasets import Sensitivity
from governance.sharing.forms.choices import COUNTRIES, PURPOSES, SAFEGUARDS
from governance.sharing.models import Dataset, DatasetItem, RequestLine


class RequestForm(forms.Form):
    """The head of a request."""

    recipient = forms.ModelChoiceField(Organ.objects.none(), label=_("Who asks"))
    project: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Project"), required=False, help_text=_("The council's project that it serves.")
    )
    title_ja = forms.CharField(label=_("Title (Japanese)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=PURPOSES)
    purpose_ja = forms.CharField(
        label=_("Purpose in plain words (Japanese)"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Citizens read this in the public register."),
    )
    purpose_en = forms.CharField(
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
            field = self.fields["recipient"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = organs


class DatasetChoiceForm(forms.Form):
    """Which dataset a new line asks for."""

    dataset = forms.ModelChoiceField(Dataset.objects.none(), label=_("Dataset"))

    def __init__(self, *args: Any, datasets: QuerySet[Dataset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dataset"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = datasets


def _item_label(item: DatasetItem, *, english: bool) -> str:
    """An item to choose; whoever asks is told where a leak would do serious harm."""
    words = (item.label_en if english else "") or item.label_ja
    if item.sensitivity < Sensitivity.HIGH:
        return words
    return str(_("%(item)s: high sensitivity") % {"item": words})


def _ground_label(ground: Ground, *, english: bool) -> str:
    """A ground to choose, with how sure we are of its row in the law tables."""
    sure = Confidence(ground.confidence).label
    return f"{ground.label_en} ({sure})" if english else f"{ground.label_ja}（{sure}）"


class LineForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one line asks for. Nothing but the items is required while drafting: the checklist says what is missing."""

    items = forms.MultipleChoiceField(label=_("Items"), widget=forms.CheckboxSelectMultiple)
    form = forms.ChoiceField(
        label=_("Form of transfer"), choices=[("", "---------"), *TransferForm.choices], required=False
    )
    processing = forms.ChoiceField(
        label=_("Processing before the transfer"), choices=Processing.choices, required=False
    )
    data_class = forms.ChoiceField(
        label=_("Class of what is handed over"),
        choices=[("", "---------"), *DataClass.choices],
        required=False,
    )
    ground = forms.ChoiceField(label=_("Legal ground"), required=False)
    disposal_method = forms.ChoiceField(
        label=_("Return or disposal"), choices=[("", "---------"), *DisposalMethod.choices], required=False
    )
    storage = forms.MultipleChoiceField(
        label=_("Countries where the data are stored"),
        choices=COUNTRIES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    environment_grasped = forms.MultipleChoiceField(
        label=_("Foreign countries whose legal system was examined"),
        choices=[choice for choice in COUNTRIES if choice[0] != "JP"],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    safeguards = forms.MultipleChoiceField(
        label=_("Safety measures"), choices=SAFEGUARDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    evidenced = forms.MultipleChoiceField(
        label=_("Measures for which evidence was handed in"),
        choices=SAFEGUARDS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own_purpose = forms.TypedChoiceField(
        label=_("Entrustment: does the recipient pursue a purpose of its own?"),
        choices=(("", _("Not answered")), ("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda value: {"yes": True, "no": False}.get(value),
        empty_value=None,
        required=False,
    )
    subprocessors = forms.CharField(
        label=_("Entrustment: sub-processors, one a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Write “none” where there are none."),
    )

    class Meta:
        model = RequestLine
        fields = (
            "items",
            "form",
            "processing",
            "data_class",
            "ground",
            "ground_reason",
            "statute",
            "purpose_judgement",
            "use_from",
            "use_until",
            "retention_months",
            "storage",
            "environment_grasped",
            "safeguards",
            "evidenced",
            "disposal_method",
            "disposal_by",
            "own_purpose",
            "subprocessors",
            "joint_use_known_on",
            "publication_record",
        )
        labels: ClassVar[dict[str, Any]] = {
            "publication_record": _("Where the anonymised data were announced")
        }
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("use_from", "use_until", "disposal_by", "joint_use_known_on")
        }

    def __init__(self, *args: Any, dataset: Dataset, grounds: tuple[Ground, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = (get_language() or "ja").startswith("en")
        items = self.fields["items"]
        ground = self.fields["ground"]
        assert isinstance(items, forms.MultipleChoiceField)
        assert isinstance(ground, forms.ChoiceField)
        items.choices = [
            (item.code, _item_label(item, english=english)) for item in dataset.items.order_by("pk")
        ]
        ground.choices = [
            ("", "---------"),
            *((g.code, _ground_label(g, english=english)) for g in grounds),
        ]
        listed = self.instance.subprocessors
        self.initial["subprocessors"] = "\n".join(listed) if listed else ("none" if listed == [] else "")
        self.initial["own_purpose"] = {True: "yes", False: "no", None: ""}[self.instance.own_purpose]

    def clean_subprocessors(self) -> list[str] | None:
        """Lines to names; nothing typed is *not answered*, ``none`` is *there are none*."""
        lines = [line.strip() for line in self.cleaned_data["subprocessors"].splitlines() if line.strip()]
        if not lines:
            return None
        return [] if lines in (["none"], ["なし"]) else lines

    def clean(self) -> dict[str, Any]:
        """The period runs forward."""
        data = super().clean() or {}
        start, end = data.get("use_from"), data.get("use_until")
        if start and end and end < start:
            self.add_error("use_until", _("The end lies before the beginning."))
        return data
