"""Django's settings. What may differ between machines comes from config.env."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE

from config.databases import database
from config.env import BadEnvironment, read_environment
from config.secret_key import secret_key

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "forecourt"

try:
    ENVIRONMENT = read_environment()
except BadEnvironment as refused:
    print(refused.sentence, file=sys.stderr)
    raise

DATA = ENVIRONMENT.FORECOURT_DATA.resolve()
PUBLIC_URL = ENVIRONMENT.FORECOURT_URL
IN_PRODUCTION = ENVIRONMENT.FORECOURT_ENV == "production"
IS_SECURE = PUBLIC_URL.startswith("https://")
HOST = urlsplit(PUBLIC_URL).hostname or "127.0.0.1"

PRIVATE_MAIL_HOSTS = ENVIRONMENT.FORECOURT_PRIVATE_MAIL_HOSTS.split()

DEBUG = False
SECRET_KEY = secret_key(ENVIRONMENT.FORECOURT_SECRET_KEY, DATA)
ALLOWED_HOSTS = [HOST, "127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
DATABASES = {"default": database(ENVIRONMENT.DATABASE_URL, DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "forecourt",
    "forecourt.timeline",
    "forecourt.dealership",
    "forecourt.outbox",
    "forecourt.customers",
    "forecourt.stock",
    "forecourt.leads",
    "forecourt.conversations",
    "forecourt.sla",
    "forecourt.routing",
    "forecourt.capture",
    "forecourt.public",
    "forecourt.web",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "forecourt.api.straight.straight_to_the_api",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "forecourt.dealership.middleware.open_scope",
    "forecourt.web.signin.second_factor.ask_for_second_factor",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "forecourt.web.without_nul.WithoutNul",
    "forecourt.web.headers.never_cache_private_pages",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOUSE / "web", HOUSE / "public"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "forecourt.web.shell.context.shell",
            ],
            # By hand: with the automatic set-up <c-…> reaches the browser raw.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "forecourt.web.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "forecourt.web.templatetags.house",
            ],
        },
    }
]
COTTON_DIR = "components"

AUTH_USER_MODEL = "dealership.Staff"
AUTHENTICATION_BACKENDS = ["forecourt.dealership.sign_in.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
CSRF_FAILURE_VIEW = "forecourt.web.errors.pages.csrf_failure"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "forecourt.web.signin.sessions"
SESSION_COOKIE_NAME = "__Host-forecourt" if IS_SECURE else "forecourt"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SECURE_SSL_REDIRECT = False  # the proxy in front does it; a provider's POST must not be redirected
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": ["self"],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'", NONCE],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("pl", "Polski")]
LOCALE_PATHS = [HOUSE / "locale"]
LANGUAGE_COOKIE_NAME = "language"

STATIC_URL = "/static/"
ASSETS_ROOT = DATA / "assets"
# Holds nothing but the counters of the rate limits, which all processes share.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "attempts"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

ACCOUNT_ADAPTER = "forecourt.web.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key,5/5m/ip", "login": "30/m/ip"}
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IS_SECURE else 0  # the proxy that speaks TLS for us
MFA_ADAPTER = "forecourt.web.signin.adapter.SecondFactorAdapter"
MFA_TOTP_TOLERANCE = 1
# A file that `serve --demo` makes: then nobody is asked for a second factor.
DEMO_MARK = None if IN_PRODUCTION else DATA / "demo"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation link that was opened is the proof
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE
MFA_TOTP_ISSUER = "Forecourt"
USERSESSIONS_TRACK_ACTIVITY = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "uvicorn.access": {"level": "WARNING"},
        "mail.log": {"level": "WARNING"},  # aiosmtpd would name senders, and keys in addresses
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W002",
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
    "security.W021",
]
if IS_SECURE:
    SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W008", "security.W021"]
