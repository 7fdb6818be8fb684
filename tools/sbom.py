"""A list of everything the shop is made of (CycloneDX 1.6, JSON), read from requirements.lock.

    python -m tools.sbom > sbom.cdx.json

Nothing is guessed: name, version and why a package is there stand in the lock, with the hashes of its files. The
same lock always gives the same list, so two releases can be compared line by line.
"""

import hashlib
import json
import re
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")
HASH = re.compile(r"^--hash=sha256:([0-9a-f]{64})\s*\\?$")
WHY = re.compile(r"^#\s+(?:via\s+)?(\S.*)$")
NAMES = uuid.UUID("5b6f2a1e-4f0d-4c55-9a3b-0c6f6f0f1d11")
SHOP = "pkg:generic/ilumina-casa"


class LockUnreadable(Exception):
    """Which line."""


@dataclass
class Package:
    name: str
    version: str
    marker: str = ""
    hashes: list[str] = field(default_factory=list)
    wanted_by: list[str] = field(default_factory=list)  # names of packages; "" for the shop itself

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def read(text: str) -> list[Package]:
    found: list[Package] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if not words or words == "# via":
            continue
        if pinned := PINNED.match(line):
            found.append(Package(pinned[1].lower().replace("_", "-"), pinned[2], (pinned[3] or "").strip()))
        elif found and (known := HASH.match(words)):
            found[-1].hashes.append(known[1])
        elif found and (why := WHY.match(words)):
            found[-1].wanted_by.append("" if why[1].startswith("-r ") else why[1].strip())
        else:
            raise LockUnreadable(f"line {number} of the lock: {words[:80]}")
    return found


def component(package: Package) -> dict[str, Any]:
    files = [{"alg": "SHA-256", "content": each} for each in sorted(package.hashes)]
    made: dict[str, Any] = {
        "type": "library", "bom-ref": package.purl, "name": package.name, "version": package.version,
        "purl": package.purl, "scope": "required",
        "externalReferences": [
            {"type": "distribution", "url": f"https://pypi.org/project/{package.name}/{package.version}/",
             "hashes": files}
        ],
    }  # fmt: skip
    if package.marker:
        made["properties"] = [{"name": "python:marker", "value": package.marker}]
    return made


def document(text: str, version: str) -> dict[str, Any]:
    packages = sorted(read(text), key=lambda each: each.name)
    by_name = {each.name: each for each in packages}
    needs: dict[str, list[str]] = {SHOP: []} | {each.purl: [] for each in packages}
    for package in packages:
        for name in package.wanted_by:
            needs[by_name[name].purl if name else SHOP].append(package.purl)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMES, digest)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": SHOP, "name": "ilumina-casa", "version": version},
            "properties": [{"name": "requirements.lock:sha256", "value": digest}],
        },
        "components": [component(each) for each in packages],
        "dependencies": [{"ref": ref, "dependsOn": sorted(set(below))} for ref, below in sorted(needs.items())],
    }


def main() -> None:
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    json.dump(document(LOCK.read_text(), version[1] if version else "0"), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
