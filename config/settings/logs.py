"""What is written down of what happens."""

from __future__ import annotations

from config.settings.installation import PRODUCTION, env

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING_CONFIG = "core.http.logs.configure"
LOGGING = {"level": LOG_LEVEL, "json": PRODUCTION}
