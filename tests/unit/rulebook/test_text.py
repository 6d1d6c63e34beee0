"""Outline, amending and comparing of a document as a value."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rulebook.rules import amending, notation
from governance.rulebook.rules.adopting import beside, builds_on_last, changes_something, sound, timely
from governance.rulebook.rules.comparing import changed, compare, printed, runs, words
from governance.rulebook.rules.faults import faults
from governance.rulebook.rules.outline import Document, Unit, fill, outline, resolve
from governance.rulebook.rules.shipped import model_documents
from tests.unit.rulebook.texts import article, document, item, paragraph, text


def labels(doc: Document) -> list[str]:
    return [entry.label_ja for entry in outline(doc)]


SMALL = document(
    Unit("ch", "chapter", "総則", "General"),
    article("aim"),
    paragraph("aim.main"),
    article("body"),
    paragraph("body.main", "{art:aim}による。", "Under {art:aim}."),
    item("body.main.a"),
    item("body.main.b"),
    paragraph("body.second"),
    Unit("supplement", "supplement"),
    paragraph("supplement.effect"),
)


def test_units_are_numbered_and_cited_by_their_place():
    assert labels(SMALL) == [
        "第1章",
        "第1条",
        "第1条",
        "第2条",
        "第2条第1項",
        "第2条第1項第1号",
        "第2条第1項第2号",
        "第2条第2項",
        "附則",
        "附則",
    ]
    assert [e.label_en for e in outline(SMALL)][5] == "Article 2(1)(i)"


def test_the_first_paragraph_carries_no_mark_in_japanese():
    marks = {e.unit.key: (e.mark_ja, e.mark_en) for e in outline(SMALL)}
    assert marks["body.main"] == ("", "(1)")
    assert marks["body.second"] == ("2", "(2)")
    assert marks["aim.main"] == ("", "")


def test_an_inserted_article_moves_the_following_numbers_and_every_reference_to_them():
    longer = amending.insert(SMALL, article("new"), after="ch")
    longer = amending.insert(longer, paragraph("new.main"), after="new")
    entries = outline(longer)
    numbers = {e.unit.key: e.label_ja for e in entries}
    assert (numbers["new"], numbers["aim"]) == ("第1条", "第2条")
    assert resolve(longer.unit("body.main").text_ja, entries, "ja") == "第2条による。"
    assert resolve(longer.unit("body.main").text_en, entries, "en") == "Under Article 2."


def test_a_branch_article_keeps_the_numbers():
    branch = msgspec.structs.replace(article("new"), branch=True)
    longer = amending.insert(SMALL, branch, after="aim")
    longer = amending.insert(longer, paragraph("new.main"), after="new")
    assert [e.label_ja for e in outline(longer) if e.unit.level == "article"] == [
        "第1条",
        "第1条の2",
        "第2条",
    ]
    assert faults(longer) == ()


def test_removing_an_article_takes_its_paragraphs_and_items():
    shorter = amending.remove(SMALL, "body")
    assert [unit.key for unit in shorter.units] == [
        "ch",
        "aim",
        "aim.main",
        "supplement",
        "supplement.effect",
    ]


def test_a_setting_is_fixed_in_one_place_only():
    fixed = amending.fix(SMALL, "aim.main", "feed_freshness", {"days": 1})
    moved = amending.fix(fixed, "body.second", "feed_freshness", {"days": 2})
    assert moved.unit("aim.main").settings == {}
    assert moved.unit("body.second").settings == {"feed_freshness": {"days": 2}}
    assert amending.release(moved, "body.second", "feed_freshness") == SMALL


@pytest.mark.parametrize(
    "change",
    [
        lambda d: amending.reword(d, "nothing", text_ja="x"),
        lambda d: amending.fix(d, "nothing", "retention", {}),
        lambda d: amending.release(d, "aim.main", "retention"),
        lambda d: amending.remove(d, "nothing"),
        lambda d: amending.insert(d, article("new"), after="nothing"),
    ],
)
def test_what_is_not_there_cannot_be_changed(change):
    with pytest.raises(KeyError):
        change(SMALL)


def test_only_texts_are_reworded_and_keys_stay_single():
    with pytest.raises(TypeError, match="not a text"):
        amending.reword(SMALL, "aim", level="item")
    with pytest.raises(ValueError, match="aim"):
        amending.insert(SMALL, article("aim"), after="ch")


@pytest.mark.parametrize(
    ("units", "code"),
    [
        ((article("a"), paragraph("a.main"), article("a"), paragraph("a.x")), "key_twice"),
        ((article("A b"), paragraph("a.main")), "key_malformed"),
        ((Unit("supplement", "supplement"), paragraph("s")), "no_article"),
        ((paragraph("p"), article("a"), paragraph("a.main")), "stands_alone"),
        ((article("a"), item("i"), paragraph("a.main")), "stands_alone"),
        ((article("a"), article("b"), paragraph("b.main")), "empty"),
        ((article("a"),), "empty"),
        (
            (Unit("supplement", "supplement"), paragraph("s"), article("a"), paragraph("a.main")),
            "after_supplement",
        ),
        ((msgspec.structs.replace(article("a"), branch=True), paragraph("a.main")), "branch_of_nothing"),
        ((article("a"), Unit("a.main", "paragraph", text_ja="だけ")), "text_missing"),
        ((msgspec.structs.replace(article("a"), reason_en=""), paragraph("a.main")), "text_missing"),
        ((article("a"), msgspec.structs.replace(paragraph("a.main"), reason_ja="ため。")), "text_missing"),
        ((article("a"), paragraph("a.main", settings={"nothing": {}})), "setting_unknown"),
        (
            (article("a"), paragraph("a.main", settings={"feed_freshness": {"days": "1"}})),
            "setting_malformed",
        ),
        ((article("a"), paragraph("a.main", basis=("nothing",))), "check_unknown"),
        ((article("a"), paragraph("a.main", "{art:b}による。")), "reference_to_nothing"),
        (
            (article("a"), paragraph("a.main", basis=("pia",)), paragraph("a.x", basis=("pia",))),
            "fixed_twice",
        ),
    ],
)
def test_every_fault_is_found(units, code):
    assert code in {fault.code for fault in faults(document(*units))}
    assert not sound(document(*units), {})


def test_an_outline_needs_parents():
    with pytest.raises(ValueError, match="stands alone"):
        outline(document(paragraph("p")))


def test_adoption_looks_at_days_base_and_other_documents():
    day = date(2026, 4, 1)
    assert timely(day, day, day)
    assert timely(day, date(2026, 4, 2), day).code == "edition_in_the_past"
    assert timely(day, day, date(2026, 4, 2)).code == "edition_before_its_base"
    assert builds_on_last(2, 2)
    assert builds_on_last(1, 2).code == "amendment_overtaken"
    assert changes_something(SMALL, SMALL).code == "amendment_changes_nothing"
    assert changes_something(SMALL, amending.remove(SMALL, "aim"))
    fixed = amending.fix(SMALL, "aim.main", "feed_freshness", {"days": 1})
    assert sound(fixed, {"setting:feed_freshness": "crisis"}).code == "text_fixed_elsewhere"
    assert sound(fixed, {"check:feed_freshness": "crisis"})
    elsewhere = {"setting:feed_freshness": "crisis"}
    assert beside(fixed, None, elsewhere).code == beside(fixed, SMALL, elsewhere).code == "text_fixed_beside"
    assert beside(fixed, fixed, elsewhere), "what stood before can be mended piece by piece"
    assert beside(SMALL, None, elsewhere)


def test_an_unknown_placeholder_is_refused():
    with pytest.raises(KeyError):
        fill(document(article("a"), paragraph("a.main", "{mayor}が行う。")), {})


def test_comparison_shows_changed_added_removed_and_renumbered():
    new = amending.reword(SMALL, "body.second", text_ja="新しい文。")
    new = amending.remove(new, "aim")
    rows = {row.key: row for row in compare(SMALL, new, "ja")}
    assert rows["aim"].change == rows["aim.main"].change == "removed"
    assert rows["body"].change == "renumbered"
    assert rows["body.second"].change == "changed"
    assert rows["supplement.effect"].change == "same"
    back = {row.key: row.change for row in compare(new, SMALL, "ja")}
    assert back["aim"] == "added"
    assert "supplement" not in [row.key for row in changed(tuple(rows.values()))]


def test_comparison_shows_settings_that_differ():
    new = amending.fix(SMALL, "aim.main", "feed_freshness", {"days": 1})
    row = next(row for row in compare(SMALL, new, "en") if row.key == "aim.main")
    assert (row.change, row.settings) == ("changed", ("feed_freshness",))


def test_a_change_of_the_other_text_alone_is_shown_in_its_language():
    new = amending.reword(SMALL, "aim.main", text_ja="新しい文。")
    row = next(row for row in compare(SMALL, new, "en") if row.key == "aim.main")
    assert (row.change, row.language, row.new.plain) == ("changed", "ja", "新しい文。")
    both = amending.reword(new, "aim.main", text_en="A new sentence.")
    row = next(row for row in compare(SMALL, both, "en") if row.key == "aim.main")
    assert (row.language, row.new.plain) == ("en", "A new sentence.")


@given(text, text)
def test_runs_join_to_the_texts_and_unmarked_parts_are_shared(old, new):
    left, right = runs(old, new)
    assert "".join(run.text for run in left) == old
    assert "".join(run.text for run in right) == new
    assert "".join(r.text for r in left if not r.marked) == "".join(r.text for r in right if not r.marked)


@given(text)
def test_words_join_to_the_text(one):
    assert "".join(words(one)) == one


CHANGES = st.lists(
    st.tuples(st.sampled_from(["reword", "remove", "insert", "fix"]), st.integers(0, 200), text), max_size=6
)


def amended(old: Document, changes) -> Document:
    new = old
    for number, (what, place, words_) in enumerate(changes):
        if not new.units:
            return new
        unit = new.units[place % len(new.units)]
        if what == "reword":
            new = amending.reword(new, unit.key, text_ja=words_)
        elif what == "remove":
            new = amending.remove(new, unit.key)
        elif what == "insert":
            new = amending.insert(new, item(f"new_{number}"), after=unit.key)
        else:
            new = amending.fix(new, unit.key, "feed_freshness", {"days": place})
    return new


@given(CHANGES)
def test_old_and_the_marked_changes_give_new(changes):
    """From the old text and the comparison alone the new text follows: removed rows out, changed and added rows
    in, same rows as they were. Nothing that changed is missing from the table."""
    old = model_documents()[4]
    new = amended(old, changes)
    try:
        after = {e.unit.key: e for e in outline(new)}
    except ValueError:
        return  # a paragraph stands alone: not a text that could be adopted
    before = {e.unit.key: e for e in outline(old)}
    rebuilt = {}
    for row in compare(old, new, "ja"):
        if row.change in ("same", "renumbered"):
            rebuilt[row.key] = printed(before[row.key], before, "ja")
        elif row.language == "en":
            rebuilt[row.key] = printed(before[row.key], before, "ja") if row.key in before else ""
        elif row.new is not None:
            rebuilt[row.key] = row.new.plain
    assert rebuilt == {key: printed(entry, after, "ja") for key, entry in after.items()}
    assert list(rebuilt) == list(after)


@given(CHANGES)
def test_export_and_import_are_inverse_for_any_document(changes):
    changed_document = amended(model_documents()[2], changes)
    assert notation.read(notation.write(changed_document)) == changed_document


def test_toml_has_no_null():
    broken = document(paragraph("a", settings={"retention": {"x": None}}))
    with pytest.raises(TypeError, match="NoneType"):
        notation.write(broken)
