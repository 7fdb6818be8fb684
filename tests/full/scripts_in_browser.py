"""Every page of shop and back office in Chromium, while every column of text holds script: nothing runs, nothing loads.

    .venv/bin/python -m tests.full.scripts_in_browser
    .venv/bin/python -m tests.full.scripts_in_browser --turns 6 --database postgres://user@host/any

The pages' own policy is switched off in the browser, so that escaping alone is judged. First the control: the same two
hundred payloads written into a page as they are must run or load in at least a third of the cases. A shop with one of
everything is poisoned once a turn, each time with other payloads in each column. Exit code 0 only when nothing ran.
"""

import argparse
import sys
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Dialog, Page, Request, sync_playwright
from playwright.sync_api import Error as Broken

from tests.trust import scripts
from tests.trust.clients import Door
from tests.trust.shops import Trial, open_trial

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
NO_PAGE = ("Download is starting", "ERR_ABORTED", "interrupted by another")  # counted as not opened
PATIENCE = 20_000  # milliseconds


@dataclass
class Watch:
    """What a page did that it may not."""

    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    at: str = ""

    def on(self, page: Page) -> None:
        page.on("dialog", self.dialog)
        page.on("request", self.request)

    def dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(self.at)
        dialog.dismiss()

    def request(self, request: Request) -> None:
        if scripts.CANARY in request.url.partition("?")[0]:
            self.requests.append(f"{self.at}: {request.url}")


def control(context: BrowserContext) -> int:
    """How many of the payloads do something where they are not escaped."""
    context.route(f"**://{scripts.CANARY}/**", lambda route: route.abort())
    page, loud = context.new_page(), 0
    watch = Watch()
    watch.on(page)
    for payload in scripts.payloads():
        before = len(watch.dialogs) + len(watch.requests)
        try:
            page.set_content(f"<!doctype html><p>{payload}</p>", wait_until="commit", timeout=PATIENCE)
            page.wait_for_timeout(120)
        except Broken:  # it led away
            page = context.new_page()
            watch.on(page)
        loud += len(watch.dialogs) + len(watch.requests) > before
    page.close()
    return loud


def is_page(trial: Trial, known: dict[str, Any], role: str, path: str) -> bool:
    """Something to look at, not a file, a form's address or a way on."""
    try:
        answer = Door(trial.url).ask("GET", path, Cookie=f"{known['cookie']}={known['cookies'].get(role, '')}")
    except UnicodeDecodeError:
        return False
    return answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html")


def look(trial: Trial, context: BrowserContext, known: dict[str, Any], watch: Watch) -> tuple[int, int]:
    """Pages that were opened, and those that held a payload."""
    page = context.new_page()
    watch.on(page)
    opened = held = 0
    asked = [("customer A", f"/busca/?q={quote(payload)}") for payload in scripts.payloads()[::20]]
    for role, path in [*map(tuple, known["pages"]), *asked]:
        context.clear_cookies()
        if role in known["cookies"]:
            context.add_cookies([{"name": known["cookie"], "value": known["cookies"][role], "url": trial.url}])
        watch.at = path
        try:
            page.goto(f"{trial.url}{path}", wait_until="domcontentloaded", timeout=PATIENCE)
        except Broken as error:
            if not any(word in str(error) for word in NO_PAGE):
                raise
            page.close()
            page = context.new_page()
            watch.on(page)
            continue
        opened += 1
        held += "canario" in page.content()
    page.wait_for_timeout(500)
    page.close()
    return opened, held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--database", default="", help="address of a PostgreSQL server; SQLite without it")
    parser.add_argument("--seed", type=int, default=20260310)
    asked = parser.parse_args()
    kind = "postgresql" if asked.database else "sqlite"
    watch, opened, held, written = Watch(), 0, 0, 0
    with (
        open_trial(kind, seed=asked.seed, server=asked.database, workers=2, STAFF_SECOND_FACTOR="0") as trial,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        context = browser.new_context(bypass_csp=True, accept_downloads=False)
        loud = control(context)
        known = trial.clerk.ask("pages_of_a_world")
        known["pages"] = [each for each in known["pages"] if is_page(trial, known, *each)]
        for turn in range(asked.turns):
            written += trial.clerk.ask("poison", turn=turn)
            now = look(trial, context, known, watch)
            opened, held = opened + now[0], held + now[1]
            print(f"turn {turn}: {now[0]} pages, {now[1]} with a payload", flush=True)
        browser.close()
    for each in [*watch.dialogs, *watch.requests]:
        print(f"ran: {each}")
    seen = f"{written} values, {opened} pages, {held} with a payload"
    ran = f"{len(watch.dialogs)} dialogs, {len(watch.requests)} requests"
    print(f"seed {asked.seed}: {loud} of {len(scripts.payloads())} run unescaped; {seen}: {ran}")
    return int(bool(watch.dialogs or watch.requests or loud < len(scripts.payloads()) / 3 or held < 50))


if __name__ == "__main__":
    sys.exit(main())
