"""Who may do what in sharing: role words of the workflow tables, resolved for one user and object.

「自団体の案件について、審査、審議及び表決に加わることはできない。」 A secretary who also represents
the applicant or acts for the provider is not the secretary of that case; a recused panel member is no panel member.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from core.access.queries import Someone, roles_held, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation, User
from core.errors import ALLOWED, NotPermitted, Verdict
from core.workflow import Workflow
from governance.sharing.models import (
    Condition,
    Dataset,
    Delivery,
    Grant,
    Incident,
    PanelMember,
    RequestLine,
    SharingRequest,
    StatutoryProvision,
)
from governance.sharing.queries.experts import invitation, is_expert
from governance.sharing.queries.facts_decisions import presides_over
from governance.sharing.queries.handling import has_interest, is_checked, own_organisations, own_parties
from governance.sharing.queries.panels import has_opened, judges, membership
from governance.sharing.queries.requests import visible_to
from governance.sharing.workflows import (
    CONDITION,
    DATASET,
    DELIVERY,
    GRANT,
    INCIDENT,
    LINE,
    REQUEST,
    STATUTORY,
)

STAFF = frozenset({"secretary", "deciding", "checker"})
"""Words of those who keep a case; whoever has an interest in it does not."""

OFFICERS = STAFF | {"chair"}
"""The same, with the chair: a secretary who is the chair as well decides nothing unchecked either."""

KEEPERS = frozenset({Role.SECRETARY, Role.CHAIR, Role.APPROVER, Role.AUDITOR})
"""Roles of those who keep, decide or check the cases of a council."""

Case = Dataset | SharingRequest | RequestLine | Condition | Grant | Delivery | Incident | StatutoryProvision


TABLES: dict[type[Model], Workflow] = {
    Dataset: DATASET,
    SharingRequest: REQUEST,
    RequestLine: LINE,
    Condition: CONDITION,
    Grant: GRANT,
    Delivery: DELIVERY,
    StatutoryProvision: STATUTORY,
    Incident: INCIDENT,
}


def _council_words(held: frozenset[Role]) -> set[str]:
    """What follows from the roles on the council."""
    words = set()
    if Role.SECRETARY in held:
        words |= {"secretary", "deciding", "checker"}
    if Role.CHAIR in held:
        words |= {"chair", "deciding"}
    return words


def _acts_for(held: Mapping[Model, frozenset[Role]], organ: Organ) -> bool:
    return Role.DATA_OFFICER in held[organ] | held[organ.organisation]


def _officer(user: Someone, organ: Organ) -> bool:
    """Is ``user`` a data officer of the organ, or of its whole organisation?"""
    return _acts_for(roles_held(user, organ, organ.organisation), organ)


def works_for(user: Someone, organisation: Organisation, council: Council) -> bool:
    """Is ``user`` one of the organisation's own people: holds a role on it or on an organ of it, or acts for it here?
    They never check what their own organisation handed in."""
    return own_organisations(user, council).filter(pk=organisation.pk).exists()


def roles_of(user: Someone, obj: Case) -> frozenset[str]:
    """The role words that ``user`` holds on ``obj``; empty for a stranger."""
    if not user.is_authenticated:
        return frozenset()
    if isinstance(obj, Dataset):
        held = roles_held(user, obj.council, obj.provider, obj.provider.organisation)
        words = _council_words(held[obj.council])
        return frozenset(words | ({"provider"} if _acts_for(held, obj.provider) else set()))
    if isinstance(obj, SharingRequest):
        return _request_words(user, obj)
    if isinstance(obj, RequestLine):
        return _line_words(user, obj)
    if isinstance(obj, Incident):
        return frozenset(_council_words(roles_on(user, obj.council)))
    if isinstance(obj, StatutoryProvision):
        return _statutory_words(user, obj)
    if isinstance(obj, Condition):
        return _condition_words(user, obj)
    return _grant_words(user, obj)


def _statutory_words(user: Someone, row: StatutoryProvision) -> frozenset[str]:
    """The provider's officers decide; they, its representatives and the secretariat check each other."""
    organ, organisation = row.provider, row.provider.organisation
    held = roles_held(user, row.council, organ, organisation)
    words = {"provider", "second"} if _acts_for(held, organ) else set()
    if Role.REPRESENTATIVE in held[organisation] or Role.SECRETARY in held[row.council]:
        words.add("second")
    return frozenset(words)


def _party_words(
    user: Someone, request: SharingRequest, member: PanelMember | None, *organs: Organ
) -> set[str]:
    """The words of staff and of parties; ``member``: the seat of ``user`` on the panel."""
    organisations = [organ.organisation for organ in organs]
    held = roles_held(user, request.council, request.applicant, *organs, *organisations)
    words = _council_words(held[request.council])
    interested = set()
    if Role.REPRESENTATIVE in held[request.applicant]:
        interested |= {"applicant", "recipient"}
    if any(_acts_for(held, organ) for organ in organs):
        interested.add("provider")
    recused = member is not None and member.is_recused
    if interested or recused or _presides_over_own(user, request, words):
        words -= STAFF | {"chair"}
    return words | interested


def _presides_over_own(user: Someone, request: SharingRequest, words: set[str]) -> bool:
    """Is ``user`` the chair of the council, no secretary, and one of the applicant's own people? Nobody checks what
    the chair decides alone."""
    if "chair" not in words or "secretary" in words:
        return False
    return works_for(user, request.applicant, request.council)


def _request_words(user: Someone, request: SharingRequest) -> frozenset[str]:
    organs = {
        line.dataset.provider for line in request.lines.select_related("dataset__provider__organisation")
    }
    member = membership(user, request)
    words = _party_words(user, request, member, *organs)
    if judges(member):
        words.add("panel")
        if presides_over(user, request):
            words.add("presiding")
    if is_expert(user, request):
        words.add("expert")
    return frozenset(words)


def _line_words(user: Someone, line: RequestLine) -> frozenset[str]:
    member = membership(user, line.request)
    words = _party_words(user, line.request, member, line.dataset.provider)
    if judges(member):
        words.add("panel")
    return frozenset(words)


def _condition_words(user: Someone, obj: Condition) -> frozenset[str]:
    """Owner and checker are who the condition names; nobody checks what their own people owe."""
    request = obj.line.request
    member = membership(user, request)
    words = _party_words(user, request, member, obj.line.dataset.provider)
    words = _without_interest(user, request, words)
    of_kind = {
        "recipient": obj.owner is not None and Role.REPRESENTATIVE in roles_on(user, obj.owner),
        "provider": "provider" in words,
        "secretariat": "secretary" in words,
        "board": has_opened(member),
    }
    owes = of_kind[obj.owed_by]
    theirs = (
        works_for(user, obj.owner, request.council)
        if obj.owner is not None
        else Role.SECRETARY in roles_on(user, request.council)
    )
    checks = of_kind[obj.checker] and not theirs
    named = {word for word, held in (("owner", owes), ("checker", checks)) if held}
    return frozenset((words - {"checker"}) | named)


def _grant_words(user: Someone, obj: Grant | Delivery) -> frozenset[str]:
    line = obj.line if isinstance(obj, Grant) else obj.grant.line
    member = membership(user, line.request)
    words = _party_words(user, line.request, member, line.dataset.provider)
    return frozenset(_without_interest(user, line.request, words))


def _without_interest(user: Someone, request: SharingRequest, words: set[str]) -> set[str]:
    """After the approval somebody else keeps the case of staff with an interest in it."""
    return words - STAFF if words & STAFF and has_interest(user, request) else words


def permit(user: Someone | None, obj: Case, verb: str) -> Verdict:
    """May ``user`` (None: the system itself) do ``verb`` to ``obj`` in its present state?"""
    return permits(user, obj, [verb])[verb]


def permits(user: Someone | None, obj: Case, verbs: Iterable[str]) -> dict[str, Verdict]:
    """:func:`permit` for each of ``verbs``, as a page with many buttons asks: who ``user`` is, is found once."""
    table = TABLES[type(obj)]
    roles = frozenset({"system"}) if user is None else roles_of(user, obj)
    verdicts = {verb: table.permit(obj.state, verb, roles) for verb in verbs}
    if user is None or "secretary" not in roles or not isinstance(obj, SharingRequest | RequestLine):
        return verdicts
    return {
        verb: _second_person(user, obj, verb, roles) if verdict else verdict
        for verb, verdict in verdicts.items()
    }


def _second_person(
    user: Someone, obj: SharingRequest | RequestLine, verb: str, roles: frozenset[str]
) -> Verdict:
    """「利益相反を記録し、別の職員が確認した場合に限り行うことができる。」"""
    line = obj if isinstance(obj, RequestLine) else None
    request = obj.request if isinstance(obj, RequestLine) else obj
    if TABLES[type(obj)].permit(obj.state, verb, roles - OFFICERS) or not has_interest(user, request):
        return ALLOWED
    if is_checked(user, request, verb, line):
        return ALLOWED
    return Verdict(False, "sharing.second_person_needed", {"verb": verb}, error=NotPermitted)


def keeps_case(user: Someone, request: SharingRequest, verb: str) -> Verdict:
    """May ``user`` do a verb of the secretariat that has no state in this case (record an interest, assign ...)?"""
    if "secretary" in roles_of(user, request):
        return ALLOWED
    return Verdict(False, "not_your_verb", {"verb": verb}, error=NotPermitted)


def reads_file(user: Someone, request: SharingRequest) -> Verdict:
    """May somebody who sees ``request`` read its papers? Not a member of its panel who is recused, or has not declared
    yet, unless they are a party to it."""
    member = membership(user, request)
    if member is None or roles_of(user, request) & {"applicant", "provider"}:
        return ALLOWED
    if member.is_recused:
        return Verdict(False, "sharing.not_on_panel", error=NotPermitted)
    if member.declared_at is None:
        return Verdict(False, "sharing.declare_first", error=NotPermitted)
    return ALLOWED


def must_declare(user: Someone, request: SharingRequest) -> bool:
    """Is ``user`` here only as a panel member who has not declared an interest yet?"""
    member = membership(user, request)
    others = roles_of(user, request) - {"panel", "presiding"}
    return member is not None and member.declared_at is None and not others


def reads_as_expert(user: Someone, request: SharingRequest) -> Verdict:
    """May an outside expert read the file of ``request``? Once declared, without an interest, while invited."""
    found = invitation(user, request)
    if found is None or found.is_recused:
        return Verdict(False, "sharing.expert_not_invited", error=NotPermitted)
    if found.declared_at is None:
        return Verdict(False, "sharing.declare_first", error=NotPermitted)
    return ALLOWED


def has_part_in(user: User, request: SharingRequest) -> bool:
    """Does ``user`` have a part in the case that an outside expert must not have: of a party, of the panel (recused or
    in reserve, too), or of those who keep or decide it?"""
    if membership(user, request) is not None or roles_on(user, request.council) & KEEPERS:
        return True
    return works_for_party(user, request)


def works_for_party(user: User, request: SharingRequest) -> bool:
    """Is ``user`` one of the people of the applicant, or of a provider of the request?"""
    return own_parties(user, request).exists()


def sees_trade_secret(user: Someone, line: RequestLine) -> bool:
    """Applicant, provider of the line, secretariat, auditor, and the seated panel once it has declared."""
    if roles_of(user, line) & {"applicant", "provider", "secretary"} or has_opened(
        membership(user, line.request)
    ):
        return True
    return user.is_authenticated and Role.AUDITOR in roles_on(user, line.request.council)


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
    """The records about a person are looked up by the holder that knows the person, or by the secretariat."""
    may = Role.SECRETARY in roles_on(user, council) or _officer(user, holder)
    return ALLOWED if may else Verdict(False, "sharing.not_keeper", error=NotPermitted)


def may_keep_book(user: Someone, council: Council, organ: Organ) -> Verdict:
    """The book of a provider is for the provider, and for the secretariat and the auditor who keep and check it."""
    may = roles_on(user, council) & {Role.SECRETARY, Role.AUDITOR} or _officer(user, organ)
    return ALLOWED if may else Verdict(False, "sharing.not_keeper", error=NotPermitted)


def may_report_incident(user: Someone, council: Council) -> bool:
    """Anybody with a role in the council may report; the secretariat takes it from there."""
    return bool(roles_on(user, council))


def _of_secretariat(user: Someone, council: Council, verb: str) -> Verdict:
    if Role.SECRETARY in roles_on(user, council):
        return ALLOWED
    return Verdict(False, "not_your_verb", {"verb": verb}, error=NotPermitted)


def may_replay(user: Someone, council: Council) -> Verdict:
    """May ``user`` have past cases judged under a draft amendment? The secretariat, which drafts it."""
    return _of_secretariat(user, council, "replay")


def may_hand_over(user: Someone, council: Council) -> Verdict:
    """May ``user`` hand over what somebody has in hand to the successor in the post? The secretariat may."""
    return _of_secretariat(user, council, "hand_over")


def in_council(user: User, council: Council) -> bool:
    """Has ``user`` a role in the council, and may sign in?"""
    return user.is_active and bool(roles_on(user, council))


def may_read_evidence(user: Someone, grant: Grant) -> Verdict:
    """Files of evidence are open to recipient, provider and secretariat; others who see the grant do not open them."""
    if roles_of(user, grant) & {"recipient", "provider", "secretary"}:
        return ALLOWED
    return Verdict(False, "sharing.evidence_not_for_you", error=NotPermitted)


def may_read_proof(user: Someone, condition: Condition, grant: Grant) -> Verdict:
    """Files that show how a condition is met are open to whoever owes or checks it, and as other evidence is."""
    if roles_of(user, condition) & {"owner", "checker"}:
        return ALLOWED
    return may_read_evidence(user, grant)


def may_draft_letter(user: Someone, request: SharingRequest) -> Verdict:
    """Letters are the secretariat's of the case: not of a secretary who acts for a party."""
    if "secretary" in roles_of(user, request):
        return ALLOWED
    return Verdict(False, "not_your_verb", {"verb": "draft_letter"}, error=NotPermitted)


def reads_in_copy(user: Someone, request: SharingRequest, meeting: Any) -> bool:
    """Does the copy of ``meeting``'s papers for ``user`` show this case? Not to its parties, not to who is recused,
    not to a panel member who has not declared; else to who oversees the council or sits on the deciding body."""
    if roles_of(user, request) & {"applicant", "recipient", "provider"}:
        return False
    member = membership(user, request)
    if member is not None:
        return has_opened(member)
    if visible_to(user, request.council).filter(pk=request.pk).exists():
        return True
    return bool(meeting.attendances.filter(user_id=user.pk or 0).exists())


def opinions_in_copy(user: Someone, request: SharingRequest) -> bool:
    """Members' own opinions are the panel's and the secretariat's to read, once they are open; whoever is on the panel
    declares first, whatever else they are."""
    member = membership(user, request)
    if member is not None:
        return has_opened(member)
    return bool(roles_of(user, request) & {"secretary", "chair"})


def may_take_agreement(user: Someone, grant: Grant) -> Verdict:
    """May ``user`` take the agreement home? The two parties and the secretariat."""
    if roles_of(user, grant) & {"recipient", "provider", "secretary"}:
        return ALLOWED
    return Verdict(False, "sharing.agreement_of_others", error=NotPermitted)
