"""The list of members, one member, applying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.administration.queries import awaiting
from core.http.acting import fill_in
from core.http.exports import Columns, export
from core.http.paging import arranged
from core.http.parts import Crumb
from core.http.templatetags.sekisho import local
from core.http.views import CouncilRequest, council_view, get_only
from core.rulebook.provider import article_url, in_force
from governance.members import actions, queries
from governance.members.documents import class_name, gap_row
from governance.members.forms import ApplyForm
from governance.members.models import Membership
from governance.members.permissions import OWN_PEOPLE, may_block, may_charge, may_settle, permits, roles_of
from governance.members.rules import secrecy_until
from governance.members.views.blocks import block_rows
from governance.members.views.finding import address, crumbs, member_view

VERBS = (
    "admit",
    "accept_pledge",
    "suspend",
    "reinstate",
    "withdraw",
    "reject",
    "change_class",
    "expel",
    "record_dues",
    "add_delegate",
    "end_delegate",
)
COLUMNS: Columns = (
    (gettext_lazy("Organisation"), lambda row: local(row["membership"].organisation, "name")),
    (gettext_lazy("Class"), lambda row: row["class_name"]),
    (gettext_lazy("State"), lambda row: row["membership"].get_state_display()),
    (gettext_lazy("Member since"), lambda row: row["membership"].admitted_on),
    (gettext_lazy("Pledge"), lambda row: row["pledge"].edition if row["pledge"] else ""),
    (gettext_lazy("Missing"), lambda row: row["missing"]),
)

SORTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "name": lambda row: local(row["membership"].organisation, "name"),
    "class": lambda row: row["class_name"],
    "state": lambda row: row["membership"].get_state_display(),
    "since": lambda row: row["membership"].admitted_on,
    "pledge": lambda row: row["pledge"].edition if row["pledge"] else None,
    "missing": lambda row: row["missing"],
}


@get_only
@council_view
def index(request: CouncilRequest) -> HttpResponseBase:
    """All members, with their class, standing and pledge."""
    rulebook = in_force(request.council, clock.today())
    rows = [
        {
            "membership": row.membership,
            "class_name": class_name(row.membership.member_class),
            "pledge": row.pledge,
            "missing": len(row.missing),
        }
        for row in queries.roll(request.council, rulebook)
    ]
    rows = arranged(rows, request.GET.get("sort", ""), SORTS)
    if file := export(request, "members", COLUMNS, rows):
        return file
    context = {
        "rows": rows,
        "offices": queries.offices(request.council, clock.today()),
        "may_charge": may_charge(request.user, request.council),
        "may_apply": _open_to(request.user, request.council).exists(),
    }
    return render(request, "governance/members/membership/list.html", context)


@get_only
@member_view
def show(request: CouncilRequest, membership: Membership) -> HttpResponse:
    """One member: standing, what is missing, people, pledges, dues, duties; and the verbs open to the reader."""
    rulebook = in_force(membership.council, clock.today())
    inside = bool(request.roles)
    delegates = list(queries.delegates(membership))
    concerned = _sees_inside(request, membership)
    may, settles = permits(request.user, membership, VERBS), may_settle(request.user, membership)
    blocks = may_block(request.user, membership)
    context = {
        "membership": membership,
        "class_name": class_name(membership.member_class),
        "votes": queries.votes_by_class(membership.council, clock.today()).get(
            membership.member_class, membership.votes
        ),
        **_secrecy(membership),
        "gaps": [
            gap_row(gap, membership.council, concerned=concerned)
            for gap in queries.what_is_missing(membership, rulebook)
        ],
        "duties": queries.duties_of(membership) if concerned else None,
        "may_settle": settles,
        "delegates": delegates,
        "awaiting": awaiting(row.user for row in delegates) if Role.SECRETARY in request.roles else (),
        "earlier": queries.earlier_delegates(membership),
        "pledges": queries.pledges_of(membership),
        "owes_pledge": queries.owes_pledge(membership, rulebook),
        "dues": queries.dues_of(membership) if concerned else None,
        "may": may,
        "apart": next((one for one in (*may.values(), settles, blocks) if one.code == OWN_PEOPLE), None),
        "concerned": concerned,
        "represents": "representative" in roles_of(request.user, membership),
        "blocks": block_rows(request, membership),
        "held": concerned and queries.standing_of(membership, clock.today()).is_blocked,
        "may_block": blocks,
        "crumbs": crumbs(membership.council, Crumb(local(membership.organisation, "name")), inside=inside),
    }
    return render(request, "governance/members/membership/show.html", context)


def _secrecy(membership: Membership) -> dict[str, Any]:
    """Until when a former member keeps secrets, and the article that says so."""
    rulebook = in_force(membership.council, membership.ended_on or clock.today())
    until = secrecy_until(membership.ended_on if membership.admitted_on else None, rulebook)
    article = rulebook.article("confidentiality") if until else None
    url = article_url(membership.council, article) if article else ""
    return {"secrecy_until": until, "secrecy_article": article, "secrecy_url": url}


def _sees_inside(request: CouncilRequest, membership: Membership) -> bool:
    """Dues and motives are for those who run or audit the council and for the member itself."""
    runs = {Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.APPROVER}
    own = "representative" in roles_of(request.user, membership)
    return own or bool(runs & request.roles)


def _open_to(user: User, council: Council) -> Any:
    """Organisations that ``user`` may apply for: their own, or (the secretariat, on paper) any."""
    if Role.SECRETARY in roles_on(user, council):
        members = queries.memberships(council).filter(state__in=["applied", "admitted", "suspended"])
        return Organisation.objects.exclude(pk__in=members.values("organisation")).order_by("name_ja")
    return queries.organisations_to_apply_for(user, council)


@login_required
def apply(request: HttpRequest, council: str) -> HttpResponse:
    """Apply for membership: open to whoever represents an organisation that is not a member yet."""
    found = get_object_or_404(Council, slug=council)
    user: User = request.user  # type: ignore[assignment]
    organisations = _open_to(user, found)
    if not organisations.exists():
        raise Http404
    request.council, request.roles = found, roles_on(user, found)  # type: ignore[attr-defined]
    table = in_force(found, clock.today()).get("membership_classes")
    classes = [(one.code, class_name(one.code)) for one in (table.classes if table else ())]
    form = ApplyForm(request.POST or None, organisations=organisations, classes=classes)

    def action(data: dict[str, Any]) -> str:
        return address(actions.apply_for_membership(found, by=user, **data))

    inside = bool(request.roles)  # type: ignore[attr-defined]
    return fill_in(
        request,
        form,
        action,
        template="governance/members/membership/apply.html",
        context={
            "crumbs": crumbs(found, Crumb(_("Apply for membership")), inside=inside),
            "cancel_url": reverse("members:index", args=[found.slug]) if inside else "/",
            "on_paper": Role.SECRETARY in request.roles,  # type: ignore[attr-defined]
        },
        said=_("The application has been received."),
    )
