"""The lifecycle of data in pictures: as the provider declares it, and as a line asks for it at the recipient."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.http.dates import english
from core.http.parts import Fact, Stage
from core.http.templatetags.sekisho import local
from governance.sharing.documents.naming import counted, listed
from governance.sharing.enums import Stage as StageOf
from governance.sharing.forms.choices import COUNTRIES, PURPOSES, SAFEGUARDS, label
from governance.sharing.forms.lifecycle import CHOICES, LABELS, label_of
from governance.sharing.models import Dataset, RequestLine
from governance.sharing.queries.datasets import stage_contents
from governance.sharing.rules import lifecycle
from governance.sharing.views import naming


def stages_of(dataset: Dataset) -> list[Stage]:
    """The declared lifecycle of a dataset (取得・利用・保管・廃棄), and what of it is missing."""
    kept = stage_contents(dataset)
    return [_stage(dataset, code, kept.get(code)) for code in StageOf.values]


def _stage(dataset: Dataset, code: str, content: lifecycle.Content | None) -> Stage:
    if content is None:
        return Stage(StageOf(code).label, gap=_("Not declared yet."))
    missing = lifecycle.missing(code, content, purposes=dataset.purposes, months=dataset.retention_months)
    gap = _("Still missing: %(fields)s.") % {
        "fields": pgettext("list", ", ").join(label_of(name, code) for name in missing)
    }
    return Stage(StageOf(code).label, tuple(_declared(dataset, code, content)), gap if missing else "")


def _declared(dataset: Dataset, code: str, content: lifecycle.Content) -> Iterator[Fact]:
    """What is filled of a stage, in the order of the rule; the text in the reader's language comes last."""
    whole = {**content, "purposes": dataset.purposes}
    names = (*lifecycle.CODED[code], *(["purposes"] if code == "use" else []))
    for name in names:
        if whole.get(name):
            shown = pgettext("list", ", ").join(label(tuple(CHOICES[name]), one) for one in whole[name])
            yield Fact(LABELS[name], shown)
    if code == "store" and dataset.retention_months:
        yield Fact(LABELS["retention_months"], dataset.retention_months)
    if words := spoken(content, "basis"):
        yield Fact(_("Where the ground stands"), words)
    if words := spoken(content, "text"):
        yield Fact(_("In plain words"), words)


def spoken(content: lifecycle.Content, name: str) -> str:
    """A text of a stage in the reader's language, in the other one where it has no other."""
    ja, en = (str(content.get(f"{name}_{language}") or "").strip() for language in ("ja", "en"))
    return (en or ja) if english() else (ja or en)


def received(line: RequestLine) -> list[Stage]:
    """The same stages at the recipient, as the line asks for them."""
    items = listed(local(item, "label") for item in line.dataset.items.all() if item.code in line.items)
    kept = listed(label(COUNTRIES, code) for code in line.storage)
    measures = listed(label(SAFEGUARDS, code) for code in line.safeguards)
    asked = {
        StageOf.ACQUIRE: (Fact(_("Items"), items or "–"),),
        StageOf.USE: (
            Fact(_("Purpose"), label(PURPOSES, line.request.purpose)),
            Fact(_("Period of use"), naming.span(line.use_from, line.use_until)),
        ),
        StageOf.STORE: (
            Fact(_("Stored in"), kept or "–"),
            Fact(_("Safety measures"), measures or "–"),
            Fact(_("Kept for (months)"), counted(line.retention_months)),
        ),
        StageOf.DISPOSE: (Fact(_("Return or disposal"), naming.disposal(line)),),
    }
    return [Stage(stage.label, facts) for stage, facts in asked.items()]
