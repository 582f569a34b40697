"""A leader and phones that call a real server, one call after another."""

from __future__ import annotations

import http.client
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

TOKEN = "a-leader's-token-for-tests"
DECK = "whose-mind-2"
ITEMS = ["wm2-01", "wm2-02", "wm2-03"]


@dataclass
class Answer:
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Client:
    """Calls a server; keeps the cookies it is given."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """`body` is sent as JSON, or as it is when it is bytes."""
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        try:
            connection.request(method, path, content, sent)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            known = [part for part in self.headers.get("Cookie", "").split("; ") if part]
            name = cookie.partition("=")[0]
            known = [part for part in known if not part.startswith(f"{name}=")]
            self.headers["Cookie"] = "; ".join([*known, cookie.partition(";")[0]])
        return answer


class Leader(Client):
    """Leads rooms."""

    def __init__(self, url: str) -> None:
        super().__init__(url, {"Authorization": f"Bearer {TOKEN}"})

    def open(self, items: list[str] | None = None, deck: str = DECK) -> str:
        """Opens a room and gives its code."""
        answer = self.call("POST", "/live/api/rooms", {"deck": deck, "items": items or ITEMS})
        assert answer.status == 201, answer.body
        return str(answer.json["code"])

    def do(self, code: str, what: str, **more: Any) -> Any:
        """Makes a move; the state after it."""
        answer = self.call("POST", f"/live/api/rooms/{code}/do", {"do": what, **more})
        assert answer.status == 200, answer.body
        return answer.json

    def state(self, code: str) -> Any:
        """The leader's state."""
        return self.call("GET", f"/live/api/rooms/{code}").json


class Phone(Client):
    """A phone in a room."""

    def __init__(self, url: str, code: str) -> None:
        super().__init__(url)
        self.code = code
        answer = self.call("POST", f"/live/{code}/join", {})
        assert answer.status == 201, answer.body
        self.id = answer.json["participant"]

    def state(self) -> Any:
        """What the phone sees."""
        return self.call("GET", f"/live/{self.code}/state").json

    def vote(self, label: str | None, item: str = ITEMS[0], round: int = 1, **more: Any) -> Answer:
        """Votes."""
        vote = {"item": item, "round": round, "label": label, "sureness": None, "nonce": secrets.token_hex(8), **more}
        return self.call("POST", f"/live/{self.code}/vote", vote)
