"""The workbook in a user's own Jupyter server, as in a hub or in Binder: an entry point of jupyter-server-proxy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mio_widgets.book import HOME
from mio_widgets.words import say


def server() -> dict[str, Any]:
    """How jupyter-server-proxy starts `mio serve` at mio/, and the tile by which JupyterLab's launcher opens it.

    The server listens at a socket that only its user can open. On a machine that users share, a port would let each
    of them into the kernels of all others.
    """
    command = [sys.executable, "-m", "mio_widgets.cli", "serve", "--max-kernels", "5", "--no-keep-ready"]
    return {
        "command": [*command, "--base-url", "{base_url}mio/", "--socket", "{unix_socket}"],
        "unix_socket": True,
        "absolute_url": True,
        # The book is rendered at the first start, unless MIO_PAGES names pages that are there.
        "timeout": 180,
        "new_browser_tab": True,
        "launcher_entry": {
            "title": say("page.book"),
            "icon_path": str(Path(__file__).parent / "site" / "static" / "icon.svg"),
            "path_info": f"mio/voila/render/{HOME}.ipynb",
        },
    }
