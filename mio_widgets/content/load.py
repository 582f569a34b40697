"""Finding and loading the content, once per process."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from mio_widgets.content.drafts import AWAITING, LANGUAGE, TRIALS, WORDS, Drafts, languages, read_drafts
from mio_widgets.content.models import (
    ORIGINAL,
    Codebook,
    Deck,
    Glossary,
    Journal,
    Model,
    Order,
    Quiz,
    Reference,
    References,
    Term,
    Vignette,
    Wording,
    WordingList,
)
from mio_widgets.content.problems import ContentError
from mio_widgets.content.trials import (
    Arms,
    ArmValue,
    EvidenceMap,
    FigureText,
    FigureTexts,
    FindingRow,
    FindingRows,
    Studies,
    Study,
)

M = TypeVar("M", bound=Model)
T = TypeVar("T")

PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Content:
    """Everything the workbook says, by id, in one language as far as it is translated and else in the original's.

    Each piece knows its own language: `content.decks["goals"].lang`.
    """

    codebooks: Mapping[str, Codebook]
    decks: Mapping[str, Deck]
    journals: Mapping[str, Journal]
    orders: Mapping[str, Order]
    quizzes: Mapping[str, Quiz]
    vignettes: Mapping[str, Vignette]
    references: Mapping[str, Reference]
    glossary: Mapping[str, Term]
    wording: Mapping[str, Wording]
    """By pattern."""
    words: Mapping[str, str]
    """The words of the interface by their full key, such as classify.next."""
    lang: str = ORIGINAL
    awaiting: bool = False
    """Whether the words of the interface, or the glossary, await a native reader."""
    original: Content | None = None
    """The content as it was written, where this is a translation."""

    def codebook_of(self, deck: Deck) -> Codebook:
        """The deck's codebook in the deck's language: its reasons call the labels by their names."""
        source = self if self.original is None or deck.lang == self.lang else self.original
        return source.codebooks[deck.codebook]


@dataclass(frozen=True)
class Trials:
    """Everything that was read about trials, by id and in the order of the files."""

    studies: Mapping[str, Study]
    findings: Mapping[str, FindingRow]
    arms: tuple[ArmValue, ...]
    """Empty until somebody has read a results table."""
    map: EvidenceMap
    figures: Mapping[str, FigureText]


def book_root() -> Path:
    """The folder that holds content/ and notebooks/.

    That is the folder named by the environment variable MIO_BOOK, or else the book inside the installed
    package, or else the checkout.

    Raises:
        ContentError: there is no content/ in it.
    """
    named = os.environ.get("MIO_BOOK")
    packed = PACKAGE / "_book"
    root = Path(named).resolve() if named else packed if packed.is_dir() else PACKAGE.parent
    if not (root / "content").is_dir():
        hint = "MIO_BOOK should name a folder" if named else "set MIO_BOOK to the folder"
        raise ContentError(f"no content/ in {root}: {hint} that holds content/ and notebooks/")
    return root


def changed_since(moment: float) -> bool:
    """Whether an author has changed the content since, in seconds since the epoch: a process keeps what it has read."""
    return any(_touched(path) > moment for path in (book_root() / "content").rglob("*"))


def _touched(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:  # an editor's passing file
        return 0.0


def language() -> str:
    """The book's language, as the environment variable MIO_LANG names it, or else the original's.

    Raises:
        ContentError: what it names is no language tag.
    """
    named = os.environ.get("MIO_LANG") or ORIGINAL
    if not LANGUAGE.fullmatch(named):
        raise ContentError(f"{named!r} is no language tag: write one such as es or pt-BR")
    return named


def load(content_dir: Path | None = None, lang: str | None = None) -> Content:
    """All content but the trials', typed and unchangeable; read once per process, folder and language.

    Args:
        content_dir: the content folder; left out, the book's.
        lang: a language tag; left out, the book's language.

    Raises:
        ContentError: a file cannot be parsed or does not fit its model, and the message lists every place;
            or there is no translation into that language.
    """
    return _load((content_dir or book_root() / "content").resolve(), lang or language())


def load_trials(content_dir: Path | None = None) -> Trials:
    """What was read about trials, without reading the rest of the content; once per process and folder.

    Raises:
        ContentError: a file is missing, cannot be parsed or does not fit its model.
    """
    return _load_trials((content_dir or book_root() / "content").resolve())


def pick(things: Mapping[str, T], id: str, kind: str) -> T:
    """The thing of that id, of a kind such as "deck".

    Raises:
        KeyError: there is none; the message names those there are.
    """
    if id not in things:
        raise KeyError(f"no {kind} {id!r}; there are {', '.join(sorted(things)) or 'none'}")
    return things[id]


def deck_version(deck: Deck) -> str:
    """A short hash of a deck's content, the same on every machine."""
    plain = deck.model_dump(mode="json", exclude_defaults=True, exclude={AWAITING})
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:8]


@cache
def _load(content: Path, lang: str) -> Content:
    if lang == ORIGINAL:
        return _content(read_drafts(content, without=TRIALS))
    known = languages(content)
    if lang not in known:
        raise ContentError(f"no translation {content.name}/{lang}/; there are {', '.join([ORIGINAL, *known])}")
    original, translated = _load(content, ORIGINAL), _content(read_drafts(content, lang, without=TRIALS))
    return replace(
        translated,
        codebooks=_overlaid(original.codebooks, translated.codebooks),
        decks=_overlaid(original.decks, translated.decks),
        journals=_overlaid(original.journals, translated.journals),
        orders=_overlaid(original.orders, translated.orders),
        quizzes=_overlaid(original.quizzes, translated.quizzes),
        vignettes=_overlaid(original.vignettes, translated.vignettes),
        glossary=_overlaid(original.glossary, translated.glossary),
        references=original.references,
        words={**original.words, **translated.words},
        original=original,
    )


def _overlaid(originals: Mapping[str, M], translations: Mapping[str, M]) -> dict[str, M]:
    """Every original, or its translation where there is one."""
    return {
        id: _completed(translations[id], original) if id in translations else original
        for id, original in originals.items()
    }


def _completed(translation: M, original: M) -> M:
    """The translation in the original's order, with the original's items where it has none."""
    items: dict[str, list[Any]] = {}
    for name, found in original:
        if isinstance(found, list) and all(hasattr(item, "id") for item in found):
            translated = {item.id: item for item in getattr(translation, name)}
            items[name] = [translated.get(item.id, item) for item in found]
    return translation.model_copy(update=items)


def _content(drafts: Drafts) -> Content:
    if drafts.problems:
        raise ContentError(drafts.problems)
    words = drafts.files.get(WORDS)
    return Content(
        codebooks={item.id: item for item in _values(drafts, Codebook)},
        decks={item.id: item for item in _values(drafts, Deck)},
        journals={item.id: item for item in _values(drafts, Journal)},
        orders={item.id: item for item in _values(drafts, Order)},
        quizzes={item.id: item for item in _values(drafts, Quiz)},
        vignettes={item.id: item for item in _values(drafts, Vignette)},
        references={item.id: item for file in _values(drafts, References) for item in file.references},
        glossary={item.id: item for file in _values(drafts, Glossary) for item in file.terms},
        wording={item.pattern: item for file in _values(drafts, WordingList) for item in file.words},
        words={".".join(map(str, loc)): text for loc, text in words.strings()} if words else {},
        lang=drafts.lang,
        awaiting=bool(words and words.data.get(AWAITING))
        or any(file.awaiting_native_reader for file in _values(drafts, Glossary)),
    )


@cache
def _load_trials(content: Path) -> Trials:
    drafts = read_drafts(content, folder=TRIALS)
    if drafts.problems:
        raise ContentError(drafts.problems)
    evidence = drafts.one(EvidenceMap)
    if evidence is None:
        raise ContentError(f"no {content.name}/trials/map.toml: restore it")
    return Trials(
        studies={item.id: item for file in _values(drafts, Studies) for item in file.studies},
        findings={item.id: item for file in _values(drafts, FindingRows) for item in file.findings},
        arms=tuple(value for file in _values(drafts, Arms) for value in file.values),
        map=evidence.value,
        figures={item.id: item for file in _values(drafts, FigureTexts) for item in file.figures},
    )


def _values(drafts: Drafts, model: type[M]) -> list[M]:
    return [draft.value for draft in drafts.of(model)]
