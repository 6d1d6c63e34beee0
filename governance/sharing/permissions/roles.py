"""The role words of the workflow tables, resolved for one user and object.

「自団体の案件について、審査、審議及び表決に加わることはできない。」 A secretary who also represents
the applicant or acts for the provider is not the secretary of that case; a recused panel member is no panel member. Who
is otherwise one of a party's own people, or came from it to the secretariat, does each act before the approval after a
colleague's check (:mod:`governance.sharing.permissions.cases`), and none after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Model

from core.access.queries import Someone, roles_held, roles_on
from core.access.roles import Role
from core.accounts.models import Council, Organ, Organisation
from core.reading import once_a_page
from core.workflow import Workflow
from governance.members.queries.own import holds_office_from, own_organisations
from governance.sharing.models import (
    Condition,
    Dataset,
    Delivery,
    Grant,
    Incident,
    RequestLine,
    SharingRequest,
    StatutoryProvision,
)
from governance.sharing.queries.asked import asked_last
from governance.sharing.queries.breaches import own_holders
from governance.sharing.queries.datasets import own_part_in_dataset
from governance.sharing.queries.experts import is_expert
from governance.sharing.queries.facts_decisions import presides_over
from governance.sharing.queries.handling import has_interest
from governance.sharing.queries.incidents import own_part_in
from governance.sharing.queries.panels import Standing, has_opened, judges, standing
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

APART = "apart"
"""The word of staff from whom these words were taken for their interest: a colleague without one does what they may
not."""

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


def acts_for(held: Mapping[Model, frozenset[Role]], organ: Organ) -> bool:
    """Do the roles ``held`` make somebody a data officer of the organ, or of its whole organisation?"""
    return Role.DATA_OFFICER in held[organ] | held[organ.organisation]


def works_for(user: Someone, organisation: Organisation, council: Council) -> bool:
    """Is ``user`` one of the organisation's own people: holds a role on it or on an organ of it, or acts for it here?
    They never check what their own organisation handed in."""
    return own_organisations(user, council).filter(pk=organisation.pk).exists()


@once_a_page
def roles_of(user: Someone, obj: Case) -> frozenset[str]:
    """The role words that ``user`` holds on ``obj``; empty for a stranger."""
    if not user.is_authenticated:
        return frozenset()
    if isinstance(obj, Dataset):
        return _dataset_words(user, obj)
    if isinstance(obj, SharingRequest):
        return _request_words(user, obj)
    if isinstance(obj, RequestLine):
        return _line_words(user, obj)
    if isinstance(obj, Incident):
        return _incident_words(user, obj)
    if isinstance(obj, StatutoryProvision):
        return _statutory_words(user, obj)
    if isinstance(obj, Condition):
        return _condition_words(user, obj)
    return _grant_words(user, obj)


def _dataset_words(user: Someone, row: Dataset) -> frozenset[str]:
    """Staff who are of the provider's people, or of those who ask for the dataset, do not stop it or let it go for the
    secretariat."""
    held = roles_held(user, row.council, row.provider, row.provider.organisation)
    words = _council_words(held[row.council])
    if words & STAFF and own_part_in_dataset(user, row).exists():
        words = words - STAFF | {APART}
    return frozenset(words | ({"provider"} if acts_for(held, row.provider) else set()))


def _incident_words(user: Someone, row: Incident) -> frozenset[str]:
    """Settling lets grants run again: nobody of a party keeps an incident, as nobody of one resumes a grant. Whoever
    holds the data keeps what it reports."""
    held = roles_on(user, row.council)
    words = _council_words(held)
    if words & STAFF and own_part_in(user, row).exists():
        words = words - STAFF | {APART}
    return frozenset(words | {"holder"} if held and own_holders(user, row).exists() else words)


def _statutory_words(user: Someone, row: StatutoryProvision) -> frozenset[str]:
    """The provider's officers decide; they, its representatives and the secretariat check each other."""
    organ, organisation = row.provider, row.provider.organisation
    held = roles_held(user, row.council, organ, organisation)
    words = {"provider", "second"} if acts_for(held, organ) else set()
    if Role.REPRESENTATIVE in held[organisation] or Role.SECRETARY in held[row.council]:
        words.add("second")
    return frozenset(words)


def _party_words(user: Someone, request: SharingRequest, stands: Standing, *organs: Organ) -> set[str]:
    """The words of staff and of parties; ``stands``: how ``user`` stands to the panel."""
    organisations = [organ.organisation for organ in organs]
    held = roles_held(user, request.council, request.applicant, *organs, *organisations)
    words = _council_words(held[request.council])
    interested = set()
    if Role.REPRESENTATIVE in held[request.applicant]:
        interested |= {"applicant", "recipient"}
    if any(acts_for(held, organ) for organ in organs):
        interested.add("provider")
    if interested or stands.is_recused or _presides_over_own(user, request, words, organisations):
        words -= STAFF | {"chair"}
    return words | interested


def _presides_over_own(
    user: Someone, request: SharingRequest, words: set[str], providers: Iterable[Organisation]
) -> bool:
    """Is ``user`` the chair of the council, no secretary, and of a party (:func:`presides_for_party`)?"""
    if "chair" not in words or "secretary" in words:
        return False
    return presides_for_party(user, request, providers)


def presides_for_party(user: Someone, request: SharingRequest, providers: Iterable[Organisation]) -> bool:
    """Is the chair ``user`` one of the own people of a party, or the chair for the applicant (ex officio)? Nobody
    checks what the chair decides alone. The chair for the provider decides nothing in its place: it decides itself."""
    council = request.council
    if holds_office_from(user, request.applicant, council):
        return True
    return any(works_for(user, party, council) for party in {request.applicant, *providers})


def _request_words(user: Someone, request: SharingRequest) -> frozenset[str]:
    lines = asked_last().filter(request=request).select_related("dataset__provider__organisation")
    organs = {line.dataset.provider for line in lines}
    stands = standing(user, request)
    words = _party_words(user, request, stands, *organs)
    if judges(stands.seat):
        words.add("panel")
        if presides_over(user, request):
            words.add("presiding")
    if is_expert(user, request):
        words.add("expert")
    return frozenset(words)


def _line_words(user: Someone, line: RequestLine) -> frozenset[str]:
    stands = standing(user, line.request)
    words = _party_words(user, line.request, stands, line.dataset.provider)
    if judges(stands.seat):
        words.add("panel")
    return frozenset(words)


def _condition_words(user: Someone, obj: Condition) -> frozenset[str]:
    """Owner and checker are who the condition names; nobody checks what their own people owe."""
    request = obj.line.request
    stands = standing(user, request)
    words = _party_words(user, request, stands, obj.line.dataset.provider)
    words = _without_interest(user, request, words)
    of_kind = {
        "recipient": obj.owner is not None and Role.REPRESENTATIVE in roles_on(user, obj.owner),
        "provider": "provider" in words,
        "secretariat": "secretary" in words,
        "board": has_opened(stands.seat),
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
    stands = standing(user, line.request)
    words = _party_words(user, line.request, stands, line.dataset.provider)
    return frozenset(_without_interest(user, line.request, words))


def _without_interest(user: Someone, request: SharingRequest, words: set[str]) -> set[str]:
    """After the approval somebody else keeps the case of staff with an interest in it."""
    return words - STAFF | {APART} if words & STAFF and has_interest(user, request) else words
