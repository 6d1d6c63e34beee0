"""What can be refused, and how a refusal is carried.

A check returns a :class:`Verdict`; an action turns it into an exception with ``or_raise``.
``core.http`` renders both in the reader's language and maps them to 403, 404, 409 and 422.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """The provision of a rule document (or the article of a law) that a verdict rests on.

    ``instrument`` is the code of the document (``bylaws``) or of the law (``appi``); ``provision`` its
    identity, stable under renumbering; ``label`` the number as printed in the edition in force.
    """

    instrument: str
    provision: str
    label_ja: str
    label_en: str
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a check: allowed or not, with a code, its parameters and the article behind it."""

    allowed: bool
    code: str = "ok"
    params: Mapping[str, Any] = field(default_factory=dict)
    article: ArticleRef | None = None
    error: type[DomainError] | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def or_raise(self) -> Self:
        """Raise the verdict's domain error (:class:`Refused` unless it names another) when not allowed."""
        if not self.allowed:
            raise (self.error or Refused)(self.code, article=self.article, **self.params)
        return self


ALLOWED = Verdict(True)


class DomainError(Exception):
    """A refusal that a person can act upon. ``code`` selects the message, ``params`` fill it in."""

    status = 422

    def __init__(self, code: str, *, article: ArticleRef | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.article = article
        self.params = params


class NotPermitted(DomainError):
    """The user is known to the council but may not do this (403)."""

    status = 403


def not_yours(verb: str) -> Verdict:
    """The verdict on somebody whose part it is not to do ``verb``."""
    return Verdict(False, "not_your_verb", {"verb": verb}, error=NotPermitted)


class NotFound(DomainError):
    """Does not exist, or not for this user (404)."""

    status = 404


class NotNow(DomainError):
    """The state does not allow the verb, or somebody else was first (409)."""

    status = 409


class Refused(DomainError):
    """The rules or the facts do not allow it (422)."""

    status = 422


class Invalid(DomainError):
    """The input is malformed or incomplete (422). ``fields`` maps a field name to a message code."""

    status = 422
