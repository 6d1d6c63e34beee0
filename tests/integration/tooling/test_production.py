"""What docs/how-to/run-in-production.md describes, started as it says."""

from __future__ import annotations

import json
import random
import re
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest
from django.conf import settings

from tests.parts import eventually, manage, processes_with, running
from tests.servers import free_port

SECRETS = {
    "SEKISHO_PRODUCTION": "true",
    "SECRET_KEY": "production needs a long and random secret key: 2c26b46b68ffc68ff99b453c1d304134",
    "SEKISHO_KEYS": "first:" + "1f" * 32,
    "SEKISHO_LEDGER_KEY": "2e" * 32,
    "ALLOWED_HOSTS": "localhost",
    "BASE_URL": "https://localhost",
    "TRUSTED_PROXIES": "1",
    "EMAIL_URL": "smtp://localhost:2525",
}


def fetch(address: str, **headers: str) -> tuple[int, str, Message]:
    """Status, text and headers of a page, as the proxy asks for it."""
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https", **headers})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


def signs_up(address: str, client: str) -> int:
    """The status of an empty form of sign-up from the address of ``client``, as the proxy hands it on."""
    token = "t" * 32
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": f"198.51.100.{random.randrange(256)}, {client}",
        "Origin": "https://localhost",
        "Cookie": f"csrftoken={token}",
        "X-CSRFToken": token,
    }
    request = urllib.request.Request(f"{address}/accounts/signup/", b"email=", headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.parametrize("name", ["SECRET_KEY", "SEKISHO_KEYS", "SEKISHO_LEDGER_KEY"])
def test_an_empty_secret_is_a_missing_one(tmp_path: Path, db: None, name: str) -> None:
    process = manage(tmp_path, "check", **SECRETS | {name: ""})
    assert process.popen.wait(60) != 0
    assert f"{name} must be set in production" in process.output()


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.fresh_database
def test_web_worker_and_beat_serve_as_the_page_says(tmp_path: Path) -> None:
    """Static files by digest, health told apart from readiness, several web processes, logs with request ids."""
    collect = manage(tmp_path, "collectstatic", "--no-input", "--verbosity", "0", **SECRETS)
    assert collect.popen.wait(120) == 0, collect.output()
    port = free_port()
    address = f"http://localhost:{port}"
    marker = f"SEKISHO_VAR={tmp_path}"
    with running("web", tmp_path, port=port, **SECRETS) as web:
        eventually(lambda: answered(address), web.output)
        assert len([line for line in processes_with(marker).values() if "granian" in line]) >= 3

        status, page, headers = fetch(f"{address}/accounts/login/", **{"X-Request-ID": "walk-1"})
        assert status == 200
        assert headers["X-Request-ID"] == "walk-1"
        assert headers["Strict-Transport-Security"]
        sheet = re.search(r'href="(/static/css/[a-z]+\.[0-9a-f]{12}\.css)"', page)
        assert sheet, "style sheets carry their digest"
        status, _text, headers = fetch(address + sheet.group(1))
        assert status == 200
        assert "immutable" in headers["Cache-Control"]

        tried = [signs_up(address, "203.0.113.7") for _n in range(21)]
        assert tried == [200] * 20 + [429], "so many a minute from one address"
        assert signs_up(address, "203.0.113.8") == 200, "and each address has its own"

        assert fetch(f"{address}/healthz")[0] == 200
        assert fetch(f"{address}/readyz")[0] == 503, "no worker yet"
        with running("worker", tmp_path, **SECRETS), running("beat", tmp_path, **SECRETS):
            eventually(lambda: fetch(f"{address}/readyz")[0] == 200, lambda: fetch(f"{address}/readyz")[1])
        fetch(f"{address}/no-such-page", **{"X-Request-ID": "walk-2"})
        eventually(lambda: "walk-2" in web.output(), web.output)
        line = next(line for line in web.output().splitlines() if "walk-2" in line)
        assert json.loads(line)["request_id"] == "walk-2"
    assert settings.REDIS_URL


def answered(address: str) -> bool:
    """Does anybody answer there?"""
    try:
        return fetch(f"{address}/healthz")[0] > 0
    except OSError:
        return False
