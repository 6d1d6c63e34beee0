"""Recording decisions: numbered, reasoned, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core import canonical, clock
from core.accounts.models import Council, User
from core.errors import NotNow, NotPermitted, Refused
from core.ledger.actions import append
from core.ledger.events import public
from core.numbering.actions import take
from core.rulebook.provider import in_force
from core.rulebook.values import RiskClass
from governance.assembly.actions.agenda import table_motion
from governance.assembly.enums import Authority, MotionKind, Visibility
from governance.assembly.models import Decision, Meeting, Motion
from governance.assembly.permissions import keeps, records, records_alone, records_vote
from governance.assembly.queries.decisions import decision_subject, unreported
from governance.assembly.queries.exclusions import is_barred
from governance.assembly.queries.interests import has_interest_in
from governance.assembly.rules.bodies import ASSEMBLY, may_decide, sole_power

RECORDED = public("assembly.decision_recorded", _("Decision recorded"))
SUPERSEDED = public("assembly.decision_superseded", _("Decision superseded by a later one"))


@transaction.atomic
def record_decision(
    council: Council,
    *,
    by: User,
    title_ja: str,
    reasons_ja: str,
    title_en: str = "",
    reasons_en: str = "",
    dissent_ja: str = "",
    dissent_en: str = "",
    motion: Motion | None = None,
    risk: RiskClass | None = None,
    about: str = "",
    links: Sequence[str] = (),
    visibility: Visibility = Visibility.PUBLIC,
    supersedes: Decision | None = None,
) -> Decision:
    """Record a decision and give it the next number of the fiscal year.

    It rests on a carried ``motion``, or on the chair's own power: for a request of ``risk`` that the rule leaves
    to the chair alone, or, with neither, provisionally in an emergency. What was voted on is what is decided: where
    the item has a subject, so has the decision.

    Raises:
        Refused: the item was not carried or is about another matter, the chair may not decide alone, no reasons, or a
            body's decision would be replaced by another than it or the assembly.
        NotNow: the item's decision is recorded already.
    """
    council = Council.objects.select_for_update().get(pk=council.pk)
    if not reasons_ja.strip():
        raise Refused("reasons_needed")
    _may_replace(supersedes, motion)
    base = _base(council, motion, risk, by, about, supersedes)
    decision = Decision.objects.create(
        council=council,
        title_ja=title_ja,
        title_en=title_en,
        reasons_ja=reasons_ja,
        reasons_en=reasons_en,
        dissent_ja=dissent_ja,
        dissent_en=dissent_en,
        links=list(links),
        visibility=visibility,
        supersedes=supersedes,
        recorded_at=clock.now(),
        recorded_by=by,
        **base,
        **_numbered(council),
    )
    return _publish(decision, by)


def _base(
    council: Council,
    motion: Motion | None,
    risk: RiskClass | None,
    by: User,
    about: str,
    supersedes: Decision | None,
) -> dict[str, Any]:
    """What the decision rests on."""
    if motion is not None:
        return _on_motion(council, motion, by, about, supersedes)
    return _on_chair(council, risk, by, about)


def _may_replace(decision: Decision | None, motion: Motion | None) -> None:
    """What a body decided is decided anew by that body or by the general assembly, not by the chair alone."""
    if decision is None or decision.body is None:
        return
    by = motion.meeting.body if motion else None
    if by is None or (by != decision.body and by.code != ASSEMBLY):
        raise Refused("a_body_decided")


def _numbered(council: Council) -> dict[str, Any]:
    """The next number of the fiscal year."""
    year = clock.fiscal_year(clock.today())
    serial = take(f"{council.slug}:decision:{year}")
    return {"fiscal_year": year, "serial": serial, "number": f"{council.short_name_ja}第{serial}号"}


def _on_motion(
    council: Council, motion: Motion, by: User, about: str, supersedes: Decision | None
) -> dict[str, Any]:
    """What a decision of a body rests on; nobody records one about what they are excluded from."""
    keeps(by, council, "record_decision").or_raise()
    motion = (
        Motion.objects.select_for_update(of=("self",))
        .select_related("meeting__body", "tally")
        .get(pk=motion.pk)
    )
    if motion.meeting.body.council_id != council.pk:
        raise Refused("not_found")
    subject = _decided_about(motion, about)
    records_vote(by, council, subject).or_raise()
    may_decide(motion.state).or_raise()
    if motion.decisions.exclude(pk=supersedes.pk if supersedes else 0).exists():
        raise NotNow("decided_already")
    return {
        "authority": Authority.MOTION,
        "motion": motion,
        "subject": subject,
        "decided_on": motion.tally.counted_at.astimezone(clock.TOKYO).date(),
        "body": motion.meeting.body,
        "article": motion.tally.article,
    }


def _decided_about(motion: Motion, about: str) -> str:
    """What a decision on ``motion`` is about: who was recused was recused from that, and from nothing else."""
    if motion.subject and about not in ("", motion.subject):
        raise Refused("decided_about_another", voted=motion.subject.partition(":")[2])
    return about or motion.subject


def _on_chair(council: Council, risk: RiskClass | None, by: User, about: str) -> dict[str, Any]:
    """What a decision of the chair alone (会長専決) rests on; never about what the chair is excluded from."""
    records_alone(by, council, about).or_raise()
    verdict = sole_power(in_force(council, clock.today()), risk).or_raise()
    return {
        "authority": Authority.CHAIR if risk else Authority.EMERGENCY,
        "subject": about,
        "decided_on": clock.today(),
        "article": asdict(verdict.article) if verdict.article else None,
    }


def _publish(decision: Decision, by: User) -> Decision:
    facts = {
        "year": decision.fiscal_year,
        "number": decision.number,
        "about": decision.subject,
        "authority": decision.authority,
        "visibility": decision.visibility,
        "text": canonical.digest(
            {"reasons": decision.reasons_ja, "dissent": decision.dissent_ja, "title": decision.title_ja}
        ),
    }
    if has_interest_in(by, decision.council, decision.subject):
        facts["interest"] = True
    event = RECORDED
    if decision.supersedes is not None:
        event = SUPERSEDED
        facts["supersedes"] = f"{decision.supersedes.fiscal_year}:{decision.supersedes.number}"
    name = f"decision:{decision.fiscal_year}:{decision.number}"
    append(event, council=decision.council, subject=name, facts=facts, by=by)
    return decision


@transaction.atomic
def supersede_decision(decision: Decision, *, by: User, **content: Any) -> Decision:
    """Put a new decision in the place of ``decision``, which stays readable; takes what
    :func:`record_decision` takes, and rests on a carried item or the chair's power like any other."""
    decision = Decision.objects.select_for_update(of=("self",)).select_related("council").get(pk=decision.pk)
    records(by, decision.council, decision.subject).or_raise()
    if Decision.objects.filter(supersedes=decision).exists():
        raise NotNow("superseded_already")
    content.setdefault("about", decision.subject)
    return record_decision(decision.council, by=by, supersedes=decision, **content)


@transaction.atomic
def report_decision(decision: Decision, *, by: User, meeting: Meeting) -> Motion:
    """Put what the chair decided alone on the agenda of ``meeting``, as a report.

    Raises:
        NotPermitted: it is about what the actor is excluded from.
        Refused: a body took the decision.
        NotNow: it is on an agenda already.
    """
    decision = Decision.objects.select_for_update(of=("self",)).select_related("council").get(pk=decision.pk)
    if decision.authority == Authority.MOTION or meeting.body.council_id != decision.council_id:
        raise Refused("not_the_chairs_own")
    if is_barred(by, decision.council, decision.subject):
        raise NotPermitted("not_your_verb", verb="report_decision")
    if decision not in unreported(decision.council):
        raise NotNow("reported_already")
    title_en = decision.title_en or decision.title_ja
    return table_motion(
        meeting,
        by=by,
        title_ja=Truncator(f"会長専決の報告（{decision.number}）{decision.title_ja}").chars(300),
        title_en=Truncator(f"Report: the chair's decision {decision.number} {title_en}").chars(300),
        text_ja=decision.reasons_ja,
        text_en=decision.reasons_en,
        kind=MotionKind.REPORT,
        about=decision_subject(decision),
    )
