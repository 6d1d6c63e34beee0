"""The two endpoints: which questions a body asks, and what is said when they are decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from core.http.logs import NUMBER_AT_MOST
from gateway.authzen import answers, messages
from gateway.authzen.deciding import Decided
from gateway.authzen.log import Row, log
from gateway.authzen.messages import Evaluation, Malformed, NotConfigured, Question, Semantic
from gateway.authzen.offers import Told, offer

Item = Question | NotConfigured | Malformed
"""One question, or why it is none."""


class Asked(msgspec.Struct, gc=False):
    """What one request asks: one question, or with a ``semantic`` several."""

    items: list[Item]
    semantic: Semantic | None = None

    @property
    def questions(self) -> list[Question | None]:
        """What has to be decided for each item; None where it is only about who asks."""
        return [item if isinstance(item, Question) else None for item in self.items] or [None]


def evaluation(body: bytes) -> Asked:
    """One question.

    Raises:
        Malformed: it has not the shape of the standard.
    """
    try:
        return Asked([messages.asked(body)])
    except NotConfigured as error:
        return Asked([error])


def evaluations(body: bytes) -> Asked:
    """Several questions; one where none is listed. What is wrong with one of several is said in its place.

    Raises:
        Malformed: the whole has not the shape of the standard.
    """
    listed = messages.many(body)
    if isinstance(listed, Evaluation):
        return _alone(listed)
    semantic, requests = listed
    return Asked([_item(request) for request in requests], semantic)


def _alone(request: Evaluation) -> Asked:
    item = _item(request)
    if isinstance(item, Malformed):
        raise item
    return Asked([item])


def _item(request: Evaluation | Malformed) -> Item:
    if isinstance(request, Malformed):
        return request
    try:
        return messages.question(request)
    except (NotConfigured, Malformed) as error:
        return error


ENDPOINTS: Mapping[str, Callable[[bytes], Asked]] = {
    "/access/v1/evaluation": evaluation,
    "/access/v1/evaluations": evaluations,
}


def said(asked: Asked, decided: Sequence[Decided], reader: str, number: str) -> dict[str, Any]:
    """The answer's body, in the language ``reader``; what it answers is logged under ``number``."""
    if asked.semantic is None:
        answer = _said_of(asked.items[0], decided[0], reader, number)
        offer([Told(asked.items[0], decided[0], answer)], reader)
        return answer
    found: list[dict[str, Any]] = []
    for item, one in zip(asked.items, decided, strict=True):
        found.append(_said_of(item, one, reader, number))
        decision = found[-1]["decision"]
        if (asked.semantic == "deny_on_first_deny" and not decision) or (
            asked.semantic == "permit_on_first_permit" and decision
        ):
            break
    offer([Told(*one) for one in zip(asked.items, decided, found, strict=False)], reader)
    return {"evaluations": found}


def _said_of(item: Item, decided: Decided, reader: str, number: str) -> dict[str, Any]:
    """The answer to one question; what is wrong with it is said in its own context."""
    if isinstance(item, Malformed):
        return {
            "decision": False,
            "context": {"error": {"status": 400, "message": answers.malformed(item, reader)}},
        }
    if isinstance(item, NotConfigured):
        code = str(item)
        _log(number, decided, "", False, code)
        return answers.not_configured(code, reader, at=decided.at.isoformat())
    answer = answers.of(decided, reader)
    _log(number, decided, item.asked.action, answer["decision"], _obstacle(answer))
    return answer


def _obstacle(answer: dict[str, Any]) -> str:
    """The code of the first obstacle; empty on a permit."""
    return "" if answer["decision"] else answer["context"]["reasons"][0]["code"]


def _log(number: str, decided: Decided, action: str, decision: bool, reason: str) -> None:
    facts = decided.line.facts if decided.line else None
    log.put(
        Row(
            at=decided.at,
            council=decided.reading.slug,
            client=decided.reading.pk,
            request_id=number[:NUMBER_AT_MOST],
            subject=facts.recipient.organisation if facts else "",
            action=action,
            dataset=facts.dataset.reference if facts else "",
            person=decided.person,
            line=facts.line.reference if facts else "",
            decision=decision,
            reason=reason,
        )
    )
