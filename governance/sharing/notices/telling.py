"""How somebody is told: rows for the outbox, one mail with one clear action each.

Payloads carry ids and public references; the mail is rendered in the recipient's language when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.access.queries import holders
from core.access.roles import Role
from core.accounts.models import Organ, Organisation, User
from core.outbox.actions import enqueue
from core.outbox.actions import tell_machines as tell_their_machines
from governance.sharing.models import (
    Grant,
    SharingRequest,
)
from governance.sharing.permissions import roles_of
from governance.sharing.queries.handling import has_interest
from governance.sharing.queries.panels import is_recused, seated_users


def tell(
    users: Iterable[User],
    event: str,
    request: SharingRequest,
    *,
    key: str,
    path: str,
    about: str,
    due: date | None = None,
    **more: str,
) -> None:
    """One mail to each of ``users``, once for ``key``."""
    title = {"ja": request.title_ja, "en": request.title_en}
    for user in {user.pk: user for user in users}.values():
        enqueue(
            "mail",
            key=f"sharing:{event}:{key}:{user.pk}",
            council=request.council,
            payload={
                "template": f"governance/sharing/{event}",
                "user": user.pk,
                "path": path,
                "about": about,
                "request": request.reference,
                "title": title,
                "due": due.isoformat() if due else "",
                "council": request.council.slug,
                **more,
            },
        )


def tell_machines(
    organisations: Iterable[Organisation], event: str, request: SharingRequest, *, key: str, about: str
) -> None:
    """The same to the organisations' machines: references only, the rest they fetch with their key."""
    body = {"about": about, "request": request.reference, "council": request.council.slug}
    tell_their_machines(request.council, organisations, event=f"sharing.{event}", key=key, body=body)


def unrecused(users: Iterable[User], request: SharingRequest) -> list[User]:
    """``users`` without whoever is recused from the case."""
    return [user for user in users if not is_recused(user, request)]


def secretaries(request: SharingRequest) -> list[User]:
    """Who keeps the cases of the council, without whoever is recused from this one."""
    return unrecused(holders(Role.SECRETARY, request.council), request)


def chairs(request: SharingRequest) -> list[User]:
    """Who chairs the council, without whoever is recused from the case."""
    return unrecused(holders(Role.CHAIR, request.council), request)


def panel(request: SharingRequest) -> list[User]:
    """Who sits on the open review; not whoever is still recused because they have not declared anew."""
    return unrecused((seat.user for seat in seated_users(request)), request)


def judging(request: SharingRequest) -> list[User]:
    """Who reads what the board is told: its seated members once they have declared, and of the secretariat whoever is
    no party to the case and has no interest in it."""
    seated = [row.user for row in seated_users(request) if row.declared_at is not None]
    keepers = [user for user in secretaries(request) if "secretary" in roles_of(user, request)]
    return [*seated, *(user for user in keepers if not has_interest(user, request))]


def applicants(request: SharingRequest) -> list[User]:
    """Who represents the applicant."""
    return list(holders(Role.REPRESENTATIVE, request.applicant))


def officers(organ: Organ) -> list[User]:
    """Who acts for an organ."""
    return [*holders(Role.DATA_OFFICER, organ), *holders(Role.DATA_OFFICER, organ.organisation)]


def representatives(organisation: Organisation) -> list[User]:
    """Who represents an organisation."""
    return list(holders(Role.REPRESENTATIVE, organisation))


def request_page(request: SharingRequest) -> str:
    """The request's page."""
    return f"/c/{request.council.slug}/requests/{request.reference}/"


def grant_page(grant: Grant) -> str:
    """The grant's page."""
    return f"/c/{grant.council.slug}/grants/{grant.reference}/"
