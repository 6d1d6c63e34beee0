"""From an opined line to the agenda of the body that decides it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.access.roles import Role
from core.http.dates import civil, short
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest
from governance.assembly import queries as assembly
from governance.sharing.models import RequestLine
from governance.sharing.permissions import permit
from governance.sharing.queries.deciding import items_about
from governance.sharing.queries.emergencies import ratify_by
from governance.sharing.queries.matters import act_of, deciding_bodies, item_titles, subject_of
from governance.sharing.rules.facts import GateFacts


@dataclass(frozen=True, slots=True)
class Agenda:
    """The item that is on an agenda already; else the meetings to come, and where the secretariat plans one."""

    item: Any = None
    meetings: tuple[tuple[str, str, bool], ...] = ()
    """Name, address, and whether it comes too late for the ratification."""
    body: str = ""
    plan_url: str = ""


def agenda(request: CouncilRequest, line: RequestLine, facts: GateFacts) -> Agenda | None:
    """Where the secretariat puts ``line`` before the body that the rule names, to approve or to ratify it; None
    while that is not its turn, or where no body but the chair alone decides."""
    turn = permit(request.user, line, "approve") or (
        ratify_by(line) is not None and permit(request.user, line, "ratify")
    )
    if not turn or not line.outcomes.exists():  # nobody ratifies before the board has given its opinion
        return None
    item = items_about(line).first()
    if item is not None:
        return Agenda(item=item)
    return before_bodies(request, line, facts, act_of(line))


def before_bodies(
    request: CouncilRequest, line: RequestLine, facts: GateFacts, act: tuple[str, str]
) -> Agenda | None:
    """The meetings to come at which the body that the rule names may decide ``act`` (in Japanese and English) about
    ``line``."""
    council = request.council
    bodies = [body for code in deciding_bodies(council, facts) if (body := assembly.body(council, code))]
    if not bodies:
        return None
    ahead = assembly.next_meetings(council, clock.now()).filter(body__in=bodies)
    last = ratify_by(line)
    return Agenda(
        meetings=tuple(
            (
                _name(meeting),
                reverse("assembly:table", args=[council.slug, meeting.pk]) + _matter(line, act),
                last is not None and civil(meeting.starts_at) > last,
            )
            for meeting in ahead
        ),
        body=local(bodies[0], "name"),
        plan_url=reverse("assembly:plan", args=[council.slug, bodies[0].code]) + _matter(line, act)
        if Role.SECRETARY in request.roles
        else "",
    )


def _name(meeting: Any) -> str:
    return _("%(body)s on %(day)s") % {
        "body": local(meeting.body, "name"),
        "day": short(civil(meeting.starts_at)),
    }


def _matter(line: RequestLine, act: tuple[str, str]) -> str:
    """What the new item says, as the query of an address: a meeting that is planned first carries it on."""
    title_ja, title_en = item_titles(line, act)
    said = {
        "about": subject_of(line),
        "title_ja": title_ja,
        "title_en": title_en,
        "concerned": line.request.applicant_id,
    }
    return "?" + urlencode(said)
