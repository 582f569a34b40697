"""What the workbook's content is made of: codebooks, decks, quizzes, references, glossary.

The models say what a file may hold. Rules that look across items or files are in `rules`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, model_validator

ORIGINAL = "en"
"""The language that the book is written in; what has no translation is shown in it."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LINK = r"^https?://\S+$"
Link = Annotated[str, StringConstraints(pattern=LINK)]
"""An address that a reader may follow: one that begins with javascript: would run in the page."""
Shape = Literal["circle", "square", "diamond", "ring", "triangle"]


class Model(BaseModel):
    """A piece of content: unknown fields are an error, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Where the file stands says it, and never the file: so it is no field.
    _lang: str = PrivateAttr(default=ORIGINAL)

    def model_post_init(self, context: Any, /) -> None:
        """Take the language from the reader of the file."""
        self._lang = (context or {}).get("lang", ORIGINAL)

    @property
    def lang(self) -> str:
        """The language of the texts, as a tag such as `en`."""
        return self._lang

    def with_lang(self, **dump: Any) -> dict[str, Any]:
        """The fields as plain data, with the language beside them; `dump` goes to `model_dump`."""
        return {**self.model_dump(**dump), "lang": self._lang}


class Translatable(Model):
    """A file of content/ that may have a translation in the same place below a language's folder."""

    awaiting_native_reader: bool = Field(
        default=False, description="In a translation: nobody whose first language it is has read it yet."
    )


class NearMiss(Model):
    """A text that looks as if it deserved the label, and why it does not."""

    text: Prose
    why: Prose


class Label(Model):
    """One label of a codebook, with what a rater needs in order to use it."""

    id: Slug
    name: Prose = Field(description="The full name, such as 'Self-focused mentalizing'.")
    short: Prose = Field(description="The name on a button, such as 'Self'.")
    shape: Shape = Field(description="Stands for the label wherever colour alone would not do.")
    definition: Prose
    test: Prose = Field(description="The question to ask of an utterance; yes means this label.")
    confusion: Prose = Field(description="What tempts one to choose it wrongly.")
    example: Prose
    near_miss: NearMiss


class Codebook(Translatable):
    """The labels that utterances are classified with."""

    id: Slug
    title: Prose
    question: Prose = Field(description="The test question, asked before every item.")
    provenance: Prose = Field(description="Who wrote the keys, and who has not yet checked them.")
    labels: list[Label] = Field(min_length=2)


class Evidence(Model):
    """Words of the utterance that decide its label, and what they show."""

    phrase: Prose = Field(description="An exact substring of the text.")
    why: Prose


class Reading(Model):
    """One defensible way to label a contested utterance."""

    label: Slug
    text: Prose


class Utterance(Model):
    """Something said, its key, and a reason for every label of its deck."""

    id: Slug
    speaker: Prose
    context: Prose = Field(description="One sentence: the child's age and the situation.")
    text: Prose
    key: Slug
    reasons: dict[Slug, Prose] = Field(
        description="By label: why the key fits, or why another label tempts and where it fails."
    )
    evidence: list[Evidence] = Field(min_length=1)
    difficulty: Literal[1, 2, 3]
    contested: list[Reading] = Field(
        default_factory=list,
        description="Empty, or two readings with different labels; the first is the key's.",
    )
    source: Slug | None = Field(default=None, description="The id of a reference.")


class WorkedExample(Utterance):
    """An utterance solved aloud before the first question."""

    thinking: list[Prose] = Field(min_length=2, description="The steps of a reader who thinks it through.")


class Deck(Translatable):
    """Utterances in teaching order, all classified with the same labels."""

    id: Slug
    title: Prose
    summary: Prose = Field(description="One sentence for the reader: what this deck practises.")
    codebook: Slug
    labels: list[Slug] = Field(min_length=2)
    reserve: Slug | None = Field(default=None, description="The deck that holds unseen items for further practice.")
    worked: list[WorkedExample] = Field(default_factory=list)
    utterances: list[Utterance] = Field(min_length=1)


class Option(Model):
    """One of the answers a reader may choose, and why it does or does not hold."""

    text: Prose
    correct: bool
    reason: Prose


class Question(Model):
    """A question for recall, compared with `answer`, or one with `choices` to choose among."""

    id: Slug
    prompt: Prose
    answer: Prose | None = None
    choices: list[Option] = Field(default_factory=list)
    cites: list[Slug] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.answer is None) == (not self.choices):
            raise ValueError("give a question either `answer` or `choices`")
        if self.choices and [choice.correct for choice in self.choices].count(True) != 1:
            raise ValueError("mark exactly one of the choices as correct")
        return self


class Quiz(Translatable):
    """The questionnaire at a chapter's end."""

    id: Slug
    title: Prose
    questions: list[Question] = Field(min_length=1)


class Card(Model):
    """A step that has its place in an order, and why it stands there."""

    id: Slug
    text: Prose
    reason: Prose


class Order(Translatable):
    """Cards in the order that the reader has to find."""

    id: Slug
    title: Prose
    prompt: Prose
    cards: list[Card] = Field(min_length=2)


class Prompt(Model):
    """Something to write about."""

    id: Slug
    prompt: Prose


class Journal(Translatable):
    """Prompts for reflection; what is written stays in the browser."""

    id: Slug
    title: Prose
    prompts: list[Prompt] = Field(min_length=1)


Move = Literal[
    "opens", "models", "guides", "returns", "alliance", "protects",
    "closes", "too-early", "does-it-for-her", "directs", "waits",
]  # fmt: skip
"""What a therapist's line does."""

Level = Annotated[int, Field(ge=0, le=4)]
Element = Annotated[str, StringConstraints(pattern=r"^E[1-9][0-9]?$")]


class Line(Model):
    """A line that the reader, as the therapist, may choose, and what comes of it."""

    id: Slug
    text: Prose
    move: Move
    answer: Prose = Field(description="What the mother says or does next.")
    effect: Prose = Field(description="A quiet sentence or two: what the move did.")
    element: Element = Field(description="The element of the article that it illustrates.")
    next: Slug = Field(description="The turn that follows, or 'end'.")


class Turn(Model):
    """A moment of the conversation in which the reader chooses what the therapist says."""

    id: Slug
    says: str = Field(default="", description="What the mother says first; often a chosen line's answer leads in.")
    arousal: Level = Field(description="An illustration, not a measurement.")
    mentalizing: Level = Field(description="An illustration, not a measurement.")
    choices: list[Line] = Field(min_length=2, max_length=4)


class Vignette(Translatable):
    """A conversation with branches, in which the reader is the therapist."""

    id: Slug
    title: Prose
    summary: Prose
    content_note: Prose
    setting: Prose
    child_age: Prose
    mother: Prose = Field(description="The name that stands before what she says.")
    start: Slug
    closing: Prose = Field(description="What a reader of the article would notice.")
    cites: list[Slug] = Field(default_factory=list)
    turns: list[Turn] = Field(min_length=1)


class Reference(Model):
    """A published source. `text` is the reference without its link."""

    id: Slug
    authors: Prose
    year: Prose
    text: Prose = Field(description="Title and where it was published.")
    doi: str | None = None
    url: Link | None = None

    @property
    def short(self) -> str:
        """How the reference is cited in a text, such as 'Allen et al., 2008'."""
        # "Suchman NE": what follows the family name is initials; an institution has none.
        names = [re.sub(r" [A-Z]{1,4}$", "", author) for author in self.authors.split(", ") if author != "et al"]
        listed_whole = "et al" not in self.authors
        who = " & ".join(names) if len(names) <= 2 and listed_whole else f"{names[0]} et al."
        return f"{who}, {self.year}"


class Term(Model):
    """A word of the field, explained in one or two sentences."""

    id: Slug
    term: Prose
    definition: Prose
    cites: list[Slug] = Field(default_factory=list)


class Wording(Model):
    """A stigmatizing word and what to write instead."""

    pattern: Prose = Field(description="A regular expression, matched as whole words, ignoring case.")
    instead: Prose
    why: Prose


class References(Model):
    """The file references.toml."""

    references: list[Reference]


class Glossary(Translatable):
    """The file glossary.toml."""

    terms: list[Term]


class WordingList(Model):
    """The file wording.toml."""

    words: list[Wording]


class Retired(Model):
    """The file retired.toml: ids that were used once and must not come back with another meaning."""

    ids: list[Slug]


class CueWords(Model):
    """The file cues.toml: words by which a reader might guess a key without reading for meaning."""

    speaker: list[Prose] = Field(description="Words for the one who speaks: I, me, my.")
    child: list[Prose] = Field(description="Words for the child, beside the child's name: he, she.")
    feelings: list[Prose] = Field(description="Words for feelings, in every form to be found.")
