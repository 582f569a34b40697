"""What a leader meets with a full room: every part fits or scrolls, and the clicker's keys always lead."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import APIResponse, FloatRect, Locator, Route, expect

from mio_widgets.content.load import Content
from tests.live.leader import Leader, Phone

from .room import DECK, Dashboard
from .room import Phone as PhonePage
from .servers import Server
from .ways import Readers

PEOPLE = 6
SIZES = [(1280, 800), (1024, 768)]


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest) -> str:
    scheme: str = request.param
    return scheme


def contested(content: Content) -> list[str]:
    """The deck's items for which two readings hold."""
    return [item.id for item in content.decks[DECK].utterances if item.contested]


def revealed(server: Server, items: list[str], people: int = PEOPLE, revealed: int = 1) -> str:
    """A room whose first items were voted on twice, by most for the other reading, and revealed."""
    leader = Leader(server.url)
    code = leader.open(items, DECK)
    phones = [Phone(server.url, code) for _ in range(people)]
    for item in items[:revealed]:
        for round, labels in ((1, ("self", "child", "none")), (2, ("both", "both", "self"))):
            leader.do(code, "open")
            for at, phone in enumerate(phones):
                assert phone.vote(labels[at % 3], item, round, sureness="sure").status == 200
            if round == 1:
                # One comes late, so that the bars count somebody whom the flow does not.
                phones[0].vote(None, item, round)
            leader.do(code, "close")
        leader.do(code, "reveal")
        if item != items[revealed - 1]:
            leader.do(code, "next")
    return code


def take_up(readers: Readers, content: Content, server: Server, code: str, **options: Any) -> Dashboard:
    board = Dashboard(readers.new(server.url, **options).new_page(), content, server)
    board.visit()
    board.button("leader.resume", code=code).click()
    return board


def stage(board: Dashboard) -> Locator:
    return board.region.locator(".live-stage")


def box(locator: Locator) -> FloatRect:
    """Where it is in the window."""
    found = locator.bounding_box()
    assert found
    return found


def bottom(locator: Locator) -> float:
    """Where it ends."""
    found = box(locator)
    return found["y"] + found["height"]


def expect_fit(board: Dashboard) -> None:
    """Nothing sticks out sideways, and the last line can be brought clear of the bar, with a sign that it goes on."""
    sticking_out = board.page.evaluate(
        """() => { const stage = document.querySelector('.live-stage'), wide = stage.getBoundingClientRect().right;
            return [...stage.querySelectorAll('*')].filter((e) => e.checkVisibility() && !e.closest('.mio-status')
                && e.getBoundingClientRect().right > wide + 1).map((e) => e.outerHTML.slice(0, 80)); }"""
    )
    assert sticking_out == []
    long = stage(board).evaluate("(s) => s.scrollHeight > s.clientHeight + 4")
    expect(board.button("leader.below")).to_be_visible(visible=long)
    last = stage(board).locator("> :last-child")
    last.evaluate("(e) => e.scrollIntoView({ block: 'end' })")
    assert bottom(last) <= box(board.region.locator(".live-foot"))["y"] + 1
    stage(board).evaluate("(s) => s.scrollTo(0, 0)")


def test_every_part_of_a_contested_reveal_fits_a_projector(
    readers: Readers, content: Content, workbook: Server, look: str
) -> None:
    code = revealed(workbook, contested(content)[-1:])
    board = take_up(readers, content, workbook, code, viewport={"width": 1280, "height": 800}, color_scheme=look)
    for pane in range(3):
        board.button(f"leader.pane.{pane}").click()
        expect(board.button(f"leader.pane.{pane}")).to_have_attribute("aria-pressed", "true")
        for width, height in [*SIZES, (390, 844)]:
            board.page.set_viewport_size({"width": width, "height": height})
            expect_fit(board)
        board.page.set_viewport_size({"width": 1280, "height": 800})
        # On the wide screen nothing has to be scrolled to.
        expect(board.button("leader.below")).to_have_count(0)
    readings = re.compile(board.words["points.chosen.contested"].partition("{label}")[0].format(own=".+", other=".+"))
    expect(board.region.get_by_text(readings)).to_be_visible()


def test_who_was_sure_of_the_other_reading_is_not_said_to_be_with_the_key(
    readers: Readers, content: Content, workbook: Server
) -> None:
    board = take_up(readers, content, workbook, revealed(workbook, contested(content)[:1]))
    expect(board.region.get_by_text(board.say("leader.says.contested", other="Self"))).to_be_visible()
    board.button("leader.pane.2").click()
    expect(board.region.get_by_text(board.say("leader.sure.none.readings"), exact=True)).to_be_visible()


@pytest.mark.parametrize(
    "told", [("aaakkk", "same", 3), ("aabkkk", "some", 3), ("aabbkk", "several", 4), ("akkkkk", "one", 1)]
)
def test_what_the_sure_were_sure_of_is_said_as_it_was(
    readers: Readers, content: Content, workbook: Server, told: tuple[str, str, int]
) -> None:
    chosen, said, n = told
    item = next(each for each in content.decks[DECK].utterances if not each.contested)
    labels = content.codebook_of(content.decks[DECK]).labels
    first, second, *_ = (label for label in labels if label.id != item.key)
    leader = Leader(workbook.url)
    code = leader.open([item.id], DECK)
    leader.do(code, "open")
    for letter in chosen:
        label = {"a": first.id, "b": second.id, "k": item.key}[letter]
        assert Phone(workbook.url, code).vote(label, item.id, 1, sureness="sure").status == 200
    leader.do(code, "close")
    leader.do(code, "reveal")
    board = take_up(readers, content, workbook, code)
    board.button("leader.pane.2").click()
    words = board.say(f"leader.sure.{said}", n=n, label=first.short)
    expect(board.region.get_by_text(words, exact=True)).to_be_visible()


def test_one_vote_is_not_said_to_be_before_and_a_withheld_second_one_is(
    readers: Readers, content: Content, workbook: Server
) -> None:
    item = content.decks[DECK].utterances[0].id
    leader = Leader(workbook.url)
    codes = []
    for seconds in (0, 4):
        code = leader.open([item], DECK)
        phones = [Phone(workbook.url, code) for _ in range(PEOPLE)]
        for round, voting in ((1, PEOPLE), (2, seconds)):
            if voting:
                leader.do(code, "open")
                for phone in phones[:voting]:
                    assert phone.vote("both", item, round).status == 200
                leader.do(code, "hands", counts={"self": 1})
                leader.do(code, "close")
        leader.do(code, "reveal")
        codes.append(code)
    board = take_up(readers, content, workbook, codes[0])
    told = {"key": "Both", "n": PEOPLE, "of": PEOPLE + 1}
    expect(board.region.get_by_role("heading", name=board.say("leader.says.one", **told), exact=True)).to_be_visible()
    hands = board.say("leader.with.hands", n=1)
    expect(board.region.get_by_text(f"{hands}.", exact=True)).to_be_visible()
    board = take_up(readers, content, workbook, codes[1])
    expect(
        board.region.get_by_role("heading", name=board.say("leader.says.before", **told), exact=True)
    ).to_be_visible()
    expect(board.row("both")).to_contain_text(board.say("leader.before"))
    expect(board.region.get_by_text(f"{board.say('leader.before')}: {hands}")).to_be_visible()


def test_the_banners_shape_stands_in_its_middle_and_the_numbers_at_the_edge(
    readers: Readers, content: Content, workbook: Server
) -> None:
    board = take_up(readers, content, workbook, revealed(workbook, contested(content)[:1]))
    banner = board.region.get_by_role("heading", level=3)
    for width in (1280, 390):
        board.page.set_viewport_size({"width": width, "height": 800})
        shape, words = box(banner.locator("svg")), box(banner.locator("span"))
        assert abs(shape["y"] + shape["height"] / 2 - words["y"] - words["height"] / 2) < 1
    board.button("leader.pane.2").click()
    rows = board.region.locator(".live-sureness tbody tr")
    for row in rows.all():
        number, bar = row.locator("td").first, box(row.locator(".mio-bar"))
        edge = number.evaluate(
            """(e) => { const words = document.createRange(); words.selectNodeContents(e);
                return words.getBoundingClientRect().right; }"""
        )
        assert abs(edge - bar["x"] - bar["width"]) < 1


def test_what_does_not_fit_says_that_it_goes_on_below(readers: Readers, content: Content, workbook: Server) -> None:
    code = revealed(workbook, contested(content)[-1:])
    board = take_up(readers, content, workbook, code, viewport={"width": 1280, "height": 360})
    board.step("pane.1")
    expect(board.region.locator("mark").first).to_be_attached()
    more = board.button("leader.below")
    more.click()
    board.page.wait_for_function("document.querySelector('.live-stage').scrollTop > 0")
    stage(board).evaluate("(s) => s.scrollTo(0, s.scrollHeight)")
    expect(more).to_have_count(0)
    board.page.keyboard.press("ArrowUp")
    expect(more).to_be_visible()


def test_the_clickers_keys_lead_whatever_has_the_focus(readers: Readers, content: Content, workbook: Server) -> None:
    code = revealed(workbook, contested(content)[:2])
    board = take_up(readers, content, workbook, code)
    press = board.page.keyboard.press

    def expect_pane(pane: int) -> None:
        expect(board.button(f"leader.pane.{pane}")).to_have_attribute("aria-pressed", "true")

    expect_pane(0)
    for at in (0, 1, 2):
        board.button(f"leader.pane.{at}").focus()
        press("PageDown" if at < 2 else "PageUp")
        expect_pane(at + 1 if at < 2 else 1)
    press("PageUp")
    expect_pane(0)
    # Space presses the button that has the focus.
    board.button("leader.pane.2").focus()
    press("Space")
    expect_pane(2)
    press("PageUp")
    expect_pane(1)
    press("PageUp")
    expect_pane(0)
    numbers = board.region.get_by_text(board.say("leader.numbers"), exact=True)
    numbers.focus()
    press("Space")
    expect(board.region.get_by_role("table", name=board.say("leader.flow.table"))).to_be_visible()
    press("PageDown")
    expect_pane(1)
    press("PageUp")
    expect_pane(0)
    # After a click with the mouse Space goes on.
    numbers.click()
    expect(board.region.get_by_role("table", name=board.say("leader.flow.table"))).to_be_visible()
    press("Space")
    expect_pane(1)


@pytest.mark.parametrize("width", [1280, 390])
def test_more_closes_and_covers_no_next_step(readers: Readers, content: Content, workbook: Server, width: int) -> None:
    code = revealed(workbook, contested(content)[:2])
    board = take_up(readers, content, workbook, code, viewport={"width": width, "height": 844})
    more = board.region.get_by_text(board.say("leader.more"), exact=True)
    leave = board.button("leader.leave")
    more.click()
    expect(leave).to_be_visible()
    assert bottom(leave.locator("..")) <= box(board.button("leader.step.pane.1"))["y"]
    board.page.keyboard.press("Escape")
    expect(leave).to_have_count(0)
    more.click()
    expect(leave).to_be_visible()
    board.region.get_by_role("heading", level=3).click()
    expect(leave).to_have_count(0)
    more.click()
    board.page.keyboard.press("Space")
    expect(board.button("leader.step.pane.2")).to_be_visible()
    expect(leave).to_have_count(0)


def test_an_utterance_is_read_before_its_vote_opens(readers: Readers, content: Content, workbook: Server) -> None:
    first, second = content.decks[DECK].utterances[:2]
    code = revealed(workbook, [first.id, second.id])
    board = take_up(readers, content, workbook, code)
    board.step("pane.1")
    board.step("pane.2")
    board.step("next")
    expect(board.region.get_by_text(board.say("leader.waiting"))).to_be_visible()
    expect(board.region.get_by_text(second.text)).to_be_visible()
    here = board.region.get_by_role("banner").or_(board.region.locator(".live-top"))
    expect(here).to_contain_text(board.say("leader.read"))
    board.step("open.1")
    expect(here).to_contain_text(board.say("leader.round.1"))
    board.step("close")
    expect(here).to_contain_text(board.say("leader.talk"))
    expect(here).not_to_contain_text(board.say("leader.round.1"))
    board.step("open.2")
    board.step("close")
    expect(here).to_contain_text(board.say("leader.closed"))


def test_the_first_utterance_too_is_read_before_its_vote_and_phones_do_not_have_it_earlier(
    readers: Readers, content: Content, workbook: Server
) -> None:
    board = Dashboard(readers.new(workbook.url).new_page(), content, workbook)
    board.visit()
    phone = PhonePage(readers.new(workbook.url).new_page(), content, workbook, board.open(items=1))
    first = content.decks[DECK].utterances[0].text
    expect(phone.page.get_by_text(first)).to_have_count(0)
    expect(board.region.get_by_text(first)).to_have_count(0)
    board.step("begin")
    for page in (board.region, phone.page):
        expect(page.get_by_text(first)).to_be_visible()
    expect(board.region.get_by_text(board.say("leader.waiting"))).to_be_visible()
    expect(board.region.locator(".live-top")).to_contain_text(board.say("leader.read"))
    expect(phone.page.get_by_role("status")).to_have_text(content.words["live.phone.at.waiting"])
    expect(phone.page.get_by_role("radio")).to_have_count(0)
    board.step("open.1")
    board.expect_voted(0, 1)
    expect(phone.page.get_by_role("radio")).to_have_count(4)


def test_bars_are_shares_and_the_flow_says_whom_it_shows(readers: Readers, content: Content, workbook: Server) -> None:
    item = content.decks[DECK].utterances[0]
    board = take_up(readers, content, workbook, revealed(workbook, [item.id]))
    expect(board.region.get_by_text(board.say("leader.flow.who"))).to_be_visible()
    # Four of six chose it: two thirds of the way, whatever the other bars are.
    widths = (
        board.row("both")
        .locator(".live-bar")
        .evaluate_all("(bars) => bars.map((b) => Math.round((100 * b.offsetWidth) / b.parentElement.offsetWidth))")
    )
    assert widths[1] == pytest.approx(67, abs=1)
    beside = board.say("leader.with.blank", n=1)
    expect(board.region.get_by_text(f"{board.say('leader.before')}: {beside}.", exact=True)).to_be_visible()
    before = box(board.row("both"))
    board.region.get_by_text(board.say("leader.numbers"), exact=True).click()
    after = box(board.row("both").first)
    assert (before["x"], before["width"]) == (after["x"], after["width"])


def test_looking_back_shows_agreement_first_and_utterances_whole(
    readers: Readers, content: Content, workbook: Server
) -> None:
    items = content.decks[DECK].utterances[:6]
    code = revealed(workbook, [item.id for item in items], revealed=6)
    board = take_up(readers, content, workbook, code, viewport={"width": 1280, "height": 800})
    board.step("pane.1")
    board.step("pane.2")
    board.step("finish")
    agreement = board.region.get_by_role("region", name=board.say("leader.wrap.agreement"))
    for name in ("leader.wrap.round.1", "leader.wrap.round.2"):
        expect(agreement.get_by_role("heading", name=board.say(name))).to_be_in_viewport(ratio=1)
    expect(agreement.get_by_text(re.compile("of the time"))).to_have_count(2)
    confused = re.compile(board.words["leader.wrap.confused"].partition("{pair}")[0])
    for line in agreement.get_by_text(confused).all():
        expect(line).to_be_in_viewport(ratio=1)
    for at, item in enumerate(items, start=1):
        cell = board.region.get_by_text(f"{at}. {item.text}", exact=True)
        assert cell.evaluate("(e) => e.scrollWidth <= e.clientWidth || getComputedStyle(e).display === 'inline'")
    expect_fit(board)


def test_every_confused_pair_is_listed_under_one_heading(readers: Readers, content: Content, workbook: Server) -> None:
    items = [item.id for item in content.decks[DECK].utterances[:5]]
    leader = Leader(workbook.url)
    code = leader.open(items, DECK)
    phones = [Phone(workbook.url, code) for _ in range(PEOPLE)]
    for item in items:
        leader.do(code, "open")
        for phone, label in zip(phones, ("self", "child", "both", "none", "self", "child"), strict=True):
            assert phone.vote(label, item).status == 200
        leader.do(code, "close")
        leader.do(code, "reveal")
        leader.do(code, "end" if item == items[-1] else "next")
    board = Dashboard(readers.new(workbook.url).new_page(), content, workbook)
    board.visit()
    board.button("leader.review", code=code).click()
    board.region.get_by_text(board.say("leader.wrap.details"), exact=True).click()
    table = board.region.get_by_role("table", name=board.say("agreement.confused"))
    expect(table.get_by_role("rowheader")).to_have_count(6)
    expect(board.region.get_by_text(board.say("agreement.confused"), exact=True)).to_have_count(1)


def test_rooms_stand_first_and_contested_utterances_are_marked_when_asked(
    readers: Readers, content: Content, workbook: Server
) -> None:
    code = revealed(workbook, contested(content)[:1])
    board = Dashboard(readers.new(workbook.url).new_page(), content, workbook)
    board.visit()
    expect(board.button("leader.resume", code=code)).to_be_in_viewport(ratio=1)
    kept = board.region.get_by_role("listitem").filter(
        has=board.page.get_by_role("button", name=board.say("leader.resume", code=code))
    )
    for file in ("leader.receipt", "leader.votes"):
        expect(kept.get_by_role("link", name=board.say(file))).not_to_have_css("border-top-width", "0px")
    board.region.get_by_role("combobox", name=board.say("leader.deck")).select_option(DECK)
    marks = board.region.get_by_text(board.say("leader.items.two"), exact=True).filter(visible=True)
    expect(marks).to_have_count(0)
    board.button("leader.items.mark").click()
    expect(marks).to_have_count(len(contested(content)))
    # The page's foot speaks of the votes, and not of answers that stay in the browser.
    expect(board.page.get_by_text(content.words["page.privacy.leader"])).to_be_visible()
    expect(board.page.get_by_text(content.words["page.privacy"])).to_have_count(0)


def test_a_step_asked_for_while_hands_are_on_their_way_is_not_dropped(
    readers: Readers, content: Content, workbook: Server
) -> None:
    leader = Leader(workbook.url)
    item = content.decks[DECK].utterances[0].id
    code = leader.open([item], DECK)
    leader.do(code, "open")
    board = take_up(readers, content, workbook, code)
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if "hands" in (route.request.post_data or ""):
            # The server has them, and tells the page so by its stream before this answer comes.
            held.append((route, route.fetch()))
        else:
            route.continue_()

    board.page.route(re.compile("/do$"), hold)
    board.raise_hands({"Self": 5})
    board.step("close")
    ((route, answer),) = held
    route.fulfill(response=answer)
    expect(board.button("leader.step.open.2")).to_be_visible()
