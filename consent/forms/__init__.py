"""Shape of input on the staff pages. Forms decide nothing; what is missing in a notice the rules say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from consent import queries
from consent.enums import Language, Necessity
from consent.models import ConsentItem
from consent.rules.dpv import PURPOSES
from consent.rules.notices import BLOCKS, LAYERS
from consent.templatetags.names import LAYER_NAMES
from core.accounts.models import Council, Organ, Organisation
from core.files.sniffing import text_of
from core.http.dates import english
from core.http.fields import CountryCode, LongText, NamedChoice, UploadField, WholeNumber

DATE = forms.DateInput(attrs={"type": "date"})


class BeginForm(forms.Form):
    """A new notice."""

    service_ja = forms.CharField(label=_("Name of the service (Japanese)"), max_length=100)
    service_en = forms.CharField(label=_("Name of the service (English)"), max_length=100)
    title_ja = forms.CharField(label=_("Title of the notice (Japanese)"), max_length=200)
    title_en = forms.CharField(label=_("Title of the notice (English)"), max_length=200)


class TextsForm(forms.Form):
    """One block per content of ISO/IEC 29184, each in three layers. Nothing is required: a draft may wait."""

    authoritative = forms.ChoiceField(label=_("Authoritative language"), choices=Language.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for block in BLOCKS:
            for layer in LAYERS:
                self.fields[f"{block}_{layer}"] = LongText(
                    label=LAYER_NAMES[layer],
                    required=False,
                    max_length=4000,
                    widget=forms.Textarea(attrs={"rows": 4, "lang": "en" if layer == "en" else "ja"}),
                )

    def blocks(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The blocks with their three fields, in the order of the notice."""
        for block in BLOCKS:
            yield block, [self[f"{block}_{layer}"] for layer in LAYERS]

    def texts(self) -> dict[str, dict[str, str]]:
        """What was typed, by block and layer."""
        return {
            block: {layer: self.cleaned_data[f"{block}_{layer}"].strip() for layer in LAYERS}
            for block in BLOCKS
        }

    @staticmethod
    def from_texts(texts: Mapping[str, Mapping[str, str]], authoritative: str) -> dict[str, str]:
        """Initial values of a draft."""
        typed = {
            f"{block}_{layer}": texts.get(block, {}).get(layer, "") for block in BLOCKS for layer in LAYERS
        }
        return {**typed, "authoritative": authoritative}


class ChoiceForm(forms.Form):
    """One choice of a notice: one purpose x data kinds x recipient."""

    code = forms.SlugField(
        label=_("Item code"), max_length=40, help_text=_("Keeps the choice together through versions.")
    )
    provider = NamedChoice(label=_("Provider"), queryset=Organ.objects.none())
    recipient = NamedChoice(label=_("Recipient"), queryset=Organisation.objects.none())
    dataset = forms.CharField(label=_("Dataset"), max_length=20, help_text=_("Its reference, like D-01."))
    kinds = LongText(
        label=_("Kinds of data"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: code | Japanese | plain Japanese | English"),
    )
    purpose = forms.ChoiceField(label=_("Purpose"))
    words_ja = forms.CharField(label=_("Purpose in plain words (Japanese)"), max_length=200)
    words_easy = forms.CharField(label=_("Purpose in plain words (plain Japanese)"), max_length=200)
    words_en = forms.CharField(label=_("Purpose in plain words (English)"), max_length=200)
    necessity = forms.ChoiceField(
        label=_("Needed for the service?"), choices=Necessity.choices, initial="optional"
    )
    retention_months = WholeNumber(label=_("Months the recipient keeps it"), min_value=1, max_value=600)
    storage_country = CountryCode(
        label=_("Country of storage"), initial="JP", help_text=_("Two letters, like JP.")
    )
    valid_months = WholeNumber(
        label=_("Months a consent is valid"), min_value=1, max_value=120, required=False
    )
    valid_until = forms.DateField(label=_("Last day of every consent"), required=False, widget=DATE)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = queries.holders(council)  # type: ignore[attr-defined]
        self.fields["recipient"].queryset = queries.recipients(council)  # type: ignore[attr-defined]
        place = 1 if english() else 0
        self.fields["purpose"].choices = [(name, words[place]) for name, words in PURPOSES.items()]  # type: ignore[attr-defined]

    def clean_kinds(self) -> list[dict[str, str]]:
        """The lines, each with its four parts."""
        kinds = []
        for line in self.cleaned_data["kinds"].splitlines():
            parts = [part.strip() for part in re.split(r"(?<!\{)\|(?![^{}]*\})", line)]
            if not line.strip():
                continue
            if len(parts) != 4 or not all(parts) or not re.fullmatch(r"[a-z0-9_]+", parts[0]):
                raise forms.ValidationError(
                    _("Each line needs four parts, divided by |. The first is a code.")
                )
            kinds.append(dict(zip(("code", "ja", "easy", "en"), parts, strict=True)))
        return kinds

    def item(self) -> dict[str, Any]:
        """The choice as a draft keeps it."""
        typed = self.cleaned_data
        until = typed["valid_until"]
        plain = (
            "code",
            "dataset",
            "purpose",
            "necessity",
            "retention_months",
            "storage_country",
            "valid_months",
        )
        return {
            **{name: typed[name] for name in plain},
            "provider": typed["provider"].pk,
            "recipient": typed["recipient"].pk,
            "data_items": typed["kinds"],
            "purpose_words": {layer: typed[f"words_{layer}"] for layer in LAYERS},
            "valid_until": until.isoformat() if until else None,
        }

    @staticmethod
    def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
        """Initial values from a draft's choice."""
        lines = [
            " | ".join(kind[part] for part in ("code", "ja", "easy", "en")) for kind in item["data_items"]
        ]
        words = {f"words_{layer}": item["purpose_words"].get(layer, "") for layer in LAYERS}
        return {**item, **words, "kinds": "\n".join(lines)}


class PublishForm(forms.Form):
    """What publishing asks for."""

    decision = forms.CharField(
        label=_("Number of the decision"), max_length=60, help_text=_("The decision to publish this notice.")
    )
    change_ja = forms.CharField(label=_("What is new (Japanese)"), max_length=500, required=False)
    change_en = forms.CharField(label=_("What is new (English)"), max_length=500, required=False)


class DecisionForm(forms.Form):
    """The decision that an ending rests on."""

    decision = forms.CharField(
        label=_("Number of the decision"),
        max_length=60,
        help_text=_("As printed, for instance ○○協第24号."),
    )


TABLES = frozenset({".csv", ".txt"})


def _text(field: Any) -> str:
    return text_of(field[1]) if field else ""


class FeedForm(forms.Form):
    """A holder that keeps consents of its own."""

    source = NamedChoice(label=_("Holder"), queryset=Organ.objects.none())

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]


class IdsForm(forms.Form):
    """The ids whose consent is in force at the holder."""

    table = UploadField(
        label=_("Table of ids"),
        kinds=TABLES,
        help_text=_("CSV or text, one id a line. The ids are compared and not kept."),
    )

    def text(self) -> str:
        """What the file says."""
        return _text(self.cleaned_data["table"])


class ImportForm(DecisionForm):
    """Earlier consents, by a decision that the old text and the notice are equivalent."""

    item = NamedChoice(label=_("Choice"), queryset=ConsentItem.objects.none())
    table = UploadField(
        label=_("Table of consents"),
        kinds=TABLES,
        help_text=_("CSV: the holder's id, the day of the consent, the holder's record number."),
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]

    def text(self) -> str:
        """What the file says."""
        return _text(self.cleaned_data["table"])
