"""The pure functions of a module, called in a browser."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page

from mio_widgets.exercises.assets import module


def address(source: str) -> str:
    """An address under which a page can import the module."""
    return f"data:text/javascript,{quote(source)}"


class Module:
    """A module of the exercises, loaded in a page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        page.evaluate("async (url) => { globalThis.module = await import(url); }", address(module(name)))

    def __call__(self, expression: str, *arguments: Any) -> Any:
        """The value of a JavaScript function of the module and the arguments."""
        return self.page.evaluate(f"(given) => (({expression})(module, ...given))", list(arguments))
