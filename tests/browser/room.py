"""A live room as its leader and its phones meet it: everything is found by its role and its name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, Response, WebSocket, expect

from mio_widgets.content.load import Content

from .servers import TOKEN, Server

DECK = "whose-mind-3"


class Dashboard:
    """The leader's page."""

    def __init__(self, page: Page, content: Content, server: Server) -> None:
        self.page = page
        self.words = content.words
        self.content = content
        self.server = server
        self.region = page.get_by_role("region", name=self.say("leader.title"))

    def say(self, key: str, /, **values: str | int) -> str:
        """The words for `key`."""
        return self.words[key].format(**values)

    def button(self, key: str, /, **values: str | int) -> Locator:
        """The button that carries the words for `key`."""
        name = re.escape(self.say(key, **values))
        return self.region.get_by_role("button", name=re.compile(f"^{name}( {self.say('leader.space')})?$"))

    def visit(self) -> None:
        """Comes by the leader's link, and waits for the choice of a deck."""
        self.page.goto(f"{self.server.url}/leader?token={TOKEN}")
        expect(self.button("leader.create")).to_be_visible()

    def open(self, items: int, deck: str = DECK) -> str:
        """Opens a room on the first items of the deck, and gives its code."""
        self.region.get_by_role("combobox", name=self.say("leader.deck")).select_option(deck)
        self.button("leader.items.none").click()
        for box in self.region.get_by_role("checkbox").all()[:items]:
            box.check()
        self.button("leader.create").click()
        return self.code()

    def code(self) -> str:
        """The room's code, as it stands on the screen where people join."""
        expect(self.region.get_by_role("heading", name=self.say("leader.join"))).to_be_visible()
        return self.page.url.rpartition("#")[2]

    def step(self, key: str) -> None:
        """Presses the space bar, when it means the step `key`."""
        expect(self.button(f"leader.step.{key}")).to_be_visible()
        self.page.keyboard.press("Space")

    def begin(self) -> None:
        """Shows the first utterance, to be read aloud, and opens its vote."""
        self.step("begin")
        self.step("open.1")

    def expect_voted(self, voted: int, joined: int) -> None:
        """Waits until that many have voted."""
        told = self.region.get_by_text(self.say("leader.voted", n=voted, of=joined))
        expect(told).to_be_visible()

    def expect_nobody(self) -> None:
        """Waits until a vote is open in a room without phones."""
        expect(self.region.get_by_text(self.say("leader.voted.none"))).to_be_visible()

    def raise_hands(self, counts: Mapping[str, int]) -> None:
        """Enters a show of hands, by the labels' names."""
        self.button("leader.hands").click()
        dialog = self.page.get_by_role("dialog", name=self.say("leader.hands"))
        for label, count in counts.items():
            dialog.get_by_role("spinbutton", name=label, exact=True).fill(str(count))
        dialog.get_by_role("button", name=self.say("leader.hands.save")).click()
        expect(dialog).to_have_count(0)
        total = sum(counts.values())
        form = "one" if total == 1 else "other"
        expect(self.region.get_by_text(self.say(f"leader.hands.counted.{form}", n=total))).to_be_visible()

    def short(self, label: str) -> str:
        """The label's name on its button."""
        labels = self.content.codebook_of(self.content.decks[DECK]).labels
        return next(found.short for found in labels if found.id == label)

    def row(self, label: str) -> Locator:
        """The bars of a label, before and after."""
        return self.region.get_by_role("row", name=re.compile(f"^{self.short(label)} "))


class Phone:
    """A phone in the room."""

    def __init__(self, page: Page, content: Content, server: Server, code: str) -> None:
        self.page = page
        self.words = content.words
        page.goto(f"{server.url}/live/{code}")
        expect(page.get_by_role("status")).to_have_text(self.words["live.phone.at.lobby"])

    def vote(self, label: str, sureness: str = "Sure") -> None:
        """Votes, and waits until the vote is recorded."""
        radio = self.page.get_by_role("radio", name=label, exact=True)
        # Until the next vote is open here too, what was chosen in the last one is still checked.
        expect(radio).to_be_enabled()
        radio.check()
        self.page.get_by_role("button", name=sureness, exact=True).click()
        expect(self.page.get_by_role("button", name=sureness, exact=True)).to_have_attribute("aria-pressed", "true")
        expect(self.page.get_by_role("status")).to_have_text(self.words["live.phone.in"].format(label=label))


@dataclass
class Everything:
    """Every text that a browser's page is sent: responses, websocket frames, server-sent events."""

    data: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    """Code names what it will be told, and is the same before every room."""
    waiting: list[Response] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Begins to record, before the page is opened."""
        page.on("response", self._response)
        page.on("websocket", self._websocket)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.eventSourceMessageReceived", lambda event: self.data.append(event["data"]))

    def _response(self, response: Response) -> None:
        self.waiting.append(response)

    def _websocket(self, websocket: WebSocket) -> None:
        websocket.on("framereceived", lambda frame: self.data.append(_text(frame)))

    def sent(self) -> list[str]:
        """All of it so far, code aside."""
        for response in self.waiting:
            kind = response.headers.get("content-type", "")
            # A stream has no end to wait for, and a redirect no body; its events are recorded one by one.
            if kind.startswith("text/event-stream") or response.status in (204, 301, 302, 304):
                continue
            text = response.body().decode(errors="replace")
            (self.scripts if "javascript" in kind else self.data).append(text)
        self.waiting.clear()
        return self.data

    def holding(self, needles: Iterable[str]) -> list[str]:
        """The needles that were sent, as they are or as JSON writes them."""
        hay = "\n".join([*self.sent(), *self.scripts])
        return [needle for needle in needles if needle in hay or json.dumps(needle)[1:-1] in hay]

    def states(self) -> list[dict[str, Any]]:
        """Every state of a room that was sent."""
        found = []
        for text in self.sent():
            try:
                state = json.loads(text)
            except ValueError:
                continue
            if isinstance(state, dict) and "phase" in state:
                found.append(state)
        return found


def _text(frame: str | bytes) -> str:
    return frame if isinstance(frame, str) else frame.decode(errors="replace")
