"""Secrets that were ever written into the project: every version of every file there has been.

    python -m tests.full.secrets            # the whole history
    python -m tests.full.secrets --now      # the files of this moment alone

Prints where something that looks like a key stands, never the key itself; exit code 1 when there is any. What is made
up for tests says so in its words, and those words are all that is excused.
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("iluminacasa", "accounts", "catalog", "cart", "orders", "templates", "tests", "tools", "docs")
GIT = shutil.which("git") or "git"
LARGEST = 2_000_000  # bytes; what is larger is a picture or a catalogue
PATTERNS = {
    "private key": re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}"),
    "Stripe key": re.compile(rb"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    "Stripe webhook secret": re.compile(rb"\bwhsec_[A-Za-z0-9+/]{24,}"),
    "AWS key": re.compile(rb"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    "GitHub token": re.compile(rb"\bgh[pousr]_[A-Za-z0-9]{30,}"),
    "Google key": re.compile(rb"\bAIza[A-Za-z0-9_-]{35}"),
    "Slack token": re.compile(rb"\bxox[abprs]-[A-Za-z0-9-]{20,}"),
    "signed token": re.compile(rb"\beyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{20,}"),
    "password in an address": re.compile(rb"\b[a-z][a-z0-9+]{2,9}://[^\s:/@\"'<>{}$]+:([^\s:/@\"'<>{}$]{6,})@[\w.-]+"),
    "set to a value": re.compile(
        rb"(?:SECRET_KEY|SIGNING_KEY|PASSWORD|API_KEY|WEBHOOK_SECRET|ACCESS_TOKEN)[A-Z_]*[\"']?\s*[:=]\s*[\"']?"
        rb"([A-Za-z0-9+/_=!@#%^&*-]{20,})[\"']?\s*$",
        re.MULTILINE,
    ),
}
MADE_UP = re.compile(
    rb"(?i)test|example|exemplo|bench|debug|never|only|demo|fake|change|troque|your|sua-|0123456789abcdef|django|random"
    rb"|secret|senha|password|x{6,}|placeholder|ilumina"
)
WORDS = re.compile(rb"[a-z]+(?:-[a-z]+){2,}-\d+")  # what people of the tests type


def found(content: bytes, *, place: str = "") -> Iterator[tuple[str, int]]:
    """(what it looks like, line)."""
    if len(content) > LARGEST or b"\0" in content[:8000]:
        return
    for name, pattern in PATTERNS.items():
        for match in pattern.finditer(content):
            value = match[match.lastindex or 0]
            is_typed = place.startswith("tests/") and WORDS.fullmatch(value) is not None
            if not is_typed and not MADE_UP.search(value):
                yield name, content.count(b"\n", 0, match.start()) + 1


def now() -> Iterator[tuple[str, bytes]]:
    """Files under version control or about to be, or of the main folders of a copy without a history."""
    if not (ROOT / ".git").exists():
        yield from (
            (str(each.relative_to(ROOT)), each.read_bytes()) for part in PARTS for each in (ROOT / part).rglob("*.*")
        )
        return
    for path in git("ls-files", "--cached", "--others", "--exclude-standard", "-z").split(b"\0"):
        place = ROOT / path.decode()
        if path and place.is_file():
            yield path.decode(), place.read_bytes()


def ever() -> Iterator[tuple[str, bytes]]:
    """Every version of every file in any branch."""
    names = dict(line.partition(b" ")[::2] for line in git("rev-list", "--objects", "--all").splitlines())
    reader = subprocess.Popen(
        [GIT, "cat-file", "--batch"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )  # fmt: skip
    if reader.stdin is None or reader.stdout is None:
        raise RuntimeError("git has no ears")
    for digest, name in names.items():
        reader.stdin.write(digest + b"\n")
        reader.stdin.flush()
        _, kind, size = reader.stdout.readline().split()
        content = reader.stdout.read(int(size))
        reader.stdout.read(1)
        if kind == b"blob":
            yield f"{name.decode()} ({digest[:10].decode()})", content
    reader.communicate(timeout=30)


def git(*words: str) -> bytes:
    return subprocess.run([GIT, *words], cwd=ROOT, check=True, capture_output=True).stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--now", action="store_true", help="only the files of this moment")
    asked = parser.parse_args()
    files = told = 0
    for place, content in now() if asked.now else ever():
        files += 1
        for name, line in found(content, place=place):
            told += 1
            print(f"{place}:{line}: {name}")
    print(f"{files} files, {told} secrets")
    return int(told > 0)


if __name__ == "__main__":
    sys.exit(main())
