"""The notebooks in Voila as it comes, without our server and template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mio_widgets.content.load import Content
from tests.serving import free_port

from . import servers
from .reader import BLANK, Classify, Given
from .ways import Readers, Voila


@pytest.fixture
def stock(readers: Readers, book: Path, env: dict[str, str], home: Path) -> Iterator[Voila]:
    """Voila over the book's notebooks."""
    port = free_port()
    with servers.running(servers.stock_voila(book / "notebooks", port), port, env, home) as server:
        yield Voila(readers, server)


def test_the_exercise_works(stock: Voila, content: Content) -> None:
    # Not watched: the stock template asks a CDN for its icon font. Here the network is closed.
    context = stock.readers.browser.new_context()
    context.route(lambda url: not url.startswith(stock.server.url), lambda route: route.abort())
    page = stock.show(context.new_page(), "03_self_and_child")
    exercise = Classify(page, content, "whose-mind-1")
    expect(exercise.button("classify.worked.skip")).to_be_visible(timeout=60_000)
    exercise.begin()
    exercise.work([Given(exercise.items[0].key, "sure"), BLANK])
    exercise.expect_at(3)
    exercise.answer(BLANK)
    expect(exercise.verdict).to_be_focused()
    context.close()
