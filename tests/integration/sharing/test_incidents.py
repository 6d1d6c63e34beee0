"""An incident: what it concerns, by when the authority hears of it, and who is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from config.demo import procedure
from core import clock
from core.accounts.models import Organisation
from core.errors import DomainError, Invalid, NotNow, NotPermitted
from core.ledger.queries import history
from core.outbox.models import Job
from governance.members.queries import organisations_in
from governance.sharing.actions import incidents
from governance.sharing.actions.breaches import keep_breach
from governance.sharing.models import BreachReport, Incident
from governance.sharing.permissions import permit as incidents_may
from governance.sharing.queries.breaches import reports_of, reports_to_file, unreported_of
from governance.sharing.queries.requests import incidents_visible_to
from tests.cast import enter
from tests.factories import sharing
from tests.integration.sharing.machine import CouncilAtWork

CASE = "public_many"
WORDS: Any = {
    "kind": "incident",
    "title_ja": "歩数の記録の誤送信",
    "title_en": "Step records sent to the wrong address",
    "description": "宛先を誤り、直ちに回収した。",
    "breach_case": CASE,
}


def told(event: str) -> dict[int, str]:
    rows = Job.objects.filter(kind="mail", payload__template=f"governance/sharing/{event}")
    return {job.payload["user"]: job.payload["path"] for job in rows}


def page_of(row: Incident, council: CouncilAtWork) -> str:
    """Where the mayor's reports are kept."""
    return f"/c/shiomi/incidents/{row.reference}/reports/{council.world.organs['mayor'].pk}/"


def keep(row: Incident, council: CouncilAtWork, by: str = "secretary", **said: Any) -> BreachReport:
    holder = council.world.organs["mayor"]
    return keep_breach(row, by=council.users[by], **{"holder": holder, **said})


def settle(row: Incident, council: CouncilAtWork, finding: str = "回収した。") -> Incident:
    by, number = council.users["secretary"], sharing.resuming(council.world, row)
    return incidents.settle(
        incidents.take_in_hand(row, by=by), by=by, finding=finding, decision_number=number
    )


def report(council: CouncilAtWork, **more: Any) -> Incident:
    with clock.at(council.now):
        about = [procedure.registered(council.world, "D-01")]
        words = {**WORDS, "by": council.users["officer_mayor"], "datasets": about, **more}
        return incidents.report(council.world.council, **words)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_takes_both_titles_organisations_and_the_case(
    prepared: CouncilAtWork, client: Any, language: str
) -> None:
    bus = prepared.world.organisations["bus"]
    with clock.at(prepared.now):
        enter(client, prepared.users["officer_mayor"])
        client.cookies["language"] = language
        sent = {**WORDS, "organisations": [bus.pk], "known_on": ""}
        alone = client.post("/c/shiomi/incidents/report/", sent)
        assert alone.status_code == 422, "the bus company reports by another law"
        assert WORDS["description"] in alone.content.decode()
        sent["datasets"] = [procedure.registered(prepared.world, "D-01").pk]
        landed = client.post("/c/shiomi/incidents/report/", sent, follow=True)
        row = Incident.objects.get()
        assert landed.redirect_chain[0][0] == f"/c/shiomi/incidents/{row.reference}/"
        told = landed.content.decode()
        enter(client, prepared.users["secretary"])
        text = client.get(f"/c/shiomi/incidents/{row.reference}/").content.decode()
        today = client.get("/c/shiomi/today/").content.decode()
    kept = row.breach_reports.get()
    assert (row.title_en, kept.breach_case, kept.known_on) == (WORDS["title_en"], CASE, prepared.now.date())
    assert kept.holder == prepared.world.organs["mayor"]
    assert list(row.organisations.all()) == [bus]
    next_acts = {
        "ja": ("事務局が対応を始めます", "個人情報保護委員会へのご自身の報告の内容と期限は"),
        "en": (
            "The secretariat takes it in hand.",
            "What you report to the authority, and by when, stands below.",
        ),
    }
    assert all(words in told for words in next_acts[language])
    shown = {"ja": (WORDS["title_ja"], "速報", "確報"), "en": (WORDS["title_en"], "Preliminary", "Full")}
    for words in shown[language]:
        assert words in text
    assert today.count(f"/c/shiomi/incidents/{row.reference}/#reports") == 3


def test_a_report_that_was_filed_is_due_no_more_and_is_taken_back_with_a_reason(
    prepared: CouncilAtWork, client: Any
) -> None:
    row, known = report(prepared), prepared.now.date()
    kept = row.breach_reports.get()
    assert [(one.stage, (one.on - known).days >= 4) for one in reports_of(kept)] == [
        ("preliminary", True),
        ("full", True),
    ]
    page = page_of(row, prepared)
    with clock.at(prepared.now):
        enter(client, prepared.users["secretary"])
        sent = {"breach_case": CASE, "known_on": str(known), "preliminary_filed_on": str(known)}
        assert client.post(page, sent).status_code == 302
        kept.refresh_from_db()
        assert [one.stage for one in reports_to_file(kept)] == ["full"]
        wrong = {**sent, "full_filed_on": str(known + timedelta(days=1))}
        answer = client.post(page, wrong)
        assert answer.status_code == 422
        assert str(known + timedelta(days=1)) in answer.content.decode(), "what was typed is kept"
        for said, code in (
            ({"breach_case": "made_up"}, "breach_case_unknown"),
            ({"breach_case": "private_many"}, "breach_case_unknown"),
            ({"breach_case": "", "full_filed_on": known}, "breach_report_day"),
            ({"breach_case": ""}, "breach_nothing_unexplained"),
            ({"breach_case": CASE}, "breach_reason_missing"),
        ):
            with pytest.raises(Invalid, match=code):
                keep(row, prepared, **said)
        keep(row, prepared, breach_case="", reason="別の事案のものだった。")
        assert (
            "別の事案のものだった。" in client.get(f"/c/shiomi/incidents/{row.reference}/").content.decode()
        )
    kept.refresh_from_db()
    assert reports_of(kept) == ()
    said = history(f"incident:{row.reference}")
    days = [one.facts["preliminary_filed_on"] for one in said if "preliminary_filed_on" in one.facts]
    assert days == [None, known.isoformat(), None], "what stood can be read in the ledger"


def test_a_day_of_knowing_that_is_left_out_stays(prepared: CouncilAtWork) -> None:
    row, known = report(prepared), prepared.now.date()
    with clock.at(prepared.now + timedelta(days=3)):
        kept = keep(row, prepared, breach_case=CASE, preliminary_filed_on=known)
    assert kept.known_on == known


def test_each_holder_reports_by_its_own_law_and_nobody_for_another(prepared: CouncilAtWork) -> None:
    bus, by = prepared.world.organisations["bus"], prepared.users["secretary"]
    row, known = report(prepared, organisations=[bus]), prepared.now.date()
    organ = bus.organs.get()
    filed = {
        "known_on": known,
        "preliminary_filed_on": known,
        "full_filed_on": known,
        "persons_told_on": known,
    }
    with clock.at(prepared.now):
        with pytest.raises(NotPermitted, match="not_this_holder"):
            keep(row, prepared, by="officer_mayor", holder=organ, breach_case="private_many")
        other = keep(row, prepared, holder=organ, breach_case="private_many")
        keep(row, prepared, by="officer_mayor", breach_case=CASE, **filed)
        settle(row, prepared)
        with pytest.raises(NotNow, match="breach_unreported"):
            incidents.close(row, by=by)
        assert [one.stage for one in reports_to_file(other)] == ["preliminary", "full"]
        keep(row, prepared, holder=organ, breach_case="private_many", **filed)
        assert incidents.close(row, by=by).state == "closed"


def test_once_one_holder_reports_each_provider_says_whether_it_does(
    prepared: CouncilAtWork, client: Any
) -> None:
    about = [procedure.registered(prepared.world, "D-01"), procedure.registered(prepared.world, "D-02")]
    row, by, known = (
        report(prepared, datasets=about, breach_case=""),
        prepared.users["secretary"],
        prepared.now.date(),
    )
    other = about[1].provider
    filed = dict.fromkeys(("known_on", "preliminary_filed_on", "full_filed_on", "persons_told_on"), known)
    with clock.at(prepared.now):
        assert not unreported_of(row), "nobody knows of a case"
        keep(row, prepared, breach_case=CASE, **filed)
        row = settle(row, prepared)
        with pytest.raises(NotNow, match="breach_unreported"):
            incidents.close(row, by=by)
        enter(client, by)
        page = f"/c/shiomi/incidents/{row.reference}/"
        assert client.get("/c/shiomi/today/").content.decode().count(f"{page}#reports") == 1
        assert f"{page}close/" not in client.get(page).content.decode()
        keep(row, prepared, holder=other, breach_case="", reason="歩数は含まれない。")
        assert "#reports" not in client.get("/c/shiomi/today/").content.decode()
        assert incidents.close(row, by=by).state == "closed"


def test_holders_see_and_keep_what_they_report_of_the_whole_council(
    prepared: CouncilAtWork, client: Any
) -> None:
    words: Any = {"datasets": [], "whole_council": True, "breach_case": "", "by": prepared.users["secretary"]}
    row = report(prepared, **words)
    for name, sees in (
        ("officer_mayor", True),
        ("rep_delivery", False),
        ("neighbour", False),
        ("stranger", False),
    ):
        seen = incidents_visible_to(prepared.users[name], prepared.world.council)
        assert seen.filter(pk=row.pk).exists() == sees, name
    with clock.at(prepared.now):
        enter(client, prepared.users["officer_mayor"])
        assert client.post(page_of(row, prepared), {"breach_case": CASE}).status_code == 302
        other = prepared.world.organs["education"]
        with pytest.raises(NotPermitted):
            keep(row, prepared, by="officer_mayor", holder=other, breach_case=CASE)
    assert row.breach_reports.get().holder == prepared.world.organs["mayor"]


def test_of_the_whole_council_whoever_provides_to_it_hears(prepared: CouncilAtWork) -> None:
    """As where their dataset is named: officers and representatives, and they may read it."""
    row = report(prepared, datasets=[], whole_council=True, breach_case="", by=prepared.users["secretary"])
    heard, page = told("incident_reported"), f"/c/shiomi/incidents/{row.reference}/"
    for name in ("officer_mayor", "rep_city"):
        assert heard.get(prepared.users[name].pk) == page, name
    assert prepared.users["neighbour"].pk not in heard


def test_while_it_is_not_known_the_preliminary_report_stays_in_sight(
    prepared: CouncilAtWork, client: Any
) -> None:
    row, known = report(prepared, breach_case="", answer="not_known"), prepared.now.date()
    kept, page = row.breach_reports.get(), f"/c/shiomi/incidents/{row.reference}/"
    assert [(one.stage, (one.on - known).days) for one in reports_to_file(kept)] == [("preliminary", 4)]
    assert unreported_of(row)
    with clock.at(prepared.now):
        enter(client, prepared.users["officer_mayor"])
        client.cookies["language"] = "en"
        assert client.get("/c/shiomi/standing/").content.decode().count(f"{page}#reports") == 2
        assert "not known yet" in client.get(page).content.decode()
        silent = client.post(page_of(row, prepared), {"breach_case": "nothing"})
        assert silent.status_code == 422
        assert "what was looked into" in silent.content.decode()
        assert client.post(page_of(row, prepared), {"breach_case": ""}).status_code == 422, "one of the two"
        sent = {"breach_case": "not_known", "known_on": str(known), "preliminary_filed_on": str(known)}
        assert client.post(page_of(row, prepared), sent).status_code == 302
        assert unreported_of(row), "filed, and still to be answered"
        with pytest.raises(Invalid, match="breach_report_day"):
            keep(row, prepared, answer="not_known", full_filed_on=known)
        assert client.post(page_of(row, prepared), {**sent, "breach_case": CASE}).status_code == 302
        none = {**sent, "breach_case": "nothing", "reason": "記録を調べ、送信は止まっていた。"}
        assert client.post(page_of(row, prepared), {**none, "full_filed_on": str(known)}).status_code == 422
        assert client.post(page_of(row, prepared), none).status_code == 302
        assert not unreported_of(row)
        shown = client.get(page).content.decode()
        assert "記録を調べ、送信は止まっていた。" in shown
        assert "Preliminary report filed on" in shown, "that it went stays"
        assert "not known yet" not in shown
    facts = history(f"incident:{row.reference}")[-1].facts
    assert [facts[name] for name in ("answer", "known_on", "preliminary_filed_on")] == [
        "nothing",
        known.isoformat(),
        known.isoformat(),
    ]


def test_what_is_not_known_yet_has_a_holder_whose_days_are_counted(
    prepared: CouncilAtWork, client: Any
) -> None:
    """Or nothing is reported: not where an organisation has several organs, one of which has to be chosen."""
    world, by = prepared.world, prepared.users["secretary"]
    mayor, city = world.organs["mayor"], world.organisations["city"]
    sent = {**WORDS, "breach_case": "not_known", "organisations": [city.pk]}
    with clock.at(prepared.now):
        enter(client, by)
        refused = client.post("/c/shiomi/incidents/report/", sent)
        assert refused.status_code == 422
        assert WORDS["description"] in refused.content.decode()
        assert not Incident.objects.exists()
        sent["holder"] = mayor.pk
        assert client.post("/c/shiomi/incidents/report/", sent).status_code == 302
    assert [one.holder for one in Incident.objects.get().breach_reports.all()] == [mayor]
    words: Any = {"datasets": [], "whole_council": True, "breach_case": "", "answer": "not_known", "by": by}
    whole = report(prepared, **words)
    providers = {procedure.registered(world, name).provider for name in ("D-01", "D-02")}
    assert len(providers) == 2
    kept = {one.holder for one in whole.breach_reports.select_related("holder")}
    assert providers <= kept, "also of what no grant runs on"
    assert all(reports_to_file(one) for one in whole.breach_reports.all())


def test_whom_a_corrected_scope_brings_in_is_asked_as_well(prepared: CouncilAtWork) -> None:
    first, second = (procedure.registered(prepared.world, name) for name in ("D-01", "D-02"))
    by = prepared.users["secretary"]
    row = report(prepared, datasets=[first], breach_case="", answer="not_known", by=by)
    with clock.at(prepared.now):
        incidents.rescope(
            row, by=by, reason="別のデータに関わる。", kind="incident", datasets=[first, second]
        )
    kept = {one.holder: one.answer for one in row.breach_reports.select_related("holder")}
    assert kept == {first.provider: "not_known", second.provider: "not_known"}


def test_parties_and_secretariat_hear_of_it_and_of_its_end(prepared: CouncilAtWork) -> None:
    row, users = report(prepared), prepared.users
    page = f"/c/shiomi/incidents/{row.reference}/"
    paths = {
        "secretary": page,
        "secretary_2": page,
        "officer_mayor": page,
        "rep_university": "/c/shiomi/grants/",
    }
    heard = told("incident_reported")
    assert {name: heard.get(users[name].pk) for name in paths} == paths
    for name in ("rep_delivery", "officer_education", "neighbour", "stranger"):
        assert users[name].pk not in heard, name
    with clock.at(prepared.now):
        settle(row, prepared)
    assert set(told("incident_settled")) == set(heard)


def test_only_what_is_of_the_council_and_not_ahead_is_reported(prepared: CouncilAtWork) -> None:
    council = prepared.world.council
    foreign = Organisation.objects.exclude(pk__in=organisations_in(council)).first()
    assert foreign is not None
    for more, code in (
        ({"organisations": [foreign]}, "organisation_not_of_council"),
        ({"breach_case": "made_up"}, "breach_case_unknown"),
        ({"known_on": date(2030, 1, 1)}, "breach_in_future"),
    ):
        with pytest.raises(Invalid, match=code):
            report(prepared, **more)
    assert not Incident.objects.exists()


def test_only_the_secretariat_and_the_holder_keep_the_reports(prepared: CouncilAtWork, client: Any) -> None:
    row = report(prepared)
    page = page_of(row, prepared)
    with clock.at(prepared.now):
        for name, status in (
            ("neighbour", 404),
            ("stranger", 404),
            ("rep_university", 404),
            ("officer_education", 404),
        ):
            enter(client, prepared.users[name])
            assert client.post(page, {"breach_case": ""}).status_code == status, name
            with pytest.raises(DomainError):
                keep(row, prepared, by=name, breach_case="")
        kept = row.breach_reports.get()
        assert kept.breach_case == CASE
        enter(client, prepared.users["officer_mayor"])
        known = str(prepared.now.date())
        sent = {"breach_case": CASE, "known_on": known, "preliminary_filed_on": known}
        assert client.post(page, sent).status_code == 302
    kept.refresh_from_db()
    assert kept.preliminary_filed_on == prepared.now.date()
    assert not incidents_may(prepared.users["officer_mayor"], row, "settle")


@pytest.mark.parametrize("otherwise", ["", "連絡先が分からないため、ホームページで公表し、窓口を設けた。"])
def test_the_persons_are_told_or_protected_otherwise(
    prepared: CouncilAtWork, client: Any, otherwise: str
) -> None:
    row, by, known = report(prepared), prepared.users["secretary"], prepared.now.date()
    page = f"/c/shiomi/incidents/{row.reference}/"
    filed = {"breach_case": CASE, "known_on": known, "preliminary_filed_on": known, "full_filed_on": known}
    told: dict[str, Any] = {"persons_otherwise": otherwise} if otherwise else {"persons_told_on": known}
    with clock.at(prepared.now):
        enter(client, prepared.users["officer_mayor"])
        client.cookies["language"] = "en"
        assert client.get("/c/shiomi/standing/").content.decode().count(f"{page}#reports") == 3
        keep(row, prepared, **filed)
        assert client.get("/c/shiomi/standing/").content.decode().count(f"{page}#reports") == 1
        shown = client.get(page).content.decode()
        assert "Without delay" in shown
        assert "Secondary damage" in shown, "what the law asks to tell"
        settle(row, prepared)
        with pytest.raises(NotNow, match="breach_unreported"):
            incidents.close(row, by=by)
        assert client.post(page_of(row, prepared), {**filed, **told}).status_code == 302
        assert f"{page}#reports" not in client.get("/c/shiomi/standing/").content.decode()
        row = incidents.close(row, by=by)
        with pytest.raises(Invalid, match="breach_report_day"):
            keep(row, prepared, breach_case="", reason="該当しない。", **told)
    kept = row.breach_reports.get()
    assert (kept.persons_told_on, kept.persons_otherwise) == (None if otherwise else known, otherwise)
