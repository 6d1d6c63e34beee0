"""The ids on a released list, read in flat memory however many persons there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from core.accounts.models import SubjectLink
from core.crypto.fields import SealedTextField
from governance.sharing.models import Delivery

BATCH = 5_000
"""Ids that are in memory at a time."""


def _links(delivery: Delivery) -> QuerySet[SubjectLink]:
    return SubjectLink.objects.filter(
        holder=delivery.grant.line.dataset.provider_id,
        unlinked_at__isnull=True,
        person__in=delivery.manifest.values("person"),
    ).order_by("pk")


def sealed_ids(delivery: Delivery) -> QuerySet[SubjectLink, Any]:
    """The one statement behind a list, unevaluated: the sealed id of each person who went and is still linked,
    always in the same order."""
    return _links(delivery).values_list("identifier")


def release_batches(delivery: Delivery) -> Iterator[list[str]]:
    """The holder's ids, :data:`BATCH` at a time: a cursor of the server on PostgreSQL, an iterator on SQLite."""
    field: SealedTextField = SubjectLink._meta.get_field("identifier")
    sql, params = sealed_ids(delivery).query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(BATCH):
            yield field.open_all(box for (box,) in rows)


def release_list(delivery: Delivery) -> Iterator[str]:
    """The same one by one."""
    return chain.from_iterable(release_batches(delivery))
