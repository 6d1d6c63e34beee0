"""Who is told when a request is taken back, and when a dataset stops, goes on or ends."""

from __future__ import annotations

import pytest

from core import clock
from core.errors import DomainError, NotPermitted
from core.outbox.models import Job
from governance.sharing.actions import datasets
from governance.sharing.models import Dataset
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done
from tests.integration.sharing.test_own_people import deputy_of_the_applicant


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
    keepers = {prepared.users[name].pk for name in ("officer_mayor", "secretary", "secretary_2")}
    assert {recipient, *keepers} <= told("dataset_suspended")
    with clock.at(prepared.now):
        for name, code in (("secretary", "suspended_by_provider"), ("officer_mayor", "reason_missing")):
            row = Dataset.objects.get(reference="D-01", council__slug="shiomi")
            with pytest.raises(DomainError, match=code):
                datasets.resume(row, by=prepared.users[name], reason=" ")
    done(prepared, "resume_dataset")
    assert told("dataset_resumed") == told("dataset_suspended")
    assert prepared.users["officer_education"].pk not in told("dataset_resumed")
    job = Job.objects.filter(
        payload__template="governance/sharing/dataset_resumed", payload__user=recipient
    ).get()
    assert job.payload["path"] == f"/c/shiomi/grants/{prepared.grant.reference}/"


def test_staff_of_the_recipient_do_not_let_it_go(prepared: CouncilAtWork) -> None:
    mine, other = prepared.users["secretary"], prepared.users["secretary_2"]
    row = Dataset.objects.get(reference="D-01", council__slug="shiomi")
    with clock.at(prepared.now):
        row = datasets.suspend(row, by=other, reason="点検")
        deputy_of_the_applicant(prepared.world, mine)
        with pytest.raises(NotPermitted):
            datasets.resume(row, by=mine, reason="済んだ。")
        with pytest.raises(NotPermitted, match="suspended_by_secretariat"):
            datasets.resume(row, by=prepared.users["officer_mayor"], reason="済んだ。")
        assert datasets.resume(row, by=other, reason="済んだ。").suspended_by == ""


def test_who_has_asked_hears_that_the_dataset_ended(checked: CouncilAtWork) -> None:
    row, by = Dataset.objects.get(reference="D-01", council__slug="shiomi"), checked.users["officer_mayor"]
    with clock.at(checked.now):
        datasets.retire(row, by=by)
    assert told("dataset_retired") == {checked.users["rep_university"].pk}
