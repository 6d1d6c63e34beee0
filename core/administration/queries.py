"""What the administration shows, and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from core.access.models import CouncilGrant
from core.access.queries import PREFIX, holders, objects_with
from core.access.roles import Role
from core.accounts.models import Council, Organisation, StaffOrigin, User
from core.administration.permissions import is_operator
from core.clients.models import ApiClient
from core.outbox.models import Endpoint


def councils_kept_by(user: User) -> QuerySet[Council]:
    """Councils whose secretariat ``user`` belongs to; all for an operator."""
    if is_operator(user):
        return Council.objects.order_by("slug")
    return councils_of_secretary(user)


def councils_of_secretary(user: User) -> QuerySet[Council]:
    """Councils in which ``user`` acts for the secretariat: an operator in none."""
    return Council.objects.filter(pk__in=objects_with(user, Council, Role.SECRETARY)).order_by("slug")


def is_new(organisation: Organisation) -> bool:
    """Is it only registered: nobody represents it yet?"""
    return not holders(Role.REPRESENTATIVE, organisation).exists()


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
    """The organs of ``organisation``, each with its data officers; ``awaiting``: who has not come yet."""
    rows = []
    for organ in organisation.organs.order_by("pk"):
        officers = list(holders(Role.DATA_OFFICER, organ).order_by("name"))
        rows.append({"organ": organ, "officers": officers, "awaiting": awaiting(officers)})
    return rows


def account_of(email: str) -> User | None:
    """The open account of whoever reads ``email``: they confirmed the address, or were invited to it and nobody has
    entered since. An account that somebody opened with an address nobody confirmed is not theirs."""
    email = email.strip().lower()
    proven = EmailAddress.objects.filter(email=email, verified=True, user__is_active=True)
    row = proven.select_related("user").first()
    if row is not None:
        return row.user  # type: ignore[no-any-return]
    user = User.objects.filter(email=email, is_active=True).first()
    return user if user is not None and _invited(user) else None


def account_unproven(email: str) -> User | None:
    """An open account with ``email`` that somebody opened who never showed that they read it."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    return user if user is not None and account_of(email) is None else None


def _invited(user: User) -> bool:
    """Opened by the house (``is_staff``: by who installed it), without a way in but the link of the invitation."""
    if user.is_staff:
        return True
    entered = user.has_usable_password() or SocialAccount.objects.filter(user=user).exists()
    return not entered and not Authenticator.objects.filter(user=user).exists()


def is_closed(email: str) -> bool:
    """Is the account with ``email`` closed?"""
    return User.objects.filter(email=email.strip().lower(), is_active=False).exists()


def awaiting(users: Iterable[User]) -> set[int]:
    """Keys of those of ``users`` who were invited and have not chosen a password yet."""
    found = {user.pk: user for user in users if user.is_active and not user.is_staff}
    proven = EmailAddress.objects.filter(user__in=list(found), verified=True).values_list(
        "user_id", flat=True
    )
    return {key for key in found.keys() - set(proven) if _invited(found[key])}


def accounts_like(text: str) -> QuerySet[User]:
    """Accounts whose address or name holds ``text``; by name. Each with ``has_factor``."""
    found = Q(email__icontains=text) | Q(name__icontains=text)
    factors = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    return User.objects.filter(found).annotate(has_factor=factors).order_by("-is_active", "name", "pk")


def role_holders(council: Council) -> list[dict[str, Any]]:
    """Who holds which role on ``council``, by person; ``awaits``: was invited and has not come yet."""
    rows = CouncilGrant.objects.filter(
        content_object=council, user__is_active=True, permission__codename__startswith=PREFIX
    )
    pairs = rows.select_related("user", "permission").order_by("user__name", "permission__codename")
    found: dict[int, dict[str, Any]] = {}
    for row in pairs:
        person = found.setdefault(row.user_id, {"user": row.user, "roles": [], "awaits": False})
        person["roles"].append(Role(row.permission.codename.removeprefix(PREFIX)))
    for key in awaiting(person["user"] for person in found.values()):
        found[key]["awaits"] = True
    return list(found.values())


def origins_in(council: Council) -> dict[int, Organisation]:
    """From which organisation who of the secretariat comes, by the keys of the users; those of whom no
    organisation is named are left out."""
    rows = StaffOrigin.objects.filter(council=council, ended_at__isnull=True)
    return {row.user_id: row.organisation for row in rows.select_related("organisation")}
