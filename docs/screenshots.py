"""Makes the pictures of the README from the running app: `python -m docs.screenshots`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser.chromium import FLAGS, find, install
from tests.serving import free_port, served

OUT = Path(__file__).parent / "images"
CHAPTER = "03_self_and_child.html"


def shoot(page: Page, name: str) -> None:
    """Saves what the window shows."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / f"{name}.png")


def bring(exercise: Locator) -> None:
    """Scrolls the exercise to just below the header."""
    exercise.evaluate("element => element.scrollIntoView({behavior: 'instant'})")


def at_exercise(page: Page, url: str) -> Locator:
    """Opens the chapter at its first exercise, past the worked examples."""
    page.goto(f"{url}/{CHAPTER}")
    exercise = page.locator(".mio-classify").first
    exercise.get_by_role("button", name="Skip").click()
    bring(exercise)
    return exercise


def answer(exercise: Locator, label: int, sureness: str) -> None:
    """Marks the label and says how sure."""
    exercise.get_by_role("radio").nth(label).check(force=True)
    exercise.get_by_role("button", name=sureness, exact=True).click()


def main() -> None:
    """The question on a wide screen; feedback and summary on a phone."""
    chromium = find() or install()
    with served(free_port()) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        wide = browser.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
        at_exercise(wide, server.url)
        shoot(wide, "question-1280")
        for scheme, name in (("light", "feedback-390"), ("dark", "summary-390-dark")):
            phone = browser.new_page(
                viewport={"width": 390, "height": 844}, color_scheme=scheme, reduced_motion="reduce", has_touch=True
            )
            exercise = at_exercise(phone, server.url)
            answer(exercise, 1, "Fairly sure")
            if name.startswith("summary"):
                for item in range(15):
                    exercise.get_by_role("button", name="Next").click()
                    answer(exercise, item % 2, ("Unsure", "Sure", "Fairly sure")[item % 3])
                exercise.get_by_role("button", name="See your summary").click()
            bring(exercise)
            shoot(phone, name)
        browser.close()


if __name__ == "__main__":
    main()
