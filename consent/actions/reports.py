"""What a holder's machine reports: answers that people gave in the holder's own app (連携)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import transaction

from consent.actions.answers import answer
from consent.actions.imports import known_to_holder
from consent.actions.record import Entry
from consent.enums import Route
from consent.models import Consent, ConsentEvent, ConsentItem, NoticeVersion, Receipt
from consent.rules.states import NO
from core.accounts.enums import Assurance
from core.accounts.models import Organ, Person
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
    of the choices that were ``recorded`` and of those ``refused``. So it stays when it is reported again.

    Raises:
        NotFound: no such notice version, or a choice in it that is not about this organisation's data.
        Invalid: no answer, an unknown word, or choices of several organs.
    """
    version = _shown(client, notice_digest)
    holder, items = _asked_about(client, version, answers)
    entry = Entry(
        by=None,
        route=Route.FEED,
        assurance=assurance,
        record_number=record_number,
        idempotency_key=key,
        client=client,
    )
    try:
        return _take_whole(holder, holder_id, version, answers, entry)
    except (NotNow, NotPermitted, Refused) as refusal:
        ending = {code: word for code, word in answers.items() if word == "refuse"}
        if "give" in answers.values() and ending:
            _take(holder, holder_id, version, ending, replace(entry, idempotency_key=_endings(entry)))
            person = known_to_holder(version.notice.council, holder, holder_id)
            recorded = _recorded(person, [item for item in items if item.code in ending], entry)
            refused = sorted(set(answers) - set(recorded))
            refusal.params = {**refusal.params, "recorded": recorded, "refused": refused}
        raise


def _asked_about(
    client: ApiClient, version: NoticeVersion, answers: Mapping[str, str]
) -> tuple[Organ, list[ConsentItem]]:
    """The choices of ``version`` that are answered, and the organ of ``client``'s organisation whose data they are
    about."""
    items = list(version.items.select_related("provider").filter(code__in=list(answers)))
    if any(item.provider.organisation_id != client.organisation_id for item in items):
        raise NotFound("notice_unknown")
    holders = {item.provider for item in items}
    if len(holders) != 1 or len(items) != len(answers):
        raise Invalid("answer_unknown")
    return holders.pop(), items


def _endings(entry: Entry) -> str:
    """The key of what a report ends whose agreements are refused."""
    return f"end:{entry.idempotency_key}"


def _ended(entry: Entry) -> set[str]:
    """Codes of the choices that the report ended by itself, since its agreements were refused."""
    key = f"{_endings(entry)}:"
    found = ConsentEvent.objects.filter(idempotency_key__startswith=key)
    return {str(one).removeprefix(key) for one in found.values_list("idempotency_key", flat=True)}


def _recorded(person: Person, ending: Iterable[ConsentItem], entry: Entry) -> list[str]:
    """Codes of the choices of ``ending`` to which a no was recorded, or stands already. Of a version that is no longer
    shown nothing else is."""
    noes = Consent.objects.filter(person=person, choice__in=[item.choice for item in ending], state__in=NO)
    standing, ended = set(noes.values_list("choice", flat=True)), _ended(entry)
    return sorted(item.code for item in ending if item.choice in standing or item.code in ended)


@transaction.atomic
def _take_whole(
    holder: Organ, holder_id: str, version: NoticeVersion, answers: Mapping[str, str], entry: Entry
) -> Receipt | None:
    """All answers of the report, or none. What was refused once stays so, also where it would be taken by now: the
    person may have answered otherwise since."""
    receipt = _take(holder, holder_id, version, answers, entry)
    if _ended(entry):
        raise NotNow("report_refused_before")
    return receipt


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
