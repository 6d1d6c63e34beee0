"""What machines search for (AuthZEN Authorization API 1.0, Search APIs): the question with one part left open.

The part that is searched needs a type and nothing else; an id sent with it is ignored. A page begins behind a token,
which holds where the last one ended. It is sealed together with what was asked, so that it serves no other question
and nobody else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec

from core import clock
from core.crypto import CannotOpen, seal, unseal
from gateway.authzen.messages import BROKEN, Action, Entity, Evaluation, Malformed, Text

PAGE_AT_MOST = 1000
IDS_AT_MOST = 10_000
PURPOSE = "authzen.page"
SERVES = 3600.0
"""Seconds for which a token serves."""
Place = list[int | str]
"""Where a page ended: the key of a link or an organisation, or names; empty before the first."""


class Kind(msgspec.Struct, frozen=True):
    """The subject or resource that is searched."""

    type: Text
    properties: dict[str, Any] = {}


class Page(msgspec.Struct, frozen=True):
    """Which part of the results is wanted."""

    token: str = ""
    limit: Annotated[int, msgspec.Meta(ge=0)] | msgspec.UnsetType = msgspec.UNSET
    properties: dict[str, Any] = {}


class SubjectSearch(msgspec.Struct, frozen=True):
    """Who may do this?"""

    subject: Kind
    action: Action
    resource: Entity
    context: dict[str, Any] = {}
    page: Page = Page()

    @property
    def asked(self) -> Evaluation:
        """The question, asked of nobody yet."""
        return Evaluation(_entity(self.subject, "organisation:0"), self.action, self.resource, self.context)


class ResourceSearch(msgspec.Struct, frozen=True):
    """With what may this be done?"""

    subject: Entity
    action: Action
    resource: Kind
    context: dict[str, Any] = {}
    page: Page = Page()

    def asked(self, name: str, **properties: str) -> Evaluation:
        """The question about the resource ``name``."""
        resource = Entity(self.resource.type, name, self.resource.properties | properties)
        return Evaluation(self.subject, self.action, resource, self.context)


class ActionSearch(msgspec.Struct, frozen=True):
    """What may be done?"""

    subject: Entity
    resource: Entity
    context: dict[str, Any] = {}
    page: Page = Page()

    def asked(self, name: str) -> Evaluation:
        """The question about the action ``name``."""
        return Evaluation(self.subject, Action(name), self.resource, self.context)


Search = SubjectSearch | ResourceSearch | ActionSearch
Some = TypeVar("Some", SubjectSearch, ResourceSearch, ActionSearch)


class Cursor(msgspec.Struct, frozen=True):
    """Behind what the page begins, and how much it holds at most."""

    after: Place
    limit: int
    since: float = 0.0
    """When the token came about that led here; nothing on the first page."""


class Found(NamedTuple):
    """A page, as of ``at``; ``ended`` is the place behind which the next one begins, None where there is none."""

    results: list[dict[str, Any]]
    ended: Place | None
    at: datetime


class _Token(msgspec.Struct, frozen=True):
    asked: bytes
    after: Place
    limit: int
    since: float


def read(body: bytes, kind: type[Some]) -> Some:
    """The search in ``body``.

    Raises:
        Malformed: broken JSON, or a required part is missing or of the wrong type.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except BROKEN as error:
        raise Malformed(str(error)) from error


def _entity(kind: Kind, name: str) -> Entity:
    return Entity(kind.type, name, kind.properties)


def _digest(search: Search, asker: str) -> bytes:
    """What a token is bound to: everything asked but which page and how long it is, and who asks."""
    parts = [part for name, part in msgspec.structs.asdict(search).items() if name != "page"]
    whole = [asker, type(search).__name__, parts, search.page.properties]
    return hashlib.sha256(msgspec.json.encode(whole, order="sorted")).digest()


def cursor(search: Search, asker: str) -> Cursor:
    """Where the page that is asked for begins.

    Raises:
        Malformed: the token is not ours, is too old, or was given for another question, asker or limit.
    """
    page = search.page
    limit = PAGE_AT_MOST if page.limit is msgspec.UNSET else min(page.limit, PAGE_AT_MOST)
    if not page.token:
        return Cursor([], limit)
    try:
        box = base64.urlsafe_b64decode(page.token.encode())
        token = msgspec.msgpack.decode(unseal(box, purpose=PURPOSE), type=_Token)
    except (CannotOpen, UnicodeEncodeError, binascii.Error, msgspec.DecodeError) as error:
        raise Malformed("Unknown token - at `$.page.token`") from error
    if token.asked != _digest(search, asker):
        raise Malformed("The token belongs to another question - at `$.page.token`")
    if page.limit is not msgspec.UNSET and limit != token.limit:
        raise Malformed("The limit was another - at `$.page.limit`")
    if clock.now().timestamp() - token.since > SERVES:
        raise Malformed("The token is too old: begin with the first page - at `$.page.token`")
    return Cursor(token.after, token.limit, token.since)


def token(search: Search, asker: str, after: Place, cursor: Cursor) -> str:
    """The token of the page that begins behind ``after``, at the end of that of ``cursor``. Ids that are named are paid
    for once, so all their pages are to be read within one while."""
    named = isinstance(search, ResourceSearch) and "ids" in search.resource.properties
    since = cursor.since if named and cursor.since else clock.now().timestamp()
    plain = msgspec.msgpack.encode(_Token(_digest(search, asker), after, cursor.limit, since))
    return base64.urlsafe_b64encode(seal(plain, purpose=PURPOSE)).decode()
