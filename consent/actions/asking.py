"""The council asks again: those whose consent under an ended version is over, about the version of today.

Nobody is asked twice about one version, and whoever said no, or put the question off, is left alone.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction

from consent import notices
from consent.actions import evidence
from consent.actions.record import Entry, Record, lock
from consent.enums import Route
from consent.models import ConsentItem, NoticeVersion
from consent.permissions import is_secretary
from consent.queries import asking
from consent.queries.notices import items_shown
from core.accounts.models import Person, User
from core.errors import NotNow
from core.outbox.actions import enqueue, retry
from core.outbox.models import JobState
from core.outbox.rounds import each
from core.outbox.work import Effect, Work

STRETCH = 100
"""Persons who are asked between two reports of how far it is."""


def ask_again(version: NoticeVersion, *, by: User) -> None:
    """Have the worker put the question of today to everybody whose consent under ``version`` is over; while it is at
    work, asking again is asking once.

    Raises:
        NotNow: no newer version is asked today, or nobody is left.
    """
    notice = version.notice
    with transaction.atomic():
        is_secretary(by, notice.council).or_raise()
        current = asking.asked_now(notice)
        if current is None or current.number <= version.number:
            raise NotNow("nothing_newer_to_ask")
        again = asking.of_version(version, current)
        if again.job is not None and again.job.state == JobState.STUCK:
            retry(again.job)
            return
        if again.working:
            return
        if not again.left:
            raise NotNow("nobody_to_ask")
        number = asking.jobs(version, current).count() + 1
        enqueue(
            "ask_again",
            key=f"ask_again:{version.pk}:{current.pk}:{number}",
            council=notice.council,
            payload={"version": version.pk, "current": current.pk},
        )
        evidence.write(
            evidence.ASKED_AGAIN,
            council=notice.council,
            subject=f"notice:{notice.reference}",
            by=by,
            ended=version.number,
            version=current.number,
            digest=current.digest,
        )


def ask_all(work: Work) -> Effect | None:
    """Done by a worker: each person in a transaction of their own. Where the version is no longer asked by then, or the
    rest cannot be asked, the work ends; the page says who is left.
    """
    rows = NoticeVersion.objects.select_related("notice__council")
    version, current = rows.get(pk=work.payload["version"]), rows.get(pk=work.payload["current"])
    items, obstacle = items_shown(current)
    total = asking.of_version(version, current).left
    done, last = 0, 0
    while not obstacle and (keys := asking.next_persons(version, current, after=last, limit=STRETCH)):
        last = keys[-1]
        work.progress(done, total)
        persons = Person.objects.filter(pk__in=keys).order_by("pk")
        done += each(partial(_ask_one, current, items), persons)
        obstacle = items_shown(current)[1]
    work.progress(done, total)
    return None


def _ask_one(current: NoticeVersion, items: list[ConsentItem], one: Person) -> bool:
    with transaction.atomic():
        person = lock(one)
        record, entry = Record(person, items), Entry(by=None, route=Route.TIME)
        chosen = [
            item
            for item in items
            if asking.asks(record.state(item), item, person.pk) and current.number not in record.asked(item)
        ]
        events = [record.write(item, "ask", entry) for item in chosen]
        record.save()
        if events:
            notices.asked(person, current.notice.reference, current.number)
        return bool(events)
