"""The workbook's server: Voila, with the rendered pages before its own addresses."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import jinja2
import tornado.web
import voila.notebook_renderer
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop
from traitlets import Integer, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.exporter import VoilaExporter
from voila.tornado.handler import TornadoVoilaHandler

from mio_widgets.book import HOME, notebooks_dir
from mio_widgets.site.files import AssetHandler, PageHandler
from mio_widgets.site.pages import frame, page_name, templates
from mio_widgets.words import say

SITE = Path(__file__).parent / "site"

#: What a page with the exercises needs; every further extension is loaded and evaluated by each visitor.
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]


class KernelsTakenError(Exception):
    """As many kernels run as the server may start."""


class CappedKernels(AsyncMappingKernelManager):  # type: ignore[misc]  # jupyter_server's classes are untyped
    """Kernels for visitors, at most `max_kernels` at once."""

    max_kernels = Integer(20, config=True, help="How many kernels may run at once; each takes about 40 MB.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._starting: set[str] = set()

    async def start_kernel(self, **kwargs: Any) -> str:
        """Starts a kernel.

        Raises:
            KernelsTakenError: `max_kernels` run or are being started.
        """
        if len(self._starting | set(self.list_kernel_ids())) >= self.max_kernels:
            raise KernelsTakenError
        kernel_id = kwargs.setdefault("kernel_id", self.new_kernel_id())
        self._starting.add(kernel_id)
        # ipykernel warns, for each visitor, that its loopback sockets are not encrypted.
        kwargs.setdefault("extra_arguments", ["--IPKernelApp.log_level=ERROR"])
        try:
            started: str = await super().start_kernel(**kwargs)
            return started
        finally:
            self._starting.discard(kernel_id)


class ChapterHandler(TornadoVoilaHandler):  # type: ignore[misc]  # voila's classes are untyped
    """A chapter with a kernel, or a kind page when there is none to be had."""

    async def get(self, path: str | None = None) -> None:
        """Renders the notebook at `path` below the notebooks' folder."""
        slug = Path(path or "").stem
        # Reading the token sets its cookie. Without it the page may not end its kernel when the reader leaves.
        self.xsrf_token  # noqa: B018
        try:
            await super().get(path)
        except KernelsTakenError:
            self.set_status(503)
            self.set_header("Retry-After", "30")
            self.finish(self.settings["workbook"].full_page(slug))


class MissingHandler(tornado.web.RequestHandler):
    """Any other address."""

    def prepare(self) -> None:
        """Answers with the book's own page for what is not there."""
        self.set_status(404)
        pages: Path = self.settings["workbook"].pages
        self.finish((pages / "404.html").read_bytes().replace(b'="index.html', b'="/index.html'))


class _TemplatesInMemory(jinja2.BytecodeCache):
    """Compiled templates by key. Voila makes a new environment for each request and would compile anew."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


class _Exporter(VoilaExporter):  # type: ignore[misc]  # voila's classes are untyped
    _compiled = _TemplatesInMemory()

    def _create_environment(self) -> jinja2.Environment:
        environment: jinja2.Environment = super()._create_environment()
        environment.bytecode_cache = self._compiled
        return environment


class Workbook(Voila):  # type: ignore[misc]  # voila's classes are untyped
    """Voila over the chapters' notebooks, with the rendered pages at the root."""

    pages_dir = Unicode(help="The folder that `mio build` wrote.")

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
        # Voila names its exporter in the module that uses it and offers no setting for it.
        voila.notebook_renderer.VoilaExporter = _Exporter
        return {**super().init_settings(), "workbook": self, "default_handler_class": MissingHandler}

    def init_handlers(self) -> list[Any]:
        """Our addresses, then Voila's."""
        at = self.server_url
        chapter = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        return [
            (url_path_join(at, r"/voila/render/(.*)"), ChapterHandler, chapter),
            (url_path_join(at, r"/voila/tree.*"), tornado.web.RedirectHandler, {"url": at, "permanent": False}),
            (url_path_join(at, r"/assets/(.*)"), AssetHandler, {"path": str(self.pages / "assets")}),
            (url_path_join(at, r"/((?:\w+\.html)?)"), PageHandler, {"path": str(self.pages)}),
            *super().init_handlers(),
        ]

    def full_page(self, slug: str) -> str:
        """What a visitor reads when every kernel is taken: the rendered chapter is one click away."""
        book = self.voila_configuration.config.VoilaConfiguration.resources["book"]
        name = page_name(slug) if slug in book.order else page_name(HOME)
        return (
            templates()
            .get_template("notice.html.j2")
            .render(
                book=book,
                title=say("notice.full.title"),
                texts=[say("notice.full.text", n=self.kernel_manager.max_kernels), say("notice.full.instead")],
                link={"url": f"{self.base_url}{name}", "name": say("notice.full.link")},
            )
        )

    def listen(self) -> None:
        """Serves at the port asked for, until stopped; Voila would choose another one silently."""
        self.app.listen(self.port, self.ip)
        everywhere = self.ip in ("", "0.0.0.0", "::")  # noqa: S104 -- compared, not bound
        where = f"http://{'127.0.0.1' if everywhere else self.ip}:{self.port}{self.base_url}"
        print(f"The workbook          {where}")
        print(f"Chapters with Python  {where}voila/render/{HOME}.ipynb")
        print("Stop it with Ctrl-C.", flush=True)
        self.ioloop = IOLoop.current()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            print(file=sys.stderr)
        finally:
            self.stop()


def serve(pages: Path, host: str, port: int, base_url: str = "/", max_kernels: int = 20) -> None:
    """Serves the rendered pages in `pages`, and the chapters through Voila, until stopped."""
    # Kernels inherit this; it only adds a place where templates are looked for.
    paths = [str(SITE / "jupyter"), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, paths))
    config = Config()
    config.VoilaConfiguration.template = "mio"
    config.VoilaConfiguration.allow_template_override = "NO"  # ?template=unknown would hang and keep a kernel
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.extension_allowlist = EXTENSIONS
    config.VoilaConfiguration.multi_kernel_manager_class = CappedKernels
    config.VoilaConfiguration.resources = {
        "book": frame(base_url, lambda chapter: f"{base_url}voila/render/{chapter.slug}.ipynb")
    }
    config.CappedKernels.max_kernels = max_kernels
    config.MappingKernelManager.cull_idle_timeout = 600
    config.MappingKernelManager.cull_interval = 60
    app = Workbook(
        config=config,
        config_file_paths=[],
        root_dir=str(notebooks_dir()),
        pages_dir=str(pages),
        ip=host,
        port=port,
        base_url=base_url,
        open_browser=False,
        log_level="ERROR",
    )
    app.initialize([])
    app.start()
