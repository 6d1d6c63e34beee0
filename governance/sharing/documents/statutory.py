"""What the yearly book says of provisions that a law required (法令に基づく提供).

What was asked for stays out of it: the book outlasts those words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.accounts.models import Council
from core.http.dates import short
from core.http.templatetags.sekisho import organ_name
from core.law import words
from governance.sharing.documents.naming import ground_called
from governance.sharing.documents.record_prints import Entry
from governance.sharing.documents.record_words import Stated
from governance.sharing.models import StatutoryProvision
from governance.sharing.queries.records import Yardstick, yardstick
from governance.sharing.queries.statutory import kept_by_law


def entries_by_law(
    rows: Iterable[StatutoryProvision], council: Council, *, today: date, language: str
) -> Iterator[Entry]:
    """One entry for each of ``rows``, read one after the other."""
    measure = yardstick(council, today=today)
    for row in rows:
        yield _entry(row, measure, language)


def _entry(row: StatutoryProvision, measure: Yardstick, language: str) -> Entry:
    assert row.provided_on is not None
    with override(language):
        return Entry(
            number=row.reference,
            first_on=row.provided_on,
            last_on=row.provided_on,
            count=1,
            form=record_form(row),
            manner=_("Required by law"),
            provider=organ_name(row.provider),
            recipient=row.requester,
            persons=row.persons,
            items=list(_stated(row)),
            receipt=(),
            each=(),
            names=str(row.get_data_class_display()),
            ground=ground_called(row.ground),
            purpose=f"{row.statute} {row.article}",
            confirmed="–",
            handed_over="–",
            kept_until=short(kept_by_law(row, measure).until),
        )


def _stated(row: StatutoryProvision) -> Iterator[Stated]:
    said = {
        _("Letter"): f"{row.letter} {short(row.asked_on)}",
        _("Statute"): f"{row.statute} {row.article}",
        _("Legal ground"): ground_called(row.ground),
        _("File number"): row.file_number,
        _("Class of data"): str(row.get_data_class_display()),
        _("Number of persons"): "–" if row.persons is None else f"{row.persons:,}",
        _("Holds"): holds_found(row),
    }
    for label, value in said.items():
        yield Stated(label, value, "verified")


def holds_found(row: StatutoryProvision) -> str:
    """What the provider found of holds."""
    if not row.holds_looked_at:
        return "–"
    if row.held is None:
        return _("Looked at")
    return _("Looked at: %(held)s of the persons held") % {"held": f"{row.held:,}"}


def record_form(row: StatutoryProvision) -> str:
    """The form of the record by the law of the day on which it was decided, as it was kept then."""
    form = words.said("record", row.record_form)
    return _("%(form)s (the law itself asks for no record)") % {"form": form} if row.record_exempt else form
