"""The answer as machines read it: the decision, and a context that says why in codes and in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from core.errors import ArticleRef
from core.http import texts
from gateway.authzen.deciding import Decided
from gateway.authzen.faults import worded
from gateway.authzen.messages import Malformed
from governance.sharing.queries.machine import MachineLine
from governance.sharing.rules.verdict import Check, State


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
    if decided.verdict.allowed:
        return _permit(decided.line, decided.verdict.check("approval").article, reader, decided.at)
    context = _denial(decided.line, decided.verdict.blocking, reader)
    context["evaluated_at"] = decided.at.isoformat()
    return {"decision": False, "context": context}


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
        return texts.sentence("authzen.error.malformed", {"detail": worded(str(error))})


@lru_cache(maxsize=64)
def _permit(line: MachineLine, cited: ArticleRef | None, reader: str, at: datetime) -> dict[str, Any]:
    """A permit, which is the same for everybody who is let through at one moment; nobody may change it."""
    context = _known(line, State.PASS) | article(cited, reader)
    if owed := _obligations(line):
        context["obligations"] = owed
    context["evaluated_at"] = at.isoformat()
    return {"decision": True, "context": context}


def _denial(line: MachineLine, blocking: Sequence[Check], reader: str) -> dict[str, Any]:
    context = _known(line, state(blocking)) | article(blocking[0].article, reader)
    context["reasons"] = [_reason(check, reader) for check in blocking]
    return context


def _known(line: MachineLine, found: State) -> dict[str, Any]:
    facts = line.facts
    context: dict[str, Any] = {"state": found.value, "line": facts.line.reference}
    if facts.grant:
        context["grant"] = facts.grant.number
    if facts.approval:
        context["council_decision"] = facts.approval.number
    if facts.decision:
        context["provider_decision"] = facts.decision.number
    return context


def state(blocking: Iterable[Check]) -> State:
    """In a word: fail where anything is against the rules, else unknown, else wait."""
    found = {check.state for check in blocking}
    return next(one for one in (State.FAIL, State.UNKNOWN, State.WAIT) if one in found)


def article(cited: ArticleRef | None, reader: str) -> dict[str, Any]:
    """The provision of a rule document or of a law, by its name; nothing where none is cited, as the standard asks."""
    if cited is None:
        return {}
    told = {
        "instrument": cited.instrument,
        "provision": cited.provision,
        "edition": cited.edition,
        "label": cited.label_en if reader == "en" else cited.label_ja,
    }
    return {"article": told}


def _reason(check: Check, reader: str) -> dict[str, Any]:
    return {
        "code": check.message,
        "check": check.code,
        "state": check.state.value,
        "basis": check.basis,
        **article(check.article, reader),
        "params": check.params,
        "message": _sentence(check.message, tuple(check.params.items()), reader),
    }


@lru_cache(maxsize=4096)
def _sentence(code: str, params: tuple[tuple[str, Any], ...], reader: str) -> str:
    with translation.override(reader):
        return texts.sentence(code, dict(params))


def _obligations(line: MachineLine) -> list[dict[str, Any]]:
    """What binds on a permit: the council's conditions, and what the provider's decision leaves out."""
    owed = [
        {
            "id": one.reference,
            "type": "condition",
            "properties": {
                "text": one.text,
                "state": one.state,
                **({"due": one.due.isoformat()} if one.due else {}),
            },
        }
        for one in line.obligations
    ]
    made = line.provided
    if made is not None and made.is_restricted:
        told = {"text": made.restriction, "items_left_out": list(made.left_out)}
        owed.append({"id": made.file_number, "type": "restriction", "properties": told})
    return owed
