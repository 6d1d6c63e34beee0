"""What a holder's machine reports: answers that people gave in the holder's own app (連携)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from consent.actions.answers import answer
from consent.actions.imports import known_to_holder
from consent.actions.record import Entry
from consent.enums import Route
from consent.models import NoticeVersion, Receipt
from core.accounts.enums import Assurance
from core.accounts.models import Organ
from core.clients.models import ApiClient
from core.errors import Invalid, NotFound, NotNow, NotPermitted, Refused


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

    Where an agreement is refused, what the same report ends is recorded all the same: the refusal then names the codes
    of the choices that were ``recorded`` and of those ``refused``.

    Raises:
        NotFound: no such notice version, or a choice in it that is not about this organisation's data.
        Invalid: no answer, an unknown word, or choices of several organs.
    """
    version = _shown(client, notice_digest)
    items = list(version.items.select_related("provider").filter(code__in=list(answers)))
    if any(item.provider.organisation_id != client.organisation_id for item in items):
        raise NotFound("notice_unknown")
    holders = {item.provider for item in items}
    if len(holders) != 1 or len(items) != len(answers):
        raise Invalid("answer_unknown")
    holder = holders.pop()
    entry = Entry(
        by=None,
        route=Route.FEED,
        assurance=assurance,
        record_number=record_number,
        idempotency_key=key,
        client=client,
    )
    try:
        return _take(holder, holder_id, version, answers, entry)
    except (NotNow, NotPermitted, Refused) as refusal:
        ending = {code: word for code, word in answers.items() if word == "refuse"}
        if "give" not in answers.values() or not ending:
            raise
        _take(holder, holder_id, version, ending, replace(entry, idempotency_key=f"end:{key}"))
        refused = sorted(set(answers) - set(ending))
        refusal.params = {**refusal.params, "recorded": sorted(ending), "refused": refused}
        raise


def _shown(client: ApiClient, digest: str) -> NoticeVersion:
    rows = NoticeVersion.objects.filter(notice__council=client.council, digest=digest)
    # the same text may have been published again
    version = rows.select_related("notice__council").order_by("-number").first()
    if version is None:
        raise NotFound("notice_unknown")
    return version


@transaction.atomic
def _take(
    holder: Organ, holder_id: str, version: NoticeVersion, answers: Mapping[str, str], entry: Entry
) -> Receipt | None:
    person = known_to_holder(version.notice.council, holder, holder_id)
    return answer(person, version, answers, entry=entry)
