"""Finding and loading the content, once per process."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from mio_widgets.content.drafts import TRIALS, WORDS, Drafts, read_drafts
from mio_widgets.content.files import parse, read_toml
from mio_widgets.content.models import (
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
from mio_widgets.content.problems import ContentError, Problem
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

PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Content:
    """Everything the workbook says, by id."""

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


def load(content_dir: Path | None = None) -> Content:
    """All content but the trials', typed and unchangeable; read once per process and folder.

    Raises:
        ContentError: a file cannot be parsed or does not fit its model; the message lists every place.
    """
    return _load((content_dir or book_root() / "content").resolve())


def load_trials(content_dir: Path | None = None) -> Trials:
    """What was read about trials, without reading the rest of the content; once per process and folder.

    Raises:
        ContentError: a file is missing, cannot be parsed or does not fit its model.
    """
    return _load_trials((content_dir or book_root() / "content").resolve())


def load_deck(deck_id: str, content_dir: Path | None = None) -> Deck:
    """One deck, without reading the rest of the content.

    Raises:
        KeyError: there is no such deck; the message names those there are.
        ContentError: its file cannot be parsed or does not fit the model.
    """
    return _load_deck(deck_id, (content_dir or book_root() / "content").resolve())


def deck_version(deck: Deck) -> str:
    """A short hash of a deck's content, the same on every machine."""
    plain = deck.model_dump(mode="json", exclude_defaults=True)
    canonical = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:8]


@cache
def _load(content: Path) -> Content:
    drafts = read_drafts(content, without=TRIALS)
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


@cache
def _load_deck(deck_id: str, content: Path) -> Deck:
    path = content / "decks" / f"{deck_id}.toml"
    if not path.is_file():
        known = ", ".join(sorted(other.stem for other in path.parent.glob("*.toml")))
        raise KeyError(f"no deck {deck_id!r}; there are {known or 'none'}")
    source = read_toml(path, f"{content.name}/decks/{deck_id}.toml")
    if isinstance(source, Problem):
        raise ContentError([source])
    draft, problems = parse(source, Deck)
    if draft is None or problems:
        raise ContentError(problems)
    return draft.value


def _values(drafts: Drafts, model: type[M]) -> list[M]:
    return [draft.value for draft in drafts.of(model)]
