"""The answer as machines read it: the decision, and a context that says why in codes and in a sentence."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from core.errors import ArticleRef
from core.http import texts
from gateway.authzen.deciding import Decided
from gateway.authzen.messages import Malformed
from governance.sharing.queries.machine import MachineLine
from governance.sharing.rules.verdict import Check, GateVerdict, State


def language(header: str) -> str:
    """The first of our languages that the reader accepts."""
    return _language(header[:200])


@lru_cache(maxsize=512)
def _language(header: str) -> str:
    for wanted, weight in parse_accept_lang_header(header):
        code = wanted.split("-")[0]
        if weight > 0 and code in dict(settings.LANGUAGES):
            return code
    return settings.LANGUAGE_CODE


def of(decided: Decided, reader: str) -> dict[str, Any]:
    """The answer to one question, its sentences in the language ``reader``."""
    if decided.verdict is None or decided.line is None:
        return not_configured("authzen.flow_not_configured", reader, at=decided.at.isoformat())
    context = _known(decided.line, decided.verdict, reader)
    context["evaluated_at"] = decided.at.isoformat()
    return {"decision": decided.verdict.allowed, "context": context}


def not_configured(code: str, reader: str, *, at: str) -> dict[str, Any]:
    """A denial about something that nobody has configured."""
    with translation.override(reader):
        reason = {"code": code, "state": State.UNKNOWN.value, "message": texts.sentence(code)}
    return {
        "decision": False,
        "context": {"state": State.UNKNOWN.value, "reasons": [reason], "evaluated_at": at},
    }


def searched(code: str, reader: str, *, at: datetime) -> dict[str, Any]:
    """What is said beside the results of a search; ``code`` says why there can be none."""
    context: dict[str, Any] = {"evaluated_at": at.isoformat()}
    if code:
        with translation.override(reader):
            reason = {"code": code, "state": State.UNKNOWN.value, "message": texts.sentence(code)}
        context |= {"state": State.UNKNOWN.value, "reasons": [reason]}
    return context


def malformed(error: Malformed, reader: str) -> str:
    """What is wrong with the shape of a question."""
    with translation.override(reader):
        return texts.sentence("authzen.error.malformed", {"detail": str(error)})


def _known(line: MachineLine, verdict: GateVerdict, reader: str) -> dict[str, Any]:
    facts = line.facts
    context: dict[str, Any] = {"state": state(verdict), "line": facts.line.reference}
    if facts.grant:
        context["grant"] = facts.grant.number
    if facts.approval:
        context["council_decision"] = facts.approval.number
    if facts.decision:
        context["provider_decision"] = facts.decision.number
    if verdict.allowed:
        context["article"] = article(verdict.check("approval").article, reader)
        if line.obligations:
            context["obligations"] = _obligations(line)
        return context
    blocking = verdict.blocking
    context["article"] = article(blocking[0].article, reader)
    with translation.override(reader):
        context["reasons"] = [_reason(check, reader) for check in blocking]
    return context


def state(verdict: GateVerdict) -> str:
    """In a word: pass; fail where anything is against the rules, else unknown, else wait."""
    if verdict.allowed:
        return State.PASS.value
    found = {check.state for check in verdict.blocking}
    return next(one.value for one in (State.FAIL, State.UNKNOWN, State.WAIT) if one in found)


def article(cited: ArticleRef | None, reader: str) -> dict[str, Any] | None:
    """The provision of a rule document or of a law."""
    if cited is None:
        return None
    return {
        "instrument": cited.instrument,
        "provision": cited.provision,
        "edition": cited.edition,
        "label": cited.label_en if reader == "en" else cited.label_ja,
    }


def _reason(check: Check, reader: str) -> dict[str, Any]:
    return {
        "code": check.message,
        "check": check.code,
        "state": check.state.value,
        "basis": check.basis,
        "article": article(check.article, reader),
        "params": check.params,
        "message": texts.sentence(check.message, check.params),
    }


def _obligations(line: MachineLine) -> list[dict[str, Any]]:
    return [
        {
            "id": one.reference,
            "type": "condition",
            "properties": {
                "text": one.text,
                "state": one.state,
                "due": one.due.isoformat() if one.due else None,
            },
        }
        for one in line.obligations
    ]
