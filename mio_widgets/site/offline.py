"""The service worker that keeps a rendered book for reading offline."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

#: Its name never changes, so that a browser finds the next version at the same place.
FILE = "offline.js"


def worker(folder: Path) -> str:
    """The worker for the pages and assets in `folder`, which it names; its version is a hash of them all."""
    kept = [*folder.glob("*.html"), *(path for path in folder.glob("assets/*") if path.suffix != ".gz")]
    files = sorted(path.relative_to(folder).as_posix() for path in kept if path.name != "404.html")
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.encode() + b"\0" + hashlib.sha256((folder / file).read_bytes()).digest())
    book = {"version": digest.hexdigest()[:8], "files": files}
    source = (Path(__file__).parent / "static" / FILE).read_text(encoding="utf-8")
    return f"const BOOK = {json.dumps(book)};\n{source}"
