"""schemathesis in its long form: every phase and check against a production server with the demo catalogue.

    .venv/bin/python -m tests.full.schemathesis_full
    .venv/bin/python -m tests.full.schemathesis_full --database postgres://user@host/empty_database --examples 2000
    .venv/bin/python -m tests.full.schemathesis_full --role customer

Roles: nobody (without a token), customer, staff (who may do everything).

Prints the run's summary and the number of answers of 500; exit code 0 only when nothing failed.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.servers import ROOT, Shop
from tests.trust.shops import SETTINGS, Clerk

TERMS = Path(__file__).with_name("schemathesis.toml")
ENDS_TOKENS = ("auth_logout", "auth_logout_all")
NOT_OF_ROLES = "ignored_auth"
PHASES = "examples,coverage,fuzzing,stateful"


def main() -> int:
    asked = arguments()
    # Without limits, which the server allows only while it is bound to loopback.
    shop = Shop(workers=2, database_url=asked.database, settings=SETTINGS)
    try:
        shop.manage("migrate", "-v0")
        shop.manage("collectstatic", "--noinput", "-v0")
        shop.manage("sync_products", "--source", "demo")
        shop.start()
        clerk = Clerk(shop)
        bearer = clerk.ask("long_token", role=asked.role, hours=24) if asked.role != "nobody" else ""
        clerk.leave()
        report = shop.folder / "events.ndjson"
        code = subprocess.run(command(shop.url, asked, report, bearer), cwd=ROOT, check=False).returncode
        statuses = answers(report)
    finally:
        shop.stop()
    print("answers:", ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items())))
    failed = sum(count for status, count in statuses.items() if status >= 500)
    print(f"answers of 500 and above: {failed}")
    return code or int(failed > 0)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="", help="address of an empty database; SQLite without it")
    parser.add_argument("--examples", type=int, default=500, help="cases per operation and phase")
    parser.add_argument("--role", choices=("nobody", "customer", "staff"), default="nobody")
    parser.add_argument("--seed", type=int, default=20260310)
    return parser.parse_args()


def command(url: str, asked: argparse.Namespace, report: Path, bearer: str) -> list[str]:
    """Who has a token keeps it: nothing that ends it is asked, nor whether it is needed (tests/accounts).

    Beside a token that is right, a wrong one of an order or a cart counts for nothing, so it is not refused.
    """
    own = ["--header", f"Authorization: Bearer {bearer}", "--exclude-checks", NOT_OF_ROLES] if bearer else []
    own += [word for name in ENDS_TOKENS for word in ("--exclude-operation-id", name)] if bearer else []
    return [
        str(Path(sys.executable).with_name("st")), "--config-file", str(TERMS), "run", f"{url}/api/v1/schema/",
        "--checks", "all", "--phases", PHASES, "--mode", "all",
        "--max-examples", str(asked.examples), "--seed", str(asked.seed), "--continue-on-failure",
        "--generation-database", "none", "--report-ndjson-path", str(report), "--no-color",
        *own,
    ]  # fmt: skip


def answers(report: Path) -> Counter[int]:
    """How often each status was answered, out of the run's events."""
    found: Counter[int] = Counter()
    if report.exists():
        with report.open() as lines:
            for line in lines:
                found.update(statuses_in(json.loads(line)))
    return found


def statuses_in(event: object) -> list[int]:
    if isinstance(event, list):
        return [status for item in event for status in statuses_in(item)]
    if not isinstance(event, dict):
        return []
    own = [event["status_code"]] if isinstance(event.get("status_code"), int) else []
    return own + [status for value in event.values() for status in statuses_in(value)]


if __name__ == "__main__":
    sys.exit(main())
