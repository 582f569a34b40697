"""Two users of one JupyterHub: each has a workbook of their own, in JupyterLab, through Voila, and as pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from mio_widgets.content.load import Content

from .hub import PASSWORD, USERS, Hub, hub
from .reader import BLANK, Classify, hears
from .ways import Lab, Readers

DECK = "whose-mind-1"
CHAPTER = "03_self_and_child"


@pytest.fixture(scope="module")
def running_hub(pages: Path, env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub whose users read pages that were rendered beforehand."""
    with hub(tmp_path_factory.mktemp("hub"), {**env, "MIO_PAGES": str(pages)}) as running:
        yield running


def log_in(readers: Readers, hub: Hub, user: str) -> Page:
    """A new reader who has logged in, at the page where the hub leads."""
    page = readers.new(hub.url).new_page()
    page.goto(hub.url)
    page.get_by_label("Username").fill(user)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{hub.of(user).url}/lab/tree/workbook/00_start_here.ipynb", timeout=120_000)
    return page


@pytest.fixture(params=USERS)
def user(request: pytest.FixtureRequest) -> str:
    """Each of the two users."""
    name: str = request.param
    return name


@pytest.fixture
def page(readers: Readers, running_hub: Hub, user: str) -> Page:
    """The user's page after the log-in."""
    return log_in(readers, running_hub, user)


def kernel_of(readers: Readers, hub: Hub, page: Page) -> psutil.Process:
    return hub.server.kernel(readers.watch_of(page).kernels[-1])


def test_a_user_works_on_a_chapter_in_lab_and_keeps_the_changed_notebook(
    page: Page, readers: Readers, running_hub: Hub, user: str, content: Content
) -> None:
    Lab(readers, running_hub.of(user)).show(page, f"workbook/{CHAPTER}")
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    exercise.expect_at(2)
    page.get_by_role("menuitem", name="File", exact=True).click()
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/contents/" in answer.url) as saved:
        page.get_by_role("menuitem", name=re.compile(r"^Save Notebook(?! As)")).click()
    assert saved.value.status == 200
    notebook = json.loads((running_hub.home(user) / "workbook" / f"{CHAPTER}.ipynb").read_text(encoding="utf-8"))
    assert any(cell.get("execution_count") for cell in notebook["cells"])


def test_a_users_answers_reach_python_through_voila_in_a_kernel_of_their_own(
    page: Page, readers: Readers, running_hub: Hub, user: str, content: Content
) -> None:
    page.goto(f"{running_hub.of(user).url}/mio/voila/render/answers.ipynb")
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    expect(page.get_by_label("In Python")).to_have_value(re.compile(exercise.items[0].id))
    # The one is drawn by Voila's front end, the other by the book's own host.
    page.goto(f"{running_hub.of(user).url}/mio/voila/render/echo.ipynb")
    hears(page, "through the hub")
    kernel = kernel_of(readers, running_hub, page)
    assert kernel.environ()["HOME"] == str(running_hub.home(user))
    page.goto("about:blank")
    gone, _ = psutil.wait_procs([kernel], timeout=30)
    assert gone


def test_a_user_reads_rendered_pages(page: Page, running_hub: Hub, user: str, content: Content) -> None:
    page.goto(f"{running_hub.of(user).url}/mio/")
    page.get_by_role("main").get_by_role("link", name="Self and child", exact=True).click()
    expect(page).to_have_url(f"{running_hub.of(user).url}/mio/{CHAPTER}.html")
    exercise = Classify(page, content, DECK)
    exercise.begin()
    exercise.work([BLANK])
    exercise.expect_at(2)


def test_the_launcher_has_a_tile_for_the_workbook(readers: Readers, running_hub: Hub, content: Content) -> None:
    page = log_in(readers, running_hub, USERS[0])
    # A work space in which nothing is open shows the launcher alone: the first chapter, which opens at its own time
    # after the log-in, cannot come to stand before it.
    page.goto(f"{running_hub.of(USERS[0]).url}/lab/workspaces/nothing-open")
    with page.context.expect_page() as opened:
        page.locator(".jp-LauncherCard").filter(has_text=content.words["page.book"]).click()
    expect(opened.value).to_have_url(f"{running_hub.of(USERS[0]).url}/mio/voila/render/00_start_here.ipynb")


def test_nobody_opens_the_workbook_of_another(readers: Readers, running_hub: Hub) -> None:
    ana, ben = USERS
    log_in(readers, running_hub, ben)
    page = log_in(readers, running_hub, ana)
    readers.watch_of(page).known += (r"status of 40[34]",)
    stranger = readers.new(running_hub.url).new_page()
    for path in ("mio/", "mio/voila/render/answers.ipynb", "lab"):
        answer = page.goto(f"{running_hub.of(ben).url}/{path}")
        assert answer is not None
        assert answer.status in (403, 404)
        stranger.goto(f"{running_hub.of(ben).url}/{path}")
        expect(stranger.get_by_label("Username")).to_be_visible()
