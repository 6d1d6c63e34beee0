"""The gate's verdict as a checklist in the reader's language."""

from __future__ import annotations

from core.accounts.models import Council
from core.http.parts import CheckRow
from core.http.templatetags.sekisho import article_label
from governance.rulebook.queries import article_url
from governance.sharing.documents.next_steps import who
from governance.sharing.documents.verdict_texts import name, sentence
from governance.sharing.rules.verdict import Check, GateVerdict


def rows(verdict: GateVerdict, council: Council) -> list[CheckRow]:
    """Every check, those that count at this moment first in the gate's order, then those that only look ahead."""
    ordered = sorted(verdict.checks, key=lambda check: not check.applies)
    return [row(check, council) for check in ordered]


def row(check: Check, council: Council) -> CheckRow:
    """One check with its sentence and the article it rests on."""
    return CheckRow(
        title=name(check),
        state=check.state.value,
        text=sentence(check),
        article=article_label(check.article),
        article_url=article_url(council, check.article) if check.article and check.basis == "council" else "",
        basis=check.basis,
        who=who(check),
    )
