"""Reading the whole content folder, with all faults of form of all files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from mio_widgets.content.files import Draft, SourceFile, parse, read_toml
from mio_widgets.content.lines import Loc
from mio_widgets.content.models import (
    ORIGINAL,
    Codebook,
    CueWords,
    Deck,
    Glossary,
    Journal,
    Model,
    Order,
    Quiz,
    References,
    Retired,
    Utterance,
    Vignette,
    WordingList,
)
from mio_widgets.content.problems import Problem
from mio_widgets.content.trials import Arms, EvidenceMap, FigureTexts, FindingRows, Studies

M = TypeVar("M", bound=Model)

FOLDERS: dict[str, type[Model]] = {
    "codebooks": Codebook,
    "decks": Deck,
    "journals": Journal,
    "orders": Order,
    "quizzes": Quiz,
    "vignettes": Vignette,
}
"""Folders of content/ in which each file is one model."""

SINGLES: dict[str, type[Model]] = {
    "references": References,
    "glossary": Glossary,
    "wording": WordingList,
    "retired": Retired,
    "cues": CueWords,
    "trials/studies": Studies,
    "trials/designs": FindingRows,
    "trials/findings": FindingRows,
    "trials/context": FindingRows,
    "trials/arms": Arms,
    "trials/map": EvidenceMap,
    "trials/figures": FigureTexts,
}
"""Single files, by their place below content/."""

TRIALS = "trials"

WORDS = "words"

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The name of a folder of content/ that holds a translation: a language tag, such as `es`."""

AWAITING = "awaiting_native_reader"
"""The one entry of a file of words that is no word."""


@dataclass
class Drafts:
    """All content as far as it could be read, for the rules to look at."""

    folder: str
    """The content folder's name, with which the names of files begin."""
    lang: str = ORIGINAL
    files: dict[str, SourceFile] = field(default_factory=dict)
    """Every parsed file by its place below content/, such as decks/whose-mind-1."""
    unread: set[str] = field(default_factory=set)
    """Files that could not be parsed: what they define is unknown, not missing."""
    typed: dict[str, Draft[Model]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, model: type[M]) -> list[Draft[M]]:
        """All files of one kind, in order of their names."""
        return [draft for draft in self.typed.values() if isinstance(draft.value, model)]  # type: ignore[misc]

    def one(self, model: type[M]) -> Draft[M] | None:
        """The single file of a kind, if it is there and sound."""
        return next(iter(self.of(model)), None)


def languages(content: Path) -> list[str]:
    """The languages that a content folder has a translation into, as tags; there may be little in it."""
    return sorted(path.name for path in content.iterdir() if path.is_dir() and LANGUAGE.fullmatch(path.name))


def read_drafts(
    content: Path, lang: str = ORIGINAL, *, folder: str | None = None, without: str | None = None
) -> Drafts:
    """Read every TOML file of a language below a content folder, or those of one folder in it, or all but those."""
    root = content if lang == ORIGINAL else content / lang
    drafts = Drafts(content.name if lang == ORIGINAL else f"{content.name}/{lang}", lang)
    left_out = {content / other for other in languages(content)} - {root} | ({root / without} if without else set())
    for path in sorted((root / folder if folder else root).rglob("*.toml")):
        if left_out.intersection(path.parents):
            continue
        key = path.relative_to(root).as_posix().removesuffix(".toml")
        source = read_toml(path, f"{drafts.folder}/{key}.toml", lang)
        if isinstance(source, Problem):
            drafts.problems.append(source)
            drafts.unread.add(key)
            continue
        drafts.files[key] = source
        if key == WORDS:
            drafts.problems += _faulty_words(source)
        elif model := model_of(key):
            draft, problems = parse(source, model)
            drafts.problems += problems
            if draft is not None:
                drafts.typed[key] = draft
    return drafts


def model_of(key: str) -> type[Model] | None:
    """The model of a file by its place below content/."""
    return SINGLES.get(key) or FOLDERS.get(key.rpartition("/")[0])


def words_of(file: SourceFile) -> dict[str, Loc]:
    """The interface words of a file by their full key, such as classify.next, with the way to each."""
    return {".".join(map(str, loc)): loc for loc, _ in file.leaves() if loc != (AWAITING,)}


def items(deck: Draft[Deck]) -> Iterator[tuple[Loc, Utterance]]:
    """The worked examples and utterances of a deck, with the way to each."""
    for name, found in (("worked", deck.value.worked), ("utterances", deck.value.utterances)):
        for index, item in zip(deck.kept.get(name, ()), found, strict=True):
            yield (name, index), item


def _faulty_words(file: SourceFile) -> Iterator[Problem]:
    for loc, value in file.leaves():
        if loc == (AWAITING,):
            if not isinstance(value, bool):
                yield file.problem(loc, "field-value", f"write true, or remove the line; not {value!r}")
        elif not isinstance(value, str) or any(isinstance(step, int) for step in loc):
            yield file.problem(loc, "field-value", f"an interface word is one text, not {value!r}")
