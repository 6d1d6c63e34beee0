"""Deadlines as a calendar that other programs read."""

from __future__ import annotations

from datetime import date, datetime

from core.http.parts import Work
from governance.desk.documents import calendar

AT = datetime.fromisoformat("2026-11-28T09:00:00+09:00")


def lines(*works: Work) -> list[str]:
    text = calendar("期限", works, base_url="https://x.example", at=AT)
    assert text.endswith("END:VCALENDAR\r\n")
    return text.replace("\r\n ", "").split("\r\n")


def test_a_day_is_a_whole_day_with_its_address() -> None:
    work = Work(kind="廃棄", title="歩数、と; 研究", url="/c/x/grants/G-1/", ref="G-1", due=date(2028, 2, 29))
    told = lines(work)
    assert "DTSTART;VALUE=DATE:20280229" in told
    assert "DTEND;VALUE=DATE:20280301" in told
    assert "URL:https://x.example/c/x/grants/G-1/" in told
    assert "SUMMARY:廃棄 G-1 歩数、と\\; 研究" in told
    assert "DTSTAMP:20261128T000000Z" in told


def test_what_has_no_day_is_left_out_and_hostile_text_makes_no_lines_of_its_own() -> None:
    hostile = Work(kind="a", title="x\r\nBEGIN:VALARM", url="/", due=date(2026, 12, 1))
    told = lines(Work(kind="a", title="b", url="/"), hostile)
    assert told.count("BEGIN:VEVENT") == 1
    assert "BEGIN:VALARM" not in told


def test_lines_are_folded_within_characters() -> None:
    long = Work(kind="条件", title="長" * 200, url="/", due=date(2026, 12, 1))
    text = calendar("期限", [long], base_url="", at=AT)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "長" * 200 in text.replace("\r\n ", "")


def test_the_same_deadline_keeps_its_identity() -> None:
    first, second = (
        [line for line in lines(Work(kind="a", title=title, url="/", due=date(2026, 12, 1))) if "UID" in line]
        for title in ("b", "renamed")
    )
    assert first == second
