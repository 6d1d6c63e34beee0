"""Jobs of the kind ``webhook``: an event told to an organisation's machine, signed.

Payload: ``endpoint`` (its number), ``event`` and ``body`` (references only). The signature header is
``t=<unix time>,v1=<HMAC-SHA256 of "t.body" under the endpoint's secret, hex>``; ``Sekisho-Delivery`` repeats
with every attempt, so that the receiver can tell a repetition.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from core import clock
from core.outbox.models import Endpoint
from core.outbox.work import GaveUp, Work

PATIENCE = 10
"""Seconds."""


class NotTaken(Exception):
    """The other machine did not answer 2xx. ``errno`` is its status."""

    def __init__(self, status: int) -> None:
        self.errno = status
        super().__init__(f"answered {status}")


def signature(secret: str, moment: int, body: bytes) -> str:
    """What the header carries."""
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={mac.hexdigest()}"


def target(url: str) -> tuple[SplitResult, str]:
    """Where to connect: the parts of ``url`` and the one address that was checked.

    Raises:
        GaveUp: not https to a public address (or, outside production, http to this machine).
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except ValueError as error:
        raise GaveUp("address_not_allowed") from error
    addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in sorted(found)]
    local = all(address.is_loopback for address in addresses)
    public = all(address.is_global for address in addresses)
    if local and not settings.PRODUCTION and parts.scheme in ("http", "https"):
        return parts, str(addresses[0])
    if parts.scheme != "https" or not public:
        raise GaveUp("address_not_allowed")
    return parts, str(addresses[0])


def _connect(parts: SplitResult, address: str) -> http.client.HTTPConnection:
    """A connection to the address that was checked, whatever the name says a moment later."""
    host = parts.hostname or ""
    if parts.scheme == "http":
        return http.client.HTTPConnection(address, parts.port or 80, timeout=PATIENCE)
    secure = http.client.HTTPSConnection(host, parts.port or 443, timeout=PATIENCE)
    plain = socket.create_connection((address, parts.port or 443), timeout=PATIENCE)
    secure.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    return secure


def call(work: Work) -> None:
    """Post the event; redirects are not followed.

    Raises:
        NotTaken: the answer was not 2xx; tried again later.
        GaveUp: the address has ended or is not allowed.
    """
    endpoint = Endpoint.objects.filter(pk=work.payload["endpoint"], ended_at=None).first()
    if endpoint is None:
        raise GaveUp("endpoint_ended")
    parts, address = target(endpoint.url)
    body = json.dumps({"event": work.payload["event"], "data": work.payload["body"]}).encode()
    headers = {
        "Host": parts.netloc.rpartition("@")[2],
        "Content-Type": "application/json",
        "Sekisho-Delivery": hashlib.sha256(work.key.encode()).hexdigest()[:40],
        "Sekisho-Signature": signature(endpoint.secret, int(clock.wall().timestamp()), body),
    }
    connection = _connect(parts, address)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotTaken(status)
