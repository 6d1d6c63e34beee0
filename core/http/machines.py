"""Machines at the write endpoints: their key, what it may do, how often, and refusals as JSON."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from core import clock
from core.clients import keys
from core.clients.enums import Scope
from core.clients.models import ApiClient
from core.errors import DomainError
from core.http.texts import sentence


class Fault(Schema):
    """What is wrong with one part of a message."""

    where: str
    fault: str


class Refusal(Schema):
    """Why nothing was done: the code to act upon, the sentence to show, the article behind it. Where only a part was
    refused, ``recorded`` names what was done and ``refused`` what was not. ``faults``: of a message that has not the
    shape."""

    code: str
    message: str
    article: str = ""
    faults: list[Fault] = []
    recorded: list[str] = []
    refused: list[str] = []


BARRED = {401: Refusal, 403: Refusal, 429: Refusal}
"""What any endpoint answers where the key is not in force, has not the scope, or has used up its rate."""


class Machine(HttpBearer):
    """A key with ``scope``: 401 without one in force, 403 without the scope, 429 beyond its rate."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient | None:
        """The client behind the key."""
        client = keys.holder(token, at=clock.now())
        if client is None:
            return None
        if not keys.gauge.admits(client):
            raise HttpError(429, "rate")
        if not keys.may(client, self.scope):
            raise HttpError(403, self.scope.named)
        return client


def client_of(request: HttpRequest) -> ApiClient:
    """The machine that asks."""
    return cast(ApiClient, cast(Any, request).auth)


def said(code: str, **params: Any) -> dict[str, Any]:
    """Why a machine was not let in or not understood, before any rule was asked."""
    return {"code": code, "message": sentence(f"machine.{code}", params)}


def refusal(error: DomainError) -> dict[str, Any]:
    """A domain error as the answer says it."""
    named = ("recorded", "refused")
    parts: dict[str, Any] = {name: error.params[name] for name in named if name in error.params}
    return {
        "code": error.code,
        "message": sentence(error.code, error.params),
        "article": error.article.label_ja if error.article else "",
        **parts,
    }
