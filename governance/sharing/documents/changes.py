"""What changed between two submissions, in words: the fields as a paper calls them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.http.codes import COUNTRIES
from core.http.dates import english
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.law.queries import in_force as law_in_force
from governance.sharing.documents.naming import listed, subprocessors
from governance.sharing.enums import DataClass, DisposalMethod, Processing, TransferForm
from governance.sharing.enums.safeguards import SAFEGUARDS
from governance.sharing.models import SharingRequest, Submission
from governance.sharing.queries.turns import Change
from governance.sharing.queries.turns import changes as changed

LABELS: Mapping[str, Text] = {
    "title_ja": gettext_lazy("Title"),
    "title_en": gettext_lazy("Title"),
    "purpose": gettext_lazy("Purpose"),
    "purpose_ja": gettext_lazy("Purpose of use"),
    "purpose_en": gettext_lazy("Purpose of use"),
    "dataset": gettext_lazy("Dataset"),
    "items": gettext_lazy("Items"),
    "form": gettext_lazy("Form of transfer"),
    "processing": gettext_lazy("Processing before the transfer"),
    "data_class": gettext_lazy("Class of data"),
    "ground": gettext_lazy("Legal ground"),
    "ground_reason": gettext_lazy("Why this ground applies"),
    "statute": gettext_lazy("Statute"),
    "joint_research": gettext_lazy("Paper of the joint research"),
    "opt_out_filing": gettext_lazy("Number of the opt-out filing"),
    "opt_out_known_on": gettext_lazy("Opt-out made known on"),
    "opt_out_where": gettext_lazy("Opt-out made known where"),
    "use_from": gettext_lazy("Used from"),
    "use_until": gettext_lazy("Used until"),
    "retention_months": gettext_lazy("Kept for (months)"),
    "disposal_method": gettext_lazy("Method of disposal"),
    "disposal_by": gettext_lazy("Disposed of by"),
    "storage": gettext_lazy("Stored in"),
    "safeguards": gettext_lazy("Safety measures"),
    "subprocessors": gettext_lazy("Sub-processors"),
}
ALIEN = {"title_ja": "title_en", "purpose_ja": "purpose_en"}
"""A text in the other language is told in its own language's paper alone."""
WORDS: Mapping[str, Mapping[str, Any]] = {
    "form": dict(TransferForm.choices),
    "processing": dict(Processing.choices),
    "data_class": dict(DataClass.choices),
    "disposal_method": dict(DisposalMethod.choices),
    "storage": dict(COUNTRIES),
    "safeguards": dict(SAFEGUARDS),
}


def rows(request: SharingRequest, before: Submission, after: Submission) -> Iterator[tuple[str, str, str]]:
    """Where and which field, what it said, what it says; a line that is new, or gone, is one row."""
    found = changed(before.snapshot, after.snapshot)
    whole = {one.where for one in found if one.field in ("number", "dataset")}
    hidden = set(ALIEN) if english() else set(ALIEN.values())
    names = {
        item.code: local(item, "label") for line in request.lines.all() for item in line.dataset.items.all()
    }
    for one in found:
        if one.field == "dataset" or (
            one.where not in whole and one.field in LABELS and one.field not in hidden
        ):
            yield _where(one, request), _said(one, one.before, names), _said(one, one.after, names)


def _where(change: Change, request: SharingRequest) -> str:
    place = (
        request.reference if change.where == "request" else f"{request.reference}-{change.where.split()[-1]}"
    )
    return f"{place}\n{LABELS[change.field]}"


def _said(change: Change, value: Any, names: Mapping[str, str]) -> str:
    if change.field == "subprocessors":
        return " / ".join(subprocessors(value)) or _("None") if value is not None else "–"
    words = names if change.field == "items" else WORDS.get(change.field, {})
    if change.field == "ground" and value:
        row = law_in_force(clock.today()).grounds.get(value)
        return local(row, "label") if row else str(value)
    if isinstance(value, list):
        return listed(str(words.get(one, one)) for one in value) or "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "–" if value in (None, "") else str(words.get(value, value))
