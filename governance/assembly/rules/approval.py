"""Drafts and their line of approval (起案・決裁): whose turn it is, and who may not sign."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.errors import ALLOWED, ArticleRef, NotPermitted, Verdict

ROLE_OF_OFFICE = {"secretariat_head": "approver", "approver": "approver", "chair": "chair"}
"""Offices named by the rule -> the role on the council that holds them."""


def next_office(line: Sequence[str], signed: int) -> str | None:
    """Whose signature comes next; None when the line is through."""
    return line[signed] if signed < len(line) else None


def may_sign(
    line: Sequence[str],
    signers: Sequence[int],
    *,
    drafter: int,
    user: int,
    roles: Collection[str],
    article: ArticleRef | None,
) -> Verdict:
    """May ``user`` sign (or return) now: the office is next, they hold it, did not draft it, did not sign before?"""
    office = next_office(line, len(signers))
    if office is None:
        return Verdict(False, "line_complete", article=article, error=NotPermitted)
    if ROLE_OF_OFFICE.get(office, office) not in roles:
        return Verdict(False, "not_your_signature", {"office": office}, article, NotPermitted)
    if user == drafter:
        return Verdict(False, "drafter_cannot_sign", {}, article, NotPermitted)
    if user in signers:
        return Verdict(False, "signed_already", {}, article, NotPermitted)
    return ALLOWED
