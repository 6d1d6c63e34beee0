"""Finding an object by its address, for somebody who may see it; and the address of an object."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.http.parts import Crumb
from core.http.views import CouncilRequest
from governance.sharing.models import Delivery, Grant, RequestLine, SharingRequest
from governance.sharing.queries.deliveries import deliveries_visible_to, grants_visible_to
from governance.sharing.queries.leaving import deliveries_left, grants_left
from governance.sharing.queries.requests import declarable_by, lines_visible_to, visible_to


def page_url(row: SharingRequest) -> str:
    """Address of the request's page."""
    return reverse("sharing:request", args=[row.council.slug, row.reference])


def line_url(line: RequestLine) -> str:
    """Address of the line on the page of its request."""
    return f"{page_url(line.request)}#line-{line.number}"


def acts_url(line: RequestLine) -> str:
    """Address of what was decided on the line: opinion, approval and the provider's decision."""
    return f"{page_url(line.request)}?tab=review#acts-{line.number}"


def grant_url(grant: Grant) -> str:
    """Address of the grant's page."""
    return reverse("sharing:grant", args=[grant.council.slug, grant.reference])


def delivery_url(delivery: Delivery) -> str:
    """Address of the delivery's page."""
    return reverse("sharing:delivery", args=[delivery.council.slug, delivery.reference])


def one_request(request: CouncilRequest, reference: str) -> SharingRequest:
    """The request if the reader may see it, else 404."""
    rows = visible_to(request.user, request.council)
    return get_object_or_404(
        rows.select_related("council", "project", "recipient_organ__organisation", "follows__council"),
        reference=reference,
    )


def one_to_declare(request: CouncilRequest, reference: str) -> SharingRequest:
    """The request on which the reader may be asked for a declaration, else 404."""
    rows = declarable_by(request.user, request.council)
    return get_object_or_404(rows.select_related("council"), reference=reference)


def one_line(request: CouncilRequest, reference: str, number: int) -> RequestLine:
    """The line if the reader may see its request, else 404."""
    rows = lines_visible_to(request.user, request.council)
    return get_object_or_404(rows, request__reference=reference, number=number)


def one_grant(request: CouncilRequest, reference: str) -> Grant:
    """The grant if the reader may see its request, or has it left to settle, else 404."""
    return get_object_or_404(grants_seen(request).select_related("council"), reference=reference)


def one_delivery(request: CouncilRequest, reference: str) -> Delivery:
    """The delivery if the reader may see its request, or has its grant left to settle, else 404."""
    return get_object_or_404(deliveries_seen(request), reference=reference)


def grants_seen(request: CouncilRequest) -> QuerySet[Grant]:
    """The grants that the reader may see; who has left the council sees those that are left to settle."""
    if request.roles:
        return grants_visible_to(request.user, request.council)
    return grants_left(request.user, request.council)


def deliveries_seen(request: CouncilRequest) -> QuerySet[Delivery]:
    """The deliveries under these grants."""
    if request.roles:
        return deliveries_visible_to(request.user, request.council)
    return deliveries_left(request.user, request.council)


def crumbs(row: SharingRequest, *more: Crumb) -> tuple[Crumb, ...]:
    """Requests > R-2026-031 > ..."""
    return (
        Crumb(_("Requests"), reverse("sharing:requests", args=[row.council.slug])),
        Crumb(row.reference, page_url(row)),
        *more,
    )


def grant_crumbs(grant: Grant, *more: Crumb) -> tuple[Crumb, ...]:
    """Grants > G-2026-007 > ..."""
    return (
        Crumb(_("Grants"), reverse("sharing:grants", args=[grant.council.slug])),
        Crumb(grant.reference, grant_url(grant)),
        *more,
    )
