"""From the provider's own decision to the end: what moves, who sees it, what a withdrawal does, and what remains."""

from __future__ import annotations

from governance.sharing.tasks import run_the_clock
from tests.browser.path.telling import Story
from tests.browser.reader import PHONE

CHIHIRO, KEN = "KP-000001", "KP-000002"


def decide_to_provide(story: Story) -> None:
    """The holder decides on its own ground, with its own file number."""
    with story.scene("officer_mayor", "decide to provide") as person:
        person.open("standing/")
        person.take_up(f"{story.noted['request']}-1")
        person.press("提供を決定する")
        person.tick("権利利益を不当に侵害するおそれはない")
        person.fill(file_number="汐健第158号", reasons="本人の同意があり、目的に必要な範囲に限られる。")
        person.press("決定を記録する")
        person.open(f"{story.noted['request-page']}?tab=review")
        person.see("汐健第158号")
        person.judge("the-providers-own-decision")


def conclude_the_agreement(story: Story) -> None:
    """The secretariat records the agreement that both signed; it opens the grant."""
    with story.scene("secretary", "record the agreement") as person:
        person.open("today/")
        person.take_up("契約", f"{story.noted['request']}-1")
        person.press("契約を記録")
        person.pick(kind="データ利用契約")
        person.fill(contract_number="データ利用契約 第21号", signed_on="2026-12-24")
        person.press("記録する")
        person.follow(person.page.get_by_role("link", name="利用承認へ"))
        person.judge("the-grant")
        person.note("grant")


def deliver(story: Story, number: int) -> None:
    """The holder prepares the list, releases it by keyboard and takes it in its own ids; the recipient confirms."""
    with story.scene("officer_mayor", "prepare a delivery") as person:
        person.open(story.noted["grant-page"])
        person.press("提供を準備する")
    with story.scene("officer_mayor", "release the delivery and take its list") as person:
        person.open("standing/")
        person.take_up("提供リスト")
        person.show(f"the-list-before-release-{number}")
        with person.by_keyboard():
            person.press("提供する", "提供する")
        with person.page.expect_download() as taken:
            person.control("CSV").click()
        story.noted[f"list-{number}"] = taken.value.path().read_text()
        person.judge(f"the-delivery-{number}")
    with story.scene("rep_university", "confirm the receipt") as person:
        person.open("standing/")
        person.take_up("受領の確認")
        person.press("受領を確認する")
        person.fill(
            acquisition="海辺の散歩の会で本人から取得した。", consent="同意説明書のとおり同意している。"
        )
        person.press("確認する")
        person.show(f"the-receipt-is-confirmed-{number}")


def deliver_to_both(story: Story) -> None:
    """The first list has both citizens, in the holder's ids."""
    deliver(story, 1)
    assert story.noted["list-1"].split() == ["id", CHIHIRO, KEN]


def see_who_received_it(story: Story) -> None:
    """A citizen sees who received the data, from whom, by which decision."""
    with story.scene("ken", "see who received the data", width=PHONE) as person:
        person.open("/my/")
        person.press("わたしの情報の提供先")
        person.see("公立大学法人汐見大学", "年代、散歩した時間", story.noted["decision"])
        person.judge("who-received-my-data")


def withdraw(story: Story) -> None:
    """A citizen withdraws: no reason asked, a receipt at once."""
    with story.scene("ken", "withdraw", width=PHONE) as person:
        person.open("/my/")
        card = person.page.locator("article.card", has_text="海辺の散歩の会")
        person.follow(card.get_by_role("switch"))
        person.judge("what-a-withdrawal-means")
        person.press("同意を撤回する")
        person.judge("the-receipt-of-the-withdrawal")


def answer_the_withdrawal(story: Story) -> None:
    """The recipient finds the duty, erases the record and says so; the citizen sees the answer."""
    with story.scene("rep_university", "answer a withdrawal") as person:
        person.open("standing/")
        person.take_up("撤回")
        person.see(KEN)
        person.judge("a-withdrawal-to-answer")
        person.press("回答")
        person.tick("削除済")
        person.fill(confirmed_name="情報基盤センター長 八重垣 進", note="研究用サーバから削除した。")
        person.press("回答")
        person.see("削除済")
    with story.scene("ken", "see what became of the data", width=PHONE) as person:
        person.open("/my/disclosures/")
        person.see("削除済")
        person.judge("what-became-of-it")


def deliver_without_him(story: Story) -> None:
    """The next list does not have the citizen who withdrew."""
    deliver(story, 2)
    assert story.noted["list-2"].split() == ["id", CHIHIRO]


def let_it_expire(story: Story) -> None:
    """The period ends: the daily clock expires the grant."""
    run_the_clock()
    with story.scene("rep_university", "see that the grant has ended") as person:
        person.open("standing/")
        person.judge("the-disposal-is-due")
        person.take_up("廃棄")
        person.see("廃棄待ち")


def certify_the_disposal(story: Story) -> None:
    """The recipient certifies, the holder verifies, and the grant closes."""
    with story.scene("rep_university", "certify the disposal") as person:
        person.open(story.noted["grant-page"])
        person.press("返却・廃棄を証明する")
        person.choose(method="erase")
        person.fill(
            disposed_on="2027-04-01",
            witness="情報基盤センター長 八重垣 進",
            description="研究用サーバの暗号化領域を鍵ごと消去し、複製がないことを確認した。",
        )
        person.press("証明を提出する")
    with story.scene("officer_mayor", "verify the certificate") as person:
        person.open("standing/")
        person.take_up("証明")
        person.judge("the-certificate-to-verify")
        person.press("証明を確認する")
        person.fill(note="消去記録の写しを確認した。")
        person.press("確認して完了する")
        person.judge("the-grant-is-closed")


def show_the_chain(story: Story) -> None:
    """Every link with its article, as a picture and as a table."""
    with story.scene("auditor", "see what it all rested on") as person:
        person.open(story.noted["request-page"])
        person.press("根拠のつながり")
        person.judge("what-it-all-rested-on")
