"""Days that make no sense about a grant are told apart."""

from __future__ import annotations

from datetime import date

from governance.sharing.rules.effect import fault_of_disposal, fault_of_effect

TODAY, ENDS, SINCE = date(2026, 11, 10), date(2027, 3, 31), date(2026, 10, 1)


def test_what_takes_effect_does_so_from_today_to_the_end_of_the_grant() -> None:
    assert fault_of_effect(TODAY, today=TODAY, ends_on=ENDS) == ""
    assert fault_of_effect(ENDS, today=TODAY, ends_on=ENDS) == ""
    assert fault_of_effect(date(2026, 11, 9), today=TODAY, ends_on=ENDS) == "sharing.effect_in_past"
    assert fault_of_effect(date(2036, 11, 10), today=TODAY, ends_on=ENDS) == "sharing.effect_beyond_grant"
    assert fault_of_effect(TODAY, today=TODAY, ends_on=SINCE) == "", "at once is never too late"


def test_data_are_disposed_of_after_they_came_and_before_it_is_certified() -> None:
    assert fault_of_disposal(TODAY, today=TODAY, since=SINCE) == ""
    assert fault_of_disposal(date(2026, 11, 11), today=TODAY, since=SINCE) == "sharing.disposal_in_future"
    assert fault_of_disposal(date(2016, 11, 10), today=TODAY, since=SINCE) == "sharing.disposal_before_grant"


def test_data_are_disposed_of_after_the_last_of_them_came() -> None:
    last = date(2026, 11, 5)
    assert fault_of_disposal(last, today=TODAY, since=SINCE, last=last) == ""
    early = fault_of_disposal(date(2026, 11, 4), today=TODAY, since=SINCE, last=last)
    assert early == "sharing.disposal_before_delivery"
