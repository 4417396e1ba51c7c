"""What is shown: never a group under five, also not by subtracting; only to who edits there; a file that no spreadsheet runs."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from access.schemas import Role
from insights.models import Demand
from insights.pages import guarded
from insights.service import Period, large_enough, periods, report
from kit import clock
from kit.database import Base, Database
from tests.access.factory import StaffClient, sign_in

LAST_WEEK = clock.local(clock.now()).date() - timedelta(days=clock.local(clock.now()).weekday() + 7)
PERIOD = Period("nu", LAST_WEEK, LAST_WEEK)
STAD = frozenset({("voorbeeldstad", Role.EDITOR)})


def group(topic: str = "slapen", asked: int = 5, **more: Any) -> Demand:
    values: dict[str, Any] = {"gemeente": "voorbeeldstad", "week": LAST_WEEK, "age_band": "4-8", "wijk": "", "rung": 1}
    counts = {"unmet": 0, "distant": 0, "helped": 0, "not_helped": 0}
    return Demand(topic=topic, asked=asked, **{**values, **counts, **more})


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    found = Database(empty_database_url)
    async with found.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield found
    await found.close()


async def shown(database: Database, way: str, *groups: Demand) -> list[tuple[Any, ...]]:
    async with database.session() as session:
        session.add_all(groups)
    async with database.session() as session:
        found = (await report(session, "voorbeeldstad", PERIOD, way)).groups
    return [(one.topic, one.part, one.asked, one.unmet) for one in found]


class TestGroups:
    async def test_under_five_are_never_shown(self, database: Database) -> None:
        assert await shown(database, "onderwerp", group("slapen", 4), group("eten", 5)) == [("eten", "", 5, 0)]

    async def test_weeks_and_ages_are_added_up(self, database: Database) -> None:
        assert await shown(database, "onderwerp", group(asked=3), group(asked=2, age_band="1-4")) == [("slapen", "", 5, 0)]

    async def test_small_parts_are_put_together(self, database: Database) -> None:
        found = await shown(database, "wijk", group(asked=9, wijk="Oost"), group(asked=3, wijk="West"), group(asked=4, wijk="Noord"))
        assert found == [("slapen", "Oost", 9, 0), ("slapen", "overig", 7, 0)]

    async def test_a_small_part_cannot_be_found_by_subtracting(self, database: Database) -> None:
        found = await shown(database, "wijk", group(asked=9, wijk="Oost"), group(asked=6, wijk="Zuid"), group(asked=2, wijk="West"))
        assert found == [("slapen", "Oost", 9, 0), ("slapen", "overig", 8, 0)]

    @pytest.mark.parametrize(
        ("asked", "unmet", "told"), [(20, 0, 0), (20, 3, None), (20, 5, 5), (20, 17, None), (20, 20, 20), (8, 5, None)]
    )
    async def test_a_part_of_a_row_is_a_group_too(self, database: Database, asked: int, unmet: int, told: int | None) -> None:
        assert await shown(database, "onderwerp", group(asked=asked, unmet=unmet)) == [("slapen", "", asked, told)]

    @pytest.mark.parametrize(
        ("unmet", "distant", "told"),
        [(6, 5, (6, None)), (6, 6, (6, 6)), (0, 7, (0, 7)), (5, 2, (5, None)), (2, 5, (None, 5)), (7, 5, (7, 5)), (0, 10, (0, None))],
    )
    async def test_nor_can_what_is_left_beside_two_parts_be_found(
        self, database: Database, unmet: int, distant: int, told: tuple[int | None, int | None]
    ) -> None:
        async with database.session() as session:
            session.add(group(asked=12, unmet=unmet, distant=distant, helped=unmet, not_helped=distant))
        async with database.session() as session:
            (one,) = (await report(session, "voorbeeldstad", PERIOD, "onderwerp")).groups
        assert (one.unmet, one.distant) == (one.helped, one.not_helped) == told

    async def test_most_unanswered_first(self, database: Database) -> None:
        found = await shown(database, "onderwerp", group("eten", 30), group("gokken", 10, unmet=10))
        assert [topic for topic, *_ in found] == ["gokken", "eten"]

    async def test_this_week_and_other_gemeenten_are_left_out(self, database: Database) -> None:
        this = LAST_WEEK + timedelta(days=7)
        assert await shown(database, "onderwerp", group(week=this), group("eten", gemeente="dorp")) == []

    def test_every_split_adds_up_to_the_whole_or_hides_enough(self) -> None:
        for sizes in ([1], [4, 1], [5, 4], [5, 5, 1], [9, 3, 4], [5, 5, 5, 2], [1, 1, 1, 1, 1]):
            rows = [
                {"topic": "slapen", "wijk": str(at), "asked": size, "unmet": 0, "distant": 0, "helped": 0, "not_helped": 0, "person": 0}
                for at, size in enumerate(sizes)
            ]
            found, _ = large_enough(rows, "wijk")
            assert all(row["asked"] >= 5 for row in found)
            assert sum(row["asked"] for row in found) in (0, sum(sizes))

    def test_periods_do_not_overlap(self) -> None:
        found = periods([date(2026, 9, 28), date(2026, 10, 5), date(2026, 11, 2)])
        assert [(one.name, one.first, one.last) for one in found] == [
            ("4e kwartaal 2026", date(2026, 10, 5), date(2026, 11, 2)),
            ("3e kwartaal 2026", date(2026, 9, 28), date(2026, 9, 28)),
        ]


class TestPage:
    @pytest.fixture
    async def noor(self, client: httpx.AsyncClient) -> StaffClient:
        database: Database = client.app.state.tools.database  # type: ignore[attr-defined]
        async with database.session() as session:
            session.add_all([group(asked=12, unmet=6), group("eten", 3), group("gokken", 7, gemeente="amersfoort")])
        return await sign_in(client, STAD, name="Noor")

    async def test_shows_the_table(self, noor: StaffClient) -> None:
        page = await noor.get("/beheer/inzicht")
        assert "<td>" in page.text and "Slapen" in page.text and "Gokken" not in page.text
        assert "In deze periode zijn er onderwerpen weggelaten." in page.text

    async def test_anothers_gemeente_does_not_exist(self, noor: StaffClient) -> None:
        for path in ("/beheer/inzicht", "/beheer/inzicht/csv"):
            assert (await noor.get(f"{path}?gemeente=amersfoort")).status_code == 404
        wijkteam = await sign_in(noor.client, frozenset({("voorbeeldstad", Role.WIJKTEAM)}))
        assert (await wijkteam.get("/beheer/inzicht")).status_code == 404

    async def test_who_edits_everywhere_may_choose(self, noor: StaffClient) -> None:
        land = await sign_in(noor.client, frozenset({("*", Role.EDITOR)}))
        assert "Gokken" in (await land.get("/beheer/inzicht?gemeente=amersfoort")).text

    async def test_csv_has_the_same_rows(self, noor: StaffClient) -> None:
        answer = await noor.get("/beheer/inzicht/csv?per=leeftijd")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8" and "attachment" in answer.headers["content-disposition"]
        head, row = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
        assert head == [
            "Gemeente",
            "Periode",
            "Onderwerp",
            "Leeftijd van het kind",
            "Gevraagd",
            "Niets paste",
            "Niets van hier",
            "Kwam bij een mens",
            "Hielp",
            "Hielp niet",
        ]
        assert row[3:6] == ["4 tot 8 jaar", "12", "6"]

    @pytest.mark.parametrize("query", ["per=alles", "periode=nooit", "per=wijk&periode=%00", "gemeente="])
    async def test_what_is_no_choice_is_the_first(self, noor: StaffClient, query: str) -> None:
        assert (await noor.get(f"/beheer/inzicht?{query}")).status_code == 200


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", "'=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert guarded(text).startswith("'")
    assert guarded("De Linden") == "De Linden"
