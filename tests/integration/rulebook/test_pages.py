"""Pages of the rulebook as each reader, in both languages, and the verbs behind their buttons."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.access.roles import Role
from core.errors import ArticleRef
from core.rulebook import provider
from governance.rulebook import actions, queries
from governance.rulebook.documents.settings import LABELS
from governance.rulebook.models import Amendment
from governance.rulebook.rules import notation
from tests.cast import enter
from tests.factories import people
from tests.factories.decisions import decision_voted
from tests.integration.rulebook.conftest import TODAY

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def client_of(user) -> Client:
    client = Client()
    enter(client, user)
    return client


def url(world, name: str, *args: object) -> str:
    return reverse(f"rulebook:{name}", args=[world.council.slug, *args])


@pytest.fixture
def secretary(here) -> Client:
    return client_of(here.secretary)


@pytest.fixture
def draft(here) -> Amendment:
    return actions.draft_amendment(
        here.instrument(), by=here.secretary, reason_ja="通知を早めるため。", reason_en="Earlier notice."
    )


READING = [
    ("index", ()),
    ("settings", ()),
    ("amendments", ()),
    ("read", ("bylaws",)),
    ("read", ("participation",)),
]


class TestReading:
    def test_everybody_with_a_role_reads_and_a_stranger_finds_nothing(self, here, there):
        readers = [client_of(here.member), client_of(people.with_role("a", Role.AUDITOR, here.council))]
        stranger = client_of(there.secretary)
        for name, args in READING:
            address = url(here, name, *args)
            for reader in readers:
                for language in ("ja", "en"):
                    assert reader.get(address, headers={"accept-language": language}).status_code == 200
            assert stranger.get(address).status_code == 404
            assert Client().get(address).status_code == 302

    def test_the_text_shows_articles_reasons_and_what_they_fix(self, here, secretary):
        page = secretary.get(url(here, "read", "bylaws")).content.decode()
        assert "第14条" in page
        assert "（定足数）" in page
        assert "少数の出席者だけで" in page
        assert 'id="quorum.main"' in page
        with translation.override("ja"):
            assert str(LABELS["assembly_quorum"]) in page

    def test_references_are_links_to_the_provision(self, here, secretary):
        page = secretary.get(url(here, "read", "bylaws")).content.decode()
        assert '<a href="#special">第16条</a>' in page

    def test_both_languages_side_by_side(self, here, secretary):
        page = secretary.get(url(here, "read", "bylaws"), {"both": "1"}).content.decode()
        assert "The office of the council is at Shiomi City Hall." in page
        assert 'lang="en"' in page

    def test_a_day_or_an_edition_may_be_asked_for(self, here, secretary):
        for query, status in (
            ({"on": "2025-03-31"}, 200),
            ({"on": "yesterday"}, 200),
            ({"edition": "1"}, 200),
            ({"edition": "2"}, 404),
            ({"edition": "x"}, 404),
            ({"edition": "9999999999"}, 404),
        ):
            assert secretary.get(url(here, "read", "bylaws"), query).status_code == status, query

    def test_before_the_first_edition_the_page_says_so(self, here, secretary):
        answer = secretary.get(url(here, "read", "bylaws"), {"on": "2025-03-31"})
        assert answer.templates[0].name == "governance/rulebook/instruments/none.html"

    def test_what_the_rules_fix_links_to_the_article(self, here, secretary):
        page = secretary.get(url(here, "settings")).content.decode()
        assert "/rules/bylaws/article/quorum.main/?edition=1" in page
        assert "規約第14条" in page

    def test_the_address_of_an_article_leads_to_its_place(self, here, secretary):
        article = provider.in_force(here.council, TODAY).article("consent")
        address = queries.article_url(here.council, article)
        answer = secretary.get(address)
        assert answer.url == url(here, "read", "data_rules") + "?edition=1#consent.main"
        assert secretary.get(address.replace("edition=1", "edition=7")).status_code == 404
        bare = ArticleRef("bylaws", "quorum.main", "", "")
        assert secretary.get(queries.article_url(here.council, bare)).url.endswith(
            "/rules/bylaws/#quorum.main"
        )

    def test_an_edition_can_be_taken_along_as_a_file(self, here, there, secretary):
        answer = secretary.get(url(here, "export", "crisis", 1))
        assert answer["Content-Disposition"] == 'attachment; filename="crisis-1.toml"'
        edition = queries.edition_on(here.instrument("crisis"), TODAY)
        assert notation.read(answer.content.decode()) == queries.document_of(edition)
        assert secretary.get(url(here, "export", "crisis", 2)).status_code == 404
        assert client_of(there.secretary).get(url(here, "export", "crisis", 1)).status_code == 404

    def test_the_number_of_statements_does_not_grow_with_the_text(
        self, here, secretary, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(16):
            secretary.get(url(here, "read", "bylaws"))
        with django_assert_max_num_queries(10):
            secretary.get(url(here, "index"))


class TestAmending:
    def test_from_draft_to_force_through_the_pages(self, here, secretary):
        begun = secretary.post(
            url(here, "draft", "bylaws"), {"reason_ja": "早めるため。", "reason_en": "Earlier."}
        )
        draft = Amendment.objects.get()
        assert begun.url == url(here, "amendment", draft.pk)
        words = {"text_ja": "通知は10日前までに発する。", "text_en": "Ten days.", "revision": 0}
        edited = secretary.post(url(here, "amendment_edit", draft.pk, "convening.main"), words)
        assert edited.url.endswith("#convening.main")
        fixed = secretary.post(
            url(here, "amendment_fix", draft.pk, "convening.main", "notice_of_meeting"),
            {"days": 10, "revision": 1},
        )
        assert fixed.status_code == 302
        page = secretary.get(url(here, "amendment", draft.pk)).content.decode()
        assert "<ins>10</ins>" in page
        number = decision_voted(here.council, "amendment")
        adopted = secretary.post(
            url(here, "adopt", draft.pk),
            {"decision_number": number, "effective_on": TOMORROW.isoformat()},
        )
        assert adopted.url == url(here, "read", "bylaws") + "?edition=2"
        assert provider.in_force(here.council, TODAY).get("notice_of_meeting").days == 7
        assert provider.in_force(here.council, TOMORROW).get("notice_of_meeting").days == 10
        compared = secretary.get(url(here, "compare", "bylaws", 1, 2)).content.decode()
        assert "通知は10日前" in compared.replace("<ins>", "").replace("</ins>", "")
        assert number in secretary.get(adopted.url).content.decode()

    @pytest.mark.parametrize("page_in", ["ja", "en"])
    @pytest.mark.parametrize(("changed_in", "told"), [("ja", "(Japanese text)"), ("en", "（英文）")])
    def test_a_change_of_one_text_is_shown_in_either_language(
        self, here, secretary, draft, page_in, changed_in, told
    ):
        """The way on hangs on the change, not on the language in which the page is read."""
        texts = {"ja": "通知は17日前までに発する。", "en": "Notice is given 17 days before."}
        words = {f"text_{changed_in}": texts[changed_in]}
        actions.edit_provision(draft, "convening.main", by=here.secretary, revision=draft.revision, **words)
        with translation.override(page_in):
            answer = secretary.get(url(here, "amendment", draft.pk), headers={"accept-language": page_in})
        page = answer.content.decode()
        assert f'<p lang="{changed_in}">' in page
        assert (told in page) is (page_in != changed_in)
        assert url(here, "adopt", draft.pk) in page

    def test_reasons_alone_can_be_adopted(self, here, secretary, draft):
        actions.edit_provision(
            draft, "convening", by=here.secretary, revision=draft.revision, reason_en="So all can come."
        )
        page = secretary.get(url(here, "amendment", draft.pk), headers={"accept-language": "en"})
        assert "The text stays as it is" in page.content.decode()
        assert url(here, "adopt", draft.pk) in page.content.decode()

    def test_an_article_is_added_with_its_paragraph_and_taken_out(self, here, secretary, draft):
        form = {
            "level": "article",
            "branch": "on",
            "heading_ja": "構成の均衡",
            "heading_en": "Balance",
            "text_ja": "均衡に配慮する。",
            "text_en": "Balance is sought.",
            "reason_ja": "偏りを防ぐため。",
            "reason_en": "Against bias.",
            "revision": 0,
        }
        answer = secretary.post(url(here, "amendment_insert", draft.pk, "officers"), form)
        key = answer.url.split("#")[1]
        page = secretary.get(url(here, "amendment_text", draft.pk)).content.decode()
        assert "第10条の2" in page
        secretary.post(url(here, "amendment_remove", draft.pk, key))
        draft.refresh_from_db()
        assert queries.draft_of(draft).units == queries.document_of(draft.base).units

    def test_a_chapter_is_reworded(self, here, secretary, draft):
        text, address = (
            url(here, "amendment_text", draft.pk),
            url(here, "amendment_edit", draft.pk, "ch_members"),
        )
        assert address in secretary.get(text).content.decode()
        words = {"heading_ja": "会員及び賛助会員", "heading_en": "Members and supporters", "revision": 0}
        assert secretary.post(address, words).url == f"{text}#ch_members"
        assert "会員及び賛助会員" in secretary.get(text).content.decode()

    def test_what_was_typed_stays_when_it_is_refused(self, here, secretary, draft):
        secretary.post(
            url(here, "amendment_edit", draft.pk, "name.main"),
            {"text_ja": "一。", "text_en": "A.", "revision": 0},
        )
        second = {"text_ja": "二番目の文。", "text_en": "B.", "revision": 0}
        answer = secretary.post(url(here, "amendment_edit", draft.pk, "name.main"), second)
        assert answer.status_code == 409
        assert "二番目の文。" in answer.content.decode()
        answer = secretary.post(
            url(here, "amendment_insert", draft.pk, "name"), {"level": "article", "revision": 1}
        )
        assert answer.status_code == 422
        answer = secretary.post(
            url(here, "adopt", draft.pk),
            {"decision_number": decision_voted(here.council, "amendment"), "effective_on": "2020-01-01"},
        )
        assert answer.status_code == 422
        assert draft.pk
        assert queries.last_edition(here.instrument()).number == 1

    def test_an_overtaken_draft_is_told_so_and_put_on_the_newer_text(self, here, secretary, draft):
        actions.edit_provision(draft, "name.main", by=here.secretary, text_ja="一。")
        other = actions.draft_amendment(here.instrument(), by=here.secretary)
        actions.edit_provision(other, "name.main", by=here.secretary, text_ja="二。")
        actions.adopt_amendment(
            other,
            by=here.secretary,
            decision_number=decision_voted(here.council, "amendment"),
            effective_on=TODAY,
        )
        page = secretary.get(url(here, "amendment", draft.pk)).content.decode()
        assert 'value="theirs"' in page
        assert url(here, "adopt", draft.pk) not in page
        assert secretary.post(url(here, "rebase", draft.pk)).status_code == 422
        assert secretary.post(url(here, "rebase", draft.pk), {"prefer": "mine"}).status_code == 302
        page = secretary.get(url(here, "amendment", draft.pk)).content.decode()
        assert "<ins>一</ins>" in page
        assert url(here, "adopt", draft.pk) in page

    def test_a_malformed_row_is_refused_in_words(self, here, secretary, draft):
        answer = secretary.post(
            url(here, "amendment_fix", draft.pk, "membership.main", "membership_classes"),
            {"classes": "full, many, 5000", "revision": 0},
        )
        assert answer.status_code == 422
        assert "full, many, 5000" in answer.content.decode()

    def test_amendments_in_work_come_first(self, here, secretary, draft):
        later = actions.draft_amendment(here.instrument("crisis"), by=here.secretary)
        actions.withdraw_amendment(later, by=here.secretary)
        rows = secretary.get(url(here, "amendments")).context["rows"]
        assert [row.pk for row in rows] == [draft.pk, later.pk]

    def test_a_setting_is_released_and_a_draft_withdrawn(self, here, secretary, draft):
        secretary.post(url(here, "amendment_release", draft.pk, "quorum.main", "assembly_quorum"))
        draft.refresh_from_db()
        assert queries.draft_of(draft).unit("quorum.main").settings == {}
        assert secretary.post(url(here, "withdraw", draft.pk)).url == url(here, "amendment", draft.pk)
        assert secretary.get(url(here, "amendment_edit", draft.pk, "name.main")).status_code == 409
        assert secretary.get(url(here, "amendment", draft.pk)).status_code == 200

    def test_what_is_not_there_is_not_found(self, here, secretary, draft):
        for name, args in (
            ("amendment_edit", ("nothing",)),
            ("amendment_edit", ("supplement",)),
            ("amendment_insert", ("nothing",)),
            ("amendment_fix", ("name.main", "nothing")),
            ("amendment_fix", ("nothing", "retention")),
        ):
            assert secretary.get(url(here, name, draft.pk, *args)).status_code == 404, name

    def test_a_member_reads_drafts_but_changes_nothing(self, here, there, draft):
        member, stranger = client_of(here.member), client_of(there.secretary)
        for name, args in (
            ("amendment_edit", ("name.main",)),
            ("amendment_insert", ("name",)),
            ("amendment_fix", ("quorum.main", "assembly_quorum")),
            ("adopt", ()),
        ):
            assert member.get(url(here, name, draft.pk, *args)).status_code == 403
            assert stranger.get(url(here, name, draft.pk, *args)).status_code == 404
        for name, args in (
            ("amendment_remove", ("name",)),
            ("amendment_release", ("quorum.main", "assembly_quorum")),
            ("withdraw", ()),
            ("rebase", ()),
        ):
            assert member.post(url(here, name, draft.pk, *args)).status_code == 403
            assert stranger.post(url(here, name, draft.pk, *args)).status_code == 404
            assert member.get(url(here, name, draft.pk, *args)).status_code == 405
        assert (
            member.post(url(here, "draft", "bylaws"), {"reason_ja": "a", "reason_en": "b"}).status_code == 403
        )
        assert member.get(url(here, "amendment", draft.pk)).status_code == 200
        assert member.get(url(here, "amendment_text", draft.pk)).status_code == 200
        draft.refresh_from_db()
        assert draft.revision == 0
        assert Amendment.objects.count() == 1
