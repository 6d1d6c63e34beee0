"""What the applicant states stands before those who judge: on the page, in the board's book, and where it changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from governance.sharing.documents import changes
from governance.sharing.documents.case import case_parts
from governance.sharing.documents.terms import LABELS
from governance.sharing.models import RequestLine
from governance.sharing.queries.turns import LINE_FIELDS, REQUEST_FIELDS, Change
from governance.sharing.views.facts import facts
from tests.cast import Cast, signed_in

SAID: dict[str, Any] = {
    "items": ["daily_steps"],
    "storage": ["US"],
    "environment_grasped": ["US"],
    "safeguards": ["access_log"],
    "own_purpose": True,
    "subprocessors": [{"name": "沖見計算", "country": "JP", "task": "集計", "of": 0}],
    "joint_use": {"manager": "汐見市長"},
    "foreign_told": ["system"],
    "recipient_holds_as_personal": True,
    "recipient_consent_confirmed": True,
    "retention_months": 7,
    "form": "entrustment",
    "processing": "statistics",
    "data_class": "statistical",
    "ground": "entrustment_69_1",
    "disposal_method": "return",
    "foreign_route": "equivalent_measures",
}
"""What is no plain text and no day."""
ASKED: tuple[dict[str, Any], ...] = (
    {"form": "entrustment"},
    {"form": "joint_use"},
    {"form": "succession"},
    {"data_class": "anonymised"},
    {"data_class": "person_related"},
    {"foreign_route": "consent"},
    {"storage": ["US"]},
    {"ground": "opt_out_27_2"},
    {"ground": "joint_research_27_1_6"},
)
"""Lines of which each asks for something else."""


@pytest.fixture
def line(demo: Any, cast: Cast) -> RequestLine:
    return RequestLine.objects.get(request__reference="R-2026-018", request__council=cast.shiomi.council)


def stated(name: str) -> Any:
    if name.endswith(("_on", "_by", "_from", "_until")):
        return date(2031, 2, 3)
    return SAID.get(name, "ここに書いたこと")


def test_every_field_has_a_name() -> None:
    fields = LINE_FIELDS | REQUEST_FIELDS | {"attachments", "evidence"}
    assert fields <= set(LABELS)


def test_whatever_is_stated_of_a_line_is_shown_to_who_judges(line: RequestLine, cast: Cast) -> None:
    def shown(**said: Any) -> list[Any]:
        fresh = RequestLine.objects.get(pk=line.pk)
        for name, value in said.items():
            setattr(fresh, name, value)
        return [(one.label, str(one.value)) for one in facts(fresh, cast.shiomi.users["secretary"])]

    unseen = {
        name
        for name in LINE_FIELDS
        if all(
            shown(**asked) == shown(**asked, **{name: stated(name)}) for asked in ASKED if name not in asked
        )
    }
    assert unseen == set()


def in_words(line: RequestLine, language: str = "ja") -> str:
    with override(language):
        return str([asdict(one) for one in case_parts(line.request, stages=lambda _one: (), opinions=None)])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"form": "entrustment", "subprocessors": SAID["subprocessors"]},
            ["再委託先", "沖見計算 (日本, 集計)"],
        ),
        ({"form": "joint_use", "joint_use": SAID["joint_use"]}, ["汐見市長", "共同利用を知らせた日"]),
        ({"form": "succession", "succession_reference": "合併契約書"}, ["合併契約書"]),
        ({"foreign_route": "consent", "foreign_told": ["system"]}, ["本人の同意"]),
        ({"ground_reason": "研究に欠かせない"}, ["研究に欠かせない"]),
    ],
)
def test_the_book_tells_on_what_a_transfer_stands(
    line: RequestLine, said: dict[str, Any], words: list[str]
) -> None:
    RequestLine.objects.filter(pk=line.pk).update(**said)
    told = in_words(line)
    assert [word for word in [*words, "案件の区分"] if word not in told] == []


def test_a_change_of_any_field_is_told_but_for_the_trade_secret(line: RequestLine) -> None:
    found = [
        Change("line 1", "joint_use", {}, SAID["joint_use"]),
        Change("line 1", "foreign_measures_checked_on", None, "2031-02-03"),
        Change("request", "is_emergency", False, True),
        Change("line 1", "trade_secret", "", "製法"),
    ]
    with override("en"):
        told = list(changes.told(line.request, found))
    assert [row[2] for row in told][1:] == ["3 February 2031 (Reiwa 13)", "Yes"]
    assert told[0][2].endswith("汐見市長")
    assert "製法" not in str(told)


def test_the_risk_class_stands_on_the_page_with_its_article(line: RequestLine, cast: Cast) -> None:
    page = signed_in(cast.shiomi.users["secretary"]).get("/c/shiomi/requests/R-2026-018/").content.decode()
    row = page.partition("案件の区分")[2].partition("</div>")[0]
    assert "取扱規程第21条第2項" in row
