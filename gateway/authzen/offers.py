"""A denial that a data-use request can mend says so (AuthZEN Access Request and Approval Profile, draft 1).

Taken from the draft is the *requestable denial*: ``context.access_request`` with a link that a person follows, who
signs in and finds the request filled in. A request is an act of somebody who represents an organisation: nothing is
submitted by a machine, and there is no endpoint for it. The denial stays a denial.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.utils import translation

from core.accounts.models import Council
from core.http import texts
from gateway.authzen.deciding import Decided
from gateway.authzen.messages import Question
from governance.sharing.queries import wishes
from governance.sharing.queries.wishes import Pair, Wish

TEMPLATE = "data-use-request"
PAGE = "/c/{council}/requests/asked/"
"""Where the link leads (``sharing:asked_request``); a server that only decides loads no table of addresses."""
MENDED = frozenset(
    {
        "gate.purpose.purpose_not_granted",
        "gate.dataset.item_not_granted",
        "gate.window.ended",
        "gate.window.expired",
        "gate.window.closed",
    }
)
"""Obstacles that another request, once granted, would not meet."""

logger = structlog.get_logger(__name__)


class Told(NamedTuple):
    """A question, how it was decided, and the answer as it will be sent."""

    item: Any
    decided: Decided
    answer: dict[str, Any]


def offer(told: Iterable[Told], reader: str) -> None:
    """Put the link into the denials that a request can mend."""
    denied = [one for one in told if isinstance(one.item, Question) and not one.answer["decision"]]
    strange = [one for one in denied if one.decided.verdict is None]
    known = _requestable(strange)
    links: dict[Wish, dict[str, Any]] = {}
    for one in denied:
        wish = _wish(one, known)
        if wish is not None:
            if wish not in links:
                links[wish] = _link(wish, reader)
            one.answer["context"] |= {
                "reason": one.answer["context"]["reasons"][0]["code"],
                "access_request": links[wish],
            }


def _requestable(strange: list[Told]) -> Mapping[Pair, int]:
    """Which flows that nobody has configured a request could bring; none where the database is away."""
    if not strange:
        return {}
    reading = strange[0].decided.reading
    pairs = {(one.item.dataset, one.item.subject) for one in strange}
    try:
        council = Council.objects.get(pk=reading.council)
        return wishes.requestable(council, pairs, party=reading.organisation)
    except DatabaseError as error:
        logger.warning("authzen.nothing_offered", error=type(error).__name__)
        return {}


def _wish(told: Told, known: Mapping[Pair, int]) -> Wish | None:
    """What a request would ask for; None where it would mend nothing."""
    question, decided = told.item, told.decided
    if decided.verdict is None or decided.line is None:
        recipient = known.get((question.dataset, question.subject))
        organ = question.organ
    else:
        recipient = _recipient(decided)
        organ = decided.line.recipient_organ
    if recipient is None:
        return None
    return Wish(
        council=decided.reading.slug,
        dataset=question.dataset,
        organisation=recipient,
        asked_at=decided.at,
        organ=organ,
        items=tuple(sorted(question.asked.items)),
        purpose=question.asked.purpose,
    )


def _recipient(decided: Decided) -> int | None:
    """The recipient of a line, where another request of it would mend the denial."""
    assert decided.verdict is not None
    assert decided.line is not None
    codes = {check.message for check in decided.verdict.blocking}
    closed = any(code.startswith("gate.dataset.") and code not in MENDED for code in codes)
    if closed or codes.isdisjoint(MENDED):
        return None
    return int(decided.line.facts.recipient.organisation.partition(":")[2])


def _link(wish: Wish, reader: str) -> dict[str, Any]:
    token = wishes.sealed(wish)
    address = settings.BASE_URL + PAGE.format(council=wish.council)
    with translation.override(reader):
        display = {
            "title": texts.sentence("authzen.offer.title"),
            "description": texts.sentence("authzen.offer.description"),
        }
    return {
        "template": TEMPLATE,
        "expires_at": wish.until.isoformat(),
        "binding_token": token,
        "form_url": f"{address}?{urlencode({'asked': token})}",
        "display": display,
    }
