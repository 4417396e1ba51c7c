"""The staff pages in a real browser: the whole first visit with keys only and without JavaScript, every page seen by axe at three widths."""

import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

import server
from access.people import People
from access.schemas import Role
from access.service import Access
from evaluation.own_server import free_ports
from kit.database import Database
from settings import Settings
from tests import aside
from tests.access.factory import code
from tests.browser.conftest import browser as browser
from tests.browser.test_journey import accessibility_problems
from tests.databases import Databases

pytestmark = pytest.mark.browser
PASSWORD = "groene fietsen slapen nooit"
WIDTHS = (320, 768, 1280)
PICTURES = os.environ.get("WEGWIJS_PICTURES")


class Staffed:
    """A server of this module, and a way to invite people into it."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.url = settings, settings.address

    def invite(self, email: str, *pairs: tuple[str, Role]) -> str:
        async def work() -> str:
            database = Database(self.settings.database_url)
            invited = await People(Access(database, self.settings)).invite(None, email, frozenset(pairs))
            await database.close()
            return f"{self.url}/beheer/uitnodiging/{invited.secret}"

        return aside.run(work())


@pytest.fixture(scope="module")
def staffed(databases: Databases, content_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    (port,) = free_ports(1)
    settings = Settings(var=tmp_path_factory.mktemp("var"), database_url=databases.copy(content_url), port=port)
    kept, server.prepare = server.prepare, lambda tools: None
    program = uvicorn.Server(uvicorn.Config(server.create_app(settings), port=port, log_level="error"))
    thread = threading.Thread(target=program.run)
    thread.start()
    while not program.started:
        time.sleep(0.05)
    yield Staffed(settings)
    program.should_exit = True
    thread.join()
    server.prepare = kept


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def typed_over(page: Page) -> str:
    return (page.locator("code.secret").text_content() or "").replace(" ", "")


def first_visit(page: Page, link: str, name: str) -> str:
    """Through the invitation; the secret of the codes."""
    page.goto(link)
    secret = typed_over(page)
    page.get_by_label("Je naam").fill(name)
    page.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer").fill(PASSWORD)
    page.get_by_label("Code van zes cijfers").fill(code(secret))
    page.get_by_role("button", name="Maak mijn account").click()
    expect(page.get_by_text("Gelukt: je account is klaar")).to_be_visible()
    return secret


class TestJourney:
    def test_with_keys_only_and_without_javascript(self, browser: Browser, staffed: Staffed) -> None:
        # given an invitation
        link = staffed.invite("toets@gemeente.example", ("voorbeeldstad", Role.EDITOR))
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(link)
        secret = typed_over(page)
        # when somebody types their way through the form
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
        page.get_by_label("Je naam").focus()
        for words in ("Toets Bord", PASSWORD, PASSWORD):
            page.keyboard.type(words)
            page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.type(code(secret))
        page.keyboard.press("Enter")
        # then they see their recovery codes, and are in
        expect(page.locator(".codes li")).to_have_count(10)
        page.get_by_role("link", name="Ik heb ze bewaard").press("Enter")
        expect(page.get_by_role("heading", name="Hallo Toets Bord")).to_be_visible()
        expect(page.get_by_role("link", name="Toegang")).to_have_count(0)
        # when they sign out and in again
        page.get_by_role("button", name="Log uit").press("Enter")
        expect(page.get_by_text("Je bent uitgelogd")).to_be_visible()
        page.get_by_label("E-mailadres").focus()
        page.keyboard.type("toets@gemeente.example")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Vul je code in")).to_be_visible()
        page.get_by_label("Code van zes cijfers").fill(code(secret, later=1))
        page.keyboard.press("Enter")
        # then they are where they wanted to be
        expect(page.get_by_role("heading", name="Hallo Toets Bord")).to_be_visible()

    def test_who_is_away_too_long_is_asked(self, browser: Browser, staffed: Staffed) -> None:
        page = browser.new_page()
        first_visit(page, staffed.invite("weg@gemeente.example", ("voorbeeldstad", Role.EDITOR)), "Weg Even")
        page.clock.install()
        page.goto(f"{staffed.url}/beheer/")
        page.clock.run_for(29 * 60 * 1000)
        expect(page.get_by_role("dialog", name="Ben je er nog?")).to_be_visible()
        with page.expect_response("**/beheer/blijf") as answered:
            page.get_by_role("button", name="Ja, ik ben er nog").click()
        assert answered.value.status == 204


class TestEveryPage:
    @pytest.mark.parametrize("width", WIDTHS)
    def test_is_clean_and_fits(self, browser: Browser, staffed: Staffed, width: int) -> None:
        page = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        link = staffed.invite(f"baas{width}@gemeente.example", ("*", Role.ADMIN))

        def look(name: str) -> None:
            picture(page, f"{name}-{width}")
            problems.extend(f"{name}: {problem}" for problem in accessibility_problems(page))
            if page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append(f"{name}: wider than the screen")

        page.goto(f"{staffed.url}/beheer/inloggen")
        look("inloggen")
        page.get_by_label("E-mailadres").fill("niemand@gemeente.example")
        page.get_by_label("Wachtwoord").fill("fout")
        page.get_by_role("button", name="Log in").click()
        look("inloggen-fout")
        page.goto(link)
        look("uitnodiging")
        page.locator("form").last.evaluate("form => { form.noValidate = true; form.submit() }")
        expect(page.get_by_text("Dit klopt nog niet")).to_be_visible()
        look("uitnodiging-fout")
        first_visit(page, link, "Baas Beheer")
        look("herstelcodes")
        for path in ("", "account", "account/code", "toegang", "bestaat-niet"):
            page.goto(f"{staffed.url}/beheer/{path}")
            look(path.replace("/", "-") or "begin")
        page.goto(f"{staffed.url}/beheer/toegang")
        page.get_by_label("E-mailadres").fill(f"collega{width}@gemeente.example")
        page.get_by_label("Gemeente").select_option("baarn")
        page.get_by_label("redacteur", exact=True).check()
        page.get_by_role("button", name="Maak een uitnodiging").click()
        expect(page.get_by_text(re.compile("Geef deze link aan"))).to_be_visible()
        page.get_by_text("Zet dit account uit").click()
        look("persoon")
        assert problems == []
