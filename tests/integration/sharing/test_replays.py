"""Past cases under a draft amendment: what is found, who may ask and read, and that nothing is changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from core import clock
from core.errors import Invalid, NotPermitted
from core.outbox.models import Job, JobState
from core.outbox.work import Lost, claim, perform
from governance.rulebook import actions as rulebook
from governance.rulebook import queries as rules
from governance.sharing.actions import replays as verbs
from governance.sharing.models import (
    Approval,
    Grant,
    Replay,
    RequestLine,
    ReviewOutcome,
    SharingRequest,
    StoredVerdict,
)
from governance.sharing.queries import replays as queries
from governance.sharing.rules.verdict import Moment
from governance.sharing.views import replays as pages
from tests.cast import Cast, enter

pytestmark = pytest.mark.usefixtures("demo")
ALL = [moment.value for moment in verbs.ASKED]


def draft(cast: Cast, **fields: Any) -> Any:
    """An amendment of the data rules that fixes ``retention`` otherwise where ``fields`` say so."""
    by = cast.shiomi.users["secretary"]
    instrument = rules.instruments(cast.shiomi.council).get(code="data_rules")
    amendment = rulebook.draft_amendment(instrument, by=by, reason_ja="短くする")
    units = rules.draft_of(amendment).units
    unit = next(unit for unit in units if "retention" in unit.settings)
    if fields:
        value = unit.settings["retention"] | fields
        amendment = rulebook.set_setting(amendment, unit.key, "retention", value, by=by)
    return rules.amendment(amendment.pk)


def asked(cast: Cast, amendment: Any, moments: list[str] = ALL) -> Replay:
    today = clock.today()
    by = cast.shiomi.users["secretary"]
    first = clock.add_months(today, -24)
    return verbs.ask_replay(amendment, by=by, first_day=first, last_day=today, moments=moments)


def done(replay: Replay) -> Replay:
    job = queries.job_of(replay)
    assert job is not None
    assert perform(job.pk)
    replay.refresh_from_db()
    return replay


def rows(model: type[Model]) -> list[Any]:
    return list(model._default_manager.order_by("pk").values())


def address(replay: Replay, tail: str = "") -> str:
    return f"/c/{replay.council.slug}/rules/amendments/{replay.amendment_id}/replays/{replay.pk}/{tail}"


def test_an_unchanged_text_changes_no_case(cast: Cast) -> None:
    replay = done(asked(cast, draft(cast)))
    assert (
        replay.verdicts
        == StoredVerdict.objects.filter(line__request__council=cast.shiomi.council).count()
        > 3
    )
    assert replay.requests >= 2
    assert replay.unlike_kept == 0
    assert not replay.findings.exists()


def test_a_shorter_retention_stops_what_was_let_through_and_touches_nothing(cast: Cast) -> None:
    tables = (SharingRequest, RequestLine, StoredVerdict, Approval, Grant, ReviewOutcome)
    before = [rows(model) for model in tables]
    replay = done(asked(cast, draft(cast, recipient_months=1)))
    assert [rows(model) for model in tables] == before
    found = queries.summary(cast.shiomi.users["secretary"], replay)
    assert 0 < found.other_outcome <= found.requests
    assert found.hidden == 0
    finding = replay.findings.first()
    assert (finding.was_allowed, finding.would_be_allowed) == (True, False)
    (change,) = finding.changes
    assert change["check"] == "retention"
    assert (change["before"]["state"], change["after"]["state"]) == ("pass", "fail")
    assert change["figures"][0]["after"]["recipient_months"] == 1
    assert change["article"]["label_ja"].startswith("取扱規程")


def test_only_the_moments_asked_for_are_judged(cast: Cast) -> None:
    replay = done(asked(cast, draft(cast, recipient_months=1), [Moment.FLOW]))
    kept = StoredVerdict.objects.filter(line__request__council=cast.shiomi.council, moment="flow")
    assert replay.verdicts == kept.count()


def test_a_second_run_of_the_work_finds_the_same_once(cast: Cast) -> None:
    replay = done(asked(cast, draft(cast, recipient_months=1)))
    count = replay.findings.count()
    Job.objects.filter(key=queries.job_key(replay)).update(state=JobState.WAITING)
    assert done(replay).findings.count() == count


def test_who_lost_the_work_leaves_nothing(cast: Cast) -> None:
    replay = asked(cast, draft(cast, recipient_months=1))
    job = queries.job_of(replay)
    work = claim(job.pk)
    verbs.cancel_replay(replay, by=cast.shiomi.users["secretary"])
    with pytest.raises(Lost):
        verbs.run_replay(work)
    assert not replay.findings.exists()
    replay.refresh_from_db()
    assert replay.finished_at is None


def test_only_the_secretariat_asks(cast: Cast) -> None:
    amendment = draft(cast)
    day = clock.today()
    for who in ("rep_university", "chair", "reviewer_law"):
        with pytest.raises(NotPermitted):
            verbs.ask_replay(amendment, by=cast.shiomi.users[who], first_day=day, last_day=day, moments=ALL)
    other = cast.nagiura.users["secretary"]
    with pytest.raises(NotPermitted):
        verbs.ask_replay(amendment, by=other, first_day=day, last_day=day, moments=ALL)


@pytest.mark.parametrize("moments", [[], ["drafting"], ["never"]])
def test_the_moments_must_be_those_at_which_answers_are_kept(cast: Cast, moments: list[str]) -> None:
    with pytest.raises(Invalid):
        asked(cast, draft(cast), moments)


def test_the_secretariat_asks_waits_and_reads_on_the_pages(cast: Cast) -> None:
    amendment = draft(cast, recipient_months=1)
    client = enter_as(cast, "secretary")
    base = f"/c/{cast.shiomi.council.slug}/rules/amendments/{amendment.pk}/"
    assert f"{base}replays/" in client.get(base).content.decode()
    wrong = client.post(
        f"{base}replays/", {"first_day": "2026-11-02", "last_day": "2026-11-01", "moments": ALL}
    )
    assert wrong.status_code == 422
    form = {"first_day": "2024-04-01", "last_day": clock.today().isoformat(), "moments": ALL}
    answer = client.post(f"{base}replays/", form)
    assert answer.status_code == 302
    waiting = client.get(answer.url).content.decode()
    assert "hx-get" in waiting
    fragment = client.get(answer.url, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    replay = done(Replay.objects.latest("pk"))
    assert client.get(answer.url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    shown = client.get(answer.url).content.decode()
    assert "取扱規程" in shown
    assert "<strong>1</strong>" in shown
    nothing = client.get(f"{answer.url}?check=opinion").content.decode()
    assert "rowgroup" not in nothing
    file = b"".join(client.get(f"{answer.url}?format=csv")).decode()
    assert len(file.strip().splitlines()) == 1 + replay.findings.count()
    assert client.get(f"{answer.url}?format=xlsx").status_code == 200
    for narrow in ("outcome=other", "outcome=same", "moment=flow", "q=R-2026", "check=retention"):
        assert client.get(f"{answer.url}?{narrow}").status_code == 200


def test_a_member_reads_the_count_and_only_its_own_cases(cast: Cast) -> None:
    replay = done(asked(cast, draft(cast, recipient_months=1)))
    user = cast.shiomi.users["rep_bus"]
    found = queries.summary(user, replay)
    own = queries.findings_visible_to(user, replay)
    assert found.other_outcome == queries.summary(cast.shiomi.users["secretary"], replay).other_outcome
    assert found.hidden == replay.findings.count() - own.count() > 0
    answer = enter_as(cast, "rep_bus").get(address(replay))
    assert answer.status_code == 200
    hidden = replay.findings.exclude(pk__in=own.values("pk")).first()
    assert hidden.verdict.line.request.reference not in answer.content.decode()


def test_another_council_finds_nothing(cast: Cast) -> None:
    replay = done(asked(cast, draft(cast)))
    user = cast.nagiura.users["secretary"]
    assert enter_user(user).get(address(replay)).status_code == 404
    other = address(replay).replace(cast.shiomi.council.slug, cast.nagiura.council.slug)
    assert enter_user(user).get(other).status_code == 404
    assert enter_user(user).post(address(replay, "cancel/")).status_code == 404
    assert not queries.visible_to(user, cast.shiomi.council).exists()


def test_cancelled_from_the_page(cast: Cast) -> None:
    replay = asked(cast, draft(cast))
    assert enter_as(cast, "rep_university").post(address(replay, "cancel/")).status_code == 403
    assert enter_as(cast, "secretary").post(address(replay, "cancel/")).status_code == 302
    assert queries.job_of(replay).state == JobState.CANCELLED
    assert "終わりませんでした" in enter_as(cast, "secretary").get(address(replay)).content.decode()


def enter_as(cast: Cast, who: str) -> Any:
    return enter_user(cast.shiomi.users[who])


def enter_user(user: Any) -> Any:
    return enter(Client(), user)


def test_one_that_ends_while_its_page_is_made_is_not_called_a_failure(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay = asked(cast, draft(cast))
    read_before = queries.visible_to(cast.shiomi.users["secretary"], cast.shiomi.council).get(pk=replay.pk)
    done(replay)
    monkeypatch.setattr(pages, "_replay", lambda *_address: read_before)
    client = enter(Client(), cast.shiomi.users["secretary"])
    shown = client.get(address(replay)).content.decode()
    assert "この確認は終わりませんでした" not in shown
    assert "取りやめたか" not in shown
