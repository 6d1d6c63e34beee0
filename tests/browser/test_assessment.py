"""An outdated assessment is revised, reviewed and published again.

The story: the camera at the beach keeps its images for longer than was assessed. Seto, the assessor, begins a
revision, adds the stage that was missing and hands it in, by keyboard. Irie, the reviewer, looks at it on a
phone without JavaScript and sends it back once. The chair accepts what stays high; Irie approves; Unno of the
secretariat publishes the summary.
"""

from __future__ import annotations

import pytest

from config.demo.people import load
from pia import queries
from tests.browser.reader import DESK, PHONE
from tests.cast import signed_in

pytestmark = [pytest.mark.fresh_database("demo"), pytest.mark.writes_on_get]
CAMERA = "/c/shiomi/assessments/PIA-02/"
WORKING = ["", "preparation/", "flows/", "flows/add/", "requirements/", "risks/", "risks/1/", "treatment/"]
FORMS = ["treatment/1/", "review/", "revisions/1/", "revisions/1/report/", "revisions/1/pdf/"]


def session(key: str) -> str:
    return signed_in(load().shiomi.users[key]).cookies["sessionid"].value


def press(page, name: str) -> None:
    """Press the button or link of that name with the keyboard."""
    place = page.get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("link", name=name, exact=True)
    )
    place.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"#id_{name}").fill(text)


def revise(read) -> None:
    """Seto: the revision, a stage more, and everything that it needs."""
    reader = read(session=session("assessor"), width=DESK)
    page = reader.open(CAMERA + "review/")
    press(page, "改訂を始める")
    page.get_by_label("保管", exact=True).check()
    press(page, "保存する")
    page.goto(CAMERA + "flows/")
    press(page, "フローを追加する")
    page.get_by_label("段階").select_option(label="保管")
    fill(page, source="現地の計測装置", destination="7日間の保存", measures="暗号化")
    press(page, "このフローを追加する")
    assert "F4" in page.get_by_role("main").inner_text()
    page.goto(CAMERA + "risks/add/")
    page.get_by_label("段階").select_option(label="保管")
    fill(page, threat="保存した画像が見られる", asset="画像")
    page.locator("input[name=impact][value='3']").check()
    page.locator("input[name=likelihood][value='2']").check()
    press(page, "このリスクを追加する")
    page.goto(CAMERA + "treatment/4/")
    page.locator("input[name=treatment][value=reduce]").check()
    fill(page, controls="7日で自動消去", owner="事務局長", due="2027-03-31")
    page.locator("#id_residual_impact").select_option("2")
    page.locator("#id_residual_likelihood").select_option("1")
    press(page, "保存する")
    page.goto(CAMERA + "review/")
    press(page, "審査に出す")
    assert "審査中" in page.title()
    assert not reader.problems


def send_back(read) -> None:
    """Irie, on a phone without JavaScript: one finding."""
    reader = read(session=session("pia_reviewer"), width=PHONE, scripts=False)
    page = reader.open(CAMERA + "review/")
    page.get_by_role("link", name="指摘を付けて差し戻す").click()
    page.locator("#id_section_1").select_option("risks")
    page.locator("#id_text_1").fill("保存期間の根拠を書いてください。")
    page.get_by_role("button", name="差し戻す").click()
    assert "評価中" in page.title()


def answer(read) -> None:
    """Seto answers and hands it in again."""
    page = read(session=session("assessor")).open(CAMERA + "review/")
    press(page, "この指摘に回答する")
    fill(page, answer="混雑の型を7日間比べるため。")
    press(page, "回答を保存する")
    press(page, "審査に出す")


def decide(read) -> None:
    """The chair accepts, Irie approves, Unno publishes."""
    reader = read(session=session("chair"))
    page = reader.open(CAMERA + "review/")
    press(page, "残留リスクを受容する")
    reader.judge()
    fill(page, statement="夏季に限り受容する。")
    press(page, "受容を宣言する")
    page = read(session=session("pia_reviewer"), scripts=False).open(CAMERA + "review/")
    page.locator("summary", has_text="承認する").click()
    page.get_by_role("button", name="承認する").click()
    page = read(session=session("secretary"), scripts=False).open(CAMERA + "review/")
    page.locator("summary", has_text="要約を公開する").click()
    page.get_by_role("button", name="要約を公開する").click()


def test_an_outdated_assessment_is_revised_and_published(read) -> None:
    """From outdated to published again, by the four who have to act."""
    council = load().shiomi.council
    assert queries.find(council, "PIA-02").state == "outdated"
    for act in (revise, send_back, answer, decide):
        act(read)
    row = queries.find(council, "PIA-02")
    assert (row.state, row.revision, row.round) == ("published", 2, 2)
    assert queries.published(council)[0].reference == "PIA-02"


def test_every_page_of_an_assessment_is_in_order(read) -> None:
    """Judged on a desk in Japanese and on a phone in English and dark, while it is being worked on."""
    page = read(session=session("assessor")).open(CAMERA + "review/")
    press(page, "改訂を始める")
    key = session("assessor")
    readers = [read(session=key, width=DESK), read(session=key, width=PHONE, language="en", theme="dark")]
    faults = []
    for path in [*WORKING, *FORMS]:
        for reader in readers:
            reader.open(CAMERA + path)
            faults += [f"{path} {reader.width}: {fault}" for fault in reader.faults()]
    assert not faults
