"""The three ways to read the book, and the people who read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .servers import Server
from .watch import KNOWN, Watch


@dataclass
class Readers:
    """People with a browser of their own. What each one's pages ask for and complain about is watched."""

    browser: Browser
    made: list[tuple[BrowserContext, Watch]] = field(default_factory=list)

    def new(self, origin: str, known: tuple[str, ...] = (), **options: Any) -> BrowserContext:
        """A new reader; `known` are complaints that a test brings about, `options` are the browser context's.

        Unless a test asks for it nothing moves smoothly, so that no click has to wait until all is still.
        """
        usual = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
        context = self.browser.new_context(**(usual | options))
        context.set_default_timeout(60_000)
        watch = Watch(origin, (*KNOWN, *known))
        watch.over(context)
        self.made.append((context, watch))
        return context

    def watch_of(self, page: Page) -> Watch:
        """What was recorded of a page and its like."""
        return next(watch for context, watch in self.made if context == page.context)

    def leave(self) -> None:
        """Closes every page, and asserts that none did what it may not do."""
        for context, _ in self.made:
            context.close()
        for _, watch in self.made:
            watch.check()


@dataclass
class Way:
    """A way to read the book."""

    readers: Readers
    server: Server

    def __call__(self, slug: str, **options: Any) -> Page:
        """A chapter, opened by a new reader."""
        return self.show(self.readers.new(self.server.url, **options).new_page(), slug)

    def show(self, page: Page, slug: str) -> Page:
        """A chapter, opened in a page that is there."""
        page.goto(self.url(slug))
        return page

    def url(self, slug: str) -> str:
        """A chapter's address."""
        raise NotImplementedError


class Rendered(Way):
    """Pages that were rendered once."""

    def url(self, slug: str) -> str:
        """A chapter's address."""
        return f"{self.server.url}/" if slug == "00_start_here" else f"{self.server.url}/{slug}.html"


class Voila(Way):
    """Pages with a kernel, through Voila with our template."""

    def url(self, slug: str) -> str:
        """A chapter's address."""
        return f"{self.server.url}/voila/render/{slug}.ipynb"

    def kernel_of(self, page: Page) -> psutil.Process:
        """The process of the page's kernel."""
        return self.server.kernel(self.readers.watch_of(page).kernels[-1])


class Lab(Way):
    """Notebooks in JupyterLab, one document at a time."""

    def url(self, slug: str) -> str:
        """A notebook's address."""
        return f"{self.server.url}/doc/tree/{slug}.ipynb"

    def show(self, page: Page, slug: str) -> Page:
        """Opens a notebook and runs all its cells."""
        super().show(page, slug)
        # Without a kernel, running the cells does nothing.
        expect(page.locator("#jp-main-statusbar")).to_contain_text("(ipykernel) | Idle")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        # While cells run, JupyterLab moves the focus from one to the next.
        waiting = page.locator(".jp-CodeCell .jp-InputPrompt").filter(has_text=re.compile(r"\[[ *]?\]"))
        expect(waiting).to_have_count(0, timeout=60_000)
        return page
