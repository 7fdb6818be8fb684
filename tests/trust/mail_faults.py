"""The mail server is down, refuses, or greets nobody; the process that sends is killed. Orders do not notice."""

import email
import email.policy
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.servers import ROOT, free_port
from tests.trust.clients import App
from tests.trust.shops import Trial, open_trial
from tests.trust.wires import MailServer, mail_server

PATIENCE = 120  # seconds; the first minute or two a letter is tried again every ten seconds


@contextmanager
def shop_with_mail(kind: str, *, seed: int, **more: Any) -> Iterator[tuple[Trial, int]]:
    """Nobody listens at the port yet."""
    port = free_port()
    with open_trial(kind, seed=seed, EMAIL_URL=f"smtp://127.0.0.1:{port}", **more) as trial:
        yield trial, port


def order_many(trial: Trial, count: int) -> tuple[list[str], float]:
    """Numbers of so many orders, and the seconds the slowest took."""
    (made,) = trial.clerk.ask("carts", rounds=1, count=count, stock=count * 2)
    numbers, slowest = [], 0.0
    for cart in made["carts"]:
        began = time.monotonic()
        answer = App(trial.url).order(cart, key=f"mail-{cart['email']}")
        slowest = max(slowest, time.monotonic() - began)
        assert answer.status == 201, (answer.status, answer.body[:300])
        numbers.append(answer.order)
    return numbers, round(slowest, 2)


def letters_of(server: MailServer, numbers: list[str]) -> Counter[str]:
    """How many letters name each order."""
    texts = [in_words(letter) for letter in list(server.letters)]
    return Counter({number: sum(number in text for text in texts) for number in numbers})


def in_words(letter: bytes) -> str:
    read = email.message_from_bytes(letter, policy=email.policy.default)
    body = read.get_body(("plain",))
    return f"{read['Subject']}\n{body.get_content() if body is not None else ''}"


def wait_until(is_so: Callable[[], bool], limit: float = PATIENCE) -> float:
    """Seconds it took, or the limit."""
    began = time.monotonic()
    while not is_so() and time.monotonic() < began + limit:
        time.sleep(0.1)  # looking into the mailbox
    return round(time.monotonic() - began, 1)


def mail_away(trial: Trial, port: int, *, orders: int, silence: float = 0) -> dict[str, Any]:
    """Nobody listens, then everything is refused, then nobody greets; afterwards each letter goes out once."""
    numbers, slowest = order_many(trial, orders)
    sender = start_sender(trial)
    log = trial.shop.folder / "sender.log"
    wait_until(lambda: "ConnectionRefusedError" in log.read_text(errors="replace"))
    with mail_server(port) as server:
        server.mode = "refusing"
        wait_until(lambda: server.refused > 0)
        if silence:
            server.mode, server.silence = "silent", silence
            later, slow = order_many(trial, orders)
            numbers, slowest = numbers + later, max(slowest, slow)
            time.sleep(silence)  # the length of the fault
        letters_too_early = len(server.letters)
        server.mode = "through"
        seconds = wait_until(lambda: all(letters_of(server, numbers).values()))
        time.sleep(1)  # what would come twice comes now
        stop(sender, signal.SIGTERM)
        counts = letters_of(server, numbers)
    return {
        "orders": len(numbers), "slowest order s": slowest, "letters": sum(counts.values()), "silent s": silence,
        "too early": letters_too_early, "refused": server.refused, "delivered in s": seconds,
        "not once": sorted(number for number, count in counts.items() if count != 1),
        "violations": trial.clerk.ask("audit"),
    }  # fmt: skip


def start_sender(trial: Trial) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "run_jobs", "--loop", "--interval", "0.1", "--verbosity", "0"]
    log = (trial.shop.folder / "sender.log").open("ab")
    return subprocess.Popen(command, cwd=ROOT, env=trial.shop.environment, stdout=log, stderr=log)


def stop(sender: subprocess.Popen[bytes], how: signal.Signals = signal.SIGKILL) -> None:
    sender.send_signal(how)
    sender.wait(timeout=30)


def sender_killed(trial: Trial, port: int, *, kills: int, orders: int) -> dict[str, Any]:
    """`kill -9` of the sender among its letters: each goes out, and at most one more for each kill."""
    with mail_server(port) as server:
        numbers, _ = order_many(trial, orders)
        killed = 0
        for _ in range(kills):
            sender = start_sender(trial)
            before, deadline = len(server.letters), time.monotonic() + 30
            wanted = trial.random.randrange(1, max(2, orders // kills))
            while len(server.letters) < before + wanted and time.monotonic() < deadline:
                if all(letters_of(server, numbers).values()):
                    break
                time.sleep(trial.random.random() * 0.02)
            stop(sender)
            killed += 1
        sender = start_sender(trial)
        seconds = wait_until(lambda: all(letters_of(server, numbers).values()))
        stop(sender, signal.SIGTERM)
        counts = letters_of(server, numbers)
    twice = sum(count - 1 for count in counts.values() if count > 1)
    missing = sorted(number for number, count in counts.items() if not count)
    return {
        "kills": killed, "orders": len(numbers), "letters": sum(counts.values()), "more than once": twice,
        "missing": missing, "delivered in s": seconds, "violations": trial.clerk.ask("audit"),
    }  # fmt: skip
