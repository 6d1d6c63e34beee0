"""The agreement behind a grant as a file: for whom, in which shape, and signed so that anybody can check it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.http.dates import short
from core.ledger import offline, signing
from core.paper import FORMS
from governance.sharing.models import Grant
from governance.sharing.queries.periods import disposal_by
from tests.cast import Cast, enter
from tests.unit.sharing.test_odrl import SHAPE

pytestmark = pytest.mark.usefixtures("demo")


def grant(cast: Cast) -> Grant:
    rows = Grant.objects.filter(council=cast.shiomi.council, line__agreements__isnull=False)
    return rows.get(line__request__reference="R-2026-018")


def get(cast: Cast, user: Any, name: str) -> Any:
    row = grant(cast)
    return enter(Client(), user).get(f"/c/{row.council.slug}/grants/{row.reference}/{name}")


@pytest.mark.parametrize("who", ["secretary", "rep_university", "officer_mayor"])
def test_the_parties_and_the_secretariat_take_it_home(cast: Cast, who: str) -> None:
    user = cast.shiomi.users[who]
    answer = get(cast, user, "agreement.jsonld")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/ld+json"
    document = answer.json()
    row = grant(cast)
    agreement = row.line.agreements.get()
    assert not list(SHAPE.iter_errors(document))
    assert document["http://purl.org/dc/terms/identifier"] == agreement.reference
    assert document["@id"].partition("#")[0].endswith(f"/grants/{row.reference}/agreement.jsonld")
    assert document["timestamp"] == f"{agreement.signed_on.isoformat()}T00:00:00+09:00"
    assert "agreement.jsonld" in get(cast, user, "").content.decode()
    assert get(cast, user, "agreement.jsonld").content == answer.content


def test_changed_terms_are_another_version(cast: Cast) -> None:
    user, row = cast.shiomi.users["secretary"], grant(cast)
    before = get(cast, user, "agreement.jsonld").json()
    Grant.objects.filter(pk=row.pk).update(ends_on=row.starts_on + timedelta(days=1))
    after = get(cast, user, "agreement.jsonld").json()
    assert before["@id"] != after["@id"]
    assert before["@id"].partition("#")[0] == after["@id"].partition("#")[0]
    assert before["timestamp"] == after["timestamp"]


def test_an_early_end_is_another_version_and_moves_the_day_of_the_disposal(cast: Cast) -> None:
    user, row = cast.shiomi.users["secretary"], grant(cast)
    before = get(cast, user, "agreement.jsonld").json()
    day, words = row.ends_on - timedelta(days=40), {"termination_reason": "合意解約", "terminated_by": user}
    row.line.agreements.update(terminated_from=day, terminated_at=clock.now(), **words)
    after, eve = get(cast, user, "agreement.jsonld").json(), day - timedelta(days=1)
    assert before["@id"] != after["@id"]
    ends = after["permission"][0]["constraint"][2]["rightOperand"]["@value"]
    assert ends == f"{eve.isoformat()}T23:59:59+09:00"
    due = row.disposal_due_on or disposal_by(row, ended=eve)
    bound = [one["rightOperand"]["@value"] for one in after["obligation"][-1]["constraint"]]
    assert bound == [f"{due.isoformat()}T23:59:59+09:00"], "the day that binds, not the one that was promised"
    assert short(due) in get(cast, user, "").content.decode()


@pytest.mark.parametrize("who", ["chair", "auditor"])
def test_others_who_see_the_grant_are_told_whom_to_ask(cast: Cast, who: str) -> None:
    user = cast.shiomi.users[who]
    assert get(cast, user, "").status_code == 200
    assert "agreement.jsonld" not in get(cast, user, "").content.decode()
    for name in ("agreement.jsonld", "agreement.signed.json"):
        answer = get(cast, user, name)
        assert answer.status_code == 403
        assert "事務局" in answer.content.decode()


@pytest.mark.parametrize("who", ["secretary", "rep_university", "officer_mayor", "chair", "auditor"])
def test_the_agreement_on_paper_is_for_the_same_people(cast: Cast, who: str) -> None:
    """Neither the page of the request nor that of the grant offers it to others, who are told whom to ask."""
    row, may = grant(cast), who not in ("chair", "auditor")
    request = row.line.request.reference
    client = enter(Client(), cast.shiomi.users[who])
    files = [f"/c/shiomi/requests/{request}/lines/{row.line.number}/agreement.{form}" for form in FORMS]
    for page in (f"/c/shiomi/requests/{request}/?tab=record", f"/c/shiomi/grants/{row.reference}/"):
        shown = client.get(page).content.decode()
        assert [file in shown for file in files] == [may, may], page
    for file in files:
        assert client.get(file).status_code == (200 if may else 403), file


def test_strangers_and_the_other_council_find_nothing(cast: Cast) -> None:
    for user in (cast.stranger, cast.nagiura.users["secretary"], cast.shiomi.users["rep_bus"]):
        for name in ("agreement.jsonld", "agreement.signed.json"):
            assert get(cast, user, name).status_code == 404


def test_the_signature_is_checked_offline_and_one_changed_day_is_found(cast: Cast, tmp_path: Path) -> None:
    file = get(cast, cast.shiomi.users["rep_university"], "agreement.signed.json").json()
    assert [str(claim) for claim in offline.verify(file, keys=signing.public_keys())] == [
        f"The agreement {file['agreement']['@id']} is signed."
    ]
    path = tmp_path / "agreement.json"
    path.write_text(json.dumps(file), encoding="utf-8")
    key = next(iter(signing.public_keys().values()))
    run = [sys.executable, offline.__file__, str(path), "--key", key]
    assert subprocess.run(run, check=False, capture_output=True).returncode == 0
    file["agreement"]["permission"][0]["constraint"][2]["rightOperand"]["@value"] = (
        "2099-03-31T23:59:59+09:00"
    )
    path.write_text(json.dumps(file), encoding="utf-8")
    assert subprocess.run(run, check=False, capture_output=True).returncode == 1
    assert subprocess.run([*run[:-1], "ab" * 32], check=False, capture_output=True).returncode == 2


@pytest.mark.parametrize(
    "jws", ["", "a..b", "..", "eyJhbGciOiJub25lIn0..", "eyJhbGciOiJFZERTQSJ9.eyJ9.AA", "%%%..%%%"]
)
def test_a_broken_signature_never_holds(cast: Cast, jws: str) -> None:
    file = get(cast, cast.shiomi.users["secretary"], "agreement.signed.json").json()
    with pytest.raises((offline.DoesNotHold, ValueError)):
        offline.verify(file | {"jws": jws}, keys=signing.public_keys())


def test_the_page_of_the_evidence_log_checks_it_too(cast: Cast) -> None:
    file = get(cast, cast.shiomi.users["secretary"], "agreement.signed.json").content.decode()
    answer = Client().post("/ledger/", {"text": file})
    assert answer.status_code == 200
    assert "署名" in answer.content.decode()
    assert Client().post("/ledger/", {"text": file.replace("steps", "stops")}).status_code == 422


def test_its_own_terms_are_explained_to_anybody(cast: Cast) -> None:
    page = Client().get("/vocabulary/agreement/")
    assert page.status_code == 200
    assert 'id="reIdentify"' in page.content.decode()
