"""The request's page in its tabs: what stands where, for whom, in both languages."""

from __future__ import annotations

import re

import pytest

from governance.sharing.actions import requests
from governance.sharing.models import SharingRequest
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
