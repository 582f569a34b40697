"""Every exercise's module loads in one piece, as anywidget loads it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from mio_widgets.bundle import bundle
from mio_widgets.exercises.assets import HERE

MODULES = sorted(path.with_suffix(".js") for path in HERE.glob("*.py") if path.with_suffix(".js").is_file())


@pytest.mark.parametrize("path", MODULES, ids=[path.stem for path in MODULES])
def test_the_module_loads_and_renders_a_widget(browser: Browser, path: Path) -> None:
    url = f"data:text/javascript,{quote(bundle(path))}"
    page = browser.new_page()
    exports = page.evaluate("async (url) => Object.keys((await import(url)).default)", url)
    page.close()
    assert "render" in exports
