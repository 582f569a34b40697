"""Serving the rendered book: compressed beforehand, hashed files kept for good, nothing from elsewhere."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from pathlib import Path
from typing import Any

import tornado.web

from mio_widgets import notices
from mio_widgets.site.pages import FRAMED, POLICY

#: Of a file whose name carries its hash.
FOR_GOOD = "public, max-age=31536000, immutable"


class Packed(tornado.web.StaticFileHandler):
    """Sends `FILE.gz` in place of `FILE` to a browser that can unpack it."""

    packed = False

    def packed_copy(self, path: str) -> str:
        """Where the packed copy of a file is, if there is one."""
        return f"{path}.gz"

    def parse_url_path(self, url_path: str) -> str:
        """The path in the address; what makes none is not there."""
        try:
            if "\0" in url_path:
                raise ValueError(url_path)
            return super().parse_url_path(url_path)
        except (AssertionError, ValueError):  # Voila unpacks what it expects
            raise tornado.web.HTTPError(404) from None

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """The path to serve, checked by tornado to lie below `root`."""
        path = super().validate_absolute_path(root, absolute_path)
        if path and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            copy = self.packed_copy(path)
            self.packed = Path(copy).is_file()
        self.kind = self._kind(path or "")
        return copy if self.packed else path

    @staticmethod
    def _kind(path: str) -> str:
        kind = "text/javascript" if path.endswith((".js", ".mjs")) else mimetypes.guess_type(path)[0]
        text = kind and kind.startswith(("text/", "application/json", "image/svg"))
        return f"{kind}; charset=utf-8" if text else kind or "application/octet-stream"

    def get_content_size(self) -> int:
        """The size of what is sent; tornado remembers that of the file before packing."""
        return Path(str(self.absolute_path)).stat().st_size

    def get_content_type(self) -> str:
        """The type of the file as it was before packing."""
        return self.kind

    def set_extra_headers(self, path: str) -> None:
        """Says how the body is packed."""
        super().set_extra_headers(path)
        if self.packed:
            self.set_header("Content-Encoding", "gzip")
        self.set_header("Vary", "Accept-Encoding")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answers with the book's own page for what is not there."""
        if status_code == 404:
            notices.missing(self)
        else:
            super().write_error(status_code, **kwargs)


class PackedOnDemand(Packed):
    """Packs a file of somebody else's when it is first asked for. To be mixed into Voila's handlers of its files."""

    def packed_copy(self, path: str) -> str:
        """Where the packed copy is, made if it is not there yet; the file's own path where packing gains nothing."""
        if not path.endswith((".js", ".css", ".json", ".svg", ".html")):
            return ""
        folder: Path = self.settings["workbook"].packed_dir
        name = f"{path} {Path(path).stat().st_mtime_ns}"
        copy = folder / f"{hashlib.sha256(name.encode()).hexdigest()}.gz"
        if not copy.is_file():
            # Whole at once: another request may be looking for it.
            fresh = copy.with_suffix(".new")
            fresh.write_bytes(gzip.compress(Path(path).read_bytes(), 6))
            fresh.replace(copy)
        return str(copy)

    def set_headers(self) -> None:
        """A file whose name carries a hash never changes, whatever Jupyter says of all of them."""
        super().set_headers()
        if re.search(r"\.[0-9a-f]{16,}\.", self.request.path):
            self.set_header("Cache-Control", FOR_GOOD)


class FileHandler(Packed):
    """Serves the book's files, each with its packed copy beside it."""

    def set_extra_headers(self, path: str) -> None:
        """Says what a browser may do with the file."""
        super().set_extra_headers(path)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")


class AssetHandler(FileHandler):
    """Files whose names carry their hash."""

    def set_extra_headers(self, path: str) -> None:
        """Such a file never changes."""
        super().set_extra_headers(path)
        self.set_header("Cache-Control", FOR_GOOD)


class WidgetFileHandler(tornado.web.RequestHandler):
    """Modules and styles of widgets that no built page shows, named by their hash."""

    def get(self, name: str) -> None:
        """Sends the file."""
        text = self.settings["workbook"].files.get(name)
        if text is None:
            notices.missing(self)
            return
        self.set_header("Cache-Control", FOR_GOOD)
        self.set_header("X-Content-Type-Options", "nosniff")
        finish_packed(self, text, "text/css" if name.endswith(".css") else "text/javascript")


def finish_packed(handler: tornado.web.RequestHandler, text: str, kind: str) -> None:
    """Sends a text, packed for a browser that can unpack it."""
    body = text.encode()
    handler.set_header("Content-Type", f"{kind}; charset=utf-8")
    handler.set_header("Vary", "Accept-Encoding")
    if "gzip" in handler.request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, 5)
        handler.set_header("Content-Encoding", "gzip")
    handler.finish(body)


class PageHandler(FileHandler):
    """The pages themselves."""

    def compute_etag(self) -> str | None:
        """By what the page holds now; tornado would remember it past a build."""
        return f'"{self.get_content_version(str(self.absolute_path))}"'

    def parse_url_path(self, url_path: str) -> str:
        """The home page has no name in the address."""
        return super().parse_url_path(url_path or "index.html")

    def set_extra_headers(self, path: str) -> None:
        """A page is asked for again each time, and answered with 304 while it is the same."""
        super().set_extra_headers(path)
        self.set_header("Cache-Control", "no-cache")
        # What no page can say of itself: who may frame it.
        self.set_header("Content-Security-Policy", f"{POLICY}; {FRAMED}")
