"""Language and time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.settings.installation import BASE_DIR

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "locale" / room for room in ("core", "governance", "consent", "pia", "gateway")]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Tokyo"
