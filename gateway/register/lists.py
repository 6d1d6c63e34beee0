"""The public lists of a council besides its rules: decisions, requests, PIA summaries, the board, figures.

Each list is columns and rows of plain text; page, JSON and CSV print the same. Only what is public leaves:
no drafts, no names of reviewers or citizens, no counts below ten persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, overload

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from consent import queries as consent
from core import clock
from core.accounts.models import Council
from core.http.dates import english
from core.http.paging import ByKey
from core.http.parts import Text
from core.http.templatetags.sekisho import local
from governance.assembly import queries as assembly
from governance.assembly.enums import Expertise
from governance.sharing.enums import RequestStage
from governance.sharing.queries.datasets import open_datasets
from governance.sharing.queries.decided import reasons_of_departures, with_departures
from governance.sharing.queries.requests import count_public, public_requests
from governance.sharing.queries.stages import requests_by_stage
from governance.sharing.rules import licences
from pia import queries as pia

SMALLEST = 10
"""Numbers of persons below this are not published."""


class Told(Sequence[dict[str, Any]]):
    """Rows of the database as rows of a list; a page of them reads no more than that page."""

    def __init__(
        self,
        source: QuerySet[Any],
        tell: Callable[[Any], dict[str, Any]],
        counting: Callable[[], int] | None = None,
    ) -> None:
        self._source, self._pages, self._tell = source, ByKey(source, counting), tell

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(place, int):
            return self._tell(self._source[place])
        return [self._tell(row) for row in self._pages[place]]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self._tell(row) for row in self._source.iterator(2_000))


@dataclass(frozen=True, slots=True)
class PublicList:
    """Columns by key, and rows that have a value for each."""

    columns: Mapping[str, Text]
    rows: Sequence[dict[str, Any]]


def decisions(council: Council) -> PublicList:
    """Decisions that anyone may read, with the reasons of a departure from the board; of those public in part, none."""
    columns = {
        "number": _("Number"),
        "on": _("Decided on"),
        "title": _("Title"),
        "body": _("Body"),
        "reasons": _("Reasons"),
    }
    rows = assembly.public_decisions(council)
    return PublicList(columns, Told(with_departures(rows), _decision, rows.count))


def _decision(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "on": row.decided_on,
        "title": local(row, "title"),
        "body": local(row.body, "name") if row.body else _("Chair"),
        "reasons": _reasons(row) if row.visibility == "public" else _("Not public"),
    }


def _reasons(row: Any) -> str:
    """Why it was decided, and why otherwise than the board advised."""
    departures = (
        _("Departure from the board's opinion on %(line)s: %(reasons)s") % {"line": line, "reasons": reasons}
        for line, reasons in reasons_of_departures(row)
    )
    return "\n".join([str(local(row, "reasons")), *departures])


def requests(council: Council) -> PublicList:
    """Requests that were handed in, with what became of each line."""
    columns = {
        "reference": _("Number"),
        "title": _("Title"),
        "purpose": _("Purpose"),
        "applicant": _("Applicant"),
        "dataset": _("Dataset"),
        "state": _("State"),
    }
    return PublicList(columns, Told(public_requests(council), _request, partial(count_public, council)))


def _request(line: Any) -> dict[str, Any]:
    return {
        "reference": line.reference,
        "title": local(line.request, "title"),
        "purpose": local(line.request, "purpose"),
        "applicant": local(line.request.applicant, "name"),
        "dataset": f"{line.dataset.reference} {local(line.dataset, 'title')}",
        "state": _line_state(line),
    }


def _line_state(line: Any) -> str:
    """What became of the line; that it was an emergency is said beside it."""
    row = line.request
    state = str(row.get_state_display() if line.state == "drafted" else line.get_state_display())
    return _("%(state)s (emergency)") % {"state": state} if row.is_emergency else state


def assessments(council: Council) -> PublicList:
    """Published summaries of privacy impact assessments."""
    columns = {
        "reference": _("Number"),
        "version": _("Version"),
        "title": _("Title"),
        "summary": _("Summary"),
        "state": _("State"),
        "until": _("Valid until"),
    }
    rows = [
        {
            "reference": row.reference,
            "version": row.revision,
            "title": local(row, "title"),
            "summary": local(row, "summary"),
            "state": _lapsed(row),
            "until": row.outdated_on or row.valid_until,
        }
        for row in pia.published(council)
    ]
    return PublicList(columns, rows)


def _lapsed(row: pia.Published) -> str:
    """Whether a summary still counts."""
    if row.outdated_on or row.valid_until < clock.today():
        return pgettext("assessment", "No longer in force")
    return pgettext("assessment", "In force")


def board(council: Council) -> PublicList:
    """Composition of the data ethics board: seats by expertise, filled or not, without names."""
    columns = {"expertise": _("Expertise"), "required": _("Seats asked for"), "filled": _("Seats filled")}
    body = assembly.body(council, "ethics_board")
    found = assembly.composition_of(body, clock.today()) if body else ()
    words = dict(Expertise.choices)
    rows = [
        {"expertise": words.get(gap.expertise, gap.expertise), "required": gap.wanted, "filled": gap.filled}
        for gap in found
    ]
    return PublicList(columns, rows)


def figures(council: Council) -> PublicList:
    """How many requests stand where, and how many persons agreed to what."""
    columns = {"what": _("Figure"), "number": pgettext("figure", "Number")}
    rows: list[dict[str, Any]] = [
        {"what": f"{_('Requests')}: {RequestStage(stage).label}", "number": number}
        for stage, number in requests_by_stage(council).items()
        if stage != RequestStage.DRAFTED
    ]
    in_force = _("Consents in force of people known to the provider")
    for rate in consent.rates(council):
        number = rate.known if rate.known >= SMALLEST else _("fewer than 10")
        rows.append({"what": f"{in_force}: {_asked(rate)}", "number": number})
    return PublicList(columns, rows)


def _asked(rate: consent.ChoiceRate) -> str:
    """The choice of a notice by what tells it from the notice's others: dataset, recipient, its own code."""
    what = f"{rate.dataset} → {local(rate, 'recipient')}" if rate.dataset else local(rate, "recipient")
    return f"{rate.notice} {local(rate, 'title')} ({what}, {rate.code})"


def open_data(council: Council) -> PublicList:
    """Registered open datasets: what they are, under which licence, and where they are."""
    columns = {
        "reference": _("Number"),
        "title": _("Title"),
        "description": _("Description"),
        "provider": _("Provider"),
        "licence": _("Licence"),
        "link": _("Where to get it"),
    }
    rows = [
        {
            "reference": row.reference,
            "title": local(row, "title"),
            "description": local(row, "description"),
            "provider": local(row.provider, "name"),
            "licence": licences.name(row.licence, "en" if english() else "ja"),
            "link": row.link,
        }
        for row in open_datasets(council)
    ]
    return PublicList(columns, rows)


LISTS: Mapping[str, tuple[Text, Callable[[Council], PublicList]]] = {
    "decisions": (gettext_lazy("Decisions"), decisions),
    "requests": (gettext_lazy("Requests and outcomes"), requests),
    "open-data": (gettext_lazy("Open data"), open_data),
    "assessments": (gettext_lazy("PIA summaries"), assessments),
    "board": (gettext_lazy("The board"), board),
    "figures": (gettext_lazy("Requests and consents in numbers"), figures),
}
