"""What a page may not do: ask another origin for anything, or complain in the console."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebSocket

#: Complaints that are not ours, each with its reason.
KNOWN = (
    # Voila's front end is built on JupyterLab 4.2.5 and says so of every shared module that an extension
    # wants newer.
    r"^Unsatisfied version \S+ ",
    # JupyterLab times its plugins, and says so when the machine is busy.
    r"^Plugin \S+ .* took [\d.]+ms to activate",
    r"^No satisfying version .* of shared module @jupyterlab/",
)


@dataclass
class Watch:
    """Records what the pages of a browser context ask for and complain about."""

    origin: str
    known: tuple[str, ...] = KNOWN
    other_origins: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    kernels: list[str] = field(default_factory=list)
    """The kernels that pages connected to, by id, the latest last."""

    def over(self, context: BrowserContext) -> None:
        """Begins to watch a context's pages, those to come included."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("websocket", self._websocket)

    def _request(self, request: Request) -> None:
        self._asks(request.url)

    def _websocket(self, websocket: WebSocket) -> None:
        self._asks(websocket.url.replace("ws", "http", 1))
        found = re.search(r"/api/kernels/([0-9a-f-]{36})/", websocket.url)
        if found:
            self.kernels.append(found[1])

    def _asks(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.other_origins.append(url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(re.search(known, message.text) for known in self.known):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def check(self) -> None:
        """Asserts that there was nothing to object to."""
        assert not self.other_origins, "\n".join(["asked another origin:", *self.other_origins])
        assert not self.complaints, "\n".join(["complained in the console:", *self.complaints])
