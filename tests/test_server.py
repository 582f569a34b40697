"""The server: what it says of its files, what it refuses, and what happens when its kernels are taken."""

from __future__ import annotations

import gzip
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mio_widgets import hub
from tests.conftest import ROOT
from tests.serving import Answer, Server, free_port, served


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the servers here: a book of two chapters, rendered once."""
    book = tmp_path_factory.mktemp("book")
    (book / "content").symlink_to(ROOT / "content")
    (book / "notebooks").mkdir()
    (book / "outside.ipynb").write_bytes((ROOT / "notebooks" / "01_mentalizing.ipynb").read_bytes())
    for name in ("00_start_here.ipynb", "01_mentalizing.ipynb"):
        (book / "notebooks" / name).write_bytes((ROOT / "notebooks" / name).read_bytes())
    cache = tmp_path_factory.mktemp("cache")
    return {"MIO_BOOK": str(book), "XDG_CACHE_HOME": str(cache), "HOME": str(cache)}


@pytest.fixture(scope="module")
def server(own: dict[str, str]) -> Iterator[Server]:
    with served(free_port(), "--max-kernels", "1", **own) as running:
        yield running


def test_pages_are_packed_for_browsers_that_can_unpack(server: Server) -> None:
    packed = server.get("/", Accept_Encoding="gzip")
    plain = server.get("/")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"] == "text/html; charset=utf-8"
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == "Accept-Encoding"


def test_hashed_files_are_kept_for_good_and_pages_asked_for_again(server: Server) -> None:
    home = server.get("/")
    assert home.headers["Cache-Control"] == "no-cache"
    asset = server.get("/" + re.findall(r'"(assets/[\w-]+\.js)"', home.text)[0])
    assert "immutable" in asset.headers["Cache-Control"]
    assert asset.headers["Content-Type"].startswith("text/javascript")
    again = server.get("/", If_None_Match=home.headers["Etag"])
    assert (again.status, again.body) == (304, b"")


def test_a_page_may_load_only_what_comes_with_the_book(server: Server) -> None:
    policy = server.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert sources(policy) == {"'none'", "'self'", "data:"}


def sources(policy: str) -> set[str]:
    """Whatever a policy allows anything from."""
    return {source for directive in policy.split(";") for source in directive.split()[1:]}


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../build.json",
        "/assets/%2e%2e/build.json",
        "/assets/build.json",
        "/build.json",
        "/../../etc/passwd",
        "/no-such-page",
        "/x.html",
    ],
)
def test_other_addresses_get_the_books_own_page(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status in (403, 404)
    assert "fingerprint" not in answer.text


def test_a_missing_page_says_so_and_leads_back(server: Server) -> None:
    answer = server.get("/no-such-page")
    assert answer.status == 404
    assert "There is no such page" in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/voila/api/contents",
        "/voila/api/contents/leader",
        "/api/kernels",
        "/api/contents",
        "/api/sessions",
        "/api/terminals",
        "/api/me",
        "/login",
        "/logout",
        "/lab",
        "/terminals/1",
    ],
)
def test_of_jupyters_addresses_only_those_that_pages_need_are_there(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status == 404
    assert "There is no such page" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/voila/render/../outside.ipynb",
        "/voila/render/%2e%2e/outside.ipynb",
        "/voila/render/..%2Foutside.ipynb",
        "/voila/files/01_mentalizing.ipynb",
        "/voila/files/../outside.ipynb",
        "/voila/files/../content/pictures/arousal.svg",
        "/voila/static/../../../../../etc/passwd",
        "/voila/templates/%2e%2e/static/x",
    ],
)
def test_nothing_beside_the_chapters_is_run_or_read(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status >= 400
    assert not {"nbformat", "jupyter-config-data", "root:", "<svg"} & {*re.findall(r"[\w-]+:?|<svg", answer.text)}


def test_a_body_too_large_is_refused_before_it_is_read(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 400")


def test_voilas_own_listing_leads_home(server: Server) -> None:
    answer = server.get("/voila/tree")
    assert (answer.status, answer.headers["Location"]) == (302, "/")


def test_when_all_kernels_are_taken_the_rendered_chapter_is_offered(server: Server) -> None:
    # Neither template nor theme can be chosen from the address.
    first = server.get("/voila/render/01_mentalizing.ipynb?template=lab&theme=dark")
    assert first.status == 200
    assert 'class="book-header"' in first.text
    assert '"jupyterLabTheme": "dark"' not in first.text
    second = server.get("/voila/render/01_mentalizing.ipynb")
    assert second.status == 503
    assert second.headers["Retry-After"] == "30"
    assert 'href="/01_mentalizing.html"' in second.text
    # Leaving the page ends its kernel, and the place is free again.
    leave(server, first)
    with ThreadPoolExecutor(3) as pool:
        at_once = [*pool.map(server.get, ["/voila/render/01_mentalizing.ipynb"] * 3)]
    assert sorted(answer.status for answer in at_once) == [200, 503, 503]
    leave(server, next(answer for answer in at_once if answer.status == 200))


def leave(server: Server, page: Answer) -> None:
    """As a page does when its reader leaves it."""
    kernel = re.search(r'data-kernel="([\w-]+)"', page.text)
    assert kernel
    token = {"Cookie": "_xsrf=token", "X_XSRFToken": "token"}
    assert server.post(f"/voila/api/shutdown/{kernel[1]}", **token).status == 204


def test_a_kernel_whose_reader_has_gone_without_a_word_ends(own: dict[str, str]) -> None:
    soon = "from mio_widgets import server; server.IDLE, server.LOOK = 1, 1"
    with served(free_port(), "--max-kernels", "1", before=soon, **own) as running:
        assert running.get("/voila/render/00_start_here.ipynb").status == 200
        end = time.monotonic() + 30
        while running.get("/voila/render/00_start_here.ipynb").status == 503:
            assert time.monotonic() < end, "the kernel is still there"
            time.sleep(0.2)


def test_a_taken_port_is_said_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "mio_widgets.cli", "serve", "--port", str(port)]
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        answer = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert answer.returncode == 1
    assert f"Port {port} cannot be used: Address already in use" in answer.stderr
    assert f"mio serve --port {port + 1}" in answer.stderr


def test_start_up_says_where_everything_stands(book: Path, tmp_path: Path) -> None:
    port = free_port()
    with served(port, "--base-url", "/mio", XDG_CACHE_HOME=str(tmp_path), MIO_BOOK=str(book)) as running:
        assert running.process.stdout is not None
        lines = [running.process.stdout.readline() for _ in range(3)]
        assert f"http://127.0.0.1:{port}/mio/\n" in lines[0]
        assert f"http://127.0.0.1:{port}/mio/voila/render/00_start_here.ipynb\n" in lines[2]
        assert f"http://127.0.0.1:{port}/mio/leader?token=" in lines[1]
        assert running.get("/mio/").status == 200
        for path in ("assets/nothing.js", "nothing.html", "nothing/at/all"):
            missing = running.get(f"/mio/{path}")
            assert missing.status == 404
            assert 'href="/mio/"' in missing.text


@pytest.mark.parametrize(
    ("arguments", "elsewhere"),
    [
        (["--host", "0.0.0.0"], "http://192.168.1.20:{port}/"),
        (["--public-url", "https://class.example.org/"], "https://class.example.org/"),
        ([], None),
    ],
)
def test_the_leaders_link_is_told_for_another_device_where_one_can_reach_it(
    own: dict[str, str], arguments: list[str], elsewhere: str | None
) -> None:
    port = free_port()
    network = "from mio_widgets.live import addresses\naddresses.machine_addresses = lambda: ['192.168.1.20']"
    with served(port, *arguments, before=network, **own) as running:
        assert running.process.stdout is not None
        told = "".join(running.process.stdout.readline() for _ in range(5))
    links = re.findall(r"(\S+)leader\?token=(\S+)", told)
    assert [root for root, _ in links] == [
        f"http://127.0.0.1:{port}/",
        *([elsewhere.format(port=port)] if elsewhere else []),
    ]
    assert len({token for _, token in links}) == 1


def test_pages_that_were_rendered_elsewhere_are_served_from_there(own: dict[str, str], tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    with served(free_port(), **{**own, "MIO_PAGES": str(pages), "XDG_CACHE_HOME": str(tmp_path / "none")}) as running:
        page = pages / "01_mentalizing.html"
        assert running.get("/01_mentalizing.html").body == page.read_bytes()
    assert not list(tmp_path.glob("none/mio-workbook/site-*"))


def test_pages_that_cannot_be_written_are_said(own: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    environment = {**os.environ, **own, "MIO_PAGES": str(tmp_path / "file" / "pages")}
    command = [sys.executable, "-m", "mio_widgets.cli", "serve", "--port", str(free_port())]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert answer.returncode == 1
    assert f"{tmp_path / 'file' / 'pages'} cannot be written: Not a directory" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_socket_is_open_to_its_user_only(own: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "workbook.sock"
    command = [sys.executable, "-m", "mio_widgets.cli", "serve", "--socket", str(path), "--base-url", "/user/ana/mio/"]
    environment = {**os.environ, **own}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"The workbook is below /user/ana/mio/ at the socket {path}\n"
            assert path.stat().st_mode & 0o777 == 0o600
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(path))
                client.sendall(b"GET /user/ana/mio/ HTTP/1.0\r\n\r\n")
                assert client.makefile().readline() == "HTTP/1.1 200 OK\n"
        finally:
            process.terminate()


def test_a_hub_starts_the_server_at_such_a_socket() -> None:
    started = hub.server()
    assert started["unix_socket"] is True
    assert started["command"][-2:] == ["--socket", "{unix_socket}"]
    assert not {"--port", "--host"} & set(started["command"])


def test_a_proxys_word_is_taken_only_behind_a_proxy(own: dict[str, str]) -> None:
    token = "a-leader's-token-for-tests"
    wrong, right = "/leader?token=wrong", f"/leader?token={token}"
    own = {**own, "MIO_LEADER_TOKEN": token}
    with served(free_port(), "--public-url", "https://workbook.example.org/", **own) as behind:
        tries = [behind.get(wrong, X_Real_IP="198.51.100.1").status for _ in range(11)]
        assert tries == [403] * 10 + [429]
        answer = behind.get(right, X_Real_IP="198.51.100.2", X_Forwarded_Proto="https")
        assert answer.status == 302
        assert "Secure" in answer.headers["Set-Cookie"]
    with served(free_port(), **own) as alone:
        tries = [alone.get(wrong, X_Real_IP=f"198.51.100.{n}").status for n in range(11)]
        assert tries == [403] * 10 + [429]
