"""Who comes in by which door: every address of the demo council, asked for by everybody of the cast.

What somebody may is in ``doors.txt``, which people write and review (tests.architecture.reviewed); whoever is not named
there is refused.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import resolve

from core.accounts.models import User
from governance.assembly.models import Meeting
from governance.members.models import Membership
from governance.sharing.models import Attachment, Grant, OutsideExpert
from pia.models import Assessment
from tests.architecture.reviewed import Answer, Door
from tests.architecture.test_urls import ADDRESSES
from tests.architecture.walking import kind_of, said, walked
from tests.cast import Cast, World, signed_in
from tests.databases import alone

WALKERS = (
    "secretary",
    "assessor",
    "rep_delivery",
    "officer_education",
    "reviewer_security",
    "chihiro",
    "operator",
)
"""Whose links and forms lead to the addresses; test_forms has walked for each of them."""
WITHIN = ("c/<slug:council>/", "administration/", "my/")
"""The beginnings of the addresses that are not everybody's."""
OURS, OTHERS = "c/<slug:council>/", "/c/nagiura/"
CASE, STATISTICS = "R-2026-031", 2
"""The case and its line of which the table speaks: asked for by the delivery company, held by the board of education,
opined by the board (its lawyer recused, the alternate in their place), granted and delivered."""
MAY = frozenset({200, 302, 400, 409, 422})
"""Done, or refused for what was sent or for the state of the object; not for who it is."""
MAY_NOT = frozenset({403, 404})
NO_SUCH = 405
ENTRANCE = "/accounts/"
"""Whoever is led there is to sign in first, or to show a second factor."""


def collected(cast: Cast) -> dict[str, str]:
    """Route -> the first address of it that a link or form leads one of :data:`WALKERS` to."""
    met: dict[str, str] = {}
    for key in WALKERS:
        for page in walked(cast, key).pages:
            for link in (page.path, *page.links, *(form.action for form in page.forms)):
                path = urlsplit(link).path
                route = kind_of(path) if link.startswith("/") else None
                if route and route.startswith(WITHIN) and not path.startswith(OTHERS):
                    met.setdefault(route, path)
    return met


def spoken_of(world: World) -> dict[str, str]:
    """Beginning of a route -> that of the object of which the table speaks; of other kinds the first that is met."""
    grant = Grant.objects.get(line__request__reference=CASE, line__number=STATISTICS, council=world.council)
    owed = grant.line.conditions.get(is_precedent=False)
    member = Membership.objects.get(council=world.council, organisation=world.organisations["delivery"])
    steering = Meeting.objects.filter(body__council=world.council, body__code="steering")
    meeting = steering.order_by("starts_at")[0].pk
    expert = OutsideExpert.objects.get(review__request__council=world.council)
    other = f"requests/{expert.review.request.reference}"
    attachment = Attachment.objects.get(request=grant.line.request)
    about = {
        "requests/<slug:reference>": f"requests/{CASE}",
        "requests/<slug:reference>/lines/<int:number>": f"requests/{CASE}/lines/{STATISTICS}",
        "requests/<slug:reference>/lines/<int:number>/edit/<slug:key>": f"requests/{CASE}/lines/{STATISTICS}/edit/what",
        "requests/follow/<slug:reference>": f"requests/follow/{CASE}",
        "chain/<slug:reference>": f"chain/{CASE}",
        "datasets/<slug:reference>": f"datasets/{grant.line.dataset.reference}",
        "grants/<slug:reference>": f"grants/{grant.reference}",
        "grants/<slug:reference>/conditions/<int:pk>": f"grants/{grant.reference}/conditions/{owed.pk}",
        "deliveries/<slug:reference>": f"deliveries/{grant.deliveries.get().reference}",
        "requests/<slug:reference>/experts/<int:pk>": f"{other}/experts/{expert.pk}",
        "requests/<slug:reference>/files/<int:pk>": f"requests/{CASE}/files/{attachment.pk}",
        "invited/<str:reference>": f"invited/{expert.review.request.reference}",
        "members/<int:pk>": f"members/{member.pk}",
        "meetings/<int:pk>": f"meetings/{meeting}",
        "meetings/<int:pk>/items/<int:number>": f"meetings/{meeting}/items/1",
        "assessments/<slug:reference>": "assessments/"
        + Assessment.objects.filter(council=world.council).order_by("pk")[0].reference,
    }
    return {f"{OURS}{route}": f"/c/{world.council.slug}/{path}" for route, path in about.items()}


def addresses(cast: Cast) -> dict[str, str]:
    """Name -> address of each door: found once in a run, and written down for the others."""
    written = settings.RUN / "doors.json"
    with alone("doors"):
        if not written.exists():
            written.write_text(json.dumps(all_doors(cast)))
    found: dict[str, str] = json.loads(written.read_text())
    return found


def all_doors(cast: Cast) -> dict[str, str]:
    """Name -> address: all that goes on from an object of which the table speaks, what is collected, and what goes on
    from that; also what nothing leads to in the state it is in (approving what is approved). What needs an object that
    nobody met is left out."""
    met, spoken = collected(cast), spoken_of(cast.shiomi)
    first, then = beginnings(spoken), beginnings(met)
    found: dict[str, str] = {}
    for address in ADDRESSES:
        if address.route.startswith(WITHIN):
            path = continued(address.route, first) or continued(address.route, then)
            if path is not None and kind_of(path) == address.route:
                found.setdefault(name_of(path), path)
    return found


def beginnings(met: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Each beginning of a route -> the same of the first address of it."""
    starts: dict[tuple[str, ...], str] = {}
    for route, path in met.items():
        pieces, parts = route.split("/"), path[1:].split("/")
        for end in range(1, len(pieces) + 1):
            starts.setdefault(tuple(pieces[:end]), "/".join(parts[:end]))
    return starts


def continued(route: str, starts: Mapping[tuple[str, ...], str]) -> str | None:
    """An address of ``route`` that goes on where one of another route begins; None where it names a further object."""
    pieces = route.split("/")
    end = next((end for end in range(len(pieces), 0, -1) if tuple(pieces[:end]) in starts), 0)
    rest = pieces[end:]
    if not end or any("<" in piece for piece in rest):
        return None
    return "/" + "/".join([starts[tuple(pieces[:end])], *rest])


def name_of(path: str) -> str:
    """The name of an address with its room."""
    name = resolve(path).view_name
    return name if ":" in name else f"config:{name}"


def person(cast: Cast, key: str) -> User:
    """Somebody of :data:`PEOPLE`."""
    outside = {"operator": cast.operator, "expert": cast.expert}
    return outside[key] if key in outside else cast.shiomi.users[key]


def asked(user: User, paths: Mapping[str, str], *, opens: bool) -> dict[Door, Answer]:
    """What ``user`` meets at each door: sent to without a form, or opened where it takes nothing and ``user`` ``opens``
    any. Nothing of it stays, and whoever was signed out by it is signed in again."""
    client = signed_in(user)
    client.raise_request_exception = False
    entered = copy.deepcopy(client.cookies)
    found: dict[Door, Answer] = {}
    for name, path in paths.items():
        for method in ("POST", "GET") if opens else ("POST",):
            if (name, "POST") in found:
                break
            client.cookies = copy.deepcopy(entered)
            with transaction.atomic():
                answer = getattr(client, method.lower())(path)
                if answer.streaming:
                    b"".join(answer)  # read to its end the client closes it, and leaves the connection open
                transaction.set_rollback(True)
            if answer.status_code != NO_SUCH:
                found[name, method] = judged(answer, path)
    return found


def judged(answer: HttpResponse, path: str) -> Answer:
    """May somebody who is answered so?"""
    status = answer.status_code
    if status in MAY_NOT or answer.headers.get("Location", "").startswith(ENTRANCE):
        return Answer(False, path)
    fault = "" if status in MAY else f"{status} {said(answer)}"
    return Answer(not fault, path, fault)


def keep(key: str, found: Mapping[Door, Answer]) -> None:
    """Write down what somebody may and may not, for whoever prints what everybody may."""
    doors = [(door, answer.may) for door, answer in found.items()]
    (settings.RUN / f"doors_{key}.json").write_text(json.dumps(doors))
