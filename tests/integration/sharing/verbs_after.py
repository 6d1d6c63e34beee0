"""What people of a council do about what was asked for, granted or decided before; ``verbs`` has the rest."""

from __future__ import annotations

from typing import Any

from config.demo import procedure, requests
from core import clock
from core.accounts.models import User
from governance.assembly import actions as assembly
from governance.sharing.actions import following, upholding
from governance.sharing.actions import requests as drafting
from governance.sharing.enums import RequestKind
from governance.sharing.models import SharingRequest
from tests.factories import sharing
from tests.integration.sharing.verbs import verb


@verb("rep_university", needs="line")
def ask_for_a_second_line(m: Any, by: User) -> Any:
    fields = {**requests.CONSENTED, **m.terms, **procedure.asked(), "items": ["daily_steps"]}
    return drafting.add_line(m.request, procedure.registered(m.world, "D-01"), by=by, **fields)


@verb("rep_university", needs="grant")
def amend(m: Any, by: User) -> Any:
    """Asks for the granted items again, from today."""
    return _follow(m, by, RequestKind.AMENDMENT, use_from=clock.today())


@verb("rep_university", needs="grant")
def renew(m: Any, by: User) -> Any:
    return _follow(m, by, RequestKind.RENEWAL)


def _follow(m: Any, by: User, kind: str, **changed: Any) -> Any:
    made = following.follow(m.request, by=by, kind=kind)
    for line in made.lines.all():
        start = changed.get("use_from", line.use_from)
        until = clock.fiscal_year_end(start)
        drafting.edit_line(line, by=by, **changed, use_until=until, disposal_by=line.disposal_by or until)
    procedure.prove(made, by=by)
    m.request = made
    return made


@verb("rep_university", needs="line")
def turn_to_another_case(m: Any, by: User) -> Any:
    """To the one that this one follows; else to the newest."""
    rows = SharingRequest.objects.filter(council=m.world.council)
    other = rows.filter(pk=m.request.follows_id).first() or rows.latest("pk")
    found, m.request = other if other != m.request else None, other
    return found


@verb("secretary", needs="line")
def supersede(m: Any, by: User) -> Any:
    """The steering body puts another decision in the place of the one behind the approval."""
    approval = m.line.approvals.latest("pk") if m.line.approvals.exists() else None
    if approval is None:
        return None
    words = {"title_ja": "利用承認の変更", "reasons_ja": "改めて審議した。"}
    motion = sharing.carried(m.world, f"line:{m.line.reference}")
    return assembly.supersede_decision(
        approval.ratified_by or approval.decision, by=by, motion=motion, **words
    )


@verb("secretary", needs="line")
def uphold(m: Any, by: User) -> Any:
    return upholding.uphold(m.line, by=by, decision_number=_in_its_place(m))


@verb("secretary", needs="line")
def overturn(m: Any, by: User) -> Any:
    reasons = "前の決定の前提となった事実に誤りがあった。"
    return upholding.overturn(m.line, by=by, decision_number=_in_its_place(m), reasons=reasons)


def _in_its_place(m: Any) -> str:
    """The number of the last decision about the line; of none where there is none."""
    rows = m.line.approvals.select_related("decision__superseded_by").order_by("pk")
    later = [getattr(row.ratified_by or row.decision, "superseded_by", None) for row in rows]
    return str(later[-1].number) if later and later[-1] else ""
