"""Who holds which role on what. Closed by default; an inactive user holds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Model, QuerySet
from guardian.utils import get_user_obj_perms_model

from core.access.models import GrantBase
from core.access.roles import Role
from core.accounts.models import Council, User

Someone = User | AnonymousUser
PREFIX = "role_"


def grants_on(model: type[Model]) -> QuerySet[Any]:
    """The rows of the grant table of ``model``."""
    table: Any = get_user_obj_perms_model(cast(Any, model))
    rows: QuerySet[Any] = table.objects.filter(permission__codename__startswith=PREFIX)
    return rows


def roles_on(user: Someone, obj: Model) -> frozenset[Role]:
    """The roles that ``user`` holds on ``obj``."""
    return roles_held(user, obj)[obj]


def roles_held(user: Someone, *objects: Model) -> dict[Model, frozenset[Role]]:
    """The roles that ``user`` holds on each of ``objects``, of whatever kinds. One statement."""
    held: dict[Model, frozenset[Role]] = dict.fromkeys(objects, frozenset())
    if not user.is_authenticated or not user.is_active:
        return held
    of_kind: dict[str, dict[int, Model]] = {}
    for obj in held:
        of_kind.setdefault(_table_of(type(obj)), {})[obj.pk] = obj
    parts = [_HELD.format(table=table, keys=", ".join(["%s"] * len(rows))) for table, rows in of_kind.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(parts), [key for rows in of_kind.values() for key in (user.pk, *rows)]
        )
        for table, key, name in cursor.fetchall():
            held[of_kind[table][key]] |= {Role(name.removeprefix(PREFIX))}
    return held


@cache
def _table_of(model: type[Model]) -> str:
    return str(grants_on(model).model._meta.db_table)


_HELD = """
SELECT '{table}', held.content_object_id, permission.codename FROM {table} held
JOIN auth_permission permission ON permission.id = held.permission_id
WHERE held.user_id = %s AND held.content_object_id IN ({keys}) AND permission.codename LIKE 'role_%%'"""
"""As text, since the ORM takes longer to write it than the database to answer it, and every verb of every page asks."""


def holders(role: Role, obj: Model) -> QuerySet[User]:
    """Active users who hold ``role`` on ``obj``."""
    users = (
        grants_on(type(obj)).filter(content_object=obj, permission__codename=PREFIX + role).values("user_id")
    )
    return User.objects.filter(pk__in=users, is_active=True)


def objects_with(user: Someone, model: type[Model], *roles: Role) -> QuerySet[Any]:
    """Keys of the ``model`` rows on which ``user`` holds one of ``roles`` (any where none is named), unevaluated."""
    if not user.is_authenticated or not user.is_active:
        return grants_on(model).none().values_list("content_object_id", flat=True)
    rows = grants_on(model).filter(user=user)
    if roles:
        rows = rows.filter(permission__codename__in=[PREFIX + role for role in roles])
    return rows.values_list("content_object_id", flat=True)


def councils_of(user: Someone) -> QuerySet[Council]:
    """Councils in which ``user`` holds any role."""
    return Council.objects.filter(pk__in=objects_with(user, Council))


def holding_any(users: Iterable[int]) -> set[int]:
    """Keys of those of ``users`` who hold some role on something. One statement over every grant table."""
    keys = list(users)
    first, *others = (
        table._default_manager.filter(user__in=keys, permission__codename__startswith=PREFIX).values_list(
            "user_id", flat=True
        )
        for table in GrantBase.__subclasses__()
    )
    return set(first.union(*others))
