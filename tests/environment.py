"""The environment every test runs in, set before Django is asked for its settings.

A plugin named on the command line (`addopts`), because the processes of a parallel run inherit the environment of
the one that started them, and Django would read that before any conftest: they would share counters and pictures.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix=f"ilumina-test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "iluminacasa.settings",
    "DEBUG": "0",
    "SECRET_KEY": "test-only-key-" + "0123456789abcdef" * 4,
    "JWT_SIGNING_KEY": "jwt-test-key-" + "0123456789abcdef" * 3,
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:",
    "REDIS_URL": "",
    "REPLICA_URL": "",
    "DATABASE_POOL": "0",
    "METRICS_NETWORKS": "",
    "METRICS_TOKEN": "",
    "COUNTERS_FILE": str(SCRATCH / "counters.sqlite3"),
    "ERASURES_FILE": str(SCRATCH / "erasures.jsonl"),
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "STATIC_ROOT": str(SCRATCH / "static"),
    "EMAIL_URL": "memorymail://",
    "TRUSTED_PROXIES": "",
    "CORS_ALLOWED_ORIGINS": "https://shop.example",
    "API_RATE_LIMIT": "600/m",
    "RATELIMIT_ENABLE": "1",
    "STAFF_SECOND_FACTOR": "0",
    "LOG_LEVEL": "INFO",
}
os.environ.update(ENVIRONMENT)
