"""A verdict's article leads to its text where it is a rule of the page's council."""

from django.template import Context, Template
from django.test import RequestFactory

from core.accounts.models import Council
from core.errors import ArticleRef

RULE = ArticleRef("bylaws", "quorum.main", "規約第14条", "Bylaws, Article 14", 2)
LAW = ArticleRef("appi", "27-1", "個人情報保護法第27条第1項", "Act, Article 27(1)")


def drawn(article, council=None) -> str:
    request = RequestFactory().get("/")
    if council is not None:
        request.council = council
    context = Context({"article": article, "request": request})
    return Template("{% load sekisho %}{% article_link article %}").render(context)


def test_a_rule_is_linked_in_the_edition_it_was_cited_from():
    found = drawn(RULE, Council(slug="shiomi"))
    assert found == '<a href="/c/shiomi/rules/bylaws/article/quorum.main/?edition=2">規約第14条</a>'


def test_a_law_a_page_without_council_and_nothing_are_not():
    assert drawn(LAW, Council(slug="shiomi")) == "個人情報保護法第27条第1項"
    assert drawn(RULE) == "規約第14条"
    assert drawn(None, Council(slug="shiomi")) == ""
