"""Tables that only grow: UPDATE, DELETE and TRUNCATE are refused, in Python and by the database.

The one list is :data:`GUARDED`. Triggers are put in place after every migrate (SQLite drops them when a
later migration remakes a table). A row that is still a draft, or a column that may still be written, is left open
with :class:`Guard`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Guard:
    """Why a table is guarded; with ``when`` (SQL over OLD, the same on both databases) only those rows are, and the
    fields of ``but`` may still be written, those of ``once`` while they are empty. No guarded row is deleted."""

    reason: str
    when: str = ""
    but: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()


FIXED = "EXISTS (SELECT 1 FROM sharing_reviewoutcome o WHERE o.review_id = OLD.review_id AND o.line_id = OLD.line_id)"
OPENED = """EXISTS (SELECT 1 FROM sharing_panelmember m JOIN sharing_review r ON r.id = m.review_id
WHERE m.id = OLD.member_id AND r.consolidated_at IS NOT NULL)"""


GUARDED: Mapping[str, str | Guard] = {
    "ledger.LedgerEntry": "evidence",
    "ledger.LedgerLeaf": "evidence",
    "ledger.LedgerTile": "evidence",
    "ledger.Checkpoint": "evidence",
    "pia.Acceptance": "who took responsibility for a risk that stays high, and when",
    "consent.NoticeVersion": Guard(
        "exactly what a person was shown, but that it may be found defective",
        once=frozenset({"defective_at", "defective_by", "defective_decision"}),
    ),
    "consent.ConsentItem": "exactly what a person was asked",
    "consent.ConsentEvent": "what a person answered, and when",
    "consent.Receipt": "what was handed to the person",
    "members.Pledge": "what a member promised, and when",
    "rulebook.Provision": "the identity of a provision, cited by verdicts",
    "rulebook.Edition": "rules once adopted are not rewritten",
    "rulebook.EditionWithdrawal": "that an edition never bound, and by which decision",
    "rulebook.ProvisionText": "the text of an adopted edition",
    "rulebook.ProvisionSetting": "what an adopted edition fixes",
    "rulebook.ProvisionBasis": "which checks rest on an adopted edition",
    "sharing.DatasetVersion": "what was declared of a dataset until a revision",
    "sharing.ProvisionRecord": "what the law asks to record of a provision",
    "sharing.ReceiptRecord": "what the recipient confirmed",
    "assembly.Ballot": "votes cast",
    "assembly.Tally": "results as they were counted",
    "assembly.Overruling": "a result set aside, and why",
    "assembly.Decision": "decisions are superseded, never edited",
    "assembly.Signature": "who approved what",
    "assembly.Document": "what left the council",
    "sharing.ExpertComment": "what an outside expert told the board",
    "sharing.BallotRound": "why the board voted again",
    "sharing.EndedVote": "what a round of voting came to",
    "sharing.CirculationExtension": "a day that was moved, and why",
    "sharing.ConditionExtension": "a day that was moved, and why",
    "sharing.LetterWaiver": Guard(
        "a letter that was not written, and why, but that it is owed again",
        once=frozenset({"taken_back_at", "taken_back_by", "why_taken_back"}),
    ),
    "sharing.AgreementText": "what was signed, in its words",
    "sharing.EndCalledOff": "an end of an agreement that was called off, and why",
    "sharing.MeasuresCheck": "that measures abroad were checked, and when",
    "assembly.DocumentFile": "which file left the council",
    "sharing.Submission": Guard(
        "what was handed in, but for its return",
        but=frozenset({"returned_at", "returned_by", "return_reason"}),
    ),
    "sharing.StoredVerdict": "facts and verdict of one moment",
    "sharing.CitedProvision": "which provisions a verdict cites",
    "sharing.DeliberationNote": "what the members said to each other",
    "sharing.IndividualOpinion": Guard("what a member found, once all are open", when=OPENED),
    "sharing.BoardBallot": "votes cast in the board",
    "sharing.NoObjection": "a finding that nobody objected to",
    "sharing.ReviewOutcome": "the board's opinion",
    "sharing.Dissent": Guard("a member's dissent, once the opinion is fixed", when=FIXED),
    "sharing.Approval": Guard(
        "the council's decision, but for its ratification and the conditions that come with it",
        but=frozenset({"ratified_by", "departure", "conditions", "adopts_conditions"}),
    ),
    "sharing.ProviderDecision": "the holder's own decision",
    "sharing.Agreement": Guard(
        "what was signed, but for its end",
        but=frozenset({"terminated_from", "termination_reason", "terminated_at", "terminated_by"}),
    ),
    "sharing.Delivery": Guard(
        "what went, once it went; the holder still says to how many, it is confirmed, and its persons erased in time",
        when="OLD.released_at IS NOT NULL",
        but=frozenset({"state", "persons", "confirmed_at", "confirmed_by", "erased_at", "erased_by"}),
    ),
    "sharing.HandOver": Guard(
        "what the holder says that it sent, without the ids", but=frozenset({"refused"})
    ),
}


class Immutable(TypeError):
    """A row of a guarded table was about to be changed or deleted: a defect of the program."""


def guarded() -> Iterator[tuple[type[Model], Guard]]:
    """Every guarded model with its guard."""
    for label, guard in GUARDED.items():
        yield apps.get_model(label), guard if isinstance(guard, Guard) else Guard(guard)


def install(using: str = "default") -> None:
    """Put the triggers of every guarded table in place, and the queue of the sequencer."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    make = _postgres if connection.vendor == "postgresql" else _sqlite
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE)
        for model, guard in guarded():
            if model._meta.db_table in tables:
                for statement in make(model._meta.db_table, guard, _condition(connection, model, guard)):
                    cursor.execute(statement)
        if {"ledger_ledgerentry", "ledger_pending"} <= tables:
            for statement in QUEUE[connection.vendor]:
                cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers away: only for tests that play the tamperer."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for model, _guard in guarded():
            table = model._meta.db_table
            for verb in ("update", "delete", "truncate"):
                tail = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "guard_{table}_{verb}"{tail}')


REFUSE = """
CREATE OR REPLACE FUNCTION sekisho_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'immutable: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""

QUEUE: Mapping[str, tuple[str, ...]] = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS ledger_queue",
        """CREATE TRIGGER ledger_queue AFTER INSERT ON ledger_ledgerentry
        BEGIN INSERT INTO ledger_pending (entry) VALUES (NEW.id); END""",
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION sekisho_queue() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO ledger_pending (entry) SELECT id FROM fresh; RETURN NULL; END $$""",
        "DROP TRIGGER IF EXISTS ledger_queue ON ledger_ledgerentry",
        """CREATE TRIGGER ledger_queue AFTER INSERT ON ledger_ledgerentry REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION sekisho_queue()""",
    ),
}
"""Each new entry waits for the sequencer in ``ledger_pending``, without another statement of the writer."""


def _condition(connection: BaseDatabaseWrapper, model: type[Model], guard: Guard) -> str:
    """When an UPDATE is refused (SQL over OLD and NEW); always, when empty."""
    if not guard.but | guard.once:
        return guard.when
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    with connection.cursor() as cursor:  # in the middle of migrating a table may not have them all
        there = {
            row.name for row in connection.introspection.get_table_description(cursor, model._meta.db_table)
        }
    changed = [
        f"{_written(field.column) if field.name in guard.once else 'TRUE'} "
        f'AND OLD."{field.column}" {differs} NEW."{field.column}"'
        for field in model._meta.concrete_fields
        if field.name not in guard.but and field.column in there
    ]
    return f"({guard.when or 'TRUE'}) AND ({' OR '.join(changed)})"


def _written(column: str | None) -> str:
    """The old value is not empty (SQL)."""
    return f"CAST(OLD.\"{column}\" AS text) <> ''"


def _postgres(table: str, guard: Guard, condition: str) -> Iterator[str]:
    """A condition stands in a function of the table's own: WHEN of a trigger may not look into other tables."""
    for verb, told in (("update", condition), ("delete", guard.when)):
        function = f"guard_{table}_{verb}" if told else "sekisho_refuse"
        if told:
            yield f"""CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF {told} THEN RAISE EXCEPTION 'immutable: {table}' USING ERRCODE = 'integrity_constraint_violation';
            END IF; RETURN {"NEW" if verb == "update" else "OLD"}; END $$"""
        yield f'DROP TRIGGER IF EXISTS "guard_{table}_{verb}" ON "{table}"'
        yield (
            f'CREATE TRIGGER "guard_{table}_{verb}" BEFORE {verb.upper()} ON "{table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{function}"()'
        )
    yield f'DROP TRIGGER IF EXISTS "guard_{table}_truncate" ON "{table}"'
    yield (
        f'CREATE TRIGGER "guard_{table}_truncate" BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION sekisho_refuse()"
    )


def _sqlite(table: str, guard: Guard, condition: str) -> Iterator[str]:
    for verb, told in (("update", condition), ("delete", guard.when)):
        yield f'DROP TRIGGER IF EXISTS "guard_{table}_{verb}"'
        yield (
            f'CREATE TRIGGER "guard_{table}_{verb}" BEFORE {verb.upper()} ON "{table}" '
            f"{f'WHEN {told} ' if told else ''}BEGIN SELECT RAISE(ABORT, 'immutable: {table}'); END"
        )


def after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Receiver of Django's ``post_migrate``."""
    install(using)


def refuse_save(
    sender: type[Model],
    instance: Model,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """Receiver of a save: only new rows pass, and fields that are written once, named alone."""
    guard = GUARDED[sender._meta.label]
    once = guard.once if isinstance(guard, Guard) else frozenset[str]()
    if update_fields and once.issuperset(update_fields):
        return  # whether they were empty, the database knows
    if not instance._state.adding:  # noqa: SLF001 (Django's documented way to tell a new row)
        raise Immutable(f"{sender._meta.label} only grows")


def refuse_delete(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Receiver of a delete."""
    raise Immutable(f"{sender._meta.label} only grows")
