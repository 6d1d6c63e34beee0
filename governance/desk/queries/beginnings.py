"""What a new council still lacks before data can be asked for, in the order in which it comes about."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import Council
from core.http.parts import Work
from governance.assembly import queries as assembly
from governance.desk.queries.duties import work
from governance.members import queries as members
from governance.rulebook import queries as rulebook
from governance.sharing.queries.requests import datasets_of


def first_steps(council: Council) -> Iterator[Work]:
    """The first steps not taken yet; none once the council has rules, members, bodies and a dataset."""
    at, kind = [council.slug], _("To begin")
    if not rulebook.instruments(council).exists():
        title = _("The rules: start from the model texts, or import your own")
        yield work(kind, title, reverse("rulebook:index", args=at), _("Enter the first rules"))
    if not members.organisations_in(council).exists():
        title = _("The members: who applies accepts the participation rules and is admitted")
        yield work(kind, title, reverse("members:index", args=at), _("Take in members"))
    if not assembly.bodies(council).exists():
        title = _("The bodies: assembly, steering body and ethics board with their seats")
        yield work(kind, title, reverse("assembly:bodies", args=at), _("Set up bodies"))
    if not datasets_of(council).exists():
        title = _("The datasets: a provider's data officer describes what may be shared")
        yield work(kind, title, reverse("sharing:datasets", args=at), _("See the catalogue"))
