"""What the administration shows, and to whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from core.access.models import CouncilGrant
from core.access.queries import PREFIX, holders, objects_with
from core.access.roles import Role
from core.accounts.models import Council, Organisation, User
from core.administration.permissions import is_operator
from core.clients.models import ApiClient
from core.outbox.models import Endpoint


def councils_kept_by(user: User) -> QuerySet[Council]:
    """Councils whose secretariat ``user`` belongs to; all for an operator."""
    if is_operator(user):
        return Council.objects.order_by("slug")
    return Council.objects.filter(pk__in=objects_with(user, Council, Role.SECRETARY)).order_by("slug")


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Organisations that ``user`` represents."""
    return Organisation.objects.filter(pk__in=objects_with(user, Organisation, Role.REPRESENTATIVE))


def organisations_in(council: Council) -> QuerySet[Organisation]:
    """The organisations that ``council`` deals with, as the function named in settings knows (membership is
    governance's): what its forms offer. Those of other councils are none of its business."""
    found: QuerySet[Organisation] = import_string(settings.ORGANISATIONS_OF_COUNCIL)(council)
    return found.order_by("pk")


def organisations_for_machines(user: User) -> QuerySet[Organisation]:
    """Organisations whose machines ``user`` looks after: one's own, and those of the councils that one keeps."""
    kept = [one.pk for council in councils_kept_by(user) for one in organisations_in(council)]
    return (organisations_of(user) | Organisation.objects.filter(pk__in=kept)).order_by("name_ja", "pk")


def clients_visible_to(user: User) -> QuerySet[ApiClient]:
    """Keys of one's own organisations, and of the councils whose secretariat one is."""
    own = Q(organisation__in=organisations_of(user), council__in=objects_with(user, Council))
    kept = Q(council__in=objects_with(user, Council, Role.SECRETARY))
    rows = ApiClient.objects.filter(own | kept).select_related("council", "organisation")
    return rows.order_by("revoked_at", "organisation__name_ja", "name")


def endpoints_visible_to(user: User) -> QuerySet[Endpoint]:
    """Addresses of one's own organisations' machines, and of the councils whose secretariat one is."""
    own = Q(organisation__in=organisations_of(user), council__in=objects_with(user, Council))
    kept = Q(council__in=objects_with(user, Council, Role.SECRETARY))
    rows = Endpoint.objects.filter(own | kept).select_related("council", "organisation")
    return rows.order_by("ended_at", "organisation__name_ja", "pk")


def organs_with_officers(organisation: Organisation) -> list[dict[str, Any]]:
    """The organs of ``organisation``, each with its data officers."""
    return [
        {"organ": organ, "officers": holders(Role.DATA_OFFICER, organ).order_by("name")}
        for organ in organisation.organs.order_by("pk")
    ]


def accounts_like(text: str) -> QuerySet[User]:
    """Accounts whose address or name holds ``text``; by name."""
    found = Q(email__icontains=text) | Q(name__icontains=text)
    return User.objects.filter(found).order_by("-is_active", "name", "pk")


def role_holders(council: Council) -> list[dict[str, Any]]:
    """Who holds which role on ``council``, by person."""
    rows = CouncilGrant.objects.filter(
        content_object=council, user__is_active=True, permission__codename__startswith=PREFIX
    )
    pairs = rows.select_related("user", "permission").order_by("user__name", "permission__codename")
    found: dict[int, dict[str, Any]] = {}
    for row in pairs:
        person = found.setdefault(row.user_id, {"user": row.user, "roles": []})
        person["roles"].append(Role(row.permission.codename.removeprefix(PREFIX)))
    return list(found.values())
