"""Numbers of provisions as they are printed."""

import pytest

from governance.rulebook.rules import numbering


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (38, "三十八"),
        (100, "百"),
        (110, "百十"),
        (1203, "千二百三"),
    ],
)
def test_kanji_is_written_as_laws_write_it(number, written):
    assert numbering.kanji(number) == written


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_kanji_has_a_range(number):
    with pytest.raises(ValueError, match="not a number"):
        numbering.kanji(number)


@pytest.mark.parametrize(
    ("number", "written"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (19, "xix"), (27, "xxvii")]
)
def test_items_are_roman_in_english(number, written):
    assert numbering.roman(number) == written


@pytest.mark.parametrize(
    ("level", "number", "ja", "en"),
    [
        ("article", (10,), "第10条", "Article 10"),
        ("article", (10, 2), "第10条の2", "Article 10-2"),
        ("article", (38, 3, 2), "第38条の3の2", "Article 38-3-2"),
        ("paragraph", (2,), "第2項", "(2)"),
        ("item", (3,), "第3号", "(iii)"),
        ("item", (3, 2), "第3号の2", "(iii-2)"),
        ("chapter", (4, 2), "第4章の2", "Chapter 4-2"),
        ("supplement", (), "附則", "Supplementary provisions"),
    ],
)
def test_labels(level, number, ja, en):
    assert (numbering.label_ja(level, number), numbering.label_en(level, number)) == (ja, en)


def test_labels_in_kanji():
    assert numbering.label_ja("article", (10, 2), "kanji") == "第十条の二"


@pytest.mark.parametrize(
    ("level", "number", "ja"),
    [
        ("paragraph", (2,), "2"),
        ("paragraph", (2, 2), "2の2"),
        ("item", (3,), "(3)"),
        ("item", (3, 2), "(3の2)"),
        ("article", (9,), "第9条"),
    ],
)
def test_marks(level, number, ja):
    assert numbering.mark_ja(level, number) == ja


def test_a_branch_keeps_the_numbers_behind_it():
    first = numbering.following(None, branch=False)
    second = numbering.following(first, branch=True)
    third = numbering.following(second, branch=True)
    fourth = numbering.following(third, branch=False)
    assert [first, second, third, fourth] == [(1,), (1, 2), (1, 3), (2,)]
    assert numbering.code(third) == "1_3"


def test_a_branch_needs_a_unit_before_it():
    with pytest.raises(ValueError, match="before it"):
        numbering.following(None, branch=True)
