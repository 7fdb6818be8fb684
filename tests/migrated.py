"""An empty shop's database as a file: made once for these migrations, copied for every test that needs processes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = ("iluminacasa", "accounts", "catalog", "cart", "orders")
KEPT = ROOT / "var" / "tests"


def migrate(environment: Mapping[str, str]) -> None:
    """Migrate the database this environment names; a file of SQLite is copied instead, which takes no time."""
    address = environment["DATABASE_URL"]
    if address.startswith("sqlite:///"):
        shutil.copyfile(template(environment), address.removeprefix("sqlite:///"))
    else:
        run_migrate(environment)


def template(environment: Mapping[str, str]) -> Path:
    """The file to copy. Whichever test process comes first makes it; the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    made = KEPT / f"migrated-{_state()}.sqlite3"
    with (KEPT / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in KEPT.glob("migrated-*"):
                old.unlink()
            making = KEPT / "migrated-now"
            run_migrate({**environment, "DATABASE_URL": f"sqlite:///{making}"})
            making.rename(made)
    return made


def run_migrate(environment: Mapping[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True)


def _state() -> str:
    """Changes with the code and what it stands on: a migration may ask any of it."""
    code = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    digest = hashlib.sha256()
    for path in [ROOT / "requirements.lock", *code]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
