"""Evidence: sealed, proved, guarded; whatever is altered is found and named."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.ledger import guards, merkle, offline, queries, sequencer, signing, verification
from core.ledger import models as tables
from core.ledger.actions import append
from core.ledger.events import CATALOGUE, public, sensitive
from core.ledger.models import Checkpoint, LedgerEntry, LedgerLeaf, LedgerTile, Pending
from tests.cast import Cast
from tests.unguarded import unguarded

SEEN = CATALOGUE.get("test.seen") or public("test.seen", "Seen")
HIDDEN = CATALOGUE.get("test.hidden") or sensitive("test.hidden", "Hidden")
OFFLINE = Path(offline.__file__)


def write(count: int, cast: Cast | None = None) -> list[LedgerEntry]:
    with transaction.atomic():
        return [
            append(
                SEEN,
                council=cast.shiomi.council if cast else None,
                subject=f"test:{n}",
                facts={"n": n},
                by=None,
            )
            for n in range(count)
        ]


@pytest.fixture
def sealed(cast: Cast) -> list[LedgerEntry]:
    """Everything that the cast left, then five entries, under two checkpoints."""
    sequencer.seal()
    entries = write(5, cast)
    sequencer.seal()
    return entries


def tamper(statement: str, *values: object) -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def findings() -> list[verification.Finding]:
    return list(verification.verify())


def test_what_is_rolled_back_leaves_no_evidence(db: None) -> None:
    before = LedgerEntry.objects.count()
    with transaction.atomic():
        write(1)
        assert LedgerEntry.objects.count() == before + 1
        transaction.set_rollback(True)
    assert LedgerEntry.objects.count() == Pending.objects.count() == before


@pytest.mark.fresh_database
def test_evidence_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="acting transaction"):
        append(SEEN, council=None, subject="test:0", by=None)


@pytest.mark.parametrize("facts", [{"share": 0.5}, {"件数": 1}, {"at": object()}])
def test_facts_without_a_canonical_form_are_refused(db: None, facts: dict[str, object]) -> None:
    with transaction.atomic(), pytest.raises(TypeError):
        append(SEEN, council=None, subject="test:0", facts=facts, by=None)


def test_entries_get_places_in_the_order_they_were_written(sealed: list[LedgerEntry]) -> None:
    total = LedgerEntry.objects.count()
    assert Pending.objects.count() == 0
    assert list(LedgerLeaf.objects.order_by("index").values_list("index", flat=True)) == list(range(total))
    assert list(LedgerLeaf.objects.order_by("index").values_list("entry", flat=True))[-5:] == [
        entry.pk for entry in sealed
    ]
    assert [row.size for row in Checkpoint.objects.order_by("size")] == [total - 5, total]
    assert findings() == []


def test_nothing_new_is_not_sealed_again(sealed: list[LedgerEntry]) -> None:
    assert sequencer.seal() is None
    assert Checkpoint.objects.count() == 2


def test_a_seal_carries_the_wall_clocks_time_even_while_history_is_told(db: None) -> None:
    with clock.at(datetime(2026, 4, 1, tzinfo=UTC)):
        (entry,) = write(1)
        made = sequencer.seal()
    assert made is not None
    assert entry.at.year == 2026
    assert entry.at.month == 4
    assert abs((made.at - clock.wall()).total_seconds()) < 60


def test_a_tree_grown_over_tiles_is_the_tree(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tables, sequencer, queries, verification):
        monkeypatch.setattr(module, "TILE", 8)
    for count in (3, 5, 8, 20, 1, 7):
        write(count)
        sequencer.seal()
    leaves = [
        bytes(leaf) for leaf in LedgerLeaf.objects.order_by("index").values_list("leaf_hash", flat=True)
    ]
    head = queries.head()
    assert head is not None
    assert bytes(head.root) == merkle.root(leaves)
    assert LedgerTile.objects.count() == len(leaves) // 8
    assert findings() == []
    for entry in LedgerEntry.objects.all():
        proof = queries.proof(entry)
        assert proof is not None
        path = [bytes.fromhex(node) for node in proof["path"]]
        found = offline.root_from(proof["index"], head.size, bytes(entry.leaf_hash), path)
        assert found == bytes(head.root)
    first = Checkpoint.objects.order_by("size").first()
    assert first is not None
    assert offline.verify(None, keys=signing.public_keys(), consistency=queries.consistency(first, head))


def test_a_tile_that_was_altered_is_found(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tables, sequencer, queries, verification):
        monkeypatch.setattr(module, "TILE", 8)
    write(8)
    sequencer.seal()
    tamper('UPDATE ledger_ledgertile SET root = %s WHERE "index" = 0', b"\x00" * 32)
    assert [finding.what for finding in findings()] == ["tile altered"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE ledger_ledgerentry SET content = content || %s WHERE id = %s", "altered"),
        ("UPDATE ledger_ledgerentry SET leaf_hash = %s WHERE id = %s", "altered"),
        ("UPDATE ledger_ledgerleaf SET leaf_hash = %s WHERE entry = %s", "altered"),
    ],
)
def test_bytes_that_were_altered_name_the_entry(sealed: list[LedgerEntry], change: str, what: str) -> None:
    victim = sealed[2]
    value = b"\x00" if "content" in change else b"\x07" * 32
    tamper(change, value, victim.pk if connection.vendor == "postgresql" else victim.pk.hex)
    assert (what, str(victim.pk)) in {(finding.what, finding.entry) for finding in findings()}


@pytest.mark.parametrize("column", ["council", "event", "subject", "at"])
def test_columns_that_were_altered_name_the_entry(sealed: list[LedgerEntry], column: str) -> None:
    victim = sealed[0]
    value = datetime(2020, 1, 1, tzinfo=UTC) if column == "at" else "other"
    guards.remove()
    LedgerEntry.objects.filter(pk=victim.pk).update(**{column: value})
    guards.install()
    assert [(finding.what, finding.entry) for finding in findings()] == [("altered", str(victim.pk))]


def test_an_entry_that_was_deleted_is_named(sealed: list[LedgerEntry]) -> None:
    key = sealed[1].pk
    tamper(
        "DELETE FROM ledger_ledgerentry WHERE id = %s", key if connection.vendor == "postgresql" else key.hex
    )
    assert [(finding.what, finding.entry) for finding in findings()] == [("entry missing", str(key))]


def test_a_leaf_that_was_deleted_is_named(sealed: list[LedgerEntry]) -> None:
    leaf = LedgerLeaf.objects.get(entry=sealed[3].pk)
    tamper('DELETE FROM ledger_ledgerleaf WHERE "index" = %s', leaf.index)
    found = {(finding.what, finding.entry, finding.index) for finding in findings()}
    assert ("leaf missing", "", leaf.index) in found
    assert ("out of place", str(sealed[3].pk), None) in found


def test_the_last_leaves_cannot_be_cut_off(sealed: list[LedgerEntry]) -> None:
    last = LedgerLeaf.objects.order_by("index").last()
    assert last is not None
    tamper('DELETE FROM ledger_ledgerleaf WHERE "index" = %s', last.index)
    assert "leaves missing" in {finding.what for finding in findings()}


def test_leaves_that_changed_places_are_found(sealed: list[LedgerEntry]) -> None:
    first, second = (LedgerLeaf.objects.get(entry=entry.pk) for entry in sealed[:2])
    tamper('UPDATE ledger_ledgerleaf SET "index" = -1 WHERE "index" = %s', first.index)
    tamper('UPDATE ledger_ledgerleaf SET "index" = %s WHERE "index" = %s', first.index, second.index)
    tamper('UPDATE ledger_ledgerleaf SET "index" = %s WHERE "index" = -1', second.index)
    (finding,) = findings()
    assert finding.what == "tree altered"
    assert f"to {second.index + 3}" in finding.detail


def test_an_entry_rewritten_with_all_its_hashes_still_breaks_the_seal(sealed: list[LedgerEntry]) -> None:
    victim = sealed[4]
    content = bytes(victim.content).replace(b'"n":4', b'"n":5')
    hashed = merkle.leaf_hash(content)
    with unguarded():
        LedgerEntry.objects.filter(pk=victim.pk).update(content=content, leaf_hash=hashed)
        LedgerLeaf.objects.filter(entry=victim.pk).update(leaf_hash=hashed)
    assert [finding.what for finding in findings()] == ["tree altered"]


def test_an_entry_that_is_kept_out_of_the_tree_is_named(sealed: list[LedgerEntry]) -> None:
    (entry,) = write(1)
    Pending.objects.filter(entry=entry.pk).delete()
    assert [(finding.what, finding.entry) for finding in findings()] == [("out of place", str(entry.pk))]


def test_a_checkpoint_signed_by_another_key_is_found(sealed: list[LedgerEntry]) -> None:
    tamper("UPDATE ledger_checkpoint SET key_id = %s WHERE size = %s", "0" * 16, LedgerLeaf.objects.count())
    assert [finding.what for finding in findings()] == ["checkpoint altered"]


FIELDS = [
    (LedgerEntry, "content"),
    (LedgerEntry, "leaf_hash"),
    (LedgerEntry, "event"),
    (LedgerEntry, "subject"),
    (LedgerLeaf, "leaf_hash"),
    (Checkpoint, "root"),
    (Checkpoint, "signature"),
    (Checkpoint, "frontier"),
    (Checkpoint, "key_id"),
]


@pytest.fixture
def unlocked(sealed: list[LedgerEntry]) -> Iterator[None]:
    """What is sealed, without its guards."""
    with unguarded():
        yield


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.sampled_from(FIELDS), row=st.integers(0, 10**6), place=st.integers(0, 10**6))
def test_one_flipped_bit_anywhere_is_found(
    unlocked: None, which: tuple[type, str], row: int, place: int
) -> None:
    model, field = which
    with transaction.atomic():
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        key = keys[row % len(keys)]
        value = model.objects.values_list(field, flat=True).get(pk=key)
        raw = value.encode() if isinstance(value, str) else bytes(value)
        # Text is flipped in a bit that keeps it ASCII text.
        bit = place % (len(raw) * 8) if not isinstance(value, str) else (place % len(raw)) * 8
        flipped = (int.from_bytes(raw, "little") ^ (1 << bit)).to_bytes(len(raw), "little")
        model.objects.filter(pk=key).update(
            **{field: flipped.decode() if isinstance(value, str) else flipped}
        )
        found = findings()
        assert found
        if model is LedgerEntry:
            assert str(key) in {finding.entry for finding in found}
        transaction.set_rollback(True)


@pytest.mark.parametrize("model", [LedgerEntry, LedgerLeaf, Checkpoint])
def test_rows_of_evidence_cannot_be_changed_or_deleted(sealed: list[LedgerEntry], model: type) -> None:
    row = model.objects.first()
    with pytest.raises(guards.Immutable), transaction.atomic():
        row.save()
    with pytest.raises(guards.Immutable), transaction.atomic():
        row.delete()
    column = {"LedgerEntry": "event", "LedgerLeaf": "leaf_hash", "Checkpoint": "key_id"}[model.__name__]
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{column: getattr(row, column)})
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.postgres
def test_evidence_cannot_be_truncated(sealed: list[LedgerEntry]) -> None:
    for model, _guard in guards.guarded():
        refused = pytest.raises(DatabaseError, match=r"immutable|pending trigger events")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')


def test_every_guarded_table_has_its_triggers(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {name for (name,) in cursor.fetchall()}
    wanted = {"update", "delete"} | ({"truncate"} if connection.vendor == "postgresql" else set())
    missing = {
        f"guard_{model._meta.db_table}_{verb}" for model, _guard in guards.guarded() for verb in wanted
    } - names
    assert not missing
    assert "ledger_queue" in names


def run_offline(tmp_path: Path, receipt: dict, *options: str) -> subprocess.CompletedProcess:
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(receipt))
    copy = tmp_path / "offline.py"  # on its own: nothing of the product beside it
    copy.write_text(OFFLINE.read_text())
    return subprocess.run(
        [sys.executable, "-I", copy, file, *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )


def test_the_offline_verifier_needs_nothing_of_ours(sealed: list[LedgerEntry], tmp_path: Path) -> None:
    receipt = json.loads(json.dumps(queries.receipt(sealed[0], with_content=True)))
    key = next(iter(signing.public_keys().values()))
    whole = run_offline(tmp_path, receipt, "--key", key)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert "The entry is number" in whole.stdout
    assert run_offline(tmp_path, receipt).stdout.startswith("! no --key")
    unknown = run_offline(tmp_path, receipt, "--key", "11" * 32)
    assert unknown.returncode == 2
    assert unknown.stdout.startswith(
        f"NOT CHECKED: It is signed by the key {next(iter(signing.public_keys()))}"
    )
    assert "--key once for each" in unknown.stdout
    assert run_offline(tmp_path, receipt, "--key", "11" * 32, "--key", key).returncode == 0
    forged = json.loads(json.dumps(receipt))
    forged["content"] = forged["content"].replace('"n":0', '"n":1')
    answer = run_offline(tmp_path, forged, "--key", key)
    assert answer.returncode == 1
    assert answer.stdout.startswith("DOES NOT HOLD: The part content does not fit the part leaf_hash")
    assert "Save the file anew" in answer.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--key", "9f" * 8], "not its short id"),
        (["--key", "9f" * 32], "neither a receipt"),
        (["--key", "not hex"], "not 64 hex digits"),
        (["--key", "11" * 32, "--checkpoint", "nowhere.json"], "No such file"),
        (["--key", "11" * 32, "--checkpoint", "offline.py"], "is not JSON"),
    ],
)
def test_the_offline_verifier_says_what_was_given_wrong(
    tmp_path: Path, options: list[str], said: str
) -> None:
    answer = run_offline(tmp_path, {"leaf_hash": 3}, *options)
    assert answer.returncode == 2
    assert answer.stdout.startswith("NOT CHECKED: ")
    assert said in answer.stdout
    assert not answer.stderr


def test_a_receipt_without_content_says_that_it_was_not_checked(
    sealed: list[LedgerEntry], tmp_path: Path
) -> None:
    receipt = json.loads(json.dumps(queries.receipt(sealed[0], with_content=False)))
    key = next(iter(signing.public_keys().values()))
    answer = run_offline(tmp_path, receipt, "--key", key)
    assert answer.returncode == 0
    assert "!   What the entry says was not checked" in answer.stdout
    page = Client().post("/ledger/", {"text": json.dumps(receipt)}).content.decode()
    assert "記録の内容は確認していません" in page
    assert "書き換えられていません" not in page
    assert sealed[0].subject not in page
    assert "tone-warn" in page
    assert "tone-ok" not in page
    receipt["document"] = {"what": "nobody can tell"}
    assert run_offline(tmp_path, receipt, "--key", key).returncode == 1
    assert Client().post("/ledger/", {"text": json.dumps(receipt)}).status_code == 422


PARTS = {
    "leaf_hash": (lambda r: r.update(leaf_hash="z" + r["leaf_hash"][1:]), "leaf_hash"),
    "content": (lambda r: r.update(content=r["content"].replace('"n":0', '"n":1')), "content"),
    "promise": (lambda r: r["promise"].update(at="2026-01-01T00:00:00+09:00"), "promise"),
    "checkpoint": (lambda r: r["proof"]["checkpoint"].update(size=10**6), "checkpoint"),
    "path": (lambda r: r["proof"].update(path=["11" * 32, *r["proof"]["path"][1:]]), "path"),
}


@pytest.mark.parametrize("part", PARTS)
def test_an_altered_receipt_is_told_which_part_does_not_fit_and_what_to_do(
    sealed: list[LedgerEntry], part: str
) -> None:
    receipt = json.loads(json.dumps(queries.receipt(sealed[0], with_content=True)))
    alter, named = PARTS[part]
    alter(receipt)
    answer = Client().post("/ledger/", {"text": json.dumps(receipt)})
    assert answer.status_code == 422
    told = re.search(r'<div class="banner-body">.*?</div>', answer.content.decode(), re.DOTALL)
    assert told is not None
    assert named in told.group()
    assert "もう一度ダウンロード" in told.group()


def test_the_page_and_the_verifier_say_one_number(sealed: list[LedgerEntry]) -> None:
    receipt = json.loads(json.dumps(queries.receipt(sealed[1], with_content=True)))
    receipt_of, number = json.dumps(receipt), receipt["proof"]["index"]
    page = Client().post("/ledger/", {"text": receipt_of}, headers={"accept-language": "en"}).content.decode()
    assert f"It is entry number {number} of the log" in page
    assert f"The entry is number {number} of that log." in page


def test_a_promise_stands_until_the_entry_has_its_place(cast: Cast) -> None:
    sequencer.seal()
    (entry,) = write(1, cast)
    early = queries.receipt(entry, with_content=False)
    assert early["proof"] is None
    assert [str(claim) for claim in offline.verify(early, keys=signing.public_keys())][-1].startswith(
        "The entry has no place"
    )
    early["promise"]["entry"] = "somebody else's"
    with pytest.raises(offline.DoesNotHold, match=r"The promise .* does not fit its signature"):
        offline.verify(early, keys=signing.public_keys())


def test_the_command_line_verifies_and_exports(sealed: list[LedgerEntry], tmp_path: Path, capsys) -> None:
    call_command("ledger", "verify")
    assert f"whole: {LedgerEntry.objects.count()} entries" in capsys.readouterr().out
    call_command("ledger", "export", "--out", str(tmp_path / "ledger.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    entries = [line for line in lines if line["type"] == "entry"]
    assert (
        merkle.root(merkle.leaf_hash(line["content"].encode()) for line in entries).hex() == lines[-1]["root"]
    )
    call_command("ledger", "seal")
    assert "nothing to seal" in capsys.readouterr().out
    tamper(
        'UPDATE ledger_ledgerleaf SET leaf_hash = %s WHERE "index" = %s', b"\x01" * 32, entries[3]["index"]
    )
    with pytest.raises(CommandError, match="not whole"):
        call_command("ledger", "verify")


def test_anyone_verifies_on_the_public_page(sealed: list[LedgerEntry]) -> None:
    client = Client()
    page = client.get("/ledger/")
    assert page.status_code == 200
    receipt = client.get(f"/ledger/entries/{sealed[0].pk}.json").json()
    answer = client.post("/ledger/", {"text": json.dumps(receipt)})
    assert answer.status_code == 200
    told = answer.content.decode()
    assert str(queries.words(sealed[0])) in told, "which step it was"
    assert sealed[0].subject in told
    assert "書き換えられていません" in told
    assert "同時に封印" in told
    receipt["leaf_hash"] = "00" * 32
    assert client.post("/ledger/", {"text": json.dumps(receipt)}).status_code == 422


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"leaf_hash": 5}', '"x"', "[" * 5000, '{"leaf_hash": "zz"}']
)
def test_what_is_no_receipt_is_told_kindly(db: None, text: str) -> None:
    answer = Client().post("/ledger/", {"text": text})
    assert answer.status_code == 422


def test_checkpoints_and_their_consistency_are_downloads(sealed: list[LedgerEntry]) -> None:
    client = Client()
    latest = client.get("/ledger/checkpoints/latest.json").json()
    first = latest["size"] - 5
    assert client.get(f"/ledger/checkpoints/{first}.json").json()["size"] == first
    proof = client.get(f"/ledger/consistency/{first}/{latest['size']}.json").json()
    assert offline.verify(None, keys=signing.public_keys(), consistency=proof)
    for address in ("checkpoints/1.json", "consistency/5/4.json", "consistency/0/4.json"):
        assert client.get(f"/ledger/{address}").status_code == 404


def test_sensitive_facts_are_proved_but_not_shown(cast: Cast) -> None:
    with transaction.atomic():
        entry = append(HIDDEN, council=cast.shiomi.council, subject="test:secret", by=None)
    sequencer.seal()
    receipt = Client().get(f"/ledger/entries/{entry.pk}.json").json()
    assert receipt["content"] is None
    assert offline.verify(receipt, keys=signing.public_keys())


def test_a_state_is_the_fold_of_its_evidence(cast: Cast) -> None:
    with clock.at(datetime(2026, 4, 1, tzinfo=UTC)):  # one moment for all: the log keeps the order
        for n in (3, 4, 5):
            with transaction.atomic():
                append(SEEN, council=None, subject="test:fold", facts={"n": n}, by=cast.operator)
            if n == 4:
                sequencer.seal()
    assert [told.facts["n"] for told in queries.history("test:fold")] == [3, 4, 5]
    assert queries.fold("test:fold", lambda total, told: total + told.facts["n"], 0) == 12
    assert {told.actor for told in queries.history("test:fold")} == {f"user:{cast.operator.pk}"}
