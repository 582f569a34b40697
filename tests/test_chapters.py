"""Chapters with Python: what their pages are made of, and the kernels behind them."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import http.client
import json
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
from tornado.websocket import websocket_connect

from mio_widgets.content.notebooks import imported
from mio_widgets.kernels import NICE
from tests.conftest import ROOT
from tests.serving import Answer, Server, free_port, kernels_of, served

TOKEN = "a-leader's-token-for-tests"


def write(folder: Path, name: str, *sources: str) -> None:
    """Writes a notebook of these cells."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / f"{name}.ipynb")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the servers here: a book of one chapter and some notebooks beside it."""
    book = tmp_path_factory.mktemp("book")
    (book / "content").symlink_to(ROOT / "content")
    notebooks = book / "notebooks"
    (notebooks / "leader").mkdir(parents=True)
    for name in ("00_start_here.ipynb", "leader/workshop.ipynb"):
        (notebooks / name).write_bytes((ROOT / "notebooks" / name).read_bytes())
    write(notebooks, "other", "import ipywidgets\nipywidgets.IntSlider()")
    write(
        notebooks,
        "failing",
        "from mio_widgets import quiz\nprint('before')",
        "__import__('warnings').warn('/srv/x')\n1 / 0",
        "print('after')",
    )
    write(notebooks, "loaded", "from mio_widgets import quiz\n__import__('sys').modules.keys()")
    cache = tmp_path_factory.mktemp("cache")
    return {"MIO_BOOK": str(book), "XDG_CACHE_HOME": str(cache), "HOME": str(cache), "MIO_LEADER_TOKEN": TOKEN}


@pytest.fixture(scope="module")
def server(own: dict[str, str]) -> Iterator[Server]:
    with served(free_port(), **own) as running:
        yield running


def chapter(server: Server, name: str = "00_start_here", **headers: str) -> Answer:
    """A notebook's page."""
    return server.get(f"/voila/render/{name}.ipynb", **headers)


def kernel_of(page: Answer) -> str:
    """The id of the kernel that a page stays connected with."""
    (kernel_id,) = re.findall(r'data-kernel="([^"]+)"', page.text)
    return str(kernel_id)


def complaining_to(log: Path) -> str:
    """Python by which a server writes into a file what it would complain of in the terminal."""
    return f"import os; os.dup2(os.open({str(log)!r}, os.O_CREAT | os.O_WRONLY), 2)"


def kernels(server: Server) -> int:
    """How many kernels the server has."""
    return len(kernels_of(server.process.pid))


def until(server: Server, count: int) -> None:
    """Waits until so many kernels run."""
    end = time.monotonic() + 30
    while kernels(server) != count:
        assert time.monotonic() < end, f"{kernels(server)} kernels, not {count}"
        time.sleep(0.1)


def test_a_chapter_is_packed_and_never_kept(server: Server) -> None:
    plain, packed = chapter(server), chapter(server, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(plain.body) / 2
    assert b"book-header" in gzip.decompress(packed.body)
    assert plain.headers["Cache-Control"] == "no-store"
    assert plain.headers["Vary"] == "Accept-Encoding"


def test_its_page_is_as_strict_as_a_rendered_one(server: Server) -> None:
    page = chapter(server)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert f"ws://127.0.0.1:{server.port}" in policy
    assert not re.search(r"<script(?![^>]* src=)(?![^>]*application/json)", page.text)
    assert "voila.js" not in page.text


@pytest.mark.parametrize(
    ("site", "dest", "status"),
    [
        ("cross-site", "image", 403),
        ("cross-site", "iframe", 403),
        ("same-site", "empty", 403),
        ("cross-site", "document", 200),
        ("same-origin", "iframe", 200),
        ("none", "document", 200),
    ],
)
def test_no_other_site_starts_a_kernel_from_inside_its_page(server: Server, site: str, dest: str, status: int) -> None:
    page = chapter(server, Sec_Fetch_Site=site, Sec_Fetch_Dest=dest)
    assert page.status == status
    assert ("data-kernel" in page.text) is (status == 200)


def test_what_is_said_to_a_kernel_is_encrypted(server: Server) -> None:
    kernel_id = kernel_of(chapter(server))
    (file,) = Path(tempfile.gettempdir()).glob(f"voila_*/kernel-{kernel_id}.json")
    assert json.loads(file.read_text(encoding="utf-8"))["curve_publickey"]
    assert file.stat().st_mode & 0o077 == 0


def test_a_page_that_is_only_read_keeps_its_line(own: dict[str, str], tmp_path: Path) -> None:
    # The server's pauses between pings, and its patience, each a hundredth of what they are.
    sooner = (
        "from types import SimpleNamespace as As; from jupyter_server.base.websocket import WebSocketMixin as W\n"
        "pause, patience = W.ping_interval.fget, W.ping_timeout.fget\n"
        "W.ping_interval = property(lambda self: pause(self) / 100)\n"
        "W.ping_timeout = property(lambda s: patience(As(settings=s.settings, ping_interval=pause(s))) / 100)"
    )
    log = tmp_path / "log"
    with served(free_port(), before=f"{complaining_to(log)}\n{sooner}", **own) as running:
        kernel_id = kernel_of(chapter(running))
        assert asyncio.run(stays_open(running, kernel_id))
    assert "ping" not in log.read_text(encoding="utf-8")


async def stays_open(server: Server, kernel_id: str, pings: float = 10) -> bool:
    """Whether the line to a kernel, on which nothing is said, is open after so many pings."""
    line = await websocket_connect(f"ws://127.0.0.1:{server.port}/api/kernels/{kernel_id}/channels")
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(pings * 0.3):
            while await line.read_message() is not None:
                pass
            return False
    line.close()
    return True


def test_every_notice_is_as_strict_as_a_page(server: Server) -> None:
    for path in ("/nothing", "/assets/nothing.js", "/voila/render/leader/workshop.ipynb", "/leader?token=wrong"):
        notice = server.get(path)
        assert notice.status in (403, 404)
        assert "default-src 'none'" in notice.headers["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in notice.headers["Content-Security-Policy"]
        assert notice.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/voila/render/%00", "/voila/templates/x", "/voila/templates/mio/x", "/assets/%00"])
def test_addresses_that_make_no_sense_are_none_of_the_servers_faults(server: Server, path: str) -> None:
    assert 400 <= server.get(path).status < 500


def test_it_says_who_hears_of_the_answers(server: Server) -> None:
    told = "tells them to a Python process of its own"
    assert told in chapter(server).text
    assert told in chapter(server, "other").text
    assert told not in server.get("/").text


def test_a_notebook_with_other_widgets_is_drawn_by_voilas_front_end(server: Server) -> None:
    page = chapter(server, "other")
    assert "voila.js" in page.text
    assert "'unsafe-eval'" in page.headers["Content-Security-Policy"]


def test_that_front_ends_files_are_packed_and_the_hashed_ones_kept_for_good(server: Server) -> None:
    page = chapter(server, "other").text
    script = re.findall(r'src="(/voila/[^"]+/voila\.js)"', page)[0]
    plain, packed = server.get(script), server.get(script, Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["Content-Type"].startswith("text/javascript")
    assert int(packed.headers["Content-Length"]) < len(plain.body) / 2
    entry, name = re.findall(r'"load": "(static/remoteEntry\.\w+\.js)", "name": "([^"]+)"', page)[0]
    hashed = server.get(f"/voila/labextensions/{name}/{entry}", Accept_Encoding="gzip")
    assert (hashed.status, hashed.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in hashed.headers["Cache-Control"]


def test_what_fails_is_said_without_a_word_of_the_server(server: Server) -> None:
    page = chapter(server, "failing")
    assert page.status == 200
    assert "before" in page.text
    assert "could not be computed" in page.text
    assert "/srv/x" not in page.text
    assert not {"ZeroDivisionError", "Traceback", "after</pre>"} & set(re.findall(r"[\w</>]+", page.text))


def test_a_page_without_a_figure_loads_no_plotting(server: Server) -> None:
    loaded = chapter(server, "loaded").text
    assert "mio_widgets.exercises.quiz" in loaded
    assert "plotly" not in re.sub(r"data-plotly|plotly\.js", "", loaded)


def test_a_leaders_page_brings_the_files_that_no_chapter_has(server: Server) -> None:
    cookie = server.get(f"/leader?token={TOKEN}").headers["Set-Cookie"].partition(";")[0]
    page = chapter(server, "leader/workshop", Cookie=cookie)
    names = re.findall(r'"(/voila/book/workshop-\w+\.(?:css|js))"', page.text)
    assert len(set(names)) == 2
    assert server.get("/voila/book/workshop-none.js").status == 404
    for name in names:
        file = server.get(name)
        assert file.status == 200
        assert "immutable" in file.headers["Cache-Control"]
        assert file.headers["Content-Type"].startswith("text/css" if name.endswith("css") else "text/javascript")


def test_a_kernel_is_kept_ready_and_after_it_the_next(own: dict[str, str]) -> None:
    with served(free_port(), **own) as running:
        until(running, 1)
        assert chapter(running).status == 200
        until(running, 2)


def test_none_is_kept_ready_where_that_is_not_wanted(own: dict[str, str]) -> None:
    with served(free_port(), "--no-keep-ready", **own) as running:
        assert chapter(running).status == 200
        assert kernels(running) == 1
        assert chapter(running).status == 200
        assert kernels(running) == 2


def test_the_one_kept_ready_makes_way_for_a_page_that_cannot_use_it(own: dict[str, str]) -> None:
    with served(free_port(), "--max-kernels", "1", **own) as running:
        until(running, 1)
        assert chapter(running, "other").status == 200
        assert chapter(running).status == 503


def test_of_many_at_once_as_many_get_a_kernel_as_there_may_be(own: dict[str, str]) -> None:
    with served(free_port(), "--max-kernels", "3", **own) as running:
        with ThreadPoolExecutor(8) as pool:
            answers = [*pool.map(lambda _: chapter(running).status, range(8))]
        assert sorted(answers) == [200] * 3 + [503] * 5
        # Kernels take what pages and votes leave.
        niceness = [kernel.nice() for kernel in kernels_of(running.process.pid)]
        assert niceness == [psutil.Process(running.process.pid).nice() + NICE] * 3 or niceness == [19] * 3


def test_when_the_one_kept_ready_has_died_another_is_started(own: dict[str, str]) -> None:
    with served(free_port(), **own) as running:
        until(running, 1)
        for process in kernels_of(running.process.pid):
            process.kill()
        page = chapter(running)
        assert page.status == 200
        assert "data-kernel" in page.text


def test_kernels_are_forked_where_that_can_be(own: dict[str, str]) -> None:
    with served(free_port(), **own) as running:
        assert chapter(running).status == 200
        forked = [kernel.parent() != psutil.Process(running.process.pid) for kernel in kernels_of(running.process.pid)]
        assert set(forked) == {sys.platform == "linux"}


def test_a_server_that_is_stopped_while_kernels_start_ends_without_a_complaint(
    own: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    # Ports below those that systems give: another test's kernels could take one between its choice and its use.
    apart = (
        "from itertools import count; from jupyter_client.connect import LocalPortCache\n"
        "LocalPortCache.find_available_port = lambda self, ip, ports=count(11_000): next(ports)"
    )
    before = f"{complaining_to(log)}\n{apart}"
    with ThreadPoolExecutor(8) as pool, served(free_port(), before=before, **own) as running:
        until(running, 1)
        asked = [pool.submit(chapter, running) for _ in range(8)]
        while kernels(running) < 3:
            time.sleep(0.01)
        below = psutil.Process(running.process.pid).children(recursive=True)
        running.process.terminate()
        assert psutil.wait_procs(below, timeout=20)[1] == []
        for each in asked:
            with contextlib.suppress(OSError, http.client.HTTPException):
                each.result()
    assert "Traceback" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


def test_a_kernel_ends_with_a_server_that_was_killed(own: dict[str, str]) -> None:
    with served(free_port(), **own) as running:
        assert chapter(running).status == 200
        below = psutil.Process(running.process.pid).children(recursive=True)
        running.process.kill()
        _, alive = psutil.wait_procs(below, timeout=20)
        assert alive == []


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_when_the_process_that_is_forked_has_died_there_is_another(own: dict[str, str]) -> None:
    with served(free_port(), **own) as running:
        until(running, 1)
        first = kernels_of(running.process.pid)[0]
        forked_from = first.parent()
        assert forked_from
        forked_from.kill()
        psutil.wait_procs([first], timeout=20)
        assert "data-kernel" in chapter(running).text


def test_one_that_has_read_what_an_author_changed_since_is_not_used(own: dict[str, str], tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(own["MIO_BOOK"], book)
    write(book / "notebooks", "cited", "from mio_widgets import sources\nsources('suchman-2016')")
    with served(free_port(), **{**own, "MIO_BOOK": str(book)}) as running:
        until(running, 1)
        assert "Mothering from the Inside Out" in chapter(running, "cited").text
        until(running, 2)
        references = book / "content" / "references.toml"
        text = references.read_text(encoding="utf-8")
        references.write_text(text.replace("Mothering from the Inside Out", "A changed title"), encoding="utf-8")
        assert "A changed title" in chapter(running, "cited").text


def test_an_editors_passing_file_disturbs_nobody(own: dict[str, str], tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(own["MIO_BOOK"], book)
    with served(free_port(), **{**own, "MIO_BOOK": str(book)}) as running:
        until(running, 1)
        (book / "content" / ".#words.toml").symlink_to("nobody@nowhere.1")
        assert chapter(running).status == 200


def test_a_notebook_that_is_not_there_is_said_as_any_page(server: Server) -> None:
    page = chapter(server, "nothing")
    assert (page.status, "There is no such page" in page.text) == (404, True)


def test_where_no_kernel_starts_the_chapter_can_be_read_without_one(own: dict[str, str]) -> None:
    fails = (
        "async def start_kernel(self, **kwargs): raise OSError('/srv/secret')\n"
        "from mio_widgets.kernels import Kernels; Kernels.start_kernel = start_kernel"
    )
    with served(free_port(), before=fails, **own) as running:
        for name in ("00_start_here", "other"):
            page = chapter(running, name)
            assert (page.status, "This page did not open" in page.text, "secret" in page.text) == (500, True, False)
            assert ("Read the chapter now" in page.text) is (name == "00_start_here")


def test_a_reader_who_does_not_wait_leaves_no_kernel(own: dict[str, str]) -> None:
    with served(free_port(), "--no-keep-ready", **own) as running:
        with socket.create_connection(("127.0.0.1", running.port)) as line:
            line.sendall(b"GET /voila/render/00_start_here.ipynb HTTP/1.1\r\nHost: x\r\n\r\n")
            until(running, 1)
        until(running, 0)


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        (["from mio_widgets import quiz", "quiz('a')"], {"mio_widgets"}),
        (["import mio_widgets.words as w"], {"mio_widgets"}),
        (["import numpy as np, os.path", "from mio_widgets import quiz"], {"numpy", "os", "mio_widgets"}),
        (["def f():\n    import json"], {"json"}),
        (["%matplotlib inline"], None),
        (["x ="], None),
    ],
)
def test_what_a_notebook_imports(sources: list[str], found: set[str] | None) -> None:
    assert imported(sources) == found
