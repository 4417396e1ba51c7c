"""A parent and a worker chat in two real browsers, on a real server process: in the component and on plain pages.

WEGWIJS_SHOTS names a folder for pictures.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from access.models import Account
from access.pages import SESSION
from access.service import Access, open_session
from catalog.repository import Document
from kit.database import Database
from settings import ROOT, Settings
from tests import aside
from tests.access.factory import VISIT, person
from tests.browser.test_journey import accessibility_problems, page_of, say
from tests.catalog.stored import filled
from tests.handoff.live import LIST, WORKER, profiles, with_live
from tests.handoff.process import Process

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
expect.set_options(timeout=60_000)
WIDTHS = (320, 768, 1280)
DANGER = "mijn man slaat mij waar de kinderen bij zijn"


class Town:
    """A server with live chat in one gemeente, and the worker of the wijkteam."""

    def __init__(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret

    def worker(self, browser: Browser, **more: object) -> Page:
        page = page_of(browser, {"width": 1280, "height": 900}, **more)
        page.context.add_cookies([{"name": SESSION, "value": self.secret, "url": self.url}])
        page.set_default_timeout(60_000)
        page.goto(f"{self.url}{LIST}")
        return page


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    if not (ROOT / "widget" / "dist" / "wegwijs-chat.js").exists():
        pytest.skip("the widget is not built; run `make setup`")
    var = tmp_path_factory.mktemp("var")
    database = f"sqlite:///{var / 'wegwijs.db'}"
    documents: list[Document] = [with_live(one) for one in profiles() if one.id == "voorbeeldstad"]  # type: ignore[arg-type]

    async def sign_in() -> str:
        opened = Database(database)
        account, _ = await person(Access(opened, Settings(var=var)), WORKER)
        async with opened.session() as session:
            secret = (await open_session(session, await session.get_one(Account, account.id), VISIT)).secret
        await opened.close()
        return secret

    filled(database, documents)
    secret = aside.run(sign_in())
    with Process(database, var) as server:
        new = {"gemeente": "voorbeeldstad"}
        begun = httpx.post(f"{server.address}/api/v1/conversations", json=new, timeout=120, trust_env=False).json()
        first = {"text": "hallo", "clientMessageId": "eerste"}  # the models are read at the first
        server.post(f"/api/v1/conversations/{begun['id']}/messages", begun["token"], first, timeout=120)
        yield Town(server.address, secret)


def look(page: Page, name: str) -> None:
    """At every width: nothing wider than the screen, nothing hard to use; and a picture for who wants to look."""
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert accessibility_problems(page) == [], (name, width)
        if folder := os.environ.get("WEGWIJS_SHOTS"):
            page.screenshot(path=Path(folder) / f"live-{name}-{width}.png", full_page=True)
    assert before
    page.set_viewport_size(before)


def asks(page: Page, url: str) -> None:
    page.set_default_timeout(60_000)
    page.goto(url)
    expect(page.get_by_text("Waar gaat het over?")).to_be_visible()
    say(page, "ik wil iemand spreken")
    page.get_by_role("button", name="Nu chatten met het wijkteam").click()
    expect(page.get_by_role("button", name="Ja, lees mee vanaf nu")).to_be_visible()


def tells(page: Page, words: str) -> None:
    page.get_by_label("Typ je bericht").fill(words)
    page.keyboard.press("Enter")


class TestTwoBrowsers:
    def test_from_the_question_to_the_end(self, browser: Browser, town: Town) -> None:
        worker, parent = town.worker(browser, bypass_csp=True), page_of(browser, {"width": 320, "height": 800}, bypass_csp=True)
        problems: list[str] = []
        for page in (worker, parent):
            page.on("pageerror", lambda error: problems.append(str(error)))
        # given a worker who is there
        expect(worker.get_by_text("Je bent afwezig.")).to_be_visible()
        worker.get_by_role("button", name="Ik ben er", exact=True).click()
        expect(worker.get_by_text("Je bent er.", exact=True)).to_be_visible()
        # when a parent says yes
        asks(parent, town.url)
        look(parent, "parent-consent")
        parent.get_by_role("button", name="Ja, lees mee vanaf nu").click()
        expect(parent.get_by_text("Je wacht op iemand van het team.")).to_be_visible()
        # then the worker sees so without doing anything
        expect(worker.get_by_text("Er wacht 1 ouder.")).to_be_visible()
        expect(worker.get_by_text("Let op: gevaar")).to_be_hidden()
        look(worker, "staff-list")
        worker.get_by_role("button", name="Begin gesprek").click()
        expect(parent.get_by_text("Je praat nu met een mens van het team.")).to_be_visible()
        # typing is shown both ways while it lasts, and the message comes by itself
        worker.get_by_label("Typ je bericht").press_sequentially("Hallo")
        expect(parent.get_by_text("Het team is aan het typen.")).to_be_visible()
        tells(worker, "Hallo, waar kan ik mee helpen?")
        expect(parent.get_by_text("Hallo, waar kan ik mee helpen?")).to_be_visible()
        expect(parent.get_by_text("Het team is aan het typen.")).to_have_count(0)
        parent.get_by_label("Typ hier je vraag").press_sequentially("Onze")
        expect(worker.get_by_text("De ouder is aan het typen.")).to_be_visible()
        say(parent, "Onze zoon wil niet naar school")
        expect(worker.get_by_text("Onze zoon wil niet naar school")).to_have_count(1)
        look(parent, "parent-talk")
        # when the parent's connection drops, then what was missed comes after it, once
        parent.context.set_offline(True)
        tells(worker, "Hoe lang speelt dit al?")
        expect(worker.get_by_text("Hoe lang speelt dit al?")).to_be_visible()
        parent.context.set_offline(False)
        expect(parent.get_by_text("Hoe lang speelt dit al?")).to_have_count(1)
        # and when the worker's drops, what they typed stays
        worker.context.set_offline(True)
        tells(worker, "Ik denk met jullie mee.")
        expect(worker.get_by_text("Niet verstuurd")).to_be_visible()
        say(parent, "Sinds de zomer")
        worker.context.set_offline(False)
        worker.get_by_role("button", name="Verstuur").click()
        expect(parent.get_by_text("Ik denk met jullie mee.")).to_have_count(1)
        expect(worker.get_by_text("Sinds de zomer")).to_have_count(1)
        # danger: the card at once, the worker is told until they say that they saw it
        say(parent, DANGER)
        expect(parent.get_by_role("link", name="0800-2000").first).to_be_visible()
        expect(worker.get_by_role("alert").get_by_text("De ouder zag")).to_be_visible()
        look(worker, "staff-danger")
        worker.get_by_role("button", name="Gezien").click()
        expect(worker.locator(".live-danger")).to_have_count(0)
        # given back with a reason
        worker.locator("summary", has_text="Geef het gesprek terug").click()
        worker.get_by_label("De vraag is beantwoord").check()
        worker.get_by_role("button", name="Geef terug").click()
        expect(worker.get_by_text("Het gesprek is terug bij Wegwijs.")).to_be_visible()
        expect(parent.get_by_text("Je praat weer met Wegwijs")).to_be_visible()
        expect(parent.get_by_text("Je praat nu met een mens van het team.")).to_be_hidden()
        assert [one for one in parent.locator(".from-wijkteam .bubble").all_inner_texts()] == [
            "Hallo, waar kan ik mee helpen?",
            "Hoe lang speelt dit al?",
            "Ik denk met jullie mee.",
        ]
        assert problems == []

    def test_two_tabs_of_one_parent(self, browser: Browser, town: Town) -> None:
        worker, first = town.worker(browser), page_of(browser, {"width": 1280, "height": 900})
        if worker.get_by_role("button", name="Ik ben er", exact=True).count():
            worker.get_by_role("button", name="Ik ben er", exact=True).click()
        asks(first, town.url)
        first.get_by_role("button", name="Ja, lees mee vanaf nu").click()
        worker.get_by_role("button", name="Begin gesprek").click()
        expect(first.get_by_text("Je praat nu met een mens van het team.")).to_be_visible()
        kept = first.evaluate("JSON.stringify(sessionStorage)")
        second = first.context.new_page()
        second.add_init_script(f"if (!sessionStorage.length) Object.assign(sessionStorage, JSON.parse({kept!r}))")
        second.goto(town.url)
        expect(second.get_by_text("Je praat nu met een mens van het team.")).to_be_visible()
        tells(worker, "Zie je dit op twee plekken?")
        for page in (first, second):
            expect(page.get_by_text("Zie je dit op twee plekken?")).to_have_count(1)
        say(second, "Ja, hier ook")
        expect(first.get_by_text("Ja, hier ook")).to_have_count(1)
        expect(second.get_by_text("Ja, hier ook")).to_have_count(1)
        second.get_by_role("button", name="Stop met chatten").first.click()
        expect(first.get_by_text("Je praat nu met een mens van het team.")).to_be_hidden()
        expect(worker.get_by_text("De ouder is gestopt met chatten.")).to_be_visible()


class TestWithoutJavaScript:
    def test_both_with_forms_and_reloads(self, browser: Browser, town: Town) -> None:
        worker = town.worker(browser, java_script_enabled=False)
        parent = page_of(browser, {"width": 320, "height": 640}, java_script_enabled=False)
        parent.set_default_timeout(60_000)
        if worker.get_by_role("button", name="Ik ben er", exact=True).count():
            worker.get_by_role("button", name="Ik ben er", exact=True).click()
        parent.goto(f"{town.url}/chat/voorbeeldstad")
        parent.get_by_role("button", name="Begin").first.click()
        parent.get_by_role("textbox").fill("ik wil iemand spreken")
        parent.get_by_role("button", name="Verstuur").click()
        worker.goto(f"{town.url}{LIST}")
        parent.get_by_role("button", name="Nu chatten met het wijkteam").click()
        parent.get_by_role("button", name="Ja, lees mee vanaf nu").click()
        expect(parent.get_by_text("Je wacht op het wijkteam.")).to_be_visible()
        worker.get_by_role("link", name="Kijk of er iemand wacht").click()
        worker.get_by_role("button", name="Begin gesprek").click()
        worker.get_by_label("Typ je bericht").fill("Hallo ouder")
        worker.get_by_role("button", name="Verstuur").click()
        parent.get_by_role("link", name="Kijk of er een nieuw bericht is").click()
        expect(parent.get_by_text("Hallo ouder")).to_be_visible()
        if folder := os.environ.get("WEGWIJS_SHOTS"):
            parent.screenshot(path=Path(folder) / "live-plain-parent-320.png", full_page=True)
            worker.screenshot(path=Path(folder) / "live-plain-staff-1280.png", full_page=True)
        parent.get_by_label("Typ hier je vraag").fill("Fijn dat u er bent")
        parent.get_by_role("button", name="Verstuur").click()
        worker.get_by_role("link", name="Kijk of er een nieuw bericht is").click()
        expect(worker.get_by_text("Fijn dat u er bent")).to_be_visible()
        parent.get_by_role("button", name="Stop met chatten").last.click()
        expect(parent.get_by_text("leest niet meer mee")).to_be_visible()
        worker.get_by_role("link", name="Kijk of er een nieuw bericht is").click()
        expect(worker.get_by_text("De ouder is gestopt met chatten.")).to_be_visible()
