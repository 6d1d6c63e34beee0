"""Works about incidents: leaks and losses of which the authority and the persons are still to be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import Council, Organ, Organisation
from core.http.parts import Work
from core.http.templatetags.sekisho import local
from governance.desk.queries.duties import work
from governance.sharing.queries import waiting
from governance.sharing.queries.breaches import (
    is_open,
    owes_persons,
    reports_to_file,
    unreported,
    unreported_by,
)


def of_secretariat(council: Council) -> Iterator[Work]:
    """Incidents that are not settled, and what is still to be told, settled or not."""
    for incident in waiting.open_incidents(council):
        url = reverse("sharing:incident", args=[council.slug, incident.reference])
        yield work(_("Incident"), local(incident, "title"), url, _("See"), ref=incident.reference)
    yield from _to_tell(council, unreported(council))


def of_holder(
    council: Council, organisations: Collection[Organisation], organs: Collection[Organ]
) -> Iterator[Work]:
    """What the holder itself has to tell the authority and the persons."""
    yield from _to_tell(council, unreported_by(council, organisations, organs))


def _to_tell(council: Council, reports: Iterable[Any]) -> Iterator[Work]:
    for kept in reports:
        incident, who = kept.incident, local(kept.holder, "name")
        url = reverse("sharing:incident", args=[council.slug, incident.reference]) + "#reports"
        title, ref = local(incident, "title"), incident.reference
        if is_open(kept):
            step = _("Keep what it reports, or that there is nothing")
            yield work(_("Report to the authority"), title, url, step, ref=ref, who=who)
        for report in reports_to_file(kept):
            kind, step = _("Report to the authority"), _("File it, and keep the day")
            yield work(kind, title, url, step, due=report.on, ref=ref, who=who)
        if owes_persons(kept):
            kind, step = _("Notice to the persons concerned"), _("Give it, and keep the day")
            yield work(kind, title, url, step, ref=ref, who=who)
