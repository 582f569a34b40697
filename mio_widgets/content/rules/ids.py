"""Rules on names: ids are given once and never again, and files are called after them."""

from __future__ import annotations

from collections.abc import Iterator

from mio_widgets.content.drafts import FOLDERS, SINGLES, TRIALS, WORDS, Drafts, model_of
from mio_widgets.content.files import SourceFile
from mio_widgets.content.lines import Loc
from mio_widgets.content.models import Retired
from mio_widgets.content.problems import Problem
from mio_widgets.content.rules.book import Book

_NEEDED = ("cues", "wording")
_LISTS = {
    "decks": ("worked", "utterances"),
    "codebooks": ("labels",),
    "journals": ("prompts",),
    "orders": ("cards",),
    "quizzes": ("questions",),
    "vignettes": ("turns",),
    "references": ("references",),
    "glossary": ("terms",),
    "trials": ("studies", "findings", "figures", "occasions", "outcomes"),
}


def check_ids(book: Book) -> Iterator[Problem]:
    """Check all ids of all files, also in files that have other faults."""
    retired = book.drafts.one(Retired)
    gone = set(retired.value.ids) if retired else set()
    for name in _NEEDED:
        if name not in book.drafts.files and name not in book.drafts.unread:
            message = "without it some rules are not applied: restore it"
            yield Problem(f"{book.drafts.folder}/{name}.toml", 1, name, "", "missing-file", message)
    for key, file in book.drafts.files.items():
        if key != WORDS and model_of(key) is None:
            known = ", ".join([*(f"{folder}/" for folder in FOLDERS), *SINGLES, WORDS])
            yield file.problem((), "unknown-file", f"nothing reads this file; content is read from {known}")
        for _, loc, name in _ids(key, file):
            if name in gone:
                yield file.problem(loc, "retired-id", f"`{name}` was used once and is retired; take a new id")
        if "/" in key and isinstance(file.data.get("id"), str) and file.data["id"] != file.stem:
            message = f"rename the file to {file.data['id']}.toml, or change the id to `{file.stem}`"
            yield file.problem(("id",), "file-name", message)
    for drafts in (book.drafts, *book.translations):
        yield from _taken(drafts)


def _taken(drafts: Drafts) -> Iterator[Problem]:
    """Ids that stand twice in one language."""
    first: dict[tuple[str, str], Problem] = {}
    for key, file in drafts.files.items():
        for space, loc, name in _ids(key, file):
            if (space, name) in first:
                other = first[space, name]
                message = f"`{name}` is taken: {other.file}:{other.line}; ids are never used twice"
                yield file.problem(loc, "duplicate-id", message)
            first.setdefault((space, name), file.problem(loc, "duplicate-id", ""))


def _ids(key: str, file: SourceFile) -> Iterator[tuple[str, Loc, str]]:
    """Every id in a file, with the space in which it has to be the only one."""
    kind = key.partition("/")[0]
    if isinstance(file.data.get("id"), str):
        yield kind, ("id",), file.data["id"]
    for name in _LISTS.get(kind, ()):
        found = file.data.get(name)
        for index, item in enumerate(found if isinstance(found, list) else ()):
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                # Labels, turns, cards and prompts are told apart in their own file; items in all decks.
                # Studies, findings and figures have spaces of their own.
                space = key if kind in ("codebooks", "journals", "orders", "vignettes") else f"{kind} items"
                space = f"{kind} {name}" if kind == TRIALS else space
                yield space, (name, index, "id"), item["id"]
