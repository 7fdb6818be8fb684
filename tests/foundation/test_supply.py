"""What the shop is made of is pinned, hashed and listed."""

import json
import re
import subprocess
import sys
from importlib import metadata

import pytest

from tests.house.source import ROOT
from tools import sbom

LOCK = sbom.LOCK.read_text()
PACKAGES = sbom.read(LOCK)


def test_every_package_of_the_lock_has_hashes_and_a_reason() -> None:
    assert len(PACKAGES) >= 50
    assert [each.name for each in PACKAGES if not each.hashes or not each.wanted_by] == []


def test_every_direct_dependency_is_pinned_and_locked_as_it_is_pinned() -> None:
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements.txt").read_text().splitlines()]
    pins = [re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^]]+\])?==(\S+)", line) for line in lines if line]
    assert all(pins)
    wanted = {(pin[1].lower(), pin[2]) for pin in pins if pin}
    assert wanted <= {(each.name, each.version) for each in PACKAGES}


def test_what_is_installed_here_is_what_the_lock_says() -> None:
    for package in PACKAGES:
        if not package.marker:
            assert metadata.version(package.name) == package.version


def test_the_list_of_parts_names_each_once_and_who_needs_it() -> None:
    told = subprocess.run([sys.executable, "-m", "tools.sbom"], cwd=ROOT, capture_output=True, text=True, check=True)
    made = json.loads(told.stdout)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    refs = [each["bom-ref"] for each in made["components"]]
    assert len(refs) == len(set(refs)) == len(PACKAGES)
    assert {each["ref"] for each in made["dependencies"]} == {*refs, sbom.SHOP}
    needs = {each["ref"]: each["dependsOn"] for each in made["dependencies"]}
    assert any(ref.startswith("pkg:pypi/django@") for ref in needs[sbom.SHOP])
    reached, way = set[str](), [sbom.SHOP]
    while way:
        for ref in needs[way.pop()]:
            if ref not in reached:
                reached.add(ref)
                way.append(ref)
    assert reached == set(refs), "nothing is there that nobody asked for"
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest["content"]) for each in made["components"]
               for digest in each["externalReferences"][0]["hashes"])  # fmt: skip


def test_the_same_lock_is_the_same_list() -> None:
    assert sbom.document(LOCK, "1") == sbom.document(LOCK, "1")
    other = LOCK.replace("argon2-cffi==25.1.0", "argon2-cffi==25.1.1")
    assert sbom.document(other, "1")["serialNumber"] != sbom.document(LOCK, "1")["serialNumber"]


def test_a_line_nobody_understands_is_no_list() -> None:
    with pytest.raises(sbom.LockUnreadable, match="line 2"):
        sbom.read("django==6.1.3\n./somewhere/a.whl\n")
