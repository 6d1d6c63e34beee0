"""What falls due next for somebody, and the key under which a calendar program may fetch it."""

from __future__ import annotations

from django.core import signing

from core.access.queries import councils_of, roles_on
from core.accounts.models import Council, User
from core.http.parts import Work
from governance.desk.queries import duties, works
from governance.members import queries as members
from governance.sharing.queries.deliveries import grants_visible_to
from governance.sharing.queries.requests import organs_of

SALT = "desk.deadlines"


def deadlines(council: Council, user: User) -> list[Work]:
    """Everything with a day that concerns ``user``, the earliest first: works of the office, of the member, and the end
    of grants."""
    roles = roles_on(user, council)
    organisations = list(members.organisations_of(user, council))
    organs = list(organs_of(user))
    found = [*works.invited(council, user), *works.today(council, user, roles)]
    if organisations or organs:
        found += works.member(council, organisations, organs)
    found += duties.ends(grants_visible_to(user, council).select_related("council"))
    dated = {(one.kind, one.ref, one.url, one.due): one for one in reversed(found) if one.due is not None}
    return works.in_order(dated.values())


def key_of(user: User, council: Council) -> str:
    """The key of somebody's calendar in ``council``; it is void once the password changes."""
    words = {"user": user.pk, "council": council.pk, "check": _check(user)}
    return signing.dumps(words, salt=SALT, compress=True)


def holder_of(key: str, slug: str) -> tuple[User, Council] | None:
    """Whose calendar ``key`` opens, if they still hold a role in the council ``slug``; else None."""
    try:
        words = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=words["user"], is_active=True).first()
    if user is None or words["check"] != _check(user):
        return None
    council = councils_of(user).filter(pk=words["council"], slug=slug).first()
    return (user, council) if council else None


def _check(user: User) -> str:
    """Changes with the password, and tells nothing about it."""
    return user.get_session_auth_hash()[:16]
