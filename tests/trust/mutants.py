"""Each guard taken out of a copy of the shop, one at a time: a named test must fail, or the guard is held by nothing.

    python -m tests.trust.mutants                       # SQLite
    python -m tests.trust.mutants --only "lock order" --database postgres://user@host/x

The copy lies in a temporary folder; this tree is never written to. A patch whose place has changed is an error, and so
is a named test that does not pass on the untouched copy.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.servers import ROOT

LEFT_BEHIND = (".*", "var", "staticfiles", "node_modules", "__pycache__", "*.sqlite3", "docs", "bench", "tools")
SECONDS = 240  # one run of a guard's tests may take
FAILED = 1  # pytest: tests were run, and some failed


@dataclass(frozen=True)
class Edit:
    """`old` stands exactly once in the file."""

    path: str
    old: str
    new: str

    def applied(self, text: str) -> str:
        count = text.count(self.old)
        if count != 1:
            raise LookupError(f"{self.path}: {count} places hold {self.old!r}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Mutant:
    guard: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]  # every one of them must fail


MUTANTS = (
    Mutant(
        "conditional stock update",
        (
            Edit(
                "catalog/stock.py", "filter(pk=product_id, stock__gte=quantity).update", "filter(pk=product_id).update"
            ),
        ),
        ("tests/orders/test_place_order.py::test_a_rival_between_quote_and_taking_is_told_in_the_same_way",),
    ),
    Mutant(
        "atomic",
        (
            Edit(
                "orders/checkout.py",
                "        with transaction.atomic():\n            return _place(cart, sent)\n",
                "        return _place(cart, sent)\n",
            ),
        ),
        (
            "tests/orders/test_place_order.py::test_a_refused_order_leaves_its_key_free",
            "tests/orders/api/test_placing.py::test_a_refused_order_leaves_its_key_free",
        ),
    ),
    Mutant(
        "lock order",
        (
            Edit(
                "catalog/stock.py",
                "in sorted(quantities):\n        quantity = quantities[product_id]\n        updated =",
                "in quantities:\n        quantity = quantities[product_id]\n        updated =",
            ),
        ),
        ("tests/orders/test_place_order.py::test_goods_are_taken_in_the_order_of_their_ids",),
    ),
    Mutant(
        "unique key",
        (
            Edit(
                "orders/migrations/0001_initial.py",
                'models.UniqueConstraint(fields=("owner", "key"), name="idempotency_key_once")',
                'models.UniqueConstraint(fields=("owner", "key", "id"), name="idempotency_key_once")',
            ),
        ),
        ("tests/orders/test_place_order.py::test_the_database_itself_takes_a_key_once",),
    ),
    Mutant(
        "owner filter",
        (Edit("orders/models/order.py", "        return self.filter(user=user)\n", "        return self\n"),),
        ("tests/trust/test_foreign_ids.py::test_somebody_elses_order_is_not_there_whatever_token_comes_with_it",),
    ),
    Mutant(
        "CSRF",
        (
            Edit("iluminacasa/settings.py", '    "iluminacasa.csrf.OriginMiddleware",\n', ""),
            Edit("iluminacasa/settings.py", '    "django.middleware.csrf.CsrfViewMiddleware",\n', ""),
        ),
        (
            "tests/foundation/test_csrf.py::test_another_site_is_refused_even_with_a_token",
            "tests/foundation/test_csrf.py::test_but_one_with_our_cookie_needs_the_token",
            "tests/accounts/test_sign_in.py::test_a_foreign_page_cannot_sign_in_or_out",
            "tests/admin/test_access.py::test_a_post_from_another_site_is_refused",
        ),
    ),
    Mutant(
        "escape",
        (
            Edit(
                "iluminacasa/settings.py",
                '            "context_processors": [\n',
                '            "autoescape": False,\n            "context_processors": [\n',
            ),
        ),
        (
            "tests/catalog/test_buyer_reviews.py::test_script_in_a_review_is_text",
            "tests/admin/test_order_papers.py::test_what_a_customer_wrote_is_printed_as_text",
        ),
    ),
    Mutant(
        "limiter",
        (Edit("iluminacasa/limits.py", '    if usage["should_limit"]:\n        raise RateExceeded(result)\n', ""),),
        (
            "tests/foundation/test_limits.py::test_the_limit_passes_and_the_next_is_told_when_to_come_back",
            "tests/accounts/test_sign_in.py::test_one_account_is_tried_ten_times_from_one_network_whatever_the_door",
        ),
    ),
    Mutant(
        "cache header",
        (
            Edit(
                "iluminacasa/headers.py",
                '        if response.cookies or "Cache-Control" not in response.headers:\n'
                '            response.headers["Cache-Control"] = PRIVATE\n',
                "",
            ),
        ),
        (
            "tests/foundation/test_headers.py::test_nothing_is_cached_unless_the_view_says_so",
            "tests/foundation/test_headers.py::test_an_answer_that_sets_a_cookie_is_never_shared",
            "tests/accounts/test_sign_in.py::test_pages_of_the_account_are_kept_by_no_cache",
        ),
    ),
    Mutant(
        "signature check",
        (
            Edit(
                "orders/payments/pix.py",
                "    if not hmac.compare_digest(wanted.encode(), given.encode()):\n"
                '        raise BadSignature("wrong signature")\n',
                "",
            ),
        ),
        ("tests/orders/payments/test_pix_notices.py::test_nothing_unsigned_is_read",),
    ),
)


@dataclass(frozen=True)
class Ran:
    code: int
    failed: frozenset[str]  # names of tests, without their parameters
    last_line: str


@dataclass(frozen=True)
class Copy:
    """Another tree with the same files, on the database the tests are to use."""

    folder: Path
    database: str

    def run(self, tests: tuple[str, ...]) -> Ran:
        command = [
            sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider", "-o", "addopts=",
            "-p", "tests.environment", "--import-mode=importlib", "--strict-markers", *tests,
        ]  # fmt: skip
        own = {"TEST_DATABASE_URL": self.database, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            command, cwd=self.folder, env=os.environ | own, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        failed = frozenset(re.findall(r"^FAILED (\S+?::\w+)", done.stdout, re.MULTILINE))
        return Ran(done.returncode, failed, (done.stdout.splitlines() or [done.stderr[-500:]])[-1])

    def without(self, mutant: Mutant) -> Ran:
        """The mutant's tests on this copy with the guard taken out; afterwards it stands there again."""
        paths = {edit.path: (self.folder / edit.path).read_text() for edit in mutant.edits}
        try:
            for edit in mutant.edits:
                place = self.folder / edit.path
                place.write_text(edit.applied(place.read_text()))
            return self.run(mutant.tests)
        finally:
            for path, text in paths.items():
                (self.folder / path).write_text(text)


def judge(copy: Copy, mutant: Mutant) -> bool:
    began = time.monotonic()
    ran = copy.without(mutant)
    survived = [test for test in mutant.tests if test not in ran.failed]
    is_killed = ran.code == FAILED and not survived
    word = "killed  " if is_killed else "SURVIVED"
    print(f"{word} {mutant.guard:<26} {time.monotonic() - began:5.1f} s  {ran.last_line}", flush=True)
    for test in mutant.tests:
        print(f"         {'passes' if test in survived else 'fails '} {test}", flush=True)
    return is_killed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=[mutant.guard for mutant in MUTANTS])
    parser.add_argument("--database", default="", help="address of a PostgreSQL server; SQLite without it")
    asked = parser.parse_args()
    chosen = [mutant for mutant in MUTANTS if not asked.only or mutant.guard in asked.only]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ilumina-mutants-") as place:
        copy = Copy(Path(place) / "shop", asked.database)
        shutil.copytree(ROOT, copy.folder, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        whole = copy.run(tuple(dict.fromkeys(test for mutant in chosen for test in mutant.tests)))
        print(f"untouched: {whole.last_line}", flush=True)
        if whole.code != 0 or "skipped" in whole.last_line:
            return 1
        killed = sum(judge(copy, mutant) for mutant in chosen)
    print(f"{killed} of {len(chosen)} mutants killed in {time.monotonic() - began:.0f} s")
    return int(killed < len(chosen))


if __name__ == "__main__":
    sys.exit(main())
