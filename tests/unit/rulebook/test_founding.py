"""What the first rule documents lack, and whether they could ever be amended."""

from __future__ import annotations

from datetime import date, timedelta

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


def test_a_document_that_carries_what_a_council_needs_is_not_repealed():
    plain = document("travel", notice_of_other={})
    assert founding.needed(plain) == ()
    assert founding.needed(document(founding.PARTICIPATION)) == (founding.PARTICIPATION,)
    assert founding.needed(document(board_quorum={}, notice_of_other={})) == ("board_quorum",)
    checked = Unit(key="two", level="paragraph", basis=("consent",))
    assert founding.needed(Document("x", "", "", "", "", (checked,))) == ("consent",)


def test_what_a_withdrawn_text_alone_would_have_fixed_is_lost():
    """What nobody fixes today either, and what another text fixes, is not."""
    checked = Unit(key="two", level="paragraph", basis=("consent", "pia"))
    taken = document(board_quorum={}, assembly_quorum={}, notice_of_other={})
    taken = Document("x", "", "", "", "", (*taken.units, checked))
    names = adopting.fixes(taken)
    assert founding.lost(taken, (), names) == ("assembly_quorum", "board_quorum", "consent", "pia")
    assert founding.lost(taken, ("setting:board_quorum", "check:pia"), names) == (
        "assembly_quorum",
        "consent",
    )
    assert founding.lost(taken, (), ("check:pia",)) == ("pia",)


@pytest.mark.parametrize(
    ("last", "repeals", "code"),
    [(None, False, "no_edition_yet"), (2, True, "document_repealed"), (2, False, "ok")],
)
def test_only_a_text_that_stands_is_amended(last, repeals, code):
    assert adopting.text_stands(last, repeals=repeals).code == code


@pytest.mark.parametrize(
    ("days", "last", "decision", "code"),
    [
        (0, 2, "第1号", "edition_binds_already"),
        (1, 3, "第1号", "edition_not_last"),
        (1, 2, "", "edition_of_founding"),
        (1, 2, "第1号", "ok"),
    ],
)
def test_only_the_last_edition_is_withdrawn_before_its_day(days, last, decision, code):
    day = TODAY + timedelta(days=days)
    assert adopting.may_withdraw(day, TODAY, number=2, last=last, decision=decision).code == code
