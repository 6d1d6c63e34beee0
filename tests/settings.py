"""The product's settings, pointed at a scratch folder that goes away with the run.

Each run has one folder and each of its pytest-xdist workers a folder and database of its own there, so
that nothing of a developer's var/ or .env is read or changed.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from tests.servers import PREFIX

if "SEKISHO_TEST_RUN" not in os.environ:
    os.environ["SEKISHO_TEST_RUN"] = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
    atexit.register(shutil.rmtree, os.environ["SEKISHO_TEST_RUN"], ignore_errors=True)
RUN = Path(os.environ["SEKISHO_TEST_RUN"])
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["SEKISHO_VAR"] = str(RUN / WORKER)
os.environ["SEKISHO_PRODUCTION"] = "false"
os.environ["DEBUG"] = "false"
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = f"sqlite:///{RUN / WORKER / 'sekisho.sqlite3'}"
# A Redis database for each worker, so that they do not take each other's tasks or see each other's cache.
number = int(re.sub(r"\D", "", WORKER) or 0) + 1
os.environ["REDIS_URL"] = re.sub(r"/\d*$", f"/{number}", os.environ.get("REDIS_URL", ""))
os.environ["EMAIL_URL"] = ""
os.environ["SECRET_KEY"] = "only for tests " * 4
os.environ["DEMO_SECRET"] = "only for tests"
os.environ["SEKISHO_KEYS"] = "test:" + "5a" * 32
os.environ["SEKISHO_LEDGER_KEY"] = "a5" * 32
os.environ["DEMO_PERSONS"] = "200"
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, MIDDLEWARE, REDIS_URL, STATIC_ROOT, TEMPLATES  # noqa: E402
from tests.undefined import Undefined  # noqa: E402

DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # The copied file is thrown away: it need not survive a power cut.
    start = DATABASES["default"]["OPTIONS"]["init_command"]
    DATABASES["default"]["OPTIONS"]["init_command"] = start.replace("synchronous=FULL", "synchronous=OFF")
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined()
MIDDLEWARE = ["tests.middleware.GetIsReadOnly", *MIDDLEWARE]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_AUTOREFRESH = True  # every client of a test would look through all static files otherwise
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
if not REDIS_URL:
    # In the test's own process a message goes to memory; real workers read their own settings (tests.parts).
    CELERY_BROKER_URL = "memory://"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
