"""The pages of bodies, meetings, decisions and documents, as those who use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.errors import Invalid
from core.outbox.models import Job
from core.outbox.work import perform
from governance.assembly import actions, queries
from governance.assembly.models import Decision, Meeting
from governance.members.queries import memberships
from tests.cast import enter
from tests.factories import people
from tests.integration.assembly.conftest import convened, letter, opened, row_of


def page(user, path, **data):
    client = enter(Client(), user)
    return client.post(path, data) if data else client.get(path)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def base(here):
    return f"/c/{here.council.slug}"


def everybody_votes_for_it(here, meeting, voter, url):
    """``voter`` on the page, once; two others; then the chair closes the vote."""
    shown = page(voter, f"{url}items/1/")
    assert 'name="choice"' in text(shown)
    row = row_of(meeting, voter)
    assert page(voter, f"{url}items/1/vote/", attendance=row.pk, choice="for").status_code == 302
    assert page(voter, f"{url}items/1/vote/", attendance=row.pk, choice="for").status_code == 409
    for member in here.members[1:3]:
        actions.cast_ballot(
            meeting.motions.get(), by=member.user, attendance=row_of(meeting, member.user), choice="for"
        )
    assert page(here.chair, f"{url}items/1/close/", casting_vote="").status_code == 302


def minutes_are_written_and_approved(here, url):
    """Written by the secretariat, not over somebody's; read and approved by whoever presided."""
    opened = page(here.secretary, f"{url}minutes/").context["form"].initial["revision"]
    first = {"minutes": "可決した。", "revision": opened}
    assert page(here.secretary, f"{url}minutes/", **first).status_code == 302
    late = page(here.secretary, f"{url}minutes/", **first | {"minutes": "否決した。"})
    assert late.status_code == 409
    assert "否決した。" in text(late)
    assert f"{url}#minutes" in text(page(here.chair, f"/c/{here.council.slug}/today/"))
    [mail] = Job.objects.filter(payload__template="governance/assembly/minutes_wait")
    assert mail.payload["user"] == here.chair.pk
    assert page(here.chair, f"{url}minutes/approve/", read=opened).status_code == 409
    assert page(here.chair, f"{url}minutes/approve/", go="1").status_code == 302


def test_a_meeting_is_planned_convened_held_and_minuted_on_the_pages(here, base):
    starts = clock.now() + timedelta(days=12)
    form = {"day": starts.date().isoformat(), "time": "14:00", "place": "市役所", "form": "held"}
    gone = form | {"day": clock.today().isoformat(), "time": "00:00"}
    assert page(here.secretary, f"{base}/meetings/plan/assembly/", **gone).status_code == 422, "it is over"
    answer = page(here.secretary, f"{base}/meetings/plan/assembly/", **form)
    assert answer.status_code == 302
    url = answer["Location"]
    meeting = Meeting.objects.get(body=here.assembly)
    item = {"title_ja": "事業計画", "kind": "resolution", "matter": "ordinary"}
    assert page(here.secretary, f"{url}items/new/", **item).status_code == 302
    assert page(here.secretary, f"{url}convene/", go="1").status_code == 302
    assert page(here.chair, f"{url}open/", go="1").status_code == 409, "it is called for a later day"
    assert "定足数まであと" in text(page(here.secretary, f"/c/{here.council.slug}/today/"))
    with clock.at(meeting.starts_at):
        for row in meeting.attendances.all()[:3]:
            answer = page(here.secretary, f"{url}attendance/{row.pk}/", channel="in_person")
            assert answer.status_code == 302
        assert "4人中3人が参加" in text(page(here.secretary, url))
        assert page(here.chair, f"{url}open/", go="1").status_code == 302
        assert page(here.chair, f"{url}items/1/put/", go="1").status_code == 302
        live = f"{url}quorum/?seen=3-4-2"
        assert f'hx-get="{live}"' in text(page(here.chair, url))
        assert f'hx-get="{live}&amp;item=1"' in text(page(here.chair, f"{url}items/1/"))
        assert page(here.chair, live).status_code == 204
        for asked in (f"{url}quorum/?seen=2-4-2", f"{url}quorum/?item=1"):
            assert "4人中3人が参加" in text(page(here.chair, asked))
        voter = here.members[0].user
        everybody_votes_for_it(here, meeting, voter, url)
        assert "可決" in text(page(voter, f"{url}items/1/"))
        decide = {"title_ja": "事業計画の決定", "reasons_ja": "妥当である。", "visibility": "public"}
        answer = page(here.secretary, f"{url}items/1/decide/", **decide)
        assert answer.status_code == 302
        assert "妥当である。" in text(page(voter, answer["Location"]))
        assert page(here.chair, f"{url}close/", go="1").status_code == 302
        minutes_are_written_and_approved(here, url)
        meeting.refresh_from_db()
        assert meeting.state == "minutes_approved"


def test_a_refusal_keeps_what_was_typed_and_cites_the_article(here, base):
    meeting = actions.plan_meeting(
        here.assembly, by=here.secretary, starts_at=clock.now() + timedelta(days=2)
    )
    answer = page(here.secretary, f"{base}/meetings/{meeting.pk}/convene/", go="1")
    assert answer.status_code == 422
    assert "規約（notice_of_meeting）" in text(answer)
    gone = page(here.secretary, f"{base}/meetings/{meeting.pk}/cancel/", reason="")
    assert gone.status_code == 422


def test_a_recused_voter_sees_no_counts(here, base):
    meeting = opened(here, here.assembly)
    motion = actions.table_motion(
        meeting, by=here.secretary, title_ja="議案", concerned=[here.members[0].organisation]
    )
    actions.no_objection(motion, by=here.chair)
    url = f"{base}/meetings/{meeting.pk}/items/1/"
    assert "あなたはこの議案に加わりません" in text(page(here.members[0].user, url))
    assert "採決結果" not in text(page(here.members[0].user, url))
    assert "採決結果" in text(page(here.members[1].user, url))


def test_a_draft_is_read_signed_and_its_document_downloaded(here, base):
    draft = actions.prepare_draft(
        here.council,
        by=here.secretary,
        kind="letter",
        about="",
        papers=letter("お知らせ", "お知らせします。<b>"),
        organisations=[here.members[0].organisation],
    )
    url = f"{base}/drafts/{draft.pk}/"
    shown = text(page(here.approver, url))
    assert "お知らせします。&lt;b&gt;" in shown
    assert page(here.chair, f"{url}sign/", digest=draft.digest).status_code == 403
    assert page(here.approver, f"{url}sign/", digest="0" * 64).status_code == 409
    assert page(here.approver, f"{url}sign/", digest=draft.digest).status_code == 302
    assert page(here.chair, f"{url}sign/", digest=draft.digest).status_code == 302
    document = queries.document_by_number(here.council, "he協発第1号")
    path = f"{base}/documents/{document.pk}/"
    assert page(here.members[0].user, f"{path}ja.pdf").status_code == 409
    assert perform(Job.objects.get(kind="document").pk)
    starts = {"ja.pdf": b"%PDF", "en.pdf": b"%PDF", "ja.docx": b"PK", "en.docx": b"PK"}
    for name, start in starts.items():
        file = page(here.members[0].user, path + name)
        assert b"".join(file.streaming_content).startswith(start)
    assert "he協発第1号" in text(page(here.members[0].user, path))
    assert page(here.members[1].user, path).status_code == 404
    assert page(here.members[1].user, f"{path}ja.docx").status_code == 404
    assert page(here.members[0].user, f"{path}fr.pdf").status_code == 404
    assert Job.objects.filter(key__startswith="document_ready").count() == 1
    assert not perform(Job.objects.get(kind="document").pk)


def test_a_draft_goes_back_with_a_reason(here, base):
    draft = actions.prepare_draft(
        here.council,
        by=here.secretary,
        kind="letter",
        about="",
        papers=letter("お知らせ", "誤字"),
    )
    url = f"{base}/drafts/{draft.pk}/"
    assert page(here.chair, f"{url}return/").status_code == 403
    assert page(here.approver, f"{url}return/", reason="誤字").status_code == 302
    assert "誤字" in text(page(here.secretary, url))


def test_decisions_are_found_by_word_number_and_year(here, base):
    for title in ("健幸ポイントの実施", "公園一覧の公開"):
        meeting = opened(here, here.assembly)
        motion = actions.table_motion(meeting, by=here.secretary, title_ja=title)
        actions.no_objection(motion, by=here.chair)
        actions.record_decision(
            here.council, by=here.secretary, title_ja=title, reasons_ja="理由", motion=motion
        )
    member = here.members[0].user
    found = text(page(member, f"{base}/decisions/?q=公園"))
    assert "公園一覧の公開" in found
    assert "健幸ポイントの実施" not in found
    assert "健幸ポイントの実施" in text(page(member, f"{base}/decisions/?q=第1号"))
    assert "該当する決定はありません" in text(page(member, f"{base}/decisions/?q=ない言葉"))


def test_appointing_and_ending_on_the_pages(here, base):
    law = here.reviewers["law"]
    url = f"{base}/bodies/ethics_board/"
    held = here.seats["law"].appointments.get()
    assert "欠員" not in text(page(here.secretary, url))
    assert page(here.secretary, f"{url}appointments/{held.pk}/end/", reason="辞任").status_code == 302
    assert "欠員" in text(page(here.secretary, url))
    seat = f"{url}seats/{here.seats['law'].pk}/appoint/"
    assert page(here.secretary, seat, email="nobody@example.test").status_code == 422
    assert page(here.secretary, seat, email=law.email).status_code == 302
    assert page(here.chair, seat).status_code == 403


def test_who_has_no_account_is_invited_with_the_appointment(here, base):
    seat = here.seats["law"]
    actions.end_appointment(seat.appointments.get(), by=here.secretary, reason="辞任")
    url = f"{base}/bodies/ethics_board/seats/{seat.pk}/appoint/"
    asked = page(here.secretary, url, email="new@example.test")
    assert "招待する方の氏名" in text(asked)
    assert page(here.secretary, url, email="new@example.test", name="新任 花").status_code == 302
    appointed = seat.appointments.get(ended_at__isnull=True).user
    assert (appointed.email, appointed.name) == ("new@example.test", "新任 花")
    assert Job.objects.filter(kind="mail", key__startswith=f"invitation:{appointed.pk}:").exists()


def test_a_seat_is_taken_from_organisations_of_this_council_only(here, there, base):
    """Offered and accepted: those this council knows, and those no council knows yet."""
    own, other = memberships(here.council).first(), memberships(there.council).first()
    free = people.organisation("研究所")
    law, seat = here.reviewers["law"], here.seats["law"]
    actions.end_appointment(seat.appointments.get(), by=here.secretary, reason="辞任")
    url = f"{base}/bodies/ethics_board/seats/{seat.pk}/appoint/"
    offered = page(here.secretary, url).context["form"].fields["organisation"].queryset
    assert {own.organisation, free} <= set(offered)
    assert other.organisation not in offered
    foreign = {"email": law.email, "organisation": other.organisation_id}
    assert page(here.secretary, url, **foreign).status_code == 422
    with pytest.raises(Invalid, match="organisation_not_of_council"):
        actions.appoint(seat, by=here.secretary, user=law, organisation=other.organisation)
    assert page(here.secretary, url, email=law.email, organisation=free.pk).status_code == 302


def test_every_page_opens_for_its_readers_and_for_nobody_else(here, there, base):
    project = actions.open_project(here.council, by=here.secretary, title_ja="事業")
    meeting = convened(here, here.assembly)
    board = convened(here, here.board)
    actions.table_motion(meeting, by=here.secretary, title_ja="議案")
    decision: Decision = actions.record_decision(
        here.council, by=here.chair, title_ja="軽微", reasons_ja="統計", risk="minor"
    )
    paths = {
        "projects/": 200,
        f"projects/{project.reference}/": 200,
        "projects/new/": 403,
        "bodies/": 200,
        "bodies/assembly/": 200,
        "meetings/": 200,
        "meetings/plan/assembly/": 403,
        f"meetings/{meeting.pk}/": 200,
        f"meetings/{meeting.pk}/items/1/": 200,
        f"meetings/{meeting.pk}/items/new/": 403,
        f"meetings/{meeting.pk}/minutes/": 403,
        f"meetings/{board.pk}/": 404,
        "decisions/": 200,
        f"decisions/{decision.pk}/": 200,
        "drafts/": 200,
        "documents/": 200,
    }
    for path, status in paths.items():
        assert page(here.members[0].user, f"{base}/{path}").status_code == status, path
        assert page(there.secretary, f"{base}/{path}").status_code == 404, path
        assert page(here.secretary, f"{base}/{path}").status_code in (200, 409), path
        assert Client().get(f"{base}/{path}").status_code == 302, path
