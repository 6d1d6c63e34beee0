"""What everybody of the cast may, as people have reviewed it (``doors.txt``): read, compared and written.

``python -m tests.architecture.reviewed`` prints what is found now in the form of that file, for review.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.demo import names
from tests.servers import scratch

FILE = Path(__file__).with_name("doors.txt")
TEST = "tests/architecture/test_doors.py"
PEOPLE = (*names.ROLES, "operator", "expert")
"""Everybody of a council, whoever runs the machine, and somebody from outside whom a board may ask."""
METHODS = ("GET", "POST")
OPENERS = (
    "secretary",
    "auditor",
    "pia_reviewer",
    "chair",
    "rep_delivery",
    "rep_bus",
    "officer_education",
    "steering_city",
    "reviewer_security",
    "reviewer_law",
    "chihiro",
    "operator",
    "expert",
)
"""Who opens what takes nothing that is sent: opening takes the most time, and the others are each like one of them,
with a part in the case or without."""
ALIKE = (
    ("secretary", "secretary_2"),
    ("rep_city", "rep_university", "rep_bus", "rep_chamber", "rep_town"),
    ("officer_mayor", "officer_university", "officer_bus", "officer_delivery"),
    ("reviewer_law_alternate", "reviewer_ethics", "reviewer_citizen_1", "reviewer_citizen_2"),
    ("steering_city", "steering_university", "steering_bus", "steering_delivery", "steering_chamber"),
    ("ken", "ren"),
)
"""People who are like each other share the doors, and come to all to which they may send and not each of them."""
MISSING = 8
"""A group is named with those who are missing in it, where they are at most one in so many."""

Door = tuple[str, str]
"""The name of an address with its room, and the method."""
Table = Mapping[Door, frozenset[str]]
Groups = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Answer:
    """What somebody met at a door."""

    may: bool
    path: str
    fault: str = ""
    """What broke, where it was an error of ours."""


def doors_of(key: str, names: Iterable[str], table: Table) -> list[str]:
    """To which of the addresses called ``names`` somebody goes: who opens for others, to all that nobody sends to."""
    group = next((group for group in ALIKE if key in group), (key,))
    found = []
    for n, name in enumerate(sorted(names)):
        senders = table.get((name, "POST"), frozenset())
        opens = key in OPENERS and not senders
        if opens or n % len(group) == group.index(key) or (key in senders and not senders.issuperset(group)):
            found.append(name)
    return found


def differences(key: str, found: Mapping[Door, Answer], table: Table) -> list[str]:
    """What somebody meets otherwise than the table says: ``+`` may and is not named, ``-`` is named and may not, ``?``
    is named for what the door does not take, ``!`` an error of ours."""
    lines = []
    for door, answer in found.items():
        named = key in table.get(door, ())
        if answer.fault:
            lines.append((door, f"! {told(door)} {answer.path}: {answer.fault}"))
        elif answer.may != named:
            lines.append((door, f"{'+' if answer.may else '-'} {told(door)} {answer.path}"))
    named = [door for door in table if key in table[door] and not was_asked(door, found)]
    lines += [(door, f"? {told(door)}") for door in named if door[0] in {name for name, _method in found}]
    return [line for _door, line in sorted(lines)]


def was_asked(door: Door, found: Mapping[Door, Answer]) -> bool:
    """Is there an answer, or does nobody open it who sends to it?"""
    name, method = door
    return door in found or (method == "GET" and (name, "POST") in found)


def told(door: Door) -> str:
    """A door in words."""
    name, method = door
    return f"{method} {name}"


def read(text: str) -> tuple[Groups, Table]:
    """The groups and the table that a file says.

    ``group = people``; ``[room]``; ``name  GET+POST  people``. People are keys of the cast and groups; ``-key`` takes
    somebody out of the group before it.
    """
    groups: dict[str, frozenset[str]] = {}
    table: dict[Door, frozenset[str]] = {}
    room = ""
    for line in filter(None, (line.partition("#")[0].strip() for line in text.splitlines())):
        if line.startswith("["):
            room = line.strip("[]")
        elif "=" in line:
            name, _sign, words = line.partition("=")
            groups[name.strip()] = meant(words.split(), groups)
        else:
            name, methods, *people = line.split()
            for method in methods.split("+"):
                door = (f"{room}:{name}", method)
                if method not in METHODS or door in table:
                    raise ValueError(f"no method, or said twice: {told(door)}")
                table[door] = meant(people, groups)
    return groups, table


def meant(words: Iterable[str], groups: Groups) -> frozenset[str]:
    """The people whom ``words`` name."""
    found: frozenset[str] = frozenset()
    for word in words:
        name = word.removeprefix("-")
        if name not in groups and name not in PEOPLE:
            raise ValueError(f"nobody is called {name}")
        people = groups.get(name, frozenset({name}))
        found = found - people if word.startswith("-") else found | people
    return found


def worded(people: frozenset[str], groups: Groups) -> str:
    """``people`` in few words: the largest groups first, each with whoever is missing in it."""
    words: list[str] = []
    left = set(people)
    for name, members in sorted(groups.items(), key=lambda group: -len(group[1])):
        missing = members - people
        if len(members & left) > 1 and len(missing) <= len(members) // MISSING:
            words += [name, *(f"-{one}" for one in sorted(missing, key=PEOPLE.index))]
            left -= members
    return " ".join([*words, *sorted(left, key=PEOPLE.index)])


def written(table: Table, groups: Groups) -> Iterator[str]:
    """The rows of ``table`` as :func:`read` reads them, by room and name; GET and POST in one row where they are for
    the same people."""
    rows: dict[str, list[str]] = {}
    for name in sorted({name for name, _method in table}):
        room, _sign, short = name.rpartition(":")
        people = {method: table[name, method] for method in METHODS if table.get((name, method))}
        if len(set(people.values())) == 1:
            people = {"+".join(people): next(iter(people.values()))}
        rows.setdefault(room, []).extend(
            f"{short:<24} {method:<8} {worded(who, groups)}".rstrip() for method, who in people.items()
        )
    for room, lines in rows.items():
        yield from ("", f"[{room}]", *lines) if lines else ()


def kept(run: Path, said: Table) -> Table:
    """What was written down in ``run``; of what somebody did not ask, what the reviewed table says."""
    table: dict[Door, frozenset[str]] = {}
    for key in PEOPLE:
        written = [(tuple(door), may) for door, may in json.loads((run / f"doors_{key}.json").read_text())]
        asked = {door for door, _may in written}
        doors = [door for door, may in written if may]
        doors += [door for door in said if key in said[door] and door not in asked]
        for name, method in doors:
            table[name, method] = table.get((name, method), frozenset()) | {key}
    return table


def main() -> None:
    """Print what everybody may, below the groups of the reviewed table."""
    head = FILE.read_text().partition("\n[")[0].rstrip()
    groups, said = read(FILE.read_text())
    with scratch() as run:
        quiet = ["-q", "-p", "no:cacheprovider", "-n", "2"]
        command = [sys.executable, "-m", "pytest", "--ds=tests.settings", *quiet, TEST]
        variables = os.environ | {"SEKISHO_TEST_RUN": str(run)}
        subprocess.run(command, env=variables, stdout=sys.stderr, check=False)
        print("\n".join([head, *written(kept(run, said), groups)]))


if __name__ == "__main__":
    main()
