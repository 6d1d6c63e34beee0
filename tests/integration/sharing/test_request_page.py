"""The request's page in its tabs: what stands where, for whom, in both languages."""

from __future__ import annotations

import re

import pytest

from core.http.changes import Change
from governance.sharing.actions import requests
from governance.sharing.documents.terms import LABELS
from governance.sharing.models import EditLock, SharingRequest
from governance.sharing.views.tabs import TABS
from pia.models import Assessment
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")


def address(cast: Cast, reference: str, tab: str = "") -> str:
    return f"/c/{cast.shiomi.council.slug}/requests/{reference}/{f'?tab={tab}' if tab else ''}"


def text(cast: Cast, who: str, reference: str, tab: str = "", language: str = "ja") -> str:
    client = signed_in(cast.shiomi.users[who])
    client.cookies["language"] = language
    answer = client.get(address(cast, reference, tab))
    assert answer.status_code == 200, tab
    return answer.content.decode()


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_tab_has_the_head_the_checklist_and_the_chain(cast: Cast, tab: str, language: str) -> None:
    shown = text(cast, "secretary", "R-2026-018", tab, language)
    assert 'class="chain-links"' in shown
    assert 'class="checks"' in shown
    assert "公立大学法人汐見大学" in shown or "University" in shown
    assert shown.count('aria-current="page"') >= 1


def test_each_tab_shows_its_own_part(cast: Cast) -> None:
    wanted = {
        "content": ("利用期間", "学術研究"),
        "flow": ("提供元での取扱い", "提供先での取扱い"),
        "pia": ("対応前と対応後のリスク",),
        "consents": ("同意をお願いした内容",),
        "review": ("汐見協第24号", "附帯意見"),
        "record": ("保存された提供前確認の結果", "提出のとき", "提供のとき"),
    }
    for tab, words in wanted.items():
        shown = text(cast, "secretary", "R-2026-018", tab)
        missing = [word for word in words if word not in shown]
        assert not missing, (tab, missing)


def test_an_unknown_tab_is_the_first(cast: Cast) -> None:
    client = signed_in(cast.shiomi.users["secretary"])
    assert client.get(address(cast, "R-2026-018", "surprise")).context["tab"] == "content"


def test_what_changed_since_the_last_submission_stands_first_in_the_forms_words(cast: Cast) -> None:
    shown = text(cast, "secretary", "R-2026-031")
    changed = shown.index("前回の提出からの変更")
    assert changed < shown.index("申請者と目的")
    assert "提供する情報の区分" in shown[changed : shown.index("申請者と目的")]
    assert "data_class" not in shown
    assert "consent_69_2_1" not in shown
    assert "disposal_by" not in shown


def test_a_processing_that_was_dropped_is_told_in_words(cast: Cast) -> None:
    shown = text(cast, "secretary", "R-2026-031")
    changed = shown[shown.index("前回の提出からの変更") : shown.index("申請者と目的")]
    row = changed[changed.index("提供前の加工") :]
    assert row.index("<del>統計にする</del>") < row.index("<ins>記録のまま</ins>")


def test_a_draft_without_a_line_has_a_page_that_says_how_to_begin(cast: Cast) -> None:
    row = SharingRequest.objects.filter(council=cast.shiomi.council, state="drafted").first()
    assert row is not None
    row.lines.all().delete()
    client = signed_in(cast.shiomi.users["secretary"])
    for tab in TABS:
        answer = client.get(address(cast, row.reference, tab))
        assert answer.status_code in {200, 404}, tab


def test_the_risks_of_an_assessment_are_for_those_who_may_open_it(cast: Cast) -> None:
    assert "対応前と対応後のリスク" in text(cast, "rep_university", "R-2026-018", "pia")
    Assessment.objects.filter(state__in=["approved", "published"]).update(state="in_review")
    assert "対応前と対応後のリスク" not in text(cast, "rep_university", "R-2026-018", "pia")
    assert "対応前と対応後のリスク" in text(cast, "secretary", "R-2026-018", "pia")


def test_another_council_does_not_find_it(cast: Cast) -> None:
    client = signed_in(cast.nagiura.users["secretary"])
    for tab in TABS:
        assert client.get(address(cast, "R-2026-018", tab)).status_code == 404


def test_a_request_sent_back_says_why_where_the_applicant_looks_first(cast: Cast) -> None:
    row = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-035")
    requests.return_for_correction(
        row, by=cast.shiomi.users["secretary"], reason="保存期間を直してください。"
    )
    shown = text(cast, "rep_town", "R-2026-035")
    assert shown.index("補正を求められています") < shown.index("保存期間を直してください。")
    assert shown.index("保存期間を直してください。") < shown.index("申請者と目的")
    standing = signed_in(cast.shiomi.users["rep_town"]).get(f"/c/{cast.shiomi.council.slug}/standing/")
    assert "補正" in standing.content.decode()


def test_an_english_reader_meets_english_names(cast: Cast) -> None:
    shown = text(cast, "secretary", "R-2026-018", language="en")
    head = shown[shown.index("Who and what for") : shown.index("Period of use")]
    head = head.replace("健康づくり事業の同意説明書による。", "what the applicant wrote")
    assert "Shiomi University" in head
    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", head)


def test_handing_in_stands_out_only_where_nothing_is_missing(cast: Cast) -> None:
    """R-2026-033 lacks five things, R-2026-036 nothing."""
    button = r'<summary class="button( primary)?"[^>]*>\s*提出する'
    found = {
        key: re.search(button, text(cast, key, reference))
        for key, reference in (("rep_bus", "R-2026-033"), ("rep_delivery", "R-2026-036"))
    }
    assert [one and one.group(1) for one in found.values()] == [None, " primary"]


@pytest.mark.parametrize(
    ("user", "state", "tail", "label", "follows"),
    [
        ("rep_delivery", "drafted", "", "提出する", "形式審査を行います"),
        ("secretary", "submitted", "", "形式審査を通す", "取り消すことはできません"),
        ("secretary", "in_review", "?tab=content", "審査を終結する", "再び始めることはできません"),
    ],
)
def test_what_moves_a_request_on_asks_first_and_says_what_follows(
    cast: Cast, user: str, state: str, tail: str, label: str, follows: str
) -> None:
    SharingRequest.objects.filter(reference="R-2026-036").update(state=state)
    path = f"{address(cast, 'R-2026-036')}{tail}"
    shown = signed_in(cast.shiomi.users[user]).get(path).content.decode()
    dialog = re.search(rf"<summary[^>]*>\s*{label}\s*</summary>(.*?)</details>", shown, re.DOTALL)
    assert dialog is not None
    assert follows in dialog[1]


def test_a_request_without_a_project_lacks_nothing_in_the_chain(cast: Cast) -> None:
    SharingRequest.objects.filter(reference="R-2026-018").update(project=None)
    for path in (address(cast, "R-2026-018"), "/c/shiomi/chain/R-2026-018/"):
        shown = signed_in(cast.shiomi.users["secretary"]).get(path).content.decode()
        link = re.search(r'<span class="chain-kind">事業</span>(.*?)</li>', shown, re.DOTALL)
        assert link is not None, path
        assert "なし" in link[1]
        assert "任意" in link[1]
        assert "未" not in link[1]


def test_a_dataset_without_an_assessment_says_what_is_asked_and_where_one_begins(cast: Cast) -> None:
    Assessment.objects.update(dataset_reference="D-99")
    shown = text(cast, "rep_university", "R-2026-018", "pia")
    part = shown.partition("このデータ資産の影響評価はありません")[2]
    assert "check-text" in part
    assert 'href="/c/shiomi/assessments/"' in part
    assert "まだありません" in shown.partition('class="chain-links"')[2]


def told_to(cast: Cast, who: str, row: SharingRequest) -> list[Change] | None:
    """The changes of fields that somebody reads on the record of ``row``; None where there is no such section."""
    there = address(cast, row.reference, "record")
    found = signed_in(cast.shiomi.users[who]).get(f"{there}&page=1").context["field_changes"]
    return None if found is None else list(found.page.paginator.object_list)


def test_the_record_tells_what_was_typed_and_of_a_secret_only_that_it_changed(cast: Cast) -> None:
    EditLock.objects.all().delete()
    row = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-033")
    line, by = row.lines.earliest("number"), cast.shiomi.users["rep_bus"]
    requests.edit_line(line, by=by, retention_months=7, trade_secret="配車の手順")
    newest = (told_to(cast, "rep_bus", row) or [])[:2]
    assert {(one.who, one.where) for one in newest} == {(str(by), line.reference)}
    months, secret = sorted(newest, key=lambda one: one.hidden)
    assert (months.after, months.hidden) == ("7", False)
    assert (secret.field, secret.before, secret.after) == (str(LABELS["trade_secret"]), "", "")
    reader, there = signed_in(by), address(cast, "R-2026-033", "record")
    assert f"{there.partition('?')[2]}&amp;page=1#changes" in reader.get(there).content.decode()
    shown = reader.get(f"{there}&page=1").content.decode()
    assert "配車の手順" not in shown
    assert "ここには表示しません" in shown
    requests.remove_line(line, by=by)
    gone = [one for one in told_to(cast, "rep_bus", row) or [] if one.kind == "removed"]
    assert {(one.who, one.where) for one in gone} == {(str(by), line.reference)}
    assert "7" in {one.before for one in gone}
    assert "配車の手順" not in reader.get(f"{there}&page=1").content.decode()


def test_what_was_typed_is_the_applicants_and_what_was_handed_in_is_for_every_reader(cast: Cast) -> None:
    row = SharingRequest.objects.get(council=cast.shiomi.council, reference="R-2026-035")
    assert any(one.kind == "added" for one in told_to(cast, "rep_town", row) or [])
    assert told_to(cast, "secretary", row) is None
    by, before = cast.shiomi.users["rep_town"], row.title_ja
    requests.return_for_correction(row, by=cast.shiomi.users["secretary"], reason="件名を直してください。")
    requests.edit(row, by=by, title_ja="書きかけの件名")
    requests.edit(row, by=by, title_ja="新しい件名")
    requests.edit_line(row.lines.earliest("number"), by=by, trade_secret="配車の手順")
    turns_page = address(cast, row.reference, "record")
    reader = signed_in(cast.shiomi.users["secretary"])
    assert reader.get(turns_page).context["turns"] == []
    requests.submit(row, by=by)
    ((turn, found),) = reader.get(turns_page).context["turns"]
    assert (turn.turn, turn.submitted_by) == (2, by)
    assert (before, "新しい件名") in {(one["before"], one["after"]) for one in found}
    assert "書きかけの件名" not in reader.get(turns_page).content.decode()
    assert told_to(cast, "secretary", row) is None
    (turn, found) = signed_in(cast.shiomi.users["chair"]).get(turns_page).context["turns"][0]
    assert {one["after"] for one in found} == {"新しい件名", "ここには表示しません"}, (
        "of a secret that it changed"
    )
    assert "書きかけの件名" in {one.before for one in told_to(cast, "rep_town", row) or []}
