"""What the container files claim is so: no container runs here, so their facts are held to the code."""

import re
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
import yaml

from tests.house.source import ROOT
from tests.house.test_settings_documented import LISTED

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SETTINGS = set(LISTED.findall((ROOT / ".env.example").read_text()))
OF_COMPOSE_ALONE = {"DATABASE_PASSWORD"}  # told to both servers of PostgreSQL and written into the addresses
OURS = ("migrate", "app", "jobs")
BY_US = [COMPOSE["services"][name] for name in OURS]


def test_every_part_is_there() -> None:
    assert COMPOSE["services"].keys() == {"primary", "replica", "redis", "migrate", "app", "jobs", "nginx"}
    assert COMPOSE["services"]["app"]["scale"] == 2
    assert [each["image"] for each in BY_US] == ["ilumina-casa"] * 3


def test_every_setting_is_one_of_ours() -> None:
    for service in BY_US:
        assert service["environment"].keys() - SETTINGS == set()
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    assert asked - SETTINGS == OF_COMPOSE_ALONE
    set_in_image = set(re.findall(r"\b([A-Z]+)=", next(x for x in DOCKERFILE.splitlines() if x.startswith("ENV HOST"))))
    assert {name for name in set_in_image if not name.startswith("PYTHON")} <= SETTINGS


def test_every_file_that_is_mounted_or_copied_is_there() -> None:
    mounted = [
        volume.partition(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]
    assert len(mounted) == 4
    copied = [
        word
        for line in re.findall(r"^COPY (?!--from|\. )(.+)$", DOCKERFILE, re.MULTILINE)
        for word in line.split()[:-1]
    ]
    assert copied == ["requirements.lock", "requirements-card.txt", "requirements-metrics.txt", "tools/shell"]
    run = re.findall(r"tools/shell/\w+\.sh", DOCKERFILE)
    for name in (*mounted, *copied, *run):
        assert (ROOT / name).exists(), name


def test_named_volumes_and_networks_are_declared() -> None:
    used = {
        volume.partition(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith("./")
    }
    assert used == COMPOSE["volumes"].keys()
    assert {name for each in COMPOSE["services"].values() for name in each["networks"]} == COMPOSE["networks"].keys()


def test_the_shop_runs_as_nobody_in_particular_and_nothing_secret_is_copied() -> None:
    stages = DOCKERFILE.split("\nFROM ")
    assert stages[-1].index("USER shop") < stages[-1].index('CMD ["sh"')
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", ".git", "var", ".venv"} <= set(ignored)


def test_only_the_front_is_open_and_the_proxy_is_the_one_that_is_trusted() -> None:
    services = COMPOSE["services"]
    assert [name for name, each in services.items() if "ports" in each] == ["nginx"]
    front = services["nginx"]["networks"]["inside"]["ipv4_address"]
    assert services["app"]["environment"]["TRUSTED_PROXIES"] == front


def test_commands_are_those_there_are() -> None:
    commands = [each["command"] for each in BY_US if "command" in each]
    for command in commands:
        assert command[:2] == [".venv/bin/python", "manage.py"]
        own = ROOT / "iluminacasa" / "management" / "commands" / f"{command[2]}.py"
        assert command[2] == "migrate" or own.exists()


@pytest.mark.parametrize("name", ["primary.sh", "replica.sh"])
def test_both_servers_speak_of_the_same_slot_and_role(name: str) -> None:
    text = (ROOT / "deploy" / "postgres" / name).read_text()
    assert re.search(r"(slot\('replica'\)|--slot=replica)", text)
    assert "replication" in text


def test_the_replica_takes_as_many_connections_as_the_primary_or_it_would_not_follow() -> None:
    primary = " ".join(COMPOSE["services"]["primary"]["command"])
    replica = (ROOT / "deploy" / "postgres" / "replica.sh").read_text()
    assert [re.findall(r"max_connections=(\d+)", text) for text in (primary, replica)] == [["300"], ["300"]]


def test_the_client_that_makes_backups_is_as_new_as_the_server() -> None:
    """Debian 13 brings PostgreSQL 17; an older pg_dump refuses a newer server."""
    assert {COMPOSE["services"][name]["image"] for name in ("primary", "replica")} == {"postgres:17-bookworm"}
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"python:3.13-slim-trixie"}


def test_every_folder_the_shop_writes_to_belongs_to_it() -> None:
    own = re.search(r"mkdir -p (.+) && chown shop:shop (.+)$", DOCKERFILE, re.MULTILINE)
    assert own is not None
    mounted = {volume.partition(":")[2].removeprefix("/shop/") for volume in COMPOSE["services"]["app"]["volumes"]}
    assert mounted <= set(own[1].split()) <= set(own[2].split())


def test_no_server_can_take_the_address_of_the_front() -> None:
    (inside,) = COMPOSE["networks"]["inside"]["ipam"]["config"]
    front = ip_address(COMPOSE["services"]["nginx"]["networks"]["inside"]["ipv4_address"])
    assert front in ip_network(inside["subnet"])
    assert front not in ip_network(inside["ip_range"])


def test_the_front_keeps_nothing_of_whoever_shows_a_cookie_or_a_token() -> None:
    rules = (ROOT / "deploy" / "nginx" / "shop.conf").read_text()
    shown = ["$http_cookie", "$http_authorization", "$http_x_cart_token", "$http_x_order_token"]
    for rule in ("proxy_cache_bypass", "proxy_no_cache"):
        found = re.search(rf"{rule} ([^;]+);", rules)
        assert found is not None
        assert found[1].split() == shown
    assert "location = /metrics { return 404; }" in rules
