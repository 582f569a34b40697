from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from mio_widgets.content.load import Content, load
from tests.serving import free_port

from . import chromium, servers
from .servers import Server
from .ways import Lab, Readers, Rendered, Voila, Way

# Two cores, a server or two and a browser: what takes longer than this does not come at all.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder for the servers."""
    home = tmp_path_factory.mktemp("home")
    servers.quiet_lab(home)
    return home


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the book with the chapters that the tests open."""
    return servers.copy_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def content(book: Path) -> Content:
    """The book's content, to say what a page should show."""
    return load(book / "content")


@pytest.fixture(scope="session")
def env(book: Path, home: Path) -> dict[str, str]:
    """The environment of every server."""
    return servers.environment(book, home)


@pytest.fixture(scope="session")
def pages(env: dict[str, str], home: Path) -> Path:
    """The rendered book, where `mio build` says that it is."""
    done = subprocess.run(servers.mio("build"), env=env, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.removeprefix("The book is in ").strip())


@pytest.fixture(scope="session")
def workbook(pages: Path, env: dict[str, str], home: Path) -> Iterator[Server]:
    """The workbook's server."""
    port = free_port()
    with servers.running(servers.mio("serve", "--port", str(port)), port, env, home) as server:
        yield server


@pytest.fixture(scope="session")
def jupyter_lab(book: Path, env: dict[str, str], home: Path) -> Iterator[Server]:
    """JupyterLab over the book's notebooks."""
    port = free_port()
    with servers.running(servers.lab(book / "notebooks", port), port, env, home) as server:
        yield server


# Not for the whole session: while Playwright's event loop is there, no other test can run one of its own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, found or installed; without one the tests cannot pass."""
    path = chromium.find() or chromium.install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def readers(browser: Browser) -> Iterator[Readers]:
    """Makes readers; afterwards no page of theirs may have asked another origin or complained."""
    readers = Readers(browser)
    yield readers
    readers.leave()


@pytest.fixture
def rendered(readers: Readers, workbook: Server) -> Rendered:
    """The rendered pages, from our server."""
    return Rendered(readers, workbook)


@pytest.fixture
def voila(readers: Readers, workbook: Server) -> Voila:
    """The chapters through Voila, from our server."""
    return Voila(readers, workbook)


@pytest.fixture
def lab(readers: Readers, jupyter_lab: Server) -> Lab:
    """The notebooks in JupyterLab."""
    return Lab(readers, jupyter_lab)


@pytest.fixture(params=["rendered", "voila", "lab"])
def page_of(request: pytest.FixtureRequest) -> Way:
    """Each of the three ways to read the book."""
    way: Way = request.getfixturevalue(request.param)
    return way
