"""`kill -9` while a guest's cart is folded into the person's: both carts as they were, or their union; never less."""

import os
import random
import signal
import time
from collections import Counter
from typing import Any

from django.utils import timezone

GUESTS, OWN = [(0, 2), (1, 3), (2, 1)], [(0, 4), (3, 1)]  # (product, units)
UNION = {0: 6, 1: 3, 2: 1, 3: 1}


def fold_killed(*, kills: int, seed: int) -> dict[str, Any]:
    """Each fold in a process of its own, killed at any moment of it; afterwards the person comes again."""
    from tests import buying

    dice, found, odd = random.Random(seed), Counter[str](), []
    goods = [buying.goods(stock_count=90, at=timezone.now()).pk for _ in range(4)]
    whole = max(fold_in_a_process(*two_carts(goods), killed_after=None) for _ in range(3))
    for _ in range(kills):
        user, token = two_carts(goods)
        fold_in_a_process(user, token, killed_after=dice.uniform(0, whole * 2))
        seen = carts_of(user, token, goods)
        found[seen] += 1
        fold_in_a_process(user, token, killed_after=None)
        after = carts_of(user, token, goods)
        if seen == "less" or after != "union":
            odd.append(f"user {user.pk}: {seen}, then {after}")
    return {"kills": kills, "a fold takes ms": round(whole * 1000, 1), "found": dict(found), "odd": odd}


def two_carts(goods: list[int]) -> tuple[Any, str]:
    from cart import basket
    from tests import make

    now = timezone.now()
    user = make.user(f"fold{next(make.NUMBERS)}@example.com")
    guest, token = basket.open_for(user=None, token=None, at=now)
    own, _ = basket.open_for(user=user, token=None, at=now)
    for cart, lines in ((guest, GUESTS), (own, OWN)):
        for place, units in lines:
            basket.add(cart=cart, product_id=goods[place], quantity=units, at=now)
    return user, token or ""


def fold_in_a_process(user: Any, token: str, *, killed_after: float | None) -> float:
    """Seconds from its first to its last statement; told by the process itself, 0 for one that is killed."""
    from django.db import connections

    from cart import basket

    connections.close_all()  # no connection lives in two processes
    ready, says = os.pipe()
    pid = os.fork()
    if not pid:
        connections["default"].ensure_connection()
        began = time.monotonic()
        os.write(says, b"begin.")
        basket.current(user=user, token=token, at=timezone.now())
        os.write(says, f"{time.monotonic() - began:.6f}".encode())
        os._exit(0)
    os.close(says)
    os.read(ready, 6)
    if killed_after is not None:
        time.sleep(killed_after)  # any moment of it
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    told = os.read(ready, 32)
    os.close(ready)
    return float(told) if told and killed_after is None else 0.0


def carts_of(user: Any, token: str, goods: list[int]) -> str:
    from cart import basket
    from cart.models import Cart

    def units(cart: Cart | None) -> dict[int, int]:
        rows = cart.lines.values_list("product_id", "quantity") if cart is not None else []
        return {goods.index(product): quantity for product, quantity in rows}

    guest, own = basket.with_token(token), Cart.objects.filter(user=user, ordered_at__isnull=True).first()
    if units(guest) == dict(GUESTS) and units(own) == dict(OWN):
        return "two carts"
    return "union" if guest is None and units(own) == UNION else "less"
