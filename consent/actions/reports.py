"""What a holder's machine reports: answers that people gave in the holder's own app (連携)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from consent.actions.answers import answer
from consent.actions.imports import known_to_holder
from consent.actions.record import Entry
from consent.enums import Route
from consent.models import NoticeVersion, Receipt
from core.accounts.enums import Assurance
from core.clients.models import ApiClient
from core.errors import Invalid, NotFound


@transaction.atomic
def report_answers(
    client: ApiClient,
    *,
    notice_digest: str,
    holder_id: str,
    answers: Mapping[str, str],
    record_number: str,
    key: str,
    assurance: Assurance = Assurance.LOW,
) -> Receipt | None:
    """Answers of one person on one page that the app of ``client``'s organisation showed, with its own record number.

    What was shown is named by the digest of the notice version. The same ``key`` again changes nothing, and a report
    never brings a consent back that somebody ended. Returns None where everything was put off.

    Raises:
        NotFound: no such notice version, or a choice in it that is not about this organisation's data.
        Invalid: no answer, an unknown word, or choices of several organs.
    """
    version = (
        NoticeVersion.objects.filter(notice__council=client.council, digest=notice_digest)
        .select_related("notice__council")
        .order_by("-number")  # the same text may have been published again
        .first()
    )
    if version is None:
        raise NotFound("notice_unknown")
    items = list(version.items.select_related("provider").filter(code__in=list(answers)))
    if any(item.provider.organisation_id != client.organisation_id for item in items):
        raise NotFound("notice_unknown")
    holders = {item.provider for item in items}
    if len(holders) != 1 or len(items) != len(answers):
        raise Invalid("answer_unknown")
    person = known_to_holder(client.council, holders.pop(), holder_id)
    entry = Entry(
        by=None,
        route=Route.FEED,
        assurance=assurance,
        record_number=record_number,
        idempotency_key=key,
        client=client,
    )
    return answer(person, version, answers, entry=entry)
