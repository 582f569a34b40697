"""Runs each notebook once and writes the book as a folder that any static host can serve."""

# ruff: noqa: PLC0415 -- running and rendering need packages that a start with an old build does without

from __future__ import annotations

import asyncio
import atexit
import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat

import mio_widgets
from mio_widgets.book import Chapter, chapters, notebooks_dir
from mio_widgets.content.drafts import languages
from mio_widgets.content.load import book_root, language

MARK = "build.json"
ATTEMPTS = 3
_COMPRESSED = {".html", ".css", ".js", ".svg", ".json"}


class BuildError(Exception):
    """The book cannot be built; the message says where and what to do."""


def inputs() -> Iterator[Path]:
    """Every file that the rendered book depends on; translations into other languages are none of them."""
    package, content = Path(mio_widgets.__file__).parent, book_root() / "content"
    others = {content / lang for lang in languages(content) if lang != language()}
    for root, folders in ((package, ("",)), (book_root(), ("content", "notebooks"))):
        for folder in folders:
            for path in sorted((root / folder).rglob("*")):
                left_out = {"__pycache__", ".ipynb_checkpoints", "_book"} & set(path.parts[len(root.parts) :])
                if path.is_file() and not left_out and not others.intersection(path.parents):
                    yield path


def fingerprint(offline: bool = False) -> str:
    """A hash over names and contents of all inputs: the same when nothing has to be rendered anew."""
    digest = hashlib.sha256(f"{language()} {offline}".encode())
    for path in inputs():
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_current(out: Path) -> bool:
    """Whether `out` holds the book as its inputs are now."""
    try:
        return bool(json.loads((out / MARK).read_text(encoding="utf-8"))["fingerprint"] == fingerprint())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def build(out: Path, tell: Callable[[str, int, int], None] = lambda *_: None, offline: bool = False) -> None:
    """Renders the book into `out`, replacing an earlier build there only once the new one is whole.

    Args:
        out: the folder to write; it must be absent, empty, or an earlier build.
        tell: called with a chapter's slug, how many are done, and how many there are.
        offline: whether browsers shall keep the book for reading offline.

    Raises:
        BuildError: `out` holds something else or cannot be written, or a cell fails.
    """
    if out.exists() and any(out.iterdir()) and not (out / MARK).is_file():
        raise BuildError(f"{out} holds files that are not a build of this book; choose another folder with --out")
    mark = fingerprint(offline)
    _tidy(out)
    fresh = out.with_name(f".{out.name}.{os.getpid()}.new")
    try:
        (fresh / "assets").mkdir(parents=True)
    except OSError as error:
        raise BuildError(f"{out} cannot be written: {error.strerror}; choose another folder with --out") from error
    try:
        _write(fresh, tell, offline)
        (fresh / MARK).write_text(json.dumps({"fingerprint": mark}), encoding="utf-8")
        _compress(fresh)
        _put(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put(fresh: Path, out: Path) -> None:
    """Puts the new build in place of the old one, which comes back if that fails."""
    old = fresh.with_suffix(".old")
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _tidy(out: Path) -> None:
    """Removes what a build that was killed left behind; had it put the old one aside already, that comes back."""
    from psutil import pid_exists

    mine = re.compile(rf"\.{re.escape(out.name)}\.(\d+)\.(?:new|old)")
    for left in list(out.parent.iterdir()) if out.parent.is_dir() else ():
        named = mine.fullmatch(left.name)
        if not named or (int(named[1]) != os.getpid() and pid_exists(int(named[1]))):
            continue
        if left.suffix == ".old" and not out.exists():
            left.rename(out)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _write(folder: Path, tell: Callable[[str, int, int], None], offline: bool) -> None:
    from mio_widgets.notices import missing_page
    from mio_widgets.site.offline import FILE, worker
    from mio_widgets.site.pages import frame, page_name, shared_assets
    from mio_widgets.site.render import render

    book = frame("", lambda chapter: page_name(chapter.slug), offline=offline)
    for chapter, notebook in asyncio.run(_execute_all(chapters(), tell)):
        page = render(notebook, chapter.slug, book)
        (folder / page_name(chapter.slug)).write_text(page.html, encoding="utf-8")
        for name, text in page.files.items():
            (folder / "assets" / name).write_text(text, encoding="utf-8")
    for name, text in shared_assets().values():
        (folder / "assets" / name).write_text(text, encoding="utf-8")
    if offline:
        (folder / FILE).write_text(worker(folder), encoding="utf-8")
    (folder / "404.html").write_text(missing_page(book), encoding="utf-8")


async def _execute_all(
    book: list[Chapter], tell: Callable[[str, int, int], None]
) -> list[tuple[Chapter, nbformat.NotebookNode]]:
    places = asyncio.Semaphore(os.cpu_count() or 1)
    done = 0

    async def one(chapter: Chapter) -> tuple[Chapter, nbformat.NotebookNode]:
        nonlocal done
        async with places:
            notebook = await _execute(notebooks_dir() / f"{chapter.slug}.ipynb")
        done += 1
        tell(chapter.slug, done, len(book))
        return chapter, notebook

    tell("", 0, len(book))
    # Let every chapter finish, so that all failing cells are named at once.
    results = await asyncio.gather(*(one(chapter) for chapter in book), return_exceptions=True)
    failures = [result for result in results if isinstance(result, BaseException)]
    unforeseen = [failure for failure in failures if not isinstance(failure, BuildError)]
    if unforeseen:
        raise unforeseen[0]
    if failures:
        raise BuildError("\n".join(map(str, failures)))
    return [result for result in results if not isinstance(result, BaseException)]


async def _execute(path: Path) -> nbformat.NotebookNode:
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    for attempt in range(ATTEMPTS):
        try:
            return await _run(notebook, path)
        except CellExecutionError as error:
            failed = (
                cell.id for cell in notebook.cells if any(o.output_type == "error" for o in cell.get("outputs", []))
            )
            raise BuildError(f"{path.name}, cell {next(failed)}: {error.ename}: {error.evalue}") from error
        except RuntimeError as error:
            # Another process took a port between its choice and its use: the kernel dies at its start.
            if attempt == ATTEMPTS - 1:
                raise BuildError(f"{path.name}: the kernel does not start: {error}") from error
    raise AssertionError("unreachable: the last attempt returns or raises")


async def _run(notebook: nbformat.NotebookNode, path: Path) -> nbformat.NotebookNode:
    from nbclient import NotebookClient

    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        # ipykernel warns that its loopback sockets are not encrypted, once a chapter.
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
    )
    try:
        executed: nbformat.NotebookNode = await client.async_execute()
        return executed
    finally:
        # nbclient leaves this behind when a kernel does not start, and it would fail at exit.
        atexit.unregister(client._cleanup_kernel)


def _compress(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.suffix in _COMPRESSED and path.name != MARK:
            # mtime=0 keeps the same input the same bytes.
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
