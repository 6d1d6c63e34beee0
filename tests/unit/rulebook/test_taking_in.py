"""A rule document written outside: read, or its defects with the lines on which they stand."""

from __future__ import annotations

import pytest

from governance.rulebook.rules import notation
from governance.rulebook.rules.shipped import model_documents
from governance.rulebook.rules.taking_in import take_in

TEXT = """code = "travel"
title_ja = "旅費細則"
title_en = "Rules on travel"
short_ja = "旅費細則"
short_en = "Travel rules"

[[units]]
key = "travel"
level = "article"
heading_ja = "旅費"
heading_en = "Travel"
reason_ja = "支払の基準を定めるため。"
reason_en = "To say what is paid."

[[units]]
key = "travel.main"
level = "paragraph"
text_ja = "旅費は、実費とする。"
text_en = "Travel is paid at cost."
"""


def told(text: str) -> list[tuple[int, str]]:
    document, complaints = take_in(text)
    assert (document is None) is bool(complaints)
    return [(one.line, one.code) for one in complaints]


def test_what_is_written_well_is_taken_in():
    document, complaints = take_in(TEXT)
    assert document == notation.read(TEXT)
    assert complaints == ()


def test_the_model_documents_can_be_taken_in():
    for model in model_documents():
        assert take_in(notation.write(model)) == (model, ())


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('code = "travel"', "code travel", [(1, "text_not_toml")]),
        ('cost."\n', "cost.", [(19, "text_not_toml")]),
        ('title_en = "Rules on travel"\n', "", [(1, "text_no_document")]),
        ('level = "paragraph"', 'level = "verse"', [(15, "text_no_document")]),
        ('text_en = "Travel is paid at cost."', "", [(15, "text_text_missing")]),
        ('code = "travel"', 'code = "first"', [(1, "text_code_unfit")]),
        ('code = "travel"', 'code = "Travel-1"', [(1, "text_code_unfit")]),
        ('short_ja = "旅費細則"', 'short_ja = " "', [(1, "text_name_unfit")]),
        ('short_en = "Travel rules"', f'short_en = "{"x" * 61}"', [(1, "text_name_unfit")]),
        (
            'level = "article"',
            'level = "chapter"',
            [(7, "text_empty"), (15, "text_stands_alone"), (7, "text_no_article")],
        ),
        ('code = "travel"\n', 'code = "trips"\n', []),
        ("[[units]]", "[[units]]\nbranch = true", [(7, "text_branch_of_nothing")]),
    ],
)
def test_what_is_wrong_is_told_by_line(old, new, found):
    assert sorted(told(TEXT.replace(old, new, 1))) == sorted(found)


def test_units_written_in_another_way_are_found_at_the_first_line():
    head = TEXT[: TEXT.index("[[units]]")]
    assert told(head + 'units = [{key = "travel", level = "article"}]') == [
        (1, "text_empty"),
        *[(1, "text_text_missing")] * 4,
    ]
