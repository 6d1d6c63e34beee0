"""Settings. Everything that differs between machines comes from the environment (see .env.example)."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.schedule import CELERY_BEAT_SCHEDULE, ROUTES  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent
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
BASE_URL = env.str("BASE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}")
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

INSTALLED_APPS = [
    "config",
    "governance.desk",
    "governance.sharing",
    "governance.assembly",
    "governance.members",
    "governance.rulebook",
    "consent",
    "pia",
    "gateway.register",
    "gateway.authzen",
    "core.administration",
    "core.http",
    "core.outbox",
    "core.ledger",
    "core.access",
    "core.law",
    "core.clients",
    "core.accounts",
    "core.files",
    "core.numbering",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "guardian",
    "simple_history",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_celery_beat",
]

MIDDLEWARE = [
    "core.http.middleware.RequestId",
    "core.http.middleware.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.http.middleware.PlainTyping",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.http.middleware.NotKept",
    "core.http.middleware.SecondFactor",
    "core.http.middleware.ReadOnce",
    "core.http.middleware.DomainErrors",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

_loaders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "core.http.templatetags.sekisho"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.http.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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
    DATABASES["default"]["OPTIONS"] = _noticed | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "_errors/locked_out.html"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
SIGN_IN_DAYS = env.int("SIGN_IN_DAYS", default=7)
"""How long failed attempts to sign in are kept, with address and browser."""
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "core.administration.forms.sign_in.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
"""Whoever confirms in the browser in which they signed up is signed in, and goes on where they were: answering."""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ADAPTER = "core.administration.adapters.SecondFactor"
MFA_FORMS = {"authenticate": "core.administration.forms.sign_in.CodeForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
]
OIDC_EMAIL_DOMAINS = [domain.lower() for domain in env.list("OIDC_EMAIL_DOMAINS", default=[])]
"""Domains whose addresses the provider of OIDC vouches for: signing in with one leads to the account with it."""
OIDC_FACTOR_ACR = env.list("OIDC_FACTOR_ACR", default=[])
"""Values of ``acr`` in the provider's token that count as a second factor."""
OIDC_FACTOR_AMR = env.list("OIDC_FACTOR_AMR", default=[])
"""Values of ``amr`` in the provider's token that count as a second factor, such as mfa."""
SOCIALACCOUNT_ADAPTER = "core.administration.adapters.Provider"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": env.str("OIDC_NAME", default="OpenID Connect"),
                    "client_id": env.str("OIDC_CLIENT_ID"),
                    "secret": env.str("OIDC_SECRET"),
                    "settings": {
                        "server_url": env.str("OIDC_SERVER_URL"),
                        "verified_email": OIDC_EMAIL_DOMAINS,
                    },
                }
            ]
        }
    }
    if env.str("OIDC_CLIENT_ID", default="")
    else {}
)

# --- The rooms are wired here by name, so that lower rooms never import upper ones -----------------
RULEBOOK_PROVIDER = "governance.rulebook.queries.in_force"
DECISION_STANDS = "governance.assembly.queries.decisions.standing"
"""Dotted name of ``f(council, number) -> frozenset[str] | None``: what its decisions of that number that stand are
about; empty where others took their place, None where there is none."""
RULEBOOK_ARTICLE = "rulebook:article"
REACTIONS = "config.reactions"
NAVIGATION = "config.navigation.entries"
FIRST_PAGE = "config.navigation.first_page"
GUEST_PAGES = "config.navigation.guest_pages"  # f(user) -> [(council, address, why)]
LEFT_BY_MEMBER = "governance.sharing.documents.leaving.left_by"  # f(council, organisation) -> facts
DUTY_PAGE = "governance.sharing.documents.leaving.page_of_duty"  # f(council, subject) -> address
COUNCILS_NAMING = "governance.sharing.queries.named.councils_naming"  # f(user) -> councils
COUNCILS_UNSETTLED = "governance.sharing.queries.leaving.councils_unsettled"  # f(organisation) -> councils
COUNCILS_LEFT = "governance.sharing.queries.leaving.councils_left"  # f(user) -> councils
DATA_NAMES = "governance.sharing.queries.names.names_of"  # f(council, reference of a dataset) -> DataNames
FLOWS_OF_CHOICES = "governance.sharing.queries.flows.stopped"  # f(choices) -> {choice's item: Stopped}
COUNCILS_OF_ORGANISATION = "governance.members.queries.councils_of"  # f(organisation) -> councils
LAW_PREVIEW = "governance.sharing.documents.law_preview.open_lines_under"  # f(as it is, as it would be, day)
ORGANISATIONS_OF_COUNCIL = "governance.members.queries.organisations_in"  # f(council), past members too

# --- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "locale" / room for room in ("core", "governance", "consent", "pia", "gateway")]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Tokyo"

# --- Static and private files ---------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880

# --- Mail -----------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="sekisho@localhost")
EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", default=30.0)
"""Seconds that the mail server may be silent before the mail is tried again later."""
if env.str("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"

# --- Background work ------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 3600,
        "socket_connect_timeout": 2,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
else:
    _broker = VAR_DIR / "broker"
    for _box in ("messages", "processed", "control"):
        (_broker / _box).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
    }
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
OUTBOX_LEASE = env.float("OUTBOX_LEASE", default=60.0)
"""Seconds after which the work of a silent worker is given to another."""
DECISION_LOG_DAYS = env.int("DECISION_LOG_DAYS", default=365)
"""How long the log of what machines asked is kept (the evidence of what flowed is kept apart from it)."""
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = env.int("WORKER_TIME_LIMIT", default=3600)
"""Seconds after which a task is ended by force (not in the trial); its job goes to another worker."""
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ROUTES = ROUTES
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"

# --- Safety ---------------------------------------------------------------------------------------
_elsewhere = [env.str("OIDC_SERVER_URL")] if env.str("OIDC_CLIENT_ID", default="") else []
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

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING_CONFIG = "core.http.logs.configure"
LOGGING = {"level": LOG_LEVEL, "json": PRODUCTION}

SILENCED_SYSTEM_CHECKS = ["models.W047"]  # SQLite has no NULLS NOT DISTINCT; it is the trial's database
