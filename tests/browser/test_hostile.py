"""Content that is full of markup is shown as text, on every page that shows it.

What got into a page all the same would be told by `globalThis.hit`, by an element that nobody drew, or, on pages that
run nothing inline, by the browser's complaint.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from mio_widgets.content.load import Content
from tests.live.leader import Leader, Phone
from tests.serving import free_port

from . import servers
from .exercises import Journal, Progress
from .servers import TOKEN, Server
from .ways import Readers, Rendered

HOSTILE = "\"'></title></script><script>hit = 1</script><img class=hit src=x onerror='hit = 1'><!-- &lt;b&gt; "
CHAPTER = "03_self_and_child"
DECK = "whose-mind-1"
#: Fields that are prose; ids, labels and links are checked when the content is loaded.
PROSE = re.compile(
    r"^((?:text|speaker|context|title|summary|question|provenance|name|short|definition|test|confusion|example|prompt"
    r'|answer|why|reason|term|authors|year|self|child|both|none) = )"',
    re.MULTILINE,
)
WORD = re.compile(r'^([\w."-]+ = )"', re.MULTILINE)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Iterator[Server]:
    """The workbook with a chapter whose content, and whose words, are hostile."""
    book = tmp_path_factory.mktemp("hostile")
    shutil.copytree(servers.ROOT / "content", book / "content")
    (book / "notebooks" / "leader").mkdir(parents=True)
    for name in ("00_start_here", CHAPTER, "leader/workshop"):
        shutil.copy(servers.ROOT / "notebooks" / f"{name}.ipynb", book / "notebooks" / f"{name}.ipynb")
    put = HOSTILE.replace('"', '\\"')
    for path in book.glob("content/**/*.toml"):
        if path.parent.name == "trials" or path.stem in ("cues", "wording", "retired"):
            continue
        fields = WORD if path.stem == "words" else PROSE
        text = path.read_text(encoding="utf-8")
        path.write_text(fields.sub(lambda found: f'{found[1]}"{put}', text), encoding="utf-8")
    own = servers.environment(book, home)
    built = subprocess.run(servers.mio("build"), env=own, cwd=home, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    port = free_port()
    with servers.running(servers.mio("serve", "--port", str(port)), port, own, home) as server:
        yield server


def shows(page: Page, *places: Locator) -> None:
    """The text stands there as text, and did nothing."""
    for place in places:
        expect(place.first).to_contain_text(HOSTILE.strip())
    assert page.evaluate("globalThis.hit") is None
    expect(page.locator(".hit")).to_have_count(0)


@pytest.mark.parametrize("path", [f"{CHAPTER}.html", f"voila/render/{CHAPTER}.ipynb"], ids=["rendered", "voila"])
def test_in_a_chapter(readers: Readers, hostile: Server, path: str) -> None:
    page = readers.new(hostile.url).new_page()
    page.goto(f"{hostile.url}/{path}")
    exercise = page.locator(".mio-classify").first
    shows(page, exercise.locator("h3"), exercise.locator("blockquote"), exercise.locator("figcaption"))
    shows(page, page.locator(".mio-quiz .mio-prompt"), page.locator(".book-sources li"), page.locator(".book-terms dd"))
    shows(page, page.locator(".book-skip"), page.locator(".book-name"), page.locator(".book-footer p"))
    # A word in an attribute stays there.
    assert page.evaluate("document.body.dataset.finished").startswith(HOSTILE)
    page.locator('a[href^="#term-"]').first.focus()
    shows(page, page.locator(".book-tip"))


def test_in_a_live_room(readers: Readers, hostile: Server) -> None:
    leader = Leader(hostile.url)
    items = [f"wm1-0{number}" for number in (1, 2)]
    code = leader.call("POST", "/live/api/rooms", {"deck": DECK, "items": items}).json["code"]
    leader.do(code, "open")
    phone = readers.new(hostile.url).new_page()
    phone.goto(f"{hostile.url}/live/{code}")
    shows(phone, phone.locator("blockquote"), phone.locator("legend"), phone.locator("#status"), phone.locator("h1"))
    for _ in range(5):
        assert Phone(hostile.url, code).vote("child", item=items[0]).status == 200
    board = readers.new(hostile.url).new_page()
    board.context.request.get(f"{hostile.url}/leader?token={TOKEN}", max_redirects=0)
    board.goto(f"{hostile.url}/voila/render/leader/workshop.ipynb#{code}")
    shows(board, board.locator(".live-utterance blockquote"), board.locator(".live-asked h3"))
    leader.do(code, "close")
    leader.do(code, "reveal")
    shows(phone, phone.locator(".reason"))
    for pane, part in enumerate((".live-verdict", ".live-reason p", ".live-points")):
        if pane:
            leader.do(code, "show", pane=pane)
        shows(board, board.locator(part))
    receipt = readers.new(hostile.url).new_page()
    receipt.set_content(leader.call("GET", f"/live/api/rooms/{code}/receipt.html").body.decode())
    shows(receipt, receipt.locator("blockquote"), receipt.locator("h1"))


def test_what_a_student_wrote_is_text_in_the_report(
    rendered: Rendered, content: Content, readers: Readers, tmp_path: Path
) -> None:
    page = rendered("09_review_and_reflection")
    Journal(page, content, "09-reflection").write(0, HOSTILE)
    progress = Progress(page, content)
    progress.report()
    shows(page, page.locator(".mio-report .mio-text"))
    progress.downloaded("progress.report.save").save_as(tmp_path / "report.html")
    alone = readers.new(rendered.server.url).new_page()
    alone.set_content((tmp_path / "report.html").read_text(encoding="utf-8"))
    shows(alone, alone.locator(".mio-text"))
