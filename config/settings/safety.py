"""What a browser may do with our pages, and how cookies travel."""

from __future__ import annotations

from csp.constants import NONE, SELF

from config.settings.installation import PRODUCTION, env
from config.settings.people import OIDC_ORIGINS, SOCIALACCOUNT_PROVIDERS

_elsewhere = [
    app["settings"]["server_url"] for one in SOCIALACCOUNT_PROVIDERS.values() for app in one["APPS"]
]
if _elsewhere:
    _elsewhere += OIDC_ORIGINS
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Chromium holds redirects after a form to this too: the sign-in elsewhere must be named.
        "form-action": [SELF, *_elsewhere],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 10
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^access/v1/"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
CSRF_FAILURE_VIEW = "core.http.errors.csrf_failure"
