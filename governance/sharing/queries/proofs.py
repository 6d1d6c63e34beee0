"""Which safety measures the files of a request are evidence of.

Only a file that is there proves anything: one that was taken out, or erased for good, does not count from that moment
on. So a purge can turn the check of the safety measures of a grant that flows, and the next answer of the gate is no:
nothing goes until the recipient has handed new evidence in. It does so with a change of the request, since those who
judged the old file have to judge the new one; no file is put in its place behind their backs.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core import clock
from core.http.texts import Text
from core.rulebook.provider import in_force as rules_in_force
from governance.sharing.enums.safeguards import SAFEGUARDS
from governance.sharing.models import Attachment, RequestLine, SharingRequest
from governance.sharing.rules.checks_care import measures_to_prove


@dataclass(frozen=True, slots=True)
class Proof:
    """A measure that needs evidence, and the files that are it."""

    measure: str
    label: Text
    files: tuple[Attachment, ...]


def live_files(request: SharingRequest) -> QuerySet[Attachment]:
    """The files that are part of ``request`` and whose bytes are there, in the order in which they came."""
    rows = request.attachments.filter(removed_at=None, purged_at=None)
    return rows.select_related("stored").order_by("pk")


def listed_files(request: SharingRequest, *, taken_out: bool) -> QuerySet[Attachment]:
    """The files that the page of ``request`` lists; ``taken_out``: with those that a later turn left out and that are
    kept, for whoever may erase them."""
    shown = Q(removed_at=None) | Q(stored__erased_at=None) if taken_out else Q(removed_at=None)
    return request.attachments.filter(shown).select_related("stored", "added_by").order_by("pk")


def holders_of(attachment: Attachment) -> list[str]:
    """The requests of the council that keep the same bytes in another file, taken out or not."""
    rows = Attachment.objects.filter(
        request__council=attachment.request.council_id,
        stored__digest=attachment.stored.digest,
        stored__erased_at=None,
    ).exclude(pk=attachment.pk)
    return sorted(set(rows.values_list("request__reference", flat=True)))


def evidence_of(request: SharingRequest) -> frozenset[str]:
    """The measures that a live file of ``request`` is evidence of."""
    return frozenset(code for file in request.attachments.all() if file.is_live for code in file.measures)


def proofs(line: RequestLine) -> tuple[Proof, ...]:
    """What the rule in force wants evidence of for the class of ``line``, each with the live files that prove it."""
    rule = rules_in_force(line.request.council, clock.today()).get("safeguards")
    if rule is None:
        return ()
    asked = measures_to_prove(rule, line.data_class)
    live = list(live_files(line.request))
    return tuple(
        Proof(code, label, tuple(file for file in live if code in file.measures))
        for code, label in SAFEGUARDS
        if code in asked
    )
