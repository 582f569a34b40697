"""Chapters with Python: a notebook run for its reader, and a page that stays connected with the kernel.

A notebook that imports nothing but the book's own package gets the same page as a rendered one: `render` draws it and
`host.js` shows its exercises, which is there in a tenth of the time that Voila's front end takes to start. Any
other notebook may show any widget, and is drawn by that front end in our template.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import nbformat
import tornado.web
import voila.notebook_renderer
from nbclient.exceptions import CellExecutionError
from nbconvert.preprocessors.clearoutput import ClearOutputPreprocessor
from tornado.ioloop import IOLoop
from voila.execute import VoilaExecutor, strip_code_cell_warnings
from voila.exporter import VoilaExporter
from voila.tornado.handler import TornadoVoilaHandler

from mio_widgets import notices
from mio_widgets.content.notebooks import imported
from mio_widgets.kernels import KernelsTakenError
from mio_widgets.live import guard
from mio_widgets.site.files import finish_packed
from mio_widgets.site.pages import FRAMED, POLICY
from mio_widgets.site.render import render

if TYPE_CHECKING:
    from mio_widgets.server import Workbook

#: Our templates among those that Voila renders.
OURS = ("index.html.j2", "parts.html.j2")

#: A second after a page has gone out, the next reader's kernel is started: not while the page needs the machine.
REFILL = 1.0

#: Pages of Voila's front end run scripts that stand in them. They too load from, and send to, this server only.
VOILA_POLICY = (
    "default-src 'self' blob: data: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' {sockets}; "
    f"base-uri 'none'; object-src 'none'; form-action 'none'; {FRAMED}"
)


class ChapterHandler(TornadoVoilaHandler):  # type: ignore[misc]  # voila's classes are untyped
    """A chapter with a kernel, or a kind page when there is none to be had."""

    #: Until it is known which page it will be, the stricter rule.
    policy = POLICY.replace("connect-src 'self'", "connect-src 'self' {sockets}") + f"; {FRAMED}"
    gone = False

    @property
    def content_security_policy(self) -> str:
        """What the page may load."""
        return self.policy.format(sockets=f"ws://{self.request.host} wss://{self.request.host}")

    def on_connection_close(self) -> None:
        """The reader did not wait for the page."""
        self.gone = True

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answers with the book's own page for what is not there, or did not work."""
        if status_code == 404:
            notices.missing(self)
        elif status_code >= 500:
            notices.failed(self, Path(self.path_args[0] or "").stem)
        else:
            super().write_error(status_code, **kwargs)

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Runs the notebook at `path` below the notebooks' folder and draws its page."""
        workbook: Workbook = self.settings["workbook"]
        slug = Path(path or "").stem
        if "\0" in slug:
            notices.missing(self)
            return
        # Whoever reads that page has asked for no kernel.
        if self.inside_another_site():
            notices.elsewhere(self, slug)
            return
        leaders = guard.is_leaders(Path(workbook.root_dir), path or "")
        if leaders:
            if not guard.may_open(self, workbook.live):
                notices.leaders(self)
                return
            guard.starting_for_leader.set(True)
            self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")
        # Reading the token sets its cookie. Without it the page may not end its kernel when the reader leaves.
        self.xsrf_token  # noqa: B018
        try:
            notebook = self.own_notebook(path or "")
            if notebook:
                await self.draw(notebook, slug, leaders)
            else:
                self.policy = VOILA_POLICY
                self.set_header("Content-Security-Policy", self.content_security_policy)
                await super().get(path)
        except KernelsTakenError:
            notices.full(self, slug, workbook.kernel_manager.max_kernels)

    def inside_another_site(self) -> bool:
        """Whether a page of another site loads this one into itself, as a picture or a frame."""
        sent = self.request.headers.get
        from_outside = sent("Sec-Fetch-Site", "none") not in ("none", "same-origin")
        return from_outside and sent("Sec-Fetch-Dest", "document") != "document"

    def own_notebook(self, path: str) -> nbformat.NotebookNode | None:
        """The notebook, where it is one that needs nothing but the book's own widgets."""
        root = Path(self.settings["workbook"].root_dir).resolve()
        try:
            file = (root / path).resolve()
            if file.suffix != ".ipynb" or not file.is_relative_to(root) or not file.is_file():
                return None
            notebook = nbformat.read(file, as_version=4)
        except (OSError, ValueError):
            return None
        code = (cell.source for cell in notebook.cells if cell.cell_type == "code")
        return notebook if imported(code) == {"mio_widgets"} else None

    async def draw(self, notebook: nbformat.NotebookNode, slug: str, leaders: bool) -> None:
        """Runs the notebook in a kernel of its own and sends its page."""
        workbook: Workbook = self.settings["workbook"]
        kernels = workbook.kernel_manager
        async with kernels.turn(lambda: self.gone):
            if self.gone:
                return
            kernel_id = await kernels.take()
            try:
                await run(notebook, kernels.get_kernel(kernel_id), kernels.line(kernel_id))
                page = render(notebook, slug, workbook.book, kernel_id, leader=leaders)
            except BaseException:
                await self.end(kernel_id)
                raise
        workbook.files.update(page.files)
        if self.gone:
            await self.end(kernel_id)
            return
        finish_packed(self, page.html, "text/html")
        IOLoop.current().call_later(REFILL, kernels.refill)

    async def end(self, kernel_id: str) -> None:
        """Ends a kernel that no page needs."""
        kernels = self.settings["workbook"].kernel_manager
        if kernel_id in kernels:
            await kernels.shutdown_kernel(kernel_id, now=True)


async def run(notebook: nbformat.NotebookNode, kernel: Any, line: Any | None) -> None:
    """Runs a notebook's cells in a kernel that goes on afterwards, and keeps the state of their widgets in it.

    After a cell that fails, no other is run; what the reader sees of its error tells nothing of the server.
    """
    ClearOutputPreprocessor().preprocess(notebook, {})
    executor = VoilaExecutor(notebook, km=kernel)
    if line:
        line.allow_stdin = False
    executor.kc = line or await executor.async_start_new_kernel_client()
    try:
        for index, cell in enumerate(notebook.cells):
            try:
                await executor.execute_cell(cell, None, index, store_history=False)
            except CellExecutionError:
                strip_code_cell_warnings(cell)
                executor.log.exception("Error in cell %d", index + 1)
                break
        executor.set_widgets_metadata()
    finally:
        executor.kc.stop_channels()


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
        # nbconvert escapes nothing. Our templates escape all that is not said to be safe.
        environment.autoescape = lambda name: name in OURS
        return environment


def use_our_exporter() -> None:
    """Has Voila render by our exporter: it names its own in the module that uses it, and offers no setting."""
    voila.notebook_renderer.VoilaExporter = _Exporter
