"""As production runs it: nothing invented, Django's own checks clean, logs for machines without names."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]
GIVEN = {
    "SEKISHO_PRODUCTION": "true",
    "SECRET_KEY": "k7#vQ2m!x9Zp4Lw8Rt6Yb3Nc5Hd1Js0Fg-aEuIoP_qWzXyVbM-7h3k9",
    "SEKISHO_KEYS": "2026:" + "3c" * 32,
    "SEKISHO_LEDGER_KEY": "4d" * 32,
    "ALLOWED_HOSTS": "sekisho.example",
    "BASE_URL": "https://sekisho.example",
    "DEFAULT_FROM_EMAIL": "office@sekisho.example",
    "TRUSTED_PROXIES": "1",
    "EMAIL_URL": "smtp://mail.sekisho.example:25",
    "REDIS_URL": "redis://redis.sekisho.example:6379/0",
    "DATABASE_URL": "postgres://sekisho@db.sekisho.example/sekisho",
}


def manage(folder: Path, *arguments: str, without: str = "", **extra: str) -> subprocess.CompletedProcess:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    given = {key: value for key, value in GIVEN.items() if key != without}
    variables = (
        kept | given | {"SEKISHO_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"} | extra
    )
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:config", "manage.py", *arguments],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_is_clean(tmp_path: Path) -> None:
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout + result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("secret", ["SECRET_KEY", "SEKISHO_KEYS", "SEKISHO_LEDGER_KEY", "TRUSTED_PROXIES"])
def test_production_invents_no_secret(tmp_path: Path, secret: str) -> None:
    result = manage(tmp_path, "check", without=secret)
    assert result.returncode != 0
    assert secret in result.stderr
    assert not (tmp_path / "secrets").exists()


@pytest.mark.parametrize("server", ["BASE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"])
def test_production_runs_on_nothing_that_was_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    """Neither on SQLite nor without Redis; no mail goes into a file, no link leads to localhost."""
    installation = str(ROOT / "config/settings/installation.py")
    for name, value in (GIVEN | {"SEKISHO_VAR": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BASE_URL", "https://sekisho.example/")
    assert runpy.run_path(installation)["BASE_URL"] == GIVEN["BASE_URL"], "paths begin with the stroke"
    monkeypatch.setenv(server, "")
    with pytest.raises(ImproperlyConfigured, match=f"{server} must be set in production"):
        runpy.run_path(installation)
    assert not list(tmp_path.iterdir())


def test_there_is_no_demo_in_production(tmp_path: Path) -> None:
    for command in ("fill_demo", "demo_codes"):
        result = manage(tmp_path, command)
        assert result.returncode != 0
        assert "production" in result.stderr


ASK = """
import django; django.setup()
from django.test import Client
Client().get("/nowhere/?name=森川トミ", secure=True, HTTP_HOST="sekisho.example", HTTP_X_REQUEST_ID="abc-1")
Client().get("/healthz", HTTP_HOST="sekisho.example")
"""


def test_logs_are_lines_for_machines_with_the_request_and_without_names(tmp_path: Path) -> None:
    assert manage(tmp_path, "collectstatic", "--noinput").returncode == 0
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    result = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=kept
        | GIVEN
        | {"SEKISHO_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
        | {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
    noted = [line for line in lines if line.get("event") == "request"]
    assert noted, result.stderr
    assert noted[0]["request_id"] == "abc-1"
    assert {"method", "route", "status", "ms"} <= noted[0].keys()
    assert "森川" not in result.stderr
    assert noted[-1]["status"] == 200


def test_openid_connect_is_a_matter_of_settings(tmp_path: Path) -> None:
    program = (
        "import django; django.setup()\n"
        "from django.urls import reverse\n"
        "from django.test import Client\n"
        "print(reverse('openid_connect_login', args=['oidc']))\n"
        "print(Client().get('/healthz', HTTP_HOST='sekisho.example')['Content-Security-Policy'])"
    )
    given = {"OIDC_CLIENT_ID": "c", "OIDC_SECRET": "s", "OIDC_SERVER_URL": "https://login.example"}
    given |= {"OIDC_ORIGINS": "https://door.example,https://desk.example"}
    result = manage(tmp_path, "shell", "-v", "0", "-c", program, **given)
    assert result.returncode == 0, result.stderr
    assert "/accounts/oidc/oidc/login/" in result.stdout
    assert (
        "form-action 'self' https://login.example https://door.example https://desk.example" in result.stdout
    )
