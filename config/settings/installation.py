"""What this installation was given: where it writes, its secrets, its addresses and its demo."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("SEKISHO_VAR", default=str(BASE_DIR / "var")))
"""Everything written at run time: embedded database, broker, private files, local secrets."""


PRODUCTION = env.bool("SEKISHO_PRODUCTION", default=False)
"""In production nothing is invented: every secret and every server must be given."""


def secret(name: str, prefix: str = "") -> str:
    """A secret from the environment. The trial installation makes each once and keeps it in VAR_DIR.

    Raises:
        ImproperlyConfigured: it is missing in production.
    """
    given: str = env.str(name, default="")
    if given:
        return given
    if PRODUCTION:
        raise ImproperlyConfigured(f"{name} must be set in production; see .env.example.")
    file = VAR_DIR / "secrets" / name.lower()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = file.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(part, file)  # of two processes that start together, one decides
        part.unlink()
    return prefix + file.read_text()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret("SECRET_KEY")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "testserver"]
)
BASE_URL = env.str("BASE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES") if PRODUCTION else env.int("TRUSTED_PROXIES", default=0)
"""How many proxies of our own stand before us, each adding whom it saw to ``X-Forwarded-For``: sign-in is limited
by the client's address, and without the right number everybody has the proxy's."""

SEKISHO_KEYS = secret("SEKISHO_KEYS", prefix="local:")
"""Keys of encryption at rest, newest first: ``name:64 hex digits`` joined by commas (rotatable)."""
SEKISHO_LEDGER_KEY = secret("SEKISHO_LEDGER_KEY")
"""Ed25519 seed (64 hex digits) that signs checkpoints."""
SEKISHO_LEDGER_OLD_KEYS = env.list("SEKISHO_LEDGER_OLD_KEYS", default=[])
"""Public keys (hex) that signed earlier checkpoints, so that these can still be verified."""

for _name in ("BASE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL") if PRODUCTION else ():
    if not env.str(_name, default=""):
        raise ImproperlyConfigured(f"{_name} must be set in production; see .env.example.")
DEMO_PERSONS = env.int("DEMO_PERSONS", default=8_000)
"""How many invented citizens make the demo council look alive; tests do with fewer."""
DEMO_SECRET = "" if PRODUCTION else secret("DEMO_SECRET")
"""Password and second-factor seeds of the demo accounts are derived from it."""
