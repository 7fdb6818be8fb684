"""What the trials need in a shop before they begin, and what they ask it afterwards.

`python -m tests.trust.prepare` runs in a process of that shop: a line `["name", {"wish": 1}]` in, a line of JSON out.
"""

import io
import itertools
import json
import sys
import time
from random import Random
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from tests.trust import clocks, folding, interrupted, scripts, worst


def carts(*, rounds: int, count: int, stock: int) -> list[dict[str, Any]]:
    """Per round a product with so many units, and carts of guests at the last step of the checkout, one unit each."""
    with transaction.atomic():
        return [one_round(count, stock) for _ in range(rounds)]


def one_round(count: int, stock: int) -> dict[str, Any]:
    from cart import basket
    from tests import buying

    now = timezone.now()
    product = buying.goods(stock_count=stock, at=now)
    made: list[dict[str, str]] = []
    for _ in range(count):
        cart, token = basket.open_for(user=None, token=None, at=now)
        basket.add(cart=cart, product_id=product.pk, quantity=1, at=now)
        made.append(at_the_last_step(cart, token or "", f"guest{cart.pk}@example.com"))
    return {"product": product.pk, "carts": made}


def more_carts(*, products: list[int], count: int) -> list[dict[str, str]]:
    """Carts of guests at the last step with one unit of one of these each, one transaction a cart."""
    from cart import basket

    made = []
    for number in range(count):
        now = timezone.now()
        with transaction.atomic():
            cart, token = basket.open_for(user=None, token=None, at=now)
            basket.add(cart=cart, product_id=products[(cart.pk + number) % len(products)], quantity=1, at=now)
            made.append(at_the_last_step(cart, token or "", f"guest{cart.pk}@example.com"))
    return made


def on_sale() -> dict[str, list[Any]]:
    """Slugs of what is shown, and the ids of what there is plenty of."""
    from catalog.models import Product

    shown = Product.objects.visible().order_by("-stock", "pk")
    return {
        "slugs": list(shown.values_list("slug", flat=True)[:300]),
        "plenty": list(shown.filter(stock__gte=100_000).values_list("pk", flat=True)[:50]),
    }


def at_the_last_step(cart: Any, token: str, email: str) -> dict[str, str]:
    """How both doors know this cart, and the total both of them are to show."""
    from cart.visitor import SALT
    from orders import drafts
    from tests import buying

    now = timezone.now()
    drafts.keep_buyer(cart=cart, buyer=buying.buyer(email), at=now)
    drafts.keep_delivery(cart=cart, delivery=buying.PICKUP, at=now)
    total = buying.total_of(cart, at=now)
    return {
        "token": token,
        "cookie": signing.Signer(salt=SALT).sign(token),
        "total": f"{total:.2f}",
        "email": email,
    }


def baskets(*, count: int, lines: int, seed: int) -> dict[str, Any]:
    """Carts of guests that hold the same products, each put in in another order."""
    from cart import basket
    from tests import buying

    random, now, made = Random(seed), timezone.now(), []
    with transaction.atomic():
        products = [buying.goods(stock_count=1_000_000, at=now) for _ in range(lines)]
        for _ in range(count):
            cart, token = basket.open_for(user=None, token=None, at=now)
            random.shuffle(products)
            for product in products:
                basket.add(cart=cart, product_id=product.pk, quantity=1, at=now)
            made.append(at_the_last_step(cart, token or "", f"guest{cart.pk}@example.com"))
    return {"carts": made, "products": [product.pk for product in products], "stock": 1_000_000}


def threes(*, count: int) -> dict[str, Any]:
    """Per round a cart of three whose last product has one unit, and a rival's cart with that one."""
    from cart import basket
    from tests import buying

    now, rounds = timezone.now(), []
    with transaction.atomic():
        shared = [buying.goods(stock_count=1_000_000, at=now) for _ in range(2)]
        for _ in range(count):
            last = buying.goods(stock_count=1, at=now)
            made: dict[str, Any] = {"slug": last.slug}
            for name, products in (("three", [*shared, last]), ("rival", [last])):
                cart, token = basket.open_for(user=None, token=None, at=now)
                for product in products:
                    basket.add(cart=cart, product_id=product.pk, quantity=1, at=now)
                made[name] = at_the_last_step(cart, token or "", f"guest{cart.pk}@example.com")
            rounds.append(made)
    return {"rounds": rounds, "shared": [product.pk for product in shared]}


def people(*, count: int, stock: int = 100) -> list[dict[str, Any]]:
    """Persons with a cart, each with the tokens of an app."""
    from accounts import tokens
    from tests import buying, make

    made, now = [], timezone.now()
    with transaction.atomic():
        for _ in range(count):
            user = make.user(f"p{next(make.NUMBERS)}@example.com")
            product = buying.goods(stock_count=stock, at=now)
            cart = buying.cart_with({product: 1}, user=user, at=now)
            pair = tokens.issue(user=user, agent="trial", address="", at=now)
            total = f"{buying.total_of(cart, at=now):.2f}"
            shown = {"access": pair.access, "refresh": pair.refresh, "total": total, "email": user.email}
            made.append(shown | {"product": product.pk})
    return made


def tally(*, products: list[int]) -> list[dict[str, int]]:
    """Of each product: orders that hold it, carts of those orders, units sold, units left."""
    from catalog.models import Product
    from orders.models import Order, OrderLine

    found = []
    for pk in products:
        lines = OrderLine.objects.filter(product_id=pk)
        orders = Order.objects.filter(lines__in=lines)
        left = Product.objects.values_list("stock", flat=True).get(pk=pk)
        found.append(
            {
                "orders": orders.count(),
                "carts": orders.values("cart").distinct().count(),
                "sold": sum(lines.values_list("quantity", flat=True)),
                "stock": left,
            }
        )
    return found


def orders_of(*, tokens: list[str]) -> list[list[str]]:
    """Numbers of the orders each of these carts became."""
    from cart.basket import hash_of
    from orders.models import Order

    made: dict[str, list[str]] = {}
    for hashed, number in Order.objects.values_list("cart__token_hash", "number"):
        made.setdefault(hashed or "", []).append(number)
    return [made.get(hash_of(token), []) for token in tokens]


def lamp_and_coupon() -> str:
    """Something to buy and the code of a coupon for it."""
    from tests import buying

    with transaction.atomic():
        buying.goods(stock_count=50, price="319.90", title="Pendente Lua", at=timezone.now())
        return str(buying.coupon(f"LUZ{time.time_ns()}").code)


def hand_over(*, number: str) -> str:
    """What staff do with a paid order: pack it, ship it, hear that it arrived."""
    from orders import lifecycle
    from orders.models import Order

    order, now = Order.objects.get(number=number), timezone.now()
    lifecycle.pick(order=order, at=now, by=None)
    lifecycle.ship(order=order, carrier="Transportadora", tracking_code="BR1", at=now, by=None)
    lifecycle.deliver(order=order, at=now)
    return order.status


def customer(*, email: str, called: str, password: str) -> str:
    """Somebody with an address and an order, whose mailbox is proven; the slug of a lamp to buy."""
    from accounts import addresses, holdings
    from tests import buying, make

    now = timezone.now()
    with transaction.atomic():
        user = make.user(email, password=password, name=called, document="52998224725", email_verified_at=now)
        terms = buying.ADDRESS | {"recipient": user.name, "postal_code": "01310100"}
        fields = addresses.AddressFields(**terms)
        addresses.add(user=user, fields=fields, is_default=True)
        product = buying.goods(stock_count=50, at=now)
        buying.place(buying.cart_with({product: 1}, user=user, at=now), email=email, at=now)
        holdings.claim(user=user)
        return product.slug


def customer_tokens() -> list[dict[str, str]]:
    """Somebody who can sign in."""
    from tests import make

    password = "luz-quente-na-sala-42"
    user = make.user(f"clock{time.time_ns()}@example.com", password=password, email_verified_at=timezone.now())
    return [{"email": user.email, "password": password}]


MAILBOXES = ("known", "unknown", "inactive", "new here", "new there")


def mailboxes(*, count: int) -> dict[str, list[str]]:
    """So many of people who have an account, of people who were deactivated, and of nobody."""
    from accounts.models import User
    from tests import make

    stamp = time.time_ns()
    found = {kind: [f"{kind.replace(' ', '')}{stamp}x{n}@example.com" for n in range(count)] for kind in MAILBOXES}
    hashed = make.user(f"first{stamp}@example.com", password="luz-quente-na-sala-42").password
    User.objects.bulk_create(
        User(email=email, name="Ana", password=hashed, is_active=kind == "known")
        for kind in ("known", "inactive")
        for email in found[kind]
    )
    return found


def long_token(*, role: str, hours: int) -> str:
    """An access token of a customer, or of staff who may do everything, that outlasts a long run."""
    from datetime import timedelta

    from django.conf import settings

    from accounts import tokens
    from accounts.models import User

    now = timezone.now()
    customer(email=f"{role}@example.com", called=role.title(), password="porta-aberta-ao-sol-5")
    user = User.objects.get(email=f"{role}@example.com")
    if role == "staff":
        User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    settings.SIMPLE_JWT = settings.SIMPLE_JWT | {"ACCESS_TOKEN_LIFETIME": timedelta(hours=hours)}
    return tokens.issue(user=user, agent="long run", address="", at=now).access


def leave_after_backup(*, step: str, email: str = "") -> str:
    """Somebody opens an account before a backup, and is forgotten after it."""
    from datetime import timedelta

    from accounts import privacy
    from accounts.models import User
    from tests import make

    now = timezone.now()
    if step == "before":
        return make.user(f"some{time.time_ns()}@example.com", name="Rosa Some", email_verified_at=now).email
    user = User.objects.get(email=email)
    privacy.ask_erasure(user=user, at=now - timedelta(days=8))
    privacy.erase_due(at=now)
    assert not User.objects.filter(email=email).exists()
    return email


def audit() -> list[Any]:
    """Violations, by the command itself."""
    from django.core.management import CommandError, call_command

    told = io.StringIO()
    try:
        call_command("audit_shop", format="json", stdout=told)
    except CommandError:
        assert json.loads(told.getvalue())["count"]
    return list(json.loads(told.getvalue())["violations"])


def hold(*, seconds: int) -> int:
    """Write transactions of half a second, one after the other; how many."""
    from catalog.models import Product

    until, held = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        with transaction.atomic():
            Product.objects.filter(sku="").update(sku="")
            time.sleep(0.5)  # the slow writer this is about
        held += 1
    return held


def integrity() -> str:
    """What the database says of itself."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return "ok"  # it has come back by itself, or nothing would answer
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return str(cursor.fetchone()[0])


def deadlocks() -> int:
    """How many the server has broken up in this database."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def promises() -> dict[str, Any]:
    """How the database was told to keep what is written, asked of a living connection."""
    from django.db import connection

    if connection.vendor == "sqlite":
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        query = "PRAGMA {}"
    else:
        names = ("synchronous_commit", "fsync", "lock_timeout", "statement_timeout", "transaction_isolation", "jit")
        query = "SHOW {}"
    told: dict[str, Any] = {"ATOMIC_REQUESTS": connection.settings_dict["ATOMIC_REQUESTS"]}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(query.format(name))
            told[name] = cursor.fetchone()[0]
    return told | {"begins": connection.settings_dict["OPTIONS"].get("transaction_mode", "")}


ASKED = (
    carts, more_carts, on_sale, baskets, threes, people, tally, orders_of, lamp_and_coupon, hand_over, audit,
    promises, hold, integrity, deadlocks, customer, customer_tokens, leave_after_backup, folding.fold_killed,
    long_token, mailboxes, scripts.pages_of_a_world, scripts.poison,
    interrupted.catalogue, interrupted.rows_of_feed, clocks.days_of_orders, worst.worst_addresses,
)  # fmt: skip
NAMES = {each.__name__: each for each in ASKED}


def main() -> None:
    import django

    django.setup()
    from tests import make

    make.NUMBERS = itertools.count(time.time_ns() // 1_000_000)  # names no other process has given
    for line in sys.stdin:
        name, wishes = json.loads(line)
        print(json.dumps(NAMES[name](**wishes)), flush=True)


if __name__ == "__main__":
    main()
