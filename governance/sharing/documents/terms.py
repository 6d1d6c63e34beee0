"""What the applicant states of a line, in words: one source for the page, the board's book and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.rules.dpv import PURPOSES
from core.http.codes import COUNTRIES
from core.http.dates import english
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from governance.assembly.queries import projects
from governance.sharing.documents.naming import article_of, day, ground_called, listed, subprocessors
from governance.sharing.enums import (
    DataClass,
    DisposalMethod,
    ForeignRoute,
    Processing,
    RiskClass,
    TransferForm,
)
from governance.sharing.enums.safeguards import SAFEGUARDS
from governance.sharing.enums.told import ABROAD, JOINT_ITEMS
from governance.sharing.models import RequestLine, SharingRequest
from governance.sharing.queries.matters import risk_of
from governance.sharing.queries.turns import file_titles
from governance.sharing.rules.facts import GateFacts

LABELS: Mapping[str, Text] = {
    "title_ja": gettext_lazy("Title"),
    "title_en": gettext_lazy("Title"),
    "purpose": gettext_lazy("Purpose"),
    "purpose_ja": gettext_lazy("Purpose of use"),
    "purpose_en": gettext_lazy("Purpose of use"),
    "project": gettext_lazy("Project"),
    "is_emergency": gettext_lazy("This is an emergency (disaster or danger to life)"),
    "attachments": gettext_lazy("Files"),
    "evidence": gettext_lazy("Evidence of safety measures"),
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
    "purpose_judgement": gettext_lazy("The provider's paper that finds the purpose compatible"),
    "use_from": gettext_lazy("Used from"),
    "use_until": gettext_lazy("Used until"),
    "retention_months": gettext_lazy("Kept for (months)"),
    "disposal_method": gettext_lazy("Method of disposal"),
    "disposal_by": gettext_lazy("Disposed of by"),
    "storage": gettext_lazy("Stored in"),
    "environment_grasped": gettext_lazy("Foreign countries whose legal system was examined"),
    "safeguards": gettext_lazy("Safety measures"),
    "own_purpose": gettext_lazy("Does the recipient pursue a purpose of its own?"),
    "subprocessors": gettext_lazy("Sub-processors"),
    "joint_use": gettext_lazy("Joint use"),
    "joint_use_known_on": gettext_lazy("Joint use made known on"),
    "joint_use_where": gettext_lazy("Made known where"),
    "succession_reference": gettext_lazy("Document of the succession"),
    "publication_record": gettext_lazy("Where the anonymised data were announced"),
    "procedure_reference": gettext_lazy("Case of the procedure for anonymised data of public bodies"),
    "recipient_holds_as_personal": gettext_lazy("Will the recipient hold it as personal data?"),
    "recipient_consent_confirmed": gettext_lazy("Is it confirmed that the persons consented to that?"),
    "foreign_route": gettext_lazy("The transfer abroad rests on"),
    "foreign_told": gettext_lazy("The persons were told"),
    "foreign_measures": gettext_lazy("Document of the equivalent measures"),
    "foreign_measures_checked_on": gettext_lazy("Equivalent measures checked on"),
    "trade_secret": gettext_lazy("Trade secret"),
}
"""Every field of a request and its lines, as papers call it."""
WORDS: Mapping[str, Mapping[str, Any]] = {
    "form": dict(TransferForm.choices),
    "processing": dict(Processing.choices),
    "data_class": dict(DataClass.choices),
    "disposal_method": dict(DisposalMethod.choices),
    "storage": dict(COUNTRIES),
    "environment_grasped": dict(COUNTRIES),
    "safeguards": dict(SAFEGUARDS),
    "evidence": dict(SAFEGUARDS),
    "joint_use": JOINT_ITEMS,
    "foreign_route": dict(ForeignRoute.choices),
    "foreign_told": dict(ABROAD),
}
DAYS = frozenset(
    {
        "opt_out_known_on",
        "use_from",
        "use_until",
        "disposal_by",
        "joint_use_known_on",
        "foreign_measures_checked_on",
    }
)
OF_FORM: Mapping[str, tuple[str, ...]] = {
    TransferForm.ENTRUSTMENT: ("own_purpose", "subprocessors"),
    TransferForm.JOINT_USE: ("joint_use", "joint_use_known_on", "joint_use_where"),
    TransferForm.SUCCESSION: ("succession_reference",),
}
OF_CLASS: Mapping[str, tuple[str, ...]] = {
    DataClass.ANONYMISED: ("publication_record", "procedure_reference"),
    DataClass.PERSON_RELATED: ("recipient_holds_as_personal", "recipient_consent_confirmed"),
}
OF_TRANSFER_ABROAD = ("foreign_route", "foreign_told", "foreign_measures", "foreign_measures_checked_on")
Day = Callable[[date | None], str]
Said = tuple[str, str]
"""What a fact is called, and what it says."""


def names_of(request: SharingRequest) -> dict[str, dict[Any, str]]:
    """The names of what a request chooses from rows of the council, and of its files, by field."""
    rows = request.lines.select_related("dataset").prefetch_related("dataset__items")
    files = {digest: f"{title or _('Erased')} ({digest})" for digest, title in file_titles(request).items()}
    return {
        "items": {item.code: local(item, "label") for line in rows for item in line.dataset.items.all()},
        "project": {one.pk: f"{one.reference} {local(one, 'title')}" for one in projects(request.council)},
        "attachments": files,
        "evidence": files,
    }


def said(name: str, value: Any, names: Mapping[str, Mapping[Any, str]] | None = None, day: Day = day) -> str:
    """The value of a field in words, as it stands in the row or in a snapshot of it."""
    chosen = (names or {}).get(name, {})
    words = WORDS.get(name) or chosen
    if name == "subprocessors":
        return " / ".join(subprocessors(value)) or _("None") if value is not None else "–"
    if name in DAYS and value:
        return day(value if isinstance(value, date) else date.fromisoformat(value))
    if name == "purpose" and value in PURPOSES:
        return PURPOSES[value][1 if english() else 0]
    if name == "ground" and value:
        return ground_called(value) or str(value)
    if isinstance(value, dict):
        return " / ".join(f"{words.get(key, key)}: {_each(one, chosen)}" for key, one in value.items()) or "–"
    if isinstance(value, list):
        return _each(value, words) or "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(words[value]) if value in words else "–" if value in (None, "") else str(value)


def _each(value: Any, words: Mapping[Any, Any]) -> str:
    return listed(str(words.get(one, one)) for one in value) if isinstance(value, list) else str(value)


def terms(line: RequestLine, day: Day = day) -> Iterator[Said]:
    """On what the transfer stands besides its form, its ground and the papers of that: what is asked of this line,
    answered or not, and what else was stated."""
    yield from _stated(line, "ground_reason", "statute", "processing", "purpose_judgement", day=day)
    yield from _asked(line, OF_CLASS.get(line.data_class, ()), day)
    yield from _asked(line, OF_FORM.get(line.form, ()), day)
    if line.foreign_route or (line.request.recipient_organ.organisation.country or "JP") != "JP":
        yield from _asked(line, OF_TRANSFER_ABROAD, day)
    if {*line.storage} - {"JP"} or line.environment_grasped:
        yield from _asked(line, ("environment_grasped",), day)


def _asked(line: RequestLine, fields: tuple[str, ...], day: Day) -> Iterator[Said]:
    for name in fields:
        yield str(LABELS[name]), said(name, getattr(line, name), day=day)


def _stated(line: RequestLine, *fields: str, day: Day) -> Iterator[Said]:
    yield from _asked(line, tuple(name for name in fields if getattr(line, name)), day)


def risk(line: RequestLine, facts: GateFacts) -> Iterator[Said]:
    """The risk class, by which the rule names the body that approves, with its article; nothing where it is unknown
    yet."""
    if found := line.risk_class or risk_of(line.request.council, facts):
        told = str(RiskClass(found).label)
        if article := article_of(line, "risk_classes"):
            told = _("%(name)s (%(of)s)") % {"name": told, "of": article}
        yield _("Risk class (decides who approves)"), told
