"""Who may do what in the administration.

``by=None`` is the installation itself (a management command, a task, a reaction); views always pass the user.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from core.access.queries import PREFIX, holding_any, objects_with, roles_on
from core.access.queries import councils_of as councils_with
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation, Person, User
from core.errors import ALLOWED, NotPermitted, Verdict

REFUSED = Verdict(False, "administration_not_yours", error=NotPermitted)
IDENTITY_SHARED = Verdict(False, "identity_is_shared", error=NotPermitted)
SHARED = Verdict(False, "organisation_is_shared", error=NotPermitted)


def _answer(allowed: bool) -> Verdict:
    return ALLOWED if allowed else REFUSED


def is_operator(user: User | None) -> bool:
    """Runs the installation; also true for the installation itself."""
    return user is None or (user.is_active and user.is_staff)


def operate(user: User | None) -> Verdict:
    """Found councils, edit law tables, look after background work of all."""
    return _answer(is_operator(user))


def is_secretary(user: User, council: Council | None) -> bool:
    """Belongs to the secretariat of ``council``."""
    return council is not None and Role.SECRETARY in roles_on(user, council)


def keep_council(user: User | None, council: Council | None) -> Verdict:
    """Keep what belongs to ``council``: its secretariat, or the operator."""
    return _answer(user is None or is_operator(user) or is_secretary(user, council))


def keep_any_council(user: User | None) -> Verdict:
    """Register what councils share (organisations, accounts): any secretariat, or the operator."""
    if user is None or is_operator(user):
        return ALLOWED
    return _answer(objects_with(user, Council, Role.SECRETARY).exists())


def councils_of(obj: Model) -> list[Council]:
    """The councils whose secretariats look after ``obj``.

    An organisation is looked after by the councils that it is a member of, which the function named in
    ``settings.COUNCILS_OF_ORGANISATION`` knows (membership is governance's).
    """
    if isinstance(obj, Council):
        return [obj]
    if isinstance(obj, Organ):
        return councils_of(obj.organisation)
    if isinstance(obj, Organisation):
        name = settings.COUNCILS_OF_ORGANISATION
        return list(import_string(name)(obj)) if name else []
    found: Any = getattr(obj, "council", None)
    return [found] if isinstance(found, Council) else []


def keep_roles(user: User | None, role: Role, obj: Model) -> Verdict:
    """Give or take ``role`` on ``obj``: whoever looks after it."""
    if f"{PREFIX}{role}" not in {name for name, _text in obj._meta.permissions}:
        return Verdict(False, "role_not_held_on_this", {"role": str(role)})
    return look_after(user, obj)


def look_after(user: User | None, obj: Model) -> Verdict:
    """Look after ``obj``. What is said of an organisation reaches into every council that knows it: where there are
    several, its own representative does it, or who belongs to all their secretariats."""
    if user is None or is_operator(user):
        return ALLOWED
    councils = councils_of(obj)
    if councils and all(is_secretary(user, council) for council in councils):
        return ALLOWED
    if len(councils) < 2:
        return REFUSED
    return ALLOWED if _represents(user, obj) else SHARED


def look_after_person(user: User | None, person: User) -> Verdict:
    """Help somebody into their account: the secretariat of a council that gave them a role or named them for one to
    come (settings.COUNCILS_NAMING), whoever looks after the organ whose data they keep, or the operator."""
    if user is None or is_operator(user):
        return ALLOWED
    named: QuerySet[Council] = import_string(settings.COUNCILS_NAMING)(person)
    if any(is_secretary(user, council) for council in councils_with(person) | named):
        return ALLOWED
    organs = Organ.objects.filter(pk__in=objects_with(person, Organ)).select_related("organisation")
    return _answer(any(bool(look_after(user, organ)) for organ in organs))


def close_oneself(user: User) -> Verdict:
    """Close one's own account: who holds no role and does not run the installation."""
    if user.is_staff or holding_any([user.pk]):
        return Verdict(False, "holds_roles")
    return ALLOWED


def keep_particulars(user: User | None, obj: Organisation | Organ) -> Verdict:
    """Change address or representative: whoever looks after it; of what no council took in yet, its representative or
    the secretariats of all councils that know it; of what none knows, whoever may register."""
    if user is None or is_operator(user) or councils_of(obj):
        return look_after(user, obj)
    knowing = councils_knowing(obj if isinstance(obj, Organisation) else obj.organisation)
    if not knowing:
        return keep_any_council(user)
    return _answer(_represents(user, obj) or all(is_secretary(user, council) for council in knowing))


def councils_knowing(organisation: Organisation) -> list[Council]:
    """The councils that deal with ``organisation`` or once did: what a former member was given goes on to bind it."""
    known = import_string(settings.ORGANISATIONS_OF_COUNCIL)
    return [one for one in Council.objects.order_by("pk") if known(one).filter(pk=organisation.pk).exists()]


def keep_identity(user: User | None, obj: Organisation | Organ) -> Verdict:
    """Correct what the law, and so the gate, reads of it (name, number, regime, country). Nobody does so for their own
    organisation: the secretariats of all councils that know it do, or the operator."""
    if user is None or is_operator(user):
        return ALLOWED
    councils = councils_knowing(obj if isinstance(obj, Organisation) else obj.organisation)
    if not councils:
        return keep_any_council(user)
    kept = [is_secretary(user, council) for council in councils]
    if all(kept):
        return ALLOWED
    return IDENTITY_SHARED if any(kept) else REFUSED


def _represents(user: User, obj: Model) -> bool:
    return Role.REPRESENTATIVE in roles_on(user, obj.organisation if isinstance(obj, Organ) else obj)


def link_subject(user: User | None, person: Person, holder: Organ) -> Verdict:
    """Link or unlink ``person`` with the id of ``holder``: the person, the secretariat, the holder's data officer."""
    if user is None or person.user_id == user.pk or is_secretary(user, person.council):
        return ALLOWED
    return _answer(Role.DATA_OFFICER in roles_on(user, holder))


def reveal(user: User | None, person: Person) -> Verdict:
    """See who a person is: the secretariat of the person's own council, nobody else."""
    return _answer(user is not None and is_secretary(user, person.council))


def keep_clients(user: User | None, council: Council, organisation: Organisation) -> Verdict:
    """Give and end keys of an organisation's machines: its representative in the council, or the secretariat."""
    if user is None or is_secretary(user, council):
        return ALLOWED
    return _answer(Role.REPRESENTATIVE in roles_on(user, organisation) and bool(roles_on(user, council)))
