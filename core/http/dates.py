"""Dates as people here write them: Reiwa and Gregorian, weekday, business days left."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation

from core import clock

ERAS = (
    (date(2019, 5, 1), "令和", "Reiwa"),
    (date(1989, 1, 8), "平成", "Heisei"),
    (date(1926, 12, 25), "昭和", "Showa"),
)
WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def english() -> bool:
    """Does the reader read English?"""
    return (translation.get_language() or "ja").startswith("en")


def civil(moment: date | datetime) -> date:
    """The day in Tokyo on which ``moment`` lies."""
    if isinstance(moment, datetime):
        return moment.astimezone(clock.TOKYO).date() if moment.tzinfo else moment.date()
    return moment


def era(day: date) -> str:
    """The era and its year: 令和8年, Reiwa 8; the first year is 元年. Empty before Showa."""
    for start, name_ja, name_en in ERAS:
        if day >= start:
            year = day.year - start.year + 1
            return f"{name_en} {year}" if english() else f"{name_ja}{'元' if year == 1 else year}年"
    return ""


def era_date(day: date) -> str:
    """令和8年11月22日, as documents have it; in English 22 November 2026 (Reiwa 8)."""
    if english():
        return f"{gregorian(day)} ({era(day)})" if era(day) else gregorian(day)
    return f"{era(day) or f'{day.year}年'}{day.month}月{day.day}日"


def era_moment(moment: datetime) -> str:
    """As a notice has it: 令和8年12月11日（金）14時00分; Fri 11 December 2026 (Reiwa 8), 14:00."""
    day = civil(moment)
    if english():
        return f"{weekday(day)} {era_date(day)}, {clock_time(moment)}"
    hours, minutes = clock_time(moment).split(":")
    return f"{era_date(day)}（{weekday(day)}）{hours}時{minutes}分"


def gregorian(day: date) -> str:
    """2026年11月22日; 22 November 2026."""
    if english():
        return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def both(day: date) -> str:
    """Gregorian with the era beside it: 2026年（令和8年）11月22日; 22 November 2026 (Reiwa 8)."""
    if english() or not era(day):
        return era_date(day)
    return f"{day.year}年（{era(day)}）{day.month}月{day.day}日"


def short(day: date) -> str:
    """For lists: 2026/11/22（日）; 22 Nov 2026 (Sun)."""
    if english():
        return f"{day.day} {MONTHS_EN[day.month - 1][:3]} {day.year} ({WEEKDAYS_EN[day.weekday()]})"
    return f"{day.year}/{day.month}/{day.day}（{WEEKDAYS_JA[day.weekday()]}）"


def weekday(day: date) -> str:
    """日; Sun."""
    return WEEKDAYS_EN[day.weekday()] if english() else WEEKDAYS_JA[day.weekday()]


def clock_time(moment: datetime) -> str:
    """Hours and minutes in Tokyo, 14:05."""
    local = moment.astimezone(clock.TOKYO) if moment.tzinfo else moment
    return f"{local.hour}:{local.minute:02}"


def urgency(due: date, today: date) -> str:
    """The tone of a deadline: past is bad, within two business days a warning."""
    if due < today:
        return "bad"
    return "warn" if clock.business_days_between(today, due) <= 2 else "off"
