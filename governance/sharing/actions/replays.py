"""Replaying past cases under a text in work: asked for by the secretariat, done by a worker. No case is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from core import canonical, clock
from core.accounts.models import Council, User
from core.errors import Invalid
from core.ledger.actions import append
from core.ledger.events import Event
from core.outbox.actions import cancel, enqueue
from core.outbox.work import Effect, Work
from governance.rulebook.queries import amendment as load_amendment
from governance.rulebook.queries import draft_of
from governance.rulebook.rules import notation
from governance.sharing.enums import events
from governance.sharing.models import Replay, ReplayFinding
from governance.sharing.permissions import may_replay
from governance.sharing.queries.replays import Case, answers, job_key, job_of, replayed
from governance.sharing.rules.replaying import Change
from governance.sharing.rules.verdict import Moment

ASKED = (Moment.SUBMISSION, Moment.APPROVAL, Moment.FLOW)
"""The moments at which answers are kept."""


@transaction.atomic
def ask_replay(
    amendment: Any, *, by: User, first_day: date, last_day: date, moments: Sequence[str]
) -> Replay:
    """Ask how the cases from ``first_day`` to ``last_day`` would have come out with the text of ``amendment``.

    Raises:
        NotPermitted: ``by`` is not the secretariat.
        Invalid: the period ends before it begins, or no moment is chosen.
    """
    council = amendment.instrument.council
    period = first_day, last_day
    return _ask(council, by, period, moments, amendment=amendment, revision=amendment.revision)


@transaction.atomic
def ask_replay_of_document(
    draft: Any, *, by: User, first_day: date, last_day: date, moments: Sequence[str]
) -> Replay:
    """The same with the further rule document ``draft`` beside those in force.

    Raises:
        NotPermitted, Invalid: as in :func:`ask_replay`.
    """
    period = first_day, last_day
    return _ask(draft.council, by, period, moments, code=draft.code, text=draft.text)


def _ask(
    council: Council, by: User, period: tuple[date, date], moments: Sequence[str], **asked: Any
) -> Replay:
    may_replay(by, council).or_raise()
    first_day, last_day = period
    if last_day < first_day:
        raise Invalid("sharing.replay_period")
    if not moments or not set(moments) <= set(ASKED):
        raise Invalid("sharing.replay_moments")
    row = Replay.objects.create(
        council=council,
        first_day=first_day,
        last_day=last_day,
        moments=[moment.value for moment in ASKED if moment in moments],
        asked_at=clock.now(),
        asked_by=by,
        **asked,
    )
    _record(row, events.REPLAY_BEGUN, by, first_day=first_day, last_day=last_day, moments=row.moments)
    enqueue("policy_replay", key=job_key(row), council=council, payload={"replay": row.pk})
    return row


@transaction.atomic
def cancel_replay(replay: Replay, *, by: User) -> None:
    """Give a replay up while it is being worked on.

    Raises:
        NotPermitted: ``by`` is not the secretariat.
        NotNow: it is finished.
    """
    row = Replay.objects.select_for_update(of=("self",)).select_related("council").get(pk=replay.pk)
    may_replay(by, row.council).or_raise()
    job = job_of(row)
    if job is not None:
        cancel(job)


def run_replay(work: Work) -> Effect:
    """Done by a worker: judge batch by batch, keep what differs with each sign of progress, and count at the end.

    A batch is kept in the transaction that shows the job to be ours still, so a worker that lost it leaves nothing.
    """
    row = Replay.objects.select_related("council").get(pk=work.payload["replay"])
    amendment = load_amendment(row.amendment_id) if row.amendment_id else None
    text = draft_of(amendment) if amendment else notation.read(row.text)
    rows = answers(row.council, row.first_day, row.last_day, row.moments)
    total, done, unlike, requests = rows.count(), 0, 0, set[int]()
    with transaction.atomic():
        work.progress(0, total)
        row.findings.all().delete()
    for batch in replayed(rows, row.council, text):
        requests.update(case.request for case in batch)
        unlike += sum(case.was_allowed != case.replayed.before.allowed for case in batch)
        done += len(batch)
        with transaction.atomic():
            work.progress(done, total)
            ReplayFinding.objects.bulk_create(_finding(row, one) for one in batch if one.replayed.differs)
    counts = {"requests": len(requests), "verdicts": done, "unlike_kept": unlike}
    return lambda: _finish(row, amendment.revision if amendment else 0, counts)


def _finish(row: Replay, revision: int, counts: dict[str, int]) -> None:
    row.revision, row.finished_at = revision, clock.now()
    for name, count in counts.items():
        setattr(row, name, count)
    row.save()
    _record(row, events.REPLAY_FINISHED, None, findings=row.findings.count(), **counts)


def _finding(row: Replay, case: Case) -> ReplayFinding:
    found = case.replayed
    return ReplayFinding(
        replay=row,
        verdict_id=case.verdict,
        was_allowed=found.before.allowed,
        would_be_allowed=found.after.allowed,
        checks=f" {' '.join(change.before.code for change in found.changes)} ",
        changes=[canonical.plain(_change(change)) for change in found.changes],
    )


def _change(change: Change) -> dict[str, Any]:
    return {
        "check": change.before.code,
        "before": {
            "state": change.before.state,
            "reason": change.before.reason,
            "params": change.before.params,
        },
        "after": {"state": change.after.state, "reason": change.after.reason, "params": change.after.params},
        "article": change.after.article,
        "article_before": change.before.article,
        "figures": [
            {"setting": one.setting, "before": one.before, "after": one.after} for one in change.figures
        ],
    }


def _record(row: Replay, event: Event, by: User | None, **facts: Any) -> None:
    """One ledger entry about a replay."""
    append(
        event,
        council=row.council,
        subject=f"replay:{row.pk}",
        facts=facts | ({"amendment": row.amendment_id} if row.amendment_id else {"document": row.code}),
        by=by,
    )
