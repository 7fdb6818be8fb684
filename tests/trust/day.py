"""A whole day in the shop, in this process: an app by the API, people by the pages, staff at their desks, the jobs.

Whatever is to hold of all of it at once is asked around this day: nothing slow inside a transaction, nothing secret in
the logs, nothing taken that was not asked for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from iluminacasa import jobs
from orders.models import Order
from tests.pages_buy.shopper import Shopper
from tests.people import PASSWORD, links
from tests.trust import matrix, prepare
from tests.trust.api_story import App, Story
from tests.trust.shops import SECRET

NEW, NEWER = "corredor-claro-de-manha-8", "varanda-acesa-a-noite-31"
SETTINGS = {
    "PIX_KEY": "123e4567-e12b-12d1-a456-426655440000", "PIX_WEBHOOK_SECRET": SECRET, "LIMITS_OFF_ON_LOOPBACK": True,
    "PIX_MERCHANT_NAME": "Ilumina Casa", "PIX_MERCHANT_CITY": "Sao Paulo",
}  # fmt: skip
QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "pictures"]}}
TOKENS = re.compile(r'"(?:access|refresh|token|cart_token|order_token|client_secret)": ?"([^"]{16,})"')
SHORTEST = 24  # characters of a token in a link
WRONG = "errada-mas-longa-9"
Bend = Callable[[str, str, bytes], bytes]


@dataclass
class Inside(App):
    """The app of the story without a network. `bend`: (method, path, body) -> the body that is sent instead."""

    client: Client = field(default_factory=Client)
    bend: Bend | None = None
    handed_out: set[str] = field(default_factory=set)  # tokens of any kind, as they were answered

    def send(
        self, method: str, path: str, data: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:  # fmt: skip
        if data and self.bend is not None:
            data = self.bend(method, path, data)
        kind = "application/json" if data else ""
        answer = self.client.generic(method, path, data, kind, headers=headers or {})
        # Its parts are bytes; the stub knows of text, too.
        content: bytes = b"".join(answer) if answer.streaming else answer.content  # type: ignore[call-overload]
        self.handed_out |= set(TOKENS.findall(content.decode(errors="replace")))
        return answer.status_code, content


def by_api(app: Inside) -> list[str]:
    """One purchase by an app, from the first look to the erasure of the account."""
    return Story(app, SECRET, coupon="LUZ10", ship=hand_over).tell()


def hand_over(number: str) -> None:
    prepare.hand_over(number=number)


def by_pages(world: matrix.World) -> list[Order]:
    """A guest who pays at the counter and a person who pays by Pix and opens what belongs to her."""
    guest = Shopper.as_guest({world.lamp: 1})
    ana = Shopper(cart=world.ana.carts.get(ordered_at=None), client=world.clients["customer A"])
    bought = [guest.orders("pickup"), ana.orders("pix")]
    for path in ("/", "/catalogo/?q=pendente", f"/produto/{world.lamp.slug}/", "/conta/", "/conta/pedidos/"):
        assert ana.client.get(path).status_code == 200, path
    return bought


def of_an_account(work: Callable[[], None]) -> None:
    """Sign-up, confirmation, a wrong password, a forgotten one, a changed one, another address, the way out."""
    client, form = Client(), {"nome": "Rui Prado", "email": "rui@example.com", "senha": PASSWORD}
    sent(client, "/cadastro/", form)
    work()
    sent(client, links()[-1], {"senha": PASSWORD})
    sent(client, "/sair/", {})
    assert client.post("/entrar/", {"email": form["email"], "senha": WRONG}).status_code == 422
    sent(client, "/entrar/", {"email": form["email"], "senha": PASSWORD})
    sent(client, "/conta/dados/senha/", {"senha_atual": PASSWORD, "senha": NEW})
    sent(client, "/conta/dados/email/", {"email": "novo.rui@example.com", "senha": NEW})
    sent(client, "/senha/esqueci/", {"email": form["email"]})
    work()
    reset = next(link for link in reversed(links()) if link.startswith("/senha/nova/"))
    sent(client, reset, {"senha": NEWER})
    sent(client, "/entrar/", {"email": form["email"], "senha": NEWER})
    sent(client, "/conta/privacidade/dados/", {"senha": NEWER})
    sent(client, "/conta/privacidade/excluir/", {"senha": NEWER})
    work()


def sent(client: Client, path: str, form: dict[str, Any]) -> None:
    answer = client.post(path, form)
    assert answer.status_code in (302, 303), (path, answer.status_code, answer.content.decode()[:2000])


def of_the_staff(world: matrix.World, unpaid: Order) -> None:
    """One order through all desks, one cancelled, a price and a count changed."""
    chief = world.clients["staff with permission"]

    def act(order: Order, name: str, **form: str) -> None:
        sent(chief, f"/admin/orders/order/{order.pk}/acao/{name}/", form)

    for name, form in (
        ("separar", {}), ("pronto", {}), ("entregar", {}),
        ("arrependimento", {"motivo": "não combinou"}), ("receber", {}),
    ):  # fmt: skip
        act(world.order, name, **form)
    act(unpaid, "cancelar", motivo="a pedido")


def whole(world: matrix.World, work: Callable[[], None]) -> set[str]:
    """All of it; returns the tokens that were handed out. `work`: does what waits in the background."""
    app = Inside("")
    told = by_api(app)
    assert told[-1] == "auth_login 401"
    placed = by_pages(world)
    of_an_account(work)
    of_the_staff(world, placed[1])
    for job in jobs.JOBS.values():
        job.run(timezone.now())
    work()
    assert Order.objects.count() >= 6
    assert len(mail.outbox) >= 12
    return app.handed_out | {part for link in links() for part in link.split("/") if len(part) >= SHORTEST}
