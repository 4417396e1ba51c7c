"""A parent's whole way in a real browser: from a sentence to help, to a person, to wiping it; with and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from evaluation import own_server
from settings import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.bot]
AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    if reason := own_server.missing():
        pytest.skip(reason)
    with own_server.running() as address:
        yield address


def page_of(browser: Browser, size: dict[str, int], **more: Any) -> Page:
    page = browser.new_context(viewport=size, reduced_motion="reduce", **more).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(20_000)
    return page


def accessibility_problems(page: Page) -> list[str]:
    page.wait_for_load_state()  # before the styles are there, nothing has its size
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    return [f"{problem['id']}: {problem['nodes'][0]['html'][:120]}" for problem in found["violations"]]


def say(page: Page, words: str) -> None:
    page.get_by_label("Typ hier je vraag").fill(words)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
class TestWithJavaScript:
    def test_from_a_sentence_to_help_and_away(self, browser: Browser, url: str, size: dict[str, int], tmp_path: Path) -> None:
        # given the page of a gemeente
        page = page_of(browser, size, bypass_csp=True)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(url)
        expect(page.get_by_text("Waar gaat het over?")).to_be_visible()
        # when a parent says what is hard and answers with a tap and in words
        say(page, "mijn zoontje van 3 slaapt niet")
        page.get_by_role("button", name="Best zwaar").click()
        say(page, "De Linden")
        # then there are tips, at most three offers with reasons, and a question whether it helps
        expect(page.get_by_text("Tips over slapen")).to_be_visible()
        expect(page.get_by_text("Waarom dit past").first).to_be_visible()
        assert page.get_by_text("Waarom dit past").count() <= 3
        expect(page.get_by_role("button", name="Ja, dank je")).to_be_visible()
        # when they ask for a person, then the wijkteam can be called
        say(page, "ik wil iemand spreken")
        assert page.get_by_role("link", name="0800 000 00 01").last.get_attribute("href") == "tel:08000000001"
        # and nothing is wider than the screen, nor hard to use
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert accessibility_problems(page) == []
        # when they come back after a reload, then everything is still there
        page.reload()
        expect(page.get_by_text("Tips over slapen")).to_be_visible()
        # when they wipe it, then it is gone
        page.get_by_role("button", name="Wis dit gesprek").click()
        page.get_by_role("button", name="Ja, wis").click()
        expect(page.get_by_text("Tips over slapen")).to_have_count(0)
        assert problems == []

    def test_danger_comes_first(self, browser: Browser, url: str, size: dict[str, int]) -> None:
        page = page_of(browser, size)
        page.goto(url)
        say(page, "mijn man slaat mij waar de kinderen bij zijn")
        number = page.get_by_role("link", name="0800-2000").first
        expect(number).to_be_visible()
        assert number.get_attribute("href") == "tel:08002000"

    def test_typed_words_survive_a_lost_network(self, browser: Browser, url: str, size: dict[str, int]) -> None:
        page = page_of(browser, size)
        page.goto(url)
        expect(page.get_by_text("Waar gaat het over?")).to_be_visible()
        page.context.set_offline(True)
        say(page, "mijn baby huilt de hele dag")
        expect(page.get_by_text("Ik stuur dit zodra je weer internet hebt.")).to_be_visible()
        page.context.set_offline(False)
        expect(page.get_by_role("button", name="Best zwaar")).to_be_visible()
        expect(page.get_by_text("mijn baby huilt de hele dag")).to_have_count(1)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
class TestWithoutJavaScript:
    def test_the_same_journey_as_pages(self, browser: Browser, url: str, size: dict[str, int]) -> None:
        page = page_of(browser, size, java_script_enabled=False)
        page.goto(url)
        page.get_by_role("link", name="zonder JavaScript").first.click()
        page.get_by_role("button", name="Begin").first.click()
        page.get_by_role("textbox").fill("mijn zoontje van 3 slaapt niet")
        page.get_by_role("button", name="Verstuur").click()
        page.get_by_role("button", name="Best zwaar").click()
        page.get_by_role("button", name="De Linden").click()
        expect(page.get_by_text("Tips over slapen")).to_be_visible()
        expect(page.get_by_text("Waarom dit past").first).to_be_visible()
        page.get_by_role("textbox").fill("   ")
        page.get_by_role("button", name="Verstuur").click()
        expect(page.get_by_text("Je bericht is leeg")).to_be_visible()
        page.get_by_role("textbox").fill("mijn man slaat mij waar de kinderen bij zijn")
        page.get_by_role("button", name="Verstuur").click()
        assert page.get_by_role("link", name="0800-2000").first.get_attribute("href") == "tel:08002000"
        page.locator("summary", has_text="Wis dit gesprek").click()
        page.get_by_role("button", name="Ja, wis").click()
        expect(page.get_by_text("gewist", exact=False).first).to_be_visible()
