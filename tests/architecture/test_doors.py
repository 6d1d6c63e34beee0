"""Every address x everybody of the cast, opened and sent to, against a table reviewed by hand (``doors.txt``).

What a page offers nobody in the state of the demo council is asked for as well. A GET that writes fails here, too.
"""

from __future__ import annotations

import pytest

from tests.architecture import doors, reviewed
from tests.cast import UNDRAWN, Cast

GROUPS, TABLE = reviewed.read(reviewed.FILE.read_text())


@pytest.mark.parametrize("key", reviewed.PEOPLE)
def test_everybody_may_what_the_table_says(
    demo: None, cast: Cast, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    paths = doors.addresses(cast)
    assert {name for name, _method in TABLE} <= set(paths), "the table speaks of what nobody comes to"
    monkeypatch.setattr("django.shortcuts.loader", UNDRAWN)
    mine = {name: paths[name] for name in reviewed.doors_of(key, paths, TABLE)}
    found = doors.asked(doors.person(cast, key), mine, opens=key in reviewed.OPENERS)
    doors.keep(key, found)
    differences = reviewed.differences(key, found, TABLE)
    assert not differences, "\n".join([f"{key}:", *differences])


def test_the_table_is_read_as_it_is_written() -> None:
    groups = [f"{name} = {' '.join(sorted(people))}" for name, people in GROUPS.items()]
    assert reviewed.read("\n".join([*groups, *reviewed.written(TABLE, GROUPS)])) == (GROUPS, TABLE)
    assert reviewed.worded(GROUPS["council"] - {"ren", "reviewer_law"}, GROUPS) == "council -reviewer_law"


def test_what_differs_is_told() -> None:
    table = {("room:a", "GET"): frozenset({"ken"}), ("room:b", "POST"): frozenset({"ken", "ren"})}
    may, may_not = reviewed.Answer(True, "/a/"), reviewed.Answer(False, "/a/")
    found = {("room:a", "GET"): may_not, ("room:a", "POST"): may, ("room:b", "GET"): may_not}
    assert reviewed.differences("ken", found, table) == [
        "- GET room:a /a/",
        "+ POST room:a /a/",
        "? POST room:b",
    ]
    assert reviewed.differences("ren", found, table) == ["+ POST room:a /a/", "? POST room:b"]
    assert reviewed.differences("chair", {("room:a", "GET"): may_not}, table) == []
    assert reviewed.differences("ken", {("room:a", "POST"): may_not}, table) == [], "sent to, not opened"
    broken = {("room:a", "GET"): reviewed.Answer(False, "/a/", "500")}
    assert reviewed.differences("ren", broken, table) == ["! GET room:a /a/: 500"]


def test_people_who_are_alike_come_to_every_door_between_them() -> None:
    names = [f"room:{n}" for n in range(9)]
    table = {("room:0", "POST"): frozenset({"ren"})}
    assert reviewed.doors_of("chair", names, table) == names
    ken, ren = (set(reviewed.doors_of(key, names, table)) for key in ("ken", "ren"))
    assert (ken | ren, ken & ren) == (set(names), {"room:0"})
    assert all(
        set(names) - set(reviewed.doors_of(key, names, table)) <= {"room:0"} for key in reviewed.OPENERS
    )


def test_whoever_is_not_named_is_nobody() -> None:
    with pytest.raises(ValueError, match="nobody is called somebody"):
        reviewed.read("[room]\na  GET  somebody")
    with pytest.raises(ValueError, match="said twice: GET room:a"):
        reviewed.read("[room]\na  GET+POST  ken\na  GET  ren")


def test_a_verb_to_which_nothing_leads_is_asked_for_at_the_object_that_was_met() -> None:
    starts = doors.beginnings({"c/<slug:council>/cases/<int:pk>/": "/c/shiomi/cases/7/"})
    assert doors.continued("c/<slug:council>/cases/<int:pk>/close/", starts) == "/c/shiomi/cases/7/close/"
    assert doors.continued("c/<slug:council>/cases/<int:pk>/lines/<int:number>/", starts) is None
    assert doors.continued("my/<int:pk>/", starts) is None
