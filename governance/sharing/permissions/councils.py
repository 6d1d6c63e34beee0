"""Who may do in a council what no state of a case rules."""

from __future__ import annotations

from collections.abc import Iterable

from core.access.permissions import holds
from core.access.queries import Someone, roles_held, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation, User
from core.errors import ALLOWED, NotPermitted, Verdict
from governance.sharing.permissions.roles import acts_for
from governance.sharing.queries.record_prints import years_unseen
from governance.sharing.queries.records import receives_from


def _officer(user: Someone, organ: Organ) -> bool:
    """Is ``user`` a data officer of the organ, or of its whole organisation?"""
    return acts_for(roles_held(user, organ, organ.organisation), organ)


def may_draft_dataset(user: Someone, organ: Organ) -> bool:
    """Data officers draft the datasets of their organ."""
    return _officer(user, organ)


def may_record_statutory(user: Someone, organ: Organ) -> bool:
    """Data officers record what a statute asks of their organ."""
    return _officer(user, organ)


def may_draft_request(user: Someone, organisation: Organisation) -> bool:
    """Representatives draft the requests of their organisation."""
    return Role.REPRESENTATIVE in roles_on(user, organisation)


def may_look_up(user: Someone, council: Council, holder: Organ) -> Verdict:
    """The records about a person are looked up by the holder that knows the person, by those that received data from
    it, or by the secretariat."""
    keeps = Role.SECRETARY in roles_on(user, council) or _officer(user, holder)
    may = keeps or receives_from(user, council, holder)
    return ALLOWED if may else Verdict(False, "sharing.may_not_look_up", error=NotPermitted)


def may_keep_books(user: Someone, council: Council, organ: Organ) -> Verdict:
    """The books of a provider are for the provider, and for the secretariat and the auditor who keep and check them."""
    may = roles_on(user, council) & {Role.SECRETARY, Role.AUDITOR} or _officer(user, organ)
    return ALLOWED if may else Verdict(False, "sharing.not_keeper", error=NotPermitted)


def may_keep_book(user: Someone, council: Council, organ: Organ, year: int) -> Verdict:
    """The book of one fiscal year is whole: whoever does not see each of its records leaves it to others, unless they
    keep them for the provider."""
    return may_keep_each_book(user, council, organ, (year,))[year]


def may_keep_each_book(
    user: Someone, council: Council, organ: Organ, years: Iterable[int]
) -> dict[int, Verdict]:
    """:func:`may_keep_book` of each of ``years``."""
    verdict = may_keep_books(user, council, organ)
    unseen = years_unseen(user, council, organ) if verdict and not _officer(user, organ) else ()
    hidden = Verdict(False, "sharing.book_holds_hidden", error=NotPermitted)
    return {year: hidden if year in unseen else verdict for year in years}


def may_report_incident(user: Someone, council: Council) -> bool:
    """Anybody with a role in the council may report what they know of; the secretariat takes it from there."""
    return bool(roles_on(user, council))


def may_stop_all(user: Someone, council: Council) -> bool:
    """May ``user`` report that the whole council is concerned? The secretariat and the chair, who by the crisis rules
    stops the provision; others name the datasets and organisations that they know of."""
    return bool(roles_on(user, council) & {Role.SECRETARY, Role.CHAIR})


def may_replay(user: Someone, council: Council) -> Verdict:
    """May ``user`` have past cases judged under a text in work? The secretariat, which drafts it."""
    return holds(user, council, Role.SECRETARY, "replay")


def may_hand_over(user: Someone, council: Council) -> Verdict:
    """May ``user`` hand over what somebody has in hand to the successor in the post? The secretariat may."""
    return holds(user, council, Role.SECRETARY, "hand_over")


def in_council(user: User, council: Council) -> bool:
    """Has ``user`` a role in the council, and may sign in?"""
    return user.is_active and bool(roles_on(user, council))
