"""Who sees which entries of the navigation: the one place that knows every room's address."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.access.roles import STAFF, Role
from core.accounts.models import Council, User
from core.http.parts import NavEntry, Text
from core.http.templatetags.sekisho import local
from core.rulebook.provider import in_force
from governance.members import queries as members
from governance.sharing.queries.experts import councils_inviting
from governance.sharing.queries.leaving import councils_left

MEMBERS = frozenset({Role.MEMBER, Role.REPRESENTATIVE, Role.DATA_OFFICER})
EVERYONE = STAFF | MEMBERS | {Role.REVIEWER}

COUNCIL: tuple[tuple[str, Text, frozenset[Role]], ...] = (
    ("today/", _("Today"), STAFF),
    ("cases/", _("My cases"), frozenset({Role.REVIEWER})),
    ("standing/", _("My standing"), MEMBERS),
    ("rules/", _("Rules"), EVERYONE),
    ("members/", _("Members"), STAFF),
    ("meetings/", _("Meetings and bodies"), EVERYONE),
    ("decisions/", _("Decisions"), EVERYONE),
    ("drafts/", _("Drafts"), STAFF),
    ("projects/", _("Projects"), STAFF | MEMBERS),
    ("datasets/", _("Datasets"), STAFF | MEMBERS),
    ("requests/", _("Requests"), STAFF | MEMBERS),
    ("grants/", _("Grants"), STAFF | MEMBERS),
    ("assessments/", _("PIAs"), EVERYONE),
    (
        "consents/",
        _("Consents"),
        frozenset({Role.SECRETARY, Role.AUDITOR, Role.DATA_OFFICER}),
    ),
    (
        "statistics/",
        pgettext_lazy("page", "Statistics"),
        frozenset({Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.APPROVER}),
    ),
    ("log/", _("Evidence log"), frozenset({Role.AUDITOR})),
)

BESIDE: dict[str, tuple[str, ...]] = {
    "today/": ("deadlines/",),
    "standing/": ("deadlines/",),
    "meetings/": ("bodies/",),
    "drafts/": ("documents/",),
    "requests/": ("statutory/", "chain/"),
    "grants/": ("conditions/", "deliveries/", "withdrawals/", "records/", "incidents/"),
    "consents/": ("notices/",),
}
"""Pages that have an address of their own and belong to an entry all the same."""

CITIZEN: tuple[tuple[str, Text], ...] = (
    ("/my/", _("What I agreed to")),
    ("/my/disclosures/", _("Where my information went")),
    ("/my/proxies/", _("People who act for me")),
)


@cache
def exists(path: str) -> bool:
    """Does any room answer at ``path``?"""
    return bool(is_valid_path(path))


def first_page(council: Council, roles: frozenset[Role]) -> str:
    """Where somebody with ``roles`` begins in ``council``: the first entry open to them; empty for none."""
    base = f"/c/{council.slug}/"
    return next((base + tail for tail, _, may in COUNCIL if roles & may and exists(base + tail)), "")


def guest_pages(user: User) -> list[tuple[Council, str, str]]:
    """Where somebody without a role in a council finds what is theirs: outside experts, who represents an
    organisation that left with data to account for or that applied; and where else nothing is, where to apply."""
    asked, left = (
        _("You are asked as somebody from outside"),
        _("Your organisation has something left to settle"),
    )
    found = [
        *((council, f"/c/{council.slug}/invited/", str(asked)) for council in councils_inviting(user)),
        *((council, f"/c/{council.slug}/standing/", str(left)) for council in councils_left(user)),
        *(_application(membership) for membership in members.applications_of(user)),
    ]
    apply = str(_("Apply for membership for the organisation that you represent"))
    return found or [
        (council, f"/c/{council.slug}/members/apply/", apply)
        for council in members.councils_to_apply_to(user)
    ]


def _application(membership: Any) -> tuple[Council, str, str]:
    """An open application: its council, the page where it goes on, and what is next."""
    council = membership.council
    page, name = (
        f"/c/{council.slug}/members/{membership.pk}/",
        {"name": local(membership.organisation, "name")},
    )
    if members.owes_pledge(membership, in_force(council, clock.today())):
        return (
            council,
            f"{page}pledge/",
            _("%(name)s has applied: next, accept the participation rules") % name,
        )
    return council, page, _("%(name)s has applied: next, the council admits it") % name


def entries(request: HttpRequest) -> list[NavEntry]:
    """The entries for this reader on this page; empty outside councils and citizens' pages."""
    council = getattr(request, "council", None)
    if council is not None:
        roles: frozenset[Role] = getattr(request, "roles", frozenset())
        base = f"/c/{council.slug}/"
        return [
            entry(request, base + tail, label, tuple(base + beside for beside in BESIDE.get(tail, ())))
            for tail, label, may in COUNCIL
            if roles & may and exists(base + tail)
        ]
    if request.path.startswith("/my/") and request.user.is_authenticated:
        return [entry(request, url, label) for url, label in CITIZEN if exists(url)]
    return []


def entry(request: HttpRequest, url: str, label: Text, beside: tuple[str, ...] = ()) -> NavEntry:
    """One entry; current on its own page and below, and on those ``beside`` it."""
    here = request.path == url or (url != "/my/" and request.path.startswith((url, *beside)))
    return NavEntry(label, url, current=here)
