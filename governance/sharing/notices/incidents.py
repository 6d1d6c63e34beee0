"""Who is told of an incident or dispute."""

from __future__ import annotations

from collections.abc import Sequence

from core.accounts.models import User
from core.outbox.actions import enqueue
from governance.sharing.models import Incident
from governance.sharing.queries.breaches import reports_to_file
from governance.sharing.queries.incidents import concerned
from governance.sharing.queries.requests import incidents_visible_to


def incident_reported(row: Incident) -> None:
    """Secretariat and parties learn of it, and by when the authority hears of it where the law asks that."""
    _tell(row, "incident_reported")


def incident_settled(row: Incident) -> None:
    """The same learn that it is settled."""
    _tell(row, "incident_settled")


def incident_rescoped(row: Incident, change: int, former: Sequence[User]) -> None:
    """Whom it concerned before, or concerns now, learns that its scope was corrected."""
    _tell(row, "incident_rescoped", also=former, key=f":{change}")


def _tell(row: Incident, event: str, *, also: Sequence[User] = (), key: str = "") -> None:
    """One mail each: to the incident for whoever may read it, else to the grants that it stops."""
    council = row.council
    days = [one.on for kept in row.breach_reports.all() for one in reports_to_file(kept)]
    due = min(days).isoformat() if days else ""
    for user in {user.pk: user for user in (*also, *concerned(row))}.values():
        reads = incidents_visible_to(user, council).filter(pk=row.pk).exists()
        page = f"incidents/{row.reference}/" if reads else "grants/"
        enqueue(
            "mail",
            key=f"sharing:{event}:{row.pk}{key}:{user.pk}",
            council=council,
            payload={
                "template": f"governance/sharing/{event}",
                "user": user.pk,
                "council": council.slug,
                "path": f"/c/{council.slug}/{page}",
                "about": row.reference,
                "due": due if reads else "",
                "stops": row.stops,
            },
        )
