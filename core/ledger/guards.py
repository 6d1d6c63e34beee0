"""Tables that only grow: UPDATE, DELETE and TRUNCATE are refused, in Python and by the database.

The one list is :data:`GUARDED`. Triggers are put in place after every migrate (SQLite drops them when a
later migration remakes a table). A row that is still a draft may be left open with :class:`Guard`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Guard:
    """Why a table is guarded; with ``when`` (SQL over OLD, the same on both databases) only those rows are."""

    reason: str
    when: str = ""


GUARDED: Mapping[str, str | Guard] = {
    "ledger.LedgerEntry": "evidence",
    "ledger.LedgerLeaf": "evidence",
    "ledger.LedgerTile": "evidence",
    "ledger.Checkpoint": "evidence",
    "pia.Acceptance": "who took responsibility for a risk that stays high, and when",
    "consent.NoticeVersion": "exactly what a person was shown",
    "consent.ConsentItem": "exactly what a person was asked",
    "consent.ConsentEvent": "what a person answered, and when",
    "consent.Receipt": "what was handed to the person",
    "members.Pledge": "what a member promised, and when",
    "rulebook.Provision": "the identity of a provision, cited by verdicts",
    "rulebook.Edition": "rules once adopted are not rewritten",
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
    "sharing.ConditionExtension": "a day that was moved, and why",
    "assembly.DocumentFile": "which file left the council",
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
                for statement in make(model._meta.db_table, guard):
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


def _postgres(table: str, guard: Guard) -> Iterator[str]:
    condition = f"WHEN ({guard.when})" if guard.when else ""
    for verb, level in (("update", f"FOR EACH ROW {condition}"), ("delete", f"FOR EACH ROW {condition}")):
        yield f'DROP TRIGGER IF EXISTS "guard_{table}_{verb}" ON "{table}"'
        yield (
            f'CREATE TRIGGER "guard_{table}_{verb}" BEFORE {verb.upper()} ON "{table}" '
            f"{level} EXECUTE FUNCTION sekisho_refuse()"
        )
    yield f'DROP TRIGGER IF EXISTS "guard_{table}_truncate" ON "{table}"'
    yield (
        f'CREATE TRIGGER "guard_{table}_truncate" BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION sekisho_refuse()"
    )


def _sqlite(table: str, guard: Guard) -> Iterator[str]:
    condition = f"WHEN {guard.when} " if guard.when else ""
    for verb in ("update", "delete"):
        yield f'DROP TRIGGER IF EXISTS "guard_{table}_{verb}"'
        yield (
            f'CREATE TRIGGER "guard_{table}_{verb}" BEFORE {verb.upper()} ON "{table}" {condition}'
            f"BEGIN SELECT RAISE(ABORT, 'immutable: {table}'); END"
        )


def after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Receiver of Django's ``post_migrate``."""
    install(using)


def refuse_save(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of a save: only new rows pass."""
    if not instance._state.adding:  # noqa: SLF001 (Django's documented way to tell a new row)
        raise Immutable(f"{sender._meta.label} only grows")


def refuse_delete(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Receiver of a delete."""
    raise Immutable(f"{sender._meta.label} only grows")
