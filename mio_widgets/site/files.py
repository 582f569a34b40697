"""Serving the rendered book: compressed beforehand, hashed files kept for good, nothing from elsewhere."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any

import tornado.web

from mio_widgets.site.pages import POLICY


class FileHandler(tornado.web.StaticFileHandler):
    """Serves `FILE.gz` in place of `FILE` to a browser that can unpack it."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """The path to serve, checked by tornado to lie below `root`."""
        path = super().validate_absolute_path(root, absolute_path)
        packed = f"{path}.gz"
        self.packed = "gzip" in self.request.headers.get("Accept-Encoding", "") and Path(packed).is_file()
        return packed if path and self.packed else path

    def get_content_size(self) -> int:
        """The size of what is sent; tornado remembers that of the file before packing."""
        return Path(str(self.absolute_path)).stat().st_size

    def get_content_type(self) -> str:
        """The type of the file as it was before packing."""
        path = str(self.absolute_path).removesuffix(".gz") if self.packed else str(self.absolute_path)
        kind = "text/javascript" if path.endswith(".js") else mimetypes.guess_type(path)[0]
        return f"{kind or 'application/octet-stream'}; charset=utf-8"

    def set_extra_headers(self, path: str) -> None:
        """Says how the body is packed and what a browser may do with it."""
        if self.packed:
            self.set_header("Content-Encoding", "gzip")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answers with the book's own page for what is not there."""
        if status_code == 404:
            self.finish(self.settings["workbook"].missing_page())
        else:
            super().write_error(status_code, **kwargs)


class AssetHandler(FileHandler):
    """Files whose names carry their hash: those that the build wrote, and those of pages with a kernel."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """Sends the file."""
        files: dict[str, str] = self.settings["workbook"].files
        if path not in files or (Path(self.root) / path).is_file():
            await super().get(path, include_body)
            return
        self.packed = False
        self.absolute_path = path
        self.set_extra_headers(path)
        self.set_header("Content-Type", self.get_content_type())
        self.finish(files[path])

    def set_extra_headers(self, path: str) -> None:
        """Such a file never changes."""
        super().set_extra_headers(path)
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")


class PageHandler(FileHandler):
    """The pages themselves."""

    def parse_url_path(self, url_path: str) -> str:
        """The home page has no name in the address."""
        return super().parse_url_path(url_path or "index.html")

    def set_extra_headers(self, path: str) -> None:
        """A page is asked for again each time, and answered with 304 while it is the same."""
        super().set_extra_headers(path)
        self.set_header("Cache-Control", "no-cache")
        # What no page can say of itself: who may frame it.
        self.set_header("Content-Security-Policy", f"{POLICY}; frame-ancestors 'self'")
