"""Components draw from their arguments alone, in the reader's language, and escape what people typed."""

from __future__ import annotations

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from core.errors import ALLOWED, ArticleRef, Verdict
from core.http.parts import CheckRow

ARTICLE = ArticleRef("bylaws", "p6", "規約6条", "Bylaws, art. 6")


def draw(source: str, path: str = "/", **context: object) -> str:
    template = engines["django"].from_string(source)
    return template.render(context, RequestFactory().get(path))


def test_nothing_leaks_into_a_component():
    drawn = draw('{% component "button" url="/x" label="Go" %}', kind="danger", icon="seal")
    assert "danger" not in drawn
    assert "<svg" not in drawn


def test_what_people_typed_is_escaped():
    hostile = "<script>alert(1)</script>"
    assert "<script>" not in draw(
        '{% chip "active" name %}{% panel title=name %}{{ name }}{% endpanel %}', name=hostile
    )


def test_local_falls_back_to_the_other_language():
    row = type("Row", (), {"title_ja": "規約", "title_en": "", "words": {"ja": "目的", "en": "purpose"}})()
    with translation.override("en"):
        assert draw('{{ row|local:"title" }} {{ row|local:"words" }}', row=row) == "規約 purpose"
    with translation.override("ja"):
        assert draw('{{ row|local:"title" }} {{ row.words|local:"" }}', row=row) == "規約 目的"


def test_a_verb_is_a_form_with_a_token():
    drawn = draw('{% verb "/act/" "Approve" verdict=v kind="primary" name="go" value="1" %}', v=ALLOWED)
    assert 'method="post" action="/act/"' in drawn
    assert "csrfmiddlewaretoken" in drawn
    assert 'name="go" value="1"' in drawn


@pytest.mark.parametrize(
    ("kind", "inside"),
    [("quiet", "primary"), ("small", "primary"), ("danger", "primary danger"), ("", "primary")],
)
def test_the_button_that_confirms_stands_out_whatever_the_one_that_opened_it_looks_like(kind, inside):
    drawn = draw('{% verb "/act/" "Withdraw" kind=kind confirm="Sure?" %}', kind=kind)
    assert f'<button class="button {inside}">' in drawn
    assert f'<summary class="button{" " + kind if kind else ""}">' in drawn


def test_a_refused_verb_says_why_and_cannot_be_sent():
    verdict = Verdict(False, "not_your_verb", {"verb": "x"}, ARTICLE)
    with translation.override("ja"):
        drawn = draw('{% verb "/act/" "承認する" verdict=v %}', v=verdict)
    assert "<form" not in drawn
    assert 'aria-disabled="true"' in drawn
    assert "あなたの役割には含まれていません" in drawn
    assert "規約6条" in drawn


def test_a_checklist_says_each_state_in_words():
    rows = [CheckRow(state, state) for state in ("pass", "fail", "wait", "not_applicable", "unknown")]
    with translation.override("ja"):
        drawn = draw('{% component "checklist" checks=rows summary=True %}', rows=rows)
    for word in ("適合", "不適合", "待ち", "対象外", "不明"):
        assert drawn.count(f">{word}<") >= 1


@pytest.mark.parametrize(
    ("asked", "order", "link"),
    [("", "", "sort=due"), ("due", "ascending", "sort=-due"), ("-due", "descending", "sort=due")],
)
def test_a_column_sorts_both_ways_and_keeps_the_filter(asked, order, link):
    drawn = draw('{% th "Due" sort="due" kind="num" %}', path=f"/?state=open&page=3&sort={asked}")
    assert ('aria-sort="' + order in drawn) == bool(order)
    assert link in drawn
    assert "state=open" in drawn
    assert "page=" not in drawn


def test_a_pager_keeps_the_filter_and_marks_the_page():
    page = Paginator(range(1000), 20).get_page(7)
    drawn = draw('{% component "pagination" page=page %}', path="/?state=open", page=page)
    assert 'aria-current="page">7<' in drawn
    assert "state=open&amp;page=8" in drawn
    assert (
        draw('{% component "pagination" page=page %}', page=Paginator([1], 20).get_page(1)).count("<a") == 0
    )


class Sample(forms.Form):
    title = forms.CharField(label="Title", help_text="Short.", max_length=5)
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])


def test_a_form_ties_label_help_and_error_to_the_field(rf):
    drawn = str(Sample({"title": "too long"}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'id="id_title_helptext"' in drawn
    assert 'id="id_title_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'href="#id_title"' in drawn
    assert 'href="#id_kind_0"' in drawn
    assert 'id="id_kind_0"' in drawn


def test_icons_are_silent_unless_named():
    assert 'aria-hidden="true"' in draw('{% icon "ok" %}')
    assert 'role="img" aria-label="Agreed"' in draw('{% icon "ok" "Agreed" %}')


def test_figures_put_no_style_into_the_page():
    drawn = draw(
        '{% trend_chart "T" points "人" %}{% bar_chart "B" bars %}', points=[("1", 5), ("2", 9)], bars=[]
    )
    assert "style=" not in drawn
    assert "<table" in drawn
