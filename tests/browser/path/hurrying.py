"""An emergency: asked, approved by the chair alone, provided and agreed within one day of heavy rain; then nobody
ratifies, and the approval lapses by itself."""

from __future__ import annotations

from governance.sharing.tasks import run_the_clock
from tests.browser.path.judging import SAFEGUARDS
from tests.browser.path.telling import Story
from tests.browser.reader import PHONE

APPLICANT = "しおみ海浜バス株式会社"
TITLE = "大雨避難時の臨時バスの運行"
WHY = "大雨警報が発表され、下校中の児童の避難に直ちに要する。"


def draft_in_a_hurry(story: Story) -> None:
    """The bus company asks for statistics of passages, and says that it is an emergency."""
    with story.scene("rep_bus", "draft a request in an emergency") as person:
        person.open("requests/")
        person.press("申請を始める")
        person.pick(recipient=APPLICANT, project="P-03 大雨避難支援", purpose="公共の安全の確保")
        person.fill(title_ja=TITLE, purpose_ja="児童の多い場所へ臨時のバスを回し、安全に避難させる。")
        person.tick("緊急の場合（災害又は生命の危険）")
        person.judge("an-emergency-is-asked-for")
        person.press("保存して次へ")
        person.pick(dataset="D-02 通学路見守りタグ 通過記録")
        person.press("追加")
        person.choose(items="passages_15min")
        person.pick(processing="記録のまま", data_class="統計情報")
        person.press("保存して次へ")
        person.tick("第三者提供")
        person.press("保存して次へ", "保存して次へ")
        person.tick("日本", "消去（記録を残す）")
        person.fill(
            use_from="2026-11-24", use_until="2026-12-23", retention_months="1", disposal_by="2027-01-22"
        )
        person.press("保存して次へ")
        for name in SAFEGUARDS:
            person.tick(name, within="#id_safeguards")
        person.press("保存して次へ", "編集を終えて申請へ")
        person.note("request")
        person.press("提出する", "提出する")
        person.see("形式審査")


def pass_it_on(story: Story) -> None:
    """The secretariat passes it on, and reads that the chair may go ahead alone."""
    with story.scene("secretary", "pass the formal check") as person:
        person.open("today/")
        person.take_up("形式審査", story.noted["request"])
        person.press("形式審査を通す", "形式審査を通す")
        person.see("審査中", "緊急")
        person.judge("an-emergency-under-review")


def approve_alone(story: Story) -> None:
    """The chair decides alone by the power that the rules give, and lets the data go provisionally."""
    line = f"{story.noted['request']}-1"
    with story.scene("chair", "approve provisionally") as person:
        person.open("today/")
        person.take_up("緊急", line)
        person.press("緊急承認を記録")
        person.see("先に", line)
        person.judge("no-decision-yet")
        person.press("決定を記録する")
        assert person.page.locator("#id_about").input_value() == f"line:{line}"
        person.page.locator("#id_rests_on").select_option("chair:emergency")
        person.fill(title_ja=f"{line}の仮承認（大雨避難）", reasons_ja=WHY)
        person.judge("the-chair-decides-alone")
        person.press("記録する")
        person.note("decision")
        person.open(story.noted["request-page"])
        person.press("緊急承認を記録")
        person.page.locator("#id_decision_number").select_option(story.noted["decision"])
        person.fill(reasons=WHY)
        person.press("記録する")
        person.see("緊急承認中")
        person.judge("provisionally-approved")


def let_it_go(story: Story) -> None:
    """The holder decides, a memorandum is recorded: the grant is active until the ratification is due."""
    line = f"{story.noted['request']}-1"
    with story.scene("officer_education", "decide to provide") as person:
        person.open("standing/")
        person.take_up(line)
        person.press("提供を決定する")
        person.tick("権利利益を不当に侵害するおそれはない")
        person.fill(file_number="汐教委第93号", reasons="避難に直ちに要する統計である。")
        person.press("決定を記録する")
    with story.scene("secretary", "record the memorandum") as person:
        person.open("today/")
        person.take_up("契約", line)
        person.press("契約を記録")
        person.pick(kind="覚書")
        person.fill(contract_number="緊急時データ提供覚書 第1号", signed_on="2026-11-24")
        person.press("記録する")
        person.follow(person.page.get_by_role("link", name="利用承認へ"))
        person.note("grant")
        person.see("2026/12/8")
        person.judge("active-until-the-ratification-is-due")


def is_reminded(story: Story) -> None:
    """The last day comes and nobody has ratified: the secretariat still finds it on its worklist."""
    run_the_clock()
    with story.scene("secretary", "find what is to be ratified", width=PHONE) as person:
        person.open("today/")
        person.see(story.noted["request"])
        person.judge("the-last-day")
        person.open(story.noted["grant-page"])
        person.see("有効")


def lapses(story: Story) -> None:
    """The day after, the approval has lapsed: the grant has ended, and the company has to dispose of the data."""
    run_the_clock()
    with story.scene("rep_bus", "read that the approval has lapsed", width=PHONE) as person:
        person.open("standing/")
        person.judge("what-is-left-to-do")
        person.take_up("廃棄", story.noted["grant"])
        person.see("廃棄待ち")
        person.judge("nothing-may-flow-any-more")
    with story.scene("secretary", "see that nothing can be ratified any more") as person:
        person.open(story.noted["request-page"])
        person.see("不承認")
        assert person.page.get_by_role("link", name="追認を記録").count() == 0
        person.judge("lapsed")


def certify(story: Story) -> None:
    """The company certifies the disposal, the holder verifies it, and the grant closes."""
    with story.scene("rep_bus", "certify the disposal") as person:
        person.open(story.noted["grant-page"])
        person.press("返却・廃棄を証明する")
        person.choose(method="erase")
        person.fill(disposed_on="2026-12-10", witness="運行管理部長", description="配車端末から消去した。")
        person.press("証明を提出する")
    with story.scene("officer_education", "verify the certificate") as person:
        person.open("standing/")
        person.take_up("証明")
        person.press("証明を確認する", "確認して完了する")
        person.see("完了")
