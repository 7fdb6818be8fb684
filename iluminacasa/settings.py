"""Settings of Ilumina Casa, read from the environment (`.env` beside manage.py when present).

Every variable is listed with its default in `.env.example`; a test keeps the two lists equal.
Safe by default: nothing here needs changing for production, only the environment.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from iluminacasa.brazil import UF_NAMES
from iluminacasa.languages import CHOICES, PORTUGUESE
from iluminacasa.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.FileAwareEnv()
environ.FileAwareEnv.read_env(str(BASE_DIR / ".env"))

# --- Core ----------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
DEBUG_ONLY_KEY = "debug-only-key-never-used-in-production-0123456789abcdef"
SECRET_KEY = env.str("SECRET_KEY", DEBUG_ONLY_KEY if DEBUG else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname or "localhost"])
if DEBUG:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
IS_HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "accounts",
    "catalog",
    "cart",
    "orders",
    "iluminacasa",
    "iluminacasa.admin_site.ShopAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.redirects",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "iluminacasa.apps.ShopStaticFilesConfig",
    "django.forms",
    "corsheaders",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
]

MIDDLEWARE = [
    "iluminacasa.requests.RequestMiddleware",
    "iluminacasa.translating.LanguageMiddleware",
    "iluminacasa.headers.HeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "iluminacasa.limits.LimitMiddleware",
    "iluminacasa.guards.GuardMiddleware",
    "iluminacasa.writers.ReplicaMiddleware",
    "catalog.middleware.KeptPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "iluminacasa.csrf.OriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionNoteMiddleware",
    "catalog.middleware.MomentMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.redirects.middleware.RedirectFallbackMiddleware",
    "iluminacasa.problems.ProblemMiddleware",
]

ROOT_URLCONF = "iluminacasa.urls"
WSGI_APPLICATION = "iluminacasa.wsgi.application"
SITE_ID = 1
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "iluminacasa.context_processors.store",
                "accounts.context_processors.person",
                "catalog.context_processors.shop_window",
                "cart.context_processors.cart",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "catalog.templatetags.shop",
                "cart.templatetags.ways",
            ],
        },
    }
]
FORM_RENDERER = "iluminacasa.forms.ShopRenderer"

# --- Databases -----------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits its turn instead of failing; FULL: a paid order survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
    Path(str(DATABASES["default"]["NAME"])).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["ENGINE"] = "iluminacasa.postgresql"
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # jit: compiling a search for many words takes six times as long as answering it.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c lock_timeout=5000 -c statement_timeout=20000 -c idle_in_transaction_session_timeout=60000"
        " -c jit=off",
    }
DATABASE_POOL = env.int("DATABASE_POOL", 0)  # connections of a process at most; 0: one for each of its threads

REPLICA_URL = env.str("REPLICA_URL", "")
if REPLICA_URL:  # reads of the catalogue only: iluminacasa/replicas.py
    DATABASES["replica"] = env.db_url("REPLICA_URL") | {"CONN_MAX_AGE": None, "ATOMIC_REQUESTS": False}
    if DATABASES["replica"]["ENGINE"].endswith("sqlite3"):
        DATABASES["replica"]["OPTIONS"] = {"timeout": 5, "init_command": "PRAGMA query_only=ON;"}
    else:
        DATABASES["replica"] |= {"ENGINE": "iluminacasa.postgresql", "PATIENCE": 10.0}
        DATABASES["replica"]["OPTIONS"] = {
            "connect_timeout": 2,
            "options": "-c default_transaction_read_only=on -c lock_timeout=1000 -c statement_timeout=8000 -c jit=off",
        }
    DATABASE_ROUTERS = ["iluminacasa.replicas.CatalogueRouter"]
if DATABASE_POOL:
    for database in DATABASES.values():
        if database["ENGINE"] == "iluminacasa.postgresql":
            database["CONN_MAX_AGE"] = 0  # back into the pool after each request
            database["OPTIONS"]["pool"] = {
                "min_size": 1, "max_size": DATABASE_POOL, "timeout": 5, "max_idle": 60, "reconnect_timeout": 5,
            }  # fmt: skip

ERASURES_FILE = env.str("ERASURES_FILE", str(VAR_DIR / "erasures.jsonl"))  # for backups: see accounts/forgetting.py

# --- Caches --------------------------------------------------------------------------------------
# `default` holds what each process may forget; `counters` must be exact across processes.
REDIS_URL = env.str("REDIS_URL", "")
COUNTERS_FILE = env.str("COUNTERS_FILE", str(VAR_DIR / "counters.sqlite3"))
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "counters": {"BACKEND": "iluminacasa.counters.CounterCache", "LOCATION": COUNTERS_FILE},
}
if REDIS_URL:
    CACHES["counters"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }

# --- Background work, mail -----------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "pictures"]}}
EMAIL_CONFIG = env.email_url("EMAIL_URL", f"filemail:///{VAR_DIR / 'mail'}")
MAILERS = {"default": {"BACKEND": EMAIL_CONFIG["EMAIL_BACKEND"], "OPTIONS": {}}}
if "filebased" in EMAIL_CONFIG["EMAIL_BACKEND"]:
    MAILERS["default"]["OPTIONS"] = {"file_path": EMAIL_CONFIG["EMAIL_FILE_PATH"]}
elif "smtp" in EMAIL_CONFIG["EMAIL_BACKEND"]:
    MAILERS["default"]["OPTIONS"] = {
        "host": EMAIL_CONFIG["EMAIL_HOST"],
        "port": EMAIL_CONFIG["EMAIL_PORT"] or 25,
        "username": EMAIL_CONFIG["EMAIL_HOST_USER"] or "",
        "password": EMAIL_CONFIG["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": bool(EMAIL_CONFIG.get("EMAIL_USE_TLS")),
        "use_ssl": bool(EMAIL_CONFIG.get("EMAIL_USE_SSL")),
        "timeout": 15,
    }

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
PASSWORD_RESET_TIMEOUT = 3600  # seconds a reset letter holds
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", not DEBUG)  # nobody works in /admin/ with a password alone
OTP_TOTP_THROTTLE_FACTOR = 0  # guesses are counted by iluminacasa/limits.py, like all others
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-sessao" if IS_HTTPS else "sessao"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_FAILURE_VIEW = "iluminacasa.problems.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = PORTUGUESE
LANGUAGES = CHOICES
TIME_ZONE = "America/Sao_Paulo"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "iluminacasa.formats"
USE_THOUSAND_SEPARATOR = False  # money has its own formatter; ids and years must not be grouped

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "iluminacasa.static_storage.JoinedStylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "iluminacasa.static_storage.ShopStaticStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("avif", "br", "gif", "gz", "ico", "jpg", "map", "png", "webp", "woff2")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Transport -----------------------------------------------------------------------------------
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# --- API -----------------------------------------------------------------------------------------
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = [
    "accept", "accept-language", "authorization", "content-type", "if-none-match",
    "idempotency-key", "x-cart-token", "x-order-token", "x-request-id",
]  # fmt: skip
CORS_EXPOSE_HEADERS = [
    "ETag", "Retry-After", "RateLimit", "RateLimit-Policy", "Location", "Link", "X-Request-Id",
    "Idempotency-Replayed",
]  # fmt: skip
CORS_PREFLIGHT_MAX_AGE = 7200

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "iluminacasa.problems.api_problem",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_METADATA_CLASS": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "URL_FORMAT_OVERRIDE": None,
}
MIN_JWT_KEY = 32  # characters: RFC 7518 section 3.2 wants a key as long as the hash
DEBUG_ONLY_JWT_KEY = "debug-only-jwt-key-never-used-in-production-0123456789"
JWT_SIGNING_KEY = env.str("JWT_SIGNING_KEY", DEBUG_ONLY_JWT_KEY if DEBUG else "")
JWT_SIGNING_KEY_FALLBACKS = env.list("JWT_SIGNING_KEY_FALLBACKS", default=[])  # believed, never signed with
SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": JWT_SIGNING_KEY,
    "ISSUER": SITE_URL,
    "AUDIENCE": "ilumina-casa-api",
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    "USER_ID_CLAIM": "sub",
    "UPDATE_LAST_LOGIN": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Ilumina Casa",
    "DESCRIPTION": "Catalogue, cart and orders of Ilumina Casa. Money is a string with two decimals, in BRL.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # the document names the filters in the database; tests/api judge it
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "CouponKindEnum": "cart.models.Coupon.Kind",
        "OrderStatusEnum": "orders.models.Order.Status",
        "PaymentMethodEnum": "orders.models.Order.Method",
        "PaymentStatusEnum": "orders.models.Payment.Status",
        "RefundStatusEnum": "orders.models.Refund.Status",
        "ReviewStateEnum": ["pending", "approved", "rejected"],
        "StateEnum": sorted(UF_NAMES),
        "AlertKindEnum": ["back_in_stock", "price_drop"],
        "VoltageEnum": "catalog.lighting.rooms.VOLTAGES",
        "NoticeCodeEnum": "cart.serializers.NOTICE_CODES",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "iluminacasa.openapi.document_answers",
    ],
    "SERVERS": [{"url": "/"}],
}

# --- Logging -------------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_config(level=LOG_LEVEL, human=DEBUG)

# --- Metrics: /metrics is not there unless one of the first two is set ------------------------------
METRICS_NETWORKS = env.list("METRICS_NETWORKS", default=[])
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
METRICS_FOLDER = env.str("METRICS_FOLDER", str(VAR_DIR / "metrics"))
if METRICS_NETWORKS or METRICS_TOKEN:
    env.ENVIRON["PROMETHEUS_MULTIPROC_DIR"] = METRICS_FOLDER  # the only place where the library looks

# --- Limits --------------------------------------------------------------------------------------
RATELIMIT_ENABLE = True  # the library's own switch would let everybody pass
LIMITS_OFF_ON_LOOPBACK = not env.bool("RATELIMIT_ENABLE", True)  # a bench, never a shop on the network
RATELIMIT_USE_CACHE = "counters"
API_RATE_LIMIT = env.str("API_RATE_LIMIT", "600/m")  # requests per client address

# --- The shop ------------------------------------------------------------------------------------
DEMO_HOURS = "Segunda a sexta, das 9h às 18h"
STORE_NAME = env.str("STORE_NAME", "Ilumina Casa")
OTP_TOTP_ISSUER = STORE_NAME  # beside the code in the person's app
STORE_LEGAL_NAME = env.str("STORE_LEGAL_NAME", "Ilumina Casa Comércio de Iluminação Ltda. (demonstração)")
STORE_CNPJ = env.str("STORE_CNPJ", "12.ABC.345/01DE-35")
STORE_ADDRESS = env.str("STORE_ADDRESS", "Rua da Consolação, 0, Consolação, São Paulo/SP, 01301-000")
STORE_EMAIL = env.str("STORE_EMAIL", "atendimento@iluminacasa.example")
STORE_PHONE = env.str("STORE_PHONE", "(11) 4000-0000")
STORE_HOURS = env.str("STORE_HOURS", DEMO_HOURS)
STORE_HOURS_EN = env.str("STORE_HOURS_EN", "Monday to Friday, 9 am to 6 pm" if STORE_HOURS == DEMO_HOURS else "")
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "mailto:seguranca@iluminacasa.example")
PIX_DISCOUNT_PERCENT = env("PIX_DISCOUNT_PERCENT", cast=str, default="5")
PIX_KEY = env.str("PIX_KEY", "pix@iluminacasa.example" if DEBUG else "")
PIX_MERCHANT_NAME = env.str("PIX_MERCHANT_NAME", STORE_NAME)
PIX_MERCHANT_CITY = env.str("PIX_MERCHANT_CITY", "Sao Paulo")
PIX_WEBHOOK_SECRET = env.str("PIX_WEBHOOK_SECRET", "")
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", "")
STRIPE_API_URL = env.str("STRIPE_API_URL", "https://api.stripe.com").rstrip("/")
PAYMENT_EXPIRY_MINUTES = env.int("PAYMENT_EXPIRY_MINUTES", 60)
MAX_INSTALLMENTS = env.int("MAX_INSTALLMENTS", 10)
MIN_INSTALLMENT = env.str("MIN_INSTALLMENT", "25.00")
DUMMYJSON_URL = env.str("DUMMYJSON_URL", "https://dummyjson.com").rstrip("/")
SYNC_EXCHANGE_RATE = env.str("SYNC_EXCHANGE_RATE", "5.00")
SYNC_IMAGE_HOSTS = env.list("SYNC_IMAGE_HOSTS", default=["cdn.dummyjson.com"])
SYNC_CATEGORY_MAP = env.dict("SYNC_CATEGORY_MAP", default={})
SYNC_ALLOW_ZERO_PRICE = env.bool("SYNC_ALLOW_ZERO_PRICE", False)


def refuse_unsafe_production() -> None:
    """Stop with one clear line instead of serving a shop that can be broken into."""
    problems = []
    if not SECRET_KEY or SECRET_KEY == DEBUG_ONLY_KEY or len(SECRET_KEY) < 50:
        problems.append("SECRET_KEY must be set to at least 50 random characters")
    if JWT_SIGNING_KEY == DEBUG_ONLY_JWT_KEY or len(JWT_SIGNING_KEY) < MIN_JWT_KEY:
        problems.append(f"JWT_SIGNING_KEY must be set to at least {MIN_JWT_KEY} random characters")
    if any(len(key) < MIN_JWT_KEY for key in JWT_SIGNING_KEY_FALLBACKS):
        problems.append(f"JWT_SIGNING_KEY_FALLBACKS must have at least {MIN_JWT_KEY} characters each")
    if "*" in ALLOWED_HOSTS:
        problems.append("ALLOWED_HOSTS must name the hosts, not *")
    if problems:
        raise ImproperlyConfigured("unsafe settings: " + "; ".join(problems) + " (or set DEBUG=1 to try the shop out)")


if not DEBUG:
    refuse_unsafe_production()
