"""What changes in the declaration of a dataset, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from consent.rules.dpv import CATEGORIES
from core.http import codes
from core.http.dates import english, short
from core.http.texts import Text
from governance.sharing.documents.verdict_texts import NAMES
from governance.sharing.enums import DataClass, Stage
from governance.sharing.enums.datasets import Sensitivity
from governance.sharing.forms.choices import PURPOSES, TRIGGERS, label
from governance.sharing.forms.lifecycle import CHOICES, label_of
from governance.sharing.models import Dataset
from governance.sharing.queries.datasets import declaration
from governance.sharing.queries.datasets_revising import Effect, effects
from governance.sharing.rules.declaration import Change, changes
from governance.sharing.rules.licences import name as licence_name

HEAD: Mapping[str, Text] = {
    "title_ja": gettext_lazy("Title (Japanese)"),
    "title_en": gettext_lazy("Title (English)"),
    "description_ja": gettext_lazy("Description (Japanese)"),
    "description_en": gettext_lazy("Description (English)"),
    "keywords": gettext_lazy("Keywords"),
    "covers_from": gettext_lazy("The data begin on"),
    "covers_until": gettext_lazy("The data end on"),
    "purposes": gettext_lazy("Purposes stated when the data were acquired"),
    "persons": gettext_lazy("Persons"),
    "retention_months": gettext_lazy("Kept for (months)"),
    "triggers": gettext_lazy("Concerns"),
    "is_open": gettext_lazy("Open data"),
    "licence": gettext_lazy("Licence"),
    "link": gettext_lazy("Where to get it"),
}
ITEM: Mapping[str, Text] = {
    "label_ja": gettext_lazy("Name (Japanese)"),
    "label_en": gettext_lazy("Name (English)"),
    "data_class": gettext_lazy("Class"),
    "category": gettext_lazy("Category"),
    "sensitivity": gettext_lazy("Sensitivity"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One change in words."""

    where: str
    old: str
    new: str
    material: bool


def in_words(found: Iterable[Change]) -> list[Row]:
    """Changes as people read them."""
    return [
        Row(_where(change), shown(change.name, change.old), shown(change.name, change.new), change.material)
        for change in found
    ]


def _where(change: Change) -> str:
    if change.part == "head":
        return str(HEAD[change.name])
    if change.part == "items":
        named = f" · {ITEM[change.name]}" if change.name else ""
        return f"{_('Data item')} {change.item}{named}"
    return f"{Stage(change.part).label} · {label_of(change.name, change.part)}"


def shown(name: str, value: Any) -> str:
    """The value of a field of a declaration, in words."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        known = {"purposes": PURPOSES, "triggers": TRIGGERS, **CHOICES}[name]
        return pgettext("list", ", ").join(label(tuple(known), one) for one in value)
    if isinstance(value, dict):
        return str((english() and value["label_en"]) or value["label_ja"])
    return _word(name, value)


def _word(name: str, value: Any) -> str:
    if name == "data_class":
        return str(DataClass(value).label)
    if name == "sensitivity":
        return str(Sensitivity(value).label)
    if name == "category":
        return codes.name(value, CATEGORIES)
    if name == "licence":
        return licence_name(value, "en" if english() else "ja")
    if name.startswith("covers_"):
        return short(value if isinstance(value, date) else date.fromisoformat(value))
    return str(value)


def revision_context(revision: Dataset) -> dict[str, Any]:
    """What the page of a revision shows above the declaration itself."""
    found = changes(declaration(revision.revises), declaration(revision)) if revision.revises else ()
    return {
        "changes": in_words(found),
        "material": any(change.material for change in found),
        "effects": [_effect(effect) for effect in effects(revision)],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    line = effect.line
    return {
        "reference": line.reference,
        "url": reverse("sharing:request", args=[line.request.council.slug, line.request.reference]),
        "line": line,
        "worse": pgettext("list", ", ").join(str(NAMES[check.code]) for check in effect.worse),
    }
