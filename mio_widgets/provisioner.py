"""How the server's kernels come to be: as forks of one process in which all that chapters share is loaded.

A kernel that is started takes 0.7 s of a core and 54 MB, most of it for importing what the one before it has imported
too; a fork takes 0.13 s and 27 MB. The process that is forked is the standard library's fork server: it has no threads.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from mio_widgets.content.load import changed_since

#: What the entry point in pyproject.toml calls it.
NAME = "mio-forked"

#: Elsewhere there is no fork, or the system's own libraries do not bear one.
POSSIBLE = sys.platform == "linux"


class ForkedProvisioner(LocalProvisioner):
    """Forks kernels of this Python, and starts all others as usual."""

    _let_go: Connection | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Has the kernel run that `cmd` names, in the environment `env` and the folder `cwd`."""
        forks, loaded = _forks()
        # A fork holds what was read before an author's change.
        if cmd[:-1] != [sys.executable, "-m", "ipykernel_launcher", "-f"] or changed_since(loaded):
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = kwargs["cwd"]
        ready, self._let_go = forks.Pipe(duplex=False)
        process = forks.Process(
            target=_become_kernel, args=(ready, cmd[-2:], kwargs["env"], str(self.cwd)), daemon=True
        )
        # The first one waits until everything is loaded.
        await asyncio.to_thread(process.start)
        self.process = _Started(process)  # type: ignore[assignment]  # it asks no more of it than what is there
        # The group is the kernel's own to make. Until it has, signals go to the process alone.
        self.pid = self.pgid = process.pid
        ready.close()
        return self.connection_info

    async def post_launch(self, **kwargs: Any) -> None:
        """Lets the fork go on, now that the server has read the connection file, which a kernel writes anew."""
        if self._let_go:
            with contextlib.suppress(BrokenPipeError):  # it has died; whoever asks it will notice
                self._let_go.send_bytes(b"go")
            self._let_go.close()
            self._let_go = None
        await super().post_launch(**kwargs)


@cache
def _forks() -> tuple[ForkServerContext, float]:
    """The fork server, and the moment before it loaded anything."""
    moment = time.time()
    # As later ipykernels have it for all their kernels. Else the debugger, once imported, warns of frozen modules.
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    forks = get_context("forkserver")
    forks.set_forkserver_preload(["__main__", "mio_widgets.provisioner", "mio_widgets.forked"])
    return forks, moment


def _become_kernel(ready: Connection, arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
    try:
        ready.recv_bytes()
    except EOFError:
        # The server has ended meanwhile, and its connection files with it.
        return
    # The server names this function and must not load what kernels do.
    from mio_widgets import forked  # noqa: PLC0415

    forked.run(arguments, environment, folder)


class _Started:
    """A fork as `LocalProvisioner` wants it: like a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        # Once it has been waited for, the number may be another process's.
        if self.pid and self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()
