"""The real server in a process of its own, for tests and benchmarks."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil


def free_port() -> int:
    """A port that nothing listens at just now, and that no kernel takes meanwhile: systems give those above 32,767."""
    while True:
        port = random.randrange(12_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def kernels_of(server: int) -> list[psutil.Process]:
    """The kernels that the process `server` has started or forked."""
    found = []
    for process in psutil.Process(server).children(recursive=True):
        with contextlib.suppress(psutil.Error):  # it has ended meanwhile
            if process.name().startswith("kernel-") or "ipykernel_launcher" in process.cmdline():
                found.append(process)
    return found


def is_kernel(process: psutil.Process, kernel_id: str) -> bool:
    """Whether it is the kernel of this id: a fork is named by it, any other by its connection file."""
    return process.name() == f"kernel-{kernel_id}"[:15] or any(kernel_id in argument for argument in process.cmdline())


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[str]
    timeout: float = field(default=60)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **headers: str) -> Answer:
        """Asks for the path as it is, dots and all."""
        return self._request("GET", path, headers)

    def post(self, path: str, **headers: str) -> Answer:
        """Posts nothing to the path."""
        return self._request("POST", path, headers)

    def _request(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


@contextmanager
def served(
    port: int, *arguments: str, cwd: Path | None = None, before: str = "", **environment: str
) -> Iterator[Server]:
    """`mio serve` at the port, stopped at the end; `before` is Python that its process runs first."""
    start = ["-c", f"{before}\nfrom mio_widgets.cli import main\nraise SystemExit(main())"]
    command = [sys.executable, *start, "serve", "--port", str(port), *arguments]
    process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def wait_for(port: int, process: subprocess.Popen[str], patience: float = 120) -> None:
    """Returns when something listens at the port; fails when the process ends or patience does."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with status {process.returncode}"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing listens at port {port} after {patience} s")
