"""The subcommands `mio rooms` and `mio rehearse`."""

# ruff: noqa: PLC0415 -- imports inside functions keep `mio --help` fast

from __future__ import annotations

import argparse
import asyncio
import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mio_widgets.site.cli import add_lang, use_lang

if TYPE_CHECKING:
    from mio_widgets.live.store import Store

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_rooms(commands: Commands) -> None:
    """Describe `mio rooms`."""
    parser = commands.add_parser(
        "rooms",
        help="list the live rooms that are kept, or delete them",
        description="Lists the live rooms in the store that MIO_STORE names, or else in your data folder.\n"
        "Rooms are deleted by themselves when their time is over, 30 days after they were opened.",
        epilog="example:\n  $ mio rooms\n  $ mio rooms --delete C7KM4X\n  $ mio rooms --delete-all\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--delete", nargs="+", metavar="CODE", default=[], help="delete these rooms and all their votes")
    which.add_argument("--delete-all", action="store_true", help="delete every room and all votes")
    parser.set_defaults(run=run_rooms)


def run_rooms(args: argparse.Namespace) -> int:
    """List or delete rooms."""
    from mio_widgets.live.store import Store, StoreError, default_url

    try:
        store = Store(default_url())
        try:
            return _rooms(store, args)
        finally:
            store.close()
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1


def _rooms(store: Store, args: argparse.Namespace) -> int:
    from mio_widgets.content.problems import printable

    store.delete_expired()
    wanted = [entry.code for entry in store.rooms()] if args.delete_all else [code.upper() for code in args.delete]
    missing = 0
    for code in wanted:
        there = store.delete(code)
        missing += not there
        print(f"{code}  deleted" if there else f"{code}  there is no such room")
    if not (args.delete or args.delete_all):
        entries = store.rooms()
        print(f"Rooms in {store.name}:" if entries else f"No rooms are kept in {store.name}.")
        for entry in entries:
            dates = f"opened {entry.opened:%Y-%m-%d}, deleted by {entry.expires:%Y-%m-%d}"
            # A title is content, which is not checked when a room is opened.
            print(f"{entry.code}  {dates}  {printable(entry.title)}")
    return 1 if missing else 0


def add_rehearse(commands: Commands) -> None:
    """Describe `mio rehearse`."""
    parser = commands.add_parser(
        "rehearse",
        help="practise leading a room, with simulated participants",
        description="Serves the workbook as `mio serve` does, and lets simulated participants join every room\n"
        "that you open from the leader's page. They disagree as a mixed group would. Nothing of it is kept.\n"
        "With a room's address, they join that room instead, on a server that runs already.",
        epilog="example:\n  $ mio rehearse --phones 12\n"
        "  $ mio rehearse --host 0.0.0.0    (real phones can join too)\n"
        "  $ mio rehearse http://192.168.1.20:8866/live/C7KM4X\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("room", nargs="?", metavar="ADDRESS", help="the address that phones would open")
    parser.add_argument("--phones", type=int, default=30, metavar="N", help="participants (default: %(default)s)")
    parser.add_argument(
        "--pace", type=float, default=1.0, metavar="X", help="how slowly they think; 0 is at once (default: 2 to 14 s)"
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8866, help="the port to listen on (default: %(default)s)")
    add_lang(parser)
    parser.set_defaults(run=run_rehearse)


def run_rehearse(args: argparse.Namespace) -> int:
    """Let simulated people take part until the room ends, or until stopped."""
    if not 1 <= args.phones <= 1000 or args.pace < 0:
        print("mio rehearse: --phones takes 1 to 1000, --pace 0 or more", file=sys.stderr)
        return 1
    use_lang(args)
    try:
        if args.room:
            return asyncio.run(_join(args))
        # However it is stopped, its server must not outlive it.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with _serving(args.host, args.port) as (server, token):
            asyncio.run(_join_all(args, server, token))
            return server.wait()
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 0


async def _join(args: argparse.Namespace) -> int:
    from mio_widgets.live.rehearsal import rehearse

    parts = re.fullmatch(r"(https?://[^?#]*/)live/(\w+)/?", args.room)
    if not parts:
        print(f"{args.room} is not the address of a room, such as http://HOST:PORT/live/CODE", file=sys.stderr)
        return 1
    try:
        await rehearse(parts[1], parts[2].upper(), args.phones, args.pace)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


@contextmanager
def _serving(host: str, port: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    token = secrets.token_urlsafe(32)
    with tempfile.TemporaryDirectory() as folder:
        own = {"MIO_LEADER_TOKEN": token, "MIO_STORE": f"sqlite:///{Path(folder) / 'rehearsal.sqlite'}"}
        command = [sys.executable, "-m", "mio_widgets.cli", "serve", "--host", host, "--port", str(port)]
        command += ["--rehearsal", _for_all(sys.argv)]
        with subprocess.Popen(command, env={**os.environ, **own}) as server:  # noqa: S603 -- our own command
            try:
                yield server, token
            finally:
                server.terminate()


def _for_all(given: list[str]) -> str:
    """The command that was given, as it has to be given for real phones to reach the rehearsal too."""
    program, *rest = given
    name = Path(program).name
    # By its bare name only where a shell finds it; python -m gives the module's file.
    start = [name if shutil.which(name) == program else program]
    if name.endswith(".py"):
        start = [sys.executable, "-m", "mio_widgets.cli"]
    return shlex.join([*start, *rest, "--host", "0.0.0.0"])  # noqa: S104 -- told, not bound


async def _join_all(args: argparse.Namespace, server: subprocess.Popen[bytes], token: str) -> None:
    """Looks for rooms that the leader opened, and sends people into each of them."""
    from mio_widgets.live.addresses import EVERYWHERE, Place
    from mio_widgets.live.client import TROUBLE, Caller
    from mio_widgets.live.rehearsal import rehearse

    root = Place("127.0.0.1" if args.host in EVERYWHERE else args.host, args.port).addresses()[0]
    leader = Caller(root, {"Authorization": f"Bearer {token}"})
    joined: dict[str, asyncio.Task[None]] = {}
    while server.poll() is None:
        await asyncio.sleep(0.5)
        try:
            rooms = await leader.call("GET", "live/api/rooms")
        except TROUBLE:
            # It is still rendering, or has just been stopped.
            continue
        for room in rooms.json if rooms.status == 200 else []:
            code = room["code"]
            if code not in joined:
                print(f"{args.phones} simulated participants join {code}.", flush=True)
                joined[code] = asyncio.ensure_future(rehearse(root, code, args.phones, args.pace))
