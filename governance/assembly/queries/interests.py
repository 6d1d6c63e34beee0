"""Whose signature a paper waits for, who keeps the vote on an item, and who has an interest in what it is about. Rooms
above know that and are asked by name (``config.reactions``: ``INTEREST``)."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.utils.module_loading import import_string

from core.access.queries import Someone, holders, roles_on
from core.access.roles import Role
from core.accounts.models import Council, User
from core.reading import once_a_page
from governance.assembly.enums import DraftState
from governance.assembly.models import Draft
from governance.assembly.queries.exclusions import is_barred, papers_kept_from, reads_paper
from governance.assembly.rules.approval import ROLE_OF_OFFICE, next_office


@once_a_page
def has_interest_in(user: Someone, council: Council, subject: str) -> bool:
    """Has ``user`` an interest in the case that an item, a decision or a paper about ``subject`` belongs to?"""
    name = getattr(import_module(settings.REACTIONS), "INTEREST", "")
    if not name:
        return False
    asked: Callable[[Someone, Council, str], bool] = import_string(name)
    return asked(user, council, subject)


def has_interest(user: Someone, draft: Draft) -> bool:
    """Has ``user`` an interest in the case that the paper of ``draft`` is about?"""
    return has_interest_in(user, draft.council, draft.subject)


def another_keeps(user: Someone, council: Council, subject: str) -> bool:
    """Has ``user`` an interest in the case of ``subject``, and is there somebody of the secretariat who has none and is
    not excluded from it?"""
    if not has_interest_in(user, council, subject):
        return False
    others = holders(Role.SECRETARY, council).exclude(pk=user.pk or 0)
    return any(
        not is_barred(one, council, subject) and not has_interest_in(one, council, subject) for one in others
    )


def next_signers(draft: Draft) -> list[User]:
    """Who may give the next signature of ``draft``: of those who hold the office whoever neither drafted it nor signed
    before and has no interest in the case; where that is nobody, those with one."""
    signers = {row.signed_by_id for row in draft.signatures.all()}
    office = next_office(draft.line, len(signers))
    if office is None:
        return []
    held = holders(Role(ROLE_OF_OFFICE.get(office, office)), draft.council)
    held = held.exclude(pk__in={draft.prepared_by_id, *signers})
    may = [user for user in held if reads_paper(user, draft)]
    return [user for user in may if not has_interest(user, draft)] or may


def another_signs(user: Someone, draft: Draft) -> bool:
    """Has ``user`` an interest, and is there somebody without one to sign?"""
    return has_interest(user, draft) and user not in next_signers(draft)


def to_sign(user: Someone, council: Council) -> list[Draft]:
    """Drafts whose next signature is ``user``'s to give, the oldest first."""
    held = roles_on(user, council)
    waiting = (
        Draft.objects.filter(council=council, state=DraftState.IN_APPROVAL)
        .exclude(prepared_by_id=user.pk)
        .exclude(papers_kept_from(user, council))
        .prefetch_related("signatures")
        .order_by("prepared_at")
    )
    found = []
    for draft in waiting:
        signers = [signature.signed_by_id for signature in draft.signatures.all()]
        office = next_office(draft.line, len(signers))
        if (
            office
            and ROLE_OF_OFFICE.get(office, office) in held
            and user.pk not in signers
            and not another_signs(user, draft)
        ):
            found.append(draft)
    return found
