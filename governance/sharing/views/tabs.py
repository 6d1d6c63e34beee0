"""The parts of the request's page, one behind each tab: what is asked, how data flows, the assessment, the
consents, the review, the record. Tabs are links (``?tab=``), so the page works without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from consent import queries as consent
from consent.enums import ConsentState
from core.accounts.models import User
from core.http.parts import CheckRow, Figure, Link, Tab
from core.http.templatetags.sekisho import local
from core.http.texts import Text
from core.http.views import CouncilRequest
from governance.assembly.enums import DocumentKind
from governance.sharing.documents.naming import listed
from governance.sharing.documents.verdict_texts import MOMENTS
from governance.sharing.forms.choices import PURPOSES, label
from governance.sharing.models import RequestLine, SharingRequest
from governance.sharing.permissions import may_draft_letter
from governance.sharing.queries import chain_links
from governance.sharing.queries.chain import LineChain, chain
from governance.sharing.queries.papers import called_for
from governance.sharing.queries.verdicts import Judged
from governance.sharing.rules.verdict import Moment
from governance.sharing.views import checklist, sheets
from governance.sharing.views.addresses import page_url
from governance.sharing.views.assessed import Assessed, assessed
from governance.sharing.views.differences import changes_of
from governance.sharing.views.handling import handled
from governance.sharing.views.lifecycle import received, stages_of
from governance.sharing.views.lines import LineCard, line_card
from governance.sharing.views.questions import asked as asked_of
from pia.queries.assessments import visible_to as assessments_visible_to

TABS: dict[str, Text] = {
    "content": gettext_lazy("What is asked"),
    "flow": gettext_lazy("Data flow"),
    "pia": gettext_lazy("PIA"),
    "consents": gettext_lazy("Consents"),
    "review": gettext_lazy("Review"),
    "record": pgettext_lazy("part of a page", "Record"),
}
"""By the value of ``?tab=``; the first is the page's own address."""
LETTERS: dict[str, Text] = {
    DocumentKind.ACCEPTANCE: gettext_lazy("Draft the notice of acceptance"),
    DocumentKind.CORRECTION: gettext_lazy("Draft the request for correction"),
}
"""The button of each letter that the procedure calls for."""


@dataclass(frozen=True)
class Part:
    """One line as every tab shows it: its card, and the picture of what it rests on."""

    card: LineCard
    chain: LineChain
    picture: list[Link]


def current(request: CouncilRequest) -> str:
    """The tab asked for; the first where none, or none that exists, is named."""
    asked = request.GET.get("tab", "")
    return asked if asked in TABS else "content"


def tabs(row: SharingRequest, now: str) -> list[Tab]:
    """The tabs as links."""
    base = page_url(row)
    return [
        Tab(text, base if key == "content" else f"{base}?tab={key}", current=key == now)
        for key, text in TABS.items()
    ]


def part(request: CouncilRequest, line: RequestLine) -> Part:
    """One line with the gate asked once."""
    found = chain(line)
    picture = [row.link for row in chain_links.rows(request.council, found)]
    return Part(line_card(request, line, Judged(found.facts, found.verdict)), found, picture)


def told(request: CouncilRequest, row: SharingRequest, parts: list[Part], now: str) -> dict[str, Any]:
    """What the tab ``now`` shows besides the lines themselves."""
    lines = [one.card.line for one in parts]
    if now == "flow":
        return {"flows": [(one, stages_of(one.dataset), received(one)) for one in lines]}
    if now == "pia":
        return {
            "assessments": [
                (part.card.line, *_assessment(request.user, part.card.line), _pia_check(part))
                for part in parts
            ]
        }
    if now == "consents":
        return {"consents": [_consents(one) for one in parts]}
    if now == "review":
        return {**asked_of(request, row), **handled(request, row)}
    if now == "record":
        return {
            "answers": _answers(lines),
            "sheets": sheets.of_request(request, row, lines),
            **_letters(request, row),
        }
    return {"changes": changes_of(row, request.user)}


def _assessment(user: User, line: RequestLine) -> tuple[Assessed | None, bool]:
    """The assessment of the line's dataset, and whether the reader may open it."""
    found = assessed(line)
    if found is None:
        return None, False
    seen = assessments_visible_to(user, line.request.council).filter(reference=found.reference)
    return found, seen.exists()


def _pia_check(part: Part) -> CheckRow:
    """What the gate says of the assessment: whether one is asked, and who acts next."""
    return checklist.row(part.card.verdict.check("pia"), part.card.line.request.council)


def _consents(one: Part) -> dict[str, Any]:
    """Who can be reached on the ground of consent: what notices offer, how many are in force, who falls out."""
    facts, line = one.chain.facts, one.card.line
    given = facts.consents
    labels = {item.code: local(item, "label") for item in line.dataset.items.all()}
    choices = [
        {
            "notice": choice.notice,
            "items": listed(labels.get(code, code) for code in sorted(choice.items)),
            "purpose": label(PURPOSES, choice.purpose),
            "covers": facts.recipient.organisation in choice.recipients and facts.line.items <= choice.items,
        }
        for choice in (given.choices if given else ())
    ]
    figures = []
    if given is not None and given.in_force is not None:
        figures = [Figure(f"{given.in_force:,}", ConsentState("in_force").label)]
        figures += [
            Figure(f"{count:,}", ConsentState(state).label if state in ConsentState.values else state)
            for state, count in given.fell_out.items()
        ]
    asked = [
        check
        for check in one.chain.verdict.checks
        if check.code in ("consent", "consent_feed", "person_hold")
    ]
    return {
        "line": line,
        "choices": choices,
        "figures": figures,
        "checks": [checklist.row(check, line.request.council) for check in asked],
        "feeds": consent.feeds(line.request.council, line.dataset.provider),
    }


def _answers(lines: list[RequestLine]) -> list[dict[str, Any]]:
    """What the gate answered when it mattered, and the facts were kept."""
    rows = []
    for line in lines:
        for kept in line.verdicts.order_by("at", "pk"):
            rows.append({"line": line, "kept": kept, "moment": MOMENTS[Moment(kept.moment)]})
    return rows


def _letters(request: CouncilRequest, row: SharingRequest) -> dict[str, Any]:
    """The letters that are the next step, for whoever drafts them."""
    may = may_draft_letter(request.user, row)
    kinds = called_for(row) if may else []
    return {"letters": [(kind, LETTERS[kind]) for kind in kinds]}
