"""Many at once for the same thing, over HTTP against four server processes. Each trial returns what it counted."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.trust.clients import Answer, App, Page, at_once
from tests.trust.shops import Trial

BUYERS, LAST_UNITS = 64, 10
CLICKS, LATER = 8, 3


def statuses(answers: list[Answer]) -> dict[str, int]:
    return {str(status): count for status, count in sorted(Counter(each.status for each in answers).items())}


def new_key(trial: Trial) -> str:
    return f"trial-{trial.random.getrandbits(64):x}"


def buying(trial: Trial, carts: list[dict[str, str]]) -> list[Callable[[], Answer]]:
    """Half of the carts through each door, in any order."""
    half = len(carts) // 2
    acts: list[Callable[[], Answer]] = []
    for cart in carts[:half]:
        page = Page(trial.url, cart["cookie"])
        acts.append(partial(page.confirm, page.open()))
    for cart in carts[half:]:
        acts.append(partial(App(trial.url).order, cart, key=new_key(trial)))
    trial.random.shuffle(acts)
    return acts


def last_units(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """64 buyers, 32 through each door, of the last 10 units: per repetition the answers, orders and units left."""
    rounds = trial.clerk.ask("carts", rounds=repetitions, count=BUYERS, stock=LAST_UNITS)
    told: list[dict[str, Any]] = []
    for each in rounds:
        answers = at_once(buying(trial, each["carts"]))
        orders = {answer.order for answer in answers if answer.order}
        refused = sum(answer.is_sold_out for answer in answers)
        told.append({"answers": statuses(answers), "numbers": len(orders), "refused": refused})
    counted = trial.clerk.ask("tally", products=[each["product"] for each in rounds])
    return {"rounds": [one | rows for one, rows in zip(told, counted, strict=True)]}


# --- The same request again ----------------------------------------------------------------------
def again_and_again(act: Callable[[], Answer]) -> list[Answer]:
    return at_once([act] * CLICKS) + [act() for _ in range(LATER)]


def same_key(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """A guest's app: the same Idempotency-Key 8 times at once and 3 times later."""
    made = trial.clerk.ask("carts", rounds=1, count=repetitions, stock=100)[0]
    app = App(trial.url)
    seen = [again_and_again(partial(app.order, cart, key=new_key(trial))) for cart in made["carts"]]
    return sameness(trial, seen, made)


def double_click(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """The form of the last step: the same submission 8 times at once and 3 times later."""
    made = trial.clerk.ask("carts", rounds=1, count=repetitions, stock=100)[0]
    seen = []
    for cart in made["carts"]:
        page = Page(trial.url, cart["cookie"])
        seen.append(again_and_again(partial(page.confirm, page.open())))
    return sameness(trial, seen, made)


def sameness(trial: Trial, seen: list[list[Answer]], made: dict[str, Any]) -> dict[str, Any]:
    """`different`: repetitions in which not all answers said the same."""
    kinds = [{(each.status, each.body, each.headers.get("location", "")) for each in answers} for answers in seen]
    rows = trial.clerk.ask("tally", products=[made["product"]])[0]
    return {
        "answers": statuses([each for answers in seen for each in answers]),
        "different": sum(len(kind) != 1 for kind in kinds),
        "orders": rows["orders"],
        "stock": rows["stock"],
    }


def renewed_token(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """A person's app: 8 at once, then a refreshed token, then 3 more with the same key."""
    people = trial.clerk.ask("people", count=repetitions)
    answers, different, new_tokens = [], 0, 0
    for person in people:
        key = new_key(trial)
        first = at_once([partial(App(trial.url, person["access"]).order, person, key=key)] * CLICKS)
        fresh = App(trial.url).post("auth/refresh/", {"refresh": person["refresh"]})
        new_tokens += fresh.status == 200 and fresh.json["access"] != person["access"]
        app = App(trial.url, fresh.json["access"])
        later = [app.order(person, key=key) for _ in range(LATER)]
        different += len({(each.status, each.body) for each in first + later}) != 1
        answers += first + later
    rows = trial.clerk.ask("tally", products=[person["product"] for person in people])
    orders = sum(each["orders"] for each in rows)
    return {"answers": statuses(answers), "different": different, "orders": orders, "new_tokens": new_tokens}


def both_doors(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """One cart, twice through each door at the same moment. `several`: repetitions that named more than one order."""
    made = trial.clerk.ask("carts", rounds=1, count=repetitions, stock=100)[0]
    answers, several = [], 0
    for cart in made["carts"]:
        page, app = Page(trial.url, cart["cookie"]), App(trial.url)
        acts: list[Callable[[], Answer]] = [partial(page.confirm, page.open())] * 2
        acts += [partial(app.order, cart, key=new_key(trial)) for _ in range(2)]
        trial.random.shuffle(acts)
        told = at_once(acts)
        several += len({each.order for each in told if each.order}) != 1
        answers += told
    rows = trial.clerk.ask("tally", products=[made["product"]])[0]
    return {"answers": statuses(answers), "several": several, "orders": rows["orders"], "stock": rows["stock"]}


def refreshes(trial: Trial, *, repetitions: int) -> dict[str, Any]:
    """One refresh token used by 8 at once. `odd`: repetitions in which not exactly one of them got a pair."""
    people = trial.clerk.ask("people", count=repetitions)
    answers, odd = [], 0
    for person in people:
        told = at_once([partial(App(trial.url).post, "auth/refresh/", {"refresh": person["refresh"]})] * CLICKS)
        odd += Counter(each.status for each in told) != {200: 1, 401: CLICKS - 1}
        answers += told
    return {"answers": statuses(answers), "odd": odd}
