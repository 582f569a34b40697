"""What the kernels that are forked have in common: loaded once, in the process that they are forked from.

Imported there by `provisioner`, and nowhere else. It must start no thread: a fork would lose it.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import parent_process
from pathlib import Path

# Each of these is imported by a kernel as it starts.
import ipykernel.debugger
import ipykernel.ipkernel
import ipykernel.zmqshell  # noqa: F401
from ipykernel.kernelapp import IPKernelApp

import mio_widgets.shared  # noqa: F401

# Collecting garbage writes to every object it looks at, and what is written to is no longer shared.
gc.collect()
gc.freeze()


def run(arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
    """Becomes a kernel, until it is ended: the work of a process that has just been forked.

    Args:
        arguments: those of `ipykernel_launcher`.
        environment: the kernel's environment variables, in place of the ones that were forked.
        folder: where it works.
    """
    # Ctrl-C in the terminal is for the server, which ends its kernels itself.
    os.setsid()
    # For who looks at processes, "kernel-" and as much of its id as there is room for; else all had one name.
    Path("/proc/self/comm").write_text(Path(arguments[-1]).stem[:15])
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    IPKernelApp.launch_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


def _end_with_the_server() -> None:
    """Ends the kernel once the server has gone, as a kernel that is no fork does by its parent."""
    server = parent_process()
    if server:
        server.join()
    os._exit(1)
