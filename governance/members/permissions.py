"""Who may do what to a membership: roles held, and the workflow table."""

from __future__ import annotations

from collections.abc import Iterable

from core.access.permissions import holds
from core.access.queries import Someone, holders, roles_held
from core.access.roles import Role
from core.accounts.models import Council
from core.errors import ALLOWED, NotNow, NotPermitted, Verdict
from core.workflow import Workflow
from governance.members.enums import OPEN_STATES, BlockState, DelegateKind, MembershipState
from governance.members.models import Block, Membership
from governance.members.queries import (
    belongs_elsewhere,
    block_fell,
    has_unsettled,
    joined,
    represents_applicant,
)
from governance.members.queries.own import own_organisations
from governance.members.workflows import BLOCK, MEMBERSHIP

SANCTIONS = frozenset({"suspend", "reinstate", "change_class", "expel"})
"""What becomes of a member by the council's word: none of the organisation's own people has a hand in it."""

OWN_PEOPLE = "member_of_own_people"
"""The code that one of the organisation's own people is refused with, where a colleague does it."""


def roles_of(user: Someone | None, membership: Membership) -> frozenset[str]:
    """The words of the case that ``user`` answers to. None is the system itself."""
    if user is None:
        return frozenset({"system"})
    words = set()
    held = roles_held(user, membership.council, membership.organisation)
    if Role.SECRETARY in held[membership.council]:
        words.add("secretary")
    if Role.REPRESENTATIVE in held[membership.organisation] or represents_applicant(user, membership):
        words.add("representative")
    return frozenset(words)


def permit(user: Someone | None, membership: Membership, verb: str) -> Verdict:
    """May ``user`` do ``verb`` to ``membership`` in its present state?"""
    return permits(user, membership, [verb])[verb]


def permits(user: Someone | None, membership: Membership, verbs: Iterable[str]) -> dict[str, Verdict]:
    """:func:`permit` for each of ``verbs``, as a page with many buttons asks: who ``user`` is, is found once."""
    asked = list(verbs)
    words = roles_of(user, membership)
    strict = _impartial(user, membership, words) if SANCTIONS.intersection(asked) else words
    found = {
        verb: _apart(MEMBERSHIP, membership.state, verb, words, strict if verb in SANCTIONS else words)
        for verb in asked
    }
    if found.get("add_delegate") and membership.state not in OPEN_STATES and not has_unsettled(membership):
        found["add_delegate"] = Verdict(False, "nothing_unsettled")
    return found


def permit_block(user: Someone | None, block: Block, verb: str) -> Verdict:
    """May ``user`` do ``verb`` to ``block``? None of the organisation's own people decides its case."""
    return permits_block(user, block, [verb])[verb]


def permits_block(user: Someone | None, block: Block, verbs: Iterable[str]) -> dict[str, Verdict]:
    """:func:`permit_block` for each of ``verbs``. Without an appeal there is nothing to uphold, unless the decision
    behind the block was superseded."""
    words = roles_of(user, block.membership)
    strict = _impartial(user, block.membership, words)
    verdicts = {verb: _apart(BLOCK, block.state, verb, words, strict) for verb in verbs}
    may_uphold = verdicts.get("uphold")
    if may_uphold and block.state != BlockState.APPEALED and not block_fell(block):
        verdicts["uphold"] = Verdict(False, "block_stands", error=NotNow)
    return verdicts


def may_block(user: Someone | None, membership: Membership) -> Verdict:
    """May ``user`` enter a block of this member?"""
    words = roles_of(user, membership)
    return _apart(MEMBERSHIP, membership.state, "block", words, _impartial(user, membership, words))


def may_settle(user: Someone | None, membership: Membership) -> Verdict:
    """May ``user`` (None: the system, as it is done) settle a duty of this member?"""
    words = roles_of(user, membership)
    return _apart(MEMBERSHIP, membership.state, "settle_duty", words, _impartial(user, membership, words))


def _impartial(user: Someone | None, membership: Membership, words: frozenset[str]) -> frozenset[str]:
    """``words`` without the secretary's for whoever is one of the organisation's own people."""
    if user is None or "secretary" not in words:
        return words
    own = own_organisations(user, membership.council).filter(pk=membership.organisation_id)
    return words - {"secretary"} if own.exists() else words


def _apart(table: Workflow, state: str, verb: str, words: frozenset[str], strict: frozenset[str]) -> Verdict:
    """What ``table`` says to whoever answers to ``strict``; where ``words`` alone would do, a colleague does it."""
    verdict = table.permit(state, verb, strict)
    if verdict or not table.permit(state, verb, words):
        return verdict
    return Verdict(False, OWN_PEOPLE, {"verb": verb}, error=NotPermitted)


def sees_blocks(user: Someone, membership: Membership) -> bool:
    """Blocks are shown to the secretariat and to the organisation concerned, and to nobody else."""
    return bool(roles_of(user, membership))


def may_keep_offices(user: Someone, council: Council) -> Verdict:
    """May ``user`` enter who holds which office? The secretariat does."""
    return holds(user, council, Role.SECRETARY, "appoint_office")


def may_charge(user: Someone, council: Council) -> Verdict:
    """May ``user`` ask the members for their dues? The secretariat does."""
    return holds(user, council, Role.SECRETARY, "charge_dues")


def may_name(user: Someone, membership: Membership, kind: str) -> Verdict:
    """May ``user`` name somebody of this ``kind``?

    A representative binds the organisation everywhere: where another council relies on them too, one secretariat
    cannot name them, its own representatives do. Where none of these is left, a secretariat that the organisation
    belongs to names one. Whoever has left needs nobody but a representative.
    """
    has_left = membership.state not in OPEN_STATES
    if kind != DelegateKind.REPRESENTATIVE:
        return Verdict(False, "representative_only") if has_left else ALLOWED
    if "representative" in roles_of(user, membership) or not belongs_elsewhere(membership):
        return ALLOWED
    if _answers_for(membership) and not holders(Role.REPRESENTATIVE, membership.organisation).exists():
        return ALLOWED
    return Verdict(False, "organisation_names_its_own", error=NotPermitted)


def _answers_for(membership: Membership) -> bool:
    """Is the organisation a member here, or was it one and is a member nowhere now?"""
    if membership.state == MembershipState.APPLIED:
        return False
    others = joined().filter(organisation=membership.organisation_id).exclude(pk=membership.pk)
    return membership.state in OPEN_STATES or not others.exists()
