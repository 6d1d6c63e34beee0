"""A replay's findings in words: for the page, and for CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.queries import Someone
from core.accounts.models import Council
from core.http.exports import Columns
from core.http.templatetags.sekisho import check_word, local
from core.http.texts import Text, sentence
from core.rulebook.values import parse
from governance.rulebook.documents.apart import parts_apart
from governance.rulebook.documents.settings import describe, label
from governance.rulebook.queries import codes_of_draft
from governance.sharing.documents.verdict_texts import MOMENTS, NAMES
from governance.sharing.models import ReplayFinding
from governance.sharing.queries import replays as queries
from governance.sharing.rules.verdict import Moment


def page_of_replays(user: Someone, council: Council, code: str) -> str:
    """Where ``user`` reads what was asked of the rule document ``code`` while it was drafted
    (settings.REPLAYS_OF_DOCUMENT); empty where nothing was."""
    rows = queries.visible_to(user, council).filter(amendment=None)
    if not rows.exists():
        return ""
    if not queries.of_draft(rows, codes_of_draft(council, code, is_adopted=True)).exists():
        return ""
    return reverse("sharing:further_replays", args=[council.slug, code])


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what a rule fixes, before and after, in words."""

    name: Text
    before: str
    after: str

    def __str__(self) -> str:
        change = f"{self.before} → {self.after}"
        return f"{self.name}: {change}" if self.name else change


@dataclass(frozen=True, slots=True)
class Figure:
    """A setting, and the parts of it that differ."""

    name: str
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(map(str, self.parts))})"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A check that differs: state and sentence before and after, the article of the draft, and the figures."""

    check: Text
    before: str
    before_text: str
    after: str
    after_text: str
    article: str
    provision: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A case that differs."""

    finding: ReplayFinding
    moment: Text
    changes: tuple[ChangeRow, ...]

    @property
    def other_outcome(self) -> bool:
        """Would the outcome be another?"""
        return self.finding.was_allowed != self.finding.would_be_allowed


def row(finding: ReplayFinding) -> FindingRow:
    """``finding`` in the reader's language."""
    moment = MOMENTS[Moment(finding.verdict.moment)]
    return FindingRow(finding, moment, tuple(_change(change) for change in finding.changes))


def _change(change: dict[str, Any]) -> ChangeRow:
    code, old, new = change["check"], change["before"], change["after"]
    article = change["article"] or {}
    return ChangeRow(
        check=NAMES[code],
        before=old["state"],
        before_text=sentence(f"gate.{code}.{old['reason']}", old["params"]),
        after=new["state"],
        after_text=sentence(f"gate.{code}.{new['reason']}", new["params"]),
        article=local({"ja": article.get("label_ja", ""), "en": article.get("label_en", "")}, ""),
        provision=article.get("provision", ""),
        figures=tuple(_figure(one) for one in change["figures"]),
    )


def _figure(one: dict[str, Any]) -> Figure:
    """The setting by name, and what of it differs; the whole of it where only one side fixes it."""
    code, before, after = one["setting"], one["before"], one["after"]
    if before and after:
        return Figure(label(code), tuple(Part(*part) for part in parts_apart(code, before, after)))
    told = (describe(parse(code, value)) if value else _("not fixed") for value in (before, after))
    return Figure(label(code), (Part("", *told),))


def outcome(allowed: bool) -> str:
    """let through / stopped."""
    return _("let through") if allowed else _("stopped")


def flat(findings: Iterable[ReplayFinding]) -> Iterator[tuple[FindingRow, ChangeRow]]:
    """One row for each check that differs, as a spreadsheet wants it."""
    for finding in findings:
        found = row(finding)
        for change in found.changes:
            yield found, change


def _line(pair: tuple[FindingRow, ChangeRow]) -> Any:
    return pair[0].finding.verdict.line


COLUMNS: Columns = (
    (gettext_lazy("Request"), lambda pair: _line(pair).reference),
    (gettext_lazy("Title"), lambda pair: local(_line(pair).request, "title")),
    (gettext_lazy("Answers given at"), lambda pair: str(pair[0].moment)),
    (gettext_lazy("When"), lambda pair: pair[0].finding.verdict.at),
    (gettext_lazy("Outcome then"), lambda pair: outcome(pair[0].finding.was_allowed)),
    (gettext_lazy("Outcome under the draft"), lambda pair: outcome(pair[0].finding.would_be_allowed)),
    (gettext_lazy("Check"), lambda pair: str(pair[1].check)),
    (gettext_lazy("State then"), lambda pair: check_word(pair[1].before)),
    (gettext_lazy("State under the draft"), lambda pair: check_word(pair[1].after)),
    (gettext_lazy("Reason then"), lambda pair: pair[1].before_text),
    (gettext_lazy("Reason under the draft"), lambda pair: pair[1].after_text),
    (gettext_lazy("Article"), lambda pair: pair[1].article),
    (
        gettext_lazy("Figure"),
        lambda pair: "; ".join(map(str, pair[1].figures)),
    ),
)
