"""The choice of what an item or a decision is about, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.errors import Invalid
from core.http.views import CouncilRequest
from governance.assembly import queries
from governance.assembly.forms import Choices
from governance.assembly.templatetags.assembly import bare


def named_matters(request: CouncilRequest, *, kept: str = "") -> list[queries.Matter]:
    """The matter that the address or the form names, and ``kept``, which stands already.

    Raises:
        Invalid: the address names one that is not there for the reader.
    """
    given = request.GET.get("about", "")
    asked = {given, request.POST.get("about", "")} - {""}
    found = [queries.matter_called(request.user, request.council, one) for one in sorted(asked)]
    named = [one for one in found if one is not None]
    if given and given not in {one.subject for one in named}:
        raise Invalid("matter_unknown")
    if kept and kept not in {one.subject for one in named}:
        named.append(
            queries.matter_called(request.user, request.council, kept) or queries.Matter(kept, bare(kept))
        )
    return named


def matter_choices(
    request: CouncilRequest, waiting: Sequence[queries.Matter], named: Sequence[queries.Matter], label: str
) -> Choices:
    """Nothing in particular; under ``label`` what waits; amendments and further rule documents; projects; members;
    what was named from elsewhere."""
    projects = queries.project_matters(request.council)
    rules = queries.rule_matters(request.council)
    members = queries.member_matters(request.council)
    listed = {one.subject for one in (*waiting, *rules, *projects, *members)}
    groups = (
        (label, waiting),
        (_("Amendments of the rules, and further rule documents"), rules),
        (_("Projects"), projects),
        (_("Members"), members),
        (_("Other"), [one for one in named if one.subject not in listed]),
    )
    shown = [(name, [(one.subject, one.name) for one in rows]) for name, rows in groups if rows]
    return [("", _("Nothing in particular")), *shown]
