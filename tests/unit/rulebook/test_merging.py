"""Putting an amendment on a newer text."""

import msgspec
import pytest
from hypothesis import given

from governance.rulebook.rules import adopting, amending
from governance.rulebook.rules.merging import merge
from governance.rulebook.rules.shipped import model_documents
from tests.unit.rulebook.test_text import CHANGES, amended
from tests.unit.rulebook.texts import article, document, item, paragraph

BASE = document(
    article("aim"), paragraph("aim.main"), article("body"), paragraph("body.main"), item("body.main.a")
)


@given(CHANGES)
def test_what_one_side_alone_changed_is_the_result(changes):
    base = model_documents()[4]
    changed = amended(base, changes)
    assert merge(base, changed, base).document == changed
    assert merge(base, base, changed).document == changed
    assert merge(base, changed, changed) == merge(base, base, changed)
    assert merge(base, changed, base).conflicts == ()


def test_changes_to_different_places_are_both_kept():
    mine = amending.reword(BASE, "aim.main", text_ja="一。")
    mine = amending.insert(mine, item("body.main.b"), after="body.main.a")
    theirs = amending.remove(amending.reword(BASE, "body.main", text_en="Two."), "body.main.a")
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    assert [unit.key for unit in merged.document.units] == [
        "aim",
        "aim.main",
        "body",
        "body.main",
        "body.main.b",
    ]
    assert merged.document.unit("aim.main").text_ja == "一。"
    assert merged.document.unit("body.main").text_en == "Two."


def test_different_parts_of_one_unit_are_both_kept():
    mine = amending.reword(BASE, "aim.main", text_ja="一。")
    theirs = amending.fix(BASE, "aim.main", "feed_freshness", {"days": 2})
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    unit = merged.document.unit("aim.main")
    assert (unit.text_ja, unit.settings) == ("一。", {"feed_freshness": {"days": 2}})


@pytest.mark.parametrize(("side", "words"), [("mine", "一。"), ("theirs", "二。")])
def test_the_same_part_changed_twice_is_a_clash(side, words):
    mine = amending.reword(BASE, "aim.main", text_ja="一。")
    theirs = amending.reword(BASE, "aim.main", text_ja="二。")
    merged = merge(BASE, mine, theirs, side)
    assert merged.conflicts == ("aim.main",)
    assert merged.document.unit("aim.main").text_ja == words


@pytest.mark.parametrize(("side", "kept"), [("mine", True), ("theirs", False)])
def test_changed_here_and_removed_there_is_a_clash(side, kept):
    mine = amending.reword(BASE, "body.main.a", text_ja="一")
    merged = merge(BASE, mine, amending.remove(BASE, "body.main.a"), side)
    assert merged.conflicts == ("body.main.a",)
    assert (merged.document.unit("body.main.a") is not None) is kept


WITHOUT = amending.remove(BASE, "body")
"""A text whose side took the whole article out."""


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize(
    ("changed", "named", "kept"),
    [
        (amending.reword(BASE, "body.main.a", text_ja="一"), "body.main.a", ["body.main", "body.main.a"]),
        (amending.reword(BASE, "body.main", text_ja="一"), "body.main", ["body.main", "body.main.a"]),
        (amending.reword(BASE, "body", heading_ja="一"), "body", ["body.main", "body.main.a"]),
        (amending.insert(BASE, item("b"), after="body.main.a"), "b", ["body.main", "body.main.a", "b"]),
        (
            amending.insert(BASE, paragraph("two"), after="body.main"),
            "two",
            ["body.main", "body.main.a", "two"],
        ),
    ],
)
def test_what_is_changed_where_the_other_took_the_article_out_keeps_its_article(changed, named, kept, side):
    """It never falls into the article before; where the other side is chosen, it goes with its article."""
    first, second = (changed, WITHOUT) if side == "mine" else (WITHOUT, changed)
    merged = merge(BASE, first, second, side)
    assert merged.conflicts == (named,)
    assert [unit.key for unit in merged.document.units] == ["aim", "aim.main", "body", *kept]
    assert adopting.in_place(merged.document)
    given_up = merge(BASE, second, first, side)
    assert (given_up.conflicts, given_up.document.units) == ((named,), WITHOUT.units)


def test_a_new_article_comes_after_the_whole_article_before_it():
    mine = amending.insert(
        amending.insert(BASE, article("new"), after="aim"), paragraph("new.main"), after="new"
    )
    theirs = amending.insert(BASE, paragraph("aim.two"), after="aim.main")
    keys = ["aim", "aim.main", "aim.two", "new", "new.main", "body", "body.main", "body.main.a"]
    for first, second in ((mine, theirs), (theirs, mine)):
        assert [unit.key for unit in merge(BASE, first, second).document.units] == keys


def test_an_article_that_both_emptied_has_a_fault():
    base = amending.insert(BASE, paragraph("aim.two"), after="aim.main")
    merged = merge(base, amending.remove(base, "aim.main"), amending.remove(base, "aim.two"))
    assert adopting.in_place(merged.document).code == "text_empty"


def test_the_same_change_on_both_sides_is_none():
    changed = amending.reword(BASE, "aim.main", text_ja="一。")
    other = msgspec.structs.replace(amending.reword(changed, "body.main", text_ja="三。"))
    assert merge(BASE, changed, other).conflicts == ()
