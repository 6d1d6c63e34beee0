"""Rule documents of two councils: founding, amending, adopting, and the rules in force on a day."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core import clock
from core.access.roles import Role
from core.errors import Invalid, NotNow, NotPermitted, Refused
from core.ledger.guards import Immutable
from core.ledger.models import Epoch, LedgerEntry
from core.rulebook import provider
from core.rulebook.values import KINDS
from governance.assembly.actions import put_to_vote
from governance.rulebook import actions, queries
from governance.rulebook.enums import AmendmentState, Force
from governance.rulebook.models import Amendment, Edition, Provision
from governance.rulebook.rules.faults import CHECKS
from governance.rulebook.rules.outline import Unit
from tests.factories import people
from tests.factories.decisions import decision_replaced, decision_voted, item_before
from tests.factories.founding import adopt_model_documents
from tests.integration.rulebook.conftest import FOUNDED, TODAY, WORDS

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def amend(world, days: int, on: date, code: str = "bylaws"):
    """Change the period of notice and adopt it for ``on``."""
    amendment = actions.draft_amendment(world.instrument(code), by=world.secretary)
    value = {"days": days, "business": False}
    actions.set_setting(amendment, "convening.main", "notice_of_meeting", value, by=world.secretary)
    return actions.adopt_amendment(
        amendment,
        by=world.secretary,
        decision_number=decision_voted(world.council, "amendment"),
        effective_on=on,
    )


def notice(world, on: date) -> int:
    rules = provider.in_force(world.council, on)
    assert provider.settings_in_force(world.council, on, KINDS) == rules.settings
    some = ("notice_of_meeting", "proxy_age")
    assert provider.settings_in_force(world.council, on, some) == {
        code: rules.settings[code] for code in some
    }
    return rules.get("notice_of_meeting").days


class TestFounding:
    def test_a_new_council_has_every_setting_and_basis(self, here):
        rules = provider.in_force(here.council, TODAY)
        assert set(rules.settings) == set(KINDS)
        assert set(rules.basis) == CHECKS
        assert set(rules.editions) == {"bylaws", "data_rules", "participation", "board_charter", "crisis"}

    def test_settings_cite_their_article_as_printed(self, here):
        article = provider.in_force(here.council, TODAY).article("assembly_quorum")
        assert (article.label_ja, article.label_en) == ("規約第14条", "Bylaws, Article 14")
        assert (article.instrument, article.provision, article.edition) == ("bylaws", "quorum.main", 1)

    def test_names_are_filled_in(self, here):
        edition = queries.edition_on(here.instrument(), TODAY)
        document = queries.document_of(edition)
        assert document.unit("office.main").text_ja == "協議会の事務所は、汐見市役所内に置く。"
        assert "aoshima council" in document.unit("name.main").text_en
        assert here.instrument().title_ja == "aoshima協議会規約"

    def test_nothing_is_in_force_the_day_before(self, here):
        rules = provider.in_force(here.council, FOUNDED - timedelta(days=1))
        assert (rules.settings, rules.basis, rules.editions) == ({}, {}, {})
        assert provider.settings_in_force(here.council, FOUNDED - timedelta(days=1), KINDS) == {}
        assert provider.in_force(here.council, FOUNDED).editions["bylaws"].previous_until is None

    def test_it_happens_once(self, here):
        with pytest.raises(NotNow, match="already_there"):
            adopt_model_documents(here.council, by=here.secretary, on=TODAY, placeholders=WORDS)
        assert Edition.objects.filter(instrument__council=here.council).count() == 5

    def test_it_needs_every_name_and_the_secretariat(self, db):
        council = people.council("new")
        secretary = people.with_role("sec", Role.SECRETARY, council)
        with pytest.raises(Invalid) as missing:
            adopt_model_documents(council, by=secretary, on=TODAY)
        assert set(missing.value.params["fields"]) >= {"city_ja", "secretariat_en"}
        with pytest.raises(NotPermitted):
            adopt_model_documents(
                council, by=people.with_role("m", Role.MEMBER, council), on=TODAY, placeholders=WORDS
            )
        assert not queries.instruments(council).exists()

    def test_each_edition_is_in_the_ledger_and_moves_the_epoch(self, here):
        entries = LedgerEntry.objects.filter(council="aoshima", event="rulebook.edition_adopted")
        assert entries.count() == 5
        edition = queries.edition_on(here.instrument(), TODAY)
        content = bytes(entries.get(subject="edition:bylaws-1").content).decode()
        assert edition.digest in content
        assert Epoch.objects.get(scope="aoshima").value == 5


class TestInForce:
    def test_three_statements_at_most(self, here, django_assert_max_num_queries):
        with django_assert_max_num_queries(3):
            provider.in_force(here.council, TODAY)

    @pytest.mark.parametrize(("offset", "days"), [(-1, 7), (0, 10), (1, 10)])
    def test_an_edition_binds_from_its_day(self, here, offset, days):
        day = TODAY + timedelta(days=9)
        amend(here, 10, day)
        assert notice(here, day + timedelta(days=offset)) == days

    def test_of_several_of_one_day_the_last_adopted_binds(self, here):
        amend(here, 10, TOMORROW)
        second = amend(here, 14, TOMORROW)
        assert notice(here, TOMORROW) == 14
        assert provider.in_force(here.council, TOMORROW).editions["bylaws"].number == second.number == 3
        assert notice(here, TODAY) == 7

    def test_the_former_edition_counts_through_the_transition(self, here):
        amend(here, 10, TOMORROW)
        until = provider.in_force(here.council, TOMORROW).editions["bylaws"].previous_until
        assert until == TOMORROW + timedelta(days=59)

    def test_another_councils_rules_never_leak(self, here, there):
        amend(here, 10, TODAY)
        assert (notice(here, TODAY), notice(there, TODAY)) == (10, 7)
        assert provider.in_force(there.council, TODAY).editions["bylaws"].number == 1
        assert set(queries.visible_to(there.member)) == set(queries.instruments(there.council))
        assert not queries.visible_to(people.user("stranger")).exists()

    def test_which_edition_is_in_force(self, here):
        later = amend(here, 10, TOMORROW)
        first, current = (
            queries.editions(here.instrument()).last(),
            queries.edition_on(here.instrument(), TODAY),
        )
        assert [queries.force(e, TODAY, current) for e in (first, later)] == [Force.CURRENT, Force.FUTURE]
        assert queries.force(first, TOMORROW, later) is Force.PAST
        assert queries.edition_on(here.instrument(), FOUNDED - timedelta(days=1)) is None


class TestAmending:
    @pytest.fixture
    def draft(self, here) -> Amendment:
        return actions.draft_amendment(here.instrument(), by=here.secretary, reason_ja="明確にするため。")

    def test_old_text_stays_and_identity_survives_renumbering(self, here, draft):
        article = Unit(
            "gender", "article", "構成", "Balance", reason_ja="偏りを防ぐため。", reason_en="Balance."
        )
        sentence = Unit("gender.main", "paragraph", text_ja="均衡に配慮する。", text_en="Balance is sought.")
        actions.insert_provision(draft, [article, sentence], after="name", by=here.secretary)
        actions.adopt_amendment(
            draft,
            by=here.secretary,
            decision_number=decision_voted(here.council, "amendment"),
            effective_on=TOMORROW,
        )
        cited = [provider.in_force(here.council, day).article("assembly_quorum") for day in (TODAY, TOMORROW)]
        assert [a.label_ja for a in cited] == ["規約第14条", "規約第15条"]
        assert cited[0].provision == cited[1].provision
        assert Provision.objects.filter(instrument=here.instrument(), key="quorum.main").count() == 1

    def test_what_was_adopted_reads_as_it_was_drafted(self, here, draft):
        actions.edit_provision(draft, "name.main", by=here.secretary, text_ja=" 新しい名称とする。\r\n")
        actions.remove_provision(draft, "coordinator", by=here.secretary)
        drafted = queries.draft_of(Amendment.objects.get(pk=draft.pk))
        edition = actions.adopt_amendment(
            draft,
            by=here.secretary,
            decision_number=decision_voted(here.council, "amendment"),
            effective_on=TODAY,
        )
        assert queries.document_of(edition) == drafted
        assert drafted.unit("name.main").text_ja == "新しい名称とする。"
        draft.refresh_from_db()
        assert (draft.state, draft.edition) == (AmendmentState.ADOPTED, edition)
        assert edition.reason_ja == "明確にするため。"

    def test_a_setting_moves_to_the_provision_that_fixes_it_now(self, here, draft):
        actions.set_setting(draft, "assembly.ordinary", "notice_of_meeting", {"days": 5}, by=here.secretary)
        document = queries.draft_of(Amendment.objects.get(pk=draft.pk))
        assert document.unit("convening.main").settings == {}
        actions.release_setting(draft, "assembly.ordinary", "notice_of_meeting", by=here.secretary)
        actions.adopt_amendment(
            draft,
            by=here.secretary,
            decision_number=decision_voted(here.council, "amendment"),
            effective_on=TODAY,
        )
        assert provider.in_force(here.council, TODAY).article("notice_of_meeting") is None

    @pytest.mark.parametrize(
        ("code", "value", "error"),
        [
            ("nothing", {}, "text_setting_unknown"),
            ("notice_of_meeting", {"days": "7"}, "text_setting_malformed"),
            ("notice_of_meeting", {"days": 7, "hours": 2}, "text_setting_malformed"),
            ("notice_of_meeting", {"days": -7}, "text_setting_malformed"),
            (
                "assembly_quorum",
                {"numerator": 3, "denominator": 2, "strict": False, "base": "all"},
                "text_setting_malformed",
            ),
        ],
    )
    def test_a_malformed_setting_is_refused_and_nothing_stored(self, here, draft, code, value, error):
        with pytest.raises(Invalid, match=error):
            actions.set_setting(draft, "convening.main", code, value, by=here.secretary)
        draft.refresh_from_db()
        assert draft.revision == 0

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("", "text_missing"),
            ("あ" * 10_001, "too_long"),
            ("見え\u202eない", "control_characters"),
            ("\x00", "control"),
        ],
    )
    def test_bad_text_is_refused(self, here, draft, text, error):
        with pytest.raises(Invalid, match=error):
            actions.edit_provision(draft, "name.main", by=here.secretary, text_ja=text)

    @pytest.mark.parametrize(
        ("unit", "after", "error"),
        [
            (Unit("name", "article", "a", "a", reason_ja="a", reason_en="a"), "office", "key_twice"),
            (Unit("x", "article", "a", "a", reason_ja="a", reason_en="a"), "nothing", "provision_unknown"),
            (Unit("x", "item", text_ja="a", text_en="a"), "name", "text_empty"),
            (Unit("x", "paragraph", text_ja="a"), "name", "text_missing"),
            (Unit("x", "article", "a", "a", reason_ja="a", reason_en="a"), "name", "text_empty"),
            (Unit("x", "article", "a", "a", reason_ja="a", reason_en="a"), "supplement", "after_supplement"),
        ],
    )
    def test_a_provision_that_does_not_fit_is_refused(self, here, draft, unit, after, error):
        with pytest.raises(Invalid, match=error):
            actions.insert_provision(draft, [unit], after=after, by=here.secretary)

    def test_two_editors_do_not_overwrite_each_other(self, here, draft):
        actions.edit_provision(draft, "name.main", by=here.secretary, revision=0, text_ja="一。")
        with pytest.raises(NotNow, match="meanwhile"):
            actions.edit_provision(draft, "name.main", by=here.secretary, revision=0, text_ja="二。")

    def test_an_overtaken_draft_is_refused(self, here, draft):
        amend(here, 10, TODAY)
        actions.edit_provision(draft, "name.main", by=here.secretary, text_ja="一。")
        with pytest.raises(NotNow, match="overtaken"):
            actions.adopt_amendment(
                draft,
                by=here.secretary,
                decision_number=decision_voted(here.council, "amendment"),
                effective_on=TODAY,
            )

    def test_an_overtaken_draft_is_put_on_the_newer_text(self, here, draft):
        actions.edit_provision(draft, "name.main", by=here.secretary, text_ja="一。")
        with pytest.raises(NotNow, match="up_to_date"):
            actions.rebase_amendment(draft, by=here.secretary)
        newer = amend(here, 10, TODAY)
        draft = actions.rebase_amendment(draft, by=here.secretary)
        assert draft.base == newer
        edition = actions.adopt_amendment(
            draft,
            by=here.secretary,
            decision_number=decision_voted(here.council, "amendment"),
            effective_on=TODAY,
        )
        assert notice(here, TODAY) == 10
        assert queries.document_of(edition).unit("name.main").text_ja == "一。"

    def test_it_is_adopted_as_it_was_voted_on_or_as_that_is_put_on_a_newer_text(self, here, draft):
        actions.edit_provision(draft, "name.main", by=here.secretary, text_ja="一。")
        number = decision_voted(here.council, "amendment", f"amendment:bylaws-{draft.pk}")
        adopt = {"by": here.secretary, "decision_number": number, "effective_on": TODAY}
        for minutes, text in ((1, "二。"), (2, "一。")):
            with clock.at(clock.now() + timedelta(minutes=minutes)):
                actions.edit_provision(draft, "name.main", by=here.secretary, text_ja=text)
                if text == "二。":
                    with pytest.raises(Refused, match="document_not_as_voted"):
                        actions.adopt_amendment(draft, **adopt)
        with clock.at(clock.now() + timedelta(minutes=3)):
            amend(here, 10, TODAY)
            actions.rebase_amendment(draft, by=here.secretary)
            assert actions.adopt_amendment(draft, **adopt).number == 3

    def test_it_stays_as_it_is_while_it_is_voted_on(self, here, draft):
        motion = item_before(here.council, "assembly", "amendment", f"amendment:bylaws-{draft.pk}")
        put_to_vote(motion, by=here.secretary)
        for change in (
            lambda: actions.edit_provision(draft, "name.main", by=here.secretary, text_ja="一。"),
            lambda: actions.rebase_amendment(draft, by=here.secretary),
        ):
            with pytest.raises(NotNow, match="text_in_vote"):
                change()

    def test_a_text_that_does_not_hold_together_is_put_on_no_other(self, here, draft):
        actions.remove_provision(draft, "name.main", by=here.secretary)
        amend(here, 10, TODAY)
        with pytest.raises(Refused, match="text_empty"):
            actions.rebase_amendment(draft, by=here.secretary)

    @pytest.mark.parametrize(("side", "days"), [("mine", 14), ("theirs", 10)])
    def test_where_both_changed_the_same_a_side_is_chosen(self, here, draft, side, days):
        value = {"days": 14, "business": False}
        actions.set_setting(draft, "convening.main", "notice_of_meeting", value, by=here.secretary)
        amend(here, 10, TODAY)
        with pytest.raises(Refused, match="clashes"):
            actions.rebase_amendment(draft, by=here.secretary)
        actions.rebase_amendment(draft, by=here.secretary, prefer=side)
        draft.refresh_from_db()
        kept = queries.draft_of(draft).unit("convening.main").settings["notice_of_meeting"]
        assert kept["days"] == days

    def test_adoption_needs_a_decision_a_change_and_a_day_to_come(self, here, draft):
        def adopt(**fields):
            args = {
                "decision_number": decision_voted(here.council, "amendment"),
                "effective_on": TODAY,
                **fields,
            }
            return actions.adopt_amendment(draft, by=here.secretary, **args)

        with pytest.raises(Refused, match="changes_nothing"):
            adopt()
        actions.edit_provision(draft, "name.main", by=here.secretary, text_ja="一。")
        with pytest.raises(Invalid, match="decision_number"):
            adopt(decision_number=" ")
        with pytest.raises(Refused, match="in_the_past"):
            adopt(effective_on=TODAY - timedelta(days=1))
        assert adopt().number == 2

    def test_it_rests_on_a_decision_of_this_council_that_stands(self, here, there, draft):
        actions.edit_provision(draft, "name.main", by=here.secretary, text_ja="一。")
        old = decision_replaced(here.council)
        for number, code in (
            ("第99号", "unknown"),
            (decision_voted(there.council, "amendment"), "unknown"),
            (old, "superseded"),
        ):
            with pytest.raises(Refused, match=f"decision_{code}"):
                actions.adopt_amendment(draft, by=here.secretary, decision_number=number, effective_on=TODAY)
        assert queries.last_edition(here.instrument()).number == 1

    def test_an_edition_may_not_take_effect_before_its_base(self, here):
        amend(here, 10, TODAY + timedelta(days=30))
        with pytest.raises(Refused, match="before_its_base"):
            amend(here, 14, TODAY)

    def test_a_setting_of_another_document_cannot_be_fixed_twice(self, here, draft):
        actions.set_setting(draft, "name.main", "feed_freshness", {"days": 3}, by=here.secretary)
        with pytest.raises(Refused, match="fixed_elsewhere") as refused:
            actions.adopt_amendment(
                draft,
                by=here.secretary,
                decision_number=decision_voted(here.council, "amendment"),
                effective_on=TODAY,
            )
        assert refused.value.params["document"] == "data_rules"

    def test_a_withdrawn_draft_stays_and_changes_no_more(self, here, draft):
        actions.withdraw_amendment(draft, by=here.secretary)
        draft.refresh_from_db()
        assert draft.state == AmendmentState.WITHDRAWN
        with pytest.raises(NotNow):
            actions.edit_provision(draft, "name.main", by=here.secretary, text_ja="一。")
        assert not queries.open_amendments(here.council).exists()

    def test_only_the_secretariat_of_that_council_drafts_and_changes(self, here, there, draft):
        for user in (here.member, there.secretary, people.user("stranger")):
            with pytest.raises(NotPermitted):
                actions.draft_amendment(here.instrument(), by=user)
            with pytest.raises(NotPermitted):
                actions.edit_provision(draft, "name.main", by=user, text_ja="一。")
            with pytest.raises(NotPermitted):
                actions.adopt_amendment(
                    draft,
                    by=user,
                    decision_number=decision_voted(here.council, "amendment"),
                    effective_on=TODAY,
                )

    def test_a_misspelt_text_is_a_programming_error(self, here, draft):
        with pytest.raises(TypeError, match="not a text"):
            actions.edit_provision(draft, "name.main", by=here.secretary, text="一。")


class TestImmutable:
    def test_state_and_edition_go_together(self, here):
        draft = actions.draft_amendment(here.instrument(), by=here.secretary)
        with pytest.raises(IntegrityError), transaction.atomic():
            Amendment.objects.filter(pk=draft.pk).update(state=AmendmentState.ADOPTED)

    def test_an_adopted_edition_cannot_be_rewritten(self, here):
        edition = queries.edition_on(here.instrument(), TODAY)
        attempts = (
            lambda: Edition.objects.filter(pk=edition.pk).update(effective_on=TODAY),
            lambda: edition.texts.update(text_ja="別の文。"),
            lambda: edition.settings.update(value={}),
            lambda: edition.bases.update(check_code="pia"),
            lambda: Provision.objects.filter(instrument=here.instrument()).update(key="x"),
            lambda: edition.settings.all().delete(),
        )
        for attempt in attempts:
            with pytest.raises((DatabaseError, Immutable)), transaction.atomic():
                attempt()
        assert provider.in_force(here.council, TODAY).get("notice_of_meeting").days == 7

    def test_the_clock_decides_not_the_adoption(self, here):
        amend(here, 10, TOMORROW)
        with clock.at(clock.on(TOMORROW)):
            assert notice(here, clock.today()) == 10
