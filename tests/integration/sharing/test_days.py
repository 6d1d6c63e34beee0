"""Days that the rules cannot mean are refused kindly, and a dialog that names a day says which."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core import clock
from core.accounts.models import Organisation
from core.errors import Invalid
from core.http.templatetags.sekisho import full_day
from governance.assembly.forms import AppointForm, MeetingPlaceForm
from governance.assembly.models import Appointment
from governance.sharing.actions import disposals, suspensions
from governance.sharing.forms.sittings import CirculationForm, ExtensionForm, FurtherRoundForm
from governance.sharing.queries.periods import disposal_by
from tests.cast import signed_in
from tests.integration.sharing.machine import CouncilAtWork
from tests.integration.sharing.test_clock import done

TODAY = date(2026, 11, 10)


def errors(form: Any, name: str, day: date) -> str:
    with clock.at(clock.on(TODAY, 9)):
        nobody = {"organisations": Organisation.objects.none(), "predecessors": Appointment.objects.none()}
        more = nobody if form is AppointForm else {}
        return " ".join(str(one) for one in form({name: day.isoformat()}, **more).errors.get(name, []))


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (CirculationForm, "until"),
        (ExtensionForm, "until"),
        (FurtherRoundForm, "due_on"),
        (MeetingPlaceForm, "day"),
        (AppointForm, "from_on"),
    ],
)
@pytest.mark.usefixtures("db")
def test_what_is_planned_is_not_years_ahead(form: Any, name: str) -> None:
    assert "1年より先" in errors(form, name, date(2036, 11, 10))
    assert not errors(form, name, TODAY + timedelta(days=30))
    if form is not AppointForm:
        assert "過ぎ" in errors(form, name, date(2016, 11, 10))


def test_what_takes_effect_does_so_while_the_grant_runs(prepared: CouncilAtWork) -> None:
    secretary, ends = prepared.users["secretary"], prepared.grant.ends_on
    with clock.at(prepared.now), pytest.raises(Invalid, match="effect_beyond_grant"):
        suspensions.suspend(prepared.grant, by=secretary, reason="点検", from_on=ends + timedelta(days=1))


def test_the_dialog_of_giving_back_names_the_day_and_data_are_gone_after_they_came(
    prepared: CouncilAtWork,
) -> None:
    address = f"/c/shiomi/grants/{prepared.grant.reference}/"
    with clock.at(prepared.now):
        recipient = prepared.users["rep_university"]
        shown = signed_in(recipient).get(address).content.decode()
        assert str(full_day(disposal_by(prepared.grant))) in shown
    done(prepared, "release", "give_back")
    with clock.at(prepared.now), pytest.raises(Invalid, match="disposal_before_delivery"):
        disposals.file(
            prepared.grant,
            by=recipient,
            method="erase",
            disposed_on=prepared.grant.starts_on - timedelta(days=1),
            witness="課長 山田",
            description="消去した。",
        )
