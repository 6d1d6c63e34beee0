"""A denial that a data-use request can mend says so (AuthZEN Access Request and Approval Profile, draft 1).

Taken from the draft is the *requestable denial*: ``context.access_request`` with a link that a person follows, who
signs in and finds the request filled in. A request is an act of somebody who represents an organisation: nothing is
submitted by a machine, and there is no endpoint for it. The denial stays a denial.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation

from core.http import texts
from gateway.authzen.deciding import Decided
from gateway.authzen.memory import memory
from gateway.authzen.messages import Question
from governance.sharing.queries import wishes
from governance.sharing.queries.wishes import Wish

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


class Told(NamedTuple):
    """A question, how it was decided, and the answer as it will be sent."""

    item: Any
    decided: Decided
    answer: dict[str, Any]


def offer(told: Iterable[Told], reader: str) -> None:
    """Put the link into the denials that a request can mend."""
    denied = [one for one in told if isinstance(one.item, Question) and not one.answer["decision"]]
    links: dict[Wish, dict[str, Any]] = {}
    for one in denied:
        wish = _wish(one)
        if wish is not None:
            if wish not in links:
                links[wish] = _link(wish, reader)
            one.answer["context"] |= {
                "reason": one.answer["context"]["reasons"][0]["code"],
                "access_request": links[wish],
            }


def _wish(told: Told) -> Wish | None:
    """What a request would ask for; None where it would mend nothing."""
    question, decided = told.item, told.decided
    if decided.is_whole:
        return None
    if decided.verdict is None or decided.line is None:
        holding = memory.of_council(decided.reading.council)
        offers = holding.offers if holding is not None else None
        party = decided.reading.organisation
        recipient = offers.recipient(question.dataset, question.subject, party=party) if offers else None
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
