"""Whatever an imported file holds: every exercise is drawn afterwards, and so is the report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from mio_widgets import classify, conversation, journal, point, progress, quiz, sort_cards
from mio_widgets.content.load import load
from mio_widgets.exercises.assets import module

from .modules import address
from .test_archive import NOW, STORAGE

#: Draws an exercise as a page does, on a storage into which a file was brought; what went wrong, or "".
DRAW = f"""async (files) => {{ {STORAGE}
    globalThis.archive = await import(files.archive);
    globalThis.exercises = [];
    for (const [url, traits] of files.exercises) exercises.push([(await import(url)).default, traits]);
    globalThis.tryOut = (text) => {{
        const saved = {{}};
        Object.defineProperty(globalThis, "localStorage", {{ value: storage(saved), configurable: true }});
        const {{ problem }} = archive.imported(localStorage, text);
        const wrong = problem ? [`refused: ${{problem}}`] : [];
        for (const [widget, traits] of exercises) {{
            const leaving = new AbortController();
            const el = document.createElement("div");
            document.body.replaceChildren(el);
            const model = {{ get: (name) => traits[name], set() {{}}, save_changes() {{}}, on() {{}}, off() {{}} }};
            try {{
                widget.render({{ model, el, signal: leaving.signal }});
                const name = traits.words["progress.report.show"];
                const report = [...el.querySelectorAll("button")].find((one) => one.textContent === name);
                report?.click();
                if (report && !el.querySelector(".mio-report")) wrong.push("there is no report");
                if (!el.querySelector("h3")) wrong.push(`${{traits.name}} is empty`);
            }} catch (error) {{
                wrong.push(`${{traits.name}}: ${{error.stack}}`);
            }}
            leaving.abort();
        }}
        return wrong;
    }};
}}"""

Draw = Callable[[dict[str, str]], list[str]]


@pytest.fixture(scope="module")
def draw(browser: Browser) -> Iterator[Draw]:
    """All exercises of a small choice, in one empty page."""
    made = {
        "classify": classify("whose-mind-2"),
        "point": point("whose-mind-2"),
        "cards": sort_cards("mental-states"),
        "order": sort_cards("objectives"),
        "talk": conversation("theresa-anna"),
        "quiz": quiz("09-review"),
        "journal": journal("09-reflection"),
        "progress": progress(),
    }
    exercises = []
    for name, widget in made.items():
        state = widget.get_state()
        traits = {key: state[key] for key in state if not key.startswith("_") and key != "layout"}
        exercises.append([address(state["_esm"]), {**traits, "name": name}])
    page = browser.new_page()
    page.evaluate(DRAW, {"archive": address(module("archive.js")), "exercises": exercises})
    yield lambda saved: page.evaluate("(text) => tryOut(text)", file(saved))
    page.close()


def file(saved: dict[str, str]) -> str:
    return json.dumps({"format": "mio-workbook", "version": 1, "exported": NOW, "saved": saved})


def record(space: str, number: int, **fields: Any) -> tuple[str, Any]:
    time = f"2026-03-0{number}T08:00:00.000Z"
    return f"mio:1:record:{space}:{time}-a", {"round": 1, "time": time, **fields}


def sound() -> dict[str, Any]:
    """What a reader may have saved: of every kind of record and place one or two."""
    content = load()
    first, second, *_ = content.decks["whose-mind-2"].utterances
    fresh = content.decks["whose-mind-fresh"].utterances
    cards = content.decks["mental-states"].utterances
    spare = [item.id for item in content.decks["mental-states-fresh"].utterances[:4]]
    steps = [card.id for card in content.orders["objectives"].cards]
    talk = content.vignettes["theresa-anna"]
    line = next(turn for turn in talk.turns if turn.id == talk.start).choices[0].id
    recall, choice = (
        next(question for question in content.quizzes["09-review"].questions if bool(question.answer) is open)
        for open in (True, False)
    )
    prompt = content.journals["09-reflection"].prompts[0].id
    given = {"kind": "answer", "label": "self", "sureness": "sure", "correct": False, "version": "0"}
    phrases = [first.evidence[0].phrase]
    return dict(
        [
            record("whose-mind-2", 1, **given, item=first.id, phrases=phrases),
            record("whose-mind-2", 2, **{**given, "label": None, "sureness": None, "correct": None}, item=second.id),
            record("whose-mind-fresh", 1, **given, item=fresh[0].id, practiceFor="whose-mind-2", visit=1),
            ("mio:1:place:whose-mind-2", {"view": "practice", "at": 1, "practice": [item.id for item in fresh[:2]]}),
            record("whose-mind-2.point", 1, kind="point", item=first.id, phrases=[*phrases, "x"]),
            ("mio:1:place:whose-mind-2.point", {"at": 0}),
            record("mental-states-fresh", 1, **given, item=spare[0], practiceFor="mental-states", visit=2),
            ("mio:1:place:mental-states",
             {"placed": {cards[0].id: "thought"}, "visiting": {"visit": 1, "ids": spare}}),
            record("objectives", 1, kind="start-over", round=2),
            ("mio:1:place:objectives", {"sequence": steps[::-1]}),
            record("theresa-anna", 1, kind="conversation", item="theresa-anna", path=[line]),
            ("mio:1:place:theresa-anna", {"path": [line]}),
            record("09-review", 1, kind="choice", item=choice.id, text=choice.choices[0].text, correct=True),
            record("09-review", 2, kind="recall", item=recall.id, text="Mine.", rating="had"),
            ("mio:1:place:09-review.draft", {recall.id: "A draft."}),
            record("09-reflection.journal", 1, kind="journal", item=prompt, text="What I take along."),
            ("mio:1:last-chapter", "03_self_and_child"),
        ]
    )  # fmt: skip


SOUND = sound()
ODD = [
    None, True, -1, 0.5, 3, 10**6, 2**53 - 1, 1e308, "", "0", "x", "__proto__", "constructor", "1e9", "\ud800",
    [], {}, [[]], [None], ["x"], [5], {"toString": 1}, {"length": 3}, {"__proto__": 1}, {"toString": None, "x": None},
]  # fmt: skip
STEPS = st.tuples(st.sampled_from(sorted(SOUND)), st.integers(0, 30), st.sampled_from(ODD))


def odd(steps: list[tuple[str, int, Any]]) -> dict[str, str]:
    """The sound records, in which something odd was put at places counted through each record, or in place of it."""
    saved = json.loads(json.dumps(SOUND))
    for key, at, junk in steps:
        places = [(saved, key), *_places(saved[key])]
        where, name = places[at % len(places)]
        where[name] = deepcopy(junk)  # a later step may put something into it
    return {key: json.dumps(value) for key, value in saved.items()}


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    for name, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield node, name
        yield from _places(value)


def test_a_sound_file_is_drawn(draw: Draw) -> None:
    assert draw(odd([])) == []


def test_every_place_of_every_record_may_hold_anything(draw: Draw) -> None:
    """Each oddity once at each place, at one place of each record at a time; and texts that are no JSON at all."""
    for text in ("", "{", "undefined", "\u0000"):
        assert draw(dict.fromkeys(SOUND, text)) == [], text
    sizes = {key: 1 + len([*_places(value)]) for key, value in SOUND.items()}
    for turn in range(max(sizes.values()) * len(ODD)):
        at, junk = divmod(turn, len(ODD))
        steps = [(key, at, ODD[(junk + n) % len(ODD)]) for n, (key, size) in enumerate(sizes.items()) if at < size]
        assert draw(odd(steps)) == [], steps


@given(steps=st.lists(STEPS, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_records_keep_an_exercise_from_being_drawn(draw: Draw, steps: list[tuple[str, int, Any]]) -> None:
    assert draw(odd(steps)) == []
