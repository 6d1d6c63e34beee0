"""Works about offices, roles and seats in one hand that are better kept apart."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.accounts.models import Council
from core.http.parts import Work
from governance.desk.queries.duties import work
from governance.members import queries as members
from governance.members.enums import KEPT_APART_NAMES


def overlaps(council: Council) -> Iterator[Work]:
    """Who has what is better kept apart, until somebody said why or one of them ended."""
    for user, held, office in members.in_one_hand(council, clock.today()):
        title = (
            f"{user.name}: {', '.join(str(name) for word, name in KEPT_APART_NAMES.items() if word in held)}"
        )
        url = reverse("administration:roles", args=[council.slug])
        if office is not None:
            url = reverse("members:explain_overlap", args=[council.slug, office.pk])
        yield work(_("Offices in one hand"), title, url, _("Say why, or let one of them go"))
