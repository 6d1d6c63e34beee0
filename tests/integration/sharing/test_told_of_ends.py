"""Who is told when a request is taken back, and when a dataset stops, goes on or ends."""

from __future__ import annotations

from core import clock
from core.outbox.models import Job
from governance.sharing.actions import datasets
from governance.sharing.models import Dataset
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done


def told(event: str) -> set[int]:
    rows = Job.objects.filter(kind="mail", payload__template=f"governance/sharing/{event}")
    return set(rows.values_list("payload__user", flat=True))


def test_panel_and_secretariat_hear_that_a_request_was_taken_back(checked: CouncilAtWork) -> None:
    done(checked, "declare_an_interest", "take_back")
    users, heard = checked.users, told("request_withdrawn")
    for name in ("secretary", "secretary_2", "reviewer_security", "reviewer_ethics"):
        assert users[name].pk in heard, name
    for name in ("reviewer_law", "neighbour", "rep_delivery", "rep_university"):
        assert users[name].pk not in heard, name


def test_nobody_hears_of_a_draft_that_was_taken_back(beginning: CouncilAtWork) -> None:
    done(beginning, "draft", "take_back")
    assert told("request_withdrawn") == set()


def test_who_holds_a_grant_hears_that_the_dataset_stops_and_goes_on(prepared: CouncilAtWork) -> None:
    done(prepared, "suspend_dataset")
    recipient = prepared.users["rep_university"].pk
    assert told("dataset_suspended") == {recipient}
    done(prepared, "resume_dataset")
    assert told("dataset_resumed") == {recipient}
    job = Job.objects.filter(payload__template="governance/sharing/dataset_resumed").get()
    assert job.payload["path"] == f"/c/shiomi/grants/{prepared.grant.reference}/"


def test_who_has_asked_hears_that_the_dataset_ended(checked: CouncilAtWork) -> None:
    row, by = Dataset.objects.get(reference="D-01", council__slug="shiomi"), checked.users["officer_mayor"]
    with clock.at(checked.now):
        datasets.retire(row, by=by)
    assert told("dataset_retired") == {checked.users["rep_university"].pk}
