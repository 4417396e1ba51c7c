"""Keeping the catalogue true in a real browser: accessible at every size, with keyboard only, without JavaScript; and the pictures of the manual.

`WEGWIJS_PICTURES=1 .venv/bin/python -m pytest tests/browser/test_upkeep.py -k pictures` makes those in docs/handleiding/beeld/ anew."""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from access.seal import Seal
from catalog.models import CatalogueDocument, CatalogueLink, CatalogueProposal, CatalogueReport
from catalog.upkeep.providers import Providers
from chat import repository
from chat.models import Conversation
from insights.models import Demand
from kit import clock
from kit.database import Database
from settings import ROOT
from tests.browser.test_editor import DESKTOP, PHONE, TABLET, Running, _loop, desk, enter, server, tab_to, tab_to_id, tab_until  # noqa: F401 - a fixture
from tests.browser.test_journey import accessibility_problems

pytestmark = pytest.mark.browser
MANUAL = ROOT / "docs" / "handleiding" / "redacteur.md"
PICTURES = ROOT / "docs" / "handleiding" / "beeld"
OFFER, OTHER = "voorbeeld_peutercursus", "voorbeeld_babyspreekuur"
EMAIL = "aanbieder@voorbeeld.nl"
PAGES = (
    "/beheer/werklijst",
    "/beheer/werklijst?soort=ouders",
    "/beheer/werklijst/gedaan",
    f"/beheer/werklijst/ouders/offer/{OFFER}",
    f"/beheer/werklijst/voorstel/offer/{OFFER}",
    f"/beheer/werklijst/link/offer/{OFFER}",
    f"/beheer/werklijst/links/offer/{OFFER}",
    f"/beheer/werklijst/aanbieder/{OFFER}",
    f"/beheer/aanbod/{OFFER}/vragen",
    "/beheer/inzicht",
    "/beheer/inzicht?per=leeftijd",
    "/beheer/inzicht?per=wijk",
)


def in_database(running: Running, work: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        database = Database(running.database_url)
        async with database.session() as session:
            found = await work(session)
        await database.close()
        return found

    return asyncio.run_coroutine_threadsafe(run(), _loop()).result(30)


@pytest.fixture(scope="module")
def busy(server: Running) -> Iterator[Running]:  # noqa: F811
    """The server with something of every sort on the work list."""
    in_database(server, fill)
    yield server


async def fill(session: AsyncSession) -> None:
    today, now = clock.local(clock.now()).date(), clock.now()
    row = await session.get_one(CatalogueDocument, ("offer", OFFER))
    url = "https://voorbeeld.example/verhuisd"
    row.body = {
        **row.body,
        "provider_email": EMAIL,
        "start": {"text": "Meld je aan op de site.", "url": url},
        "check_again": _day(today, 5),
    }
    other = await session.get_one(CatalogueDocument, ("offer", OTHER))
    other.body = {**other.body, "checked_on": _day(today, -400), "check_again": _day(today, -120)}
    told = {"kind": "offer", "document_id": OFFER, "by": "", "gemeente": "voorbeeldstad", "at": now}
    session.add_all(CatalogueReport(text=text, **told) for text in ("klopt niet", "De cursus is nu op dinsdag."))
    place = {"kind": "offer", "document_id": OFFER, "path": "start.url", "url": url, "since": now - timedelta(days=4), "checked_at": now}
    session.add(CatalogueLink(state="stuk", told="Deze pagina is er niet (meer).", **place))
    proposal = {"link_id": "x", "offer_id": OFFER, "answer": "anders", "at": now}
    session.add(CatalogueProposal(proposed={"cost": "€ 15 voor vier avonden.", "age_max": 5.0}, note="Vanaf januari.", **proposal))
    monday = today - timedelta(days=today.weekday() + 7)
    where = {"week": monday, "gemeente": "voorbeeldstad", "rung": 1, "helped": 0, "not_helped": 0}
    for topic, band, wijk, asked, unmet, distant in (
        ("slapen", "1-4", "De Linden", 23, 0, 6),
        ("slapen", "4-8", "Centrum", 9, 0, 0),
        ("gokken", "12-18", "De Linden", 12, 7, 5),
        ("pesten", "8-12", "", 14, 0, 0),
        ("eten", "1-4", "", 3, 0, 0),
    ):
        session.add(Demand(topic=topic, age_band=band, wijk=wijk, asked=asked, unmet=unmet, distant=distant, **where))


def _day(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


def provider_link(running: Running) -> str:
    """As it would stand in a mail."""
    seal = Seal(Path(running.database_url.removeprefix("sqlite:///")).parent / "providers.key")

    async def make(session: AsyncSession) -> str:
        return await Providers(Database(running.database_url), seal).link(session, OFFER, EMAIL)

    return f"/aanbieder/{in_database(running, make)}"


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
class TestPages:
    def test_are_accessible_and_fit(self, browser: Browser, busy: Running, size: dict[str, int]) -> None:
        page = desk(browser, busy, busy.editor("Noor"), size, bypass_csp=True)
        for path in (*PAGES, provider_link(busy)):
            answer = page.goto(path)
            assert answer and answer.status == 200, path
            assert accessibility_problems(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


class TestKeyboard:
    def test_a_task_is_closed_and_a_question_is_asked(self, browser: Browser, busy: Running) -> None:
        page = desk(browser, busy, busy.editor("Noor"))
        page.goto("/beheer/werklijst?soort=link")
        # given a broken link that is found with the tab key
        tab_until(page, lambda at: at[1].startswith("Bekijk en handel af"))
        enter(page)
        expect(page.get_by_role("heading", name="Wat kun je doen?")).to_be_visible()
        # when nothing is chosen, then the page says so
        tab_to(page, "Haal van de lijst")
        enter(page)
        expect(page.get_by_role("alert")).to_have_text("Kies hoe dit is afgelopen.")
        # when an outcome is chosen with the arrow keys, then it is off the list
        tab_until_radio(page)
        page.keyboard.press("ArrowDown")
        tab_to(page, "Haal van de lijst")
        enter(page)
        expect(page.get_by_text("is van de lijst.")).to_be_visible()
        # when a parent's question is typed, then the ranking is shown
        page.goto(f"/beheer/aanbod/{OFFER}/vragen")
        tab_to_id(page, "vraag")
        page.keyboard.type("mijn peuter luistert niet")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Dit krijgt een ouder")).to_be_visible()


def tab_until_radio(page: Page) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            return
    raise AssertionError("no radio button is reached by the tab key")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
class TestWithoutJavaScript:
    def test_a_provider_proposes_and_an_editor_takes_it_over(self, browser: Browser, busy: Running, size: dict[str, int]) -> None:
        address = provider_link(busy)
        visitor = browser.new_context(viewport=size, base_url=busy.url, java_script_enabled=False).new_page()  # type: ignore[arg-type]
        # given a provider with the link of a mail, who is not signed in
        visitor.goto(address)
        visitor.get_by_label("Kosten in woorden").fill(f"€ {size['width']} voor alles.")
        visitor.get_by_role("button", name="Stuur dit voorstel").click()
        expect(visitor.get_by_role("heading", name="Bedankt")).to_be_visible()
        # when the editor takes it over, then it stands in the form as a draft
        page = desk(browser, busy, busy.editor("Bas"), size, java_script_enabled=False)
        page.goto(f"/beheer/werklijst/voorstel/offer/{OFFER}")
        page.get_by_role("button", name="Neem over in een concept").click()
        assert page.get_by_label("Kosten in woorden").input_value() == f"€ {size['width']} voor alles."

    def test_a_parent_says_that_something_is_not_right(self, browser: Browser, busy: Running, size: dict[str, int]) -> None:
        context = browser.new_context(viewport=size, base_url=busy.url, java_script_enabled=False)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto("/chat/voorbeeldstad")
        page.get_by_role("button", name="Begin").click()
        # given a conversation in which an offer is shown
        in_database(busy, show_offer)
        page.goto("/chat/voorbeeldstad")
        # when the parent says that something is not right, then they are thanked and it is on the list
        page.get_by_text("Klopt hier iets niet?").click()
        page.get_by_label("Wat klopt er niet?").fill(f"De prijs {size['width']}.")
        page.get_by_role("button", name="Meld dat dit niet klopt").click()
        expect(page.get_by_text("De redactie van de gemeente kijkt het na.")).to_be_visible()
        assert f"De prijs {size['width']}." in in_database(busy, said_by_parents)
        with_script = browser.new_context(viewport=size, base_url=busy.url, bypass_csp=True)  # type: ignore[arg-type]
        with_script.add_cookies(context.cookies())  # type: ignore[arg-type]
        looking = with_script.new_page()
        looking.goto("/chat/voorbeeldstad?gemeld=ja")
        looking.get_by_text("Klopt hier iets niet?").click()
        assert accessibility_problems(looking) == []
        assert looking.evaluate("document.documentElement.scrollWidth") <= size["width"]


async def show_offer(session: AsyncSession) -> None:
    newest = (await session.scalars(select(Conversation).order_by(Conversation.created_at.desc()).limit(1))).one()
    offer = {
        "id": OFFER,
        "name": "Peutercursus",
        "kind": "training",
        "summary": "Een groep.",
        "checkedOn": "2026-11-01",
        "start": {"text": "Bel."},
    }
    repository.add_message(session, newest.id, None, "bot", {"type": "offers", "intro": "Dit past.", "offers": [offer], "more": False})


async def said_by_parents(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(CatalogueReport.text).where(CatalogueReport.by == "")))


class TestPictures:
    """Every picture of the manual is made here, in the order in which it is told."""

    def test_the_manual_shows_what_is_made(self) -> None:
        shown = re.findall(r"\]\(beeld/([a-z-]+\.png)\)", MANUAL.read_text(encoding="utf-8"))
        assert shown and set(shown) == {f"{name}.png" for name in STEPS} and len(shown) <= 10
        assert all((PICTURES / name).stat().st_size < 150_000 for name in shown)

    def test_pictures(self, browser: Browser, busy: Running, tmp_path: Path) -> None:
        folder = PICTURES if os.environ.get("WEGWIJS_PICTURES") else tmp_path
        folder.mkdir(exist_ok=True)
        page = desk(browser, busy, busy.editor("Noor de Tester"), {"width": 1000, "height": 720})
        for name, step in STEPS.items():
            path, wanted = step
            page.goto(provider_link(busy) if path == "aanbieder" else path)
            element = page.locator(wanted).first
            expect(element).to_be_visible()
            element.evaluate("element => element.scrollIntoView({block: 'start'})")
            page.screenshot(path=folder / f"{name}.png")
        assert len(list(folder.glob("*.png"))) >= len(STEPS)


STEPS = {
    "begin": ("/beheer/", "header.top"),
    "lijst": ("/beheer/aanbod?nakijken=ja", "header.top"),
    "bewerken": (f"/beheer/aanbod/{OFFER}/bewerk", "main h1"),
    "voorbeeld": (f"/beheer/aanbod/{OFFER}/voorbeeld", "header.site"),
    "vragen": (f"/beheer/aanbod/{OFFER}/vragen", "main h1"),
    "werklijst": ("/beheer/werklijst", "header.top"),
    "afhandelen": (f"/beheer/werklijst/ouders/offer/{OFFER}", "main h1"),
    "aanbieder": ("aanbieder", "main h1"),
    "inzicht": ("/beheer/inzicht", "main h1"),
    "profiel": ("/beheer/profiel/voorbeeldstad", "main h1"),
}
