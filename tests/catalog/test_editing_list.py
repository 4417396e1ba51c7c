"""The editor's list: the same rights as everywhere, filters that find what they say, and pages."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import numpy as np
import pytest

from access.schemas import Role
from catalog import repository
from catalog.listing import PAGE, Filter, listing
from catalog.service import Editor
from kit import embedding
from kit.database import Base, Database
from kit.errors import NotFound
from tests.catalog.editing import ADMIN, BOTH, DORP, LAND, STAD, WIJKTEAM, editor, staff
from tests.catalog.factory import TODAY, make_offer

Roles = frozenset[tuple[str, Role]]
OFFERS = [
    make_offer(
        "slaap",
        name="Slaapcursus",
        gemeenten=["stad"],
        topics=["slapen", "eten"],
        age_min=1,
        age_max=4,
        start={"text": "Bel.", "phone": "030 1234567"},
    ),
    make_offer(
        "puber",
        name="Avond over pubers",
        gemeenten=["stad"],
        topics=["puberteit"],
        kind="themabijeenkomst",
        age_min=12,
        check_again=date(2026, 11, 20),
    ),
    make_offer("weg", name="Gestopt", gemeenten=["stad"], status="ingetrokken"),
    make_offer("dorp", name="Van dorp", gemeenten=["dorp"]),
    make_offer("beide", name="Beide", gemeenten=["stad", "dorp"], summary="Voor ouders met één kind."),
    make_offer("land", name="Kindertelefoon", provider="100% Kind_er"),
]


@pytest.fixture(autouse=True)
def quick_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "encode", lambda texts: np.full((len(texts), embedding.DIMENSIONS), 0.04, dtype=np.float32))


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    found = Database(empty_database_url)
    async with found.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with found.session() as session:
        await repository.replace(session, OFFERS)
    yield found
    await found.close()


async def ids(database: Database, roles: Roles = STAD, name: str = "noor", **asked: Any) -> list[str]:
    async with database.session() as session:
        return [row.id for row in (await listing(session, "offer", staff(roles, name), Filter(**asked), TODAY)).rows]


class TestFilters:
    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({}, "puber beide weg land slaap"),
            ({"words": "SLAAP cursus"}, "slaap"),
            ({"words": "één kind"}, "beide"),
            ({"words": "100%"}, "land"),
            ({"words": "_er"}, "land"),
            ({"words": "'; drop table"}, ""),
            ({"kind": "themabijeenkomst"}, "puber"),
            ({"topic": "eten"}, "slaap"),
            ({"age": 3}, "beide weg land slaap"),
            ({"age": 12}, "puber beide weg land"),
            ({"status": "ingetrokken"}, "weg"),
            ({"status": "gepubliceerd"}, "puber beide land slaap"),
            ({"status": "concept"}, ""),
            ({"gemeente": "dorp"}, "beide land"),
            ({"due": True}, "puber"),
            ({"incomplete": True}, "puber beide weg land"),
            ({"order": "nakijken"}, "puber beide land slaap weg"),
            ({"order": "naam", "down": True}, "slaap land weg beide puber"),
            ({"order": "onzin"}, "puber beide weg land slaap"),
        ],
    )
    async def test_find_what_they_say(self, database: Database, asked: dict[str, Any], expected: str) -> None:
        assert await ids(database, **asked) == expected.split()

    async def test_drafts(self, database: Database) -> None:
        noor = editor(database)
        now = await noor.open_to_edit("offer", "slaap")
        await noor.save_draft("offer", "slaap", {**now.body, "name": "Zz nieuw", "typed": {"age_min": "drie"}}, now.base)
        await noor.create("offer", {"name": "Aa half", "places": {"scope": "lokaal", "gemeenten": ["stad"]}})
        assert await ids(database, status="gewijzigd") == ["slaap"]
        assert await ids(database, status="concept") == ["aa_half"]
        assert await ids(database) == ["aa_half", "puber", "beide", "weg", "land", "slaap"]
        assert await ids(database, age=3) == ["aa_half", "beide", "weg", "land", "slaap"]
        assert "aa_half" in await ids(database, incomplete=True)
        assert await ids(database, DORP) == ["beide", "land", "dorp"]

    async def test_pages(self, database: Database) -> None:
        async with database.session() as session:
            await repository.replace(session, [make_offer(f"o{number:03}", gemeenten=["stad"]) for number in range(PAGE * 2 + 3)])
            found = await listing(session, "offer", staff(), Filter(page=99), TODAY)
        assert (found.total, found.pages, found.page, len(found.rows)) == (PAGE * 2 + 3, 3, 3, 3)


class TestRights:
    @pytest.mark.parametrize("roles", [STAD, DORP, BOTH, LAND, ADMIN, WIJKTEAM], ids=["stad", "dorp", "beide", "land", "admin", "wijkteam"])
    async def test_the_list_and_the_pages_agree(self, database: Database, roles: Roles) -> None:
        """Also for drafts in every kind of place: what is in the list can be opened, what is not cannot, and who may edit is the same."""
        places: list[dict[str, Any]] = [
            {"scope": "landelijk"},
            {"scope": "lokaal", "gemeenten": []},
            {"scope": "lokaal", "gemeenten": ["dorp"]},
            {"scope": "lokaal", "gemeenten": ["stad", "dorp"]},
            {},
        ]
        land = editor(database, LAND, "bas")
        for number, place in enumerate(places):
            await land.create("offer", {"name": f"Concept {number}", "places": place})
            for offer_id in ("slaap", "land"):
                now = await land.open_to_edit("offer", offer_id)
                await land.save_draft("offer", offer_id, {**now.body, "places": place}, now.base)
                await self.agree(database, roles)

    async def agree(self, database: Database, roles: Roles) -> None:
        who = editor(database, roles)
        async with database.session() as session:
            listed = {row.id: row for row in (await listing(session, "offer", staff(roles), Filter(), TODAY)).rows}
        opened = {
            name: found
            for name in [*(offer.id for offer in OFFERS), *(f"concept_{n}" for n in range(5))]
            if (found := await self.opened(who, name))
        }
        assert {name: (row.may_edit, row.is_draft, row.body.get("places")) for name, row in listed.items()} == {
            name: (now.may_edit, now.is_draft, now.body.get("places")) for name, now in opened.items()
        }

    @staticmethod
    async def opened(who: Editor, name: str) -> Any:
        try:
            return await who.open("offer", name)
        except NotFound:
            return None
