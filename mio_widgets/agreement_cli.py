"""The subcommand `mio agreement`."""

# ruff: noqa: PLC0415 -- imports inside functions keep `mio --help` fast

from __future__ import annotations

import argparse
import csv
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mio_widgets.agreement import Agreement
    from mio_widgets.content.problems import Problem

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_agreement(commands: Commands) -> None:
    """Describe `mio agreement`."""
    parser = commands.add_parser(
        "agreement",
        help="say how far raters agree, from a table of their labels",
        description="Reads a CSV table of labels and prints percent agreement, Gwet’s AC1 with an interval,\n"
        "Krippendorff’s alpha, and which labels are confused.\n\n"
        "A long table has a row for each rating and the columns item, rater and label; a wide one has a row\n"
        "for each item and a column for each rater, or the first column `rater` and a column for each item.\n"
        "An empty cell, NA or a full stop is a missing rating. With any fault in the table every fault is\n"
        "printed, nothing is computed, and the exit status is 1.",
        epilog="examples:\n"
        "  $ mio agreement --sheet whose-mind-1 > sheet.csv      a sheet for a rater to fill in, without the key\n"
        "  $ mio agreement panel.csv --codebook whose-mind\n"
        "  $ mio agreement votes.csv --round 2 --json\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("file", nargs="?", type=Path, metavar="FILE.csv", help="the table of labels")
    source.add_argument("--sheet", metavar="DECK", help="print an empty coding sheet of a deck instead")
    parser.add_argument(
        "--shape", choices=("long", "items", "raters"), help="what a row is: a rating, an item or a rater"
    )
    known = parser.add_mutually_exclusive_group()
    known.add_argument("--labels", metavar="A,B,…", help="the labels that could be given (default: those that occur)")
    known.add_argument("--codebook", metavar="ID", help="the same, from a codebook of the workbook")
    parser.add_argument("--round", metavar="N", help="only the ratings of this round, by the column `round`")
    parser.add_argument(
        "--seed", type=int, default=0, help="of the interval’s resampling (default: %(default)s, always the same)"
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.set_defaults(run=run_agreement)


def run_agreement(args: argparse.Namespace) -> int:
    """Print the agreement, the problems of the table, or a coding sheet."""
    from mio_widgets.content.problems import ContentError

    try:
        return _sheet(args.sheet) if args.sheet else _agreement(args)
    except (ContentError, KeyError) as error:
        print(f"mio: {error.args[0] if isinstance(error, KeyError) else error}", file=sys.stderr)
        return 1


def _agreement(args: argparse.Namespace) -> int:
    from mio_widgets.agreement import agreement, count
    from mio_widgets.agreement_text import too_few
    from mio_widgets.ratings import read_ratings

    labels = _labels(args)
    ratings = read_ratings(args.file, args.shape, labels, args.round)
    found = None
    if not ratings.problems:
        found = agreement(ratings.rows(), labels, seed=args.seed)
        if found is None:
            items = int(count(ratings.rows()).pairable.sum())
            ratings.fault(1, "table", "too-few-items", too_few(items))
    if found is None:
        _print_problems(sorted(ratings.problems), args.json)
        return 1
    _print_agreement(found, ratings.file, args.json)
    return 0


def _labels(args: argparse.Namespace) -> list[str] | None:
    """The labels that could be given, or None for those that occur."""
    if args.labels:
        return list(dict.fromkeys(filter(None, (label.strip() for label in args.labels.split(",")))))
    if not args.codebook:
        return None
    from mio_widgets.content.load import load, pick

    return [label.id for label in pick(load().codebooks, args.codebook, "codebook").labels]


def _print_problems(problems: Sequence[Problem], as_json: bool) -> None:
    if as_json:
        print(json.dumps({"problems": [asdict(problem) for problem in problems]}, ensure_ascii=False, indent=2))
        return
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")


def _print_agreement(found: Agreement, file: str, as_json: bool) -> None:
    from mio_widgets.agreement_text import confused, figures, meaning
    from mio_widgets.words import say

    if as_json:
        print(json.dumps({"file": file, **asdict(found), "meaning": meaning(found)}, ensure_ascii=False, indent=2))
        return
    print(meaning(found))
    print()
    rows = figures(found)
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"  {name:{width}}  {value}")
    print()
    pairs = confused(found)
    width = max((len(pair) for pair, _, _ in pairs), default=0)
    for pair, items, share in pairs:
        print(f"  {pair:{width}}  {items:>10}  {share:>19}")
    if not pairs:
        print(say("agreement.confused.none"))


def _sheet(deck_id: str) -> int:
    """Print a deck's utterances as a sheet with an empty column for a rater, without key or reasons."""
    from mio_widgets.content.load import load, pick
    from mio_widgets.ratings import TOLD

    utterances = pick(load().decks, deck_id, "deck").utterances
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["item", *TOLD, "rater 1"])
    for item in utterances:
        writer.writerow([item.id, *(_as_text(getattr(item, name)) for name in TOLD), ""])
    return 0


def _as_text(cell: str) -> str:
    """A spreadsheet computes a cell that begins like a formula; after an apostrophe it is text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
