"""Loading the facts of one request line for the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast

from msgspec.structs import replace

from consent import queries as consent
from core.accounts.models import Organ, Organisation
from core.clock import TOKYO
from governance.members import queries as members
from governance.members.rules import Standing
from governance.sharing.enums import IncidentState, LineState, RequestKind, TransferForm
from governance.sharing.models import (
    Dataset,
    Grant,
    Incident,
    RequestLine,
    SharingRequest,
)
from governance.sharing.queries import facts_decisions as decided
from governance.sharing.queries.datasets import declared_stages
from governance.sharing.queries.measures import checked_on
from governance.sharing.queries.proofs import evidence_of
from governance.sharing.queries.succession import LIVING
from governance.sharing.rules import facts as f
from governance.sharing.rules.checks_care import uncovered
from governance.sharing.rules.minor import widened
from pia import queries as pia


@dataclass(frozen=True, slots=True)
class Flow:
    """What the flow adds to the facts of a line: the list about to go, one person, or a machine's question."""

    release: f.ReleaseList | None = None
    person: f.PersonFacts | None = None
    asked: f.Asked | None = None


LINE_ONLY = Flow()


def gate_facts(line: RequestLine, *, at: datetime, flow: Flow = LINE_ONLY, count: bool = True) -> f.GateFacts:
    """Everything the gate needs to know about ``line`` at ``at``. ``count``: also how many persons are in force,
    which a question about one person does not look at."""
    request, dataset = line.request, line.dataset
    on = at.astimezone(TOKYO).date()
    council, recipient, asked = request.council, request.recipient_organ, line_facts(line)
    standings = _standings(line, on)
    scope: Literal["line", "release", "person"] = (
        "release" if flow.release else "person" if flow.person else "line"
    )
    return f.GateFacts(
        council=council.slug,
        provider=_party(dataset.provider, standings),
        recipient=_party(recipient, standings),
        dataset=dataset_facts(dataset),
        line=asked,
        duties=_duties(line, standings),
        pledge=_pledge(line),
        pia=_pia(assessment_of(line, on, asked)),
        consents=_consents(line, at, count),
        feeds=_feeds(line),
        panel=decided.panel(line),
        approval=decided.approval(line),
        decision=decided.decision(line),
        agreement=decided.agreement(line, on),
        conditions=tuple(decided.condition(row) for row in line.conditions.select_related(decided.WAIVING)),
        incidents=_incidents(line),
        grant=decided.grant(line),
        scope=scope,
        person=flow.person,
        release=flow.release,
        asked=flow.asked,
    )


def widened_by(request: SharingRequest) -> tuple[str, ...]:
    """What the lines of ``request`` that are to be decided ask for beyond what was granted to those that they change or
    prolong; ``grant``: nothing is, any more."""
    found: dict[str, None] = {}
    rows = request.lines.filter(state=LineState.DRAFTED, follows__isnull=False)
    for line in rows.select_related("request", "follows__request", "dataset", "follows__dataset"):
        former = cast(RequestLine, line.follows)
        grant = Grant.objects.filter(line=former, state__in=LIVING).first()
        if grant is None:
            found["grant"] = None
            continue
        before = replace(line_facts(former), items=frozenset(grant.items), use_until=grant.ends_on)
        found |= dict.fromkeys(widened(before, line_facts(line), renewal=request.kind == RequestKind.RENEWAL))
        if _made_known(former) != _made_known(line):
            found["joint_use"] = None
        if former.request.recipient_organ_id != request.recipient_organ_id:
            found["recipient"] = None
    return tuple(found)


def _made_known(line: RequestLine) -> tuple[Any, ...]:
    """What was made known of the joint use, word by word, since when and where."""
    if line.form != TransferForm.JOINT_USE:
        return ()
    return line.joint_use, line.joint_use_known_on, line.joint_use_where


def _key(organisation_pk: int) -> str:
    return f"organisation:{organisation_pk}"


def _standings(line: RequestLine, on: date) -> dict[Organisation, Standing]:
    """How applicant, recipient and provider stand, each once."""
    request = line.request
    parties = {request.applicant, request.recipient_organ.organisation, line.dataset.provider.organisation}
    return {party: members.standing(request.council, party, on) for party in parties}


def _party(organ: Organ, standings: Mapping[Organisation, Standing]) -> f.Party:
    organisation = organ.organisation
    standing = standings[organisation]
    return f.Party(
        organisation=_key(organisation.pk),
        organ=f"organ:{organ.pk}",
        regime=cast(Any, organ.regime),
        membership=cast(Any, standing.state),
        member_from=standing.since,
        member_until=standing.until,
        country=organisation.country or None,
        academic=organisation.is_academic,
        organ_until=organ.last_on,
        blocks=tuple(
            f.Block(cast(Any, block.scope), block.from_on, block.until_on) for block in standing.blocks
        ),
    )


def _duties(line: RequestLine, standings: Mapping[Organisation, Standing]) -> tuple[f.OverdueDuty, ...]:
    parties = {line.request.applicant, line.dataset.provider.organisation}
    rows = []
    for organisation in sorted(parties, key=lambda row: row.pk):
        for duty in standings[organisation].overdue:
            rows.append(
                f.OverdueDuty(
                    kind=cast(Any, duty.kind),
                    reference=duty.reference,
                    due=duty.due,
                )
            )
    return tuple(rows)


def _pledge(line: RequestLine) -> f.Pledge | None:
    held = members.pledge(line.request.council, line.request.applicant)
    if held is None:
        return None
    return f.Pledge(edition=held.edition, accepted_on=held.at, instrument=held.instrument)


def dataset_facts(dataset: Dataset) -> f.Dataset:
    """What is declared of ``dataset``, as the gate reads it."""
    return f.Dataset(
        reference=dataset.reference,
        state=cast(Any, dataset.state),
        items=tuple(
            f.Item(code=row.code, data_class=cast(Any, row.data_class))
            for row in dataset.items.order_by("pk")
        ),
        stages=cast(Any, declared_stages(dataset)),
        purposes=frozenset(dataset.purposes),
        retention_months=dataset.retention_months,
        persons=dataset.persons,
        triggers=cast(Any, frozenset(dataset.triggers)),
    )


def line_facts(line: RequestLine) -> f.Line:
    """What is asked, as the gate reads it."""
    return f.Line(
        reference=line.reference,
        items=frozenset(decided.items_provided(line)),
        purpose=line.request.purpose,
        form=cast(Any, line.form or None),
        data_class=cast(Any, line.data_class or None),
        ground=line.ground,
        processing=cast(Any, line.processing or ""),
        purpose_judgement=line.purpose_judgement,
        ground_reason=line.ground_reason,
        statute=line.statute,
        joint_research=line.joint_research,
        opt_out_filing=line.opt_out_filing,
        opt_out_known_on=line.opt_out_known_on,
        opt_out_where=line.opt_out_where,
        harm=_harm(line),
        minor_change=line.follows_id is not None and line.is_minor,
        use_from=line.use_from,
        use_until=line.use_until,
        retention_months=line.retention_months,
        disposal_method=cast(Any, line.disposal_method or None),
        disposal_by=line.disposal_by,
        storage=frozenset(line.storage) or None,
        environment_grasped=frozenset(line.environment_grasped),
        safeguards=frozenset(line.safeguards),
        evidenced=evidence_of(line.request),
        publication_record=line.publication_record,
        procedure_reference=line.procedure_reference,
        recipient_holds_as_personal=line.recipient_holds_as_personal,
        recipient_consent_confirmed=line.recipient_consent_confirmed,
        entrustment=_entrustment(line),
        joint_use=_joint_use(line),
        succession_reference=line.succession_reference,
        foreign=_foreign(line),
    )


def _harm(line: RequestLine) -> Any:
    """The provider's judgement, once it has decided."""
    decision = decided.newest(line.provider_decisions.all())
    return decision.harm if decision else None


def _entrustment(line: RequestLine) -> f.Entrustment | None:
    if line.form != TransferForm.ENTRUSTMENT:
        return None
    named = None
    if line.subprocessors is not None:
        named = tuple(
            f.Subprocessor(name=one["name"], country=one["country"] or None, task=one["task"], of=one["of"])
            for one in line.subprocessors
        )
    return f.Entrustment(own_purpose=line.own_purpose, subprocessors=named)


def _joint_use(line: RequestLine) -> f.JointUse | None:
    """What was made known beforehand, item by item."""
    if line.form != TransferForm.JOINT_USE:
        return None
    return f.JointUse(
        made_known=cast(Any, frozenset(line.joint_use)),
        made_known_on=line.joint_use_known_on,
        made_known_where=line.joint_use_where,
    )


def _foreign(line: RequestLine) -> f.ForeignTransfer | None:
    if not line.foreign_route:
        return None
    return f.ForeignTransfer(
        route=cast(Any, line.foreign_route),
        told=frozenset(line.foreign_told),
        measures_reference=line.foreign_measures,
        measures_checked_on=checked_on(line),
    )


def assessment_of(line: RequestLine, on: date, asked: f.Line | None = None) -> pia.AssessmentCoverage | None:
    """The assessment that serves ``line`` best: of those that count (in a transition, too), the one
    that leaves least of the line uncovered, the first of equals; where none counts, the newest."""
    rows = pia.coverage(line.request.council, dataset=line.dataset.reference, on=on)
    serving = [row for row in rows if row.counts or row.outdated_by == "rule"] or rows[:1]
    asked = asked or line_facts(line)
    recipient = _key(line.request.recipient_organ.organisation_id)
    return min(
        serving,
        key=lambda row: (len(uncovered(_pia_facts(row), asked, recipient)), row.unaccepted_high > 0),
        default=None,
    )


def _pia(row: pia.AssessmentCoverage | None) -> f.Pia | None:
    return None if row is None else _pia_facts(row)


def _pia_facts(row: pia.AssessmentCoverage) -> f.Pia:
    return f.Pia(
        reference=row.reference,
        state=cast(Any, row.state),
        approved_on=row.approved_on,
        valid_until=row.valid_until,
        items=row.items,
        purposes=row.purposes,
        recipients=frozenset(_key(pk) for pk in row.recipients),
        places=row.places,
        stages=cast(Any, row.stages),
        retention_months=row.retention_months,
        unaccepted_high=row.unaccepted_high,
        outdated_by=cast(Any, row.outdated_by),
    )


def _consents(line: RequestLine, at: datetime, count: bool) -> f.Consents:
    covering = consent_items(line) if count else ()
    rows = [
        row
        for row in consent.choices(line.request.council, dataset=line.dataset.reference)
        if row.provider == line.dataset.provider_id and row.is_sound
    ]
    unused = _unused(line, rows, at)
    return f.Consents(
        choices=tuple(
            f.NoticeChoice(
                notice=f"{row.notice}v{row.version}",
                items=row.items,
                purpose=row.purpose,
                recipients=frozenset({_key(row.recipient)}),
                opt_in=row.opt_in,
                retention_months=row.retention_months,
                in_use=row.item not in unused,
                storage=row.places,
            )
            for row in rows
        ),
        in_force=consent.in_force(covering, at=at).count() if covering else None,
        fell_out=dict(consent.fallen_out(covering, at=at)) if covering else {},
    )


def _unused(line: RequestLine, rows: list[consent.OfferedChoice], at: datetime) -> frozenset[int]:
    """Of the older choices for the line's purpose and recipient those under which nobody is in force."""
    recipient = line.request.recipient_organ.organisation_id
    same = [row for row in rows if row.purpose == line.request.purpose and row.recipient == recipient]
    older = frozenset(row.item for row in same[1:])
    return older - consent.in_use(older, at=at) if older else older


def consent_items(line: RequestLine) -> tuple[int, ...]:
    """Keys of the choices that cover the line: items x purpose x recipient x places of storage, of the provider."""
    found = consent.covering_items(
        line.request.council,
        dataset=line.dataset.reference,
        items=decided.items_provided(line),
        purpose=line.request.purpose,
        recipient=line.request.applicant,
        provider=line.dataset.provider,
        storage=line.storage,
    )
    return tuple(found.values_list("pk", flat=True))


def _feeds(line: RequestLine) -> tuple[f.Feed, ...]:
    rows = consent.feeds(line.request.council, line.dataset.provider)
    return tuple(
        f.Feed(reference=f"feed:{row.source.pk}", reconciled_at=row.reconciled_at, agrees=row.agrees)
        for row in rows
    )


def _incidents(line: RequestLine) -> tuple[f.Incident, ...]:
    rows = (
        Incident.objects.filter(council=line.request.council, stops=True)
        .exclude(state__in=[IncidentState.SETTLED, IncidentState.CLOSED])
        .prefetch_related("datasets", "organisations")
        .order_by("pk")
    )
    return tuple(
        f.Incident(
            reference=row.reference,
            kind=cast(Any, row.kind),
            state=cast(Any, row.state),
            datasets=frozenset(dataset.reference for dataset in row.datasets.all()),
            organisations=frozenset(_key(organisation.pk) for organisation in row.organisations.all()),
        )
        for row in rows
    )
