"""The gate's verdict as a checklist in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from core.accounts.models import Council
from core.http.dates import english
from core.http.parts import CheckRow
from core.http.templatetags.sekisho import article_label
from governance.rulebook.queries import article_url
from governance.sharing.documents.naming import listed
from governance.sharing.documents.next_steps import who
from governance.sharing.documents.verdict_texts import name, sentence
from governance.sharing.forms.choices import PURPOSES, label
from governance.sharing.queries.verdicts import Judged
from governance.sharing.rules.verdict import Check, GateVerdict, State

URGENCY = {"fail": 0, "wait": 0, "unknown": 1, "pass": 2, "not_applicable": 3}
"""What somebody who is writing a draft looks at first: what stops it, then what nobody knows, then the rest."""

Mended = tuple[CheckRow, str]
"""A check, and the address where it is put in order."""


def urgent_first(checks: list[Mended]) -> tuple[list[Mended], list[Mended]]:
    """The checks by urgency, in the gate's order within each; and those that do not apply, which are folded."""
    ordered = sorted(checks, key=lambda one: URGENCY[one[0].state])
    count = sum(check.state != "not_applicable" for check, _address in ordered)
    return ordered[:count], ordered[count:]


def rows(
    verdict: GateVerdict, council: Council, over: bool = False, judged: Judged | None = None
) -> list[CheckRow]:
    """Every check, those that count at this moment first in the gate's order, then those that only look ahead.
    Where the line is ``over``, nothing waits any more, and nobody acts next."""
    ordered = sorted(verdict.checks, key=lambda check: not check.applies)
    if over:
        return [replace(row(check, council), who="") for check in ordered if check.state is not State.WAIT]
    return [row(check, council, judged) for check in ordered]


def row(check: Check, council: Council, judged: Judged | None = None) -> CheckRow:
    """One check with its sentence and the article it rests on; with what ``judged`` knows besides, all that is amiss
    with the period, and the purposes that the assessment covers."""
    return CheckRow(
        title=name(check),
        state=check.state.value,
        text=_said(check, judged) if judged else sentence(check),
        article=article_label(check.article),
        article_url=article_url(council, check.article) if check.article and check.basis == "council" else "",
        basis=check.basis,
        who=who(check),
    )


def named(check: Check) -> frozenset[str]:
    """The parts of the line that the assessment or the notice would have to name besides."""
    said = check.params.get("missing") if check.code == "pia" else check.params.get("lacking")
    return frozenset(said.split(", ")) if said else frozenset()


def _said(check: Check, judged: Judged) -> str:
    if check.open:
        return sentence(check)
    if check.code == "retention" and judged.retention:
        return _joined(sentence(one) for one in judged.retention)
    assessment = judged.facts.pia
    if check.code == "pia" and assessment and assessment.purposes and "purpose" in named(check):
        covered = listed(sorted(label(PURPOSES, code) for code in assessment.purposes))
        told = _("The purposes that %(pia)s covers: %(purposes)s.")
        return _joined([sentence(check), told % {"pia": assessment.reference, "purposes": covered}])
    return sentence(check)


def _joined(sentences: Iterable[str]) -> str:
    return (" " if english() else "").join(sentences)
