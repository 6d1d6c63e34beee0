"""An edition is taken back before its day, and a rule document is repealed: by decisions, and seen by everybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import clock
from core.errors import NotNow, NotPermitted, Refused
from core.ledger.models import Epoch, LedgerEntry
from core.rulebook import provider
from governance.assembly.queries.decisions import standing
from governance.rulebook import actions, queries
from governance.rulebook.actions.editions import publish
from governance.rulebook.enums import Force
from governance.rulebook.models import Amendment, EditionWithdrawal, Instrument
from governance.rulebook.queries import RulesOverTime
from governance.rulebook.rules import amending, notation
from tests.factories.decisions import decision_taken, decision_voted
from tests.integration.rulebook.conftest import TODAY
from tests.integration.rulebook.test_editions import amend, notice
from tests.integration.rulebook.test_founding import OWN
from tests.integration.rulebook.test_pages import client_of

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=20)


def later(minutes: int = 5):
    return clock.at(clock.now() + timedelta(minutes=minutes))


def adopted_later(world):
    """An edition with a longer period of notice, adopted a minute after it was voted on."""
    amendment = actions.draft_amendment(world.instrument(), by=world.secretary)
    value = {"days": 10, "business": False}
    actions.set_setting(amendment, "convening.main", "notice_of_meeting", value, by=world.secretary)
    number = decision_voted(world.council, "amendment")
    with later(1):
        return actions.adopt_amendment(
            amendment, by=world.secretary, decision_number=number, effective_on=LATER
        )


def test_an_edition_is_withdrawn_before_its_day_and_never_binds(here, there):
    work = actions.draft_amendment(here.instrument(), by=here.secretary)
    edition = adopted_later(here)
    overtaken = actions.draft_amendment(here.instrument(), by=here.secretary)
    reader, base = client_of(here.secretary), f"/c/{here.council.slug}/rules/bylaws/"
    url = f"{base}2/withdraw/"
    assert url in reader.get(f"{base}?edition=2").content.decode()
    form = {"decision_number": edition.decision_number, "reason_ja": "再検討を要するため。"}
    assert client_of(there.secretary).post(url, form).status_code == 404
    assert client_of(here.member).post(url, form).status_code == 403
    epoch = Epoch.objects.get(scope=here.council.slug).value
    with later():
        for number in (edition.decision_number, decision_taken(here.council), decision_voted(here.council)):
            assert reader.post(url, form | {"decision_number": number}).status_code == 422, "not its decision"
        number = decision_voted(here.council, "amendment")
        unsaid = reader.post(url, {"decision_number": number, "reason_ja": " "})
        assert (unsaid.status_code, number in unsaid.content.decode()) == (422, True)
        assert reader.post(url, form | {"decision_number": number}).status_code == 302
        assert reader.post(url, form | {"decision_number": number}).status_code == 409
    entry = LedgerEntry.objects.get(event="rulebook.edition_withdrawn")
    moved = Epoch.objects.get(scope=here.council.slug).value > epoch
    assert (entry.subject, moved) == ("edition:bylaws-2", True)
    never_bound(here)
    assert_told(here, reader, url)
    for amendment in (Amendment.objects.get(edition=edition), overtaken, work):
        assert reader.get(f"/c/{here.council.slug}/rules/amendments/{amendment.pk}/").status_code == 200
    actions.rebase_amendment(overtaken, by=here.secretary)
    assert amend(here, 12, LATER).number == 3, "no number is given twice"


def never_bound(here):
    """Every question about the rules leaves the edition out."""
    assert notice(here, LATER) == 7
    assert RulesOverTime(here.council).on(LATER) == provider.in_force(here.council, LATER)
    assert queries.articles_on(here.council, "notice_of_meeting", [LATER])[LATER].edition == 1
    assert queries.last_edition(here.instrument()).number == 1
    assert [row.coming for row in queries.shelf(here.council, TODAY)] == [()] * 5
    assert queries.force(queries.editions(here.instrument()).first(), LATER, None) is Force.WITHDRAWN


def assert_told(here, reader, url):
    """The page and the register say that the edition was withdrawn, and why."""
    shown = reader.get(f"/c/{here.council.slug}/rules/bylaws/?edition=2").content.decode()
    assert "再検討を要するため。" in shown
    assert url not in shown
    public = client_of(here.member).get(f"/register/{here.council.slug}/rules/bylaws/?edition=2")
    assert "再検討を要するため。" in public.content.decode()


def test_what_cannot_be_withdrawn(here):
    with pytest.raises(NotNow, match="edition_binds_already"):
        withdraw(here, amend(here, 10, TODAY))
    first, second = amend(here, 11, LATER), amend(here, 12, LATER)
    with pytest.raises(NotNow, match="edition_not_last"):
        withdraw(here, first)
    with pytest.raises(NotPermitted):
        withdraw(here, second, by=here.member)


def withdraw(world, edition, by=None, number="1", **more):
    return actions.withdraw_edition(
        edition, by=by or world.secretary, decision_number=number, reason_ja="再検討を要するため。", **more
    )


def test_another_body_undoes_nothing(here):
    """Not even where the assembly, which adopted it, took a decision of the same number about something else."""
    far, next_year = date(2027, 6, 1), clock.on(date(2027, 5, 10))
    edition = travel(here, far)
    assert {one.body for one in standing(here.council, edition.decision_number)} == {"assembly"}
    with later(1):
        second = decision_voted(here.council)
    with clock.at(next_year):
        assert decision_voted(here.council, body="steering") == edition.decision_number, "numbers begin anew"
        about = f"document:{edition.instrument.code}"
        assert decision_voted(here.council, about=about, body="steering") == second
        for number in (edition.decision_number, second):
            with pytest.raises(Refused, match="decision_of_another_body"):
                withdraw(here, edition, number=number)
        withdraw(here, edition, number=decision_voted(here.council))


def test_an_act_means_the_decision_that_was_about_it(here):
    then, named = clock.now(), decision_voted(here.council, about="document:travel")
    with clock.at(clock.on(date(2027, 5, 10))):
        while decision_taken(here.council) != named:
            pass
        assert provider.decided(here.council, named, clock.now()).body == ""
        told = provider.decided(here.council, named, clock.now(), ["document:travel", "document:trips"])
    assert (told.subject, told.taken_at) == ("document:travel", then)


def test_no_edition_is_withdrawn_that_another_document_followed(here):
    held = queries.document_of(queries.last_edition(here.instrument())).unit("quorum.main").settings
    out = actions.draft_amendment(here.instrument(), by=here.secretary)
    actions.release_setting(out, "quorum.main", "assembly_quorum", by=here.secretary)
    over = actions.draft_amendment(here.instrument("crisis"), by=here.secretary)
    actions.set_setting(over, "drill.main", "assembly_quorum", held["assembly_quorum"], by=here.secretary)
    left, took = (
        actions.adopt_amendment(
            one,
            by=here.secretary,
            decision_number=decision_voted(here.council, matter),
            effective_on=LATER,
        )
        for one, matter in ((out, "amendment"), (over, "ordinary"))
    )
    with pytest.raises(Refused, match="text_fixed_elsewhere"):
        withdraw(here, left)
    with pytest.raises(Refused, match="document_needed") as refused:
        withdraw(here, took)
    assert refused.value.params["setting"] == "assembly_quorum"
    go_together(here, left, took)


def go_together(here, left, took):
    """One decision takes both back; two that do not hang together are taken back one by one."""
    unrelated = travel(here, LATER)
    another = travel(here, LATER, text=OWN.replace("travel", "trips").replace("旅費", "出張"))
    reader, url = client_of(here.secretary), f"/c/{here.council.slug}/rules/bylaws/{left.number}/withdraw/"
    assert reader.get(url).content.decode().count(f'value="{took.pk}"') == 1
    with later():
        form = {"decision_number": decision_voted(here.council), "reason_ja": "再検討を要するため。"}
        assert reader.post(url, form | {"together": took.pk}).status_code == 422, "no special majority"
        form["decision_number"] = decision_voted(here.council, "amendment")
        assert reader.post(url, form | {"together": unrelated.pk}).status_code == 422
        with pytest.raises(Refused, match="editions_not_together"):
            withdraw(here, unrelated, number=form["decision_number"], together=another)
        assert reader.post(url, form | {"together": took.pk}).status_code == 302
    for one, other in ((left, took), (took, left)):
        gone = EditionWithdrawal.objects.get(edition=one)
        assert (gone.together, gone.decision_number) == (other, form["decision_number"])
    assert (
        "危機管理"
        in reader.get(f"/c/{here.council.slug}/rules/bylaws/?edition={left.number}").content.decode()
    )
    assert provider.in_force(here.council, LATER).article("assembly_quorum").instrument == "bylaws"


def test_of_two_documents_one_fixes_a_setting_however_it_is_read(here):
    """A setting that was fixed twice before that was refused."""
    edition = travel(here, TODAY)
    Instrument.objects.filter(pk=edition.instrument_id).update(position=0)
    twice = amending.fix(
        queries.document_of(edition), "travel.main", "notice_of_meeting", {"days": 20, "business": False}
    )
    publish(edition.instrument, twice, by=here.secretary, on=TODAY)
    assert notice(here, TODAY) == 7


def travel(world, on, number="", text=OWN):
    return actions.adopt_document(
        world.council,
        by=world.secretary,
        document=notation.read(text),
        decision_number=number or decision_voted(world.council),
        effective_on=on,
    )


def repeal(world, number=""):
    return actions.repeal_document(
        world.instrument("travel"),
        by=world.secretary,
        decision_number=number or decision_voted(world.council),
        effective_on=LATER,
        reason_ja="不要となったため。",
    )


def test_a_repeal_comes_after_the_decision_on_the_text_whenever_that_was_entered(here):
    adopting = decision_voted(here.council)
    with later(1):
        repealing = decision_voted(here.council)
    with later(2):
        travel(here, TODAY, adopting)
        with pytest.raises(Refused, match="decision_too_early"):
            repeal(here, adopting)
        assert repeal(here, repealing).repeals


def test_a_document_is_repealed_from_a_day_but_none_that_the_council_needs(here, there):
    travel(here, TODAY)
    reader, base = client_of(here.secretary), f"/c/{here.council.slug}/rules/"
    for code in ("bylaws", "participation", "data_rules", "board_charter"):
        page = reader.get(f"{base}{code}/repeal/").content.decode()
        assert "欠かせない規程" in page
        assert 'name="effective_on"' not in page
    form = {"decision_number": "1", "effective_on": LATER.isoformat(), "reason_ja": "不要となったため。"}
    refused = reader.post(f"{base}participation/repeal/", form)
    assert refused.status_code == 422
    url = f"{base}travel/repeal/"
    assert url in reader.get(f"{base}travel/").content.decode()
    assert client_of(here.member).post(url, form).status_code == 403
    assert client_of(there.secretary).post(url, form).status_code == 404
    draft = actions.draft_amendment(here.instrument("travel"), by=here.secretary)
    actions.edit_provision(draft, "travel.main", by=here.secretary, text_ja="旅費は、定額とする。")
    with later():
        form["decision_number"] = decision_voted(here.council)
        early = form | {"effective_on": (TODAY - timedelta(days=1)).isoformat()}
        assert reader.post(url, early).status_code == 422
        assert reader.post(url, form).url == f"{base}travel/?edition=2"
    before, after = (
        provider.in_force(here.council, day).editions for day in (LATER - timedelta(days=1), LATER)
    )
    assert ("travel" in before, "travel" in after) == (True, False)
    assert not queries.provisions_in_force(here.council, LATER).filter(text_ja__contains="実費").exists()
    assert LedgerEntry.objects.filter(event="rulebook.document_repealed").count() == 1
    is_amended_no_more(here, draft)
    assert reader.post(url, form).status_code == 409
    with clock.at(clock.on(LATER)):
        late = client_of(here.secretary)
        for path in (f"{base}travel/", f"/register/{here.council.slug}/rules/travel/"):
            assert "不要となったため。" in late.get(path).content.decode()
        assert "廃止" in late.get(base).content.decode()


def is_amended_no_more(here, draft):
    with pytest.raises(NotNow, match="document_repealed"):
        actions.draft_amendment(here.instrument("travel"), by=here.secretary)
    with pytest.raises(NotNow, match="document_repealed"):
        actions.rebase_amendment(draft, by=here.secretary)
    assert_only_given_up(here, draft, "document_repealed")
    page = f"/c/{here.council.slug}/rules/amendments/{draft.pk}/"
    assert client_of(here.secretary).post(f"{page}withdraw/").status_code == 302


def assert_only_given_up(here, draft, code):
    """Its page says why it goes no further, and offers nothing but to withdraw it."""
    reader, page = client_of(here.secretary), f"/c/{here.council.slug}/rules/amendments/{draft.pk}/"
    shown = reader.get(page)
    assert shown.context["stands"].code == code
    offered = [
        verb for verb in ("adopt", "rebase", "withdraw") if f'"{page}{verb}/"' in shown.content.decode()
    ]
    assert offered == ["withdraw"]
    assert "provision-tools" not in reader.get(f"{page}text/").content.decode()
    with pytest.raises(NotNow, match=code):
        actions.adopt_amendment(draft, by=here.secretary, decision_number="1", effective_on=LATER)


def test_a_further_document_that_was_withdrawn_can_come_again_and_its_repeal_be_withdrawn(here):
    first = travel(here, LATER)
    draft = actions.draft_amendment(first.instrument, by=here.secretary)
    actions.edit_provision(draft, "travel.main", by=here.secretary, text_ja="旅費は、定額とする。")
    with later(1):
        withdrawing = decision_voted(here.council)
        withdraw(here, first, number=withdrawing)
    assert_only_given_up(here, draft, "no_edition_yet")
    assert queries.last_edition(first.instrument) is None
    assert client_of(here.secretary).get(f"/c/{here.council.slug}/rules/travel/").status_code == 200
    with pytest.raises(NotNow, match="document_code_taken"):
        travel(here, TODAY, text=OWN.replace("Rules on travel", "Travel expenses"))
    otherwise = notation.read(OWN.replace("Rules on travel", "Travel expenses"))
    with pytest.raises(NotNow, match="document_code_taken"):
        actions.keep_founding_text(here.council, by=here.secretary, document=otherwise)
    with later(2):
        for spent in (first.decision_number, withdrawing):
            with pytest.raises(Refused, match="decision_too_early"):
                travel(here, TODAY, number=spent)
        again = travel(here, TODAY)
    assert (again.number, again.instrument) == (2, first.instrument)
    assert actions.rebase_amendment(draft, by=here.secretary).base == again
    with later(3):
        repealing = decision_voted(here.council)
        repealed = repeal(here, repealing)
    with later(4):
        kept = decision_voted(here.council)
        withdraw(here, repealed, number=kept)
    assert "travel" in provider.in_force(here.council, LATER).editions
    with later(5):
        for spent in (repealing, kept):
            with pytest.raises(Refused, match="decision_spent_on_edition"):
                repeal(here, spent)
        assert repeal(here).repeals


def test_what_adopted_or_withdrew_an_edition_adopts_no_other_text(here):
    travel(here, TODAY)
    with later(1):
        adopting, waiting = decision_voted(here.council), other_fare(here, "旅費は、実費の半額とする。")
        named = decision_voted(here.council, "amendment", f"amendment:travel-{waiting.pk}")
        edition = adopt(here, other_fare(here, "旅費は、定額とする。"), adopting)
    with later(2):
        withdrawing = decision_voted(here.council)
        withdraw(here, edition, number=withdrawing)
    with later(3):
        another = other_fare(here, "旅費は、支給しない。")
        for spent in (adopting, withdrawing):
            with pytest.raises(Refused, match="decision_spent_on_edition"):
                adopt(here, another, spent)
        assert adopt(here, waiting, named).number == 3, "voted on before, and about this"


def other_fare(world, text):
    amendment = actions.draft_amendment(world.instrument("travel"), by=world.secretary)
    return actions.edit_provision(amendment, "travel.main", by=world.secretary, text_ja=text)


def adopt(world, amendment, number):
    return actions.adopt_amendment(amendment, by=world.secretary, decision_number=number, effective_on=LATER)
