"""A stand-in for Stripe on this machine: the few forms of its HTTP interface this shop uses, and its hosted page.

Written from Stripe's public reference. It keeps idempotency keys, can lose answers, be slow or broken, and signs the
notices it would send. `GET /pay/<session>` is the hosted page, a plain form with the ways it can end.
"""

import hashlib
import hmac
import json
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

KEY, WEBHOOK_SECRET = "sk_test_ilumina", "whsec_ilumina"
PAGE = """<!doctype html><html lang="pt-BR"><title>Pagamento (imitação)</title><h1>{name}</h1><p id="total">{total}</p>
<p id="terms">{message}</p><form method="post"><button name="how" value="pay">Pagar</button>
<button name="how" value="refuse">Falhar 3-D Secure</button><button name="how" value="cancel">Voltar</button>
</form></html>"""


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """`a[b][0][c]=1` as dictionaries."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        path = name.replace("]", "").split("[")
        place = found
        for part in path[:-1]:
            place = place.setdefault(part, {})
        place[path[-1]] = value
    return found


@dataclass
class FakeStripe:
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, tuple[bytes, dict[str, Any]]] = field(default_factory=dict)  # by idempotency key
    asked: list[str] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)  # what it would tell
    mood: str = "well"  # lost: does it and hangs up; broken: 500; away: hangs up; slow: answers late
    webhook: str = ""  # address notices are sent to when the hosted page is used
    refund_status: str = "succeeded"
    lock: threading.Lock = field(default_factory=threading.Lock)
    server: Any = None

    def start(self) -> "FakeStripe":
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: Any) -> None:
                """Silent."""

            def do_GET(self) -> None:
                fake.serve(self, "")

            def do_POST(self) -> None:
                fake.serve(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

        return Handler

    # --- HTTP ------------------------------------------------------------------------------------
    def serve(self, request: BaseHTTPRequestHandler, text: str) -> None:
        path = urlsplit(request.path).path
        if path.startswith("/pay/"):
            self.page(request, path.removeprefix("/pay/"), dict(parse_qsl(text)))
            return
        if path == "/favicon.ico":
            self.answer(request, 204, b"", "image/x-icon")
            return
        with self.lock:
            self.asked.append(f"{request.command} {path}")
            mood = self.mood
            if mood in ("away", "broken"):
                status, body = (500, {"error": {"type": "api_error", "message": "broken"}})
            elif request.headers.get("Authorization") != f"Bearer {KEY}":
                status, body = 401, {"error": {"type": "invalid_request_error", "message": "no such key"}}
            else:
                status, body = self.once(request, path, text)
        if mood == "slow":
            time.sleep(0.8)
        if mood in ("away", "lost"):
            request.close_connection = True
            request.connection.close()
            return
        self.answer(request, status, json.dumps(body).encode(), "application/json")

    def answer(self, request: Any, status: int, body: bytes, kind: str, location: str = "") -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        if location:
            request.send_header("Location", location)
        request.end_headers()
        request.wfile.write(body)

    def once(self, request: Any, path: str, text: str) -> tuple[int, dict[str, Any]]:
        """The same idempotency key gives the same answer, and refuses other parameters."""
        key = request.headers.get("Idempotency-Key", "")
        sent = hashlib.sha256(f"{path} {sorted(parse_qsl(text))}".encode()).digest()
        if request.command == "POST" and key in self.answers:
            known, body = self.answers[key]
            if known != sent:
                return 400, {"error": {"type": "idempotency_error", "message": "other parameters"}}
            return 200, body
        status, body = self.act(request.command, path, nested(parse_qsl(text)))
        if request.command == "POST" and key and status == 200:
            self.answers[key] = (sent, body)
        return status, body

    def act(self, method: str, path: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        parts = path.removeprefix("/v1/").split("/")
        makers: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "checkout/sessions": self.open_session, "payment_intents": self.open_intent, "refunds": self.give_back,
        }  # fmt: skip
        if method == "POST" and "/".join(parts) in makers:
            try:
                return 200, makers["/".join(parts)](sent)
            except ValueError as error:
                return 400, {"error": {"type": "invalid_request_error", "message": str(error), "code": "refused"}}
        name = parts[-1] if method == "GET" else parts[-2]
        thing = self.things.get(name)
        if thing is None:
            return 404, {"error": {"type": "invalid_request_error", "message": "No such thing"}}
        if method == "POST":
            if thing["status"] in ("complete", "expired", "succeeded", "canceled"):
                return 400, {"error": {"type": "invalid_request_error", "message": "over"}}
            thing["status"] = "expired" if parts[-1] == "expire" else "canceled"
        return 200, thing

    # --- Things ----------------------------------------------------------------------------------
    def keep(self, prefix: str, thing: dict[str, Any]) -> dict[str, Any]:
        thing["id"] = f"{prefix}_{len(self.things) + 1:024d}"
        self.things[thing["id"]] = thing
        return thing

    def open_session(self, sent: dict[str, Any]) -> dict[str, Any]:
        if not time.time() + 1800 <= int(sent["expires_at"]) <= time.time() + 86_400:
            raise ValueError("expires_at is between 30 minutes and 24 hours from now")
        item = sent["line_items"]["0"]
        made = self.keep("cs_test", {
            "object": "checkout.session", "status": "open", "payment_status": "unpaid", "payment_intent": None,
            "amount_total": int(item["price_data"]["unit_amount"]) * int(item["quantity"]),
            "currency": item["price_data"]["currency"], "metadata": sent["metadata"],
            "client_reference_id": sent["client_reference_id"], "success_url": sent["success_url"],
            "cancel_url": sent["cancel_url"], "expires_at": int(sent["expires_at"]), "sent": sent,
        })  # fmt: skip
        made["url"] = f"{self.url}/pay/{made['id']}"
        return made

    def open_intent(self, sent: dict[str, Any]) -> dict[str, Any]:
        made = self.keep("pi", {
            "object": "payment_intent", "status": "requires_payment_method", "amount": int(sent["amount"]),
            "amount_received": 0, "currency": sent["currency"], "metadata": sent.get("metadata", {}),
            "last_payment_error": None, "sent": sent,
        })  # fmt: skip
        made["client_secret"] = f"{made['id']}_secret_x"
        return made

    def give_back(self, sent: dict[str, Any]) -> dict[str, Any]:
        intent = self.things.get(sent["payment_intent"])
        given = sum(
            each["amount"]
            for each in self.things.values()
            if each["object"] == "refund" and each["payment_intent"] == sent["payment_intent"]
        )
        if intent is None or int(sent["amount"]) + given > intent["amount_received"]:
            raise ValueError("more than was paid")
        return self.keep("re", {
            "object": "refund", "status": self.refund_status, "amount": int(sent["amount"]), "currency": "brl",
            "payment_intent": sent["payment_intent"], "metadata": sent.get("metadata", {}),
        })  # fmt: skip

    # --- What the buyer does ---------------------------------------------------------------------
    def pay(self, name: str) -> dict[str, Any]:
        """The buyer pays the session or the intent; returns the last notice about it."""
        thing = self.things[name]
        if thing["object"] == "checkout.session":
            intent = self.open_intent(
                {"amount": thing["amount_total"], "currency": thing["currency"], "metadata": thing["metadata"]}
            )
            thing |= {"status": "complete", "payment_status": "paid", "payment_intent": intent["id"]}
            self.pay(intent["id"])
            return self.tell("checkout.session.completed", thing)
        thing |= {"status": "succeeded", "amount_received": thing["amount"], "last_payment_error": None}
        return self.tell("payment_intent.succeeded", thing)

    def refuse(self, name: str) -> dict[str, Any]:
        """The bank says no, or 3-D Secure fails."""
        thing = self.things[name]
        if thing["object"] == "checkout.session":
            terms = {"amount": thing["amount_total"], "currency": "brl", "metadata": thing["metadata"]}
            return self.refuse(self.open_intent(terms)["id"])
        thing |= {"last_payment_error": {"code": "payment_intent_authentication_failure"}}
        return self.tell("payment_intent.payment_failed", thing)

    def tell(self, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
        seen = {name: value for name, value in thing.items() if name != "sent"}
        event = {"id": f"evt_{len(self.events) + 1:024d}", "object": "event", "type": kind, "data": {"object": seen}}
        self.events.append(event)
        return event

    def page(self, request: Any, name: str, sent: dict[str, str]) -> None:
        thing = self.things.get(name)
        if thing is None or thing["status"] != "open":
            self.answer(request, 404, b"gone", "text/plain")
        elif request.command == "GET":
            line = thing["sent"]["line_items"]["0"]["price_data"]
            text = PAGE.format(
                name=line["product_data"]["name"], total=line["unit_amount"],
                message=thing["sent"]["custom_text"]["submit"]["message"],
            )  # fmt: skip
            self.answer(request, 200, text.encode(), "text/html; charset=utf-8")
        else:
            how = sent.get("how", "cancel")
            if how != "cancel":
                event = self.pay(name) if how == "pay" else self.refuse(name)
                self.deliver(event)
            self.answer(request, 303, b"", "text/plain", thing["success_url" if how == "pay" else "cancel_url"])

    def deliver(self, event: dict[str, Any]) -> None:
        if self.webhook:
            body, headers = signed(event)
            urllib.request.urlopen(
                urllib.request.Request(self.webhook, body, headers | {"Content-Type": "application/json"}), timeout=10
            )


def signed(event: Any, *, secret: str = WEBHOOK_SECRET, at: float | None = None) -> tuple[bytes, dict[str, str]]:
    """A notice as Stripe signs it."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    moment = int(time.time() if at is None else at)
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {"Stripe-Signature": f"t={moment},v1={digest}"}
