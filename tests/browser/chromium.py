"""Finding the Chromium that the tests drive, or installing one.

`python tests/browser/chromium.py` prints where it is, and installs one first if there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

#: The shell first: it has no window to draw, and opens a page for a new reader in a third of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
MAC_APPS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)

#: No sandbox, since tests often run as root in a container; nothing that would ask the network by itself.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

WAY_OUT = """No Chromium or Chrome was found, and none could be installed. One of these helps:
  - install Chromium or Google Chrome with the system's package manager (Debian: apt-get install chromium)
  - run: python -m playwright install --with-deps chromium
  - set MIO_CHROMIUM to the path of a Chromium or Chrome"""


class NoChromiumError(Exception):
    """There is no browser to test with; the message says what to do."""


def find() -> Path | None:
    """The Chromium or Chrome named by MIO_CHROMIUM, or one that is installed, or Playwright's own.

    Raises:
        NoChromiumError: MIO_CHROMIUM names something that is not there.
    """
    named = os.environ.get("MIO_CHROMIUM")
    if named:
        path = shutil.which(named)
        if path is None:
            raise NoChromiumError(f"MIO_CHROMIUM is {named}, which is not a program. Correct it, or unset it.")
        return Path(path)
    installed = (Path(path) for path in map(shutil.which, NAMES) if path)
    return next((path for path in chain(installed, MAC_APPS, _own()) if path.is_file()), None)


def install() -> Path:
    """Installs a Chromium: Playwright's own, or else the system's package.

    Raises:
        NoChromiumError: neither works.
    """
    for command in _ways_to_install():
        # Without a terminal, nothing can stop to ask for a password.
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        print("Installing a browser for the tests:", *command, file=sys.stderr)
        done = subprocess.run(command, **quiet, start_new_session=True, text=True, check=False)  # type: ignore[call-overload]
        path = find()
        if done.returncode == 0 and path and _runs(path):
            return path
        print(*done.stdout.splitlines()[-5:], sep="\n", file=sys.stderr)
    raise NoChromiumError(WAY_OUT)


def _own() -> Iterator[Path]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- it starts a process, only asked for last

    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)


def _ways_to_install() -> Iterator[list[str]]:
    playwright = [sys.executable, "-m", "playwright", "install"]
    yield [*playwright, "--with-deps", "chromium"]
    yield [*playwright, "chromium"]
    if shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        for package in ("chromium-headless-shell", "chromium"):  # Ubuntu has only the second
            yield [*root, "sh", "-c", f"apt-get update -q && apt-get install -q -y {package}"]


def _runs(path: Path) -> bool:
    """Whether it starts at all: a downloaded browser may lack the system's libraries."""
    return subprocess.run([path, "--no-sandbox", "--version"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    try:
        print(find() or install())
    except NoChromiumError as problem:
        sys.exit(str(problem))
