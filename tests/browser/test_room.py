"""A leader and three phones: two votes, the reveal, the end."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from mio_widgets.content.load import Content
from mio_widgets.content.models import Utterance
from tests.live.leader import Leader

from .room import DECK, Dashboard, Phone
from .servers import Server
from .ways import Readers

SCREENS: list[Any] = [
    pytest.param({"viewport": {"width": 1280, "height": 720}}, id="1280"),
    pytest.param({"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}, id="390"),
]
SMALL = """[...document.querySelectorAll('.mio-workshop :is(button, summary, a, input[type=number])')]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
    .map((e) => e.textContent)"""

Lead = Callable[..., Dashboard]
Join = Callable[[str], Phone]


@pytest.fixture
def lead(readers: Readers, content: Content, workbook: Server) -> Lead:
    """Opens the dashboard in a browser of its own."""

    def come(page: Page | None = None, **options: Any) -> Dashboard:
        page = page or readers.new(workbook.url, **options).new_page()
        dashboard = Dashboard(page, content, workbook)
        dashboard.visit()
        return dashboard

    return come


@pytest.fixture
def join(readers: Readers, content: Content, workbook: Server) -> Join:
    """Joins a room with a phone."""
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    return lambda code: Phone(readers.new(workbook.url, **phone).new_page(), content, workbook, code)


def fits(page: Page) -> None:
    """Asserts that nothing sticks out sideways and that a finger meets every control."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("(s => s.scrollWidth <= s.clientWidth)(document.querySelector('.live-stage'))")
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_two_votes_the_reveal_and_the_end(lead: Lead, join: Join, content: Content, screen: dict[str, Any]) -> None:
    item = content.decks[DECK].utterances[0]
    board = lead(**screen)
    fits(board.page)
    code = board.open(items=1)
    address = f"{board.server.url}/live/{code}"
    expect(board.region.get_by_role("img", name=board.say("leader.join.qr", url=address))).to_be_visible()
    fits(board.page)
    phones = [join(code) for _ in range(3)]
    expect(board.region.get_by_text(board.say("leader.joined.other", n=3))).to_be_visible()
    vote_twice(board, phones, item)
    look_at_the_reveal(board, item)
    for phone in phones:
        expect(phone.page.get_by_text(item.reasons["both"])).to_be_visible()
    look_back(board)
    for phone in phones:
        expect(phone.page.get_by_role("heading", name=content.words["live.phone.card"])).to_be_visible()
    receipt = download(board, "leader.receipt")
    assert "3 people took part" in receipt
    assert f"Room {code}, opened on " in receipt
    assert item.reasons["both"] in receipt
    # Three phones' votes are in no file either.
    assert list(csv.DictReader(io.StringIO(download(board, "leader.votes")))) == []


def vote_twice(board: Dashboard, phones: list[Phone], item: Utterance) -> None:
    """The first vote, the talk, and the second vote, with hands in both."""
    board.begin()
    board.expect_voted(0, 3)
    expect(board.region.get_by_text(item.text)).to_be_visible()
    for label in ("Self", "Child", "Both", "Neither"):
        expect(board.region.get_by_role("listitem").filter(has_text=label)).to_be_visible()
    for phone, label in zip(phones, ("Self", "Child", "Both"), strict=True):
        phone.vote(label)
    board.expect_voted(3, 3)
    board.raise_hands({"Child": 3, "Neither": 2})
    fits(board.page)
    board.step("close")
    expect(board.region.get_by_role("heading", name=board.say("leader.talk"))).to_be_visible()
    fits(board.page)
    board.step("open.2")
    board.expect_voted(0, 3)
    for phone, label in zip(phones, ("Both", "Child", "Both"), strict=True):
        phone.vote(label)
    board.raise_hands({"Both": 5, "Self": 1})
    board.step("close")


def look_at_the_reveal(board: Dashboard, item: Utterance) -> None:
    """The votes, the words, and what to talk about."""
    region = board.region
    board.step("reveal")
    # Three phones are too few to be told beside hands that everybody saw.
    told = {"key": "Both", "n": 5, "of": 6, "first": 0, "all": 5}
    expect(region.get_by_role("heading", name=board.words["leader.says.two"].format(**told))).to_be_visible()
    bars = {"self": ("0 · 0%", "1 · 17%"), "child": ("3 · 60%", "0 · 0%"), "both": ("0 · 0%", "5 · 83%")}
    for label, (before, after) in bars.items():
        expect(board.row(label)).to_contain_text(before)
        expect(board.row(label)).to_contain_text(after)
    beside = [board.say("leader.with.hands", n=5), board.say("leader.with.left_out")]
    expect(region.get_by_text(f"{board.say('leader.before')}: {', '.join(beside)}")).to_be_visible()
    # Three voted both times: too few to show who moved where.
    expect(region.get_by_text(board.say("leader.moved.few"))).to_be_visible()
    fits(board.page)
    board.step("pane.1")
    expect(region.locator("mark")).to_have_text([evidence.phrase for evidence in item.evidence])
    for reason in item.reasons.values():
        expect(region.get_by_text(reason)).to_be_visible()
    fits(board.page)
    board.step("pane.2")
    expect(region.get_by_text(item.reasons["self"])).to_be_visible()
    fits(board.page)


def look_back(board: Dashboard) -> None:
    """The whole, and the end."""
    board.step("finish")
    expect(board.region.get_by_role("heading", name=board.say("leader.wrap"), exact=True)).to_be_visible()
    expect(board.region.get_by_text("Agreement is shown from 5 utterances on")).to_be_visible()
    fits(board.page)
    # A space bar pressed once too often asks, and once more goes on.
    board.step("end")
    dialog = board.page.get_by_role("dialog", name=board.say("leader.end"))
    expect(dialog.get_by_role("button", name=board.say("leader.end.no"))).to_be_focused()
    board.page.keyboard.press("PageDown")
    board.page.keyboard.press("Space")
    expect(dialog).to_have_count(0)
    board.step("end")
    dialog.get_by_role("button", name=board.say("leader.end.yes")).click()
    expect(board.region.get_by_role("heading", name=board.say("leader.ended"))).to_be_visible()
    fits(board.page)


def download(board: Dashboard, key: str) -> str:
    """The text of the file that the link named by the words for `key` saves."""
    with board.page.expect_download() as saved:
        board.region.get_by_role("link", name=board.say(key)).click()
    return saved.value.path().read_text(encoding="utf-8")


def test_the_page_reloaded_in_the_middle_of_a_vote_is_where_it_was(lead: Lead, join: Join) -> None:
    board = lead()
    code = board.open(items=1)
    phone = join(code)
    board.begin()
    phone.vote("Self")
    board.expect_voted(1, 1)
    board.page.reload()
    board.expect_voted(1, 1)
    phone.vote("Child")
    board.step("close")
    expect(board.button("leader.step.open.2")).to_be_visible()


def test_a_vote_closed_too_early_is_opened_again(lead: Lead, join: Join) -> None:
    board = lead()
    phones = [join(code) for code in [board.open(items=1)] * 2]
    board.begin()
    phones[0].vote("Self")
    board.expect_voted(1, 2)
    board.step("close")
    board.region.get_by_text(board.say("leader.more"), exact=True).click()
    board.button("leader.reopen").click()
    board.expect_voted(1, 2)
    phones[0].vote("Child")
    phones[1].vote("Both")
    board.expect_voted(2, 2)
    board.step("close")
    expect(board.button("leader.step.open.2")).to_be_visible()


def test_the_form_for_hands_says_how_many_are_entered_and_never_for_which_label(lead: Lead) -> None:
    board = lead()
    board.open(items=1)
    board.begin()
    board.raise_hands({"Self": 3, "Child": 4})
    board.button("leader.hands").click()
    dialog = board.page.get_by_role("dialog")
    expect(dialog.get_by_text(board.say("leader.hands.entered.other", n=7))).to_be_visible()
    for box in dialog.get_by_role("spinbutton").all():
        expect(box).to_have_value("")


def test_looking_back_numbers_the_utterances_as_the_room_did(lead: Lead) -> None:
    board = lead()
    board.open(items=2)
    board.begin()
    board.step("close")
    expect(board.button("leader.step.open.2")).to_be_visible()
    board.region.get_by_text(board.say("leader.more"), exact=True).click()
    board.button("leader.skip").click()
    for step in ("open.1", "close", "open.2", "close", "reveal", "pane.1", "pane.2", "finish"):
        board.step(step)
    second = board.content.decks[DECK].utterances[1]
    expect(board.region.get_by_text(f"2. {second.text}")).to_be_visible()


def test_the_leaders_two_pages_lead_to_each_other(lead: Lead) -> None:
    board = lead()
    there = board.page.get_by_role("link", name=board.say("leader.findings"))
    expect(there).to_have_css("text-decoration-line", "underline")
    fits(board.page)
    there.click()
    page = board.page
    expect(page.get_by_text(re.compile(f"^{board.say('show.position', at=1, of='')}"))).to_be_visible()
    back = page.get_by_role("link", name=board.say("leader.title"), exact=True)
    expect(back).to_have_css("text-decoration-line", "underline")
    back.click()
    expect(board.button("leader.create")).to_be_visible()


def test_axe_finds_nothing_before_a_room_and_in_a_vote(lead: Lead) -> None:
    board = lead()
    code = board.open(items=1)
    board.begin()
    board.expect_nobody()
    sound(board.page)
    board.visit()
    # The room that was opened is listed.
    expect(board.button("leader.resume", code=code)).to_be_visible()
    sound(board.page)


def sound(page: Page) -> None:
    """Asserts that nothing keeps a screen reader out."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_room_can_be_taken_up_from_the_list(lead: Lead) -> None:
    board = lead()
    code = board.open(items=1)
    board.begin()
    board.expect_nobody()
    again = lead()
    again.button("leader.resume", code=code).click()
    again.expect_nobody()


def test_a_room_that_has_ended_is_looked_back_on(lead: Lead) -> None:
    board = lead()
    code = board.open(items=1)
    Leader(board.server.url).do(code, "end")
    expect(board.region.get_by_role("heading", name=board.say("leader.ended"))).to_be_visible()
    # The receipt is what is to be kept: its button is not the quietest.
    receipt = board.region.get_by_role("link", name=board.say("leader.receipt"))
    votes = board.region.get_by_role("link", name=board.say("leader.votes"))
    plain = votes.evaluate("(e) => getComputedStyle(e).backgroundColor")
    expect(receipt).not_to_have_css("background-color", plain)
    sound(board.page)
    again = lead()
    expect(again.button("leader.resume", code=code)).to_have_count(0)
    again.button("leader.review", code=code).click()
    expect(again.region.get_by_role("heading", name=board.say("leader.ended"))).to_be_visible()


def test_a_rehearsal_says_so_all_along_and_how_real_phones_would_get_in(lead: Lead) -> None:
    board = lead()
    start = "some/mio rehearse --host 0.0.0.0"

    def rehearse(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "rehearsal": True, "command": start})

    board.page.route("**/address", rehearse)
    board.open(items=1)
    said = board.region.get_by_text(board.say("leader.rehearsal"), exact=True)
    expect(said).to_be_visible()
    expect(board.region.get_by_text(board.say("leader.join.rehearsal", command=start))).to_be_visible()
    # Beside the place where people join there is no second address.
    expect(board.region.locator(".live-late")).to_have_count(0)
    board.begin()
    expect(said).to_be_visible()
    expect(board.region.locator(".live-late")).to_be_visible()


def test_the_leaders_phone_turns_the_projectors_pages(lead: Lead) -> None:
    projector = lead()
    code = projector.open(items=1)
    hand = lead(viewport={"width": 390, "height": 844})
    hand.button("leader.resume", code=code).click()
    for step in ("begin", "open.1", "close", "reveal_early"):
        if step == "reveal_early":
            hand.region.get_by_text(hand.say("leader.more"), exact=True).click()
            hand.button("leader.early").click()
        else:
            hand.button(f"leader.step.{step}").click()
            following = {"begin": "open.1", "open.1": "close", "close": "open.2"}[step]
            expect(projector.button(f"leader.step.{following}")).to_be_visible()
    expect(projector.button("leader.step.pane.1")).to_be_visible()
    hand.button("leader.step.pane.1").click()
    expect(projector.button("leader.pane.1")).to_have_attribute("aria-pressed", "true")


def test_a_second_press_while_a_step_is_on_its_way_does_nothing(lead: Lead) -> None:
    board = lead()
    board.open(items=1)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    board.step("begin")
    expect(board.button("leader.step.open.1")).to_be_visible()
    board.page.route("**/do", hold)
    board.step("open.1")
    expect(board.region).to_have_attribute("aria-busy", "true")
    board.page.keyboard.press("Space")
    board.page.keyboard.press("Space")
    assert len(held) == 1
    held[0].continue_()
    expect(board.button("leader.step.close")).to_be_visible()
    assert (
        board.page.evaluate(
            f"fetch('../../../live/api/rooms/{board.page.url[-6:]}').then(r => r.json()).then(s => s.phase)"
        )
        == "open"
    )


def test_a_clicker_steps_and_a_typed_space_does_not(lead: Lead) -> None:
    board = lead()
    board.open(items=1)
    board.step("begin")
    expect(board.button("leader.step.open.1")).to_be_visible()
    board.page.keyboard.press("PageDown")
    expect(board.button("leader.step.close")).to_be_visible()
    board.button("leader.hands").click()
    board.page.keyboard.press("Space")
    expect(board.page.get_by_role("dialog")).to_be_visible()
    board.page.keyboard.press("Escape")
    expect(board.button("leader.step.close")).to_be_visible()


def test_ending_asks_first(lead: Lead) -> None:
    board = lead()
    board.open(items=1)
    board.region.get_by_text(board.say("leader.more"), exact=True).click()
    board.button("leader.end").click()
    dialog = board.page.get_by_role("dialog", name=board.say("leader.end"))
    dialog.get_by_role("button", name=board.say("leader.end.no")).click()
    expect(board.button("leader.step.begin")).to_be_visible()
    # The click in the window was outside of the menu, and closed it.
    board.region.get_by_text(board.say("leader.more"), exact=True).click()
    board.button("leader.end").click()
    dialog.get_by_role("button", name=board.say("leader.end.yes")).click()
    expect(board.region.get_by_role("heading", name=board.say("leader.ended"))).to_be_visible()
    expect(board.region.get_by_text(board.say("leader.wrap.none"))).to_be_visible()
