"""A document laid out for reading."""

from governance.rulebook.rules.outline import Unit
from governance.rulebook.rules.reading import Segment, lay_out, segments
from governance.rulebook.rules.shipped import model_documents
from tests.unit.rulebook.texts import article, document, item, paragraph

SMALL = document(
    Unit("ch", "chapter", "総則", "General"),
    article("aim"),
    paragraph("aim.main", settings={"feed_freshness": {"days": 1}}, basis=("consent_feed",)),
    article("body"),
    paragraph("body.main", "{art:aim}及び{art:nothing}による。", "Under {art:aim}."),
    item("body.main.a"),
    paragraph("body.second", reason_ja="別の理由。", reason_en="Another reason."),
    Unit("supplement", "supplement"),
    paragraph("supplement.effect"),
)


def test_chapters_hold_articles_and_articles_their_lines():
    first, last = lay_out(SMALL, "ja")
    assert (first.label, first.heading) == ("第1章", "総則")
    assert [(a.key, a.label, a.heading) for a in first.articles] == [
        ("aim", "第1条", "aim見出し"),
        ("body", "第2条", "body見出し"),
    ]
    assert [line.key for line in first.articles[1].lines] == ["body.main", "body.main.a", "body.second"]
    assert (last.label, [a.label for a in last.articles]) == ("", ["附則"])


def test_a_line_carries_what_it_fixes_and_what_rests_on_it():
    line = lay_out(SMALL, "ja")[0].articles[0].lines[0]
    assert line.settings == {"feed_freshness": {"days": 1}}
    assert line.basis == ("consent_feed",)


def test_both_languages_are_at_hand():
    line = lay_out(SMALL, "en")[0].articles[1].lines[0]
    assert line.text == (Segment("Under "), Segment("Article 1", "aim"), Segment("."))
    assert line.other[0] == Segment("第1条", "aim")
    assert line.mark == "(1)"
    assert lay_out(SMALL, "en")[0].articles[1].lines[2].reason == "Another reason."


def test_a_reference_to_nothing_stays_as_written():
    assert segments("{art:nothing}による。", {}) == (Segment("{art:nothing}による。"),)


def test_a_document_without_chapters_has_one_nameless_group():
    groups = lay_out(model_documents()[2], "ja")
    assert [group.label for group in groups] == ["", ""]
    assert len(groups[0].articles) == 7


def test_every_unit_of_every_model_document_is_laid_out():
    for shipped in model_documents():
        shown = set()
        for chapter in lay_out(shipped, "ja"):
            shown |= {chapter.key} - {""} | {a.key for a in chapter.articles}
            shown |= {line.key for a in chapter.articles for line in a.lines}
        assert shown == {unit.key for unit in shipped.units}
