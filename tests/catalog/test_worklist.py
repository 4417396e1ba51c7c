"""The work list: everything that asks for attention is on it, for who may do something about it, and goes off with an outcome."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from access.models import AuditEntry
from catalog.models import CatalogueDraft, CatalogueReport
from catalog.schemas import Offer
from catalog.upkeep.tasks import SORTS, Sort
from kit import clock
from kit.database import Database
from kit.errors import Invalid, NotFound
from tests.catalog.editing import ADMIN, DORP, LAND, STAD, WIJKTEAM, editor, staff
from tests.catalog.factory import TODAY, make_offer
from tests.catalog.stored import store
from tests.catalog.upkeep import NOON, catalogue, offer, parent_says, tasks, worklist


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
async def database(empty_database_url: str) -> AsyncIterator[Database]:
    async with catalogue(empty_database_url) as found:
        yield found


@dataclass(frozen=True)
class Line:
    what: str = "hulplijn"
    id: str = "veilig_thuis"
    name: str = "Veilig Thuis"
    check_before: date = date(2026, 11, 1)
    file: str = "safety/lines.yml"


class TestWhatIsOnIt:
    async def test_dates_that_are_near_over_or_too_long_over(self, database: Database) -> None:
        found = await tasks(database, staff(STAD))
        dated = {key: task.sort for key, task in found.items() if task.sort in (Sort.DUE, Sort.PAST)}
        assert dated == {
            "nakijken/offer/bijna": Sort.DUE,
            "nakijken/offer/voorbij": Sort.DUE,
            "nakijken/offer/rand": Sort.DUE,
            "verlopen/offer/weg": Sort.PAST,
        }

    async def test_what_parents_cannot_reach(self, database: Database) -> None:
        found = await tasks(database, staff(STAD))
        assert {key for key, task in found.items() if task.sort is Sort.INCOMPLETE} == {"onvolledig/offer/stil", "onvolledig/profile/stad"}

    @pytest.mark.parametrize(("days", "there"), [(6, False), (7, True)])
    async def test_a_draft_that_lies_still(self, database: Database, days: int, there: bool) -> None:
        async with database.session() as session:
            session.add(CatalogueDraft(kind="offer", id="goed", body={"id": "goed"}, based_on=1, by="noor", at=NOON - timedelta(days=days)))
        assert ("concept/offer/goed" in await tasks(database, staff(STAD))) is there

    async def test_a_new_draft_of_ones_own_without_a_place(self, database: Database) -> None:
        async with database.session() as session:
            session.add(
                CatalogueDraft(kind="offer", id="nieuws", body={"id": "nieuws"}, based_on=0, by="noor", at=NOON - timedelta(days=9))
            )
        assert "concept/offer/nieuws" in await tasks(database, staff(STAD, "noor"))
        assert "concept/offer/nieuws" not in await tasks(database, staff(STAD, "bas"))

    async def test_what_parents_say_together_by_offer(self, database: Database) -> None:
        for words in ("klopt niet", "Het nummer is [TELEFOON].", ""):
            await parent_says(database, "goed", words)
        task = (await tasks(database, staff(STAD)))["ouders/offer/goed"]
        assert (task.told, task.words) == ("3 ouders zeggen dat er iets niet klopt.", ("Het nummer is [TELEFOON].",))

    async def test_what_a_colleague_reports(self, database: Database) -> None:
        await editor(database, STAD, "bas").report("offer", "land", "De site is verhuisd.")
        assert "melding/offer/land" not in await tasks(database, staff(STAD))
        assert (await tasks(database, staff(LAND)))["melding/offer/land"].words == ("De site is verhuisd.",)

    async def test_helplines_for_who_edits_the_whole_country(self, database: Database) -> None:
        assert "hulplijn/hulplijn/veilig_thuis" in await tasks(database, staff(LAND), lambda day: [Line()])
        assert "hulplijn/hulplijn/veilig_thuis" not in await tasks(database, staff(STAD), lambda day: [Line()])

    async def test_the_most_urgent_first(self, database: Database) -> None:
        await parent_says(database, "goed")
        order = [task.sort for task in (await worklist(database, staff(STAD)).work()).tasks]
        assert order == sorted(order, key=list(Sort).index)
        assert order[:2] == [Sort.PAST, Sort.PARENTS]

    async def test_more_than_fits_is_said(self, database: Database) -> None:
        async with database.session() as session:
            await store(session, *(offer(f"oud_{number}", TODAY - timedelta(days=2)) for number in range(210)))
        work = await worklist(database, staff(STAD)).work()
        assert work.count(Sort.DUE) == 200 and work.cut == [Sort.DUE]

    def test_every_sort_says_what_to_do_and_how_it_can_end(self) -> None:
        assert set(SORTS) == set(Sort)
        assert all(about.to_do and about.outcomes for about in SORTS.values())


class TestRights:
    async def test_each_sees_what_is_theirs_to_change(self, database: Database) -> None:
        assert {task.id for task in (await tasks(database, staff(DORP))).values()} == {"dorp"}
        assert "nakijken/offer/land" in await tasks(database, staff(LAND))
        assert "nakijken/offer/land" not in await tasks(database, staff(ADMIN))
        assert await tasks(database, staff(WIJKTEAM)) == {}

    async def test_anothers_task_does_not_exist(self, database: Database) -> None:
        with pytest.raises(NotFound):
            await worklist(database, staff(STAD)).task("nakijken", "offer", "dorp")


class TestClosing:
    async def test_takes_it_off_and_is_remembered(self, database: Database) -> None:
        await parent_says(database, "goed", "De cursus is vol.")
        mine = worklist(database, staff(STAD))
        await mine.close(await mine.task("ouders", "offer", "goed"), "klopt", "Gebeld met de aanbieder.")
        assert "ouders/offer/goed" not in await tasks(database, staff(STAD))
        (done,) = await mine.done()
        assert (done.sort, done.outcome, done.note) == ("ouders", "klopt", "Gebeld met de aanbieder.")
        assert await worklist(database, staff(DORP)).done() == []
        async with database.session() as session:
            report = (await session.scalars(select(CatalogueReport))).one()
            logged = [row.subject for row in await session.scalars(select(AuditEntry)) if row.action == "werk afgehandeld"]
        assert (report.text, report.closed_by, report.outcome) == ("", "noor", "klopt")
        assert logged == ["offer:goed"]

    async def test_what_is_said_after_it_comes_back(self, database: Database) -> None:
        await parent_says(database, "goed")
        mine = worklist(database, staff(STAD))
        task = await mine.task("ouders", "offer", "goed")
        await parent_says(database, "goed", "Ook de prijs niet.")
        await mine.close(task, "klopt")
        assert (await tasks(database, staff(STAD)))["ouders/offer/goed"].words == ("Ook de prijs niet.",)

    async def test_later_comes_back_after_two_weeks(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        mine = worklist(database, staff(STAD))
        await mine.close(await mine.task("nakijken", "offer", "voorbij"), "later")
        assert "nakijken/offer/voorbij" not in await tasks(database, staff(STAD))
        monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=14))
        assert "nakijken/offer/voorbij" in await tasks(database, staff(STAD))

    async def test_good_as_it_is_until_the_text_changes(self, database: Database) -> None:
        mine = worklist(database, staff(STAD))
        await mine.close(await mine.task("onvolledig", "offer", "stil"), "zo_goed")
        assert "onvolledig/offer/stil" not in await tasks(database, staff(STAD))
        async with database.session() as session:
            await store(session, make_offer("stil", gemeenten=["stad"], name="Anders"))
        assert "onvolledig/offer/stil" in await tasks(database, staff(STAD))

    @pytest.mark.parametrize("outcome", ["", "gemeld", "x" * 30])
    async def test_only_an_outcome_that_belongs_to_it(self, database: Database, outcome: str) -> None:
        mine = worklist(database, staff(STAD))
        with pytest.raises(Invalid):
            await mine.close(await mine.task("nakijken", "offer", "voorbij"), outcome)

    async def test_confirming_solves_a_date(self, database: Database) -> None:
        task = (await tasks(database, staff(STAD)))["verlopen/offer/weg"]
        await editor(database, STAD).confirm("offer", {"weg": task.version})
        assert "verlopen/offer/weg" not in await tasks(database, staff(STAD))


def test_the_made_up_offers_are_what_they_say() -> None:
    assert isinstance(offer("x", TODAY), Offer)
