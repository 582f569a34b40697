"""What only the leader may open: the notebooks under leader/, and everything of their kernels."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import url_path_join
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import AllowListFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from mio_widgets.live.answers import ProblemError
from mio_widgets.live.service import Live

#: The folder below the notebooks' root.
FOLDER = "leader"
#: The page that the leader's link leads to.
DASHBOARD = f"voila/render/{FOLDER}/workshop.ipynb"

#: Whether a kernel that is being started belongs to a leader's page.
starting_for_leader: ContextVar[bool] = ContextVar("starting_for_leader", default=False)


def is_leaders(root: Path, path: str) -> bool:
    """Whether the path below the root leads into the leader's folder, by whatever detour or spelling."""
    try:
        found = (root / path.lstrip("/\\")).resolve()
        inside = found.relative_to(root.resolve())
    except (OSError, ValueError):
        # It leads out of the root, or nowhere: voila's own refusal is enough.
        return FOLDER in path.lower()
    # File systems may take Leader for leader.
    return bool(inside.parts) and inside.parts[0].casefold() == FOLDER


def is_leader(handler: tornado.web.RequestHandler, live: Live) -> bool:
    """Whether a request carries the leader's token or cookie.

    Raises:
        ProblemError: "too-fast", when its address tried too often.
    """
    address, token = str(handler.request.remote_ip), live.token
    cookie = handler.get_cookie(live.cookie)
    # Not limited: somebody at the same address who sends wrong ones must not put the leader out of the room.
    if cookie and token.is_cookie(cookie):
        return True
    scheme, _, given = handler.request.headers.get("Authorization", "").partition(" ")
    return bool(given) and scheme.lower() == "bearer" and is_token(live, address, given.strip())


def is_token(live: Live, address: str, given: str) -> bool:
    """Whether it is the leader's token; a wrong one counts against the address.

    Raises:
        ProblemError: "too-fast", when the address tried too often.
    """
    if wait := live.limits.tokens.wait(address):
        raise ProblemError("too-fast", wait=wait)
    right = live.token.is_token(given)
    if not right:
        live.limits.tokens.take(address)
    return right


class _OfKernel:
    """Mixed into voila's handlers of one kernel: those of leader's pages are for the leader."""

    async def prepare(self: Any) -> None:
        live: Live = self.settings["live"]
        kernel = self.path_kwargs.get("kernel_id") or self.path_args[0]
        if kernel in live.leader_kernels and not may_open(self, live):
            # Raising would make jupyter_server draw an error page for a user whom it does not know yet.
            self.set_status(403)
            self.finish()
            return
        await super().prepare()  # type: ignore[misc]


class GuardedChannels(_OfKernel, VoilaKernelWebsocketHandler):  # type: ignore[misc]  # voila's classes are untyped
    """A kernel's websocket."""

    def get_websocket_protocol(self) -> Any:
        """Jupyter sends pings itself; tornado, which takes its milliseconds for seconds, is to send none."""
        protocol = super().get_websocket_protocol()
        if protocol is not None:
            protocol.params.ping_interval = None
        return protocol


class GuardedKernel(_OfKernel, KernelHandler):  # type: ignore[misc]
    """A kernel's own address."""


class GuardedShutdown(_OfKernel, VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Where a page that is left ends its kernel."""


class GuardedFiles(AllowListFileHandler):  # type: ignore[misc]
    """Pictures and the like beside the notebooks."""

    def prepare(self) -> None:
        """Keeps the leader's to the leader."""
        if is_leaders(Path(self.root), self.path_args[0]) and not may_open(self, self.settings["live"]):
            raise tornado.web.HTTPError(403)
        super().prepare()


def may_open(handler: tornado.web.RequestHandler, live: Live) -> bool:
    """As `is_leader`; one who tried too often may not either."""
    try:
        return is_leader(handler, live)
    except ProblemError:
        return False


def routes(base_url: str, root: str, configuration: Any) -> list[Any]:
    """The guarded addresses, to stand before voila's own."""
    kernel = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
    files = {"allowlist": configuration.file_allowlist, "denylist": configuration.file_denylist, "path": root}
    return [
        (url_path_join(base_url, rf"/api/kernels/{kernel}"), GuardedKernel),
        (url_path_join(base_url, rf"/api/kernels/{kernel}/channels"), GuardedChannels),
        (url_path_join(base_url, r"/voila/api/shutdown/(.*)"), GuardedShutdown),
        (url_path_join(base_url, r"/voila/files/(.*)"), GuardedFiles, files),
    ]
