"""Reconciling the consents that a provider's system keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction

from consent.actions import evidence
from consent.models import ConsentFeed, ConsentItem
from consent.permissions import is_secretary, may_reconcile
from consent.queries.consents import in_force
from core import clock
from core.accounts.models import Council, Organ, SubjectLink, User
from core.clients.models import ApiClient
from core.errors import Refused


def digest_of(holder_ids: Iterable[str]) -> str:
    """The digest that both sides compare: SHA-256 over the sorted ids of the holder, one a line."""
    listed = hashlib.sha256()
    for one in sorted(holder_ids):
        listed.update(one.encode() + b"\n")
    return listed.hexdigest()


def open_feed(council: Council, source: Organ, *, by: User) -> ConsentFeed:
    """Declare that ``source`` keeps consents of its own: until they are reconciled, the gate does not know."""
    with transaction.atomic():
        is_secretary(by, council).or_raise()
        feed, made = ConsentFeed.objects.get_or_create(council=council, source=source)
        if made:
            evidence.write(
                evidence.FEED_OPENED,
                council=council,
                subject=f"feed:{feed.pk}",
                by=by,
                source=f"organ:{source.pk}",
            )
        return feed


def reconcile(
    council: Council,
    source: Organ,
    *,
    their_count: int,
    their_digest: str,
    by: User | None,
    client: ApiClient | None = None,
) -> ConsentFeed:
    """Compare what ``source`` has in force with what we have; the result is kept, equal or not.

    ``by`` None: the source's own machine, with the key ``client``.

    Raises:
        NotPermitted: ``by`` is neither the secretariat nor the source's data officer.
        Refused: nobody has said that ``source`` keeps consents.
    """
    with transaction.atomic():
        may_reconcile(by, council, source).or_raise()
        feed = ConsentFeed.objects.select_for_update().filter(council=council, source=source).first()
        if feed is None:
            raise Refused("no_feed")
        ours = ConsentItem.objects.filter(version__notice__council=council, provider=source)
        persons = in_force(ours, at=clock.now())
        links = SubjectLink.objects.filter(holder=source, unlinked_at__isnull=True, person__in=persons)
        ids = [str(link.identifier) for link in links]
        feed.reconciled_at = clock.now()
        feed.their_count, feed.their_digest = their_count, their_digest
        feed.our_count, feed.our_digest = len(ids), digest_of(ids)
        feed.save()
        evidence.write(
            evidence.FEED_RECONCILED,
            council=council,
            subject=f"feed:{feed.pk}",
            by=by,
            client=client,
            ours=feed.our_digest,
            theirs=feed.their_digest,
            count=feed.our_count,
        )
        return feed
