"""The phones' page in a real browser: narrow, by keyboard, for a screen reader, and through lost connections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.browser import chromium
from tests.live.leader import Client, Leader
from tests.live.leader import Phone as Plain
from tests.serving import Server, free_port, served

expect.set_options(timeout=20_000)
KEPT = "Your vote is kept here and sent as soon as there is one."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium.find() or chromium.install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[320, 390])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone's browser; afterwards it may have complained of nothing and asked no other origin."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 640}, has_touch=True, color_scheme="light"
    )
    yield from _watched(context)


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    """As above, of one width."""
    yield from _watched(browser.new_context(viewport={"width": 320, "height": 640}))


def _watched(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)

    def note(request: Request) -> None:
        asked.append(request.url.split("/")[2])

    page.on("request", note)
    yield page
    context.close()
    # A cut connection is the browser's own complaint.
    mine = [text for text in complaints if "net::ERR" not in text and "status of 409" not in text]
    assert not mine, mine
    assert len(set(asked)) <= 1, set(asked)


def _status(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(text)


def test_two_rounds_by_touch(phone: Page, leader: Leader) -> None:
    code = leader.open()
    phone.goto(f"{leader.url}/live/{code}")
    _status(phone, "You are in")
    expect(phone.get_by_role("radio")).to_have_count(0)
    leader.do(code, "open")
    _status(phone, "Vote: tap a label")
    phone.get_by_text("Child", exact=True).tap()
    _status(phone, "Your vote is in: Child")
    phone.get_by_role("button", name="Sure", exact=True).tap()
    expect(phone.get_by_role("button", name="Sure", exact=True)).to_have_attribute("aria-pressed", "true")
    assert leader.state(code)["voted"] == 1
    leader.do(code, "close")
    _status(phone, "Talk with your neighbor")
    expect(phone.get_by_role("radio", name="Child")).to_be_disabled()
    expect(phone.get_by_role("radio", name="Child")).to_be_checked()
    leader.do(code, "open")
    _status(phone, "Vote again")
    blank = phone.get_by_role("button", name="Leave it blank")
    expect(blank).to_have_attribute("aria-pressed", "false")
    blank.tap()
    _status(phone, "You left it blank")
    expect(blank).to_have_attribute("aria-pressed", "true")
    phone.get_by_text("Self", exact=True).tap()
    _status(phone, "Your vote is in: Self")
    leader.do(code, "close")
    key = leader.do(code, "reveal")["reveal"]["item"]["key"]
    _status(phone, "Look up")
    expect(phone.locator("#stage")).to_contain_text("The key:")
    # One's own vote is shown whether it is the key or not.
    expect(phone.locator("#stage")).to_contain_text("You said: Self")
    leader.do(code, "end")
    _status(phone, "The room has ended")
    heard = (
        "In one utterance you and the key heard the same" if key == "self" else "you and the key heard different things"
    )
    expect(phone.locator("#stage")).to_contain_text(heard)
    expect(phone.locator("#stage")).to_contain_text("You changed your mind once after talking.")


def test_a_reading_that_can_be_argued_is_said_to_be_one(narrow: Page, leader: Leader) -> None:
    code = leader.open(["wm3-18"], "whose-mind-3")
    narrow.goto(f"{leader.url}/live/{code}")
    leader.do(code, "open")
    narrow.get_by_text("Self", exact=True).click()
    _status(narrow, "Your vote is in: Self")
    leader.do(code, "close")
    item = leader.do(code, "reveal")["reveal"]["item"]
    _status(narrow, "Look up")
    stage = narrow.locator("#stage")
    for said in ("The key: Both", "Can be argued as well: Self", "You said: Self", item["contested"][1]["text"]):
        expect(stage).to_contain_text(said)
    # As on the projector, nothing speaks against a label that holds.
    expect(stage).not_to_contain_text(item["reasons"]["self"])
    leader.do(code, "end")
    _status(narrow, "The room has ended")
    expect(stage).to_contain_text("This time you and the key heard different things.")
    expect(stage).to_contain_text("One of your labels can be argued as well.")


def test_it_fits_and_nothing_is_found_by_axe(phone: Page, leader: Leader) -> None:
    code = leader.open()
    phone.goto(f"{leader.url}/live/{code}")
    _status(phone, "You are in")
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        _sound(phone)
    leader.do(code, "open")
    phone.get_by_text("Self", exact=True).tap()
    _status(phone, "Your vote is in")
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        _sound(phone)
    for control in phone.locator("label.choice, button:visible").all():
        box = control.bounding_box()
        assert box
        assert box["height"] >= 44
    leader.do(code, "close")
    leader.do(code, "reveal")
    _status(phone, "Look up")
    _sound(phone)
    leader.do(code, "end")
    _status(phone, "ended")
    _sound(phone)


def _sound(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_by_keyboard_alone(narrow: Page, leader: Leader) -> None:
    code = leader.open()
    narrow.goto(f"{leader.url}/live/{code}")
    leader.do(code, "open")
    _status(narrow, "Vote: tap a label")
    narrow.keyboard.press("Tab")
    expect(narrow.get_by_role("radio", name="Self")).to_be_focused()
    narrow.keyboard.press("2")
    _status(narrow, "Your vote is in: Child")
    expect(narrow.get_by_role("radio", name="Child")).to_be_focused()
    narrow.keyboard.press("ArrowDown")
    _status(narrow, "Your vote is in: Neither")
    narrow.keyboard.press("Tab")
    narrow.keyboard.press("Enter")
    expect(narrow.get_by_role("button", name="Unsure")).to_have_attribute("aria-pressed", "true")
    # When the room moves on, focus is not lost.
    leader.do(code, "close")
    _status(narrow, "The vote is closed")
    expect(narrow.get_by_role("heading", level=2)).to_be_focused()


def test_a_vote_tapped_without_a_connection_is_sent_once_there_is_one(narrow: Page, leader: Leader) -> None:
    code = leader.open()
    narrow.goto(f"{leader.url}/live/{code}")
    leader.do(code, "open")
    _status(narrow, "Vote: tap a label")
    narrow.context.set_offline(True)
    narrow.get_by_text("Self", exact=True).click()
    # It is said where "Sending your vote" stood, and not below what one taps.
    expect(narrow.get_by_role("status")).to_have_text(f"No connection. {KEPT}")
    expect(narrow.get_by_role("status")).to_be_in_viewport(ratio=1)
    assert leader.state(code)["voted"] == 0
    narrow.context.set_offline(False)
    _status(narrow, "Your vote is in: Self")
    expect(narrow.get_by_role("status")).not_to_contain_text("No connection")
    assert leader.state(code)["voted"] == 1


def test_that_the_room_was_deleted_is_the_last_word(narrow: Page, leader: Leader) -> None:
    code = leader.open()
    narrow.goto(f"{leader.url}/live/{code}")
    _status(narrow, "You are in")
    assert leader.call("DELETE", f"/live/api/rooms/{code}").status == 204
    _status(narrow, "This room was deleted")
    narrow.context.set_offline(True)
    narrow.wait_for_function("!navigator.onLine")
    expect(narrow.get_by_role("status")).to_have_text("This room was deleted, and all votes with it.")


def test_a_vote_survives_a_reload_before_it_was_sent(narrow: Page, leader: Leader) -> None:
    code = leader.open()
    narrow.goto(f"{leader.url}/live/{code}")
    leader.do(code, "open")
    _status(narrow, "Vote: tap a label")
    vote = f"**/live/{code}/vote"
    narrow.route(vote, lambda route: route.abort())
    narrow.get_by_text("Child", exact=True).click()
    _status(narrow, KEPT)
    narrow.unroute(vote)
    narrow.reload()
    _status(narrow, "Your vote is in: Child")
    assert leader.state(code)["joined"] == 1
    assert leader.state(code)["voted"] == 1


def test_a_recorded_vote_stays_in_sight_when_an_older_state_arrives_late(narrow: Page, leader: Leader) -> None:
    narrow.add_init_script("""globalThis.EventSource = class {
        readyState = 1;
        addEventListener(name, listen) { if (name === "state") globalThis.arrives = listen; }
        close() {}
    };""")
    code = leader.open()
    leader.do(code, "open")
    narrow.goto(f"{leader.url}/live/{code}")
    _status(narrow, "Vote: tap a label")
    before = narrow.evaluate("async (path) => (await fetch(path)).text()", f"/live/{code}/state")
    narrow.get_by_text("Self", exact=True).click()
    _status(narrow, "Your vote is in: Self")
    narrow.evaluate("(data) => arrives({ data })", before)
    assert narrow.get_by_role("status").inner_text().startswith("Your vote is in: Self")


def test_a_vote_that_comes_after_the_close_is_said_not_to_count(narrow: Page, leader: Leader) -> None:
    code = leader.open()
    narrow.goto(f"{leader.url}/live/{code}")
    leader.do(code, "open")
    _status(narrow, "Vote: tap a label")
    narrow.context.set_offline(True)
    narrow.get_by_text("Self", exact=True).click()
    _status(narrow, KEPT)
    leader.do(code, "close")
    narrow.context.set_offline(False)
    _status(narrow, "that tap does not count. The vote is closed.")
    assert leader.state(code)["voted"] == 0


def test_polling_goes_on_where_streams_are_blocked(narrow: Page, leader: Leader) -> None:
    code = leader.open()
    narrow.route("**/events", lambda route: route.abort())
    narrow.goto(f"{leader.url}/live/{code}")
    _status(narrow, "You are in")
    leader.do(code, "open")
    _status(narrow, "Vote: tap a label")
    narrow.get_by_text("Self", exact=True).click()
    _status(narrow, "Your vote is in: Self")


def test_the_server_is_restarted_and_the_phone_goes_on(narrow: Page, private: dict[str, str]) -> None:
    port = free_port()
    with served(port, **private) as running:
        leader = Leader(running.url)
        code = leader.open()
        narrow.goto(f"{leader.url}/live/{code}")
        leader.do(code, "open")
        _status(narrow, "Vote: tap a label")
        narrow.get_by_text("Self", exact=True).click()
        _status(narrow, "Your vote is in: Self")
    narrow.get_by_text("Child", exact=True).click()
    _status(narrow, KEPT)
    with served(port, **private):
        _status(narrow, "Your vote is in: Child")
        leader.do(code, "close")
        _status(narrow, "The vote is closed")
        assert (leader.state(code)["joined"], leader.state(code)["voted"]) == (1, 1)


def test_before_the_reveal_a_phone_is_sent_nothing_of_others(narrow: Page, leader: Leader) -> None:
    code = leader.open()
    got: list[str] = []
    ids: list[tuple[str, int]] = []
    session = narrow.context.new_cdp_session(narrow)
    session.send("Network.enable")

    def streamed(event: dict[str, str]) -> None:
        got.append(event["data"])
        if event["eventName"] == "state":
            ids.append((event["eventId"], json.loads(event["data"])["version"]))

    session.on("Network.eventSourceMessageReceived", streamed)
    narrow.on("response", lambda r: got.append(r.text()) if "event-stream" not in r.headers["content-type"] else None)
    narrow.goto(f"{leader.url}/live/{code}")
    others = [Plain(leader.url, code) for _ in range(7)]
    leader.do(code, "open")
    for other in others:
        other.vote("self", sureness="sure")
    narrow.get_by_text("Self", exact=True).click()
    _status(narrow, "Your vote is in: Self")
    leader.do(code, "close")
    _status(narrow, "The vote is closed")
    before = "".join(got) + narrow.content()
    leader.do(code, "reveal")
    _status(narrow, "Look up")
    assert leader.state(code)["reveal"]["rounds"][0]["split"]["self"] == 8
    item = leader.state(code)["reveal"]["item"]
    secret = [f'"key":"{item["key"]}"', '"split"', '"voted":8', '"joined"', *item["reasons"].values()]
    assert '"phase":"open"' in before
    assert not [word for word in secret if word in before]
    # Nor do the numbers of what is streamed count what others did: the room was opened, and three steps were seen.
    assert ids[-1] == ("4", 4)
    assert all(id == str(version) for id, version in ids), ids


def test_an_unknown_code_leads_to_a_field_for_another(narrow: Page, leader: Leader, server: Server) -> None:
    code = leader.open()
    narrow.goto(f"{server.url}/live/")
    narrow.get_by_label("The code on the screen").fill(code.lower())
    narrow.get_by_role("button", name="Join").click()
    _status(narrow, "You are in")
    assert narrow.url == f"{server.url}/live/{code}"


def test_a_mistyped_code_stays_to_be_corrected(browser: Browser, leader: Leader, server: Server) -> None:
    code = leader.open()
    # Not one of the fixtures' pages, which complain of the 404.
    page = browser.new_page()
    page.goto(f"{server.url}/live/")
    field = page.get_by_label("The code on the screen")
    field.fill(code[:5].lower())
    page.get_by_role("button", name="Join").click()
    _status(page, "There is no room with this code")
    expect(field).to_have_value(code[:5])
    field.press("End")
    page.keyboard.type(code[5])
    page.get_by_role("button", name="Join").click()
    _status(page, "You are in")
    page.close()


def test_what_is_kept_is_said(narrow: Page, leader: Leader) -> None:
    code = leader.open()
    narrow.goto(f"{leader.url}/live/{code}")
    until = datetime.fromisoformat(
        Client(leader.url, dict(leader.headers)).call("GET", "/live/api/rooms").json[0]["expires"]
    )
    expect(narrow.get_by_role("contentinfo")).to_contain_text(f"deletes both by {until:%B} {until.day}, {until.year}.")
    assert [cookie["name"] for cookie in narrow.context.cookies()] == [f"mio-{code}"]
