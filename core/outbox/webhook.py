"""Jobs of the kind ``webhook``: an event told to an organisation's machine, signed.

Payload: ``endpoint`` (its number), ``event`` and ``body`` (references only). The signature header is
``t=<unix time>,v1=<HMAC-SHA256 of "t.body" under the endpoint's secret, hex>``; ``Sekisho-Delivery`` repeats
with every attempt, so that the receiver can tell a repetition. A receiver has :data:`PATIENCE` for the whole attempt,
however steadily something drips from it: the worker is wanted elsewhere.
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
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from core import clock
from core.outbox.models import Endpoint
from core.outbox.work import GaveUp, Work

PATIENCE = 10.0
"""Seconds for a whole attempt: to connect, to send and to hear the status."""


class NotTaken(Exception):
    """The other machine did not answer 2xx. ``errno`` is its status."""

    def __init__(self, status: int) -> None:
        self.errno = status
        super().__init__(f"answered {status}")


class TooSlow(Exception):
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
        GaveUp: the address has ended or is not allowed.
    """
    endpoint = Endpoint.objects.filter(pk=work.payload["endpoint"], ended_at=None).first()
    if endpoint is None:
        raise GaveUp("endpoint_ended")
    until = time.monotonic() + PATIENCE
    parts, addresses = target(endpoint.url)
    body = json.dumps({"event": work.payload["event"], "data": work.payload["body"]}).encode()
    headers = {
        "Host": parts.netloc.rpartition("@")[2],
        "Content-Type": "application/json",
        "Sekisho-Delivery": hashlib.sha256(work.key.encode()).hexdigest()[:40],
        "Sekisho-Signature": signature(endpoint.secret, int(clock.wall().timestamp()), body),
    }
    status = _post(parts, addresses, body, headers, until)
    if not 200 <= status < 300:
        raise NotTaken(status)
