"""The journal: kept while it is written, in this browser only, and deleted on demand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from mio_widgets.content.load import Content

from .exercises import Journal, stored
from .test_keyboard import Keys
from .test_touch import PHONE, SMALL_TARGETS
from .ways import Rendered

CHAPTER = "06_the_session"
JOURNAL = "06-the-session"


@pytest.fixture
def journal(rendered: Rendered, content: Content) -> Journal:
    """The journal with nothing written."""
    return Journal(rendered(CHAPTER), content, JOURNAL)


@pytest.fixture
def elsewhere(journal: Journal, rendered: Rendered, content: Content) -> Journal:
    """The same journal in another tab."""
    return Journal(rendered.show(journal.page.context.new_page(), CHAPTER), content, JOURNAL)


def test_it_is_saved_while_the_reader_writes(journal: Journal) -> None:
    journal.write(0, "She looked at the clock, and so did I.")
    # The hand is still on the keyboard: nothing else was pressed or left.
    expect(journal.text(0)).to_be_focused()


def test_a_reload_keeps_it_even_in_the_middle_of_a_word(journal: Journal) -> None:
    journal.write(0, "What I was looking after was the rules.")
    journal.text(1).fill("“Did you think of h")
    journal.page.reload()
    expect(journal.text(0)).to_have_value("What I was looking after was the rules.")
    expect(journal.text(1)).to_have_value("“Did you think of h")


def test_another_tab_shows_what_was_written(journal: Journal, elsewhere: Journal) -> None:
    journal.write(0, "Seven seconds, perhaps.")
    expect(elsewhere.text(0)).to_have_value("Seven seconds, perhaps.")


def test_an_older_tab_does_not_write_over_a_newer_one(journal: Journal, elsewhere: Journal) -> None:
    journal.write(0, "The first thought.")
    expect(elsewhere.text(0)).to_have_value("The first thought.")
    elsewhere.write(0, "The second thought.")
    # The first tab stood with the cursor in the old text, and is now closed.
    expect(journal.text(0)).to_be_focused()
    journal.page.goto("about:blank")
    elsewhere.page.reload()
    expect(elsewhere.text(0)).to_have_value("The second thought.")


def test_a_deleted_entry_is_gone_with_its_earlier_versions(journal: Journal) -> None:
    journal.write(0, "Something I should not have written.")
    journal.write(0, "Something I should not have written here.")
    journal.write(1, "This one stays.")
    journal.delete_surely(0)
    expect(journal.text(0)).to_have_value("")
    expect(journal.text(0)).to_be_focused()
    expect(journal.status(0)).to_have_text(journal.say("journal.deleted"))
    journal.page.reload()
    expect(journal.text(1)).to_have_value("This one stays.")
    expect(journal.text(0)).to_have_value("")
    assert not [text for text in stored(journal.page).values() if "should not have written" in text]


def test_there_is_something_to_delete_only_where_something_is_written(journal: Journal) -> None:
    expect(journal.text(0)).to_be_visible()
    expect(journal.delete(0)).to_be_hidden()
    journal.write(0, "A slip of the thumb must not cost this.")
    journal.delete(0).click()
    journal.entry(0).get_by_role("button", name=journal.say("journal.delete.no"), exact=True).click()
    expect(journal.delete(0)).to_be_focused()
    expect(journal.text(0)).to_have_value("A slip of the thumb must not cost this.")
    expect(journal.delete(1)).to_be_hidden()


def test_what_is_deleted_in_one_tab_does_not_come_back_from_another(journal: Journal, elsewhere: Journal) -> None:
    journal.write(0, "A name that should not be here.")
    expect(elsewhere.text(0)).to_have_value("A name that should not be here.")
    elsewhere.delete_surely(0)
    expect(elsewhere.text(0)).to_have_value("")
    journal.page.goto("about:blank")
    assert not [text for text in stored(elsewhere.page).values() if "A name" in text]


def test_it_stays_in_this_browser(journal: Journal, rendered: Rendered, content: Content) -> None:
    asked: list[str] = []
    # The icon is asked for when the browser finds time.
    journal.page.on("request", lambda request: asked.extend([request.url] if "/icon-" not in request.url else []))
    journal.write(0, "For nobody else.")
    assert asked == []
    expect(journal.region).to_contain_text(journal.say("journal.how"))
    expect(Journal(rendered(CHAPTER), content, JOURNAL).text(0)).to_have_value("")


def test_markup_stays_text(journal: Journal) -> None:
    journal.write(0, "</textarea><img src=x onerror=alert(1)>")
    journal.page.reload()
    expect(journal.text(0)).to_have_value("</textarea><img src=x onerror=alert(1)>")
    expect(journal.region.get_by_role("img")).to_have_count(0)


def test_by_keyboard_alone(journal: Journal) -> None:
    keys = Keys(journal.page)
    journal.text(0).focus()
    journal.page.keyboard.type("Too late, I think.\nI learned it at home.")
    keys.tab_to(journal.text(1))
    expect(journal.status(0)).to_have_text(journal.say("journal.saved"))
    keys.press("Shift+Tab")
    expect(journal.delete(0)).to_be_focused()
    keys.press("Space")
    expect(journal.entry(0).get_by_text(journal.say("journal.delete.ask"))).to_be_focused()
    keys.press("Tab", "Space")
    expect(journal.text(0)).to_be_focused()
    expect(journal.text(0)).to_have_value("")


def test_on_a_phone_by_touch(rendered: Rendered, content: Content) -> None:
    page = rendered(CHAPTER, **PHONE)
    journal = Journal(page, content, JOURNAL, Locator.tap)
    journal.press(journal.text(0))
    journal.write(0, "With one thumb, on the bus.")
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    journal.delete_surely(0)
    expect(journal.text(0)).to_have_value("")
