"""A machine that takes for ever to answer costs a worker the seconds of one attempt, and nobody else's work."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction

from core import clock
from core.outbox import queries, webhook, work
from core.outbox.actions import call, retry, retry_all
from core.outbox.models import IN_A_ROW, Endpoint, Job, JobState
from tests.cast import Cast
from tests.servers import free_port

PATIENCE = 1.0


@contextmanager
def dripping(first: bytes, drop: bytes = b"x", family: int = socket.AF_INET) -> Iterator[int]:
    """The port of a server that says ``first`` and then ``drop`` again and again, each well in time."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0), family=family)
    listener.settimeout(0.1)

    def drip(line: socket.socket) -> None:
        try:
            line.sendall(first)
            while not stop.wait(0.1):
                line.sendall(drop)
        except OSError:
            pass
        finally:
            line.close()

    def serve() -> None:
        while not stop.is_set():
            try:
                line, _peer = listener.accept()
            except TimeoutError:
                continue
            threads.append(threading.Thread(target=drip, args=(line,)))
            threads[-1].start()

    threads = [threading.Thread(target=serve)]
    threads[0].start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        listener.close()


def told(cast: Cast, url: str) -> Job:
    """An event for the machine at ``url``."""
    row = Endpoint.objects.create(
        council=cast.shiomi.council,
        organisation=cast.shiomi.organisations["bus"],
        url=url,
        secret="s3cret",
        created_at=clock.now(),
    )
    return another(row)


def another(row: Endpoint, event: str = "x") -> Job:
    """One more event for the machine."""
    with transaction.atomic():
        return call(row, event=event, key=str(Job.objects.count()), body={})


@pytest.mark.parametrize(
    ("scheme", "first"),
    [
        ("http", b""),
        ("http", b"HTTP/1.1 "),
        ("http", b"HTTP/1.1 100 Continue\r\n"),
        ("https", b"\x16\x03\x03\x40\x00"),
    ],
)
def test_a_receiver_that_drips_is_left_in_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, scheme: str, first: bytes
) -> None:
    """In the status, in the headers, in the handshake of TLS."""
    monkeypatch.setattr(webhook, "PATIENCE", PATIENCE)
    with dripping(first) as port:
        made = told(cast, f"{scheme}://127.0.0.1:{port}/hook")
        began = time.monotonic()
        assert work.perform(made.pk) is False
        assert time.monotonic() - began < 5 * PATIENCE
    made.refresh_from_db()
    assert made.state == JobState.WAITING
    assert made.last_error.startswith("TooSlow")


def test_an_address_that_does_not_answer_does_not_hide_the_one_that_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name with two addresses of which this machine reaches only the second."""
    with dripping(b"HTTP/1.1 204 No Content\r\n\r\n", drop=b"") as port:
        url = f"http://127.0.0.1:{port}/hook"
        monkeypatch.setattr(webhook, "target", lambda _url: (urlsplit(url), ["::1", "127.0.0.1"]))
        assert work.perform(told(cast, url).pk) is True


def test_thousands_for_a_machine_that_is_away_wait_together(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some calls in a row that found nobody the others are not tried; a person may; and once somebody answers,
    what was put off is called."""
    port = free_port()
    jobs = [told(cast, f"http://127.0.0.1:{port}/hook")]
    row = Endpoint.objects.get()
    jobs += [another(row) for _n in range(5)]
    assert not any(work.perform(one.pk) for one in jobs)
    row.refresh_from_db()
    tried, spared = (
        jobs[:IN_A_ROW],
        Job.objects.filter(pk__in=[job.pk for job in jobs[IN_A_ROW:]]),
    )
    assert row.paused_until > clock.wall()
    assert [Job.objects.get(pk=one.pk).attempts for one in tried] == [1] * IN_A_ROW
    assert set(spared.values_list("state", "attempts", "not_before")) == {("waiting", 0, row.paused_until)}
    webhook._unreached(row, clock.wall())
    assert Endpoint.objects.get().failures == IN_A_ROW, "a call that began before the pause tells nothing new"
    monkeypatch.setattr(webhook, "_post", lambda *_args: 204)
    assert work.perform(another(row, webhook.PING).pk), "called by a person in the pause"
    assert all(work.perform(one.pk) for one in spared)
    row.refresh_from_db()
    assert (row.failures, row.paused_until) == (0, None)


def test_a_person_may_try_again_in_a_pause(cast: Cast) -> None:
    made = told(cast, f"http://127.0.0.1:{free_port()}/hook")
    Endpoint.objects.update(failures=9, paused_until=clock.wall() + timedelta(hours=1))
    assert work.perform(made.pk) is False
    assert Job.objects.get().attempts == 0
    retry(made)
    assert work.perform(made.pk) is False
    assert Job.objects.get().attempts == 1


def test_a_machine_that_stays_away_is_a_persons_matter_after_two_days(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All its calls are tried again, or given up, together; those tried again have their two days anew."""
    old = told(cast, f"http://127.0.0.1:{free_port()}/hook")
    young = another(Endpoint.objects.get())
    away = clock.wall() + timedelta(hours=1)
    Endpoint.objects.update(failures=9, paused_until=away)
    long_ago = clock.wall() - webhook.LONGEST_AWAY - timedelta(minutes=1)
    Job.objects.filter(pk=old.pk).update(created_at=long_ago)

    def states() -> dict[int, str]:
        assert not any(work.perform(one.pk) for one in (old, young))
        return dict(Job.objects.values_list("pk", "state"))

    assert states() == {old.pk: JobState.STUCK, young.pk: JobState.WAITING}
    assert "address_away" in Job.objects.get(pk=old.pk).last_error
    ((_kind, _council, _address, many, stuck, _one),) = queries.failed(cast.operator)
    assert (many, stuck) == (2, 1)
    assert retry_all(queries.failed_like(old)) == 2
    Endpoint.objects.update(paused_until=away)
    assert set(states().values()) == {JobState.WAITING}
    Endpoint.objects.update(paused_until=None)
    monkeypatch.setattr(webhook, "_post", lambda *_args: 204)
    assert work.perform(another(Endpoint.objects.get(), webhook.PING).pk)
    assert all(work.perform(one.pk) for one in (old, young)), "whatever waited, although nothing pauses"


def test_every_address_of_a_name_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order in which the machine would take them, each once; one that is not public spoils all."""
    answers = ["203.0.114.7", "2001:4860::7", "203.0.114.7"]

    def rows(*_args: object, **_kw: object) -> list[tuple]:
        return [(0, 0, 0, "", (one, 443)) for one in answers]

    monkeypatch.setattr("core.outbox.webhook.socket.getaddrinfo", rows)
    assert webhook.target("https://hook.example/")[1] == ["203.0.114.7", "2001:4860::7"]
    answers.append("10.0.0.8")
    with pytest.raises(work.GaveUp, match="address_not_allowed"):
        webhook.target("https://hook.example/")


def test_a_mail_server_has_patience_too(settings) -> None:
    assert settings.EMAIL_TIMEOUT
    assert settings.CELERY_TASK_TIME_LIMIT
