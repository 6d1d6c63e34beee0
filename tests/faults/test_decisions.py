"""The decision API while things change and while PostgreSQL is away, asked by machines that never stop asking."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from consent import actions as consent
from consent.enums import ConsentState
from consent.models import Consent, ConsentEvent
from core import clock
from core.ledger.models import LedgerEntry
from tests import databases
from tests.cast import load
from tests.integration.authzen import test_freshness as changes
from tests.integration.authzen.conftest import NOON, Flow, flow
from tests.integration.authzen.served import Said, Served, serving
from tests.parts import eventually, running
from tests.servers import Server, free_port, postgres, program

pytestmark = [pytest.mark.postgres, pytest.mark.fresh_database("granted")]


@pytest.fixture
def shiomi(fresh_database: None) -> Iterator[Flow]:
    with clock.at(NOON):
        yield flow(load().shiomi)


@dataclass
class Machines:
    """Threads that ask each server again and again, and what they were told: when asked, and the answer."""

    flow: Flow
    servers: list[Served]
    told: list[tuple[float, int, Said]] = field(default_factory=list)
    lost: int = 0
    """Connections that broke."""

    @contextmanager
    def asking(self, each: int = 2) -> Iterator[Machines]:
        over = threading.Event()
        threads = [
            threading.Thread(target=self._ask, args=(number, server, over))
            for number, server in enumerate(self.servers)
            for _thread in range(each)
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def _ask(self, number: int, server: Served, over: threading.Event) -> None:
        while not over.is_set():
            asked = time.monotonic()
            try:
                said = server.send(self.flow.machine.key, self.flow.question())
            except (OSError, http.client.HTTPException):
                self.lost += 1
                continue
            self.told.append((asked, number, said))

    def since(self, moment: float) -> list[tuple[int, Said]]:
        """Answers to questions that were asked after ``moment``."""
        return [(number, said) for asked, number, said in list(self.told) if asked > moment]

    def everybody_answered_since(self, moment: float) -> bool:
        """Has every server answered several questions asked after ``moment``?"""
        heard = [number for number, _said in self.since(moment)]
        return all(heard.count(number) >= 3 for number in range(len(self.servers)))


def told(said: Said, code: str) -> bool:
    return any(reason.startswith(code) for reason in said.reasons)


def test_no_process_permits_what_was_ended_before_it_was_asked(shiomi: Flow, tmp_path: Path) -> None:
    """Two processes that hold facts, asked without a pause while one thing after the other is ended: every
    question that was asked after the commit is denied for it, by either."""
    with ExitStack() as stack:
        servers = [
            stack.enter_context(serving(tmp_path / name, STOPPED_CLOCK=NOON.isoformat())) for name in "ab"
        ]
        machines = stack.enter_context(Machines(shiomi, servers).asking())
        eventually(lambda: machines.everybody_answered_since(0))
        assert all(said.json["decision"] is True for _number, said in machines.since(0))
        closed = 0.0
        for change, code in ORDER.items():
            before = time.monotonic()
            eventually(lambda: machines.everybody_answered_since(before))  # noqa: B023 - called at once
            assert not any(told(said, code) for _number, said in machines.since(before)), code
            change(shiomi)
            ended = time.monotonic()
            eventually(lambda: machines.everybody_answered_since(ended))  # noqa: B023 - called at once
            assert all(told(said, code) for _number, said in machines.since(ended)), code
            closed = closed or ended
    assert not any(said.json["decision"] for _number, said in machines.since(closed))


ORDER = {
    change: changes.CHANGES[change]
    for change in (
        changes.suspend_grant,  # first: incidents and members suspend grants by themselves
        changes.report_incident,
        changes.open_feed,
        changes.change_rule,
        changes.change_pledge,
        changes.suspend_member,
        changes.suspend_dataset,
        changes.outdate_pia,
        changes.hold,
        changes.withdraw,
        changes.change_law,
    )
}
"""What can be ended one after the other; each has a reason of its own."""


@contextmanager
def own_postgres() -> Iterator[tuple[Server, str]]:
    """A PostgreSQL that may be killed, with a copy of this test's database; and its address."""
    source = databases.url()
    with postgres(durable=True) as server:
        address = f"postgres://sekisho@127.0.0.1:{server.port}/sekisho"
        dump = subprocess.run(
            [program("pg_dump"), "--format", "custom", source], check=True, capture_output=True
        )
        subprocess.run(
            [program("pg_restore"), "--no-owner", "--dbname", address], input=dump.stdout, check=True
        )
        connections.close_all()
        before = {name: connections["default"].settings_dict[name] for name in ("PORT", "NAME")}
        connections["default"].settings_dict.update(PORT=str(server.port), NAME="sekisho")
        try:
            yield server, address
        finally:
            connections.close_all()
            connections["default"].settings_dict.update(before)


def test_postgres_killed_under_load_is_told_and_survived(shiomi: Flow, tmp_path: Path) -> None:
    """While it is away: 503 with Retry-After to machines, a page to people; afterwards answers without a
    restart, and every consent has its event, its entry in the ledger, or none of them."""
    port = free_port()
    with own_postgres() as (server, address), ExitStack() as stack:
        extra = {"DATABASE_URL": address, "STOPPED_CLOCK": NOON.isoformat()}
        served = stack.enter_context(serving(tmp_path, **extra))
        stack.enter_context(running("web", tmp_path, port, DATABASE_URL=address))
        eventually(lambda: page(port)[0] == 200)
        machines = stack.enter_context(Machines(shiomi, [served]).asking())
        with writing() as wrote:
            eventually(lambda: machines.everybody_answered_since(0) and wrote[0] > 3)
            server.kill()
            away = time.monotonic()
            eventually(lambda: any(said.status == 503 for _number, said in machines.since(away)))
            status, headers, text = page(port)
            assert status == 503
            assert headers["Retry-After"]
            assert "text/html" in headers["Content-Type"]
            assert "Traceback" not in text
            server.start()
            back = time.monotonic()
            written = wrote[0]
            eventually(lambda: page(port)[0] == 200)
            eventually(lambda: any(said.status == 200 for _number, said in machines.since(back)))
            eventually(lambda: wrote[0] > written + 3)
        statuses = {said.status for _number, said in machines.since(0)}
        assert statuses <= {200, 503}
        assert all(said.headers["Retry-After"] for _n, said in machines.since(0) if said.status == 503)
        assert wrote[1] > 0, "the writer met the restart"
        assert_whole()


def test_a_question_under_way_outlives_its_connection(shiomi: Flow, tmp_path: Path) -> None:
    """The one process of PostgreSQL that reads for the event loop is killed while it reads, and has no time to say
    so: what was asked is answered, and so is what is asked afterwards."""
    with ExitStack() as stack:
        _server, address = stack.enter_context(own_postgres())
        served = stack.enter_context(serving(tmp_path, DATABASE_URL=address, STOPPED_CLOCK=NOON.isoformat()))
        ask = partial(served.send, shiomi.machine.key, shiomi.question())
        with closing(psycopg.connect(address, autocommit=True)) as watcher:
            eventually(lambda: ask().status == 200 and len(links(watcher)) > 1)
            asking = stack.enter_context(ThreadPoolExecutor(1))
            with closing(psycopg.connect(address)) as holding:
                holding.execute("LOCK TABLE clients_apiclient")
                asked = asking.submit(ask)
                eventually(lambda: any(waits for _pid, waits in links(watcher)))
                reader, waits = links(watcher)[0]
                assert waits, "the event loop reads itself"
                os.kill(reader, signal.SIGKILL)
                assert asked.result().status in {200, 503}
        eventually(lambda: ask().status == 200)


def links(watcher: psycopg.Connection[tuple[int, bool]]) -> list[tuple[int, bool]]:
    """The decisions' connections in the order in which they were made: process, and whether it waits for a lock."""
    return watcher.execute(
        "SELECT pid, wait_event_type = 'Lock' FROM pg_stat_activity"
        " WHERE query LIKE '%clients_apiclient%' AND query NOT LIKE 'LOCK%' AND pid <> pg_backend_pid()"
        " ORDER BY backend_start"
    ).fetchall()


def page(port: int) -> tuple[int, http.client.HTTPMessage, str]:
    """The sign-in page, as a person meets it."""
    link = http.client.HTTPConnection("localhost", port, timeout=30)
    try:
        link.request("GET", "/accounts/login/")
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    except OSError:
        return 0, http.client.HTTPMessage(), ""
    finally:
        link.close()


@contextmanager
def writing() -> Iterator[list[int]]:
    """A citizen who changes her mind without a pause, until this ends; how often it was written, and refused."""
    over, wrote = threading.Event(), [0, 0]
    writer = threading.Thread(target=agree_and_withdraw, args=(over, wrote))
    writer.start()
    try:
        yield wrote
    finally:
        over.set()
        writer.join()


def agree_and_withdraw(over: threading.Event, wrote: list[int]) -> None:
    """Whatever she answered last, the other; a break between two of her answers leaves either."""
    with clock.at(NOON):
        person = load().shiomi.persons["chihiro"]
        while not over.is_set():
            try:
                held = list(Consent.objects.filter(person=person).select_related("item"))
                agreed = any(one.state == ConsentState.IN_FORCE for one in held)
                change = consent.withdraw if agreed else consent.give
                change(person, [one.item for one in held], by=person.user)
                wrote[0] += 1
            except Exception:
                wrote[1] += 1
                connections.close_all()
                time.sleep(0.05)
    connections.close_all()


def assert_whole() -> None:
    """Each event of a consent has its entry, and the state is that of the last event."""
    events = ConsentEvent.objects.filter(at__gte=NOON)
    entries = LedgerEntry.objects.filter(subject__in=[f"consent:{event.pk}" for event in events])
    assert events.count() == entries.count() > 0
    for row in Consent.objects.filter(person=load().shiomi.persons["chihiro"]):
        last = ConsentEvent.objects.filter(person=row.person, choice=row.choice).order_by("-sequence").first()
        assert row.sequence == last.sequence
        assert row.last_event == last.pk
