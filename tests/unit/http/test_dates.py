"""Dates as people here write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from core import clock
from core.http import dates
from core.http.templatetags import sekisho
from core.http.texts import spoken

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "japanese", "english"),
    [
        (SUNDAY, "令和8年11月22日", "22 November 2026 (Reiwa 8)"),
        (date(2019, 5, 1), "令和元年5月1日", "1 May 2019 (Reiwa 1)"),
        (date(2019, 4, 30), "平成31年4月30日", "30 April 2019 (Heisei 31)"),
        (date(1926, 12, 25), "昭和元年12月25日", "25 December 1926 (Showa 1)"),
        (date(1926, 12, 24), "1926年12月24日", "24 December 1926"),
    ],
)
def test_era(day, japanese, english):
    with translation.override("ja"):
        assert dates.era_date(day) == japanese
    with translation.override("en"):
        assert dates.era_date(day) == english


def test_both_and_short():
    with translation.override("ja"):
        assert dates.both(SUNDAY) == "2026年（令和8年）11月22日"
        assert dates.short(SUNDAY) == "2026/11/22（日）"
    with translation.override("en"):
        assert dates.both(SUNDAY) == "22 November 2026 (Reiwa 8)"
        assert dates.short(SUNDAY) == "22 Nov 2026 (Sun)"


def test_the_day_is_tokyos():
    """23:30 UTC on the 31st is the 1st in Tokyo."""
    late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    assert dates.civil(late) == date(2026, 4, 1)
    with translation.override("ja"):
        assert "2026/4/1（水） 8:30" in sekisho.moment(late)


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (date(2026, 11, 8), "12日超過", "bad"),
        (date(2026, 11, 20), "今日まで", "warn"),
        (date(2026, 11, 24), "残り1営業日", "warn"),  # a weekend and Labour Thanksgiving Day lie between
        (date(2026, 12, 4), "残り9営業日", "off"),
    ],
)
def test_deadline(due, words, tone):
    today = date(2026, 11, 20)
    with clock.at(clock.on(today)), translation.override("ja"):
        drawn = sekisho.deadline(due)
        assert words in drawn
        assert f"tone-{tone}" in drawn
        assert "tone" not in sekisho.deadline(due, done=True)
    assert sekisho.deadline(None) == ""


def test_days_in_sentences_are_written_as_the_house_does():
    with translation.override("en"):
        assert spoken("until", "2027-09-30") == "30 September 2027"
        assert (
            date_format(datetime(2026, 11, 30, 2, 51, tzinfo=clock.TOKYO), "DATETIME_FORMAT")
            == "30 November 2026, 02:51"
        )
    with translation.override("ja"):
        assert spoken("until", "2027-09-30") == "2027年9月30日"


@pytest.mark.parametrize(("name", "value", "words"), [("persons", 8214, "8,214"), ("edition", 2026, 2026)])
def test_many_persons_in_sentences_have_separators(name, value, words):
    assert spoken(name, value) == words
