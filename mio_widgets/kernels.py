"""The kernels behind chapters with Python: so many at once, and one kept ready for the next reader."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import Context
from datetime import UTC, datetime
from typing import Any

import psutil
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Bool, Integer

from mio_widgets.content.load import changed_since
from mio_widgets.live import guard
from mio_widgets.live.service import Live

#: Has a kernel load what every chapter needs, and leaves no name behind.
READY = "exec('import mio_widgets.shared', {})"

#: So long, in seconds, may it take a kernel to start.
PATIENCE = 60

#: So much less than the server's is a kernel's claim to the processor.
NICE = 5

#: So many readers for each core have their chapter run at once: most of that time is waiting for what is said.
TURNS = 3


class KernelsTakenError(Exception):
    """As many kernels run as the server may start."""


class Kernels(AsyncMappingKernelManager):  # type: ignore[misc]  # jupyter_server's classes are untyped
    """Kernels for readers, at most `max_kernels` at once.

    Most of the time until a chapter stands is the start of its kernel. So one is started beforehand, in which the
    package is loaded, for whichever chapter is asked for next; it counts as one of `max_kernels`, and makes way.
    """

    max_kernels = Integer(
        20, config=True, help="How many kernels may run at once; each takes about 30 MB if forked, else 50."
    )
    keep_ready = Bool(True, config=True, help="Whether a kernel is kept ready for the next reader.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._starting: set[str] = set()
        self._turns = asyncio.Semaphore(TURNS * (os.cpu_count() or 1))
        #: For each reader who waits for a turn, whether they have left meanwhile.
        self._queue: list[Callable[[], bool]] = []
        self._ready: asyncio.Task[str | None] | None = None
        self._ready_since = 0.0
        #: The line to the kernel kept ready: another would wait a fixed 0.2 s until it is sure of being first.
        self._lines: dict[str, Any] = {}

    @property
    def _taken(self) -> int:
        live: Live = self.parent.live
        return len((self._starting | set(self.list_kernel_ids())) - live.leader_kernels)

    @asynccontextmanager
    async def turn(self, gone: Callable[[], bool]) -> AsyncIterator[None]:
        """A reader's turn to have a kernel started and a chapter run in it, `TURNS` for each core at a time.

        Started all at once, those of a class would all be ready as late as the last. Who is `gone` holds no place.

        Raises:
            KernelsTakenError: those who wait already will take all that are left.
        """
        if guard.starting_for_leader.get():
            yield
            return
        waiting = sum(not left() for left in self._queue)
        if self._taken - bool(self._ready) + waiting >= self.max_kernels:
            raise KernelsTakenError
        self._queue.append(gone)
        try:
            await self._turns.acquire()
        finally:
            self._queue.remove(gone)
        try:
            yield
        finally:
            self._turns.release()

    async def start_kernel(self, **kwargs: Any) -> str:
        """Starts a kernel.

        Raises:
            KernelsTakenError: `max_kernels` run or are being started.
        """
        kernel_id: str = kwargs.setdefault("kernel_id", self.new_kernel_id())
        if not self._for_leader(kernel_id) and self._taken >= self.max_kernels:
            # One that only waits makes way for a page that needs a kernel of its own.
            waiting = await self._take_ready()
            if not waiting:
                raise KernelsTakenError
            await self.shutdown_kernel(waiting, now=True)
        self._starting.add(kernel_id)
        try:
            started: str = await super().start_kernel(**kwargs)
            if os.name == "posix":
                # Pages and votes come first.
                process = psutil.Process(self.get_kernel(started).provisioner.pid)
                process.nice(min(19, process.nice() + NICE))
            return started
        finally:
            self._starting.discard(kernel_id)

    def _for_leader(self, kernel_id: str) -> bool:
        """Notes a kernel of a leader's page, which the class must not keep the leader out of."""
        if guard.starting_for_leader.get():
            self.parent.live.leader_kernels.add(kernel_id)
            return True
        return False

    async def take(self) -> str:
        """A kernel for a page: the one kept ready, or else a new one.

        Raises:
            KernelsTakenError: as of `start_kernel`.
        """
        waiting = await self._take_ready()
        if waiting:
            self._for_leader(waiting)
            # It has done nothing for long, and must not be culled now.
            self.get_kernel(waiting).last_activity = datetime.now(UTC)
            return waiting
        return await self.start_kernel(kernel_name="python3", path="")

    async def _take_ready(self) -> str | None:
        task, self._ready = self._ready, None
        # Where there is no place left for it, the task itself asks.
        kernel_id = await task if task and task is not asyncio.current_task() else None
        if not kernel_id or kernel_id not in self:
            return None
        # It may have ended while it waited.
        if await self.get_kernel(kernel_id).is_alive() and not changed_since(self._ready_since):
            return kernel_id
        await self.shutdown_kernel(kernel_id, now=True)
        return None

    def line(self, kernel_id: str) -> Any | None:
        """The client that is connected to a kernel kept ready, for whoever took it to use and to close."""
        return self._lines.pop(kernel_id, None)

    async def shutdown_kernel(self, kernel_id: str, now: bool = False, restart: bool = False) -> None:
        """Ends a kernel, and the line to it."""
        line = self.line(kernel_id)
        if line:
            line.stop_channels()
        # At once: a kernel has nothing to save, and another reader may need its place.
        await super().shutdown_kernel(kernel_id, now=now or not restart, restart=restart)

    def refill(self) -> None:
        """Starts the kernel for the next reader, unless there is one, or readers are waiting for theirs."""
        if self._ready and self._ready.done() and not self._ready.result():
            self._ready = None
        if self.keep_ready and not self._ready and not self._starting and self._taken < self.max_kernels:
            self._ready_since = time.time()
            # In a context of its own: a leader's page may be what it follows, and it is for anybody.
            self._ready = asyncio.get_running_loop().create_task(self._start_ready(), context=Context())

    async def _start_ready(self) -> str | None:
        kernel_id: str = self.new_kernel_id()
        try:
            await self.start_kernel(kernel_name="python3", path="", kernel_id=kernel_id)
            client = self.get_kernel(kernel_id).client()
            client.start_channels()
            self._lines[kernel_id] = client
            await client.wait_for_ready(timeout=PATIENCE)
            await client.execute(READY, silent=True, reply=True, timeout=PATIENCE)
        except Exception:
            # The reader who comes next starts a kernel then, and is told if that fails.
            self.log.exception("no kernel could be kept ready")
            if kernel_id in self:
                await self.shutdown_kernel(kernel_id, now=True)
            return None
        return kernel_id

    async def shutdown_all(self, now: bool = False) -> None:
        """Ends every kernel at once: nobody's page is left, and one that is just starting must not complain."""
        ends = (self.shutdown_kernel(kernel_id, now=True) for kernel_id in self.list_kernel_ids())
        await asyncio.gather(*ends, return_exceptions=True)

    async def cull_kernels(self) -> None:
        """Ends kernels that nobody needs any more, and sees to it that one is ready."""
        await super().cull_kernels()
        self.refill()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Ends a kernel that has long had nothing to do and nobody connected, but not the one kept ready."""
        task = self._ready
        if not (task and task.done() and not task.cancelled() and task.result() == kernel_id):
            await super().cull_kernel_if_idle(kernel_id)
