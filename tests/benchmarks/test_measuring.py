from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.measuring import burst

ANSWERS = {"/whole": (200, b"a widget</html>"), "/part": (200, b"a widget"), "/full": (503, b"see chapter.html")}


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = ANSWERS.get(self.path, (500, b""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "counts"), [("/whole", [3, 0, 0]), ("/full", [0, 3, 0]), ("/part", [0, 0, 3]), ("/broken", [0, 0, 3])]
)
def test_a_visitor_gets_the_whole_page_or_an_offer_or_has_failed(url: str, path: str, counts: list[int]) -> None:
    found = burst(url + path, 3, "a widget", "chapter.html", within=0)
    assert [len(found.served), len(found.offered), len(found.failed)] == counts
    assert found.reasons.total() == counts[2]
