"""What only the leader opens, and that no page of the server runs code for its visitors."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import tornado.httpclient
import tornado.websocket

from mio_widgets.live.guard import is_leaders
from tests.conftest import ROOT
from tests.live.leader import TOKEN, Client
from tests.serving import Server, free_port, served

#: Where a proxy that speaks https would stand.
PUBLIC = "https://class.example.org"


@pytest.fixture(scope="module")
def guarded(live_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: wrong tokens count against the tests' address."""
    store = tmp_path_factory.mktemp("guarded") / "rooms.sqlite"
    with served(free_port(), "--public-url", PUBLIC, **live_env, MIO_STORE=f"sqlite:///{store}") as running:
        yield running


def _leader(server: Server) -> Client:
    client = Client(server.url)
    answer = client.call("GET", f"/leader?token={TOKEN}")
    assert (answer.status, answer.headers["Location"]) == (302, "/voila/render/leader/workshop.ipynb")
    return client


def _kernel(page: bytes) -> str:
    found = re.search(r'data-kernel="([\w-]+)"', page.decode())
    assert found
    return found[1]


@pytest.mark.parametrize(
    "path",
    [
        "leader/workshop.ipynb",
        "./leader/workshop.ipynb",
        "x/../leader/workshop.ipynb",
        "leader%2Fworkshop.ipynb",
        "/leader/workshop.ipynb",
        "leader//workshop.ipynb",
        "LEADER/workshop.ipynb",
        "leader/none.ipynb",
        "leader/",
    ],
)
def test_leaders_notebooks_are_closed_to_others(guarded: Server, path: str) -> None:
    answer = Client(guarded.url).call("GET", f"/voila/render/{path}")
    assert answer.status in (403, 404)
    assert b"data-kernel" not in answer.body
    assert TOKEN.encode() not in answer.body


def test_other_ways_to_the_leaders_files_are_closed(guarded: Server) -> None:
    for path in (
        "/voila/files/leader/seen.png",
        "/voila/files/./leader/seen.png",
        "/voila/files/leader/workshop.ipynb",
    ):
        assert Client(guarded.url).call("GET", path).status in (403, 404)
    assert _leader(guarded).call("GET", "/voila/files/leader/seen.png").body == b"png"


def test_the_link_sets_a_cookie_without_the_token_and_opens_the_page(guarded: Server) -> None:
    client = Client(guarded.url)
    answer = client.call("GET", f"/leader?token={TOKEN}")
    cookie = answer.headers["Set-Cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    page = client.call("GET", "/voila/render/leader/workshop.ipynb")
    assert page.status == 200
    assert TOKEN.encode() not in page.body
    assert client.call("GET", "/live/api/rooms").status == 200


def test_a_leaders_kernel_is_closed_to_others(guarded: Server) -> None:
    leader = _leader(guarded)
    kernel = _kernel(leader.call("GET", "/voila/render/leader/workshop.ipynb").body)
    stranger = Client(guarded.url)
    assert stranger.call("GET", f"/api/kernels/{kernel}").status == 403
    xsrf = {"Cookie": "_xsrf=token", "X_XSRFToken": "token"}
    assert stranger.call("POST", f"/voila/api/shutdown/{kernel}", **xsrf).status == 403
    with pytest.raises(tornado.httpclient.HTTPClientError) as refused:
        asyncio.run(_connect(guarded, kernel, {}))
    assert refused.value.code == 403
    asyncio.run(_connect(guarded, kernel, leader.headers))


def test_a_kernel_knows_neither_the_token_nor_the_store(guarded: Server) -> None:
    page = Client(guarded.url).call("GET", "/voila/render/environment.ipynb").body.decode()
    assert "live-home" in page
    assert TOKEN.partition("'")[2] not in page
    assert "rooms.sqlite" not in page


@pytest.mark.parametrize("protocol", ["", "v1.kernel.websocket.jupyter.org"])
def test_voila_refuses_to_run_code_for_a_page(guarded: Server, protocol: str) -> None:
    page = Client(guarded.url).call("GET", "/voila/render/00_start_here.ipynb")
    kernel = _kernel(page.body)
    answers = asyncio.run(_try_to_execute(guarded, kernel, protocol))
    # The kernel is there and answers what widgets need, and nothing came of the rest.
    assert "kernel_info_reply" in answers
    assert not {"execute_reply", "execute_input", "complete_reply", "inspect_reply", "history_reply"} & set(answers)


def test_a_kernels_websocket_outlasts_its_first_ping(guarded: Server) -> None:
    kernel = _kernel(Client(guarded.url).call("GET", "/voila/render/00_start_here.ipynb").body)
    assert asyncio.run(_outlasts(guarded, kernel, 31))


def test_through_an_https_proxy_cookies_are_for_https_alone(guarded: Server) -> None:
    leader = _leader(guarded)
    code = leader.call("POST", "/live/api/rooms", {"deck": "whose-mind-2", "items": ["wm2-01"]}).json["code"]
    for path in (f"/leader?token={TOKEN}", f"/live/{code}"):
        through = Client(guarded.url).call("GET", path, Host="class.example.org")
        assert "Secure" in through.headers["Set-Cookie"]
        # On the machine itself there is no https, and a browser would not keep the cookie.
        assert "Secure" not in Client(guarded.url).call("GET", path).headers["Set-Cookie"]


def test_another_sites_page_does_not_reach_a_kernel(guarded: Server) -> None:
    page = Client(guarded.url).call("GET", "/voila/render/00_start_here.ipynb")
    with pytest.raises(tornado.httpclient.HTTPClientError) as refused:
        asyncio.run(_connect(guarded, _kernel(page.body), {}, origin="http://evil.example"))
    assert refused.value.code == 403
    # Nor can a form there end it: the page's own token is missing.
    assert Client(guarded.url).call("POST", f"/voila/api/shutdown/{_kernel(page.body)}").status == 403
    assert Client(guarded.url).call("DELETE", f"/api/kernels/{_kernel(page.body)}").status == 403


@pytest.mark.parametrize("path", ["/", "/voila/render/leader/workshop.ipynb", "/live/"])
def test_another_site_cannot_put_a_page_into_its_own(guarded: Server, path: str) -> None:
    policy = _leader(guarded).call("GET", path).headers["Content-Security-Policy"]
    assert re.search(r"frame-ancestors '(self|none)'", policy)


def test_wrong_cookies_put_nobody_out(guarded: Server) -> None:
    inside = _leader(guarded)
    name = inside.headers["Cookie"].partition("=")[0]
    for wrong in range(100):
        answer = Client(guarded.url, {"Cookie": f"{name}={wrong}"}).call("GET", "/live/api/rooms")
        assert answer.status == 401
    assert inside.call("GET", "/live/api/rooms").status == 200


def test_wrong_tokens_are_counted(guarded: Server) -> None:
    inside = _leader(guarded)
    client = Client(guarded.url)
    answers = [client.call("GET", "/live/api/rooms", Authorization=f"Bearer wrong-{n}") for n in range(14)]
    assert answers[0].status == 401
    assert answers[-1].status == 429
    assert client.call("GET", f"/leader?token={TOKEN}").status == 429
    # Whoever is in already stays in.
    assert inside.call("GET", "/live/api/rooms").status == 200


@pytest.mark.parametrize(
    ("path", "leaders"),
    [
        ("leader/a.ipynb", True),
        ("a/../leader/a", True),
        ("leader", True),
        ("Leader/a.ipynb", True),
        ("leaders/a", False),
        ("../etc/passwd", False),
    ],
)
def test_detours_into_the_leaders_folder_are_known(path: str, leaders: bool) -> None:
    assert is_leaders(ROOT / "notebooks", path) is leaders


def _request(server: Server, kernel: str, headers: dict[str, str], origin: str = "") -> tornado.httpclient.HTTPRequest:
    url = f"{server.url.replace('http', 'ws', 1)}/api/kernels/{kernel}/channels"
    return tornado.httpclient.HTTPRequest(url, headers={**headers, "Origin": origin or server.url})


@asynccontextmanager
async def _channels(
    server: Server, kernel: str, headers: dict[str, str], origin: str = "", protocol: str = ""
) -> AsyncIterator[tornado.websocket.WebSocketClientConnection]:
    request = _request(server, kernel, headers, origin)
    connection = await tornado.websocket.websocket_connect(request, subprotocols=[protocol] if protocol else None)
    assert (connection.selected_subprotocol or "") == protocol
    try:
        yield connection
    finally:
        connection.close()
        while await connection.read_message() is not None:
            pass


async def _connect(server: Server, kernel: str, headers: dict[str, str], origin: str = "") -> None:
    async with _channels(server, kernel, headers, origin):
        pass


async def _outlasts(server: Server, kernel: str, seconds: float) -> bool:
    heard: list[str | bytes | None] = []
    request = _request(server, kernel, {})
    connection = await tornado.websocket.websocket_connect(request, on_message_callback=heard.append)
    await asyncio.sleep(seconds)
    # Tornado says so when the other side has closed it.
    closed = None in heard
    connection.close()
    return not closed


async def _try_to_execute(server: Server, kernel: str, protocol: str) -> list[str]:
    contents: list[tuple[str, dict[str, Any]]] = [
        ("execute_request", {"code": "1/0", "silent": False, "store_history": True, "allow_stdin": False}),
        ("complete_request", {"code": "pri", "cursor_pos": 3}),
        ("inspect_request", {"code": "print", "cursor_pos": 3, "detail_level": 0}),
        ("history_request", {"hist_access_type": "tail", "n": 10, "output": False, "raw": True}),
    ]
    kinds: list[str] = []
    binary = bool(protocol)
    async with _channels(server, kernel, {}, protocol=protocol) as connection:
        for channel in ("shell", "control"):
            for kind, content in contents:
                await connection.write_message(_message(kind, content, channel, binary), binary)
        await connection.write_message(_message("kernel_info_request", {}, "shell", binary), binary)
        # The kernel answers in order: after the reply to the last request nothing is left to come.
        async with asyncio.timeout(30):
            while "kernel_info_reply" not in kinds:
                message = await connection.read_message()
                assert message is not None
                kinds.append(_kind(message))
    return kinds


def _message(kind: str, content: dict[str, Any], channel: str, binary: bool) -> str | bytes:
    header = {"msg_id": uuid.uuid4().hex, "session": "s", "username": "", "msg_type": kind, "version": "5.3"}
    parts = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    if not binary:
        return json.dumps({**parts, "channel": channel})
    packed = [channel.encode(), *(json.dumps(part).encode() for part in parts.values())]
    # How many offsets there are, and the offsets: of each part and of the end.
    starts = [8 * (len(packed) + 2) + sum(map(len, packed[:n])) for n in range(len(packed) + 1)]
    return b"".join([*(number.to_bytes(8, "little") for number in (len(starts), *starts)), *packed])


def _kind(message: str | bytes) -> str:
    if isinstance(message, str):
        return str(json.loads(message)["msg_type"])
    start, end = (int.from_bytes(message[at : at + 8], "little") for at in (16, 24))
    return str(json.loads(message[start:end])["msg_type"])
