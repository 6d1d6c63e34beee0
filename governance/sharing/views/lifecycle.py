"""The lifecycle of data in pictures: as the provider declares it, and as a line asks for it at the recipient."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.http.dates import short
from core.http.parts import Fact, Stage
from core.http.templatetags.sekisho import local
from governance.sharing.enums import Stage as StageOf
from governance.sharing.forms.choices import COUNTRIES, PURPOSES, SAFEGUARDS, label
from governance.sharing.models import Dataset, RequestLine


def stages_of(dataset: Dataset) -> list[Stage]:
    """The declared lifecycle of a dataset (取得・利用・保管・廃棄)."""
    declared = {row.stage: row for row in dataset.stages.all()}
    return [_stage(StageOf(code), declared.get(code)) for code in StageOf.values]


def _stage(stage: StageOf, row: Any) -> Stage:
    if row is None:
        return Stage(stage.label, gap=_("Not declared yet."))
    return Stage(
        stage.label, (Fact(_("How and by whom"), row.how), Fact(_("Ground, measures and place"), row.ground))
    )


def received(line: RequestLine) -> list[Stage]:
    """The same stages at the recipient, as the line asks for them."""
    items = "、".join(local(item, "label") for item in line.dataset.items.all() if item.code in line.items)
    kept = "、".join(label(COUNTRIES, code) for code in line.storage)
    measures = "、".join(label(SAFEGUARDS, code) for code in line.safeguards)
    period = f"{_day(line.use_from)} – {_day(line.use_until)}"
    asked = {
        StageOf.ACQUIRE: (Fact(_("Items"), items or "–"),),
        StageOf.USE: (
            Fact(_("Purpose"), label(PURPOSES, line.request.purpose)),
            Fact(_("Period of use"), period),
        ),
        StageOf.STORE: (
            Fact(_("Stored in"), kept or "–"),
            Fact(_("Safety measures"), measures or "–"),
            Fact(_("Kept for (months)"), line.retention_months or "–"),
        ),
        StageOf.DISPOSE: (
            Fact(
                _("Return or disposal"),
                f"{line.get_disposal_method_display() or '–'} {_day(line.disposal_by)}",
            ),
        ),
    }
    return [Stage(stage.label, facts) for stage, facts in asked.items()]


def _day(value: Any) -> str:
    return short(value) if value else "–"
