"""Taking a file in: first shown, then all of it or nothing, with the rights and the history of the editor."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from access.audit import broken
from access.models import Account, AuditEntry
from access.repository import put_roles
from access.schemas import Role, Staff
from catalog import repository
from catalog.exchange import command, files, hsds_file
from catalog.exchange.intake import CHOOSE_PLACE, NOT_YOURS, TAKEN_ID, WITHDRAWN, Intake, Plan, Taken
from catalog.exchange.sheet import ID_LABEL, Sheet, label_of
from catalog.models import CatalogueDocument, CatalogueDraft, CatalogueHistory
from catalog.offer_form import REFERRAL
from catalog.schemas import Offer
from kit import clock
from kit.database import Database
from tests.catalog.factory import make_offer, make_profile
from tests.catalog.stored import filled, store
from tests.databases import Databases

LOCAL = Staff("lokaal", "Lo", "lo@x.nl", frozenset({("stad", Role.EDITOR)}))
WIDE = Staff("breed", "Bo", "bo@x.nl", frozenset({("*", Role.EDITOR)}))
WIJKTEAM = Staff("wijk", "Wi", "wi@x.nl", frozenset({("stad", Role.WIJKTEAM)}))


@pytest.fixture(scope="module")
def content(databases: Databases) -> str:
    offers = [
        make_offer("hier", name="Hier", gemeenten=["stad"]),
        make_offer("daar", name="Daar", gemeenten=["dorp"]),
        make_offer("overal", name="Overal"),
        make_offer("weg", name="Weg", gemeenten=["stad"], status="ingetrokken"),
    ]
    return filled(databases.empty(), [make_profile("stad"), make_profile("dorp"), *offers])


@pytest.fixture
async def database(databases: Databases, content: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """Without the meaning of texts, which no test here asks for."""

    async def encoded(offers: Any, *more: Any, **others: Any) -> list[bytes]:
        return [b"" for _ in offers]

    monkeypatch.setattr(repository, "_encoded", encoded)
    url = databases.copy(content)
    found = Database(url)
    yield found
    await found.close()
    databases.remove(url)


def intake(database: Database, staff: Staff = LOCAL) -> Intake:
    return Intake(database, staff)


async def sheet(at: Intake, *rows: dict[str, str]) -> Sheet:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = "\r\n".join(";".join(line) for line in [columns, *([row.get(name, "") for name in columns] for row in rows)])
    return files.read("a.csv", text.encode(), await at.names())


async def taken(at: Intake, found: Sheet, publish: bool = False) -> Taken | Plan:
    return await at.take(found, publish, (await at.plan(found)).state)


async def count(database: Database, table: Any) -> int:
    async with database.session() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


def reasons(plan: Plan | Taken) -> list[tuple[int, str, str]]:
    assert isinstance(plan, Plan)
    return [(one.row, one.column, one.reason) for one in plan.problems]


WHOLE = {
    "name": "Nieuwe cursus",
    "provider": "Stichting",
    "kind": "training",
    "topics": "Slapen",
    "audience": "ouder",
    "delivery": "thuis",
    "places.scope": "lokaal",
    "places.gemeenten": "Stad",
    "cost": "Gratis.",
    "start.text": "Bel.",
    "summary": "Een groep.",
    "no_referral.needed": "nee",
    "no_referral.evidence": "Staat er.",
    "no_referral.strength": "expliciet",
    "source.url": "algemeen",
    "checked_on": "1-11-2026",
    "check_again": "1-5-2027",
}


class TestExport:
    async def test_an_editor_gets_what_they_may_change(self, database: Database) -> None:
        async def ids(staff: Staff) -> list[str]:
            return [str(body["id"]) for body, _ in await intake(database, staff).everything()]

        assert await ids(LOCAL) == ["hier", "weg"]
        assert await ids(WIDE) == ["daar", "hier", "overal", "weg"]
        assert await ids(WIJKTEAM) == []

    @pytest.mark.parametrize("kind", ["csv", "xlsx", "yaml"])
    async def test_what_went_out_changes_nothing_when_it_comes_in(self, database: Database, kind: files.Form) -> None:
        at = intake(database, WIDE)
        await taken(at, await sheet(at, {"name": "Half", "places.scope": "landelijk"}, {"id": "overal", "cost": "Anders"}))
        raw = files.write(kind, await at.everything(), await at.names())
        plan = await at.plan(files.read(f"a.{'yml' if kind == 'yaml' else kind}", raw, await at.names()))
        assert (plan.problems, plan.to_write, plan.count("ongewijzigd")) == ([], [], 5)


class TestTakingIn:
    async def test_looking_writes_nothing(self, database: Database) -> None:
        at = intake(database)
        plan = await at.plan(await sheet(at, WHOLE, {"id": "hier", "name": "Anders"}))
        assert [row.action for row in plan.rows] == ["nieuw", "gewijzigd"]
        assert await count(database, CatalogueDraft) == await count(database, CatalogueHistory) == await count(database, AuditEntry) == 0

    async def test_rows_become_drafts(self, database: Database) -> None:
        at = intake(database)
        assert await taken(at, await sheet(at, WHOLE, {**WHOLE, "name": "Hier", "id": "hier"})) == Taken(2, 0)
        async with database.session() as session:
            drafts = {row.id: row for row in await session.scalars(select(CatalogueDraft))}
            published = await session.get_one(CatalogueDocument, ("offer", "hier"))
        assert drafts.keys() == {"nieuwe_cursus", "hier"}
        assert drafts["hier"].by == LOCAL.id
        assert published.body["cost"] == "Gratis."

    async def test_a_column_that_is_not_there_stays(self, database: Database) -> None:
        at = intake(database)
        (row,) = (await at.plan(await sheet(at, {"id": "hier", "cost": "€ 5"}))).rows
        assert [(change.label, change.before, change.after) for change in row.changes] == [(label_of("cost"), "Gratis.", "€ 5")]
        assert row.lacking == []

    async def test_publishing_takes_what_is_complete(self, database: Database) -> None:
        at = intake(database)
        assert await taken(at, await sheet(at, WHOLE, {**WHOLE, "name": "Half", "summary": ""}), publish=True) == Taken(1, 1)
        async with database.session() as session:
            offer = Offer.model_validate((await session.get_one(CatalogueDocument, ("offer", "nieuwe_cursus"))).body)
            history = (await session.scalars(select(CatalogueHistory))).one()
            audit = [(row.staff_id, row.action, row.gemeente, row.subject) for row in await session.scalars(select(AuditEntry))]
        assert (offer.status, offer.places.gemeenten) == ("gepubliceerd", ["stad"])
        assert (history.action, history.by, history.reason) == ("ingelezen", LOCAL.id, "uit een bestand")
        assert (LOCAL.id, "ingelezen", "stad", "offer:nieuwe_cursus") in audit

    async def test_one_mistake_keeps_everything_out(self, database: Database) -> None:
        at = intake(database)
        plan = await taken(at, await sheet(at, WHOLE, {**WHOLE, "name": "Fout", "kind": "feest"}), publish=True)
        assert reasons(plan) == [(3, label_of("kind"), "Kies een soort hulp uit de lijst.")]
        assert await count(database, CatalogueDraft) == 0
        assert await count(database, CatalogueDocument) == 6

    async def test_an_offer_with_a_referral_is_refused_with_the_reason(self, database: Database) -> None:
        at = intake(database)
        plan = await at.plan(await sheet(at, {**WHOLE, "no_referral.needed": "ja"}))
        assert reasons(plan) == [(2, label_of("no_referral.needed"), REFERRAL)]

    async def test_mistakes_of_every_kind_are_told_at_their_place(self, database: Database) -> None:
        at = intake(database)
        rows = [
            {**WHOLE, "topics": "Slapen|Voetbal"},
            {**WHOLE, "age_min": "8", "age_max": "4"},
            {**WHOLE, "places.gemeenten": "Atlantis"},
            {**WHOLE, "start.url": "www.x.nl"},
            {**WHOLE, "id": "Geen Id"},
            {**WHOLE, "id": "twee"},
            {**WHOLE, "id": "twee"},
            {**WHOLE, "id": "nagekeken"},
        ]
        found = reasons(await at.plan(await sheet(at, *rows)))
        assert {(row, column) for row, column, _ in found} >= {
            (2, label_of("topics")),
            (3, label_of("age_max")),
            (4, label_of("places.gemeenten")),
            (5, label_of("start.url")),
            (6, ID_LABEL),
            (7, ID_LABEL),
            (8, ID_LABEL),
            (9, ID_LABEL),
        }

    async def test_an_empty_file_is_told(self, database: Database) -> None:
        at = intake(database)
        assert reasons(await at.plan(await sheet(at, {"name": ""}))) == [(0, "hele bestand", "In dit bestand staat geen aanbod.")]

    async def test_what_is_not_theirs_does_not_exist(self, database: Database) -> None:
        at = intake(database)
        found = reasons(
            await at.plan(await sheet(at, {"id": "daar", "cost": "x"}, {"id": "overal", "cost": "x"}, {"id": "hier", "cost": "x"}))
        )
        assert found == [(2, ID_LABEL, TAKEN_ID), (3, ID_LABEL, TAKEN_ID)]
        for elsewhere in ({"places.gemeenten": "Dorp"}, {"places.gemeenten": "", "places.scope": "landelijk"}):
            plan = await at.plan(await sheet(at, {**WHOLE, **elsewhere}))
            assert (2, label_of("places.gemeenten"), NOT_YOURS) in reasons(plan)
        assert reasons(await intake(database, WIJKTEAM).plan(await sheet(at, WHOLE)))

    async def test_a_change_meanwhile_is_shown_first(self, database: Database) -> None:
        at = intake(database)
        found = await sheet(at, {"id": "hier", "cost": "€ 5"})
        seen = (await at.plan(found)).state
        async with database.session() as session:
            await store(session, make_offer("hier", name="Intussen anders", gemeenten=["stad"]))
        again = await at.take(found, True, seen)
        assert isinstance(again, Plan)
        assert await count(database, CatalogueDraft) == 0
        assert await at.take(found, False, again.state) == Taken(1, 0)

    async def test_sent_twice_is_written_once(self, database: Database) -> None:
        at = intake(database)
        found = await sheet(at, WHOLE)
        seen = (await at.plan(found)).state
        assert await at.take(found, True, seen) == Taken(0, 1)
        assert isinstance(await at.take(found, True, seen), Plan)

    async def test_what_was_withdrawn_does_not_come_back_by_itself(self, database: Database) -> None:
        at = intake(database)
        found = await sheet(at, {"id": "weg", "cost": "€ 5"})
        assert [one.reason for one in (await at.plan(found)).rows[0].lacking] == [WITHDRAWN]
        assert await taken(at, found, publish=True) == Taken(1, 0)

    async def test_the_same_name_is_noticed(self, database: Database) -> None:
        at = intake(database)
        (row,) = (await at.plan(await sheet(at, {**WHOLE, "name": "hier"}))).rows
        assert (row.id, row.notes) == ("hier_2", ["Dit lijkt op aanbod dat er al is: hier."])


class TestOpenDataOfOthers:
    async def test_it_becomes_drafts_that_need_an_answer(self, database: Database) -> None:
        at = intake(database)
        services = [
            {"id": "1", "name": "Cursus", "url": "https://x.example"},
            {"id": "2", "name": "Zorg", "application_process": "Verwijzing nodig"},
        ]
        found = hsds_file.sheet_of([("https://x.example/services/1", one) for one in services], await at.names())
        plan = await at.plan(found)
        assert plan.problems == []
        assert plan.complete == []
        assert [label_of("no_referral.needed") in [one.column for one in row.lacking] for row in plan.rows] == [True, True]
        assert await at.take(found, True, plan.state) == Taken(2, 0)
        again = await at.plan(found)
        assert [row.action for row in again.rows] == ["ongewijzigd", "ongewijzigd"]

    async def test_also_what_is_complete_is_not_published(self, database: Database) -> None:
        at = intake(database, WIDE)
        found = await sheet(at, WHOLE)
        found.foreign = True
        assert await taken(at, found, publish=True) == Taken(1, 0)

    async def test_help_for_the_whole_country_gets_its_place_from_a_local_editor(self, database: Database) -> None:
        at = intake(database)
        service = {"id": "1", "name": "Cursus", "service_areas": [{"id": "1", "name": "Nederland"}]}
        (row,) = (await at.plan(hsds_file.sheet_of([("", service)], await at.names()))).rows
        assert CHOOSE_PLACE in row.notes
        assert row.body["places"] == {}


class TestCommand:
    async def account(self, database: Database) -> str:
        async with database.session() as session:
            values: dict[str, Any] = {"name": "Noor", "active": True, "demo": False, "totp_step": 0}
            session.add(Account(id="noor", email="noor@stad.example", created_at=clock.now(), **values))
            await session.flush()
            await put_roles(session, "noor", [("stad", Role.EDITOR)])
        return "noor@stad.example"

    async def run(self, database: Database, path: Path | list[Path], email: str, **asked: bool) -> tuple[int, list[str]]:
        said: list[str] = []
        how = {"write": False, "publish": False, "fetch": False, **asked}
        return await command.take_in(database, path if isinstance(path, list) else [path], email, say=said.append, **how), said

    async def test_it_shows_and_then_writes(self, database: Database, tmp_path: Path) -> None:
        path, email = tmp_path / "a.csv", await self.account(database)
        path.write_text(";".join(WHOLE) + "\n" + ";".join(WHOLE.values()))
        assert await self.run(database, path, email) == (0, ["bestand 1 van 1: 1 nieuw, 0 gewijzigd, 0 gelijk, 0 fout(en)"])
        assert await count(database, CatalogueDraft) == 0
        code, said = await self.run(database, path, email, write=True)
        assert (code, said[-1]) == (0, "bestand 1 van 1 ingelezen: 0 gepubliceerd, 1 als concept")

    async def test_many_files_one_after_another_or_none(self, database: Database, tmp_path: Path) -> None:
        email = await self.account(database)
        paths = [tmp_path / f"{name}.csv" for name in "abc"]
        for path in paths:
            path.write_text(";".join(WHOLE) + "\n" + ";".join((WHOLE | {"name": f"Groep {path.stem}"}).values()))
        paths[2].write_text("name;age_min\nA;veel")
        code, said = await self.run(database, paths, email, write=True)
        assert code == 1 and await count(database, CatalogueDraft) == 0
        code, said = await self.run(database, paths[:2], email, write=True)
        assert (code, said[-1]) == (0, "bestand 2 van 2 ingelezen: 0 gepubliceerd, 1 als concept")
        assert await count(database, CatalogueDraft) == 2
        async with database.session() as session:
            assert await broken(session) is None

    async def test_mistakes_and_strangers_give_exit_code_1(self, database: Database, tmp_path: Path) -> None:
        path, email = tmp_path / "a.csv", await self.account(database)
        path.write_text("name;age_min\nA;veel")
        assert (await self.run(database, path, email, write=True))[0] == 1
        assert (await self.run(database, path, "wie@x.nl"))[0] == 1
        assert (await self.run(database, tmp_path / "nergens.csv", email))[0] == 1

    async def test_addresses_are_fetched_only_when_asked(self, database: Database, tmp_path: Path) -> None:
        path, email = tmp_path / "a.txt", await self.account(database)
        path.write_text("https://feed.example/data\n")
        code, said = await self.run(database, path, email, write=True)
        assert (code, "--fetch" in said[0]) == (0, True)
