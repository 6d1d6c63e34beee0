"""Who may sign in, and how."""

from __future__ import annotations

from config.settings.installation import PRODUCTION, env

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
OIDC_ORIGINS = env.list("OIDC_ORIGINS", default=[])
"""Further origins that the way to the provider's sign-in leads through (https://login.example.lg.jp), where it is not
on the host of OIDC_SERVER_URL: browsers follow a form only to origins that its page names."""
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
