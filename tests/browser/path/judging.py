"""From the draft of a request to the signed approval: everybody who judges it, each in turn."""

from __future__ import annotations

from contextlib import nullcontext

from playwright.sync_api import FilePayload

from tests.browser.path.telling import Person, Story
from tests.browser.path.texts import DATASET, PROJECT

PANEL = ("reviewer_security", "reviewer_law", "reviewer_ethics", "reviewer_citizen_1", "reviewer_citizen_2")
RECUSED, ALTERNATE = "reviewer_law", "reviewer_law_alternate"
SITTING = (
    "reviewer_security",
    "reviewer_law_alternate",
    "reviewer_ethics",
    "reviewer_citizen_1",
    "reviewer_citizen_2",
)
OPINIONS = (
    "暗号化と鍵の分離管理を確認した。",
    "同意の範囲内であることを確認した。",
    "少人数の区分の扱いが適切である。",
    "説明書は分かりやすい。",
    "撤回の方法がはっきりしている。",
)
PROCEDURE = "アクセス記録の取扱手順"
EVIDENCE: FilePayload = {
    "name": "access-log.txt",
    "mimeType": "text/plain",
    "buffer": "操作のたびに記録し、1年間保存する。".encode(),
}
SAFEGUARDS = ("アクセス制御", "アクセス記録", "暗号化", "従業者の教育")


def draft_a_request(story: Story) -> None:
    """The university drafts its request; the checklist beside the form fills as it types."""
    with story.scene("rep_university", "draft a data-use request") as person:
        person.open("requests/")
        person.press("申請を始める")
        person.pick(
            recipient="公立大学法人汐見大学",
            project=f"{story.noted['project']} {PROJECT}",
            purpose="学術研究",
        )
        person.fill(
            title_ja="海辺の散歩と歩きやすい道に関する研究",
            title_en="Walks and paths along the sea",
            purpose_ja="散歩した時間と年代を比べ、歩きやすい海辺の道の条件を明らかにする。",
        )
        person.press("保存して次へ")
        person.pick(dataset=f"{story.noted['dataset']} {DATASET}")
        person.press("追加")
        person.tick("散歩した時間", "年代")
        person.pick(data_class="個人情報")
        person.press("保存して確認")
        person.judge("the-checklist-beside-the-draft")
        _complete(person)
        person.judge("the-checklist-filled")
        person.press("編集を終えて申請へ")
        person.note("request")


def _complete(person: Person) -> None:
    person.press("保存して次へ")
    person.tick("第三者提供")
    person.press("保存して次へ")
    person.choose(ground="consent_69_2_1")
    person.fill(ground_reason="海辺の散歩の会の同意説明書による。")
    person.judge("the-grounds-that-fit")
    person.press("保存して次へ")
    person.tick("日本", "消去（記録を残す）")
    person.fill(
        use_from="2027-01-05", use_until="2027-03-31", retention_months="12", disposal_by="2027-04-30"
    )
    person.press("保存して次へ")
    for name in SAFEGUARDS:
        person.page.locator("#id_safeguards").get_by_label(name, exact=True).check()
    person.follow(person.page.locator("button[name=attach][value=access_log]"))
    hand_in_evidence(person)
    person.press("保存して次へ")


def hand_in_evidence(person: Person) -> None:
    """The file that proves the access log; whoever comes from the step on safety finds the measure ticked."""
    person.fill(title=PROCEDURE)
    person.page.locator("#id_file").set_input_files(EVIDENCE)
    person.tick("アクセス記録")
    person.judge("evidence-of-a-measure")
    person.press("追加")
    person.see(PROCEDURE)


def submit_the_request(story: Story) -> None:
    """The university hands its request in, by keyboard."""
    with story.scene("rep_university", "hand the request in") as person:
        person.open(story.noted["request-page"])
        with person.by_keyboard():
            person.press("提出する", "提出する")
        person.see("形式審査", "期限")
        person.judge("the-request-handed-in")


def pass_the_formal_check(story: Story) -> None:
    """The secretariat finds the request on its worklist and passes the formal check."""
    with story.scene("secretary", "pass the formal check") as person:
        person.open("today/")
        person.see(story.noted["request"])
        person.judge("today-of-the-secretariat")
        person.take_up("形式審査", story.noted["request"])
        person.press("形式審査を通す", "形式審査を通す")
        person.see("審査中")


def declare_interests(story: Story) -> None:
    """Each reviewer declares before the file opens; the lawyer is recused and the alternate is called in."""
    for key in (*PANEL, ALTERNATE):
        with story.scene(key, "declare an interest") as person:
            person.open("cases/")
            row = person.page.get_by_role("row").filter(has_text=story.noted["request"])
            person.follow(row.get_by_role("link", name="申告する"))
            if key == RECUSED:
                person.judge("the-declaration-before-the-file-opens")
            person.tick("当事者の顧問" if key == RECUSED else "利害関係なし")
            person.press("申告する")
            if key == RECUSED:
                person.see("審査には加わりません", story.noted["request"])
                person.open("cases/")
                assert story.noted["request"] not in person.page.get_by_role("main").inner_text()
                person.judge("the-recused-member-sees-no-more")
            else:
                person.see(story.noted["request"])


def give_blind_opinions(story: Story) -> None:
    """Those who sit give their opinions, which nobody else sees, one of them by keyboard; then the secretariat opens
    them."""
    for key in SITTING:
        with story.scene(key, "give an opinion") as person:
            person.open(f"{story.noted['request-page']}board/")
            assert OPINIONS[0] not in person.page.content() or key == SITTING[0], "opinions are not blind"
            with person.by_keyboard() if key == SITTING[-1] else nullcontext():
                person.tick("適当")
                person.type_in("#line_1_text", OPINIONS[SITTING.index(key)])
                person.press("意見を提出する")
            if key == SITTING[0]:
                person.judge("the-workspace-of-a-reviewer")
    with story.scene("secretary", "open the opinions") as person:
        person.open(f"{story.noted['request-page']}board/")
        person.press("意見を審査会に開示する", "意見を審査会に開示する")
        person.see(*OPINIONS)


def vote_on_the_opinion(story: Story) -> None:
    """Each member votes; the secretariat fixes what the ballots carried by the rule in force, and concludes."""
    for key in SITTING:
        with story.scene(key, "vote") as person:
            person.open(f"{story.noted['request-page']}board/")
            person.press("表決")
            person.tick("適当")
            person.press("表決")
    with story.scene("secretary", "fix the board's opinion") as person:
        person.open(f"{story.noted['request-page']}board/")
        person.press("審査意見を確定する")
        person.judge("the-vote-by-the-rule")
        person.fill(reasons="利用目的が明確で、同意の範囲内である。", remark="10人未満の区分は秘匿すること。")
        person.press("意見を確定する")
        person.open(f"{story.noted['request-page']}board/")
        person.press("審査を終結する", "審査を終結する")
        person.open(f"{story.noted['request-page']}?tab=review")
        person.see("10人未満の区分は秘匿すること。")
        person.judge("the-board-s-opinion")


def sign_the_papers(story: Story) -> None:
    """Head of the secretariat and chair sign what waits for them; the document gets its number."""
    for key in ("approver", "chair"):
        with story.scene(key, "sign a draft") as person:
            person.open("drafts/")
            person.take_up(story.noted["request"])
            if key == "chair":
                person.judge("a-draft-before-it-is-signed")
            person.press("決裁する")
            person.see("決裁しました")
    person.show("the-document-is-issued")


def convene_the_steering_body(story: Story) -> None:
    """The secretariat plans the meeting of the body that the rule names, tables the item and sends the notice."""
    with story.scene("secretary", "convene the steering body") as person:
        person.open("today/")
        person.take_up(f"{story.noted['request']}-1")
        person.press("会議を計画：幹事会")
        person.fill(day="2026-12-21", time="14:00", place="汐見市役所 第2会議室")
        person.press("会議を計画する")
        person.open(story.noted["request-page"])
        person.follow(person.page.get_by_role("link", name="付議する：幹事会 2026/12/21"))
        person.press("議案に加える")
        person.see(f"{story.noted['request']}-1")
        person.open("meetings/")
        meeting = person.page.get_by_role("row").filter(has_text="2026/12/21")
        person.follow(meeting.get_by_role("link"))
        person.press("招集通知を送る", "招集通知を送る")
        person.judge("the-meeting-is-convened")
        story.noted["meeting"] = person.page.url


def vote_in_the_meeting(story: Story) -> None:
    """The chair opens with a quorum, the applicant's own member takes no part, the others vote."""
    meeting = story.noted["meeting"]
    with story.scene("secretary", "record who is there and put the item to the vote") as person:
        for name in ("潮崎 直樹", "小浜 誠一", "磯貝 亮", "千鳥 薫", "塩見 和子"):
            person.open(meeting)
            person.follow(person.page.get_by_role("row").filter(has_text=name).get_by_role("link"))
            person.pick(channel="会場")
            person.press("保存する")
        person.press("開会する")
        person.judge("the-quorum-of-the-meeting")
        person.follow(person.page.get_by_role("link", name=f"データ利用申請{story.noted['request']}-1"))
        person.press("表決に付す")
        person.see("磯貝 亮")
        story.noted["item"] = person.page.url
    for key in ("chair", "steering_city", "steering_bus", "steering_chamber"):
        with story.scene(key, "vote in the meeting") as person:
            person.open(story.noted["item"])
            person.tick("賛成")
            person.press("表決する")
    with story.scene("secretary", "count the vote and record the decision") as person:
        person.open(story.noted["item"])
        person.press("表決を締め切り、集計する")
        person.judge("the-vote-is-counted")
        person.press("決定を記録する")
        person.fill(reasons_ja="審査会の意見のとおり承認する。", reasons_en="Approved as the board advised.")
        person.press("決定を記録する")
        person.note("decision")
        person.judge("the-decision-has-its-number")
        person.open(meeting)
        person.press("閉会する", "閉会する")


def approve_by_the_decision(story: Story) -> None:
    """The secretariat records the approval by that decision."""
    with story.scene("secretary", "record the approval") as person:
        person.open(story.noted["request-page"])
        person.press("承認を記録")
        person.page.locator("#id_decision_number").select_option(index=0)
        person.fill(reasons="審査会の意見のとおり承認する。")
        person.press("記録する")
        person.open(f"{story.noted['request-page']}?tab=review")
        person.see("承認", story.noted["decision"])
        person.judge("the-approval")
