"""Rules on translations: they say what the original says, item by item, and lack what they lack openly.

A translation stands in a folder such as content/es, each file in the place of its original. What it lacks is shown
in the original’s language, and counted here; what the original does not have is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from mio_widgets.content.drafts import FOLDERS, WORDS, Drafts, words_of
from mio_widgets.content.files import SourceFile
from mio_widgets.content.lines import Loc
from mio_widgets.content.models import CueWords, Deck
from mio_widgets.content.problems import Problem
from mio_widgets.content.rules.balance import check_surface
from mio_widgets.content.rules.book import Book
from mio_widgets.content.rules.decks import check_items

OWN = ("cues", "wording")
"""Lists that a language has for itself: they translate nothing."""
KEPT = (
    "id", "codebook", "labels", "reserve", "key", "label", "difficulty", "source", "shape", "correct", "cites",
    "start", "next", "move", "element", "arousal", "mentalizing",
)  # fmt: skip
"""Fields that are no texts, and the same in every language."""
PLURALS = ("zero", "one", "two", "few", "many", "other")
"""The plural forms that languages have (Unicode CLDR)."""


def check_translations(book: Book) -> Iterator[Problem]:
    """Compare each translation with its original, and its texts with each other."""
    for drafts in book.translations:
        for key, file in drafts.files.items():
            original = book.drafts.files.get(key)
            if key == WORDS and original:
                yield from _words(file, original)
            elif not _is_translatable(key):
                known = ", ".join([*(f"{folder}/" for folder in FOLDERS), "glossary", WORDS, *OWN])
                yield file.problem((), "unknown-file", f"nothing reads this file; a translation is read from {known}")
            elif original:
                yield from _differences(file, original, file.data, original.data)
            elif key not in OWN and key not in book.drafts.unread:
                message = f"there is no {book.drafts.folder}/{key}.toml that this could translate: correct its name"
                yield file.problem((), "unknown-file", message)
        yield from _decks(book, drafts)


def lacking(book: Book, drafts: Drafts) -> dict[str, list[str]]:
    """What each file of a translation lacks of its original: keys of words, ids of items."""
    found = {}
    for key, file in drafts.files.items():
        original = book.drafts.files.get(key)
        if original and key not in OWN:
            there, here = (words_of(f) if key == WORDS else _ids(f.data) for f in (original, file))
            found[key] = [name for name in there if name not in here]
    return {key: missing for key, missing in found.items() if missing}


def _is_translatable(key: str) -> bool:
    return key.partition("/")[0] in FOLDERS or key in ("glossary", WORDS, *OWN)


def _decks(book: Book, drafts: Drafts) -> Iterator[Problem]:
    words = drafts.one(CueWords)
    incomplete = lacking(book, drafts)
    for deck in drafts.of(Deck):
        yield from check_items(deck)
        if deck.whole and f"decks/{deck.file.stem}" not in incomplete:
            yield from check_surface(deck, words.value if words else None)


def _ids(data: dict[str, Any]) -> list[str]:
    """The ids of all items in a file."""
    tables = (value for value in data.values() if isinstance(value, list))
    return [str(item["id"]) for table in tables for item in table if isinstance(item, dict) and "id" in item]


def _differences(
    file: SourceFile, original: SourceFile, ours: dict[str, Any], theirs: dict[str, Any], loc: Loc = ()
) -> Iterator[Problem]:
    """Fields of the original that are no texts and were not kept, and items that it does not have."""
    for name, value in theirs.items():
        mine = ours.get(name)
        if _is_tables(value) and _is_tables(mine):
            yield from _items(file, original, (mine, value), (*loc, name))
        elif name in KEPT and not _is_tables(value) and mine != value:
            message = f"the original has {_shown(value)}: only texts are translated ({original.name})"
            yield file.problem((*loc, name), "not-as-original", message)
    for name in ours.keys() & {*KEPT} - theirs.keys():
        message = f"the original has no `{name}`: only texts are translated ({original.name})"
        yield file.problem((*loc, name), "not-as-original", message)


def _items(
    file: SourceFile, original: SourceFile, both: tuple[list[dict[str, Any]], list[dict[str, Any]]], loc: Loc
) -> Iterator[Problem]:
    mine, theirs = both
    if all("id" in item for item in theirs):
        known = {item["id"]: item for item in theirs}
        for at, item in enumerate(mine):
            if item.get("id") in known:
                yield from _differences(file, original, item, known[item["id"]], (*loc, at))
            else:
                message = f"the original has no such item: correct the id, or remove this one ({original.name})"
                yield file.problem((*loc, at, "id"), "unknown-id", message)
    elif any(name in KEPT for item in theirs for name in item):
        if len(mine) != len(theirs):
            message = f"the original has {len(theirs)} of these, not {len(mine)} ({original.name})"
            yield file.problem(loc, "not-as-original", message)
        for at, (item, other) in enumerate(zip(mine, theirs, strict=False)):
            yield from _differences(file, original, item, other, (*loc, at))


def _is_tables(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _shown(value: Any) -> str:
    return f"`{value}`" if isinstance(value, str) else repr(value)


def _words(file: SourceFile, original: SourceFile) -> Iterator[Problem]:
    english = {".".join(map(str, loc)): text for loc, text in original.strings()}
    texts = dict(file.strings())
    for key, loc in words_of(file).items():
        base, _, form = key.rpartition(".")
        is_plural = form in PLURALS and f"{base}.other" in english
        source = english.get(f"{base}.other" if is_plural else key)
        if source is None:
            message = f"no word `{key}` in {original.name}: correct the key, or remove it"
            yield file.problem(loc, "unknown-word", message)
        elif loc in texts:
            # "One is left" needs no number.
            free = {"n"} if is_plural and form != "other" else set()
            yield from _placeholders(file, loc, texts[loc], source, free)


def _placeholders(file: SourceFile, loc: Loc, text: str, source: str, free: set[str]) -> Iterator[Problem]:
    used, wanted = (set(re.findall(r"\{(\w+)\}", words)) for words in (text, source))
    strange = sorted(used - wanted) or re.findall(r"[{}]", re.sub(r"\{\w+\}", "", text))
    if strange:
        there = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
        message = f"`{strange[0]}` is filled in by nothing; the placeholders here are {there}"
        yield file.problem(loc, "placeholder", message)
    for name in sorted(wanted - used - free):
        yield file.problem(loc, "placeholder", f"say {{{name}}} too: the original does")
