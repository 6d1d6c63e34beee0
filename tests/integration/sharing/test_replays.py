"""Past cases under a text in work: what is found, who may ask and read, and that nothing is changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace

from core import clock
from core.errors import Invalid, NotPermitted
from core.outbox.models import Job, JobState
from core.outbox.work import Lost, claim, perform
from governance.rulebook import actions as rulebook
from governance.rulebook import queries as rules
from governance.rulebook.actions.editions import publish
from governance.rulebook.rules import notation
from governance.rulebook.rules.outline import Document, Unit
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
OTHER = (
    Unit("use", "article", "利用", "Use", reason_ja="定める。", reason_en="To fix it."),
    Unit("use.main", "paragraph", text_ja="利用は、目的に限る。", text_en="Data serve their purpose alone."),
)
"""What another document says."""
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


def further(cast: Cast) -> Any:
    """The draft of a further document that fixes ``retention``, which nothing in the council fixes on any day."""
    by, council = cast.shiomi.users["secretary"], cast.shiomi.council
    held = rules.last_edition(rules.instruments(council).get(code="data_rules"))
    text = rules.document_of(held)
    unit = next(unit for unit in text.units if "retention" in unit.settings)
    left = {code: value for code, value in unit.settings.items() if code != "retention"}
    units = tuple(replace(one, settings=left) if one is unit else one for one in text.units)
    publish(held.instrument, replace(text, units=units), by=by, on=held.effective_on)
    months = unit.settings["retention"] | {"recipient_months": 1}
    words = {"text_ja": "保存は、一月を限度とする。", "text_en": "Data are kept for a month at most."}
    own = Document(
        code="keeping",
        title_ja="保存細則",
        title_en="Rules on keeping",
        short_ja="保存細則",
        short_en="Keeping rules",
        units=(
            Unit("keeping", "article", "保存", "Keeping", reason_ja="短くする。", reason_en="To shorten it."),
            Unit("keeping.main", "paragraph", **words, settings={"retention": months}),
        ),
    )
    return rulebook.keep_founding_text(council, by=by, document=own)


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


def named(row: Any) -> Any:
    """The rule document that the draft ``row`` became, before its first edition."""
    words = {
        "title_ja": "保存細則",
        "title_en": "Rules on keeping",
        "created_at": clock.now(),
        "position": 99,
    }
    return row.council.instruments.create(code=row.code, short_ja="保存細則", short_en="Keeping", **words)


def test_a_further_document_is_replayed_and_what_was_found_outlives_its_draft(cast: Cast) -> None:
    row, client = further(cast), enter_as(cast, "secretary")
    page = reverse("rulebook:further_text", args=[row.council.slug, row.code])
    url = f"{page}replays/"
    assert url in client.get(page).content.decode()
    form = {"first_day": "2024-04-01", "last_day": clock.today().isoformat(), "moments": ALL}
    assert enter_as(cast, "rep_university").post(url, form).status_code == 403
    answer = client.post(url, form)
    assert answer.url.startswith(url)
    assert f"{answer.url}cancel/" in client.get(answer.url).content.decode()
    replay = done(Replay.objects.latest("pk"))
    (change,) = replay.findings.first().changes
    (figure,) = change["figures"]
    assert (figure["setting"], figure["before"], figure["after"]["recipient_months"]) == (
        "retention",
        None,
        1,
    )
    assert change["article"]["label_ja"].startswith("保存細則")
    shown = client.get(answer.url).content.decode()
    assert "保存細則" in shown
    assert "改正案" not in shown
    rulebook.drop_founding_text(row.council, by=row.changed_by, code=row.code)
    for address in (url, answer.url):
        kept = enter_as(cast, "rep_bus").get(address).content.decode()
        assert "作成中ではなくなりました" in kept
        assert enter_user(cast.nagiura.users["secretary"]).get(address).status_code == 404
    assert client.post(url, form).status_code == 409
    adopted = named(row)
    read = reverse("rulebook:read", args=[row.council.slug, adopted.code])
    assert f'href="{url}"' in enter_as(cast, "rep_bus").get(read).content.decode()
    assert "/replays/" not in client.get(read.replace(row.code, "data_rules")).content.decode()
    publish(adopted, notation.read(row.text), by=row.changed_by, on=clock.today(), decision_number="第1号")
    assert f'href="{url}"' in client.get(read).content.decode()
    assert client.get(url.replace(row.code, "unknown")).status_code == 404


def test_replays_follow_a_draft_that_got_another_code_and_former_drafts_are_listed(cast: Cast) -> None:
    row, client, council = further(cast), enter_as(cast, "secretary"), cast.shiomi.council
    held = notation.read(row.text)
    url, listed = (
        reverse("sharing:further_replays", args=[council.slug, row.code]),
        reverse("sharing:former_replays", args=[council.slug]),
    )
    later = url.replace(row.code, "keeping_2")
    assert "保存細則" not in client.get(listed).content.decode()
    said = {"first_day": "2026-10-01", "last_day": "2026-10-02", "moments": ALL}
    asked = client.post(url, said).url
    done(Replay.objects.latest("pk"))
    with clock.at(clock.now() + timedelta(hours=1)):
        renamed = replace(held, code="keeping_2")
        rulebook.keep_founding_text(council, by=row.changed_by, document=renamed, code=row.code)
    with clock.at(clock.now() + timedelta(hours=2)):
        for page in (url, asked):
            shown = client.get(page).content.decode()
            assert "別のコード" in shown
            assert later in shown
        moved = asked.replace(row.code, "keeping_2")
        assert moved in client.get(later).content.decode()
        assert "作成中ではなくなりました" not in client.get(moved).content.decode()
        with transaction.atomic():
            read = reverse("rulebook:read", args=[council.slug, named(row).code])
            assert f'href="{url}"' not in client.get(read).content.decode(), "it came from a file"
            transaction.set_rollback(True)
        rulebook.keep_founding_text(council, by=row.changed_by, document=replace(held, units=OTHER))
        assert client.get(asked).status_code == 404, "another draft has the code by now"
        rulebook.drop_founding_text(council, by=row.changed_by, code="keeping_2")
        assert later in enter_as(cast, "rep_bus").get(listed).content.decode()
        assert "作成中ではなくなりました" in client.get(moved).content.decode()
    for page in ("rulebook:index", "rulebook:add"):
        assert listed in client.get(reverse(page, args=[council.slug])).content.decode()
    assert enter_user(cast.nagiura.users["secretary"]).get(listed).status_code == 404


def test_a_replay_is_of_an_amendment_or_of_a_document(cast: Cast) -> None:
    replay = asked(cast, draft(cast))
    for wrong in (
        {"amendment": None},
        {"code": "keeping", "text": "x"},
        {"amendment": None, "code": "keeping"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Replay.objects.filter(pk=replay.pk).update(**wrong)


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
