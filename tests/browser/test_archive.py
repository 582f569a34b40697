"""Taking everything out, bringing it in, deleting it: the pure functions of archive.js."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from .modules import Module

NOW = "2026-03-02T09:30:00.000Z"
SAVED = {
    "mio:1:record:deck:2026-03-01T08:00:00.000Z-a": '{"kind":"answer","item":"a","round":1}',
    "mio:1:place:deck": '{"view":"item","at":3}',
    "mio:1:last-chapter": "03_self_and_child",
    "mio:1:aside:record:deck:x": "{ broken ” <script>",
}
FOREIGN = {"theme": "dark", "mio:2:record": "of another time", "xmio:1:": "not ours"}

#: A browser's storage, from a plain object; what is over the limit does not fit.
STORAGE = """
const storage = (saved, room = Infinity) => ({
    get length() { return Object.keys(saved).length; },
    key: (n) => Object.keys(saved)[n] ?? null,
    getItem: (key) => Object.hasOwn(saved, key) ? saved[key] : null,
    removeItem: (key) => { delete saved[key]; },
    setItem(key, value) {
        if (Object.keys(saved).length >= room) throw new DOMException("", "QuotaExceededError");
        saved[key] = value;
    },
});"""


@pytest.fixture(scope="module")
def archive(browser: Browser) -> Iterator[Module]:
    """The module, in an empty page."""
    page = browser.new_page()
    yield Module(page, "archive.js")
    page.close()


def exported(archive: Module, saved: dict[str, str]) -> str:
    text: str = archive(f"(m, saved, now) => {{ {STORAGE} return m.exported(storage(saved), now); }}", saved, NOW)
    return text


def imported(archive: Module, saved: dict[str, str], text: str, room: int = 99) -> tuple[Any, dict[str, str]]:
    """What is said about a file, and what is saved then."""
    call = f"(m, saved, text, room) => {{ {STORAGE} return [m.imported(storage(saved, room), text), saved]; }}"
    result, after = archive(call, saved, text, room)
    return result, after


def test_an_export_holds_what_is_ours_and_nothing_else(archive: Module) -> None:
    file = json.loads(exported(archive, SAVED | FOREIGN))
    assert file == {"format": "mio-workbook", "version": 1, "exported": NOW, "saved": SAVED}


def test_what_was_exported_comes_back(archive: Module) -> None:
    result, after = imported(archive, dict(FOREIGN), exported(archive, SAVED))
    assert result == {"problem": None, "added": len(SAVED), "known": 0, "unsaved": 0}
    assert after == SAVED | FOREIGN


def test_what_is_here_already_stays_as_it_is(archive: Module) -> None:
    here = {"mio:1:place:deck": '{"view":"summary","at":0}', "mio:1:record:deck:new": "{}"}
    result, after = imported(archive, dict(here), exported(archive, SAVED))
    assert result == {"problem": None, "added": len(SAVED) - 1, "known": 1, "unsaved": 0}
    assert after == SAVED | here


def test_importing_twice_adds_nothing(archive: Module) -> None:
    result, after = imported(archive, dict(SAVED), exported(archive, SAVED))
    assert result == {"problem": None, "added": 0, "known": len(SAVED), "unsaved": 0}
    assert after == SAVED


def file(**fields: Any) -> str:
    return json.dumps({"format": "mio-workbook", "version": 1, "exported": NOW, "saved": SAVED} | fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '"mio-workbook"',
        "{ not json",
        "<!doctype html><script>alert(1)</script>",
        '{"hello": "world"}',
        file(format="something-else"),
        file(version=2),
        file(version="1"),
        file(saved=None),
        file(saved="text"),
        file(saved=SAVED | {"theme": "dark"}),
        file(saved=SAVED | {"mio:1:place:deck": {"view": "item"}}),
        file(saved=SAVED | {"mio:1:place:deck": 3}),
        file(saved=["mio:1:place:deck"]),
        file(saved=SAVED)[:-40],
        file(saved={"__proto__": {"polluted": "yes"}}),
        '{"format": "mio-workbook", "version": 1, "saved": {"__proto__": "mio:1:x", "constructor": "y"}}',
        '{"__proto__": {"format": "mio-workbook", "version": 1, "saved": {}}}',
        "[" * 1_000_000,
        "[" * 1_000_000 + "]" * 1_000_000,
        file(saved=SAVED | {"mio:1:a": [[[[]]]]}),
    ],
    ids=lambda text: text[:40],
)
def test_a_file_of_another_kind_changes_nothing(archive: Module, text: str) -> None:
    result, after = imported(archive, dict(FOREIGN), text)
    assert result == {"problem": "unknown", "added": 0, "known": 0, "unsaved": 0}
    assert after == FOREIGN
    assert archive("() => ({}).polluted ?? null") is None


def test_a_name_from_the_language_itself_is_a_name_like_others(archive: Module) -> None:
    saved = {"mio:1:__proto__": "a", "mio:1:constructor": "b"}
    result, after = imported(archive, {}, file(saved=saved))
    assert (result["added"], after) == (2, saved)


def test_a_file_too_large_to_be_one_changes_nothing(archive: Module) -> None:
    call = f"""(m, text) => {{ {STORAGE}
        const saved = {{}};
        return [m.imported(storage(saved), text + " ".repeat(12_000_000)).problem, saved];
    }}"""
    assert archive(call, file()) == ["large", {}]


def test_a_huge_file_is_not_even_read(archive: Module) -> None:
    call = f"""async (m) => {{ {STORAGE}
        const saved = {{}};
        const file = {{ size: 2_000_000_000, text() {{ throw new Error("it was read"); }} }};
        return [(await m.importedFile(storage(saved), file)).problem, saved];
    }}"""
    assert archive(call) == ["large", {}]


def test_more_records_than_a_reader_makes_change_nothing(archive: Module) -> None:
    many = {f"mio:1:record:deck:{n}": "{}" for n in range(10_001)}
    result, after = imported(archive, dict(FOREIGN), file(saved=many))
    assert (result["problem"], after) == ("large", FOREIGN)
    del many["mio:1:record:deck:0"]
    call = "(m, text) => m.imported({ getItem: () => null, setItem() {} }, text).added"
    assert archive(call, file(saved=many)) == 10_000


def test_what_does_not_fit_is_counted_and_what_is_here_stays(archive: Module) -> None:
    result, after = imported(archive, dict(FOREIGN), exported(archive, SAVED), room=len(FOREIGN) + 1)
    assert result == {"problem": None, "added": 1, "known": 0, "unsaved": len(SAVED) - 1}
    assert after.items() >= FOREIGN.items()


def test_deleting_everything_leaves_what_is_not_ours(archive: Module) -> None:
    call = f"(m, saved) => {{ {STORAGE} m.deleteAll(storage(saved)); return saved; }}"
    assert archive(call, SAVED | FOREIGN) == FOREIGN
