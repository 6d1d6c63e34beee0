"""What the first rule documents lack, and whether they could ever be amended."""

from __future__ import annotations

from datetime import date

import pytest

from governance.rulebook.rules import adopting, founding
from governance.rulebook.rules.outline import Document, Unit
from governance.rulebook.rules.shipped import model_documents

TODAY = date(2026, 11, 22)


def document(code: str = "bylaws", **settings: dict[str, object]) -> Document:
    unit = Unit(key="one", level="paragraph", settings=dict(settings))
    return Document(code=code, title_ja="規約", title_en="", short_ja="", short_en="", units=(unit,))


def test_the_model_documents_lack_nothing():
    assert founding.lacking(model_documents()) == ()
    assert founding.amendable(model_documents())


def test_what_no_document_fixes_is_named():
    assert founding.lacking([document()]) == (founding.PARTICIPATION, *founding.NEEDED)
    without = [document(**{code: {} for code in founding.NEEDED[1:]}), document("participation")]
    assert founding.lacking(without) == founding.NEEDED[:1]


@pytest.mark.parametrize(
    ("settings", "can"),
    [
        ({}, False),
        ({"ordinary_majority": {}}, True),
        ({"special_majority": {"matters": ["amendment"]}}, False),
        ({"special_majority": {"matters": ["expulsion"]}, "membership_classes": {}}, False),
        ({"special_majority": {"matters": ["amendment"]}, "membership_classes": {}}, True),
    ],
)
def test_without_a_majority_nothing_could_be_amended(settings, can):
    verdict = founding.amendable([document(**settings)])
    assert (bool(verdict), verdict.code) == (can, "ok" if can else "founding_unamendable")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 21), "edition_in_the_past"),
        (date(2026, 11, 22), "edition_before_its_base"),
        (date(2027, 11, 22), "ok"),
        (date(2036, 12, 1), "edition_too_far"),
    ],
)
def test_an_edition_begins_within_a_year(day, code):
    assert adopting.timely(day, TODAY, date(2026, 11, 23)).code == code
