"""Organisations that applied for membership: what the secretariat does next about each."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.accounts.models import Council
from core.http.parts import Work
from core.http.templatetags.sekisho import local
from core.rulebook.provider import in_force
from governance.desk.queries.duties import work
from governance.members import queries as members
from governance.members.rules import may_admit


def applicants(council: Council) -> Iterator[Work]:
    """Open applications, the oldest first: to be seen at once, to be decided as soon as nothing is missing."""
    rulebook = in_force(council, clock.today())
    for membership in members.applications_to(council):
        title = local(membership.organisation, "name")
        url = reverse("members:show", args=[council.slug, membership.pk])
        if may_admit(members.pledge_of(membership), rulebook):
            yield work(_("Admission"), title, url, _("Admit, or do not admit"))
        else:
            yield work(_("Application for membership"), title, url, _("See what is missing"))
