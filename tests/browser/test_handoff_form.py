"""A parent hands a question to the team in a real browser: in the component and on pages without JavaScript, follows it and takes it back.

WEGWIJS_SHOTS names a folder for pictures.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from catalog import files
from catalog.repository import Document
from catalog.search import Profile
from settings import ROOT
from tests.browser.test_journey import accessibility_problems, page_of, say
from tests.catalog.stored import filled
from tests.handoff.process import Process

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
WIDTHS = (320, 768, 1280)
DANGER = "mijn man slaat mij waar de kinderen bij zijn"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose bot is down: every answer holds the team's card, and the form works all the same."""
    if not (ROOT / "widget" / "dist" / "wegwijs-chat.js").exists():
        pytest.skip("the widget is not built; run `make setup`")
    var = tmp_path_factory.mktemp("var")
    database = f"sqlite:///{var / 'wegwijs.db'}"
    profiles: list[Document] = [one for one in files.read(ROOT / "catalog").documents if isinstance(one, Profile)]
    with ThreadPoolExecutor() as aside:  # Playwright keeps an event loop in this thread
        aside.submit(filled, database, profiles).result()
    with Process(database, var) as server:
        begun = httpx.post(
            f"{server.address}/api/v1/conversations", json={"gemeente": "voorbeeldstad"}, timeout=120, trust_env=False
        ).json()
        first = {"text": "mijn zoontje van 3 slaapt niet", "clientMessageId": "eerste"}
        server.post(f"/api/v1/conversations/{begun['id']}/messages", begun["token"], first, timeout=120)  # the models are read at the first
        yield server.address


def fits(page: Page, width: int, name: str) -> None:
    """Nothing wider than the screen, nothing hard to use; and a picture for who wants to look."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_problems(page) == []
    if folder := os.environ.get("WEGWIJS_SHOTS"):
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def fill(page: Page, phone: str) -> None:
    page.get_by_label("Je vraag", exact=True).fill("Wie kan met ons meedenken over slapen?")
    page.get_by_label("Telefoonnummer").fill(phone)
    page.get_by_label("Je naam").fill("Noor")
    page.get_by_label("'s Avonds").check()


@pytest.mark.parametrize("width", WIDTHS)
class TestComponent:
    def test_from_the_button_to_the_page_of_the_question(self, browser: Browser, url: str, width: int) -> None:
        page = page_of(browser, {"width": width, "height": 800}, bypass_csp=True)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(url)
        expect(page.get_by_text("Waar gaat het over?")).to_be_visible()
        say(page, "mijn zoontje van 3 slaapt niet")
        expect(page.get_by_role("button", name="Laat het wijkteam mij bellen")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Laat het wijkteam mij bellen").click()
        expect(page.get_by_role("heading", name="Je vraag aan het team")).to_be_visible()
        fits(page, width, "component-form")
        fill(page, "06 1234")
        page.get_by_role("button", name="Bekijk wat we doorgeven").click()
        expect(page.get_by_text("Typ het zoals 06 12345678")).to_be_visible()
        expect(page.get_by_label("Telefoonnummer")).to_be_focused()
        assert page.get_by_label("Je naam").input_value() == "Noor"
        fits(page, width, "component-mistake")
        page.get_by_label("Telefoonnummer").fill("+31 6 12345678")
        page.get_by_role("button", name="Bekijk wat we doorgeven").click()
        expect(page.get_by_role("heading", name="Klopt dit?")).to_be_focused()
        expect(page.get_by_text("06 12345678")).to_be_visible()
        fits(page, width, "component-summary")
        page.get_by_role("button", name="Ja, geef mijn vraag door").dblclick()
        expect(page.get_by_text("Je vraag is doorgegeven")).to_have_count(1)
        fits(page, width, "component-receipt")
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Volg je vraag").click()
        status = opened.value
        expect(status.get_by_text("Je vraag is bij het team")).to_be_visible()
        assert "#" not in status.url
        fits(status, width, "status")
        page.reload()
        expect(page.get_by_text("Je vraag is doorgegeven")).to_have_count(1)
        expect(page.get_by_role("heading", name="Klopt dit?")).to_have_count(0)
        assert problems == []

    def test_danger_in_the_question_comes_first(self, browser: Browser, url: str, width: int) -> None:
        page = page_of(browser, {"width": width, "height": 800}, bypass_csp=True)
        page.goto(url)
        say(page, "ik wil iemand spreken")
        page.get_by_role("button", name="Laat het wijkteam mij bellen").click()
        fill(page, "0612345678")
        page.get_by_label("Je vraag", exact=True).fill(DANGER)
        page.get_by_role("button", name="Bekijk wat we doorgeven").click()
        expect(page.get_by_role("link", name="0800-2000").first).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Ja, geef mijn vraag door")).to_have_count(1)
        fits(page, width, "component-danger")


@pytest.mark.parametrize("width", WIDTHS)
class TestWithoutJavaScript:
    def test_the_same_way_as_pages(self, browser: Browser, url: str, width: int) -> None:
        page = page_of(browser, {"width": width, "height": 800}, java_script_enabled=False)
        seen = page_of(browser, {"width": width, "height": 800}, bypass_csp=True)
        page.goto(f"{url}/chat/voorbeeldstad")
        page.get_by_role("button", name="Begin").first.click()
        page.get_by_role("textbox").fill("mijn zoontje van 3 slaapt niet")
        page.get_by_role("button", name="Verstuur").click()
        page.get_by_role("button", name="Laat het wijkteam mij bellen").click()
        page.get_by_role("link", name="Vul het formulier in").click()
        fill(page, "06 1234")
        page.get_by_role("button", name="Bekijk wat we doorgeven").click()
        self.look(seen, page, width, "plain-mistake", "Typ het zoals 06 12345678")
        page.get_by_label("Telefoonnummer").fill("0612345678")
        page.get_by_role("button", name="Bekijk wat we doorgeven").click()
        self.look(seen, page, width, "plain-summary", "Klopt dit?")
        page.get_by_role("button", name="Pas aan").click()
        assert page.get_by_label("'s Avonds").is_checked()
        self.look(seen, page, width, "plain-form", "Bekijk wat we doorgeven")
        page.get_by_role("button", name="Bekijk wat we doorgeven").click()
        page.get_by_role("button", name="Ja, geef mijn vraag door").click()
        self.look(seen, page, width, "plain-receipt", "Je vraag is doorgegeven")
        page.get_by_role("button", name="Volg je vraag").click()
        expect(page.get_by_text("Je vraag is bij het team")).to_be_visible()
        page.get_by_role("button", name="Niet meer nodig").click()
        expect(page.get_by_text("Je hebt deze vraag ingetrokken")).to_be_visible()
        page.get_by_role("button", name="Verwijder mijn vraag").click()
        self.look(seen, page, width, "plain-delete", "Ja, verwijder alles")
        page.get_by_role("button", name="Ja, verwijder alles").click()
        expect(page.get_by_role("heading", name="Je vraag is verwijderd")).to_be_visible()

    def test_the_door_of_the_status_page(self, browser: Browser, url: str, width: int) -> None:
        page = page_of(browser, {"width": width, "height": 800}, bypass_csp=True)
        page.goto(f"{url}/vraag")
        page.get_by_label("Je nummer").fill("K7MP-4RXA")
        page.get_by_label("Je code").fill("x")
        page.get_by_role("button", name="Bekijk je vraag").click()
        expect(page.get_by_role("alert")).to_contain_text("Dit nummer klopt niet")
        fits(page, width, "status-door")

    @staticmethod
    def look(seen: Page, page: Page, width: int, name: str, shows: str) -> None:
        """axe needs scripts: a browser that has them gets the same page, once it is there whole."""
        expect(page.get_by_text(shows).first).to_be_visible()
        page.wait_for_load_state()
        html, address = page.content(), page.url
        address = address.partition("#")[0]
        seen.route(address, lambda route: route.fulfill(status=200, content_type="text/html; charset=utf-8", body=html))
        seen.goto(address)
        fits(seen, width, name)
        seen.unroute(address)
