"""The pages, as the people of the cast come to them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from core.http import changes
from core.http.changes import Change
from pia import actions, queries
from pia.enums import Impact, State
from pia.models import Assessment
from pia.rules.completeness import PRINCIPLES
from tests.cast import Cast, World, enter, signed_in
from tests.factories import assessments as make
from tests.factories import people

PAGES = (
    "show",
    "threshold",
    "preparation",
    "flows",
    "requirements",
    "risks",
    "treatment",
    "review",
    "people",
)


def url(row: Assessment, page: str = "show", **kwargs: object) -> str:
    return reverse(f"pia:{page}", kwargs={"council": row.council.slug, "reference": row.reference, **kwargs})


def client_of(world: World, key: str) -> Client:
    client = Client()
    enter(client, world.users[key])
    return client


@pytest.mark.parametrize("state", State.values)
def test_every_reading_page_opens_in_every_state(cast: Cast, state: str) -> None:
    row, world = make.in_state(cast.shiomi, state), cast.shiomi
    for key, language in (("secretary", "ja"), ("assessor", "en")):
        client = client_of(world, key)
        client.cookies["language"] = language
        for page in ("show", "flows", "risks", "treatment", "review"):
            assert client.get(url(row, page)).status_code == 200, (key, page)
        assert client.get(url(row, "revision", revision=1)).status_code == 200
        assert client.get(url(row, "report", revision=1)).status_code == 200
        assert client.get(reverse("pia:index", args=["shiomi"])).status_code == 200


FORM_PAGES = {
    "threshold": ("threshold", {"secretary", "assessor"}),
    "not_required": ("threshold", {"secretary"}),
    "preparation": ("preparing", {"assessor"}),
    "add_flow": ("assessing", {"assessor"}),
    "requirements": ("assessing", {"assessor"}),
    "add_risk": ("assessing", {"assessor"}),
    "send_back": ("in_review", {"pia_reviewer"}),
    "accept": ("in_review", {"chair"}),
    "people": ("in_review", {"secretary"}),
    "summary": ("approved", {"secretary", "assessor"}),
    "outdate": ("published", {"secretary"}),
}


@pytest.mark.parametrize("page", FORM_PAGES)
def test_form_pages_open_for_those_who_may_and_tell_the_others(cast: Cast, page: str) -> None:
    state, may = FORM_PAGES[page]
    row = make.in_state(cast.shiomi, state)
    reads_all = {"secretary", "assessor", "chair", "auditor"}
    for key in ("secretary", "assessor", "pia_reviewer", "chair", "auditor", "rep_university"):
        sees = key in reads_all or row.state == "published" or (key == "pia_reviewer" and page in FORM_PAGES)
        sees = sees and not (key == "pia_reviewer" and state in ("threshold", "preparing"))
        want = 200 if key in may else 403 if sees else 404
        if key == "rep_university" and state == "approved":
            want = 403
        assert client_of(cast.shiomi, key).get(url(row, page)).status_code == want, key


def test_out_of_its_state_a_form_page_says_so(cast: Cast) -> None:
    row = make.in_state(cast.shiomi, "published")
    answer = client_of(cast.shiomi, "assessor").get(url(row, "preparation"))
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "page", [*PAGES, "add_flow", "add_risk", "summary", "accept", "send_back", "outdate"]
)
def test_another_council_and_strangers_find_nothing(cast: Cast, page: str) -> None:
    row = make.assessing(cast.shiomi)
    make.assessing(cast.nagiura)
    for key in ("secretary", "assessor", "chair"):
        assert client_of(cast.nagiura, key).get(url(row, page)).status_code == 404
    stranger = Client()
    enter(stranger, cast.stranger)
    assert stranger.get(url(row, page)).status_code == 404
    assert stranger.post(url(row, page)).status_code in (404, 405)
    assert Client().get(url(row, page)).status_code == 302


@pytest.mark.parametrize("verb", ["begin", "start", "submit", "approve", "publish", "revise"])
def test_verbs_without_input_are_posts_only(cast: Cast, verb: str) -> None:
    row = make.in_state(cast.shiomi, "outdated")
    assert client_of(cast.shiomi, "secretary").get(url(row, verb)).status_code == 405


def test_a_reference_of_the_other_council_is_not_mixed_up(cast: Cast) -> None:
    """Both councils have a PIA-01; each reads its own."""
    here, there = make.published(cast.shiomi), make.assessing(cast.nagiura)
    assert here.reference == there.reference
    page = client_of(cast.nagiura, "secretary").get(url(there))
    assert (page.context["assessment"], page.status_code) == (there, 200)


def post(client: Client, address: str, data: dict[str, object] | None = None) -> str:
    """A post that must succeed; the address it leads to."""
    answer = client.post(address, data or {})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer.url


PREPARED = {
    "title_ja": "見守りタグの影響評価",
    "title_en": "Safe route tags",
    "standard": "jis_x_9251_2021",
    "dataset": "D-02",
    "scope_ja": "通学路の見守り",
    "stages": ["acquire", "use"],
    "items": "tag_id, passed_at",
    "purposes": "ServiceProvision",
    "places": "JP",
    "retention_months": 12,
    "seen": "",
}


def _assess(assessor: Client, row: Assessment) -> None:
    """The flows and risks of two stages, how the risks are treated (the second stays high), and the requirements."""
    for stage in ("acquire", "use"):
        flow = {"stage": stage, "source": "タグ", "destination": "教育委員会", "items": "tag_id passed_at"}
        post(assessor, url(row, "add_flow"), {**flow, "place": "JP", "measures": "仮名化"})
        risk = {"stage": stage, "threat": "行動が知られる", "asset": "通過記録", "impact": 4, "likelihood": 3}
        post(assessor, url(row, "add_risk"), risk)
    left = {"treatment": "reduce", "controls": "15分単位", "owner": "課長", "due": "2027-03-31"}
    post(assessor, url(row, "treat_risk", number=1), {**left, "residual_impact": 2, "residual_likelihood": 2})
    post(assessor, url(row, "treat_risk", number=2), {**left, "residual_impact": 3, "residual_likelihood": 3})
    answers = {
        f"{name}_{part}": text for name in PRINCIPLES for part, text in (("answer", "met"), ("note", "規程"))
    }
    post(assessor, url(row, "requirements"), answers)


def test_the_whole_way_by_hand(cast: Cast) -> None:
    """From the threshold questions to the published summary, as assessor, secretary, chair and reviewer."""
    world = cast.shiomi
    assessor, secretary = signed_in(world.users["assessor"]), signed_in(world.users["secretary"])
    opened = post(
        assessor,
        reverse("pia:new", args=["shiomi"]),
        {"title_ja": "見守りタグの影響評価", "standard": "jis_x_9251_2021", "dataset": "D-02"},
    )
    row = Assessment.objects.get()
    assert opened == url(row, "threshold")
    post(assessor, opened, {"persons": 1926, "triggers": ["children", "location"], "seen": 1})
    assert "規約（pia_requirement）" in assessor.get(opened).content.decode()
    post(assessor, url(row, "begin"))
    people.joins(world, "university", representative="rep_university")
    university = world.organisations["university"].pk
    post(assessor, url(row, "preparation"), {**PREPARED, "recipients": [university]})
    post(assessor, url(row, "start"))
    _assess(assessor, row)
    assert assessor.post(url(row, "submit")).status_code == 422, "no reviewer yet"
    reviewer_user = world.users["pia_reviewer"]
    post(secretary, url(row, "people"), {"role": "reviewer", "person": reviewer_user.pk})
    post(assessor, url(row, "submit"))
    reviewer = signed_in(reviewer_user)
    post(reviewer, url(row, "send_back"), {"section_1": "risks", "text_1": "根拠を書いてください"})
    (finding,) = row.findings.all()
    post(assessor, url(row, "answer", finding=finding.pk), {"answer": "書きました"})
    post(assessor, url(row, "submit"))
    assert reviewer.post(url(row, "approve")).status_code == 422, "risk 2 stays high"
    post(signed_in(world.users["chair"]), url(row, "accept"), {"statement": "会長として受容する。"})
    post(reviewer, url(row, "approve"))
    post(secretary, url(row, "summary"), {"summary_ja": "要約", "summary_en": "Summary", "seen": ""})
    post(secretary, url(row, "publish"))
    row.refresh_from_db()
    assert (row.state, row.round) == ("published", 2)
    assert [item.reference for item in queries.published(world.council)] == [row.reference]
    post(secretary, url(row, "outdate"), {"reason": "change", "note": "検知器が増える"})
    assert post(assessor, url(row, "revise")) == url(row, "preparation")
    assert Assessment.objects.get(revision=2).state == "assessing"


def test_what_was_typed_stays_when_it_is_refused(cast: Cast) -> None:
    row = make.assessing(cast.shiomi)
    client = client_of(cast.shiomi, "assessor")
    typed = {"stage": "use", "source": "健康づくり課", "destination": "", "items": "Steps!", "place": "Japan"}
    answer = client.post(url(row, "add_flow"), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(value in text for value in ("健康づくり課", "Steps!", "Japan"))
    assert "error-summary" in text
    assert not row.flows.exists()


def test_the_second_of_two_tabs_keeps_its_text_and_may_save_again(cast: Cast) -> None:
    row = make.assessing(cast.shiomi)
    by, client = cast.shiomi.users["assessor"], client_of(cast.shiomi, "assessor")
    actions.add_flow(row, make.flow(), by=by)
    actions.change_flow(row, 1, make.flow(source="先の人"), by=by)
    mine = {
        "stage": "acquire",
        "source": "後の人",
        "destination": "課",
        "items": "daily_steps",
        "place": "JP",
    }
    answer = client.post(url(row, "change_flow", number=1), {**mine, "seen": 1})
    assert answer.status_code == 409
    assert "後の人" in answer.content.decode()
    assert answer.context["form"]["seen"].value() == ""
    post(client, url(row, "change_flow", number=1), {**mine, "seen": ""})
    assert row.flows.get().source == "後の人"


@pytest.mark.parametrize(
    "typed",
    [
        {"title_ja": "あ" * 10_000},
        {"title_ja": "\x00"},
        {"title_ja": "x", "standard": "nonsense"},
        {"standard": "jis_x_9251_2021"},
    ],
)
def test_bad_input_opens_nothing(cast: Cast, typed: dict[str, str]) -> None:
    client = client_of(cast.shiomi, "secretary")
    answer = client.post(reverse("pia:new", args=["shiomi"]), {"standard": "jis_x_9251_2021", **typed})
    assert answer.status_code == 422
    assert not Assessment.objects.exists()


def test_markup_is_shown_as_text(cast: Cast) -> None:
    row = make.assessing(cast.shiomi)
    actions.add_risk(
        row,
        actions.RiskInput(stage="use", threat="<script>x</script>", asset="<b>", impact=1, likelihood=1),
        by=cast.shiomi.users["assessor"],
    )
    text = client_of(cast.shiomi, "assessor").get(url(row)).content.decode()
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_the_list_is_filtered_sorted_and_exported(cast: Cast) -> None:
    first, second = make.published(cast.shiomi), make.opened(cast.shiomi, dataset="D-02")
    make.opened(cast.nagiura)
    client, address = client_of(cast.shiomi, "secretary"), reverse("pia:index", args=["shiomi"])

    def listed(**asked: str) -> list[Assessment]:
        return list(client.get(address, asked).context["page"].object_list)

    assert listed() == [second, first]
    assert listed(state="published") == [first]
    assert listed(q="D-02") == [second]
    assert listed(q="健幸", state="in_review") == []
    assert listed(sort="reference") == [first, second]
    assert listed(sort="-reference") == [second, first]
    assert listed(sort="nonsense", state="nonsense") == [second, first]
    answer = client.get(address, {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row["番号"] for row in rows] == [second.reference, first.reference]


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', '＝HYPERLINK("x")', "　@sum"])
def test_formulas_in_the_export_are_defused(cast: Cast, text: str) -> None:
    actions.open_assessment(cast.shiomi.council, by=cast.shiomi.users["secretary"], title_ja=text)
    answer = client_of(cast.shiomi, "secretary").get(reverse("pia:index", args=["shiomi"]), {"format": "csv"})
    (row,) = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert row["件名"].startswith(f"'{text.strip()[0]}") or row["件名"].startswith("'　")


def test_the_list_takes_the_same_queries_however_long(cast: Cast, django_assert_max_num_queries) -> None:
    client, address = client_of(cast.shiomi, "secretary"), reverse("pia:index", args=["shiomi"])
    make.opened(cast.shiomi)
    with django_assert_max_num_queries(30) as one:
        client.get(address)
    for _ in range(9):
        make.opened(cast.shiomi)
    with django_assert_max_num_queries(len(one)):
        assert len(client.get(address).context["page"]) == 10


def test_the_export_says_what_was_approved(cast: Cast) -> None:
    row = make.approved(cast.shiomi)
    answer = client_of(cast.shiomi, "auditor").get(url(row, "export", revision=1))
    data = json.loads(answer.content)
    assert data["content"]["reference"] == row.reference
    assert data["digest"] == data["approved_digest"] == row.content_digest
    assert [flow["number"] for flow in data["content"]["flows"]] == [1, 2, 3, 4]


def test_an_altered_record_is_called_out(cast: Cast) -> None:
    row = make.approved(cast.shiomi)
    client = client_of(cast.shiomi, "auditor")
    assert client.get(url(row)).context["report"].unaltered is True
    row.risks.filter(number=1).update(impact=1)
    assert client.get(url(row)).context["report"].unaltered is False


def test_an_older_revision_points_to_the_newer(cast: Cast) -> None:
    row = make.in_state(cast.shiomi, "outdated")
    actions.revise(row, by=cast.shiomi.users["assessor"])
    page = client_of(cast.shiomi, "secretary").get(url(row, "revision", revision=1))
    assert page.context["newer"].revision == 2
    member = client_of(cast.shiomi, "rep_university").get(url(row))
    assert (member.context["assessment"].revision, member.context["newer"]) == (1, None)


def test_unassigning_ends_the_reviewer_s_access(cast: Cast) -> None:
    row = make.assessing(cast.shiomi)
    reviewer = cast.shiomi.users["pia_reviewer"]
    assert client_of(cast.shiomi, "pia_reviewer").get(url(row)).status_code == 200
    post(client_of(cast.shiomi, "secretary"), url(row, "unassign", role="reviewer", person=reviewer.pk))
    assert client_of(cast.shiomi, "pia_reviewer").get(url(row)).status_code == 404


def test_a_recipient_named_before_may_be_kept_though_it_is_no_member(cast: Cast) -> None:
    row = make.assessing(cast.shiomi)
    offered = queries.possible_recipients(row)
    assert list(offered) == [cast.shiomi.organisations["university"]]


THREAT = "ほかの情報と照合される"


def told_to(world: World, key: str, row: Assessment) -> list[Change] | None:
    """The changes that somebody reads on the page of ``row``; None where there is no such section."""
    found = client_of(world, key).get(url(row), {"page": 1}).context["changes"]
    return None if found is None else list(found.page.paginator.object_list)


def test_a_risk_that_was_taken_out_stays_readable(cast: Cast) -> None:
    row, world = make.assessing(cast.shiomi), cast.shiomi
    by = world.users["assessor"]
    actions.add_risk(row, make.risk(), by=by)
    actions.change_risk(row, 1, make.risk(impact=4), by=by)
    actions.remove_risk(row, 1, by=by)
    for key in ("assessor", "secretary", "pia_reviewer"):
        told = told_to(world, key, row) or []
        gone = [one for one in told if one.kind == "removed"]
        assert told[: len(gone)] == gone, "the newest first"
        assert {THREAT, "歩数の記録"} <= {one.before for one in gone}
        assert {(one.who, one.where, one.after) for one in gone} == {(str(by), "リスクR1", "–")}
        changed = [one for one in told if one.where == "リスクR1" and one.kind == "changed"]
        assert [(one.before, one.after) for one in changed] == [(Impact(3).label, Impact(4).label)]
    assert THREAT not in client_of(world, "assessor").get(url(row)).content.decode()
    page = client_of(world, "assessor").get(url(row), {"page": 1}).content.decode()
    assert page.index('id="changes"') < page.index(THREAT)
    assert "?page=1#changes" in client_of(world, "assessor").get(url(row, "risks")).content.decode()
    assert told_to(world, "chair", row) is None
    assert "?page=1#changes" not in client_of(world, "chair").get(url(row, "risks")).content.decode()
    assert client_of(cast.nagiura, "secretary").get(url(row)).status_code == 404
    assert client_of(world, "rep_university").get(url(row)).status_code == 404


def test_the_drafting_of_a_decided_assessment_is_not_for_every_member(cast: Cast) -> None:
    row, world = make.assessing(cast.shiomi), cast.shiomi
    by = world.users["assessor"]
    actions.add_risk(row, make.risk(), by=by)
    actions.remove_risk(row, 1, by=by)
    actions.submit_for_review(make.complete(row, world), by=by)
    row = actions.approve(row, by=world.users["pia_reviewer"])
    assert any(one.kind == "removed" for one in told_to(world, "chair", row) or [])
    actions.write_summary(row, by=by, summary_ja="書きかけの要約", summary_en="A summary in work")
    assert "書きかけの要約" in {one.after for one in told_to(world, "chair", row) or []}
    assert told_to(world, "rep_university", row) == []
    actions.put_in_place(row, 2, by=by, note="要領を定めた。")
    told = told_to(world, "rep_university", row) or []
    assert {one.where for one in told} == {"リスクR2"}
    assert "要領を定めた。" in {one.after for one in told}


def test_changes_are_read_where_asked_for_in_one_query_each_the_newest_of_many(
    cast: Cast, django_assert_max_num_queries, monkeypatch
) -> None:
    row, by = make.assessing(cast.shiomi), cast.shiomi.users["assessor"]
    client = client_of(cast.shiomi, "assessor")
    for number in range(1, 8):
        actions.add_risk(row, make.risk(), by=by)
        actions.remove_risk(row, number, by=by)
    with django_assert_max_num_queries(150) as folded:
        assert client.get(url(row)).context["changes"].page is None
    with django_assert_max_num_queries(len(folded) + 5):
        told = client.get(url(row), {"page": 2}).context["changes"]
    assert (told.page.number, told.is_cut) == (2, False)
    monkeypatch.setattr(changes, "MOST", 10)
    cut = client.get(url(row), {"page": 1}).context["changes"]
    assert cut.is_cut
    assert {one.where for one in told.page.paginator.object_list} > {
        one.where for one in cut.page.paginator.object_list if one.where.startswith("リスクR")
    }
