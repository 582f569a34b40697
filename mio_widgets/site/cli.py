"""The subcommands `mio build` and `mio serve`."""

# ruff: noqa: PLC0415 -- imports inside functions keep `mio --help` and a second start fast

from __future__ import annotations

import argparse
import hashlib
import os
import socket
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_build(commands: Commands) -> None:
    """Describe `mio build`."""
    parser = commands.add_parser(
        "build",
        help="render the book into a folder for any static host",
        description="Runs each chapter once and writes pages that need no server of their own and no Python.",
        epilog="example:\n  $ mio build --out public\n  $ python -m http.server --directory public\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="where to write the pages (default: MIO_PAGES, or _site in a checkout, else the user’s cache)",
    )
    parser.add_argument(
        "--offline",
        action="store_true",
        help="have browsers keep the whole book for reading offline; the host must use https",
    )
    add_lang(parser)
    parser.set_defaults(run=run_build)


def run_build(args: argparse.Namespace) -> int:
    """Render the book and say where it is."""
    use_lang(args)
    out: Path = args.out or default_pages()
    if not rendered(out, always=True, offline=args.offline):
        return 1
    print(f"The book is in {out}")
    return 0


def add_serve(commands: Commands) -> None:
    """Describe `mio serve`."""
    parser = commands.add_parser(
        "serve",
        help="open the workbook: rendered pages, and chapters with Python through Voila",
        description="Renders the book if it has changed and serves it on this machine.",
        epilog="example:\n  $ mio serve --port 9000\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8866, help="the port to listen on (default: %(default)s)")
    parser.add_argument("--base-url", default="/", help="the path below which the book stands (default: %(default)s)")
    parser.add_argument(
        "--max-kernels",
        type=int,
        default=20,
        metavar="N",
        help="chapters with Python open at once (default: %(default)s)",
    )
    parser.add_argument(
        "--keep-ready",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="keep a kernel ready, so that the next chapter with Python is there at once: about 80 MB for it and the\n"
        "process that kernels are forked from (on Linux), which makes each one after it quicker and half as large",
    )
    parser.add_argument(
        "--public-url",
        type=public_url,
        metavar="URL",
        help="the address under which phones reach the server, if a proxy stands before it; what the proxy says of\n"
        "its clients (X-Forwarded-For and the like) is then believed, so nobody else may reach the port",
    )
    parser.add_argument(
        "--socket",
        default="",
        metavar="PATH",
        help="listen at this Unix socket instead of a port, for a proxy on this machine",
    )
    # What `mio rehearse` starts says that phones need no way in, and by which command real ones would have one.
    parser.add_argument("--rehearsal", default="", help=argparse.SUPPRESS)
    add_lang(parser)
    parser.set_defaults(run=run_serve)


def add_lang(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the book's language."""
    parser.add_argument("--lang", metavar="TAG", help="the book’s language, such as es (default: MIO_LANG, or else en)")


def use_lang(args: argparse.Namespace) -> None:
    """Speak the language asked for, here and in every kernel started from here; ends the program where it cannot."""
    from mio_widgets.content.load import load
    from mio_widgets.content.problems import ContentError

    if args.lang:
        os.environ["MIO_LANG"] = args.lang
    try:
        load()
    except ContentError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


def public_url(text: str) -> str:
    """An argument that is an http or https address."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as https://workbook.example.org/")
    return text


def run_serve(args: argparse.Namespace) -> int:
    """Render what has changed, then serve until stopped."""
    use_lang(args)
    base_url = f"/{args.base_url.strip('/')}/".replace("//", "/")
    problem = None if args.socket else port_problem(args.host, args.port)
    if problem:
        print(
            f"Port {args.port} cannot be used: {problem}. Perhaps a workbook is open there already: "
            f"http://{args.host}:{args.port}{base_url}\n"
            f"To use another port: mio serve --port {args.port + 1}   (or: make serve PORT={args.port + 1})",
            file=sys.stderr,
        )
        return 1
    pages = default_pages()
    if not rendered(pages):
        return 1
    from mio_widgets.live.token import TokenError, from_environment
    from mio_widgets.server import Serving, serve

    try:
        token = from_environment()
    except TokenError as error:
        print(error, file=sys.stderr)
        return 1
    where = {"host": args.host, "port": args.port, "base_url": base_url, "public": args.public_url}
    kernels = {"max_kernels": args.max_kernels, "keep_ready": args.keep_ready}
    serve(pages, Serving(**where, **kernels, unix_socket=args.socket, rehearsal=args.rehearsal), token)
    return 0


def port_problem(host: str, port: int) -> str | None:
    """Why nothing can listen at the port, found before the book is rendered."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As tornado does it: a port that was closed a moment ago can be used again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            return getattr(error, "strerror", None) or str(error)
    return None


def default_pages() -> Path:
    """Where the rendered pages are kept: where MIO_PAGES says, or beside the content in a checkout, or in the cache.

    A translation has a folder of its own.
    """
    import platformdirs

    from mio_widgets.content.load import PACKAGE, book_root, language
    from mio_widgets.content.models import ORIGINAL

    root, own = book_root(), "" if language() == ORIGINAL else f"-{language()}"
    named = os.environ.get("MIO_PAGES")
    if named:
        return Path(f"{named}{own}")
    if root == PACKAGE.parent and os.access(root, os.W_OK):
        return root / f"_site{own}"
    # Several installations and books share one cache folder.
    name = hashlib.sha256(str(root).encode()).hexdigest()[:8] + own
    return platformdirs.user_cache_path("mio-workbook") / f"site-{name}"


def rendered(out: Path, always: bool = False, offline: bool = False) -> bool:
    """Whether `out` holds the book as it is now, rendered if need be; problems are printed."""
    from mio_widgets.content.problems import ContentError
    from mio_widgets.site.build import BuildError, build, is_current

    if not always and is_current(out):
        return True
    try:
        with progress() as tell:
            build(out, tell, offline)
    except (BuildError, ContentError, ValueError) as error:
        print(error, file=sys.stderr)
        return False
    return True


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the terminal; gives the function that moves it."""
    from tqdm import tqdm

    with tqdm(desc="Rendering", unit="chapter", bar_format="{desc} {bar:30} {n_fmt}/{total_fmt} {postfix}") as bar:

        def tell(slug: str, done: int, of: int) -> None:
            bar.total = of
            bar.n = done
            bar.set_postfix_str(slug)

        yield tell
