"""Every route of the shop, asked by every kind of person with every method, and what it answers.

A route is named as the resolver spells it. Whatever an address names belongs to customer A. Those of the back office
are asked by each of the staff's groups too ("staff with permission" has every one there is).
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.redirects.models import Redirect
from django.core.cache import caches
from django.db import models, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from accounts import activity, addresses, privacy, tokens
from accounts.models import Activity, BrowserSession, Erasure, User
from cart import coupon_batches
from cart.models import CartLine, CouponBatch
from catalog import favorites
from catalog.models import (
    Alert,
    Banner,
    Brand,
    HomeSection,
    PriceBatch,
    Product,
    Review,
    SearchMiss,
    SheetImport,
    SyncIssue,
    SyncRehearsal,
    SyncRun,
)
from iluminacasa import report_pages
from orders import access, payments, phone
from orders.models import Order, PaymentNotice, PhoneDraft, SavedFilter
from tests import buying, make
from tests.people import PASSWORD

FILE = Path(__file__).with_name("routes.csv")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
ROLES = ("anonymous", "customer A", "customer B", "staff without permission", "staff with permission")
GROUPS = ("Atendimento", "Estoque", "Catálogo", "Financeiro", "Gerente")
BACK_OFFICE = "admin/"
LINK = " (with its link)"  # an order's page, asked by people who were given the link
PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
ORDER = "pedido/<slug:number>/<slug:token>/"
Rows = dict[tuple[str, str], tuple[int, ...]]


def roles_for(route: str, method: str) -> tuple[str, ...]:
    """The admin's views take any method for GET or POST, so the groups are asked by these two."""
    return (*ROLES, *GROUPS) if route.startswith(BACK_OFFICE) and method in ("GET", "POST") else ROLES


def routes() -> list[str]:
    found = list(walk(get_resolver().url_patterns))
    return found + [f"{route}{LINK}" for route in found if route.startswith(ORDER)]


def walk(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from walk(each.url_patterns, route)
        else:
            yield route


# --- Who and what there is -----------------------------------------------------------------------
@dataclass
class World:
    """One customer with one of everything, another with as much, and people who ask."""

    ana: User
    lamp: Product
    order: Order
    other: Order
    values: dict[str, str]
    clients: dict[str, Client]
    people: dict[str, User]
    bearers: dict[str, str] = field(default_factory=dict)

    def renew(self) -> None:
        """Tokens and links that end after minutes, so that a slow machine sees the same."""
        caches["counters"].clear()  # passwords are asked so often in no shop
        now = timezone.now()
        for role, user in self.people.items():
            self.bearers[role] = tokens.issue(user=user, agent="matrix", address="", at=now).access
        link = privacy.export_link(user=self.ana, password=PASSWORD)
        self.values["conta/privacidade/dados/|token"] = link

    def path(self, route: str, role: str) -> str:
        """The address of this route, naming what is A's."""
        is_given = route.endswith(LINK)
        pattern = route.removesuffix(LINK).replace("^", "").replace("$", "")

        def filled(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            if name == "token" and pattern.startswith(ORDER):
                return self.link_token(role, is_given=is_given)
            return self.value(pattern, name)

        path = PLACE.sub(filled, pattern)
        return "/api/nothing/" if path == "api/" else f"/{path}"

    def link_token(self, role: str, *, is_given: bool) -> str:
        """A has the link to her order; B tries the token of another one; nobody else has any."""
        if is_given or role == ROLES[1]:
            return access.token_of(self.order)
        return access.token_of(self.other) if role == ROLES[2] else "wrong"

    def value(self, pattern: str, name: str) -> str:
        """The longest beginning of the route that says what its variable means."""
        known = [key for key in self.values if pattern.startswith(key.partition("|")[0]) and key.endswith(f"|{name}")]
        if not known:
            raise LookupError(f"no value for {name} in {pattern}: name one in tests/trust/matrix.py")
        return self.values[max(known, key=len)]


def build() -> World:
    now = timezone.now()
    lamp = buying.goods(at=now)
    ana, bia = customer("ana@example.com", lamp), customer("bia@example.com", lamp)
    plain = make.user("plain@example.com", is_staff=True)
    chief = make.user("chief@example.com", is_staff=True, is_superuser=True)
    order, other = (bought(each, lamp) for each in (ana, bia))
    rest_of_the_back_office(order)
    people = dict(zip(ROLES[1:], (ana, bia, plain, chief), strict=True))
    clients = {ROLES[0]: browser(None)} | {role: browser(user) for role, user in people.items()}
    clients |= {name: browser(member(name)) for name in GROUPS}
    tokens.issue(user=ana, agent="another", address="", at=now)
    values = values_of(ana, lamp, order)
    world = World(ana=ana, lamp=lamp, order=order, other=other, values=values, clients=clients, people=people)
    world.renew()
    return world


def member(name: str) -> User:
    """Somebody of that group, with nothing else."""
    user = make.user(f"staff{GROUPS.index(name)}@example.com", is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    return user


def customer(email: str, lamp: Product) -> User:
    """With an address, a favourite, an alert, a review and a cart."""
    now = timezone.now()
    user = make.user(email, password=PASSWORD, name=email[:3].title(), email_verified_at=now, document="52998224725")
    fields = addresses.AddressFields(
        recipient=user.name, postal_code="01310100", street="Avenida Paulista", number="1", district="Bela Vista",
        city="São Paulo", state="SP",
    )  # fmt: skip
    addresses.add(user=user, fields=fields, is_default=True)
    favorites.add(user=user, product_id=lamp.pk, at=now)
    Alert.objects.create(
        product=lamp, email=email, kind=Alert.Kind.PRICE_DROP, price_seen=lamp.sale_price, confirmed_at=now
    )
    make.review(lamp, author=user)
    return user


def bought(user: User, lamp: Product) -> Order:
    """One order that was paid, and a cart with something in it again."""
    now = timezone.now()
    cart = buying.cart_with({lamp: 1}, user=user, at=now)
    order = buying.place(cart, email=user.email, at=now)
    Order.objects.filter(pk=order.pk).update(user=user)
    payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=now)
    buying.cart_with({lamp: 1}, user=user, at=now)
    order.refresh_from_db()
    return order


def rest_of_the_back_office(order: Order) -> None:
    payment = order.payments.get()
    payments.refund(payment=payment, amount=Decimal("1.00"), reason="amassado", key="r", at=timezone.now())
    PaymentNotice.objects.create(provider="pix", event_id="e", outcome=PaymentNotice.Outcome.QUARANTINED)
    buying.coupon()
    buying.rate()
    Banner.objects.create(place=Banner.Place.values[0], title="Luz")
    HomeSection.objects.create(kind=HomeSection.Kind.values[0], title="Luz")
    SearchMiss.objects.create(query="lus")
    run = SyncRun.objects.create(source="demo", state=SyncRun.State.DONE)
    SyncIssue.objects.create(run=run, kind=SyncIssue.Kind.values[0], code="c", message="m")
    make.definition("luminous_flux", 100)
    make.brand()
    Group.objects.create(name="Loja")
    batch = CouponBatch(name="Natal", quantity=1)
    terms = dict.fromkeys(coupon_batches.TERMS) | {
        "kind": "free_freight",
        "minimum_total": 0,
        "combines_with_sale": True,
    }
    coupon_batches.make(batch=batch, terms=terms, by=order.user, at=timezone.now())
    activity.record(by=None, obj=batch, verb=activity.Verb.ACTED, at=timezone.now(), note="feito")
    PriceBatch.objects.create(kind=PriceBatch.Kind.RAISE_PERCENT, value=Decimal(10))
    SheetImport.objects.create(filename="produtos.csv")
    SyncRehearsal.objects.create(source="demo", state=SyncRehearsal.State.READY)
    phone.begin(by=order.user, at=timezone.now())
    SavedFilter.objects.create(owner=order.user, name="Meu", query="aba=todos")
    Erasure.objects.create(due_at=timezone.now(), done_at=timezone.now())
    Redirect.objects.create(site_id=1, old_path="/velho/", new_path="/catalogo/")


def values_of(ana: User, lamp: Product, order: Order) -> dict[str, str]:
    """What the variables of addresses stand for: `beginning of the route|name of the variable`."""
    line = CartLine.objects.get(cart__user=ana, cart__ordered_at__isnull=True)
    family = tokens.families(user=ana, at=timezone.now())[0].pk
    session = BrowserSession.objects.create(user=ana, session_key="another")
    rows = {
        "admin/accounts/user/|id": ana.pk, "admin/catalog/product/|product_id": lamp.pk,
        "admin/catalog/pricebatch/|batch_id": PriceBatch.objects.get().pk,
        "admin/catalog/sheetimport/|sheet_id": SheetImport.objects.get().pk,
        "admin/catalog/syncrun/ensaios/|rehearsal_id": SyncRehearsal.objects.get().pk,
        "admin/orders/order/filtros/|pk": SavedFilter.objects.get().pk,
        "admin/orders/order/telefone/|pk": PhoneDraft.objects.get().pk,
        "admin/orders/customer/|pk": ana.pk, "admin/accounts/activity/|pk": Activity.objects.latest("pk").pk,
        "admin/accounts/activity/lote/|batch": Activity.objects.latest("pk").batch,
        "admin/cart/couponbatch/|pk": CouponBatch.objects.get().pk,
        "admin/orders/order/|pk": order.pk, "admin/orders/payment/|pk": order.payments.get().pk,
    }  # fmt: skip
    for model in admin.site._registry:
        label = f"admin/{model._meta.app_label}/{model._meta.model_name}/|object_id"
        rows[label] = first_of(model, ana, order)
    own = {
        "api/v1/users/me/addresses/|id": ana.addresses.get().pk, "conta/enderecos/|number": ana.addresses.get().pk,
        "api/v1/users/me/alerts/|id": Alert.objects.get(email=ana.email).pk,
        "conta/avisos/|number": Alert.objects.get(email=ana.email).pk,
        "api/v1/users/me/reviews/|id": Review.objects.get(author=ana).pk,
        "conta/avaliacoes/|number": Review.objects.get(author=ana).pk,
        "api/v1/cart/items/|id": line.pk, "carrinho/item/|number": line.pk,
    }  # fmt: skip
    words = {
        "|slug": lamp.slug, "|number": order.number, "|token": "wrong", "|name": "placed", "|kind": "terms",
        "|path": "p/none.webp",
        "|url": "nothing/", "|app_label": "orders", "|provider": "pix", "sitemap-|name": "produtos",
        "admin/orders/order/|name": "separar", "admin/relatorios/|name": report_pages.titles()[0][0],
        "admin/orders/order/documentos/|name": "separacao", "admin/catalog/product/exportar/|kind": "csv",
        "admin/orders/payment/|name": "devolver", "categoria/|slug": lamp.category.slug, "api/v1/categories/|slug":
        lamp.category.slug, "api/v1/brands/|slug": Brand.objects.get().slug, "<slug:slug>/|slug": "sobre",
        "admin/tarefas/|key": "0b9c7f7e-2b0c-4c55-9a55-6f0f4f1c2f1f",
        "admin/r/|content_type_id": ContentType.objects.get_for_model(Product).pk, "admin/r/|object_id": lamp.pk,
    }  # fmt: skip
    sessions = {
        "conta/sessoes/|number": session.pk, "api/v1/users/me/sessions/|id": family,
        "conta/sessoes/aplicativo/|family": family,
    }  # fmt: skip
    return {key: str(value) for key, value in (rows | own | words | sessions).items()}


def first_of(model: type[models.Model], ana: User, order: Order) -> Any:
    """A row of that model, A's where there are several."""
    if issubclass(model, User):
        return ana.pk
    if model is Order:
        return order.pk
    found = model._default_manager.order_by("pk").first()
    if found is None:
        raise LookupError(f"no row of {model.__name__}: make one in tests/trust/matrix.py")
    return found.pk


def browser(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


# --- Asking --------------------------------------------------------------------------------------
def ask(world: World, route: str, role: str, method: str) -> int:
    """The status, and nothing of what the request did stays."""
    client, path = world.clients[role], world.path(route, role)
    kept = client.cookies.output()
    is_api = path.startswith("/api/")
    headers = {"Authorization": f"Bearer {world.bearers[role]}"} if is_api and role in world.bearers else {}
    has_body = method in ("POST", "PUT", "PATCH", "DELETE")
    kind = "application/json" if is_api else "application/x-www-form-urlencoded"
    body = ("{}" if is_api else "") if has_body else ""
    with transaction.atomic():
        answer: HttpResponseBase = client.generic(method, path, body, kind if has_body else "", headers=headers)
        if answer.streaming:
            b"".join(answer)  # type: ignore[call-overload]  # bytes; the stub knows of text, too
        transaction.set_rollback(True)
    if client.cookies.output() != kept:
        client.cookies.load(kept.replace("Set-Cookie: ", ""))
    return answer.status_code


def asked(world: World, route: str, methods: Iterable[str] = METHODS) -> Rows:
    world.renew()
    return {
        (route, method): tuple(ask(world, route, role, method) for role in roles_for(route, method))
        for method in methods
    }


# --- The file ------------------------------------------------------------------------------------
def written() -> Rows:
    """What the committed file expects."""
    rows: Rows = {}
    with FILE.open(newline="") as lines:
        for route, methods, *statuses in list(csv.reader(lines))[1:]:
            for method in methods.split():
                rows[route, method] = tuple(int(status) for status in statuses if status)
    return rows


def write(rows: Rows) -> None:
    with FILE.open("w", newline="") as lines:
        paper = csv.writer(lines, lineterminator="\n")
        paper.writerow(["route", "methods", *ROLES, *GROUPS])
        for route in sorted({route for route, _ in rows}):
            alike: dict[tuple[int, ...], list[str]] = {}
            for method in METHODS:
                alike.setdefault(rows[route, method], []).append(method)
            for statuses, methods in alike.items():
                blank = [""] * (len(ROLES) + len(GROUPS) - len(statuses))
                paper.writerow([route, " ".join(methods), *statuses, *blank])


def as_text(rows: Rows) -> str:
    return "\n".join(
        f"{route or '(home)'} {method}: {json.dumps(statuses)}" for (route, method), statuses in rows.items()
    )
