"""The work list as an editor sees it: valid pages, buttons that do what they say, and nothing of another gemeente."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from access.schemas import Role
from catalog.models import CatalogueDocument, CatalogueOutcome, CatalogueReport
from catalog.upkeep import links
from kit import clock
from kit.database import Database
from tests.access.factory import StaffClient, sign_in
from tests.catalog.test_editing_pages import quick, tree  # noqa: F401 - a fixture that is used by itself
from tests.catalog.upkeep import parent_says

HOME = "/beheer/werklijst"
OFFER = "voorbeeld_peutercursus"
TASK = f"{HOME}/ouders/offer/{OFFER}"


@pytest.fixture
async def noor(client: httpx.AsyncClient) -> StaffClient:
    return await sign_in(client, name="Noor")


@pytest.fixture
def database(client: httpx.AsyncClient) -> Database:
    return client.app.state.tools.database  # type: ignore[attr-defined, no-any-return]


async def change(database: Database, **fields: Any) -> None:
    async with database.session() as session:
        row = await session.get_one(CatalogueDocument, ("offer", OFFER))
        row.body = {**row.body, **fields}
        row.version += 1


async def due(database: Database, days: int) -> None:
    day = clock.local(clock.now()).date() + timedelta(days=days)
    await change(database, checked_on="2024-01-01", check_again=day.isoformat())


def mark(page: httpx.Response) -> str:
    found = re.search(r'name="merk" value="([^"]+)"', page.text)
    assert found
    return found[1]


class TestList:
    async def test_is_in_the_menu_and_valid_when_empty_and_full(self, noor: StaffClient, database: Database) -> None:
        assert f'href="{HOME}"' in (await noor.get("/beheer/")).text
        tree(await noor.get(HOME))
        await due(database, -1)
        await parent_says(database, OFFER, "De <b>prijs</b>.", "voorbeeldstad", clock.now())
        page = await noor.get(HOME)
        assert "De &lt;b&gt;prijs&lt;/b&gt;." in page.text
        tree(page)

    async def test_filters_by_sort(self, noor: StaffClient, database: Database) -> None:
        await due(database, -1)
        await parent_says(database, OFFER, "", "voorbeeldstad", clock.now())
        assert "<table" in (await noor.get(f"{HOME}?soort=ouders")).text
        only = (await noor.get(f"{HOME}?soort=ouders")).text.split("<tbody>")[1]
        assert "Een ouder zegt" in only and "De dag om dit na te kijken" not in only
        assert (await noor.get(f"{HOME}?soort=onzin&pagina=99")).status_code == 200

    @pytest.mark.parametrize("days", [-1, -200])
    async def test_still_right(self, noor: StaffClient, database: Database, days: int) -> None:
        await due(database, days)
        page = await noor.get(HOME)
        button = re.search(rf'name="taak" value="([^"]+{OFFER}@\d+)"', page.text)
        assert button
        answer = await noor.post(f"{HOME}/nog-juist", {"taak": button[1]})
        assert answer.status_code == 303
        assert "is nagekeken" in (await noor.get(HOME)).text
        async with database.session() as session:
            body = (await session.get_one(CatalogueDocument, ("offer", OFFER))).body
            outcomes = [row.outcome for row in await session.scalars(select(CatalogueOutcome))]
        assert body["checked_on"] == clock.local(clock.now()).date().isoformat() and outcomes == ["nog_juist"]

    async def test_still_right_of_what_changed_meanwhile(self, noor: StaffClient, database: Database) -> None:
        await due(database, -1)
        page = await noor.get(HOME)
        button = re.search(rf'name="taak" value="([^"]+{OFFER}@\d+)"', page.text)
        await change(database, name="Anders")
        await noor.post(f"{HOME}/nog-juist", {"taak": button[1] if button else ""})
        assert "Daar is intussen iets veranderd." in (await noor.get(HOME)).text

    @pytest.mark.parametrize("sent", ["", "x", "nakijken/offer/x@1", "a/b/c/d@" + "9" * 30])
    async def test_what_is_no_task(self, noor: StaffClient, sent: str) -> None:
        assert (await noor.post(f"{HOME}/nog-juist", {"taak": sent})).status_code == 404


class TestTask:
    async def test_is_closed_with_an_outcome(self, noor: StaffClient, database: Database) -> None:
        await parent_says(database, OFFER, "De prijs.", "voorbeeldstad", clock.now())
        page = await noor.get(TASK)
        tree(page)
        answer = await noor.post(TASK, {"merk": mark(page), "uitkomst": "verbeterd", "toelichting": "Prijs <b>aangepast</b>."})
        assert answer.status_code == 303
        done = await noor.get(f"{HOME}/gedaan")
        assert "Ik heb het verbeterd" in done.text and "Prijs &lt;b&gt;aangepast" in done.text and "Noor" in done.text
        tree(done)
        assert (await noor.get(TASK)).status_code == 404

    async def test_without_an_outcome_is_told(self, noor: StaffClient, database: Database) -> None:
        await parent_says(database, OFFER, "", "voorbeeldstad", clock.now())
        page = await noor.get(TASK)
        answer = await noor.post(TASK, {"merk": mark(page)})
        assert answer.status_code == 422 and "Kies hoe dit is afgelopen." in answer.text
        tree(answer)

    async def test_with_what_was_said_after_it_was_opened_is_told(self, noor: StaffClient, database: Database) -> None:
        await parent_says(database, OFFER, "", "voorbeeldstad", clock.now())
        page = await noor.get(TASK)
        await parent_says(database, OFFER, "Ook de plek.", "voorbeeldstad", clock.now())
        answer = await noor.post(TASK, {"merk": mark(page), "uitkomst": "klopt"})
        assert answer.status_code == 409 and "Ook de plek." in answer.text
        async with database.session() as session:
            assert all(row.closed_at is None for row in await session.scalars(select(CatalogueReport)))


class TestRights:
    PATHS = (TASK, f"{HOME}/links/offer/{OFFER}", f"{HOME}/aanbieder/{OFFER}", f"{HOME}/links/iets/{OFFER}")

    async def test_of_another_gemeente_nothing_exists(self, client: httpx.AsyncClient, database: Database) -> None:
        await parent_says(database, OFFER, "", "voorbeeldstad", clock.now())
        other = await sign_in(client, frozenset({("amersfoort", Role.EDITOR)}))
        for path in self.PATHS:
            assert (await other.get(path)).status_code == 404, path
            assert (await other.post(path)).status_code == 404, path
        assert OFFER not in (await other.get(HOME)).text

    async def test_the_wijkteam_has_no_work_list(self, client: httpx.AsyncClient) -> None:
        wijkteam = await sign_in(client, frozenset({("voorbeeldstad", Role.WIJKTEAM)}))
        for path in (HOME, f"{HOME}/gedaan"):
            assert (await wijkteam.get(path)).status_code == 404
        assert f'href="{HOME}"' not in (await wijkteam.get("/beheer/")).text

    async def test_who_is_not_signed_in_is_sent_to_do_so(self, client: httpx.AsyncClient) -> None:
        assert (await client.get(HOME)).headers["location"].startswith("/beheer/inloggen")


class TestLinks:
    async def test_are_looked_at_on_request(self, noor: StaffClient, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        async def look(url: str) -> tuple[str, str]:
            return "stuk", "Deze pagina is er niet (meer)."

        monkeypatch.setattr(links, "look", look)
        await change(database, start={"text": "Meld je aan.", "url": "https://voorbeeld.example/weg"})
        page = f"{HOME}/links/offer/{OFFER}"
        assert "Nog niet naar gekeken" in (await noor.get(page)).text
        assert (await noor.post(page)).status_code == 303
        shown = await noor.get(page)
        assert "Deze pagina is er niet (meer)." in shown.text
        tree(shown)
        assert "voorbeeld.example/weg" in (await noor.get(f"{HOME}/link/offer/{OFFER}")).text
