"""The events of this room in the evidence log. None moves the council's epoch that is read per person anyway."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consent.models import ConsentEvent
from core.accounts.models import Council, User
from core.clients.models import ApiClient
from core.ledger.actions import Said, append
from core.ledger.events import Event, public, sensitive
from core.ledger.models import LedgerEntry

RECORDED: dict[str, Event] = {
    kind: sensitive(f"consent.{kind}", words, moves_epoch=False)
    for kind, words in (
        ("requested", _("Consent requested")),
        ("deferred", _("Answer about consent put off")),
        ("refused", _("Consent refused")),
        ("given", _("Consent given")),
        ("renewed", _("Consent renewed")),
        ("shortened", _("End of a consent brought forward")),
        ("withdrawn", _("Consent withdrawn by the person")),
        ("revoked", _("Consent revoked by another party")),
        ("expired", _("Consent expired")),
        ("invalidated", _("Consent invalidated")),
    )
}
RECEIPT_ISSUED = sensitive("consent.receipt_issued", _("Receipt of consent issued"), moves_epoch=False)
PAPER_ENTERED = sensitive("consent.paper_entered", _("Consent on paper entered"), moves_epoch=False)
PAPER_UNDONE = sensitive("consent.paper_undone", _("Entry of a consent on paper undone"), moves_epoch=False)
IMPORTED = sensitive("consent.imported", _("Older consents taken over"), moves_epoch=False)
HOLD_PLACED = sensitive("consent.hold_placed", _("Hold on a person's data placed"), moves_epoch=False)
HOLD_LIFTED = sensitive("consent.hold_lifted", _("Hold on a person's data lifted"), moves_epoch=False)
PROXY_REGISTERED = sensitive("consent.proxy_registered", _("Proxy registered"), moves_epoch=False)
PROXY_ENDED = sensitive("consent.proxy_ended", _("Proxy ended"), moves_epoch=False)
HANDED_OVER = sensitive("consent.handed_over", _("Person handed over by a holder's app"), moves_epoch=False)
PERSONS_JOINED = sensitive("consent.persons_joined", _("Two persons found to be one"), moves_epoch=False)
NOTICE_DRAFTED = public("consent.notice_drafted", _("Notice drafted"), moves_epoch=False)
NOTICE_PUBLISHED = public("consent.notice_published", _("Notice published"))
NOTICE_RETIRED = public("consent.notice_retired", _("Notice retired"))
NOTICE_DEFECTIVE = public("consent.notice_defective", _("Version of a notice declared defective"))
ASKED_AGAIN = public("consent.asked_again", _("Those of an ended version asked again"), moves_epoch=False)
DEFECT_SETTLED = public(
    "consent.defect_settled", _("Consents under a defective notice ended"), moves_epoch=False
)
FEED_OPENED = public("consent.feed_opened", _("Feed of consents opened"))
HOLDER_TOLD = sensitive("consent.holder_told", _("Provider told of consents that ended"), moves_epoch=False)
FEED_RECONCILED = public("consent.feed_reconciled", _("Feed of consents reconciled"))


def of_event(
    event: ConsentEvent, *, key: str, council: Council, by: User | None, client: ApiClient | None
) -> Said:
    """What is committed of one consent event: opaque keys and digests, never who it is."""
    return Said(
        RECORDED[event.kind],
        council=council,
        subject=f"consent:{event.pk}",
        facts={
            "person": key,
            "choice": event.choice,
            "item": event.item_id,
            "sequence": event.sequence,
            "kind": event.kind,
            "route": event.route,
            "at": event.at,
            "until": event.until,
            "notice": event.notice_digest,
            "decision": event.decision,
        },
        by=by,
        client=client,
    )


def write(
    event: Event,
    *,
    council: Council,
    subject: str,
    by: User | None,
    client: ApiClient | None = None,
    **facts: Any,
) -> LedgerEntry:
    """Commit another event of this room."""
    return append(event, council=council, subject=subject, facts=facts, by=by, client=client)
