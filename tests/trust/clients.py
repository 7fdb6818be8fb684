"""Both doors to an order, as a browser without JavaScript and an app use them, over real connections."""

import http.client
import json
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

PAYMENT = "/finalizar/pagamento/"
WAIT = 60  # seconds an answer may take on a busy machine
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
ORDER_PATH = re.compile(r"/pedido/([A-Z0-9]+)/")


@dataclass(frozen=True)
class Answer:
    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def order(self) -> str:
        """Number of the order it speaks of; empty for a refusal."""
        if self.status == 303:
            found = ORDER_PATH.match(self.headers.get("location", ""))
            return found[1] if found else ""
        return str(self.json["number"]) if self.status in (200, 201) else ""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def is_sold_out(self) -> bool:
        """A refusal fit for people (page) or programs (problem document), which says what is missing."""
        if self.status != 409:
            return False
        if self.headers["content-type"].startswith("application/problem+json"):
            return bool(self.json["code"] == "out_of_stock")
        is_said = any(text in self.body for text in ("Sem estoque suficiente", "Esgotou."))
        return is_said and 'name="recado"' in self.body  # what was typed is still there


@dataclass(frozen=True)
class Door:
    """Requests to one server."""

    url: str

    def ask(self, method: str, path: str, *, body: str = "", **headers: str) -> Answer:
        place = urlsplit(self.url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=WAIT)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body=body.encode() if body else None, headers=named)
            got = connection.getresponse()
            kept = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, got.read().decode(), kept)
        finally:
            connection.close()


@dataclass(frozen=True)
class Page(Door):
    """A guest's browser at the last step of the checkout."""

    cookie: str = ""

    def open(self) -> dict[str, str]:
        """The hidden fields of the form."""
        shown = self.ask("GET", PAYMENT, Cookie=f"carrinho={self.cookie}")
        assert shown.status == 200, (shown.status, shown.headers)
        return {name: value for name, value in HIDDEN.findall(shown.body) if name != "next"}

    def confirm(self, fields: dict[str, str]) -> Answer:
        return self.ask(
            "POST", PAYMENT, body=urlencode(fields | {"forma": "pix"}), Cookie=f"carrinho={self.cookie}",
            Origin=self.url, Content_Type="application/x-www-form-urlencoded",
        )  # fmt: skip


@dataclass(frozen=True)
class App(Door):
    bearer: str = ""

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        own = {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}
        return self.ask(
            "POST", f"/api/v1/{path}", body=json.dumps(body), Content_Type="application/json", **own | headers
        )

    def order(self, cart: dict[str, str], *, key: str) -> Answer:
        body = {
            "email": cart["email"], "name": "Ana Souza", "phone": "+5511912345678", "document": "52998224725",
            "shipping_method": "retirada", "payment_method": "pix", "expected_total": cart["total"],
        }  # fmt: skip
        return self.post("orders/", body, Idempotency_Key=key, **token_of(cart))


def token_of(cart: dict[str, str]) -> dict[str, str]:
    return {"X_Cart_Token": cart["token"]} if "token" in cart else {}


def at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Start every act at the same moment; their answers, in order. A lost connection is status 0."""
    gate = threading.Barrier(len(acts))
    answers = [Answer(0)] * len(acts)

    def take_part(index: int) -> None:
        gate.wait(timeout=WAIT)
        try:
            answers[index] = acts[index]()
        except (OSError, http.client.HTTPException) as error:
            answers[index] = Answer(0, repr(error))

    threads = [threading.Thread(target=take_part, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
