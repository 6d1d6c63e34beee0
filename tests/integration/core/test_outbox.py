"""Outside work: claimed once, tried again, given up for a person to look at; its effects happen once."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import http.server
import smtplib
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from core import clock
from core.accounts.models import User
from core.errors import NotNow, Refused
from core.outbox import actions, queries, webhook, work
from core.outbox.actions import enqueue, react
from core.outbox.mail import message_id
from core.outbox.models import Endpoint, Heartbeat, Job, JobState
from core.outbox.tasks import reap
from tests.cast import Cast

calls: list[tuple[str, dict]] = []


def note(event: str, payload: dict) -> None:
    """A reaction."""
    calls.append((event, payload))


def rename(event: str, payload: dict) -> None:
    """A reaction with an effect in the database."""
    User.objects.filter(pk=payload["user"]).update(name="renamed")


def fail(event: str, payload: dict) -> None:
    """A reaction that changes something and then breaks."""
    rename(event, payload)
    raise Refused("somebody@example.org is not there")


@pytest.fixture(autouse=True)
def _empty(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.REACTIONS = __name__
    calls.clear()


NOW: dict = {"test.now": (f"{__name__}.note",)}
LATER: dict = {"test.later": (f"{__name__}.note", f"{__name__}.rename")}
HANDLERS: dict = {"slow": f"{__name__}.slow", "cancelling": f"{__name__}.cancelling"}
HANDLERS["failing"] = f"{__name__}.failing"
MAILS: dict = {"core/known": f"{__name__}.words"}


def words(user: User, context: dict) -> dict:
    """More words for a mail."""
    return {"url": "http://words.example/"}


def slow(job: work.Work) -> None:
    """A handler during which another worker takes the job."""
    Job.objects.filter(pk=job.pk).update(lease_until=clock.wall() - timedelta(seconds=1))
    assert work.claim(job.pk) is not None
    job.progress(1, 2)


def cancelling(job: work.Work) -> None:
    """A handler during which somebody cancels."""
    job.progress(1, 3)
    actions.cancel(Job.objects.get(pk=job.pk))
    job.progress(2, 3)
    raise AssertionError("it went on")


def failing(job: work.Work) -> None:
    """A handler that fails just as somebody cancels."""
    actions.cancel(Job.objects.get(pk=job.pk))
    raise OSError("the disk is full")


def job(kind: str = "reaction", key: str = "k", **payload: object) -> Job:
    with transaction.atomic():
        return enqueue(kind, key=key, payload=payload)


def reaction(name: str, key: str = "k", **payload: object) -> Job:
    return job(key=key, event="test", function=f"{__name__}.{name}", payload=payload)


def test_the_same_key_is_the_same_job(db: None) -> None:
    first = reaction("note")
    assert reaction("rename").pk == first.pk
    assert Job.objects.get(pk=first.pk).payload["function"].endswith("note")


@pytest.mark.fresh_database
def test_work_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="acting transaction"):
        enqueue("mail", key="k", payload={})


def test_what_is_rolled_back_is_never_done(db: None, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        enqueue("mail", key="k", payload={})
        transaction.set_rollback(True)
    assert callbacks == []
    assert not Job.objects.exists()


def test_now_reactions_run_at_once_and_later_ones_from_the_outbox(cast: Cast) -> None:
    user = cast.shiomi.users["chihiro"]
    with transaction.atomic():
        react("test.now", key="1", payload={"n": 1})
        react("test.later", key="1", payload={"user": user.pk})
    assert calls == [("test.now", {"n": 1})]
    assert [work.perform(pk) for pk in Job.objects.values_list("pk", flat=True)] == [True, True]
    user.refresh_from_db()
    assert user.name == "renamed"
    assert calls[1:] == [("test.later", {"user": user.pk})]


def test_a_job_is_done_once(db: None) -> None:
    made = reaction("note")
    assert work.perform(made.pk) is True
    assert work.perform(made.pk) is False
    assert len(calls) == 1
    made.refresh_from_db()
    assert (made.state, made.attempts, made.owner) == (JobState.DONE, 1, None)


def test_a_failure_is_rolled_back_noted_without_its_text_and_tried_again(cast: Cast) -> None:
    user = cast.shiomi.users["chihiro"]
    made = reaction("fail", user=user.pk)
    assert work.perform(made.pk) is False
    user.refresh_from_db()
    assert user.name == "森川 千尋"
    made.refresh_from_db()
    assert made.state == JobState.WAITING
    assert made.last_error.startswith("Refused")
    assert made.not_before > clock.wall() + timedelta(seconds=10)
    assert work.perform(made.pk) is False, "not before its time"
    assert made.attempts == 1


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 15), (2, 30), (3, 60), (8, 1920), (9, 3600), (90, 3600)]
)
def test_pauses_double_up_to_an_hour(attempt: int, seconds: int) -> None:
    assert work.pause(attempt) == timedelta(seconds=seconds)


def test_after_eight_failures_a_person_must_look(cast: Cast) -> None:
    made = reaction("fail", user=0)
    for _attempt in range(work.ATTEMPTS):
        Job.objects.filter(pk=made.pk).update(not_before=clock.wall())
        work.perform(made.pk)
    made.refresh_from_db()
    assert made.state == JobState.STUCK
    assert work.perform(made.pk) is False
    actions.retry(made)
    made.refresh_from_db()
    assert (made.state, made.attempts) == (JobState.WAITING, 0)
    actions.cancel(made)
    with pytest.raises(NotNow):
        actions.cancel(made)
    with pytest.raises(NotNow):
        actions.retry(made)


@pytest.mark.parametrize(
    ("kind", "error", "often"),
    [
        ("mail", ConnectionRefusedError(), 56),
        ("mail", smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"greylisted")}), 56),
        ("mail", smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"nobody of that name")}), 8),
        ("mail", smtplib.SMTPDataError(554, b"no"), 8),
        ("mail", KeyError("a slip of ours"), 8),
        ("webhook", webhook.NotTaken(500), 56),
        ("webhook", webhook.TooSlow(), 56),
        ("webhook", http.client.BadStatusLine("?"), 56),
        ("webhook", ValueError("a slip of ours"), 8),
        ("document", OSError("the disk is full"), 8),
    ],
)
def test_a_server_of_somebody_else_may_be_away_for_two_days(kind: str, error: Exception, often: int) -> None:
    assert work.attempts(kind, error) == often
    waited = sum((work.pause(attempt) for attempt in range(1, often)), timedelta())
    assert often == 8 or timedelta(hours=47) < waited < timedelta(hours=49)


def test_an_unknown_kind_is_stuck_at_once(db: None) -> None:
    made = job("telegram")
    work.perform(made.pk)
    made.refresh_from_db()
    assert made.state == JobState.STUCK
    assert "no_handler" in made.last_error


def test_who_lost_the_lease_cannot_finish(db: None) -> None:
    made = job("slow")
    assert work.perform(made.pk) is False
    made.refresh_from_db()
    assert made.state == JobState.RUNNING, "the other worker goes on"
    stale = work.Work(made.pk, made.kind, made.key, "", {}, work.uuid.uuid4(), 1)
    with pytest.raises(work.Lost):
        stale.complete(lambda: calls.append(("effect", {})))
    assert calls == []


def test_long_work_can_be_cancelled(db: None) -> None:
    made = job("cancelling")
    assert work.perform(made.pk) is False
    made.refresh_from_db()
    assert (made.state, made.progress, made.total) == (JobState.CANCELLED, 1, 3)


def test_work_that_fails_once_it_is_to_be_cancelled_is_not_tried_again(db: None) -> None:
    made = job("failing")
    assert work.perform(made.pk) is False
    made.refresh_from_db()
    assert made.state == JobState.CANCELLED
    assert made.pk not in work.overdue()


def test_the_reaper_finds_what_got_lost(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.wall()
    ages = {"fresh": 0, "forgotten": 30, "paused": -30}
    made = {name: reaction("note", key=name) for name in [*ages, "dead", "alive", "cancelled", "killer"]}
    made |= {key: job("mail", key=key) for key in ("killing", "patient")}
    for name, age in ages.items():
        Job.objects.filter(pk=made[name].pk).update(not_before=now - timedelta(seconds=age))
    running = {"state": JobState.RUNNING, "owner": work.uuid.uuid4()}
    left_of = {"dead": -1, "alive": 30, "cancelled": -1, "killer": -1, "killing": -1, "patient": -1}
    for name, left in left_of.items():
        Job.objects.filter(pk=made[name].pk).update(lease_until=now + timedelta(seconds=left), **running)
    Job.objects.filter(pk=made["cancelled"].pk).update(cancel_asked=True)
    many = Job.objects.filter(pk__in=[made[name].pk for name in ("killer", "killing", "patient")])
    many.update(attempts=work.ATTEMPTS)
    Job.objects.filter(pk=made["patient"].pk).update(last_error="SMTPServerDisconnected")
    told: list[int] = []
    monkeypatch.setattr("core.outbox.tasks.run.delay", told.append)
    reap()
    assert set(told) == {made["forgotten"].pk, made["dead"].pk, made["patient"].pk}
    reap()
    assert len(told) == 3, "it waits behind others: not again at once"
    work.claim(made["forgotten"].pk)
    Job.objects.filter(pk=made["forgotten"].pk).update(lease_until=now - timedelta(seconds=1))
    reap()
    assert told[3:] == [made["forgotten"].pk], "its worker took it and died"
    states = {name: Job.objects.get(pk=one.pk).state for name, one in made.items()}
    assert (states["cancelled"], states["killer"], states["killing"]) == (
        JobState.CANCELLED,
        JobState.STUCK,
        JobState.STUCK,
    )


def test_what_the_reaper_could_not_tell_is_told_in_the_next_round(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not as late as what waits behind others."""
    lost = {job("mail", key=key).pk for key in ("one", "two")}
    Job.objects.filter(pk__in=lost).update(not_before=clock.wall() - timedelta(seconds=30))
    told: list[int] = []

    def unreachable(_job_id: int) -> None:
        raise ConnectionError

    monkeypatch.setattr("core.outbox.tasks.run.delay", unreachable)
    reap()
    monkeypatch.setattr("core.outbox.tasks.run.delay", told.append)
    reap()
    assert set(told) == lost


def test_a_broker_that_is_down_does_not_fail_the_request(
    db: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    def down(job_id: int) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr("core.outbox.tasks.run.delay", down)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        made = reaction("note")
    assert len(callbacks) == 1
    made.refresh_from_db()
    assert made.state == JobState.WAITING


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "汐見スマートシティ推進協議会"), ("en", "Shiomi Smart City Council: there is something for you")],
)
def test_a_mail_is_written_in_the_recipients_language_when_it_is_sent(
    cast: Cast, language: str, said: str
) -> None:
    user = cast.shiomi.users["secretary"]
    User.objects.filter(pk=user.pk).update(language=language)
    payload = {"template": "core/unheard_of", "user": user.pk, "references": {"path": "/c/shiomi/today/"}}
    with transaction.atomic():
        made = enqueue("mail", key="mail:1", council=cast.shiomi.council, payload=payload)
    assert work.perform(made.pk) is True
    (sent,) = mail.outbox
    assert said in sent.subject
    assert sent.to == [user.email]
    assert "http://localhost:8000/c/shiomi/today/" in sent.body
    assert sent.message()["Message-ID"] == message_id("mail:1")
    assert user.email not in str(Job.objects.get(pk=made.pk).payload)


def test_a_mail_may_have_words_of_its_own(cast: Cast) -> None:
    made = job("mail", template="core/known", user=cast.stranger.pk)
    work.perform(made.pk)
    assert "http://words.example/" in mail.outbox[0].body


def test_nobody_is_written_to_after_the_account_was_closed(cast: Cast) -> None:
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    made = job("mail", template="core/known", user=cast.stranger.pk)
    work.perform(made.pk)
    made.refresh_from_db()
    assert (made.state, mail.outbox) == (JobState.STUCK, [])
    assert "no_recipient" in made.last_error


class Ear(http.server.BaseHTTPRequestHandler):
    """The other machine."""

    heard: list[tuple[dict, bytes]] = []
    answer = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((dict(self.headers), body))
        self.send_response(self.answer)
        self.send_header("Location", "http://elsewhere.example/")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def ear() -> Iterator[str]:
    Ear.heard.clear()
    server = http.server.HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook?x=1"
    server.shutdown()
    thread.join()
    server.server_close()


def endpoint(cast: Cast, url: str) -> Endpoint:
    return Endpoint.objects.create(
        council=cast.shiomi.council,
        organisation=cast.shiomi.organisations["bus"],
        url=url,
        secret="s3cret",
        created_at=clock.now(),
    )


def test_an_event_told_to_a_machine_is_signed(cast: Cast, ear: str) -> None:
    made = job("webhook", endpoint=endpoint(cast, ear).pk, event="grant.active", body={"grant": "G-1"})
    assert work.perform(made.pk) is True
    ((headers, body),) = Ear.heard
    moment, mac = (part.split("=")[1] for part in headers["Sekisho-Signature"].split(","))
    expected = hmac.new(b"s3cret", moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert mac == expected
    assert headers["Sekisho-Delivery"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_any_other_answer_is_tried_again(
    cast: Cast, ear: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ear, "answer", status)
    made = job("webhook", endpoint=endpoint(cast, ear).pk, event="x", body={})
    work.perform(made.pk)
    made.refresh_from_db()
    assert made.state == JobState.WAITING
    assert str(status) in made.last_error


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1/", "https://10.0.0.8/", "https://[fd00::1]/", "ftp://127.0.0.1/"]
)
def test_only_public_https_addresses_are_called(cast: Cast, url: str) -> None:
    with pytest.raises(work.GaveUp, match="address_not_allowed"):
        webhook.target(url)


def test_loopback_is_for_trying_out_only(settings) -> None:
    assert webhook.target("http://127.0.0.1:9/")[1] == ["127.0.0.1"]
    settings.PRODUCTION = True
    with pytest.raises(work.GaveUp):
        webhook.target("https://127.0.0.1:9/")


def test_an_endpoint_that_has_ended_is_not_called(cast: Cast, ear: str) -> None:
    row = endpoint(cast, ear)
    Endpoint.objects.filter(pk=row.pk).update(ended_at=clock.now())
    made = job("webhook", endpoint=row.pk, event="x", body={})
    work.perform(made.pk)
    made.refresh_from_db()
    assert (made.state, Ear.heard) == (JobState.STUCK, [])


def test_each_looks_after_the_own_work(cast: Cast) -> None:
    with transaction.atomic():
        for world in cast.worlds:
            enqueue("mail", key=world.council.slug, council=world.council, payload={})
        enqueue("mail", key="everybody's", payload={})

    def keys(user: User) -> set[str]:
        return set(queries.unfinished(user).values_list("key", flat=True))

    assert keys(cast.shiomi.users["secretary"]) == {"shiomi"}
    assert keys(cast.nagiura.users["secretary"]) == {"nagiura"}
    assert keys(cast.operator) == {"shiomi", "nagiura", "everybody's"}
    assert keys(cast.shiomi.users["chair"]) == set()


def test_the_machinery_counts_as_down_after_a_minute(db: None) -> None:
    work.alive("clock")
    assert queries.machinery_lives() is False
    work.alive("worker")
    assert queries.machinery_lives() is True
    Heartbeat.objects.update(at=clock.wall() - timedelta(seconds=90))
    assert queries.machinery_lives() is False
    work.perform(reaction("note").pk)
    assert queries.lives("worker"), "who works is alive, although its sign of life waits behind the work"
    assert not queries.lives("clock")


def test_finished_work_is_forgotten_after_half_a_year(db: None) -> None:
    made = {name: reaction("note", key=name) for name in ("old", "young", "stuck")}
    long_ago = clock.wall() - work.KEPT - timedelta(days=1)
    for name, state in {"old": JobState.DONE, "young": JobState.DONE, "stuck": JobState.STUCK}.items():
        Job.objects.filter(pk=made[name].pk).update(
            state=state, created_at=long_ago, finished_at=clock.wall() if name == "young" else long_ago
        )
    assert work.forget() == 1
    assert set(Job.objects.values_list("key", flat=True)) == {"young", "stuck"}
