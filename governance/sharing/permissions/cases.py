"""Who may do what to a case, by its state and their part in it."""

from __future__ import annotations

from collections.abc import Iterable

from core.access.queries import Someone, roles_on
from core.accounts.models import Organ, User
from core.errors import ALLOWED, NotPermitted, Verdict, not_yours
from governance.sharing.enums.datasets import Stopper
from governance.sharing.models import Condition, Dataset, Incident, RequestLine, SharingRequest
from governance.sharing.permissions.roles import APART, KEEPERS, OFFICERS, STAFF, TABLES, Case, roles_of
from governance.sharing.queries.breaches import holders_of, own_holders
from governance.sharing.queries.handling import checked, has_interest, own_parties
from governance.sharing.queries.panels import Standing, standing


def permit(user: Someone | None, obj: Case, verb: str) -> Verdict:
    """May ``user`` (None: the system itself) do ``verb`` to ``obj`` in its present state?"""
    return permits(user, obj, [verb])[verb]


def may_keep_breach(user: Someone, row: Incident, holder: Organ) -> Verdict:
    """May ``user`` keep what ``holder`` reports of the incident? The secretariat for each within its scope, and each
    holder its own: nobody keeps what another party reports."""
    verdict = permit(user, row, "keep_breach")
    if not verdict:
        return verdict
    holders = holders_of(row) if "secretary" in roles_of(user, row) else own_holders(user, row)
    if holders.filter(pk=holder.pk).exists():
        return ALLOWED
    return Verdict(False, "sharing.not_this_holder", error=NotPermitted)


def permits(user: Someone | None, obj: Case, verbs: Iterable[str]) -> dict[str, Verdict]:
    """:func:`permit` for each of ``verbs``, as a page with many buttons asks: who ``user`` is, is found once."""
    table = TABLES[type(obj)]
    roles = frozenset({"system"}) if user is None else roles_of(user, obj)
    verdicts = {verb: table.permit(obj.state, verb, roles) for verb in verbs}
    if APART in roles:
        verdicts = {verb: _apart(obj, verb, roles, verdict) for verb, verdict in verdicts.items()}
    if isinstance(obj, Dataset):
        return {
            verb: _own_stop(obj, verb, roles) if verdict else verdict for verb, verdict in verdicts.items()
        }
    if user is None or "secretary" not in roles or not isinstance(obj, SharingRequest | RequestLine):
        return verdicts
    return {
        verb: _second_person(user, obj, verb, roles) if verdict else verdict
        for verb, verdict in verdicts.items()
    }


def _apart(obj: Case, verb: str, roles: frozenset[str], verdict: Verdict) -> Verdict:
    """What staff with an interest may not do, although it is the secretariat's: a colleague without one does it."""
    theirs = STAFF
    if isinstance(obj, Condition):
        named = (("owner", obj.owed_by), ("checker", obj.checker))
        theirs = STAFF - {"checker"} | {word for word, kind in named if kind == "secretariat"}
    if verdict or not TABLES[type(obj)].permit(obj.state, verb, roles | theirs):
        return verdict
    return Verdict(False, "sharing.colleague_without_interest", {"verb": verb}, error=NotPermitted)


def _own_stop(row: Dataset, verb: str, roles: frozenset[str]) -> Verdict:
    """A dataset is resumed by the side that suspended it: the other may not know what it was for."""
    sides: dict[str, str] = {Stopper.PROVIDER: "provider", Stopper.SECRETARIAT: "secretary"}
    side = sides.get(row.suspended_by)
    if verb != "resume" or side is None or side in roles:
        return ALLOWED
    return Verdict(False, f"sharing.suspended_by_{row.suspended_by}", error=NotPermitted)


def _second_person(
    user: Someone, obj: SharingRequest | RequestLine, verb: str, roles: frozenset[str]
) -> Verdict:
    """「利益相反を記録し、別の職員が確認した場合に限り行うことができる。」"""
    line = obj if isinstance(obj, RequestLine) else None
    request = obj.request if isinstance(obj, RequestLine) else obj
    if TABLES[type(obj)].permit(obj.state, verb, roles - OFFICERS) or not has_interest(user, request):
        return ALLOWED
    if checked(user, request, verb, line).exists():
        return ALLOWED
    return Verdict(False, "sharing.second_person_needed", {"verb": verb}, error=NotPermitted)


def keeps_case(user: Someone, request: SharingRequest, verb: str) -> Verdict:
    """May ``user`` do a verb of the secretariat that has no state in this case (record an interest, assign ...)?"""
    return ALLOWED if "secretary" in roles_of(user, request) else not_yours(verb)


def has_part_in(user: User, request: SharingRequest) -> bool:
    """Does ``user`` have a part in the case that an outside expert must not have: of a party, of the panel (in
    reserve, too, or recused once and for good), or of those who keep or decide it?"""
    if standing(user, request) != Standing() or roles_on(user, request.council) & KEEPERS:
        return True
    return works_for_party(user, request)


def works_for_party(user: User, request: SharingRequest) -> bool:
    """Is ``user`` one of the people of the applicant, or of a provider of the request?"""
    return own_parties(user, request).exists()
