"""Settings, folders, counters and the mail server: everything but what stands in the database."""

import os
import shutil
import smtplib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.checks import ERROR, WARNING, run_checks
from django.db import connection

from iluminacasa.doctor.finding import Finding, error, ok, warning
from iluminacasa.limits import STORE_DOWN

LITTLE, TIGHT = 2 * 1024**3, 256 * 1024**2  # bytes free
MAIL_WAIT = 5  # seconds a mail server may take to greet
NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "glusterfs", "ceph", "lustre", "afs")


def findings() -> Iterator[Finding]:
    yield from system_checks()
    yield from switches()
    yield from earlier_keys()
    yield from disks()
    yield from folders()
    yield from counters()
    yield from mail()


def system_checks() -> Iterator[Finding]:
    """What Django and the shop check at `check --deploy`."""
    found = [each for each in run_checks(include_deployment_checks=True) if each.level >= WARNING]
    for each in found:
        make = error if each.level >= ERROR else warning
        yield make("settings", f"{each.id}: {first_line(each.msg)}", first_line(each.hint or "see check --deploy"))
    if not found:
        yield ok("settings", "check --deploy finds nothing")


def first_line(text: Any) -> str:
    return " ".join(str(text).split())


def switches() -> Iterator[Finding]:
    if settings.DEBUG:
        yield error("debug", "DEBUG is on: errors show code and settings to everybody", "Set DEBUG=0.")
    if settings.LIMITS_OFF_ON_LOOPBACK:
        yield warning("limits", "RATELIMIT_ENABLE=0: nobody on this machine is limited", "Set RATELIMIT_ENABLE=1.")
    if not settings.STAFF_SECOND_FACTOR:
        yield warning("staff", "a password alone opens /admin/", "Set STAFF_SECOND_FACTOR=1.")
    if settings.IS_HTTPS and not settings.TRUSTED_PROXIES:
        advice = "Set TRUSTED_PROXIES to the address of the proxy that ends TLS."
        yield warning("proxy", "no proxy is trusted: all customers behind one count as one address", advice)
    if not settings.PIX_KEY:
        yield warning("pix", "PIX_KEY is not set: nobody can pay by Pix", "Set PIX_KEY to the shop's own key.")


def earlier_keys() -> Iterator[Finding]:
    """Old keys are for the days of a change."""
    for name in ("SECRET_KEY_FALLBACKS", "JWT_SIGNING_KEY_FALLBACKS"):
        if count := len(getattr(settings, name)):
            advice = f"Take {name} away 30 days after the change."
            yield warning("keys", f"{count} earlier key(s) still open the shop ({name})", advice)
    if settings.SECRET_KEY == settings.JWT_SIGNING_KEY:
        yield error("keys", "SECRET_KEY and JWT_SIGNING_KEY are the same", "Give JWT_SIGNING_KEY a key of its own.")


# --- Disks and folders ---------------------------------------------------------------------------
def places() -> dict[str, Path]:
    found = {"media": Path(settings.MEDIA_ROOT), "erasures": Path(settings.ERASURES_FILE).parent}
    if connection.vendor == "sqlite" and (file := database_file()):
        found["database"] = file.parent
    if not settings.REDIS_URL:
        found["counters"] = Path(settings.COUNTERS_FILE).parent
    return found


def database_file() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    return None if name == ":memory:" or name.startswith("file:") else Path(name)


def existing(path: Path) -> Path:
    return next(each for each in (path, *path.absolute().parents) if each.exists())


def disks() -> Iterator[Finding]:
    """One line for each disk, however many folders lie on it."""
    by_disk: dict[int, tuple[Path, list[str]]] = {}
    for name, path in places().items():
        place = existing(path)
        by_disk.setdefault(place.stat().st_dev, (place, []))[1].append(name)
    for place, names in by_disk.values():
        usage = shutil.disk_usage(place)
        found = f"{usage.free / 1024**3:.1f} GiB free for {', '.join(names)}"
        if usage.free < TIGHT:
            yield error("disk", found, f"Make room on the disk of {place} now: nothing can be written soon.")
        elif usage.free < LITTLE:
            yield warning("disk", found, f"Make room on the disk of {place}.")
        else:
            yield ok("disk", found)


def folders() -> Iterator[Finding]:
    for name, path in places().items():
        try:
            path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path) as file:
                file.write(b"doctor")
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            advice = f"Give {path} to the person the shop runs as."
            yield error(name, f"{path} cannot be written: {problem.strerror}", advice)
        else:
            yield ok(name, f"{path} can be written")


def on_network(path: Path) -> str:
    """The kind of network file system a file lies on; "" for a disk of this machine (Linux tells, others do not)."""
    mounts = Path("/proc/mounts")
    best, kind = "", ""
    for line in mounts.read_text().splitlines() if mounts.exists() else ():
        _, point, system, *_ = line.split()
        if path.absolute().is_relative_to(point) and len(point) >= len(best):
            best, kind = point, system
    return kind if kind.startswith(NETWORK_FILE_SYSTEMS) else ""


# --- Servers -------------------------------------------------------------------------------------
def counters() -> Iterator[Finding]:
    kind = "Redis" if settings.REDIS_URL else "counters file"
    try:
        caches["counters"].set("doctor", 1, 5)
        is_kept = caches["counters"].get("doctor") == 1
    except STORE_DOWN as problem:
        advice = "Start Redis, or look at REDIS_URL." if settings.REDIS_URL else "Look at COUNTERS_FILE."
        yield error("counters", f"{kind} does not answer, so nobody can sign in: {first_line(problem)}", advice)
        return
    if is_kept:
        yield ok("counters", f"{kind} counts")
    else:
        yield error("counters", f"{kind} forgets at once", "Give it memory, and maxmemory-policy volatile-ttl.")


def mail() -> Iterator[Finding]:
    """A greeting, no letter."""
    options = settings.MAILERS["default"].get("OPTIONS", {})
    if "host" not in options:
        kind = settings.MAILERS["default"]["BACKEND"].rpartition(".")[0].rpartition(".")[2]
        advice = "Set EMAIL_URL=smtp+tls://user:password@host:587."
        yield warning("mail", f"letters go nowhere ({kind} backend)", advice)
        return
    where = f"{options['host']}:{options['port']}"
    try:
        connect = smtplib.SMTP_SSL if options["use_ssl"] else smtplib.SMTP
        with connect(options["host"], options["port"], timeout=MAIL_WAIT) as server:
            if options["use_tls"]:
                server.starttls()
            if options["username"]:
                server.login(options["username"], options["password"])
            server.noop()
    except smtplib.SMTPAuthenticationError:
        yield error("mail", f"{where} refuses the name or the password", "Correct EMAIL_URL.")
    except (OSError, smtplib.SMTPException) as problem:
        advice = "Start the mail server or correct EMAIL_URL; letters wait two days."
        yield error("mail", f"{where} does not answer: {first_line(problem)}", advice)
    else:
        yield ok("mail", f"{where} takes letters")
