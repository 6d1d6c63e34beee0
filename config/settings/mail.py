"""How mails leave the house."""

from __future__ import annotations

from config.settings.installation import VAR_DIR, env

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="sekisho@localhost")
EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", default=30.0)
"""Seconds that the mail server may be silent before the mail is tried again later."""
if env.str("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
