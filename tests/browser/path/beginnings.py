"""What has to be there before anybody can ask for data: rule, board, project, dataset, assessment, notice, consent."""

from __future__ import annotations

from tests.browser.path.telling import Person, Story
from tests.browser.path.texts import DATASET, FLOWS, NOTICE, PROJECT, RISKS, STAGES
from tests.browser.reader import PHONE


def look_up_the_article(story: Story) -> None:
    """A member reads the provision that the gate will cite."""
    with story.scene("rep_university", "read the rules on handling data") as person:
        person.open("rules/")
        person.press("データ取扱規程")
        person.see("審査会の意見", "影響評価")
        person.judge("the-rules-on-handling-data")


def look_at_the_board(story: Story) -> None:
    """The secretariat sees who sits on the board."""
    with story.scene("secretary", "see the board with its seats") as person:
        person.open("bodies/ethics_board/")
        person.see("法律", "情報セキュリティ", "データ倫理", "帆足 律子", "櫂 正道")
        person.judge("the-board-with-its-seats")


def open_a_project(story: Story) -> None:
    """The secretariat opens the project."""
    with story.scene("secretary", "open a project") as person:
        person.open("projects/")
        person.press("新しい事業")
        person.fill(
            title_ja=PROJECT,
            title_en="Paths along the sea",
            vision_ja="誰もが歩きたくなる海辺をつくる。",
            plan_ja="散歩の参加記録を研究に役立て、道を整える。",
        )
        person.press("事業を開始する")
        person.see(PROJECT)
        person.note("project")
        person.judge("the-project")


def declare_a_dataset(story: Story) -> None:
    """The holder declares the dataset, item by item and stage by stage, and registers it."""
    with story.scene("officer_mayor", "register a dataset with its lifecycle") as person:
        person.open("datasets/")
        person.press("データ資産を登録")
        person.pick(provider="市長（健康づくり課）")
        person.fill(
            title_ja=DATASET,
            title_en="Walks along the sea",
            description_ja="市民が参加する海辺の散歩の会の記録。",
            persons="1200",
        )
        person.press("保存する")
        person.press("項目を編集")
        for number, item in enumerate((("walked_minutes", "散歩した時間"), ("age_band", "年代"))):
            code, label = item
            person.fill(**{f"form-{number}-code": code, f"form-{number}-label_ja": label})
            person.pick(**{f"form-{number}-data_class": "個人情報"})
        person.press("保存する")
        for stage, (ticked, typed) in STAGES.items():
            person.press(f"申告：{stage}")
            person.tick(*ticked)
            person.fill(**typed)
            person.press("申告する")
        person.press("登録する")
        person.see("登録", "散歩した時間", *(typed["text_ja"] for _ticked, typed in STAGES.values()))
        person.note("dataset")
        person.judge("the-dataset-with-its-lifecycle")


def assess_the_privacy_impact(story: Story) -> None:
    """The assessor describes flows by stage and risks before and after treatment."""
    with story.scene("assessor", "assess the privacy impact") as person:
        person.open("assessments/")
        person.press("新しい影響評価")
        person.fill(
            title_ja="海辺の散歩の影響評価",
            title_en="Walks: impact",
            dataset=story.noted["dataset"],
            project=story.noted["project"],
        )
        person.press("影響評価を開く")
        person.note("pia")
        story.noted["pia-page"] = f"assessments/{story.noted['pia']}/"
        person.fill(persons="1200")
        person.press("現行規程で判定する")
        person.see("影響評価が必要")
        person.press("影響評価を始める")
        _describe(person)
        _draw_the_flows(person)
        _judge_the_risks(person, story.noted["pia-page"])


def _describe(person: Person) -> None:
    person.fill(
        scope_ja="海辺の散歩の会の記録を、同意した人に限り汐見大学の研究に提供する。",
        scope_en="Records of the walks go to the university's research where people agreed.",
        items="walked_minutes, age_band",
        purposes="AcademicResearch",
        places="JP",
        retention_months="12",
    )
    person.tick("取得", "利用", "保管", "廃棄", "公立大学法人汐見大学")
    person.press("保存する")
    person.press("評価に進む")


def _draw_the_flows(person: Person) -> None:
    for stage, source, destination, measures in FLOWS:
        person.press("フローを追加する")
        person.pick(stage=stage)
        person.fill(
            source=source, destination=destination, items="walked_minutes, age_band", measures=measures
        )
        person.press("このフローを追加する")
    person.judge("the-flows-by-stage")


def _judge_the_risks(person: Person, page: str) -> None:
    person.open(f"{page}requirements/")
    for group in person.page.locator("main form section.panel").all():
        group.get_by_label("満たす", exact=True).check()
        group.locator("textarea").fill("取扱規程及び同意説明書による。")
    person.press("保存する")
    person.open(f"{page}risks/")
    for stage, threat, asset, impact, likelihood in RISKS:
        person.press("リスクを追加する")
        person.pick(stage=stage)
        person.fill(threat=threat, asset=asset, consequence="私生活を推測される。")
        person.choose(impact=str(impact), likelihood=str(likelihood))
        person.press("このリスクを追加する")
    person.open(f"{page}treatment/")
    person.show("the-risks-before-treatment")
    for number in range(1, len(RISKS) + 1):
        person.open(f"{page}treatment/{number}/")
        person.choose(treatment="reduce")
        person.fill(controls="少人数の区分の秘匿と鍵の分離管理", owner="健康づくり課長", due="2027-03-31")
        person.page.locator("#id_residual_impact").select_option("2")
        person.page.locator("#id_residual_likelihood").select_option("1")
        person.press("保存する")
    person.open(page)
    person.judge("the-risk-map-before-and-after")


def review_the_assessment(story: Story) -> None:
    """The secretariat names the reviewer, the assessor hands in, the reviewer approves, the summary is published."""
    page = story.noted["pia-page"]
    with story.scene("secretary", "name the reviewer of the assessment") as person:
        person.open(f"{page}people/")
        person.pick(role="審査者", person=story.world.users["pia_reviewer"].name)
        person.press("指名する")
    with story.scene("assessor", "hand the assessment in") as person:
        person.open(f"{page}review/")
        person.press("審査に出す")
        person.see("審査中")
    with story.scene("pia_reviewer", "approve the assessment") as person:
        person.open(f"{page}review/")
        person.press("承認する", "承認する")
        person.see("承認")
    with story.scene("secretary", "publish the summary of the assessment") as person:
        person.open(f"{page}summary/")
        person.fill(
            summary_ja="散歩した時間と年代を研究に提供します。推測を防ぐ措置をとり、残るリスクは低いと判断しました。",
            summary_en="Minutes walked and age band go to research. The remaining risk is low.",
        )
        person.press("保存する")
        person.press("要約を公開する", "要約を公開する")
        person.judge("the-assessment-is-published")


def write_the_notice(story: Story) -> None:
    """The secretariat writes what citizens will be told, in three layers, and publishes it by a decision."""
    with story.scene("secretary", "publish a version of the notice") as person:
        person.open("consents/")
        person.press("同意説明書")
        person.press("同意説明書を作る")
        person.fill(
            service_ja="海辺の散歩の会",
            service_en="Walks along the sea",
            title_ja="散歩の記録を道づくりの研究に提供することについて",
            title_en="Giving your walks to research on paths",
        )
        person.press("作成を始める")
        person.judge("the-notice-and-what-it-lacks")
        person.press("本文（日本語・やさしい日本語・英語）")
        for block, layers in NOTICE.items():
            for layer, text in zip(("ja", "easy", "en"), layers, strict=True):
                person.fill(**{f"{block}_{layer}": text})
        person.press("下書きを保存する")
        _add_the_choice(person, story.noted["dataset"])
        person.press("公開へ進む")
        person.fill(decision="汐見協第10号")
        person.press("公開する")
        person.see("公開中", "v1")
        person.judge("the-notice-is-published")


def _add_the_choice(person: Person, dataset: str) -> None:
    person.press("同意項目を加える")
    person.pick(provider="市長（健康づくり課）", recipient="公立大学法人汐見大学", purpose="学術研究")
    person.fill(
        code="walks",
        dataset=dataset,
        kinds="walked_minutes | 散歩した時間 | {歩|ある}いた{時間|じかん} | Minutes walked\n"
        "age_band | 年代 | {何十代|なんじゅうだい}か | Age band",
        words_ja="歩きやすい海辺の道をつくる研究",
        words_easy="{歩|ある}きやすい{道|みち}を{考|かんが}える{研究|けんきゅう}",
        words_en="Research on paths that are good to walk on",
        retention_months="12",
        valid_months="24",
    )
    person.press("下書きを保存する")


def citizens_agree(story: Story) -> None:
    """Two citizens, each on a phone, are asked, agree and hold a receipt."""
    for key in ("chihiro", "ken"):
        with story.scene(key, "agree and hold a receipt", width=PHONE) as person:
            person.open("/my/notices/")
            card = person.page.locator("article.card", has_text="海辺の散歩の会")
            person.follow(card.get_by_role("link", name="質問に答える"))
            person.see("同意する", "同意しない", "公立大学法人汐見大学")
            if key == "chihiro":
                person.judge("a-citizen-is-asked")
            person.press("同意する")
            person.press("この内容で送る")
            person.see("同意控え")
            if key == "chihiro":
                person.judge("the-receipt-of-a-citizen")
