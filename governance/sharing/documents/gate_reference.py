"""The gate's reference page, printed from the rules themselves: checks, moments, reasons, sentences."""

from __future__ import annotations

from django.utils.translation import override

from governance.sharing.documents.verdict_texts import BASES, BY_CHECK, NAMES, STATES
from governance.sharing.rules.gate import CHECKS
from governance.sharing.rules.verdict import CheckRule, Moment

_HEAD = """\
# The gate (提供前確認)

Printed by `manage.py docs` from `governance/sharing/rules`. A line may flow exactly when every check that
applies at the moment is *in order* or *does not apply*. What a check finds is one reason; the reason's
state and sentence stand here.
"""


def markdown() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_overview(), *[line for rule in CHECKS for line in _section(rule)]])


def _overview() -> list[str]:
    moments = list(Moment)
    lines = [
        "| check | 確認 | rests on | " + " | ".join(moments) + " |",
        "|---|---|---|" + "---|" * len(moments),
    ]
    for rule in CHECKS:
        marks = " | ".join("●" if moment in rule.moments else "" for moment in moments)
        lines.append(f"| [{_in('en', NAMES[rule.code])}](#{rule.code}) | {_in('ja', NAMES[rule.code])} | ")
        lines[-1] += f"{_in('en', BASES[rule.basis])} | {marks} |"
    return [*lines, ""]


def _section(rule: CheckRule) -> list[str]:
    lines = [f"## {rule.code}", "", f"{_in('en', NAMES[rule.code])} ({_in('ja', NAMES[rule.code])}). "]
    lines[-1] += " ".join((rule.judge.__doc__ or "").split())
    lines += ["", "| reason | state | says | 説明 |", "|---|---|---|---|"]
    for reason, state in rule.reasons.items():
        text = BY_CHECK[rule.code][reason]
        lines.append(f"| `{reason}` | {_in('en', STATES[state])} | {_in('en', text)} | {_in('ja', text)} |")
    return [*lines, ""]


def _in(language: str, text: object) -> str:
    with override(language):
        return str(text)
