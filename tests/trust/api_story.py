"""A whole purchase by an app that knows nothing but the API's own document.

    .venv/bin/python -m tests.trust.api_story http://127.0.0.1:8000 --secret PIX_WEBHOOK_SECRET

Addresses, methods, names of parameters and shapes of bodies come from `/api/v1/schema/`; what is sent and what is
answered is held against it. Only two things are told from outside: the secret of whoever relays Pix notices, and,
for the change of mind, how the shop's staff hand a parcel over (`ship`); without it that chapter is left out.
"""

import argparse
import hashlib
import hmac
import json
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema

SCHEMA = "/api/v1/schema/"
PASSWORD = "janela-aberta-para-o-mar-73"
BUYER = {"name": "Lia Campos", "phone": "(11) 91234-5678", "document": "529.982.247-25"}
ADDRESS = {
    "recipient": "Lia Campos", "postal_code": "01310-100", "street": "Avenida Paulista", "number": "1000",
    "district": "Bela Vista", "city": "São Paulo", "state": "SP",
}  # fmt: skip


@dataclass
class App:
    """Calls operations by the names the document gives them."""

    url: str
    document: dict[str, Any] = field(default_factory=dict)
    operations: dict[str, tuple[str, str, dict[str, Any]]] = field(default_factory=dict)
    bearer: str = ""
    told: list[str] = field(default_factory=list)

    def read_document(self) -> None:
        self.document = json.loads(self.send("GET", SCHEMA)[1])
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                if isinstance(operation, dict) and "operationId" in operation:
                    self.operations[operation["operationId"]] = (method.upper(), path, operation)

    def call(self, name: str, body: Any = None, *, wanted: int = 0, raw: bytes = b"", **given: str) -> Any:
        """`given`: parameters by their documented names, with `_` for `-`; another status than `wanted` is a fault."""
        method, path, operation = self.operations[name]
        address, headers = self.placed(name, path, operation, given)
        data = raw or (json.dumps(body).encode() if body is not None else b"")
        if body is not None and not raw:
            self.check(body, operation["requestBody"]["content"]["application/json"]["schema"], f"{name} request")
        if self.bearer and operation.get("security"):
            headers["Authorization"] = f"Bearer {self.bearer}"
        status, text = self.send(method, address, data, headers)
        expected = wanted or min(int(code) for code in operation["responses"] if code.startswith("2"))
        assert status == expected, f"{name}: {status} {text[:500]!r}, not {expected}"
        assert str(status) in operation["responses"], f"{name}: {status} is not documented"
        self.told.append(f"{name} {status}")
        if not text:
            return None
        found = json.loads(text)
        for content in self.solved(operation["responses"][str(status)]).get("content", {}).values():
            self.check(found, content["schema"], f"{name} {status}")
        return found

    def placed(
        self, name: str, path: str, operation: dict[str, Any], given: dict[str, str]
    ) -> tuple[str, dict[str, str]]:  # fmt: skip
        """The address with its parameters filled in, and the headers."""
        headers, query, left = {}, {}, dict(given)
        for parameter in map(self.solved, operation.get("parameters", [])):
            written = parameter["name"].replace("-", "_")
            if written not in left:
                assert not parameter.get("required"), f"{name} needs {parameter['name']}"
                continue
            value = str(left.pop(written))
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", quote(value))
            elif parameter["in"] == "header":
                headers[parameter["name"]] = value
            else:
                query[parameter["name"]] = value
        undocumented = {key for key in left if not key.startswith("X_Pix_")}  # those are named in the description
        assert not undocumented, f"{name} has no parameter {undocumented}"
        headers |= {key.replace("_", "-"): value for key, value in left.items()}
        return path + (f"?{urlencode(query)}" if query else ""), headers

    def solved(self, part: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in part:
            return part
        found: Any = self.document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return dict(found)

    def check(self, value: Any, schema: dict[str, Any], what: str) -> None:
        whole = schema | {"components": self.document["components"]}
        faults = [fault.message for fault in jsonschema.Draft202012Validator(whole).iter_errors(value)]
        assert not faults, f"{what} is not as documented: {faults[:3]}"

    def send(
        self, method: str, path: str, data: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:  # fmt: skip
        asked = urllib.request.Request(f"{self.url}{path}", data=data or None, method=method, headers=headers or {})
        if data:
            asked.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()


# --- The chapters --------------------------------------------------------------------------------
@dataclass
class Story:
    app: App
    secret: str
    ship: Callable[[str], None] | None = None  # staff hand over and deliver the order of that number
    coupon: str = ""
    email: str = field(default_factory=lambda: f"lia.{uuid.uuid4().hex[:12]}@example.com")

    def tell(self) -> list[str]:
        self.app.read_document()
        slug = self.finds_a_lamp()
        guest = self.fills_a_cart_as_guest(slug)
        self.signs_up_and_in()
        self.folds_the_cart(guest, slug)
        number = self.buys(coupon=self.coupon)
        self.pays(number)
        self.gives_up_before_it_leaves()
        if self.ship is not None:
            self.changes_her_mind(number)
        else:
            self.app.call("order_cancel", {}, number=number)
        self.takes_her_data_and_leaves(number)
        return self.app.told

    def finds_a_lamp(self) -> str:
        for each in self.app.call("products", in_stock="true")["results"]:
            if each["availability"] == "in_stock":
                found = self.app.call("product", slug=each["slug"])
                if found["minimum_order_quantity"] <= 1:
                    return str(found["slug"])
        raise AssertionError("nothing to buy")

    def fills_a_cart_as_guest(self, slug: str) -> str:
        cart = self.app.call("cart_item_add", {"product": slug, "quantity": 1})
        self.app.call("cart_item_add", {"product": slug, "quantity": 1}, X_Cart_Token=cart["token"])
        seen = self.app.call("cart", X_Cart_Token=cart["token"])
        assert seen["units"] == 2
        return str(cart["token"])

    def signs_up_and_in(self) -> None:
        self.app.call("auth_register", {"email": self.email, "password": PASSWORD, "name": BUYER["name"]})
        pair = self.app.call("auth_login", {"email": self.email, "password": PASSWORD})
        assert pair["user"]["email"] == self.email
        fresh = self.app.call("auth_refresh", {"refresh": pair["refresh"]})
        self.app.bearer = fresh["access"]

    def folds_the_cart(self, guest: str, slug: str) -> None:
        cart = self.app.call("cart", X_Cart_Token=guest)
        assert [(each["product"]["slug"], each["quantity"]) for each in cart["items"]] == [(slug, 2)]
        self.app.call("cart_item_change", {"quantity": 1}, id=str(cart["items"][0]["id"]))

    def buys(self, *, coupon: str = "") -> str:
        """With a coupon, to the cheapest offered delivery, by Pix."""
        if coupon:
            reduced = self.app.call("cart_coupon", {"code": coupon})
            assert reduced["coupon"]["code"] == coupon
            assert float(reduced["discount_total"]) > 0
        offered = self.app.call("cart_shipping_quote", {"postal_code": ADDRESS["postal_code"]})
        way = next(each for each in offered["options"] if not each["is_pickup"])
        total = self.app.call("cart")["pix_total"]
        kept = self.app.call("address_add", ADDRESS)
        body = BUYER | {
            "email": self.email, "address_id": kept["id"], "shipping_method": way["method"], "payment_method": "pix",
            "expected_total": total,
        }  # fmt: skip
        key = uuid.uuid4().hex
        placed = self.app.call("order_place", body, Idempotency_Key=key)
        assert self.app.call("order_place", body, Idempotency_Key=key) == placed
        refused = self.app.call("order_place", body | {"note": "outra"}, Idempotency_Key=key, wanted=422)
        assert refused["code"] == "idempotency_key_reused", refused
        assert (placed["status"], placed["total"]) == ("pending", total)
        assert placed["payment"]["pix"]["copy_paste"].startswith("000201")
        assert placed["number"] in [each["number"] for each in self.app.call("orders")["results"]]
        return str(placed["number"])

    def pays(self, number: str) -> None:
        """As the bank's relay tells it."""
        order = self.app.call("order", number=number)
        txid = order["payment"]["pix"]["txid"]
        event = {"endToEndId": f"E{uuid.uuid4().hex[:31]}", "txid": txid, "valor": order["total"]}
        raw = json.dumps({"pix": [event]}).encode()
        stamp = str(int(time.time()))
        digest = hmac.new(self.secret.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
        sent = {"provider": "pix", "X_Pix_Timestamp": stamp}
        self.app.call("payment_notice", raw=raw, wanted=403, X_Pix_Signature="v1=00", **sent)
        for _ in range(2):
            self.app.call("payment_notice", raw=raw, X_Pix_Signature=f"v1={digest}", **sent)
        paid = self.app.call("order", number=number)
        assert (paid["status"], paid["payment"]["status"]) == ("paid", "confirmed")

    def gives_up_before_it_leaves(self) -> None:
        """A second order of the same things, given up unpaid."""
        first = self.app.call("orders")["results"][0]["number"]
        self.app.call("order_reorder", number=first)
        total = self.app.call(
            "cart_shipping_quote", {"postal_code": ADDRESS["postal_code"], "shipping_method": "retirada"}
        )
        assert any(each["is_pickup"] for each in total["options"])
        body = BUYER | {
            "email": self.email, "shipping_method": "retirada", "payment_method": "pix",
            "expected_total": self.app.call("cart")["pix_total"],
        }  # fmt: skip
        placed = self.app.call("order_place", body, Idempotency_Key=uuid.uuid4().hex)
        gone = self.app.call("order_cancel", {"reason": "mudei de ideia"}, number=placed["number"])
        assert gone["status"] == "canceled"
        refused = self.app.call("order_cancel", {}, number=placed["number"], wanted=409)
        assert refused["code"] == "illegal_transition"

    def changes_her_mind(self, number: str) -> None:
        if self.ship is not None:
            self.ship(number)
        assert self.app.call("order", number=number)["actions"]["withdraw"]
        returned = self.app.call("order_withdraw", {"reason": "não combinou"}, number=number)
        assert returned["status"] == "withdrawal_requested"

    def takes_her_data_and_leaves(self, number: str) -> None:
        refused = self.app.call("me_export", wanted=403)
        assert refused["code"] == "password_needed", refused
        opened = self.app.call("me_export_open", {"password": PASSWORD})
        export = self.app.call("me_export", token=opened["token"])
        assert self.email in json.dumps(export)
        assert number in json.dumps(export)
        self.app.call("me_erase", {"password": "outra"}, wanted=400)
        self.app.call("me_erase", {"password": PASSWORD})
        self.app.call("me", wanted=401)
        self.app.call("auth_login", {"email": self.email, "password": PASSWORD}, wanted=401)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--secret", required=True)
    parser.add_argument("--coupon", default="")
    asked = parser.parse_args()
    told = Story(App(asked.url.rstrip("/")), asked.secret, coupon=asked.coupon).tell()
    print("\n".join(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
