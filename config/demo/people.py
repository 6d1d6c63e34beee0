"""The people and bodies of the demo: two parallel councils with the same cast, so that leaks show.

Every name is invented. Accounts are made once; filling again returns the same cast.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from config.demo import moments, names
from core import clock
from core.access.roles import Role
from core.accounts.enums import Assurance, LinkMethod
from core.accounts.models import Council, Organ, Organisation, Person, SubjectLink, User
from core.accounts.subjects import subject_hash
from core.administration import actions

OPERATOR = "operator@sekisho.example"
STRANGER = "stranger@elsewhere.example"
EXPERT = "expert@institute.example"


@dataclass(frozen=True)
class World:
    """One council with its bodies and people, by the same keys in every world."""

    council: Council
    organisations: dict[str, Organisation] = field(default_factory=dict)
    """city, university, bus, delivery, chamber, town."""
    organs: dict[str, Organ] = field(default_factory=dict)
    """mayor, education, and one named like its organisation for each of the others."""
    users: dict[str, User] = field(default_factory=dict)
    """Keys of :data:`config.demo.names.ROLES`."""
    persons: dict[str, Person] = field(default_factory=dict)
    """chihiro, ken, hina, ren, tomi."""


@dataclass(frozen=True)
class Cast:
    """Everybody."""

    shiomi: World
    nagiura: World
    operator: User
    stranger: User
    expert: User
    """Somebody from outside whom a board may ask about one case; nothing else is open to them."""

    @property
    def worlds(self) -> tuple[World, World]:
        """Both councils."""
        return (self.shiomi, self.nagiura)


def _secret(purpose: str) -> bytes:
    return hmac.new(settings.DEMO_SECRET.encode(), purpose.encode(), hashlib.sha256).digest()


def password() -> str:
    """The one password of all demo accounts of this machine."""
    return f"shiomi-{int.from_bytes(_secret('password')[:4], 'big') % 10**8:08d}"


def seed(user: User) -> str:
    """The TOTP seed of a demo account, in base 32."""
    return base64.b32encode(_secret(f"totp:{user.email}")[:20]).decode()


def second_factor_code(user: User) -> str:
    """The code that the authenticator app of a demo account shows now."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(seed(user), counters[len(counters) // 2])))


def _account(email: str, name: str, *, is_operator: bool = False, second_factor: bool = False) -> User:
    user = User.objects.filter(email=email).first() or actions.create_user(
        email=email, name=name, verified=True, is_operator=is_operator, by=None
    )
    enrolled = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    if second_factor and not enrolled:
        TOTP.activate(user, seed(user))
        RecoveryCodes.activate(user)
    return user


def _organisations(place: names.Place) -> tuple[dict[str, Organisation], dict[str, Organ]]:
    organisations: dict[str, Organisation] = {}
    organs: dict[str, Organ] = {}
    for key, row in place.organisations.items():
        found = Organisation.objects.filter(name_ja=row.name_ja).first()
        organisations[key] = found or actions.register_organisation(
            name_ja=row.name_ja,
            name_en=row.name_en,
            regime=row.regime,
            is_academic=row.academic,
            address=row.address,
            representative=row.representative,
            by=None,
        )
        for organ_key, (name_ja, name_en) in row.organs.items():
            organ = Organ.objects.filter(organisation=organisations[key], name_ja=name_ja).first()
            organs[organ_key] = organ or actions.add_organ(
                organisations[key], name_ja=name_ja, name_en=name_en, by=None
            )
            head = row.heads.get(organ_key)
            if head and not organs[organ_key].representative:
                actions.name_representative(organs[organ_key], representative=head, by=None)
        if not row.organs:
            organs[key] = organisations[key].organs.get()
    return organisations, organs


def _email(place: names.Place, key: str) -> str:
    return f"{key.replace('_', '-')}@{place.slug}.example"


def _users(place: names.Place, world: World) -> None:
    for key, part in names.ROLES.items():
        email = _email(place, key)
        world.users[key] = _account(email, place.people[key], second_factor=bool(part))
        for role, where in part:
            target = (
                world.council
                if where == "council"
                else world.organs.get(where)
                if role == Role.DATA_OFFICER
                else world.organisations[where]
            )
            assert target is not None
            actions.grant_role(role, world.users[key], target, by=None)


def _persons(place: names.Place, world: World) -> None:
    for key, row in place.family.items():
        known = place.holder_ids[key]
        hashed = subject_hash(world.council.pk, world.organs["mayor"].pk, known)
        found = Person.objects.filter(council=world.council, links__identifier_hash=hashed).first()
        world.persons[key] = found or actions.enrol_person(
            world.council, user=world.users.get(key), identifiers=row, by=None
        )
        if found is None:
            _link(world, key, known)


def _link(world: World, key: str, holder_id: str) -> None:
    """The city knows the person since before the story begins."""
    with clock.at(clock.on(moments.founded(), 9)):
        actions.link_subject(
            world.persons[key],
            holder=world.organs["mayor"],
            holder_id=holder_id,
            method=LinkMethod.SIGN_IN if key in world.users else LinkMethod.COUNTER,
            assurance=Assurance.SUBSTANTIAL,
            by=None,
        )


def _world(place: names.Place) -> World:
    council = Council.objects.filter(slug=place.slug).first() or actions.found_council(
        slug=place.slug,
        name_ja=place.name_ja,
        name_en=place.name_en,
        short_name_ja=place.short_name_ja,
        office_ja=place.office_ja,
        office_en=place.office_en,
        address_ja=place.address_ja,
        address_en=place.address_en,
        contact=f"office@{place.slug}.example",
        by=None,
    )
    organisations, organs = _organisations(place)
    world = World(council, organisations, organs)
    _users(place, world)
    _persons(place, world)
    return world


@transaction.atomic
def fill_people() -> Cast:
    """Both councils with all their bodies, accounts, roles and persons."""
    cast = Cast(
        shiomi=_world(names.SHIOMI),
        nagiura=_world(names.NAGIURA),
        operator=_account(OPERATOR, "運用担当", is_operator=True, second_factor=True),
        stranger=_account(STRANGER, "通りすがり"),
        expert=_account(EXPERT, "三雲 統子", second_factor=True),
    )
    everybody = [user.pk for world in cast.worlds for user in world.users.values()]
    # One slow hash for all of them instead of one each.
    User.objects.filter(pk__in=[cast.operator.pk, cast.stranger.pk, cast.expert.pk, *everybody]).update(
        password=make_password(password())
    )
    return load()


def load() -> Cast:
    """The cast that :func:`fill_people` made, read in a dozen statements."""
    users = {user.email: user for user in User.objects.all()}
    worlds = (_load(names.SHIOMI, users), _load(names.NAGIURA, users))
    return Cast(*worlds, users[OPERATOR], users[STRANGER], users[EXPERT])


def _load(place: names.Place, users: dict[str, User]) -> World:
    world = World(Council.objects.get(slug=place.slug))
    organisations = {row.name_ja: row for row in Organisation.objects.all()}
    organs = {(row.organisation_id, row.name_ja): row for row in Organ.objects.select_related("organisation")}
    for key, row in place.organisations.items():
        owner = world.organisations[key] = organisations[row.name_ja]
        for organ_key, (name_ja, _name_en) in (row.organs or {key: (row.name_ja, "")}).items():
            world.organs[organ_key] = organs[owner.pk, name_ja]
    world.users.update({key: users[_email(place, key)] for key in names.ROLES})
    hashes = {
        subject_hash(world.council.pk, world.organs["mayor"].pk, known): key
        for key, known in place.holder_ids.items()
    }
    links = SubjectLink.objects.filter(holder=world.organs["mayor"], identifier_hash__in=hashes)
    for link in links.select_related("person__council"):
        world.persons[hashes[bytes(link.identifier_hash)]] = link.person
    return world


SECOND = ("secretary", "chair", "rep_university", "officer_mayor", "reviewer_law", "chihiro")


def accounts(cast: Cast) -> list[tuple[str, User]]:
    """What the demo prints: one line per kind of user of the first council, and some of the second."""
    shown = [(key, cast.shiomi.users[key]) for key in names.ROLES]
    second = [(f"nagiura_{key}", cast.nagiura.users[key]) for key in SECOND]
    return [
        ("operator", cast.operator),
        *shown,
        *second,
        ("expert", cast.expert),
        ("stranger", cast.stranger),
    ]
