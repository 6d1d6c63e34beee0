"""Which decision of the council a step rests on: those to choose from, and what to do where there is none yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.errors import ALLOWED, Verdict
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest
from governance.sharing.models import RequestLine
from governance.sharing.queries.deciding import AFTER_OPINION, in_time, spent, standing_decisions
from governance.sharing.queries.facts import gate_facts
from governance.sharing.queries.facts_decisions import deciding_body
from governance.sharing.queries.matters import deciding_bodies, subject_of
from governance.sharing.views.agenda import before_bodies
from governance.sharing.views.step import Missing

DECISIONS = gettext_lazy(
    "Choose the decision that was taken for this. Only decisions about this line are listed; if there is none yet, put "
    "it on the agenda of the body that decides."
)
Choices = list[tuple[str, str]]


def own_decisions(
    line: RequestLine, *, of_body: bool = False, again: Any = None, opined: bool = False
) -> Choices:
    """Decisions about ``line`` to choose from, without those on which another act rests (but for ``again``) and those
    taken about an earlier submission or, where the act follows the board's opinion (``opined``), before it."""
    used = spent(line) - {getattr(again, "pk", None)}
    rows = [row for row in standing_decisions(line) if in_time(line, row, opined=opined)]
    if of_body:
        facts = gate_facts(line, at=clock.now(), count=False)
        may = deciding_bodies(line.request.council, facts)
        rows = [row for row in rows if deciding_body(row) in may]
    return [(row.number, f"{row.number} {local(row, 'title')}") for row in rows if row.pk not in used]


def recordable(
    line: RequestLine, verdicts: Mapping[str, Verdict], *, for_board: bool
) -> dict[str, Verdict | None]:
    """Is there a decision on which the ratification, or the refusal of it, is recorded? None where ``verdicts`` allow
    neither. ``for_board``: the board still has to give its opinion, without which nobody ratifies."""
    missing = {
        "ratify": "sharing.board_speaks_first" if for_board else "sharing.nothing_decided",
        "revoke": "sharing.nothing_decided",
    }
    found: dict[str, Verdict | None] = dict.fromkeys(missing)
    for verb, code in missing.items():
        if verdicts.get(verb):
            there = own_decisions(line, opined=verb in AFTER_OPINION)
            found[verb] = ALLOWED if there else Verdict(False, code)
    return found


def before_board(line: RequestLine, missing: Missing) -> Missing:
    """``missing``, where nothing is put on an agenda before the board has given its opinion."""
    return replace(
        missing,
        text=_(
            "The board's opinion on %(line)s comes first. Once it is fixed, put the line on the agenda of the body "
            "that decides."
        )
        % {"line": line.reference},
        url=reverse("sharing:board", args=[line.request.council.slug, line.request.reference]),
        label=_("To the board's page"),
    )


def none_yet(line: RequestLine, decisions: Choices, *, alone: bool = False) -> Missing | None:
    """Where there is nothing to choose from: how a decision comes about. ``alone``: the chair takes it alone."""
    if decisions:
        return None
    council = line.request.council
    title = _("There is no decision about this yet")
    if alone:
        text = _("Record the chair's decision about %(line)s first; then come back to this page.")
        url, label = reverse("assembly:record_decision", args=[council.slug]), _("Record a decision")
        url += f"?{urlencode({'about': subject_of(line)})}"
    else:
        text = _(
            "Put %(line)s on the agenda of the body that decides. Once it has decided and the decision has its "
            "number, come back to this page."
        )
        url, label = reverse("assembly:meetings", args=[council.slug]), _("To the meetings")
    return Missing(title, text % {"line": line.reference}, url, label)


def not_decided(
    request: CouncilRequest, line: RequestLine, decisions: Choices, act: tuple[str, str]
) -> Missing | None:
    """As ``none_yet``, with the meetings that ``act`` (in Japanese and English) can be put before, filled in."""
    missing = none_yet(line, decisions)
    if missing is None:
        return None
    found = before_bodies(request, line, gate_facts(line, at=clock.now(), count=False), act)
    if found is None:
        return missing
    ways = tuple((name, url) for name, url, _late in found.meetings)
    if found.plan_url and not ways:
        label = _("Plan a meeting: %(body)s") % {"body": found.body}
        return replace(missing, url=found.plan_url, label=label)
    return replace(missing, ways=ways)
