"""The inbox in a real browser, on a real server: with keys only, without JavaScript, renewing itself, and seen by axe at three widths."""

import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

import server
from access.pages import SESSION
from access.schemas import Role
from access.service import Access
from evaluation.own_server import free_ports
from handoff.models import Handoff, OutboxEntry
from kit import clock
from kit.database import Database
from privacy.vault import Vault
from settings import Settings
from tests import aside
from tests.access.conftest import quick_hashes as quick_hashes
from tests.access.factory import sign_in
from tests.browser.test_editor import enter, tab_to, tab_to_id
from tests.browser.test_journey import accessibility_problems
from tests.databases import Databases
from tests.handoff.desk import HOME, QUESTION, question

pytestmark = pytest.mark.browser
SIZES = {"phone": {"width": 320, "height": 640}, "tablet": {"width": 768, "height": 1024}, "desktop": {"width": 1280, "height": 900}}
PICTURES = os.environ.get("WEGWIJS_PICTURES")


class Team:
    """A server of this module, and its database beside it."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.url = settings, settings.address

    def do(self, work: Callable[[Any], Awaitable[Any]]) -> Any:
        """With something that looks like the client of the other tests, in a thread of its own: Playwright holds the loop of this one."""

        async def run() -> Any:
            database = Database(self.settings.database_url)
            handoffs = SimpleNamespace(database=database, vault=Vault(self.settings.var / "handoff.keys"))
            state = SimpleNamespace(handoffs=handoffs, access=Access(database, self.settings))
            found = await work(SimpleNamespace(app=SimpleNamespace(state=state)))
            await database.close()
            return found

        return aside.run(run())

    def question(self, **values: Any) -> Handoff:
        row: Handoff = self.do(lambda client: question(client, **values))
        return row

    def page(self, browser: Browser, name: str, size: str = "desktop", role: Role = Role.WIJKTEAM, **more: Any) -> Page:
        """A browser in which somebody is signed in."""
        who = self.do(lambda client: sign_in(client, {("voorbeeldstad", role)}, name=name))
        context = browser.new_context(viewport=SIZES[size], base_url=self.url, reduced_motion="reduce", locale="nl-NL", **more)  # type: ignore[arg-type]
        context.add_cookies([{"name": SESSION, "value": who.secret, "url": self.url}])
        page = context.new_page()
        page.set_default_timeout(60_000)
        return page


@pytest.fixture(scope="module")
def team(databases: Databases, content_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    (port,) = free_ports(1)
    settings = Settings(var=tmp_path_factory.mktemp("var"), database_url=databases.copy(content_url), port=port)
    kept, server.prepare = server.prepare, lambda tools: None
    program = uvicorn.Server(uvicorn.Config(server.create_app(settings), port=port, log_level="error", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=program.run)
    thread.start()
    while not program.started:
        time.sleep(0.05)
    yield Team(settings)
    program.should_exit = True
    thread.join()
    server.prepare = kept


@pytest.fixture(scope="module")
def filled(team: Team) -> Handoff:
    """A list with some of everything; the one that is given is urgent."""
    now = clock.now()
    team.question(created_at=now - timedelta(hours=50), due_at=now - timedelta(hours=2), topics=["driftbuien"], ages=[[8.0, 8.0]])
    team.question(created_at=now - timedelta(hours=5), due_at=now + timedelta(hours=20), topics=["gamen_scherm"], ages=[[12.0, 14.0]])
    team.question(status="afgerond", closed_at=now, outcome="geholpen", delete_after=now + timedelta(days=90))
    long_ago = now - timedelta(days=21)
    done = {"status": "afgerond", "closed_at": long_ago, "tried_to_reach_at": long_ago, "delete_after": now + timedelta(days=69)}
    for outcome in ["geholpen"] * 6 + ["geen_contact"]:
        team.question(created_at=long_ago - timedelta(hours=7), due_at=long_ago, outcome=outcome, **done)
    return team.question(urgency="spoed", created_at=now - timedelta(minutes=25), due_at=now + timedelta(days=1))


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def stuck(team: Team, row: Handoff) -> None:
    values = {"state": "opgegeven", "tries": 20, "next_at": clock.now(), "error": "SMTPConnectError"}

    async def add(client: Any) -> None:
        async with client.app.state.handoffs.database.session() as session:
            session.add(OutboxEntry(handoff_id=row.id, channel="mail", occasion="nieuw", **values))

    team.do(add)


@pytest.mark.parametrize("size", SIZES)
class TestPages:
    def test_are_accessible_and_fit(self, browser: Browser, team: Team, filled: Handoff, size: str) -> None:
        page = team.page(browser, "Noor", size, bypass_csp=True)
        row = team.question(urgency="spoed")
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))

        def check(name: str) -> None:
            picture(page, f"{name}-{size}")
            assert accessibility_problems(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], name

        page.goto(HOME)
        check("lijst")
        page.goto(f"{HOME}/{row.id}")
        check("vraag")
        page.get_by_role("button", name="Pak op").click()
        expect(page.get_by_text("Jij hebt deze vraag nu.")).to_be_visible()
        page.get_by_role("button", name="Bewaar contact").click()
        expect(page.locator("#fouten")).to_be_focused()
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        check("vraag-open")
        if PICTURES:
            page.locator("section[aria-labelledby=h-meldcode]").screenshot(path=str(Path(PICTURES) / f"meldcode-{size}.png"))
        page.goto(f"{HOME}/{row.id}/print")
        check("afdruk")
        page.goto(f"{HOME}/cijfers")
        expect(page.get_by_text("Op tijd gereageerd")).to_be_visible()
        check("cijfers")
        boss = team.page(browser, "Beheer", size, Role.ADMIN, bypass_csp=True)
        stuck(team, row)
        boss.goto("/beheer/teams")
        picture(boss, f"teams-{size}")
        assert accessibility_problems(boss) == []
        assert problems == []


class TestKeyboard:
    def test_from_the_list_to_finished(self, browser: Browser, team: Team, filled: Handoff) -> None:
        row = team.question()
        page = team.page(browser, "Noor")
        # given the list, searched with the keys
        page.goto(HOME)
        tab_to_id(page, "zoek")
        page.keyboard.type(row.reference)
        enter(page)
        tab_to(page, row.reference)
        enter(page)
        expect(page.get_by_role("heading", name=f"Vraag {row.reference}")).to_be_visible()
        # when it is taken, tried, and finished without a mouse
        tab_to(page, "Pak op")
        enter(page)
        expect(page.get_by_text("Jij hebt deze vraag nu.")).to_be_visible()
        tab_to_id(page, "poging-result")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        tab_to_id(page, "poging-note")
        page.keyboard.type("Belt vanavond terug.")
        tab_to(page, "Bewaar contact")
        enter(page)
        expect(page.get_by_text("probeerde contact: geen gehoor")).to_be_visible()
        tab_to(page, "Rond af")
        page.keyboard.press("Enter")
        tab_to_id(page, "afronden-outcome")
        page.keyboard.type("Geholpen")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        enter(page)
        # then it is
        expect(page.get_by_text("De vraag is afgerond.")).to_be_visible()
        expect(page.get_by_text("Afgerond: geholpen met advies")).to_be_visible()


class TestWithoutJavaScript:
    def test_two_workers_and_one_question(self, browser: Browser, team: Team) -> None:
        row = team.question()
        noor = team.page(browser, "Noor Tweede", "phone", java_script_enabled=False)
        bas = team.page(browser, "Bas Tweede", java_script_enabled=False)
        for page in (noor, bas):
            page.goto(f"{HOME}/{row.id}")
        noor.get_by_role("button", name="Pak op").click()
        expect(noor.get_by_text("Jij hebt deze vraag nu.")).to_be_visible()
        bas.get_by_role("button", name="Pak op").click()
        expect(bas.get_by_role("alert")).to_contain_text("Noor Tweede heeft deze vraag opgepakt.")
        bas.get_by_label("Wat wil je onthouden?").fill("Ik ken dit gezin.")
        bas.get_by_role("button", name="Bewaar notitie").click()
        expect(bas.get_by_text("Ik ken dit gezin.")).to_be_visible()
        bas.goto(HOME)
        bas.get_by_role("link", name="Ververs de lijst").click()
        expect(bas.get_by_text("Noor Tweede")).to_be_visible()


class TestLive:
    def test_a_new_question_appears_by_itself_and_the_focus_stays(self, browser: Browser, team: Team) -> None:
        first = team.question()
        page = team.page(browser, "Noor")
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
        page.goto(HOME)
        expect(page.get_by_text("De lijst ververst vanzelf.")).to_be_visible(timeout=60_000)
        page.get_by_role("link", name=first.reference).focus()
        # when a question comes in, then it is in the list and it is said
        second = team.question(urgency="spoed")
        expect(page.get_by_role("link", name=second.reference)).to_be_visible(timeout=60_000)
        expect(page.locator("#meldingen")).to_have_text("Er is een nieuwe vraag.")
        expect(page.get_by_role("link", name=first.reference)).to_be_focused()
        # when somebody else takes it, then that is seen too
        other = team.page(browser, "Bas")
        other.goto(f"{HOME}/{second.id}")
        expect(other.get_by_text(QUESTION)).to_be_visible()
        other.get_by_role("button", name="Pak op").click()
        expect(page.get_by_role("row", name=second.reference)).to_contain_text("Bas", timeout=60_000)
        assert problems == []
