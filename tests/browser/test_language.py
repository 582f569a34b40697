"""The book in Spanish: its interface and one deck, beside what is still in English and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mio_widgets.content.load import Content, load
from mio_widgets.content.models import Model
from tests.live.leader import Leader
from tests.serving import free_port

from . import servers
from .reader import Classify, Given, Quiz
from .room import Dashboard, Phone
from .servers import Server
from .test_accessibility import violations
from .ways import Readers, Rendered, Voila

CHAPTERS = ("00_start_here", "03_self_and_child", "07_what_the_trials_found", "09_review_and_reflection")
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

#: Every text of a page and every name for screen readers, with the language it is in by the nearest `lang`.
SAID = """() => {
    const said = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const element = node instanceof Element ? node : node.parentElement;
        const text = node instanceof Element ? node.getAttribute("aria-label") : node.data;
        if (text?.trim() && !element.matches("script, noscript, style")) {
            said.push([text.trim(), element.closest("[lang]").lang]);
        }
    }
    return said;
}"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the book with a few chapters."""
    return servers.copy_book(tmp_path_factory.mktemp("libro"), CHAPTERS)


@pytest.fixture(scope="module")
def workbook(book: Path, home: Path) -> Iterator[Server]:
    """The workbook's server, which speaks Spanish."""
    port = free_port()
    command = servers.mio("serve", "--lang", "es", "--port", str(port))
    with servers.running(command, port, servers.environment(book, home), home) as server:
        yield server


@pytest.fixture(scope="module")
def content(book: Path) -> Content:
    """The content in Spanish, as far as it is."""
    return load(book / "content", "es")


def texts(value: object) -> Iterator[str]:
    """Every text in a piece of content."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, Model):
        yield from texts(value.model_dump(exclude={"id", "key", "move", "element", "next", "shape", "codebook"}))
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts(part)


def pools(content: Content) -> dict[str, set[str]]:
    """All texts of the content, by their language."""
    pools: dict[str, set[str]] = {"en": set(), "es": set(content.words.values())}
    kinds = (content.decks, content.quizzes, content.journals, content.orders, content.vignettes, content.glossary)
    for piece in (piece for kind in kinds for piece in kind.values()):
        pools[piece.lang] |= set(texts(piece))
    for deck in content.decks.values():
        pools[deck.lang] |= set(texts(content.codebook_of(deck)))
    shared = pools["en"] & pools["es"]
    return {lang: pool - shared for lang, pool in pools.items()}


def expect_each_in_its_language(page: Page, content: Content, *there: str) -> None:
    """Asserts that every text is marked with its language, and that some is there in each of these languages."""
    known = pools(content)
    assert content.original
    # The chapters' prose and figures may say in English what the interface says in Spanish.
    known["en"] |= set(content.original.words.values()) - known["es"]
    said = page.evaluate(SAID)
    assert [(text, lang) for text, lang in said if any(text in known[own] and lang != own for own in known)] == []
    for lang in there:
        assert sum(text in known[lang] for text, _ in said) >= 3


@pytest.mark.parametrize("way", [Rendered, Voila])
def test_a_translated_exercise_is_answered_in_spanish(
    readers: Readers, workbook: Server, content: Content, way: type[Rendered | Voila]
) -> None:
    page = way(readers, workbook)("03_self_and_child")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    exercise = Classify(page, content, "whose-mind-1")
    assert exercise.question == "¿En la mente de quién se está indagando?"
    exercise.begin()
    exercise.answer(Given("self", "sure"))
    expect(exercise.verdict).to_have_text("Tú y la clave coinciden: En sí misma.")
    expect(exercise.region).to_contain_text(exercise.items[0].reasons["self"])
    expect(exercise.region).to_contain_text("espera todavía a alguien de lengua materna")
    exercise.onward()
    exercise.expect_at(2)
    exercise.answer(Given("self", "unsure"))
    expect(exercise.verdict).to_have_text("La clave dice aquí “En el niño”. Elegiste “En sí misma”.")


def answered(page: Page, content: Content) -> None:
    """A translated deck and one that is not, each with an answer; the second one by its English labels."""
    for id in ("whose-mind-1", "whose-mind-2"):
        exercise = Classify(page, content, id)
        exercise.begin()
        exercise.answer(Given("self", "fairly"))
    Quiz(page, content, "03-self-and-child").complete()


def reviewed(page: Page, content: Content) -> None:
    """The report on nothing, and a phrase that waits to be compared."""
    page.get_by_role("button", name=content.words["progress.report.show"]).click()
    expect(page.get_by_role("article", name=content.words["progress.report"])).to_be_visible()


DONE = {"03_self_and_child": answered, "09_review_and_reflection": reviewed}


@pytest.mark.parametrize("options", [{}, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize("slug", CHAPTERS)
def test_each_text_is_marked_with_its_language_and_fits(
    readers: Readers, workbook: Server, content: Content, slug: str, options: dict[str, Any]
) -> None:
    page = Rendered(readers, workbook)(slug, **options)
    expect(page.locator(".book-loading")).to_have_count(0)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    DONE.get(slug, lambda *_: None)(page, content)
    page.get_by_text(content.words["page.chapters"], exact=True).first.click()
    expect(page.get_by_role("navigation").get_by_role("link").first).to_have_attribute("lang", "en")
    expect_each_in_its_language(page, content, "en", "es")
    expect(page.get_by_role("contentinfo")).to_contain_text(content.words["language.page"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_in_two_languages(readers: Readers, workbook: Server, content: Content) -> None:
    page = Rendered(readers, workbook)("03_self_and_child")
    answered(page, content)
    assert violations(page, "two languages") == []


def test_a_room_is_led_and_voted_in_spanish(readers: Readers, workbook: Server, content: Content) -> None:
    dashboard = Dashboard(readers.new(workbook.url).new_page(), content, workbook)
    dashboard.visit()
    option = dashboard.region.get_by_role("option", name=content.decks["whose-mind-2"].title)
    expect(option).to_have_attribute("lang", "en")
    code = dashboard.open(2, "whose-mind-1")
    phone = Phone(readers.new(workbook.url, **PHONE).new_page(), content, workbook, code)
    expect(phone.page.locator("html")).to_have_attribute("lang", "es")
    expect(phone.page.get_by_role("contentinfo")).to_contain_text("lengua materna")
    dashboard.begin()
    expect(phone.page.get_by_role("group", name="¿En la mente de quién se está indagando?")).to_be_visible()
    phone.vote("En sí misma", "Sin dudas")
    expect_each_in_its_language(phone.page, content, "es")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dashboard.expect_voted(1, 1)
    for step in ("close", "open.2", "close", "reveal"):
        dashboard.step(step)
    expect(phone.page.locator("#stage")).to_contain_text(content.decks["whose-mind-1"].utterances[0].reasons["self"])
    expect_each_in_its_language(dashboard.page, content, "es")
    dashboard.step("pane.1")
    expect_each_in_its_language(dashboard.page, content, "es")


def test_a_room_on_an_untranslated_deck_says_so_on_the_phones(
    readers: Readers, workbook: Server, content: Content
) -> None:
    leader = Leader(workbook.url)
    code = leader.open(["wm2-01"])
    phone = Phone(readers.new(workbook.url, **PHONE).new_page(), content, workbook, code)
    leader.do(code, "open")
    question = phone.page.get_by_text("Whose inner state is being explored?")
    expect(question).to_have_attribute("lang", "en")
    expect_each_in_its_language(phone.page, content, "en", "es")
    phone.vote("Self", "Sin dudas")
    leader.do(code, "close")
    leader.do(code, "reveal")
    expect(phone.page.get_by_text(content.words["live.phone.key"])).to_be_visible()
    expect_each_in_its_language(phone.page, content, "en", "es")
