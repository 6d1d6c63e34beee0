"""Where rows and what may be forgotten are kept."""

from __future__ import annotations

from config.settings.installation import VAR_DIR, env

REDIS_URL = env.str("REDIS_URL", default="")
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'sekisho.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    _noticed = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "keepalives_idle": 15}  # when it is gone
    _noticed["keepalives_interval"] = 5
    _given = DATABASES["default"].get("OPTIONS", {})
    # Compiling a page's statement takes seconds, running it milliseconds (docs/explanation/speed.md).
    _planned = {"options": f"-c jit=off {_given.get('options', '')}".strip()}
    DATABASES["default"]["OPTIONS"] = _noticed | _given | _planned
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

SILENCED_SYSTEM_CHECKS = ["models.W047"]  # SQLite has no NULLS NOT DISTINCT; it is the trial's database
