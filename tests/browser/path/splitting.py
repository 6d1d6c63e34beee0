"""R-2026-031, from its first submission to the partial approval: individual records refused, statistics approved."""

from __future__ import annotations

from core.outbox.models import Job
from tests.browser.path.judging import RECUSED, SAFEGUARDS, SITTING, hand_in_evidence
from tests.browser.path.telling import Person, Story
from tests.browser.reader import PHONE

REQUEST, APPLICANT = "R-2026-031", "株式会社うみかぜ配送"
RAW, STATISTICS = f"{REQUEST}-1", f"{REQUEST}-2"
DATASET = "D-02 通学路見守りタグ 通過記録"
PURPOSE = "児童の通行が多い時間と場所を避けた配送経路を作成し、通学路の安全を高める。"
FOR_YEARS = f"{PURPOSE}季節や年度による違いを比べるため、記録を3年間蓄積する。"
SENT_BACK = (
    "タグの番号ごとの記録は統計とは認められません。個人情報として申請し直してください。"
    "また、利用目的に「3年間蓄積」とありますが、同意説明書が示す保存期間は12か月で、"
    "貴社を提供先として挙げていません。あわせて、15分単位の統計で目的を達せられないかを検討してください。"
)
KINDS = (
    "tag_id | タグの仮の番号 | タグの{仮|かり}の{番号|ばんごう} | Pseudonymous tag id",
    "detector | 検知器の場所 | {通|とお}った{場所|ばしょ} | Detector",
    "passed_at | 通過した時刻 | {通|とお}った{時間|じかん} | Time of passage",
)
AGAINST = ("reviewer_law_alternate", "reviewer_ethics", "reviewer_citizen_1")
"""Three of the five who find individual records unsuitable; the others would allow them on conditions."""
OPINIONS = {
    "reviewer_security": "閲覧者を運行管理者に限定するなら認めてよい。",
    "reviewer_law_alternate": "児童一人ひとりの通過を渡す必要性を認めない。",
    "reviewer_ethics": "通る人の少ない道では児童が推測されるおそれがある。",
    "reviewer_citizen_1": "保護者の同意が一部にとどまっている。",
    "reviewer_citizen_2": "同意した児童に限るなら認めてよい。",
}
UNSUITABLE = "目的は統計により達することができ、個々の通過記録を提供する必要性が認められない。"
ON_CONDITIONS = "15分単位かつ10人以上の統計であれば、個々の児童の行動は分からない。"
CONDITION = "10人に満たない区分を除く集計の手順書を作り、教育委員会の確認を受けて提出すること。"


def draft_individual_records(story: Story) -> None:
    """The company calls records by tag statistics; three years are more than the checklist lets through."""
    with story.scene("rep_delivery", "draft a request") as person:
        person.open("requests/")
        person.press("申請を始める")
        person.pick(recipient=APPLICANT, project="P-02 通学路見守りタグ", purpose="公共の安全の確保")
        person.fill(title_ja="通学路の通過記録を用いた配送経路の安全化", purpose_ja=FOR_YEARS)
        person.press("保存して次へ")
        _add_line(person, ("tag_id", "detector", "passed_at"), processing="統計にする", months="36")
        person.press("編集を終えて申請へ")
        person.note("request")
        assert story.noted["request"] == REQUEST
        person.press("提出する", "提出する")
        person.see("申請は36か月ですが、上限は12か月です")
        person.show("three-years-are-not-let-in")
        person.reader.problems.clear()  # the browser calls a page with status 422 a failure
        person.follow(person.page.get_by_role("link", name="ここで直す"))
        person.fill(retention_months="12")
        person.press("保存して次へ")


def _add_line(person: Person, items: tuple[str, ...], *, processing: str, months: str = "12") -> None:
    person.pick(dataset=DATASET)
    person.press("追加")
    for code in items:
        person.choose(items=code)
    person.pick(processing=processing, data_class="統計情報")
    person.press("保存して次へ")
    person.tick("第三者提供")
    person.press("保存して次へ")
    person.press("保存して次へ")
    person.tick("日本", "消去（記録を残す）")
    person.fill(
        use_from="2026-12-21", use_until="2027-03-31", retention_months=months, disposal_by="2027-04-30"
    )
    person.press("保存して次へ")
    for name in SAFEGUARDS:
        person.tick(name, within="#id_safeguards")
    person.press("保存して次へ")


def hand_in_the_first_time(story: Story) -> None:
    """With twelve months in the form it goes in, though its purpose still says three years."""
    with story.scene("rep_delivery", "hand the request in") as person:
        person.open(story.noted["request-page"])
        person.press("提出する", "提出する")
        person.see("形式審査")


def send_it_back(story: Story) -> None:
    """The secretariat reads what the form did not say, and asks for correction."""
    with story.scene("secretary", "ask for correction") as person:
        person.open("today/")
        person.take_up("形式審査", REQUEST)
        person.see("3年間蓄積")
        person.press("補正を求める")
        person.fill(reason=SENT_BACK)
        person.press("差し戻す")


def name_the_recipient(story: Story) -> None:
    """The notice gets a second version with a choice of its own for the company; earlier answers stay."""
    with story.scene("secretary", "publish the second version of the notice") as person:
        person.open("consents/")
        person.press("同意説明書")
        person.follow(person.page.get_by_role("main").get_by_role("link", name="見守りタグの通過記録"))
        person.press("次の版を作る", "同意項目を加える")
        person.pick(provider="教育委員会", recipient=APPLICANT, purpose="公共の安全の確保")
        person.fill(
            code="routes",
            dataset="D-02",
            kinds="\n".join(KINDS),
            words_ja="児童の通る時間と場所を避けた配送経路づくり",
            words_easy="{安全|あんぜん}な{配達|はいたつ}の{道|みち}を{決|き}める",
            words_en="Delivery routes that keep away from children",
            retention_months="12",
            valid_until="2027-03-31",
        )
        person.press("下書きを保存する", "公開へ進む")
        person.fill(decision="汐見協第23号", change_ja=f"提供先に{APPLICANT}を加えました。")
        person.press("公開する")
        person.see("v2", APPLICANT)


def hand_in_again(story: Story) -> None:
    """The company owns up to personal data on the parents' consent, and asks for statistics beside them."""
    with story.scene("rep_delivery", "correct the request and hand it in again") as person:
        person.open("standing/")
        person.take_up(REQUEST)
        person.see(SENT_BACK)
        person.judge("sent-back-with-its-reason")
        person.press("編集")
        person.fill(purpose_ja=PURPOSE)
        person.press("保存して次へ", "求める内容を記入")
        person.pick(processing="記録のまま", data_class="個人情報")
        person.press("保存して次へ", "保存して次へ")
        person.choose(ground="consent_69_2_1")
        person.fill(ground_reason="同意説明書（通学路見守りタグ）第2版による。")
        person.press("保存して次へ")
        person.open(story.noted["request-page"])
        person.press("ファイルを添付する")
        hand_in_evidence(person)
        person.press("データ資産を追加")
        _add_line(person, ("passages_15min",), processing="記録のまま")
        person.press("編集を終えて申請へ", "提出する", "提出する")
        person.see("形式審査", "第2次")


def pass_with_its_differences(story: Story) -> None:
    """The secretariat sees field by field what the second submission changed, and passes it; the panel is fixed."""
    with story.scene("secretary", "compare the submissions and pass the formal check") as person:
        person.open("today/")
        person.take_up("形式審査", REQUEST)
        changes = person.page.get_by_role("table", name="変更点")
        for field, before, after in (
            ("提供する情報の区分", "統計情報", "個人情報"),
            ("提供前の加工", "統計にする", "記録のまま"),
        ):
            row = changes.get_by_role("row").filter(has_text=field)
            assert row.locator("del").inner_text() == before
            assert row.locator("ins").inner_text() == after
        assert any("3年間蓄積" in gone for gone in changes.locator("del").all_inner_texts())
        person.judge("field-by-field")
        person.press("形式審査を通す", "形式審査を通す")
        person.see("審査中")


def see_the_panel(story: Story) -> None:
    """After the declarations the panel has a recused lawyer and an alternate, who sits."""
    with story.scene("secretary", "see the panel") as person:
        person.open(f"{story.noted['request-page']}board/")
        panel = person.page.get_by_role("row").filter(has_text="法律")
        assert panel.count() == 2
        assert panel.filter(has_text="当事者の顧問").count() == 1
    story.noted["last-mail"] = str(Job.objects.order_by("-pk").values_list("pk", flat=True)[0])


def sees_nothing(story: Story) -> None:
    """The case is in no list of the recused member's; the file, opinions and vote are closed, by address too."""
    with story.scene(RECUSED, "see nothing of the case") as person:
        person.open("cases/")
        assert REQUEST not in person.page.get_by_role("main").inner_text()
        for path in ("board/", "lines/1/ballot/", "lines/1/my-opinion/", "?tab=review"):
            answer = person.page.goto(f"{story.noted['request-page']}{path}")
            assert answer is not None
            assert answer.status in (403, 404), f"{path} answered {answer.status}"
            shown = person.page.content()
            assert not [text for text in (*OPINIONS.values(), UNSUITABLE) if text in shown]
        person.reader.problems.clear()
    told = Job.objects.filter(pk__gt=story.noted["last-mail"], payload__user=story.world.users[RECUSED].pk)
    assert not told.exists(), list(told.values_list("payload", flat=True))


def give_opinions(story: Story) -> None:
    """Those who sit write on both lines; nobody reads another's opinion before all are opened."""
    for key in SITTING:
        with story.scene(key, "give an opinion on each line") as person:
            person.open(f"{story.noted['request-page']}board/")
            others = [
                text for name, text in OPINIONS.items() if name != key and text in person.page.content()
            ]
            assert not others, "opinions are not blind"
            for number, judgement in ((1, _finds(key)), (2, "条件付き適当")):
                text = OPINIONS[key] if number == 1 else ON_CONDITIONS
                form = person.page.locator(f"form:has(#line_{number}_text)")
                form.get_by_label(judgement, exact=True).check()
                form.locator("textarea").fill(text)
                person.follow(form.get_by_role("button", name="意見を提出する", exact=True))
    person.judge("a-blind-opinion-on-each-line")
    with story.scene("secretary", "open the opinions") as person:
        person.open(f"{story.noted['request-page']}board/")
        person.press("意見を審査会に開示する", "意見を審査会に開示する")
        person.see(*OPINIONS.values())


def _finds(key: str) -> str:
    return "不適当" if key in AGAINST else "条件付き適当"


def vote_line_by_line(story: Story) -> None:
    """Each member votes on each line: three of five find individual records unsuitable."""
    for key in SITTING:
        with story.scene(key, "vote on each line") as person:
            for choice in (_finds(key), "条件付き適当"):
                person.open(f"{story.noted['request-page']}board/")
                person.press("表決")
                person.tick(choice)
                person.press("表決")


def fix_both_opinions(story: Story) -> None:
    """The secretariat fixes what the ballots carried, line by line, and concludes the review."""
    with story.scene("secretary", "fix the board's opinions") as person:
        person.open(f"{story.noted['request-page']}board/")
        person.press("審査意見を確定する")
        person.see(RAW, "不適当", "3")
        person.judge("three-of-five")
        person.fill(reasons=UNSUITABLE)
        person.press("意見を確定する")
        person.open(f"{story.noted['request-page']}board/")
        person.press("審査意見を確定する")
        person.see(STATISTICS, "条件付き適当", "5")
        person.fill(reasons=ON_CONDITIONS, **{"conditions-0-text": CONDITION, "conditions-0-due_days": "30"})
        person.press("意見を確定する")
        person.open(f"{story.noted['request-page']}board/")
        person.press("審査を終結する", "審査を終結する")
        person.open(f"{story.noted['request-page']}?tab=review")
        person.see(UNSUITABLE, ON_CONDITIONS, CONDITION)
        person.show("an-opinion-on-each-line")


def sign_everything(story: Story) -> None:
    """Head of the secretariat and chair sign whatever waits for them about the request."""
    for key in ("approver", "chair"):
        with story.scene(key, "sign the drafts") as person:
            person.open("drafts/")
            waiting = person.page.locator("li.work", has_text=REQUEST)
            assert waiting.count(), "nothing waits"
            for _draft in range(waiting.count()):
                person.open("drafts/")
                person.follow(waiting.first.get_by_role("link"))
                person.press("決裁する")
                person.see("決裁しました")
    person.show("the-last-document-is-issued")


def read_the_opinions(story: Story) -> None:
    """Each opinion is a document with a number, and the applicant reads it on a phone."""
    with story.scene("rep_delivery", "read the board's opinions", width=PHONE) as person:
        person.open(f"{story.noted['request-page']}?tab=record")
        person.show("the-documents-of-the-case")


def convene_the_steering_body(story: Story) -> None:
    """Both lines go before the body that the rule names: one to approve, one to refuse."""
    with story.scene("secretary", "put both lines on the agenda") as person:
        person.open(story.noted["request-page"])
        person.press(f"会議を計画：幹事会 {RAW}")
        person.fill(day="2026-12-21", time="14:00", place="汐見市役所 第2会議室")
        person.press("会議を計画する")
        for reference in (STATISTICS, RAW):
            person.open(story.noted["request-page"])
            line = person.page.locator(f"#line-{reference[-1]}")
            person.follow(line.get_by_role("link", name="付議する：幹事会 2026/12/21"))
            if reference == RAW:
                person.fill(title_ja=f"データ利用申請{RAW}（個々の通過記録）の不承認について")
            person.press("議案に加える")
            person.see(reference)
        person.open("meetings/")
        meeting = person.page.get_by_role("row").filter(has_text="2026/12/21")
        person.follow(meeting.get_by_role("link"))
        person.press("招集通知を送る", "招集通知を送る")
        story.noted["meeting"] = person.page.url


def decide_in_the_meeting(story: Story) -> None:
    """The applicant's own member takes no part; nobody else objects to either item."""
    meeting = story.noted["meeting"]
    with story.scene("secretary", "hold the meeting") as person:
        for name in ("潮崎 直樹", "小浜 誠一", "磯貝 亮", "千鳥 薫", "鴎 翔太", "塩見 和子"):
            person.open(meeting)
            person.follow(person.page.get_by_role("row").filter(has_text=name).get_by_role("link"))
            person.pick(channel="会場")
            person.press("保存する")
        person.press("開会する")
        for reference in (STATISTICS, RAW):
            person.open(meeting)
            person.follow(person.page.get_by_role("link", name=reference))
            story.noted[f"item-{reference}"] = person.page.url
            person.press("異議なしとして可決する", "異議なしとして可決する")
            person.see("鴎 翔太", "可決")
            person.press("決定を記録する")
            person.fill(reasons_ja=f"審査会の意見のとおり。{UNSUITABLE if reference == RAW else ''}")
            person.press("決定を記録する")
            person.note(f"decision-{reference}")
        person.open(meeting)
        person.press("閉会する", "閉会する")
    with story.scene("steering_delivery", "see that they take no part") as person:
        person.open(story.noted[f"item-{RAW}"])
        person.see("利益相反")
        person.judge("the-applicant-s-member-takes-no-part")


def record_both_decisions(story: Story) -> None:
    """The secretariat records the approval of the statistics and the refusal of the individual records."""
    with story.scene("secretary", "record both decisions") as person:
        for reference, act in ((STATISTICS, "承認を記録"), (RAW, "不承認を記録")):
            person.open(story.noted["request-page"])
            line = person.page.locator(f"#line-{reference[-1]}")
            person.follow(line.get_by_role("link", name=f"{act} {reference}", exact=True))
            person.page.locator("#id_decision_number").select_option(index=0)
            person.fill(reasons="審査会の意見のとおり。")
            person.press("記録する")
        person.open(f"{story.noted['request-page']}?tab=review")
        person.see("承認", "不承認", story.noted[f"decision-{RAW}"], story.noted[f"decision-{STATISTICS}"])


def see_the_outcome(story: Story) -> None:
    """The applicant finds both decisions with their reasons and the condition, on a phone."""
    with story.scene("rep_delivery", "see the outcome", width=PHONE) as person:
        person.open(f"{story.noted['request-page']}?tab=review")
        lines = person.page.get_by_role("main").locator("section.stack")
        for reference, chip, reasons in ((RAW, "不承認", UNSUITABLE), (STATISTICS, "承認", CONDITION)):
            words = lines.filter(has_text=reference).first.inner_text()
            wanted = (chip, reasons, story.noted[f"decision-{reference}"])
            assert not [said for said in wanted if said not in words], words
            assert ("不承認" in words) == (reference == RAW), words
        person.judge("what-became-of-each-line")
