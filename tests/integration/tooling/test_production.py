"""What docs/how-to/run-in-production.md describes, started as it says."""

from __future__ import annotations

import json
import random
import re
import shlex
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.message import Message
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.faults.post import Post, post
from tests.parts import Process, environment, eventually, manage, processes_with
from tests.servers import free_port

PAGE = Path(settings.BASE_DIR, "docs/how-to/run-in-production.md")
OPERATOR, PASSWORD = "operator@city.example", "asagiri-2026-nagisa"
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
"""What .env.example asks for, besides the servers of the test."""


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


def written(section: str) -> dict[str, list[str]]:
    """Commands of ``section`` of the page, by the service or the word of ``manage.py``; with this Python's programs."""
    text = PAGE.read_text(encoding="utf-8").partition(f"## {section}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (\w+) \| `([^`]+)` \|", text, re.M)
    lines += re.findall(r"^    \.venv/bin/python manage\.py ((?=(\w+)).*)", text, re.M)
    found = {}
    for one, other in lines:
        name, command = (
            (one, other) if other.startswith(".venv") else (other, f".venv/bin/python manage.py {one}")
        )
        program, *rest = shlex.split(command, comments=True)
        found[name] = [str(Path(sys.executable).with_name(Path(program).name)), *rest]
    return found


def on(command: list[str], port: int) -> list[str]:
    """A service of the page on a free port, and with two processes where the page has more."""
    given = {"--port": str(port), "--workers": "2", "--concurrency": "1"}
    return [given.get(before, word) for before, word in zip(["", *command], command, strict=False)]


@contextmanager
def started(folder: Path, variables: dict[str, str], **ports: int) -> Iterator[dict[str, Process]]:
    """Every service of the page."""
    commands = written("Services")
    assert set(commands) == {"web", "decisions", "worker", "clock", "beat"}
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                living(on(command, ports.get(name, 0)), variables, folder / f"{name}.log")
            )
            for name, command in commands.items()
        }


@contextmanager
def living(command: list[str], variables: dict[str, str], log: Path) -> Iterator[Process]:
    process = Process(command, variables, log)
    try:
        yield process
    finally:
        process.stop()


def installed(folder: Path, variables: dict[str, str]) -> None:
    """What the page says once before the services start; the texts are compiled already."""
    commands = written("Install or update")
    assert list(commands) == ["messages", "check", "migrate", "collectstatic", "createsuperuser"]
    del commands["messages"]
    commands["createsuperuser"].append("--no-input")
    for name, command in commands.items():
        process = Process(command, variables, folder / f"{name}.log")
        assert process.popen.wait(120) == 0, process.output()


class Browser:
    """Somebody's browser behind the proxy, which keeps the cookies."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def open(self, path: str, **typed: str) -> tuple[str, str]:
        """Address and text of where it leads; with ``typed`` the form of the page that was opened before is sent."""
        headers = {"X-Forwarded-Proto": "https", "Origin": "https://localhost"}
        body = urlencode(typed | {"csrfmiddlewaretoken": self.token}).encode() if typed else None
        asked = urllib.request.Request(self.address + path, body, headers)
        with self.opener.open(asked, timeout=20) as answer:
            address, text = answer.url, answer.read().decode()
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text):
            self.token = found.group(1)
        return address, text


def operator_comes(address: str, mails: Post) -> None:
    """The operator signs in with the password of the installation, confirms by the link of the mail and is led to a
    second factor, before which nothing is open."""
    browser = Browser(address)
    browser.open("/accounts/login/")
    where, _text = browser.open("/accounts/login/", login=OPERATOR, password=PASSWORD)
    assert where.endswith("/accounts/confirm-email/")
    eventually(lambda: bool(mails.mails))
    (mail,) = mails.mails
    assert mail["To"] == OPERATOR
    link = re.search(
        r"https://localhost\S*?(/accounts/confirm-email/\S+)", mail.get_payload(decode=True).decode()
    )
    assert link
    browser.open(link.group(1))
    browser.open(link.group(1), confirmed="yes")
    where, _text = browser.open("/administration/")
    assert "/accounts/2fa/" in where


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.fresh_database
def test_it_serves_as_the_page_says(tmp_path: Path) -> None:
    """Installed and started by the page's own commands: static files by digest, health told apart from readiness,
    several web processes, machines' questions in a group of their own, logs with request ids, and a way in."""
    port, other = free_port(), free_port()
    address, marker = f"http://localhost:{port}", f"SEKISHO_VAR={tmp_path}"
    with post() as mails:
        first = {"DJANGO_SUPERUSER_EMAIL": OPERATOR, "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
        variables = environment(tmp_path, **SECRETS | {"EMAIL_URL": mails.address} | first)
        installed(tmp_path, variables)
        with started(tmp_path, variables, web=port, decisions=other) as services:
            web = services["web"]
            eventually(lambda: answered(address), web.output)
            eventually(
                lambda: sum("granian" in line for line in processes_with(marker).values()) >= 6,
                lambda: str(processes_with(marker)),
            )
            serves(address, web)
            eventually(lambda: fetch(f"{address}/readyz")[0] == 200, lambda: fetch(f"{address}/readyz")[1])
            eventually(lambda: answered(f"http://localhost:{other}", "/access/v1/evaluation"))
            operator_comes(address, mails)
    assert settings.REDIS_URL


def serves(address: str, web: Process) -> None:
    """Pages, static files, limits and logs of the web server."""
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
    fetch(f"{address}/no-such-page", **{"X-Request-ID": "walk-2"})
    eventually(lambda: "walk-2" in web.output(), web.output)
    line = next(line for line in web.output().splitlines() if "walk-2" in line)
    assert json.loads(line)["request_id"] == "walk-2"


def answered(address: str, path: str = "/healthz") -> bool:
    """Does anybody answer there?"""
    try:
        return fetch(address + path)[0] > 0
    except OSError:
        return False
