"""What whoever votes on a line of a request reads beside the buttons: what is asked, and what the board found."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.accounts.models import User
from core.http.templatetags.sekisho import local
from governance.assembly.queries import Brief
from governance.sharing.documents.conditions import told, within
from governance.sharing.models import RequestLine
from governance.sharing.permissions import reads_in_copy
from governance.sharing.queries.books import request_about


def brief_of_line(reader: User, meeting: Any, reference: str) -> Brief | None:
    """The line ``reference`` for a reader of the papers of ``meeting``; None where their copy leaves the case out."""
    request = request_about(meeting.body.council, f"line:{reference}")
    if request is None or not reads_in_copy(reader, request, meeting):
        return None
    rows = request.lines.select_related("request", "dataset__provider")
    line = next((row for row in rows if row.reference == reference), None)
    return _brief(line) if line is not None else None


def _brief(line: RequestLine) -> Brief:
    row, found = line.request, line.outcomes.order_by("-pk").first()
    facts = (
        (_("Request"), f"{row.reference} {local(row, 'title')}"),
        (_("Applicant"), local(row.applicant, "name")),
        (_("Purpose"), local(row, "purpose")),
        (_("Dataset"), local(line.dataset, "title")),
        (_("Provider"), local(line.dataset.provider, "name")),
    )
    if found is None:
        return Brief(facts)
    return Brief(
        facts,
        number=found.number,
        state=found.judgement,
        state_label=str(found.get_judgement_display()),
        reasons=found.reasons,
        remark=found.remark,
        conditions=tuple(told(one, within(one)) for one in found.conditions),
    )
