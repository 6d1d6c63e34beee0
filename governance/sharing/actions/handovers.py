"""The holder reports what it handed over under a released list: by a person, or by its machine."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from core import clock, crypto
from core.accounts.models import User
from core.accounts.subjects import subject_hash
from core.clients.models import ApiClient
from core.errors import Invalid, NotFound, NotPermitted
from governance.sharing.actions.deliveries import locked, record
from governance.sharing.enums import DeliveryState, events
from governance.sharing.models import Delivery, HandOver
from governance.sharing.permissions import permit
from governance.sharing.queries.deliveries import may_leave_out, person_by_person, went_on
from governance.sharing.queries.release_lists import links_at_release, release_list

MOST_REFUSED = 10_000
"""Ids that one report may refuse; a holder that refuses more cancels and prepares anew."""


def digest_of_sent(delivery: Delivery, refused: Collection[str]) -> tuple[int, str]:
    """How many ids of the list are sent when ``refused`` are not, and the SHA-256 over them in the order of the list,
    each followed by a line feed. Read in flat memory."""
    count, hashed = 0, hashlib.sha256()
    for one in release_list(delivery):
        if one not in refused:
            count += 1
            hashed.update(f"{one}\n".encode())
    return count, hashed.hexdigest()


@transaction.atomic
def report_hand_over(
    delivery: Delivery,
    *,
    by: User | None,
    client: ApiClient | None = None,
    count: int,
    sent_at: datetime,
    key: str,
    digest: str = "",
    refused: Collection[str] = (),
) -> HandOver:
    """Keep the report; ids that the holder did not send leave the list, so that nobody is told their data went.

    Idempotent by ``key``: the same report gives the same answer. Number and digest are compared with the list.

    Raises:
        Invalid: sent before the release or in the future (to the minute, as people tell it), while the grant was
            suspended, revoked or over, too many refused, ids that are not on the list, or refused
            after a report that records were sent, or after the receipt.
        NotNow: the list was not released.
    """
    row = locked(delivery)
    _may_report(row, by, client)
    known = HandOver.objects.filter(delivery=row, key=key).first()
    if known is not None:
        return known
    left = frozenset(refused)
    _check(row, sent_at, left)
    agrees = _agrees(row, count, digest, left)
    if left:
        _take_off(row, left)
    commitment, salt = crypto.commitment(f"{count}\n{digest}\n{chr(10).join(sorted(left))}".encode())
    report = HandOver.objects.create(
        delivery=row,
        key=key,
        count=count,
        digest=digest,
        salt=salt,
        sent_at=sent_at,
        refused=sorted(left) or None,
        refused_count=len(left),
        agrees=agrees,
        client=client,
        reported_by=by,
        reported_at=clock.now(),
    )
    facts = {"count": count, "refused": len(left), "agrees": agrees, "commitment": commitment.hex()}
    record(row, events.DELIVERY_HANDED_OVER, by, client, **facts)
    return report


def _may_report(row: Delivery, by: User | None, client: ApiClient | None) -> None:
    if client is None:
        permit(by, row, "report_hand_over").or_raise()
        return
    holder = row.grant.line.dataset.provider.organisation_id
    if client.organisation_id != holder or client.council_id != row.council_id:
        raise NotFound("not_found")
    if row.state != DeliveryState.RELEASED:
        raise NotPermitted("sharing.not_released")


def _check(row: Delivery, sent_at: datetime, refused: frozenset[str]) -> None:
    released = row.released_at
    if released is None or not released.replace(second=0, microsecond=0) <= sent_at <= clock.now():
        raise Invalid("sharing.sent_at_impossible")
    if not went_on(row.grant, sent_at):
        raise Invalid("sharing.sent_while_stopped", grant=row.grant.reference)
    if not refused:
        return
    may_leave_out(row).or_raise()
    if len(refused) > MOST_REFUSED:
        raise Invalid("sharing.too_many_refused", most=MOST_REFUSED)
    if len(_linked(row, refused)) != len(refused):
        raise Invalid("sharing.refused_not_on_list")


def _linked(row: Delivery, ids: Collection[str]) -> dict[str, int]:
    """The persons of the list whom the holder knew by ``ids`` at the release."""
    holder = row.grant.line.dataset.provider_id
    hashes = {subject_hash(row.council_id, holder, one): one for one in ids}
    found: dict[str, int] = {}
    known = list(hashes)
    for start in range(0, len(known), 500):
        rows = links_at_release(row).filter(identifier_hash__in=known[start : start + 500])
        for hashed, person in rows.values_list("identifier_hash", "person_id"):
            found[hashes[bytes(hashed)]] = person
    return found


def _agrees(row: Delivery, count: int, digest: str, refused: frozenset[str]) -> bool:
    if not person_by_person(row.grant.line):
        return True
    if not digest:
        return count == (row.persons or 0) - len(refused)
    return (count, digest) == digest_of_sent(row, refused)


def _take_off(row: Delivery, refused: frozenset[str]) -> None:
    persons = list(_linked(row, refused).values())
    for start in range(0, len(persons), 500):
        row.manifest.filter(person__in=persons[start : start + 500]).delete()
    row.persons = (row.persons or 0) - len(persons)
    row.save()
