"""The workbook's server: Voila, with the rendered pages before its own addresses."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tornado.web
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_core.utils import run_sync
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.log import access_log
from tornado.netutil import bind_unix_socket
from traitlets import Callable, Instance, Unicode
from traitlets.config import Config
from voila.app import Voila

from mio_widgets import notices, provisioner
from mio_widgets.book import HOME, notebooks_dir
from mio_widgets.chapters import ChapterHandler, use_our_exporter
from mio_widgets.kernels import Kernels
from mio_widgets.live import guard
from mio_widgets.live.addresses import EVERYWHERE, Place
from mio_widgets.live.answers import LiveHandler, ProblemError
from mio_widgets.live.desk import Desk
from mio_widgets.live.routes import routes
from mio_widgets.live.service import Live
from mio_widgets.live.store import Store, StoreError, default_url
from mio_widgets.live.token import LeaderToken
from mio_widgets.site.files import AssetHandler, PackedOnDemand, PageHandler, WidgetFileHandler
from mio_widgets.site.pages import Frame, frame

SITE = Path(__file__).parent / "site"

#: Nothing longer is sent to the server, websockets aside.
MOST_BYTES = 256 * 1024

#: What a page with the exercises needs; every further extension is loaded and evaluated by each visitor.
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]


#: What is kept of Voila's own addresses: its files. Its listing of the notebooks' folder, its log-in and what a later
#: version may add are not needed by any page; what is not here gets the book's page for what is not there.
VOILAS = ("/voila/templates/", "/voila/static/", "/voila/labextensions/", "/voila/api/themes/")

#: So long, in seconds, may a kernel do nothing with nobody connected to it, and so often is that looked at.
IDLE, LOOK = 600, 60

#: So often, in seconds, is a store tried that could not be opened.
AGAIN = 2.0


class LeaderLinkHandler(tornado.web.RequestHandler):
    """The leader's link: gives the browser the cookie, and leads on to an address without the token."""

    def get(self) -> None:
        """Checks the token in the query."""
        workbook: Workbook = self.settings["workbook"]
        live = workbook.live
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")
        try:
            right = guard.is_token(live, str(self.request.remote_ip), self.get_query_argument("token", ""))
        except ProblemError as error:
            self.set_header("Retry-After", str(int(error.wait) + 1))
            notices.leaders(self, 429)
            return
        if not right:
            notices.leaders(self)
            return
        self.set_cookie(
            live.cookie,
            live.token.cookie,
            path=live.place.base_url,
            httponly=True,
            samesite="Lax",
            secure=self.request.protocol == "https" or live.place.is_secure(self.request.host),
        )
        self.redirect(f"{live.place.base_url}{guard.DASHBOARD}")


class MissingHandler(tornado.web.RequestHandler):
    """Any other address."""

    def prepare(self) -> None:
        """Answers with the book's own page for what is not there."""
        notices.missing(self)


class Workbook(Voila):  # type: ignore[misc]  # voila's classes are untyped
    """Voila over the chapters' notebooks, with the rendered pages at the root."""

    pages_dir = Unicode(help="The folder that `mio build` wrote.")
    unix_socket = Unicode(help="Where to listen instead of a port, for a proxy on this machine.")
    live = Instance(Live)
    open_rooms = Callable(help="Opens the live rooms; gives them, or why there are none.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        #: What pages with a kernel need beside the built files, by hashed name.
        self.files: dict[str, str] = {}
        self._packed = TemporaryDirectory(prefix="mio-packed-")

    @property
    def book(self) -> Frame:
        """What stands around the chapters with a kernel."""
        book: Frame = self.voila_configuration.config.VoilaConfiguration.resources["book"]
        return book

    @property
    def packed_dir(self) -> Path:
        """Where packed copies of Voila's files are kept while the server runs."""
        return Path(self._packed.name)

    @property
    def pages(self) -> Path:
        """The folder of the rendered pages."""
        return Path(self.pages_dir)

    def setup_template_dirs(self) -> None:
        """Lets the template include the parts that rendered pages are made of."""
        super().setup_template_dirs()
        self.template_paths.append(str(SITE / "templates"))

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, with our page for what is not there."""
        use_our_exporter()
        own = {"workbook": self, "live": self.live, "default_handler_class": MissingHandler, "log_function": _log}
        return {**super().init_settings(), **own}

    def init_handlers(self) -> list[Any]:
        """Our addresses, then Voila's."""
        at = self.server_url
        chapter = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        return [
            *routes(at, self.live),
            (url_path_join(at, r"/leader"), LeaderLinkHandler),
            *guard.routes(at, self.root_dir, self.voila_configuration),
            (url_path_join(at, r"/voila/render/(.*)"), ChapterHandler, chapter),
            (url_path_join(at, r"/voila/book/(.*)"), WidgetFileHandler),
            (url_path_join(at, r"/voila/tree.*"), tornado.web.RedirectHandler, {"url": at, "permanent": False}),
            (url_path_join(at, r"/assets/(.*)"), AssetHandler, {"path": str(self.pages / "assets")}),
            (url_path_join(at, r"/((?:\w+\.html)?)"), PageHandler, {"path": str(self.pages)}),
            *(_packed(handler) for handler in super().init_handlers() if any(kept in handler[0] for kept in VOILAS)),
        ]

    def listen(self) -> None:
        """Serves at the port or socket asked for, until stopped; Voila would choose another port silently."""
        _allow_many_connections()
        # Behind a proxy, the client's address and https are what the proxy says; from anybody else it would be a lie.
        behind_proxy = bool(self.live.place.public)
        limits = {"max_body_size": MOST_BYTES, "body_timeout": 30, "idle_connection_timeout": 300}
        server = HTTPServer(self.app, xheaders=behind_proxy, **limits)
        if self.unix_socket:
            server.add_socket(bind_unix_socket(self.unix_socket))
            print(f"The workbook is below {self.base_url} at the socket {self.unix_socket}", flush=True)
        else:
            server.listen(self.port, self.ip)
            self._announce()
        self.ioloop = IOLoop.current()
        if isinstance(self.live.rooms, Desk):
            self.ioloop.add_callback(self.live.rooms.start)
        else:
            self.ioloop.call_later(AGAIN, self._open_rooms)
        self.ioloop.add_callback(self.kernel_manager.refill)
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            print(file=sys.stderr)
        finally:
            rooms = self.live.rooms
            if isinstance(rooms, Desk):
                # A second signal stops the loop while the last transaction is under way; that ends by itself.
                with contextlib.suppress(RuntimeError):
                    self.ioloop.run_sync(rooms.stop)
            self.stop()

    def stop(self) -> None:
        """Ends the kernels before their connection files are removed: one that has just been started reads its own."""
        run_sync(self.kernel_manager.shutdown_all)()
        super().stop()

    async def _open_rooms(self) -> None:
        """Tries the store until it can be opened: after a restart of the machine a database may come up last."""
        self.live.rooms = await asyncio.to_thread(self.open_rooms)
        if isinstance(self.live.rooms, Desk):
            self.live.rooms.start()
            print("The rooms’ store is open now: there are live rooms.", flush=True)
        else:
            self.ioloop.call_later(AGAIN, self._open_rooms)

    def _announce(self) -> None:
        where = f"http://{'127.0.0.1' if self.ip in EVERYWHERE else self.ip}:{self.port}{self.base_url}"
        print(f"The workbook          {where}")
        print(f"The leader’s page     {where}leader?token={self.live.token.token}")
        reachable = self.live.place.addresses()[0]
        if self.live.place.is_reachable(reachable) and reachable != where:
            print(f"  on another device   {reachable}leader?token={self.live.token.token}")
        print(f"Chapters with Python  {where}voila/render/{HOME}.ipynb")
        print(f"Phones in the room    {self._phones()}")
        print("Stop it with Ctrl-C.", flush=True)

    def _phones(self) -> str:
        if isinstance(self.live.rooms, StoreError):
            return f"no live rooms: {self.live.rooms}"
        root = self.live.place.addresses()[0]
        if self.live.place.is_reachable(root):
            return f"{root}live/"
        if self.live.rehearsal:
            return f"not needed: the simulated ones are here; for real ones as well, {self.live.rehearsal}"
        return "cannot reach this machine’s own address; start with --host 0.0.0.0 for a live room"


def _packed(route: tuple[Any, ...]) -> tuple[Any, ...]:
    """Voila's address of its files, served packed."""
    where, handler, *options = route
    return (where, type(f"Packed{handler.__name__}", (PackedOnDemand, handler), {}), *options)


def _log(handler: tornado.web.RequestHandler) -> None:
    """Only what the server failed at, and no query: a leader's link has the token there."""
    if handler.get_status() >= 500 and not isinstance(handler, LiveHandler | ChapterHandler):
        access_log.error("%d %s %s", handler.get_status(), handler.request.method, handler.request.path)


def _allow_many_connections() -> None:
    """A thousand phones hold a thousand connections; many systems allow a process 1,024 files, and more on demand."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 -- not on Windows

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        enough = 16_384 if most == resource.RLIM_INFINITY else min(most, 16_384)
        if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < enough:
            resource.setrlimit(resource.RLIMIT_NOFILE, (enough, most))


def _rooms(url: str) -> Desk | StoreError:
    try:
        return Desk(Store(url))
    except StoreError as error:
        return error


@dataclass(frozen=True)
class Serving:
    """Where and how to serve.

    Args:
        host: the address to listen on.
        port: the port.
        base_url: the path below which everything stands, with a slash at both ends.
        max_kernels: how many chapters with Python may be open at once.
        keep_ready: whether a kernel is kept ready for the next of them.
        public: the address under which others reach the server, where a proxy stands before it.
        unix_socket: where to listen instead, for a proxy on the same machine; only this user may connect.
        rehearsal: where the participants are simulated, the command that lets real phones in as well.
    """

    host: str
    port: int
    base_url: str = "/"
    max_kernels: int = 20
    keep_ready: bool = True
    public: str | None = None
    unix_socket: str = ""
    rehearsal: str = ""


def serve(pages: Path, how: Serving, token: LeaderToken) -> None:
    """Serves the rendered pages in `pages`, the chapters through Voila, and live rooms, until stopped."""
    # Kernels inherit this; it only adds a place where templates are looked for.
    paths = [str(SITE / "jupyter"), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    config = Config()
    config.VoilaConfiguration.template = "mio"
    config.VoilaConfiguration.allow_template_override = "NO"  # ?template=unknown would hang and keep a kernel
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.extension_allowlist = EXTENSIONS
    config.VoilaConfiguration.multi_kernel_manager_class = Kernels

    def asset(name: str) -> str:
        # Where several servers share rooms, only what was built is on each; below voila/ a reader stays with one.
        return f"{how.base_url}{'assets' if (pages / 'assets' / name).is_file() else 'voila/book'}/{name}"

    book = frame(how.base_url, lambda chapter: f"{how.base_url}voila/render/{chapter.slug}.ipynb", asset)
    config.VoilaConfiguration.resources = {"book": book}
    config.Kernels.max_kernels = how.max_kernels
    config.Kernels.keep_ready = how.keep_ready
    if how.keep_ready and provisioner.POSSIBLE:
        # Not by the configuration: rendering the book has made the factory already, without it.
        KernelProvisionerFactory.instance().default_provisioner_name = provisioner.NAME
    # A kernel's sockets are open to every account on the machine, and what goes through them are a reader's answers.
    config.KernelManager.transport_encryption = "auto"
    config.MappingKernelManager.cull_idle_timeout = IDLE
    config.MappingKernelManager.cull_interval = LOOK
    # Kernels must not inherit a store's password, so its address is taken out of the environment.
    open_rooms = partial(_rooms, default_url())
    os.environ.pop("MIO_STORE", None)
    app = Workbook(
        config=config,
        config_file_paths=[],
        root_dir=str(notebooks_dir()),
        pages_dir=str(pages),
        unix_socket=how.unix_socket,
        ip=how.host,
        port=how.port,
        base_url=how.base_url,
        live=Live(Place(how.host, how.port, how.base_url, how.public), token, open_rooms(), how.rehearsal),
        open_rooms=open_rooms,
        open_browser=False,
        log_level="ERROR",
    )
    app.initialize([])
    app.start()
