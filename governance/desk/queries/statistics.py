"""The council's work in figures: charts with the tables behind them, for the page, for CSV and for the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.accounts.models import Council
from core.http.dates import english
from core.http.exports import Columns
from core.http.parts import Bar, Text
from governance.sharing.enums import Judgement
from governance.sharing.queries import statistics
from governance.sharing.queries.statistics import Period
from governance.sharing.rules.turnaround import AGES, Spread


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a chart: what is counted, its cases, and what else the table says of it."""

    label: Text
    cases: int
    more: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its table. ``columns`` head what a row says after its label, ``drawn`` is the column of the
    bars; ``trend``: a line over time."""

    key: str
    title: Text
    rows: Sequence[Row]
    columns: tuple[Text, ...]
    unit: Text = ""
    note: Text = ""
    drawn: int = 0
    trend: bool = False
    is_public: bool = True

    @property
    def caption(self) -> str:
        """The title with what is drawn."""
        drawn = str(self.columns[self.drawn])
        return f"{drawn} ({self.unit})" if self.unit else drawn

    @property
    def bars(self) -> list[Bar]:
        """The bars; what has no figure has none."""
        drawn = [(label, figures[self.drawn]) for label, figures in self.table]
        return [Bar(label, figure) for label, figure in drawn if figure is not None]

    @property
    def points(self) -> list[tuple[Text, int]]:
        """The points of a trend."""
        return [(row.label, row.cases) for row in self.rows]

    @property
    def is_empty(self) -> bool:
        """Is there nothing to count?"""
        return not any(row.cases for row in self.rows)

    @property
    def table(self) -> list[tuple[Text, list[int | None]]]:
        """Label and figures of each row."""
        return [(row.label, [row.cases, *row.more]) for row in self.rows]


def charts(council: Council, period: Period, *, reviewers: bool) -> list[Chart]:
    """Every chart, in the order of a request's life. ``reviewers``: also the load of each of them."""
    found = [
        _turnaround(council, period),
        _ages(council),
        *_outcomes(council, period),
        _conditions(council, period),
        _months(council, period),
    ]
    return [*found, _load(council, period)] if reviewers else found


def public_charts(council: Council, period: Period, fewer_than: int) -> list[Chart]:
    """The charts for everybody, without the rows that count fewer than so many cases."""
    return [
        Chart(
            key=chart.key,
            title=chart.title,
            rows=[row for row in chart.rows if row.cases >= fewer_than],
            columns=chart.columns,
            unit=chart.unit,
            note=chart.note,
            drawn=chart.drawn,
        )
        for chart in charts(council, period, reviewers=False)
        if chart.is_public
    ]


def flat(found: Sequence[Chart]) -> Iterator[tuple[Text, Text, Text, int | None]]:
    """Chart, row, column and figure: one line each, for a file."""
    for chart in found:
        for label, figures in chart.table:
            for column, figure in zip(chart.columns, figures, strict=True):
                yield chart.title, label, column, figure


COLUMNS: Columns = (
    (gettext_lazy("Figure"), lambda line: str(line[0])),
    (gettext_lazy("Row"), lambda line: str(line[1])),
    (gettext_lazy("Column"), lambda line: str(line[2])),
    (pgettext_lazy("figure", "Number"), lambda line: line[3]),
)
"""The columns of the file."""


def _turnaround(council: Council, period: Period) -> Chart:
    names = {
        "formal_check": _("Formal check"),
        "review": _("Review by the board"),
        "decision": _("Decision of the council"),
        "provider_decision": _("Decision of the provider"),
        "agreement": _("Agreement"),
        "whole": _("From the first submission to the agreement"),
    }
    found: dict[str, Spread] = statistics.turnaround(council, period)
    return Chart(
        key="turnaround",
        title=_("How long the stages take"),
        rows=[Row(names[stage], one.cases, (one.median, one.p90)) for stage, one in found.items()],
        columns=(_("Cases"), _("Half within"), _("Nine of ten within")),
        unit=_("business days"),
        note=_(
            "Business days of the stages that ended in the period; the bars show within how many half were done."
        ),
        drawn=1,
    )


def _ages(council: Council) -> Chart:
    def named(low: int, high: int | None) -> str:
        if high is None:
            return _("%(low)s days or more") % {"low": low}
        return _("%(low)s to %(high)s days") % {"low": low, "high": high}

    counts = statistics.open_by_age(council)
    return Chart(
        key="ages",
        title=_("Open requests by age"),
        rows=[Row(named(*ages), cases, (past,)) for ages, (cases, past) in zip(AGES, counts, strict=True)],
        columns=(_("Requests"), _("Of these, after the review")),
        note=_(
            "Requests that are open today, by business days since they were submitted: until every line has come to "
            "its agreement or its end. After the review they wait for the council, the provider or the agreement."
        ),
        is_public=False,
    )


def _outcomes(council: Council, period: Period) -> Iterator[Chart]:
    found = statistics.outcomes(council, period)
    titles = {
        "board": _("Opinions of the board"),
        "council": _("Decisions of the council"),
        "provider": _("Decisions of providers"),
    }
    words: dict[str, dict[str, Text]] = {
        "board": dict(Judgement.choices),
        "council": {
            "approved": _("Approved"),
            "provisional": _("Provisionally approved"),
            "not_approved": _("Not approved"),
        },
        "provider": {"accepted": _("Provision decided"), "declined": _("Provision declined")},
    }
    for key, title in titles.items():
        rows = [Row(word, found[key].get(code, 0)) for code, word in words[key].items()]
        yield Chart(key=key, title=title, rows=rows, columns=(pgettext("statistics", "Lines"),))


def _conditions(council: Council, period: Period) -> Chart:
    kept = statistics.conditions(council, period)
    return Chart(
        key="conditions",
        title=_("Conditions of approval"),
        rows=[
            Row(_("met on time"), kept.on_time),
            Row(_("met late"), kept.late),
            Row(_("waiting for the check"), kept.unchecked),
            Row(_("overdue"), kept.overdue),
            Row(_("not yet due"), kept.not_yet_due),
            Row(_("waived"), kept.waived),
        ],
        columns=(_("Conditions"),),
        note=_(
            "Conditions that fall due in the period; on time is by the day on which the evidence was handed in, also "
            "where it waits for the check. Left out is what is not owed any more: "
            "the grant has ended, or none came of the approval."
        ),
    )


def _months(council: Council, period: Period) -> Chart:
    rows = [
        Row(f"{MONTHS[day.month]} {day.year}" if english() else f"{day.year}/{day.month}", cases)
        for day, cases in statistics.submissions_by_month(council, period)
    ]
    title, columns = _("Requests submitted by month"), (_("Requests"),)
    return Chart(key="months", title=title, rows=rows, columns=columns, trend=True)


def _load(council: Council, period: Period) -> Chart:
    return Chart(
        key="load",
        title=_("Load of the reviewers"),
        rows=[Row(one.name, one.open, (one.given, one.recused)) for one in statistics.load(council, period)],
        columns=(_("Open cases"), _("Opinions given"), _("Stood aside")),
        note=_("Open cases are those of today, the rest those of the period. For the secretariat only."),
        is_public=False,
    )
