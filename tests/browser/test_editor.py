"""An editor's whole day in a real browser, on a real server process: with keyboard only, without JavaScript, on a phone and at a desk."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from access.models import Account
from access.pages import SESSION
from access.repository import put_roles
from access.schemas import Role
from access.service import Visit, open_session
from catalog.search import Live
from evaluation.own_server import free_ports
from kit import clock
from kit.database import Database
from kit.ids import new_id
from settings import ROOT
from tests.browser.test_journey import accessibility_problems

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 640}
TABLET = {"width": 768, "height": 1024}
DESKTOP = {"width": 1280, "height": 900}
LOCAL = "/beheer/aanbod/voorbeeld_peutercursus"
TIP, STAD = "slapen_0_1_1", "voorbeeldstad"
PAGES = (
    "/beheer/aanbod",
    "/beheer/aanbod/nieuw",
    *(f"/beheer/tips{path}" for path in ("", "/nieuw", f"/{TIP}", f"/{TIP}/bewerk", f"/{TIP}/voorbeeld", f"/{TIP}/geschiedenis")),
    *(f"/beheer/profiel{path}" for path in ("", "/nieuw", "/hillegom", "/hillegom/bewerk", f"/{STAD}/voorbeeld", f"/{STAD}/chat")),
    "/beheer/invoer",
    *(f"{LOCAL}{path}" for path in ("", "/bewerk", "/voorbeeld", "/geschiedenis", "/geschiedenis/1", "/intrekken", "/melding")),
)


class Running:
    """The server's address and its database."""

    def __init__(self, url: str, database_url: str) -> None:
        self.url, self.database_url = url, database_url

    def editor(self, name: str, gemeente: str = "voorbeeldstad") -> str:
        """Signs in somebody new; gives the secret of the session."""

        async def make() -> str:
            database = Database(self.database_url)
            staff_id = new_id()
            account = Account(
                id=staff_id,
                email=f"{staff_id.lower()}@gemeente.example",
                name=name,
                active=True,
                demo=False,
                totp_step=0,
                created_at=clock.now(),
            )
            async with database.session() as session:
                session.add(account)
                await session.flush()
                await put_roles(session, staff_id, [(gemeente, Role.EDITOR)])
                opened = await open_session(session, account, Visit("127.0.0.1", None, "Chrome op Linux"))
            await database.close()
            return opened.secret

        return asyncio.run_coroutine_threadsafe(make(), _loop()).result(30)


def _loop() -> asyncio.AbstractEventLoop:
    """A loop of its own, since Playwright keeps one in this thread."""
    import threading

    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return loop


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`python server.py`, without the bot, with the real content."""
    var = tmp_path_factory.mktemp("editor")
    database_url, port = f"sqlite:///{var / 'wegwijs.db'}", free_ports(1)[0]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJS_")}
    environment = {
        **kept,
        "PYTHONPATH": str(ROOT),
        "WEGWIJS_VAR": str(var),
        "WEGWIJS_DATABASE_URL": database_url,
        "WEGWIJS_PORT": str(port),
    }
    subprocess.run([sys.executable, "-m", "catalog", "setup"], cwd=ROOT, env=environment, check=True, capture_output=True)
    process = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait(lambda: answers(f"http://127.0.0.1:{port}/api/v1/health/live"), 60)
        yield Running(f"http://127.0.0.1:{port}", database_url)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False, timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def wait(done: Callable[[], bool], seconds: float) -> float:
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < seconds
        time.sleep(0.1)
    return time.monotonic() - began


def desk(browser: Browser, server: Running, secret: str, size: dict[str, int] = DESKTOP, **more: Any) -> Page:
    context = browser.new_context(viewport=size, reduced_motion="reduce", base_url=server.url, **more)  # type: ignore[arg-type]
    context.add_cookies([{"name": SESSION, "value": secret, "url": server.url}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
class TestPages:
    def test_are_accessible_and_fit(self, browser: Browser, server: Running, size: dict[str, int]) -> None:
        page = desk(browser, server, server.editor("Noor", "*"), size, bypass_csp=True)
        for path in PAGES:
            page.goto(path)
            assert accessibility_problems(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


class TestKeyboard:
    def test_from_the_list_to_published(self, browser: Browser, server: Running) -> None:
        page = desk(browser, server, server.editor("Noor"), bypass_csp=True)
        page.goto("/beheer/aanbod?zoek=pubercursus")
        # given an offer that is found with the tab key
        tab_to(page, "Pubercursus Praten en Loslaten")
        enter(page)
        tab_to(page, "Bewerk")
        enter(page)
        # when a wrong age is typed and published, then the focus is on the errors and a link leads to the field
        tab_to_id(page, "v-age_min")
        page.keyboard.press("Control+A")
        page.keyboard.type("elf")
        tab_to(page, "Publiceer")
        enter(page)
        expect(page.locator("#fouten")).to_be_focused()
        assert accessibility_problems(page) == []
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#v-age_min")).to_be_focused()
        assert page.locator("#v-age_min").input_value() == "elf"
        # when it is mended, then it is published
        page.keyboard.press("Control+A")
        page.keyboard.type("10")
        tab_to(page, "Publiceer")
        enter(page)
        expect(page.get_by_text("Gepubliceerd. Ouders zien dit binnen twee seconden.")).to_be_visible()


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focused(page: Page) -> tuple[str, str]:
    found: list[str] = page.evaluate("[document.activeElement.id, document.activeElement.innerText || '']")
    return found[0], found[1].strip()


def tab_until(page: Page, wanted: Callable[[tuple[str, str]], bool]) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted(focused(page)):
            return
    raise AssertionError(f"not reached by keyboard; focus is on {focused(page)}")


def tab_to(page: Page, words: str) -> None:
    tab_until(page, lambda at: at[1] == words)


def tab_to_id(page: Page, wanted: str) -> None:
    tab_until(page, lambda at: at[0] == wanted)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
class TestWithoutJavaScript:
    def test_two_editors_a_preview_history_and_withdrawal(self, browser: Browser, server: Running, size: dict[str, int]) -> None:
        name = f"Babyspreekuur {size['width']}"
        address = "/beheer/aanbod/voorbeeld_babyspreekuur"
        noor = desk(browser, server, server.editor("Noor"), size, java_script_enabled=False)
        bas = desk(browser, server, server.editor("Bas", "*"), size, java_script_enabled=False)
        for page in (noor, bas):
            page.goto(f"{address}/bewerk")
        # given two editors with the same form
        noor.get_by_label("Naam van het aanbod").fill(name)
        noor.get_by_role("button", name="Bewaar concept").click()
        expect(noor.get_by_text("Bewaard als concept")).to_be_visible()
        # when the second saves, then both texts are side by side and nothing is lost
        bas.get_by_label("Wachttijd").fill(f"Wachttijd {size['width']} dagen.")
        bas.get_by_role("button", name="Bewaar en bekijk als ouder").click()
        expect(bas.get_by_role("heading", name="Noor was je voor")).to_be_visible()
        bas.get_by_role("button", name="Bewaar wat ik koos").click()
        assert bas.get_by_label("Naam van het aanbod").input_value() == name
        assert bas.get_by_label("Wachttijd").input_value() == f"Wachttijd {size['width']} dagen."
        # when it is seen as a parent sees it, then it can be published
        bas.get_by_role("button", name="Bewaar en bekijk als ouder").click()
        expect(bas.get_by_role("heading", name=name)).to_be_visible()
        expect(bas.get_by_text("Waarom dit past")).to_be_visible()
        bas.get_by_role("button", name="Publiceer").click()
        expect(bas.get_by_text("Gepubliceerd.", exact=False).first).to_be_visible()
        # when it is withdrawn with a reason, then an earlier text can be put back
        bas.get_by_role("link", name="Trek in").click()
        bas.get_by_label("Waarom trek je dit in?").fill("De groep is gestopt.")
        bas.get_by_role("button", name="Trek in").click()
        bas.get_by_role("link", name="Geschiedenis").click()
        expect(bas.get_by_text("De groep is gestopt.").first).to_be_visible()
        bas.get_by_role("link", name="Tekst 1", exact=True).click()
        bas.get_by_text("Zet deze tekst terug").click()
        bas.get_by_role("button", name="Ja, zet terug").click()
        expect(bas.get_by_text("Tekst 1 is teruggezet.")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
class TestProfileWithoutJavaScript:
    def test_hours_a_wijk_and_the_switch(self, browser: Browser, server: Running, size: dict[str, int]) -> None:
        gemeente = "hillegom" if size is PHONE else "hoogeveen"
        page = desk(browser, server, server.editor("Jan", gemeente), size, java_script_enabled=False)
        page.goto("/beheer/profiel")
        page.get_by_role("link", name=gemeente.title()).click()
        # given a profile that is no more than a concept, and says why
        expect(page.get_by_text("Het telefoonnummer van het team mist nog.")).to_be_visible()
        page.get_by_role("link", name="Bewerk").click()
        # when a row is filled in wrongly, then the error leads to its field
        page.get_by_label("Telefoonnummer").first.fill("0252 12 34 56")
        hours = page.get_by_role("group", name="Uren 1 (nieuw)")
        hours.get_by_label("maandag").check()
        hours.get_by_label("Open vanaf").fill("09:00")
        hours.get_by_label("Open tot").fill("08:00")
        page.get_by_role("button", name="Publiceer").click()
        page.get_by_role("link", name="Uren 1: Deze tijd moet na de begintijd liggen.").first.click()
        expect(page.locator("#v-team-hours-0-closes")).to_be_focused()
        # when it is mended and all is there, then it is complete
        page.locator("#v-team-hours-0-closes").fill("17:00")
        page.get_by_role("group", name="Bron 1").get_by_label("Webadres").fill(f"https://www.{gemeente}.nl/team")
        page.get_by_role("button", name="Publiceer").click()
        expect(page.get_by_text("Compleet")).to_be_visible()
        page.get_by_role("link", name="Bekijk als ouder").click()
        expect(page.get_by_text("maandag van 9.00 tot 17.00 uur", exact=False).first).to_be_visible()
        # when the chat is turned off with a reason, then a parent reads whom to reach
        page.goto(f"/beheer/profiel/{gemeente}")
        page.get_by_role("link", name="Zet de chat uit").click()
        page.get_by_label("Waarom zet je de chat uit?").fill("Proef.")
        page.get_by_role("button", name="Zet de chat uit").click()
        expect(page.get_by_text("De chat staat uit.", exact=False).first).to_be_visible()
        parent = browser.new_context(viewport=size, base_url=server.url, java_script_enabled=False).new_page()  # type: ignore[arg-type]
        wait(lambda: bool(parent.goto(f"/chat/{gemeente}")) and parent.get_by_text("Je kunt nu niet chatten").count() == 1, 5)
        expect(parent.get_by_role("link", name="Bel 0252 12 34 56", exact=False)).to_be_visible()
        assert parent.evaluate("document.documentElement.scrollWidth") <= size["width"]


class TestAtOnce:
    def test_another_process_sees_it_within_two_seconds(self, browser: Browser, server: Running) -> None:
        loop, database = _loop(), Database(server.database_url)
        live = Live(database)

        def cost() -> str:
            offer = asyncio.run_coroutine_threadsafe(live.current(), loop).result(30).offer("voorbeeld_pesten_online")
            return offer.cost if offer else ""

        assert cost()
        page = desk(browser, server, server.editor("Noor"))
        page.goto("/beheer/aanbod/voorbeeld_pesten_online/bewerk")
        page.get_by_label("Kosten in woorden").fill("Gratis. Echt waar.")
        page.get_by_role("button", name="Publiceer").click()
        expect(page.get_by_text("Ouders zien dit binnen twee seconden", exact=False)).to_be_visible()
        assert wait(lambda: cost() == "Gratis. Echt waar.", 2) < 2
        asyncio.run_coroutine_threadsafe(database.close(), loop).result(10)
