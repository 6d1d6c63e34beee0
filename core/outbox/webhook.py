"""Jobs of the kind ``webhook``: an event told to an organisation's machine, signed.

Payload: ``endpoint`` (its number), ``event`` and ``body`` (references only). The signature header is
``t=<unix time>,v1=<HMAC-SHA256 of "t.body" under the endpoint's secret, hex>``; ``Sekisho-Delivery`` repeats
with every attempt, so that the receiver can tell a repetition. A receiver has :data:`PATIENCE` for the whole attempt,
however steadily something drips from it: the worker is wanted elsewhere. Where nobody is found several times in a row
all calls of the address wait together, longer each time, and one of them tries again: thousands that wait for a machine
that is away cost no worker. After :data:`LONGEST_AWAY` a person has to look, as after so many attempts of a mail.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.db import transaction

from core import clock
from core.outbox.models import IN_A_ROW, Endpoint, Job, JobState
from core.outbox.work import Elsewhere, GaveUp, NotYet, Work, pause

PATIENCE = 10.0
"""Seconds for a whole attempt: to connect, to send and to hear the status."""
LONGEST_AWAY = timedelta(days=2)
"""So long a call waits for an address at which nobody is found."""
PING = "ping"
"""The event with which a person tries the address out: called at once."""


class NotTaken(Elsewhere):
    """The other machine did not answer 2xx. ``errno`` is its status."""

    def __init__(self, status: int) -> None:
        self.errno = status
        super().__init__(f"answered {status}")


class TooSlow(Elsewhere):
    """The other machine did not answer within :data:`PATIENCE`."""


def signature(secret: str, moment: int, body: bytes) -> str:
    """What the header carries."""
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={mac.hexdigest()}"


def target(url: str) -> tuple[SplitResult, list[str]]:
    """Where to connect: the parts of ``url`` and the addresses that were checked, in the order of this machine's
    choice (which puts those that it cannot reach last).

    Raises:
        GaveUp: not https to a public address (or, outside production, http to this machine).
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        port = _port(parts)
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except ValueError as error:
        raise GaveUp("address_not_allowed") from error
    addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in dict.fromkeys(found)]
    local = all(address.is_loopback for address in addresses)
    public = all(address.is_global for address in addresses)
    trying_out = local and not settings.PRODUCTION and parts.scheme in ("http", "https")
    if not trying_out and (parts.scheme != "https" or not public):
        raise GaveUp("address_not_allowed")
    return parts, [str(address) for address in addresses]


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _connected(port: int, addresses: Sequence[str], until: float) -> socket.socket:
    """A connection to the first of the checked addresses that answers, whatever the name says a moment later.

    Raises:
        OSError: none does.
    """
    refused: OSError | None = None
    for place, address in enumerate(addresses):
        share = (until - time.monotonic()) / (len(addresses) - place)
        try:
            line = socket.create_connection((address, port), timeout=max(share, 0.01))
        except OSError as error:
            refused = error
        else:
            line.settimeout(max(until - time.monotonic(), 0.01))
            return line
    raise refused or OSError("no address")


@contextmanager
def _shut_at(until: float, line: socket.socket) -> Iterator[None]:
    """Shut ``line`` when its time is up: whoever waits for a next byte then wakes.

    Raises:
        TooSlow: that was why it failed.
    """
    over = threading.Event()

    def shut() -> None:
        over.set()
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)  # TLS has a goodbye of its own, which would wait

    timer = threading.Timer(max(until - time.monotonic(), 0), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, ValueError, http.client.HTTPException) as error:
        if over.is_set() or isinstance(error, TimeoutError):
            raise TooSlow from error
        raise
    finally:
        timer.cancel()


def _post(
    parts: SplitResult, addresses: Sequence[str], body: bytes, headers: dict[str, str], until: float
) -> int:
    """The status of the answer."""
    host, line = parts.hostname or "", _connected(_port(parts), addresses, until)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        line = context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
    connection = http.client.HTTPConnection(host, _port(parts))
    connection.sock = line
    try:
        with _shut_at(until, line):
            if isinstance(line, ssl.SSLSocket):
                line.do_handshake()
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body, headers)
            return connection.getresponse().status
    finally:
        connection.close()


def call(work: Work) -> None:
    """Post the event; redirects are not followed.

    Raises:
        NotTaken: the answer was not 2xx; tried again later.
        TooSlow: there was none in time; tried again later.
        NotYet: nobody is looked for there for a while.
        GaveUp: the address has ended or is not allowed, or nobody was found there for too long.
    """
    endpoint = Endpoint.objects.filter(pk=work.payload["endpoint"], ended_at=None).first()
    if endpoint is None:
        raise GaveUp("endpoint_ended")
    began = clock.wall()
    if endpoint.paused_until and endpoint.paused_until > began and work.payload["event"] != PING:
        if _asked(work) < began - LONGEST_AWAY:
            raise GaveUp("address_away")
        raise NotYet(endpoint.paused_until)
    try:
        status = _told(endpoint, work)
    except (OSError, TooSlow):
        _unreached(endpoint, began)
        raise
    if endpoint.failures:
        _reached(endpoint)
    if not 200 <= status < 300:
        raise NotTaken(status)


def _asked(work: Work) -> datetime:
    """When the call was asked for, at first or anew by a person."""
    created, retried = Job.objects.values_list("created_at", "retried_at").get(pk=work.pk)
    return retried or created


def _unreached(endpoint: Endpoint, began: datetime) -> None:
    """Count a call that found nobody. Those that began before a pause came tell nothing new."""
    with transaction.atomic():
        row = Endpoint.objects.select_for_update(of=("self",), no_key=True).get(pk=endpoint.pk)
        if row.paused_until is None or row.paused_until <= began:
            row.failures += 1
            if row.failures >= IN_A_ROW:
                row.paused_until = clock.wall() + pause(row.failures)
            row.save(update_fields=["failures", "paused_until"])


def _reached(endpoint: Endpoint) -> None:
    """Somebody is there again: whatever waits for the address is called now."""
    Endpoint.objects.filter(pk=endpoint.pk).update(failures=0, paused_until=None)
    waiting = Job.objects.filter(kind="webhook", state=JobState.WAITING, payload__endpoint=endpoint.pk)
    now = clock.wall()
    waiting.filter(not_before__gt=now).update(not_before=now)


def _told(endpoint: Endpoint, work: Work) -> int:
    """The status with which the machine answered the event."""
    until = time.monotonic() + PATIENCE
    parts, addresses = target(endpoint.url)
    body = json.dumps({"event": work.payload["event"], "data": work.payload["body"]}).encode()
    headers = {
        "Host": parts.netloc.rpartition("@")[2],
        "Content-Type": "application/json",
        "Sekisho-Delivery": hashlib.sha256(work.key.encode()).hexdigest()[:40],
        "Sekisho-Signature": signature(endpoint.secret, int(clock.wall().timestamp()), body),
    }
    return _post(parts, addresses, body, headers, until)
