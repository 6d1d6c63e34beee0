"""The council's evidence log as a list: for the right people, without what is kept from them, at a fixed price."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core import clock
from core.access.grants import give
from core.access.queries import roles_on
from core.access.roles import READS_LOG, Role
from core.http.templatetags.sekisho import local
from core.ledger import sequencer
from core.ledger.actions import append
from core.ledger.events import CATALOGUE, Visibility
from core.ledger.models import LedgerEntry
from governance.desk.queries import subjects
from governance.desk.queries.log import ROOMS, Asked, entries
from governance.sharing.enums import events
from governance.sharing.models import Dataset, Grant, Review, SharingRequest
from governance.sharing.queries import evidence
from governance.sharing.queries.panels import recused_from
from tests.cast import Cast, World, enter

pytestmark = pytest.mark.usefixtures("demo")
RECUSED = "reviewer_law"
CASE = "R-2026-031"


def get(world: World, who: str, tail: str = "", page: str = "log/") -> Any:
    return enter(Client(), world.users[who]).get(f"/c/{world.council.slug}/{page}{tail}")


def body(answer: Any) -> str:
    return answer.content.decode()


def seen(world: World, who: str, **asked: Any) -> list[LedgerEntry]:
    return list(entries(world.council, world.users[who], Asked(**asked)))


def write(count: int, slug: str, subject: str = "dataset:D-01") -> None:
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            council=slug,
            event=events.DATASET_REVISED.name,
            subject=subject,
            at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n // 2),
            content=b"{}",
            leaf_hash=bytes(32),
        )
        for n in range(count)
    )


def test_the_log_is_for_those_who_oversee_the_council(cast: Cast) -> None:
    for world in cast.worlds:
        for who, user in world.users.items():
            roles = roles_on(user, world.council)
            answer = get(world, who)
            assert answer.status_code == (200 if roles & READS_LOG else 403 if roles else 404), who
            if answer.status_code == 403:
                assert "監事、会長及び事務局" in body(answer)


def test_strangers_find_no_log(cast: Cast) -> None:
    here, there = cast.worlds
    auditor = enter(Client(), there.users["auditor"])
    assert auditor.get(f"/c/{here.council.slug}/log/").status_code == 404
    assert enter(Client(), cast.stranger).get(f"/c/{here.council.slug}/log/").status_code == 404
    assert Client().get(f"/c/{here.council.slug}/log/").status_code == 302


def test_an_entry_says_what_happened_to_what_and_where_its_receipt_is(cast: Cast) -> None:
    page = body(get(cast.shiomi, "auditor", "?about=R-2026-018&match=whole"))
    assert "申請の提出" in page
    assert 'href="/c/shiomi/requests/R-2026-018/"' in page
    (entry,) = LedgerEntry.objects.filter(
        council="shiomi", subject="request:R-2026-018", event="sharing.request_submitted"
    )
    assert f"/ledger/entries/{entry.pk}.json" in page
    assert Client().get(f"/ledger/entries/{entry.pk}.json").status_code == 200


def test_an_entry_waits_for_its_place(cast: Cast) -> None:
    sequencer.seal()
    assert "封印待ち" not in body(get(cast.shiomi, "auditor", "?about=D-77"))
    with transaction.atomic():
        append(events.DATASET_REGISTERED, council=cast.shiomi.council, subject="dataset:D-77", by=None)
    page = body(get(cast.shiomi, "auditor", "?about=D-77"))
    assert "封印待ち" in page
    assert 'href="/c/shiomi/datasets/D-77/"' not in page, "what is not there is named and not linked"
    sequencer.seal()
    assert "封印待ち" not in body(get(cast.shiomi, "auditor", "?about=D-77"))


def test_only_the_own_councils_entries_are_listed(cast: Cast) -> None:
    for world in cast.worlds:
        assert {row.council for row in seen(world, "auditor")} == {world.council.slug}


def test_what_an_entry_says_is_never_shown(cast: Cast) -> None:
    row = LedgerEntry.objects.filter(council="shiomi", event="administration.role_granted").first()
    assert row is not None
    text = bytes(LedgerEntry.objects.get(pk=row.pk).content).decode()
    said = re.search(r'"actor":"([^"]+)"', text)
    assert said is not None
    page = body(get(cast.shiomi, "auditor", "?event=administration.role_granted"))
    assert "利用者への権限の付与" in page
    assert f'"actor":"{said.group(1)}"' not in unescape(page)
    assert bytes(row.leaf_hash).hex() not in page


def test_the_recused_get_nothing_of_the_case(cast: Cast) -> None:
    world, user = cast.shiomi, cast.shiomi.users[RECUSED]
    for role in READS_LOG:
        give(role, user, world.council)
    case = SharingRequest.objects.get(council=world.council, reference=CASE)
    assert case.pk in set(recused_from(user))
    grants = {
        f"grant:{one}" for one in Grant.objects.filter(line__request=case).values_list("reference", flat=True)
    }
    others, mine = seen(world, "auditor"), seen(world, RECUSED)
    about = {row.subject for row in others if CASE in row.subject or row.subject in grants}
    assert {f"request:{CASE}", f"line:{CASE}-1"} <= about
    left = {row.subject for row in mine}
    assert not about & left
    gone = {row.subject for row in others} - left
    assert any(one.startswith("meeting:") for one in gone), "nor the item of the meeting that decided it"
    assert any(one.startswith("decision:") for one in gone)
    assert "request:R-2026-018" in left
    assert "条件に合う記録はありません" in body(get(world, RECUSED, f"?about={CASE}"))
    assert CASE not in get(world, RECUSED, "?format=csv").getvalue().decode()


def test_drafts_of_others_are_not_told(cast: Cast) -> None:
    drafts = SharingRequest.objects.filter(council=cast.shiomi.council, state="drafted", turn=1)
    names = {f"request:{one.reference}" for one in drafts}
    assert names & set(LedgerEntry.objects.values_list("subject", flat=True))
    assert not names & {row.subject for row in seen(cast.shiomi, "auditor")}


def test_deliberation_is_told_once_the_review_is_closed(cast: Cast) -> None:
    council = cast.shiomi.council
    review = Review.objects.filter(request__council=council, request__reference="R-2026-018").latest("turn")
    subject = f"request:{review.request.reference}"
    told = {row.event for row in seen(cast.shiomi, "auditor") if row.subject == subject}
    inner = told & evidence.DELIBERATION
    assert {
        "sharing.interest_declared",
        "sharing.individual_opinion_recorded",
        "sharing.ballot_cast",
    } <= inner
    Review.objects.filter(pk=review.pk).update(closed_at=None)
    while_open = {row.event for row in seen(cast.shiomi, "auditor") if row.subject == subject}
    assert while_open == told - evidence.DELIBERATION


def test_a_party_never_gets_the_deliberation_of_its_case(cast: Cast) -> None:
    user = cast.shiomi.users["rep_university"]
    give(Role.SECRETARY, user, cast.shiomi.council)
    told = {row.event for row in seen(cast.shiomi, "rep_university", about="R-2026-018")}
    assert "sharing.request_submitted" in told
    assert not told & evidence.DELIBERATION


def test_provisions_by_law_are_for_secretariat_and_auditor(cast: Cast) -> None:
    with transaction.atomic():
        append(events.STATUTORY_DRAFTED, council=cast.shiomi.council, subject="statutory:L-2026-009", by=None)
    for who, expected in (("secretary", True), ("auditor", True), ("chair", False)):
        found = {row.subject for row in seen(cast.shiomi, who)}
        assert ("statutory:L-2026-009" in found) is expected, who


def test_the_list_is_narrowed_by_kind_number_and_period(cast: Cast) -> None:
    world = cast.shiomi
    every = seen(world, "auditor")
    one = seen(world, "auditor", event="sharing.request_submitted")
    assert one == [row for row in every if row.event == "sharing.request_submitted"]
    room = seen(world, "auditor", event="sharing")
    assert room == [row for row in every if row.event.startswith("sharing.")]
    assert {row.subject for row in seen(world, "auditor", about="R-2026-018", is_exact=True)} == {
        "request:R-2026-018"
    }
    parts = {row.subject for row in seen(world, "auditor", about="r-2026-018")}
    assert {"request:R-2026-018", "line:R-2026-018-1"} <= parts
    both = {row.subject for row in seen(world, "auditor", about="R-2026-018 D-01")}
    assert {"request:R-2026-018", "dataset:D-01"} <= both
    first, last = date(2026, 5, 1), date(2026, 7, 31)
    period = seen(world, "auditor", first=first, last=last)
    assert period
    assert period == [row for row in every if first <= row.at.astimezone(clock.TOKYO).date() <= last]


def test_an_entry_at_midnight_belongs_to_the_day_in_tokyo(cast: Cast) -> None:
    for hour, minute in ((14, 59), (15, 0)):
        with clock.at(datetime(2024, 6, 1, hour, minute, tzinfo=UTC)), transaction.atomic():
            append(events.DATASET_RETIRED, council=cast.shiomi.council, subject="dataset:D-88", by=None)
    for day in (1, 2):
        on = date(2024, 6, day)
        assert len(seen(cast.shiomi, "auditor", about="D-88", first=on, last=on)) == 1


@pytest.mark.parametrize(
    "tail",
    [
        "?first=2026-13-99",
        "?first=abc",
        "?event=no.such",
        "?first=2026-05-02&last=2026-05-01",
        "?match=x",
        f"?about={'R' * 5_000}",
    ],
)
def test_a_filter_that_cannot_be_read_is_told_at_its_field_and_finds_nothing(cast: Cast, tail: str) -> None:
    for end, status in (("", 200), ("&format=csv", 422)):
        answer = get(cast.shiomi, "auditor", tail + end)
        assert answer.status_code == status
        assert "絞り込みの条件を読み取れない" in body(answer)
        assert "field-error" in body(answer)
        assert "/ledger/entries/" not in body(answer)


def test_nothing_found_says_what_to_do(cast: Cast) -> None:
    assert "条件に合う記録はありません" in body(get(cast.shiomi, "auditor", "?about=never"))
    assert 'href="?"' in body(get(cast.shiomi, "auditor", "?about=never"))
    found = body(get(cast.shiomi, "auditor", f"?before=2000-01-01T00:00:00%2B00:00_7_{uuid.uuid4()}"))
    assert "条件に合う記録はありません" in found


def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast) -> None:
    write(120, "shiomi", "dataset:D-99")
    auditor = enter(Client(), cast.shiomi.users["auditor"])
    found: list[str] = []
    url, pages = "/c/shiomi/log/?about=D-99&match=whole", 0
    while url:
        page = body(auditor.get(url))
        found += re.findall(r"/ledger/entries/([0-9a-f-]+)\.json", page)
        older = re.search(r'<a href="([^"]+)" rel="next"', page)
        url = "/c/shiomi/log/" + older.group(1).replace("&amp;", "&") if older else ""
        assert not older or "about=D-99" in url, "the filter goes along"
        pages += 1
    assert pages == 3
    assert found == [str(row.pk) for row in seen(cast.shiomi, "auditor", about="D-99", is_exact=True)]
    assert len(set(found)) == 120
    for nonsense in ("x", "2026-01-01_x", "2026-01-01T00:00:00_7_" + str(uuid.uuid4())):
        assert "最新の記録" in body(auditor.get("/c/shiomi/log/", {"before": nonsense})), "begins anew"


def test_many_entries_cost_what_few_do(cast: Cast) -> None:
    auditor = enter(Client(), cast.shiomi.users["auditor"])

    def asked() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert auditor.get("/c/shiomi/log/?about=D-01&match=whole").status_code == 200
        return [query["sql"] for query in caught.captured_queries]

    write(60, "shiomi")
    few = asked()
    write(3_000, "shiomi")
    many = asked()
    assert len(many) == len(few)
    assert not [sql for sql in many if "COUNT(" in sql and "ledger_ledgerentry" in sql]


def test_the_whole_filtered_list_is_taken_along(cast: Cast) -> None:
    write(70, "shiomi", '=HYPERLINK("http://evil.example")')
    write(1, "shiomi")
    answer = get(cast.shiomi, "auditor", "?about=HYPERLINK&format=csv")
    assert answer.streaming
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode().removeprefix("\ufeff"))))
    assert len(rows) == 71
    assert rows[0][4:] == ["行為者", "証跡上の位置", "控え"]
    assert all(row[3].startswith("'=") for row in rows[1:])
    assert all(row[4] for row in rows[1:])
    assert rows[1][6].startswith("http://testserver/ledger/entries/")
    assert get(cast.shiomi, "approver", "?format=csv").status_code == 403


def test_every_kind_of_object_in_the_log_has_a_word(cast: Cast) -> None:
    kinds = {one.partition(":")[0] for one in LedgerEntry.objects.values_list("subject", flat=True)}
    assert kinds - {"law", "test"} <= set(subjects.KINDS)
    assert {name.partition(".")[0] for name in CATALOGUE} - {"test"} == set(ROOMS)


def test_links_of_the_log_open(cast: Cast) -> None:
    for who in ("auditor", "secretary", "chair"):
        client, user = enter(Client(), cast.shiomi.users[who]), cast.shiomi.users[who]
        names = {row.subject for row in seen(cast.shiomi, who)}
        found = subjects.pages(cast.shiomi.council, user, names)
        assert {one.partition(":")[0] for one in found} >= {"request", "line", "grant", "meeting", "decision"}
        one_of_each = {one.partition(":")[0]: page.url for one, page in found.items()}
        for url in one_of_each.values():
            assert client.get(url).status_code == 200, (who, url)
        with translation.override("ja"):
            found = subjects.pages(cast.shiomi.council, user, names)
        assert found["meeting:shiomi:steering:1"].name == "第1回幹事会"
        members = {page.name for one, page in found.items() if one.startswith("membership:")}
        assert {local(row, "name") for row in cast.shiomi.organisations.values()} >= members
        assert members


def test_the_menu_and_the_decisions_lead_to_the_log(cast: Cast) -> None:
    assert 'href="/c/shiomi/log/"' in body(get(cast.shiomi, "auditor", page="today/"))
    assert 'href="/c/shiomi/log/"' in body(get(cast.shiomi, "secretary", page="decisions/"))
    assert 'href="/c/shiomi/log/"' not in body(get(cast.shiomi, "rep_university", page="decisions/"))
    assert 'href="/ledger/"' in body(get(cast.shiomi, "auditor"))


def test_what_pages_tell_of_their_object_is_public(cast: Cast) -> None:
    for event in {*evidence.OF_REQUESTS, *evidence.OF_GRANTS, *evidence.OF_DATASETS}:
        assert event.visibility == Visibility.PUBLIC, event.name
        assert event.name not in evidence.DELIBERATION
    assert set(CATALOGUE) >= evidence.DELIBERATION


def part(page: str) -> str:
    return page[page.index('id="evidence"') :].split("</section>")[0]


def test_a_request_tells_its_entries_and_no_deliberation(cast: Cast) -> None:
    """Its own, and those of lines, grants and deliveries; the newest first; for a party as for the secretariat."""
    for who in ("rep_university", "secretary", "auditor"):
        told = part(body(get(cast.shiomi, who, "?tab=record", "requests/R-2026-018/")))
        for words in ("申請の提出", "利用承認", "提供の実施"):
            assert words in told, (who, words)
        for hidden in evidence.DELIBERATION | {events.CHECK_ASKED.name, events.STAFF_INTEREST.name}:
            assert f">{CATALOGUE[hidden].words}<" not in re.sub(r"\s+", "", told), hidden
        assert ("/log/" in told) is (who != "rep_university")
        days = re.findall(r'datetime="([^"]+)"', told)
        assert days == sorted(days, reverse=True)


def test_a_timeline_has_the_last_twenty(cast: Cast) -> None:
    write(40, "shiomi")
    dataset = Dataset.objects.get(council=cast.shiomi.council, reference="D-01")
    assert len(evidence.of_dataset(dataset)) == evidence.NEWEST
    told = part(body(get(cast.shiomi, "rep_university", page="datasets/D-01/")))
    assert told.count('class="what"') == evidence.NEWEST
    assert "下書き" not in told


def test_a_grant_tells_its_deliveries_and_conditions(cast: Cast) -> None:
    grant = Grant.objects.filter(line__request__reference="R-2026-018", council=cast.shiomi.council).get()
    names = {row.subject for row in evidence.of_grant(grant)}
    assert f"grant:{grant.reference}" in names
    assert any(one.startswith("delivery:") for one in names)
    assert all(row.council == "shiomi" for row in evidence.of_grant(grant))
    url = f"grants/{grant.reference}/"
    told = part(body(get(cast.shiomi, "rep_university", page=url)))
    assert "提供の実施" in told
    assert "提供リストの作成" not in told
    way = re.search(r'href="(/c/shiomi/log/[^"]+)"', part(body(get(cast.shiomi, "auditor", page=url))))
    assert way is not None
    every = body(enter(Client(), cast.shiomi.users["auditor"]).get(way.group(1)))
    assert "提供リストの作成" in every, "the log has also what the page leaves out"


def about(world: World, who: str, tail: str) -> list[str]:
    """The texts of the column *about*, as the page shows them."""
    page = body(get(world, who, tail))
    cells = re.findall(r'<td data-label="対象">(.*?)</td>', page, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells]


def test_everything_that_belongs_to_a_request_is_found_by_its_number(cast: Cast) -> None:
    """Also what has numbers of its own: decisions, meetings and their items, letters, grants and deliveries."""
    world = cast.shiomi
    kinds = {row.subject.partition(":")[0] for row in seen(world, "auditor", about=CASE, whole_case=True)}
    assert {"request", "line", "condition", "grant", "delivery"} <= kinds
    assert {"decision", "meeting", "draft", "document"} <= kinds
    every = {row.subject for row in seen(world, "auditor", about=CASE, whole_case=True)}
    grant = Grant.objects.filter(line__request__reference=CASE, council=world.council).first()
    assert grant is not None
    for other in (grant.reference, f"{CASE}-1", CASE.lower()):
        assert {row.subject for row in seen(world, "auditor", about=other, whole_case=True)} == every
    assert not any("R-2026-018" in name for name in every), "nothing of another request"
    both = {row.subject for row in seen(world, "auditor", about=f"{CASE}, R-2026-018", whole_case=True)}
    assert every < both
    page = body(get(world, "auditor", f"?about={CASE}&match=case"))
    assert "スペースか読点（、）" in page


def test_the_request_page_leads_to_everything_about_it(cast: Cast) -> None:
    told = part(body(get(cast.shiomi, "auditor", "?tab=record", f"requests/{CASE}/")))
    way = re.search(r'href="(/c/shiomi/log/[^"]+)"', told)
    assert way is not None
    page = body(enter(Client(), cast.shiomi.users["auditor"]).get(way.group(1).replace("&amp;", "&")))
    for words in ("決定", "会議"):
        assert re.search(rf'<td data-label="対象">\s*{words}', page), words


def test_the_recused_get_nothing_of_a_whole_case(cast: Cast) -> None:
    world, user = cast.shiomi, cast.shiomi.users[RECUSED]
    for role in READS_LOG:
        give(role, user, world.council)
    assert seen(world, RECUSED, about=CASE, whole_case=True) == []


def test_numbers_may_be_parted_by_blanks_and_commas(cast: Cast) -> None:
    world = cast.shiomi
    parted = seen(world, "auditor", about="R-2026-018 D-01")
    assert parted
    for between in (", ", ",", "、", "　"):
        assert seen(world, "auditor", about=f"R-2026-018{between}D-01") == parted
    assert seen(world, "auditor", about=" , ") == seen(world, "auditor")


def test_it_says_who_acted_but_neither_who_judged_nor_which_citizen(cast: Cast) -> None:
    world = cast.shiomi

    def by(event: str) -> set[str]:
        page = body(get(world, "auditor", f"?event={event}"))
        return {one.strip() for one in re.findall(r'<td data-label="行為者">(.*?)</td>', page, re.DOTALL)}

    assert by("sharing.formal_check_passed") <= {str(user) for user in world.users.values()}
    assert by("sharing.formal_check_passed")
    for event in ("sharing.individual_opinion_recorded", "sharing.ballot_cast", "sharing.interest_declared"):
        assert by(event) == {"表示しません"}, event
    citizens = by("consent.given")
    assert "本人又は代理人" in citizens
    assert not citizens & {str(person.user) for person in world.persons.values() if person.user}
    rows = list(csv.reader(io.StringIO(get(world, "auditor", "?format=csv").getvalue().decode())))
    place = rows[0].index("行為者")
    assert {row[place] for row in rows if row[2] == "sharing.ballot_cast"} == {"表示しません"}


def test_entries_of_one_moment_stand_in_the_order_of_the_log(cast: Cast) -> None:
    council = cast.shiomi.council
    with clock.at(datetime(2024, 6, 1, 3, tzinfo=UTC)), transaction.atomic():
        for number in range(70):
            append(events.DATASET_EDITED, council=council, subject=f"dataset:SAME-{number:02}", by=None)
    expected = [f"dataset:SAME-{number:02}" for number in reversed(range(70))]

    def listed() -> list[str]:
        return [row.subject for row in seen(cast.shiomi, "auditor", about="SAME-")]

    assert listed() == expected, "while they wait for their places"
    sequencer.seal()
    assert listed() == expected
    client, found = enter(Client(), cast.shiomi.users["auditor"]), []
    url = "/c/shiomi/log/?about=SAME-"
    while url:
        page = body(client.get(url))
        found += re.findall(r"SAME-\d\d", re.sub(r"<t?head.*?</thead>", "", page, flags=re.DOTALL))
        older = re.search(r'<a href="([^"]+)" rel="next"', page)
        url = "/c/shiomi/log/" + older.group(1).replace("&amp;", "&") if older else ""
    assert [f"dataset:{one}" for one in found] == expected, "across pages as well"


def test_documents_accounts_and_persons_are_named_by_what_people_know(cast: Cast) -> None:
    world = cast.shiomi
    documents = about(world, "auditor", "?event=assembly.draft_issued")
    assert documents
    assert all(re.fullmatch(r"文書 \S+号 \S.+", one) for one in documents), documents
    decisions = about(world, "auditor", "?event=assembly.decision_recorded")
    assert decisions
    assert all(re.fullmatch(r"決定 \S+号 \S.+", one) for one in decisions), decisions
    accounts = about(world, "auditor", "?event=administration.role_granted")
    known = {f"利用者 {user}" for user in world.users.values()}
    assert set(accounts) <= known
    persons = about(world, "auditor", "?event=administration.person_enrolled")
    assert persons
    assert all(re.fullmatch(r"本人 [0-9a-f]{8}", one) for one in persons), persons
