"""How the client talks to the shop: JSON over HTTPS, RFC 9457 problems as exceptions."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

from .shapes import Problem

PATIENCE = 30.0  # seconds for one answer


class Refused(Exception):
    """The shop said no. Decide by `problem["code"]`; `problem["detail"]` is fit to be shown to a customer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem['status']} {problem['code']}: {problem['detail']}")
        self.problem = problem


class Sender:
    def __init__(self, url: str, *, bearer: str = "") -> None:
        self.url = url.rstrip("/")
        self.bearer = bearer

    def send(
        self,
        verb: str,
        path: str,
        *,
        body: object = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str | None] | None = None,
        as_anybody: bool = False,
    ) -> Any:
        """What the shop answers, read from JSON; None for an answer without content. Raises `Refused`, OSError."""
        asked = {name: str(value) for name, value in (query or {}).items() if value is not None}
        sent = {name: value for name, value in (headers or {}).items() if value is not None}
        sent["Accept"] = "application/json"
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        if self.bearer and not as_anybody:
            sent["Authorization"] = f"Bearer {self.bearer}"
        status, answer = self.exchange(verb, path + (f"?{urlencode(asked)}" if asked else ""), data, sent)
        told = json.loads(answer) if answer else None
        if status >= 400:
            raise Refused(cast(Problem, told))
        return told

    def exchange(self, verb: str, address: str, data: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        """One request; status and content. Replace it to send by another library."""
        request = urllib.request.Request(self.url + address, data=data, method=verb, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read()

    @staticmethod
    def quoted(part: object) -> str:
        return quote(str(part), safe="")
