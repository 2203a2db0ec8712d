"""Django's settings. What an installation may choose comes from `config.py`; nothing exists only in production."""

import urllib.parse

from django.utils.csp import CSP

from belisha import config

CONFIG = config.load()
BASE = CONFIG.url
SECURE = BASE.startswith("https://")

SECRET_KEY = config.private_bytes(CONFIG.keys / "secret.key", 48).hex()
DEBUG = False
ALLOWED_HOSTS = sorted({urllib.parse.urlsplit(BASE).hostname, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [BASE]

INSTALLED_APPS = [
    "belisha.core",
    "belisha.look",
    "belisha.sealed",
    "belisha.people",
    "belisha.people.codes",
    "belisha.people.providers",
    "belisha.people.lists",
    "belisha.pupils",
    "belisha.calendars",
    "belisha.policy",
    "belisha.changes",
    "belisha.references",
    "belisha.remarks",
    "belisha.guidance",
    "belisha.comprehension",
    "belisha.duties",
    "belisha.duties.owed",
    "belisha.duties.following",
    "belisha.registers",
    "belisha.registers.family",
    "belisha.registers.permissions",
    "belisha.registers.protocols",
    "belisha.registers.accounts",
    "belisha.advice",
    "belisha.advice.asking",
    "belisha.advice.tallies",
    "belisha.rulebook",
    "belisha.concerns",
    "belisha.concerns.reporting",
    "belisha.concerns.returning",
    "belisha.concerns.routing",
    "belisha.concerns.triage",
    "belisha.concerns.handling",
    "belisha.evidence",
    "belisha.evidence.showing",
    "belisha.evidence.bundles",
    "belisha.evidence.holding",
    "belisha.evidence.lane",
    "belisha.exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "belisha.look.middleware.private_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "belisha.concerns.reporting.kept.keeps_what_was_typed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "belisha.people.sessions.actor",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "belisha.people.codes.shared.only_tasks",
    "belisha.look.errors.answer",
]

ROOT_URLCONF = "belisha.urls"
WSGI_APPLICATION = "belisha.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "belisha.look.context.shell",
            ],
            "builtins": ["belisha.look.templatetags.look"],
        },
    }
]
FORM_RENDERER = "belisha.look.forms.Renderer"


def _sqlite() -> dict:
    return {
        "ENGINE": "belisha.core.sqlite",
        "NAME": CONFIG.data / "belisha.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged commit survives a power cut. recursive_triggers: otherwise INSERT OR REPLACE would
            # delete an audit row without asking the trigger. secure_delete: a shredded key leaves no copy in the file.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
            "PRAGMA secure_delete=ON;PRAGMA temp_store=MEMORY",
        },
        "TEST": {"NAME": CONFIG.data / "test.sqlite3"},
    }


def _postgresql(address: str) -> dict:
    parts = urllib.parse.urlsplit(address)
    query = dict(urllib.parse.parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": urllib.parse.unquote(parts.username or ""),
        "PASSWORD": urllib.parse.unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": 5, **query},
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _postgresql(url) if (url := CONFIG.database_url.get_secret_value()) else _sqlite()}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits must be shared by every web process, so the cache is a table and not a process's memory.
# Of more than 300 rows Django would throw a third away, and with them the count of somebody's failed sign-ins.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# -- sign-in ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Adult"
AUTHENTICATION_BACKENDS = ["belisha.people.sign_in.Backend"]
PASSWORD_HASHERS = ["belisha.people.sign_in.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "belisha.people.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": CONFIG.sign_in_failures,
    # Per address too: nobody's letterbox, nor the school's log, is to be filled by a stranger.
    "reset_password": "30/m/ip,5/h/key",
    "provider": "120/m/ip",
    # By account: somebody who tries all day is written down three times, and no stranger fills the school's log.
    "provider_refused": "120/h/ip,3/d/key",
    # By network, and for the whole installation. What this leaves to chance is reckoned in `people/codes/rules.py`.
    "code": "30/10m/ip,3000/h/key",
}
_FORMS = "belisha.look.sign_in_forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "LoginForm",
    "reauthenticate": _FORMS + "ReauthenticateForm",
    "reset_password": _FORMS + "ResetPasswordForm",
    "reset_password_from_key": _FORMS + "ResetPasswordKeyForm",
    "set_password": _FORMS + "SetPasswordForm",
    "change_password": _FORMS + "ChangePasswordForm",
}
MFA_FORMS = {
    "authenticate": _FORMS + "AuthenticateForm",
    "reauthenticate": _FORMS + "ReauthenticateCodeForm",
    "activate_totp": _FORMS + "ActivateTOTPForm",
    "login_webauthn": _FORMS + "LoginWebAuthnForm",
    "authenticate_webauthn": _FORMS + "AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": _FORMS + "ReauthenticateWebAuthnForm",
    "add_webauthn": _FORMS + "AddWebAuthnForm",
    "edit_webauthn": _FORMS + "EditWebAuthnForm",
}
MFA_ADAPTER = "belisha.people.sign_in.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Belisha"
# Browsers allow passkeys over plain http on localhost only; so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

# -- sessions and headers ---------------------------------------------------------------------------
SESSION_ENGINE = "belisha.people.session_store"
SESSION_COOKIE_NAME = "belisha_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "belisha.look.errors.csrf_failure"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A cookie can be read on the machine; what a page says once can name somebody.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = CONFIG.session_hours * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # Chromium asks this of every address that a form leads through, and signing in leads through the provider's.
    "form-action": [CSP.SELF, *CONFIG.sign_in_from],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# -- language, time, mail, files --------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
STATIC_ROOT = CONFIG.data / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": CONFIG.data / "none"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads stream to a private folder of ours, never to a /tmp that others can list.
FILE_UPLOAD_TEMP_DIR = config.private_folder(CONFIG.data / "incoming")
# Evidence is sealed as it arrives: its handler comes first and leaves every other form to the second.
FILE_UPLOAD_HANDLERS = ["belisha.evidence.arriving.Sealing", "belisha.sealed.uploads.Capped"]
FILE_UPLOAD_PERMISSIONS = 0o600
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": CONFIG.email_host,
            "port": CONFIG.email_port,
            "username": CONFIG.email_user,
            "password": CONFIG.email_password.get_secret_value(),
            "use_tls": CONFIG.email_tls,
            "timeout": 10,
        },
    }
}
DEFAULT_FROM_EMAIL = CONFIG.email_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "belisha.look.logs.WithoutSecrets"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "loggers": {"django": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
