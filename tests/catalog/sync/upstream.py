"""An upstream in DummyJSON's form on a local port: well behaved until a test scripts a fault into it."""

import gzip
import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json; charset=utf-8"})
    length: int | None = None  # what Content-Length claims; None = the truth


type Reply = Answer | Callable[[BaseHTTPRequestHandler], None] | None  # None = behave well
type Script = Callable[[Asked, int], Reply]


def json_answer(value: Any, **changes: Any) -> Answer:
    return Answer(body=json.dumps(value).encode(), **changes)


class Upstream:
    """`rows` is what it sells; `script(asked, number)` may answer instead, `number` counts requests from 1."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self.names: list[dict[str, str]] | None = None
        self.script: Script | None = None
        self.asked: list[Asked] = []
        self.compress = False
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                upstream.serve(self)

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        asked = Asked(parts.path, parse_qs(parts.query), {k.lower(): v for k, v in handler.headers.items()})
        self.asked.append(asked)
        reply = self.script(asked, len(self.asked)) if self.script else None
        if callable(reply):
            handler.close_connection = True
            reply(handler)
            return
        send(handler, reply or self.behave(asked), compress=self.compress)

    def behave(self, asked: Asked) -> Answer:
        if asked.path == "/products/categories" and self.names is not None:
            return json_answer(self.names)
        if asked.path == "/products":
            return self.page(asked, self.rows)
        if asked.path.startswith("/products/category/"):
            slug = asked.path.rpartition("/")[2]
            return self.page(asked, [row for row in self.rows if row["category"] == slug])
        for row in self.rows:
            if isinstance(row, dict) and asked.path == f"/products/{row.get('id')}":
                return json_answer(row)
        return json_answer({"message": "not found"}, status=404)

    def page(self, asked: Asked, rows: list[Any]) -> Answer:
        skip, limit = int(asked.query.get("skip", ["0"])[0]), int(asked.query.get("limit", ["30"])[0])
        chosen = rows[skip : skip + limit] if limit else rows[skip:]
        answer = json_answer({"products": chosen, "total": len(rows), "skip": skip, "limit": len(chosen)})
        etag = f'W/"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        answer.headers["ETag"] = etag
        if asked.headers.get("if-none-match") == etag:
            return Answer(304, headers={"ETag": etag})
        return answer


def send(handler: BaseHTTPRequestHandler, answer: Answer, *, compress: bool = False) -> None:
    body = gzip.compress(answer.body) if compress else answer.body
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if compress:
        handler.send_header("Content-Encoding", "gzip")
    if answer.status not in (204, 304):
        handler.send_header("Content-Length", str(len(body) if answer.length is None else answer.length))
    if answer.length is not None:
        handler.close_connection = True
    handler.end_headers()
    handler.wfile.write(body)


def row(number: Any = 1, **changes: Any) -> dict[str, Any]:
    """A faultless product in the upstream's form."""
    made = {
        "id": number,
        "title": f"Luminária {number}",
        "description": "Luz boa.",
        "category": "luminarias",
        "price": 10.5,
        "discountPercentage": 5,
        "stock": 7,
        "tags": ["luz"],
        "brand": "Lume",
        "sku": f"SKU-{number}",
        "weight": 2,
        "dimensions": {"width": 10.5, "height": 20, "depth": 5},
        "warrantyInformation": "1 ano",
        "shippingInformation": "1 dia",
        "returnPolicy": "7 dias",
        "minimumOrderQuantity": 1,
        "images": [f"https://cdn.dummyjson.com/p/{number}/1.webp"],
        "thumbnail": f"https://cdn.dummyjson.com/p/{number}/t.webp",
    }
    return {key: value for key, value in (made | changes).items() if value is not ...}


def envelope(rows: list[Any]) -> dict[str, Any]:
    return {"products": rows, "total": len(rows), "skip": 0, "limit": len(rows)}
