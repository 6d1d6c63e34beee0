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
from governance.sharing.forms.choices import PURPOSES, label
from governance.sharing.models import RequestLine, SharingRequest
from governance.sharing.permissions import may_draft_letter, permit
from governance.sharing.queries import chain_links
from governance.sharing.queries.chain import LineChain, chain
from governance.sharing.queries.papers import called_for, waivers_of
from governance.sharing.queries.verdicts import Judged
from governance.sharing.rules.checks_people import covering
from governance.sharing.views import checklist, sheets
from governance.sharing.views.addresses import page_url
from governance.sharing.views.answers import answers_of
from governance.sharing.views.assessed import Assessed, assessed
from governance.sharing.views.differences import changes_of, turns_of
from governance.sharing.views.handling import handled
from governance.sharing.views.letters import waived
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
    return Part(line_card(request, line, Judged(found.facts, found.verdict, found.retention)), found, picture)


def told(request: CouncilRequest, row: SharingRequest, parts: list[Part], now: str) -> dict[str, Any]:
    """What the tab ``now`` shows besides the lines themselves, and the letters that are owed, which the record has."""
    letters = _letters(request, row)
    return {"owed": letters if now != "record" else [], "letters": letters, **_told(request, row, parts, now)}


def _told(request: CouncilRequest, row: SharingRequest, parts: list[Part], now: str) -> dict[str, Any]:
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
            "answers": answers_of(lines),
            "turns": turns_of(row, request.user),
            "sheets": sheets.of_request(request, row, lines),
            "waived": waived(request, row, waivers_of(row).exclude(kind=DocumentKind.QUESTION)),
            "may_waive": permit(request.user, row, "waive_letter"),
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
    given, named = facts.consents, covering(facts)
    labels = {item.code: local(item, "label") for item in line.dataset.items.all()}
    choices = [
        {
            "notice": choice.notice,
            "items": listed(labels.get(code, code) for code in sorted(choice.items)),
            "purpose": label(PURPOSES, choice.purpose),
            "covers": choice in named,
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


def _letters(request: CouncilRequest, row: SharingRequest) -> list[tuple[str, Text]]:
    """The letters that are the next step, for whoever drafts them."""
    may = may_draft_letter(request.user, row)
    kinds = called_for(row) if may else []
    return [(kind, LETTERS[kind]) for kind in kinds]
