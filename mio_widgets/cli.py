"""The command `mio`.

A subcommand is two functions: one describes it to argparse, one runs it. What it needs is imported when
it runs, so that `mio --help` answers at once.
"""

# ruff: noqa: PLC0415 -- imports inside functions are this module's way of starting fast

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mio_widgets.agreement_cli import add_agreement
from mio_widgets.live.cli import add_rehearse, add_rooms
from mio_widgets.site.cli import add_build, add_serve

if TYPE_CHECKING:
    from mio_widgets.content.problems import Problem
    from mio_widgets.content.rules import Report

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def main(argv: Sequence[str] | None = None) -> int:
    """Run `mio` with the given arguments; the result is the exit status."""
    parser = argparse.ArgumentParser(
        prog="mio",
        description="The workbook for learning to hear mentalizing.",
        epilog="`mio COMMAND --help` explains a command, with an example.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (add_serve, add_build, add_notebooks, add_check, add_schema, add_agreement, add_rooms, add_rehearse):
        add(commands)
    args = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] = args.run
    try:
        status = run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads, such as `head`, has read enough. Python would complain of what is left at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def add_check(commands: Commands) -> None:
    """Describe `mio check`."""
    parser = commands.add_parser(
        "check",
        help="name every fault of the content, with file, line and what to do",
        description="Check all content files, the notebooks beside them, and the words of the interface.\n"
        "Prints every problem at once; the exit status is 1 if there is any.",
        epilog="example:\n"
        "  $ mio check\n"
        "  content/decks/whose-mind-1.toml:41: wm1-03.reasons.child: missing-reason: add a reason for ...\n"
        "  1 problem\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_content_dir(parser)
    parser.add_argument(
        "--cues",
        action="store_true",
        help="also show, deck by deck, how often naive rules such as “I means self” hit the key",
    )
    parser.set_defaults(run=run_check)


def run_check(args: argparse.Namespace) -> int:
    """Print every problem, or what was counted when there is none."""
    from mio_widgets.content.rules import check

    content = content_dir(args)
    report = check(content)
    for problem in report.problems:
        print(at_hand(problem, report.book.root))
    if report.problems:
        print(f"{len(report.problems)} problem{'s' if len(report.problems) > 1 else ''}")
    else:
        print("\n".join(report.counts()))
    if args.cues:
        print_cues(report)
    return 1 if report.problems else 0


def print_cues(report: Report) -> None:
    """Print a table of the naive rules on each deck."""
    from mio_widgets.content.cues import LIMIT, cues
    from mio_widgets.content.models import CueWords, Deck

    books = (report.book.drafts, *report.book.translations)
    listed = [(deck, words) for drafts in books if (words := drafts.one(CueWords)) for deck in drafts.of(Deck)]
    for deck, words in listed:
        print(f"\n{deck.value.id} ({deck.file.lang}): {len(deck.value.utterances)} utterances")
        print(f"  {'naive rule':34} {'applies to':>10}   {'best label':10}   {'right in':>8}")
        for cue in cues(deck.value, words.value):
            mark = f"  above {LIMIT:.0%}" if cue.too_good else "" if cue.judged else "  too few to judge"
            print(
                f"  {cue.rule:34} {len(cue.fired):4} of {cue.total:2}   {cue.guess:10}"
                f"   {len(cue.hits):2} of {len(cue.fired):2}  {cue.share:4.0%}{mark}"
            )


def add_schema(commands: Commands) -> None:
    """Describe `mio schema`."""
    parser = commands.add_parser(
        "schema",
        help="write the JSON Schemas by which editors check content files",
        description="Write content/schemas/*.schema.json, from the models in mio_widgets/content/models.py.\n"
        "A TOML file that begins with `#:schema ../schemas/deck.schema.json` is then completed and checked\n"
        "by editors that know Taplo, such as VS Code with Even Better TOML.",
        epilog="example:\n  $ mio schema\n  content/schemas/deck.schema.json\n  ...\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_content_dir(parser)
    parser.set_defaults(run=run_schema)


def run_schema(args: argparse.Namespace) -> int:
    """Write the schema files and name them."""
    from mio_widgets.content.schema import write_schemas

    for path in write_schemas(content_dir(args)):
        print(shown(path))
    return 0


def add_notebooks(commands: Commands) -> None:
    """Describe `mio notebooks`."""
    parser = commands.add_parser(
        "notebooks",
        help="copy the chapters’ notebooks into a folder of yours, to change them there",
        description="Copies the chapters’ notebooks into DIR and names them. One that is there already stays as it is.",
        epilog="example:\n  $ mio notebooks workbook\n  $ jupyter lab workbook\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="where to copy them; made if it is not there")
    parser.set_defaults(run=run_notebooks)


def run_notebooks(args: argparse.Namespace) -> int:
    """Copy the notebooks that are not there, and name them."""
    import shutil

    from mio_widgets.book import notebooks_dir

    try:
        args.dir.mkdir(parents=True, exist_ok=True)
        for notebook in sorted(notebooks_dir().glob("[0-9][0-9]_*.ipynb")):
            copy = args.dir / notebook.name
            if not copy.exists():
                # What broke off halfway must not pass for a notebook of the reader's.
                part = copy.with_suffix(".part")
                shutil.copyfile(notebook, part)
                part.replace(copy)
                print(copy)
    except OSError as error:
        print(f"mio notebooks: {error}", file=sys.stderr)
        return 1
    return 0


def add_content_dir(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the content folder."""
    parser.add_argument(
        "content",
        nargs="?",
        type=Path,
        metavar="CONTENT_DIR",
        help="the content folder, with notebooks/ beside it (default: the book of this installation, or of MIO_BOOK)",
    )


def content_dir(args: argparse.Namespace) -> Path:
    """The content folder asked for; ends the program with a message if there is none."""
    from mio_widgets.content.load import book_root
    from mio_widgets.content.problems import ContentError

    named: Path | None = args.content
    if named is not None and not named.is_dir():
        sys.exit(f"mio: no folder {named}: give the folder that holds decks/ and codebooks/")
    try:
        return named.resolve() if named is not None else book_root() / "content"
    except ContentError as error:
        sys.exit(f"mio: {error}")


def at_hand(problem: Problem, root: Path) -> str:
    """A problem with its file named as seen from the current folder, so that an editor can open it."""
    path = root / problem.file
    return str(problem).replace(problem.file, shown(path), 1) if path.exists() else str(problem)


def shown(path: Path) -> str:
    """A path relative to the current folder if it lies below it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


if __name__ == "__main__":
    sys.exit(main())
