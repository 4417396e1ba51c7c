"""What one process writes, another sees; a failing database takes nothing away that was there."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from catalog import repository
from catalog.models import CatalogueDocument
from catalog.search import Live, Offer
from kit import embedding
from kit.database import Base, Database
from tests.catalog.factory import make_offer, make_profile, make_tip
from tests.databases import postgres


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


@pytest.fixture(autouse=True)
def quick_encoder(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how many texts were encoded."""
    counted: list[int] = []

    def encode(texts: list[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        counted.append(len(texts))
        return np.full((len(texts), embedding.DIMENSIONS), 0.04, dtype=np.float32)

    monkeypatch.setattr(embedding, "encode", encode)
    return counted


async def fresh(url: str) -> tuple[Database, Database]:
    """Two processes' views of one database, filled with one offer, one tip and one profile."""
    one, other = Database(url), Database(url)
    async with one.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with one.session() as session:
        await repository.replace(session, [make_offer("a"), make_tip(), make_profile()])
    return one, other


async def until(live: Live, wanted: list[str], seconds: float) -> float:
    began = time.monotonic()
    while (await live.current()).index.ids != wanted:
        assert time.monotonic() - began < seconds, f"niet gezien binnen {seconds} s"
        await asyncio.sleep(0.05)
    return time.monotonic() - began


class TestLive:
    def test_a_change_by_another_process_is_seen_within_two_seconds(self, empty_database_url: str) -> None:
        async def work() -> None:
            one, other = await fresh(empty_database_url)
            live = Live(other)
            assert (await live.current()).index.ids == ["a"]
            async with one.session() as session:
                await repository.put(session, make_offer("b"))
            await until(live, ["a", "b"], 2)
            async with one.session() as session:
                await repository.put(session, make_offer("a", status="ingetrokken"))
            await until(live, ["b"], 2)
            await one.close()
            await other.close()

        run(work())

    def test_what_was_removed_goes_too(self, empty_database_url: str) -> None:
        async def work() -> None:
            one, other = await fresh(empty_database_url)
            live = Live(other)
            await live.current()
            async with one.session() as session:
                await repository.replace(session, [make_offer("c")])
            await until(live, ["c"], 2)
            assert (await live.current()).profile("stad") is None
            await one.close()
            await other.close()

        run(work())

    def test_looks_at_most_once_a_second(self, empty_database_url: str) -> None:
        async def work() -> None:
            one, other = await fresh(empty_database_url)
            clock = [0.0]
            live = Live(other, lambda: clock[0])
            before = await live.current()
            async with one.session() as session:
                await repository.put(session, make_offer("b"))
            clock[0] = 0.9
            assert await live.current() is before
            clock[0] = 1.0
            assert (await live.current()).index.ids == ["a", "b"]
            await one.close()
            await other.close()

        run(work())

    def test_a_broken_database_keeps_the_last_snapshot(self, empty_database_url: str) -> None:
        async def work() -> None:
            one, other = await fresh(empty_database_url)
            clock = [0.0]
            live = Live(other, lambda: clock[0])
            before = await live.current()
            async with one.session() as session:
                await session.execute(text("DROP TABLE catalogue_state"))
            clock[0] = 5.0
            assert await live.current() is before
            await one.close()
            await other.close()

        run(work())

    def test_a_bad_row_is_left_out(self, empty_database_url: str) -> None:
        async def work() -> None:
            one, other = await fresh(empty_database_url)
            async with one.session() as session:
                await repository.put(session, make_offer("b"))
                row = await session.get(CatalogueDocument, ("offer", "b"))
                assert row is not None
                row.body = {"id": "b"}
            assert (await Live(other).current()).index.ids == ["a"]
            async with one.session() as session:
                assert (await repository.load(session)).refused == ["b"]
            await one.close()
            await other.close()

        run(work())

    def test_an_empty_database_gives_an_empty_catalogue(self, empty_database_url: str) -> None:
        async def work() -> None:
            one, other = await fresh(empty_database_url)
            async with one.session() as session:
                await repository.replace(session, [])
            assert (await Live(other).current()).index.ids == []
            await one.close()
            await other.close()

        run(work())


class TestRepository:
    def test_versions_grow_and_vectors_follow_the_text(self, empty_database_url: str, quick_encoder: list[int]) -> None:
        async def work() -> None:
            one, other = await fresh(empty_database_url)
            quick_encoder.clear()
            async with one.session() as session:
                assert await repository.put(session, make_offer("a", cost="Duur.")) == 2
                assert quick_encoder == []
                assert await repository.put(session, make_offer("a", summary="Iets anders.")) == 3
                assert quick_encoder == [1]
                await repository.replace(session, [make_offer("a", summary="Iets anders."), make_offer("n", summary="Nieuw.")])
                assert quick_encoder == [1, 1]
                assert await repository.version(session) == 4
                documents = await repository.load(session)
            assert documents.vectors["a"].shape == (embedding.DIMENSIONS,) and documents.version == 4
            await one.close()
            await other.close()

        run(work())

    def test_an_undone_change_is_not_seen(self, empty_database_url: str) -> None:
        async def work() -> None:
            one, other = await fresh(empty_database_url)
            with pytest.raises(RuntimeError):
                async with one.session() as session:
                    await repository.put(session, make_offer("b"))
                    raise RuntimeError
            async with other.session() as session:
                assert await repository.version(session) == 1 and await repository.count(session) == 3
            await one.close()
            await other.close()

        run(work())


class TestVectorsLater:
    async def test_words_first_then_meaning(self, empty_database_url: str, quick_encoder: list[int]) -> None:
        one, other = await fresh(empty_database_url)
        quick_encoder.clear()
        offers = [make_offer(f"o{number}", summary=f"Tekst {number % 3}.") for number in range(5)]
        async with one.session() as session:
            await repository.replace(session, offers, vectors_later=True)
        live = Live(other)
        assert (await live.current()).index.ids == [offer.id for offer in offers] and quick_encoder == []
        heard: list[tuple[int, int]] = []
        assert await repository.renew_vectors(one, lambda done, of: heard.append((done, of))) == 5
        assert heard == [(5, 5)] and sum(quick_encoder) == 3  # equal texts once
        await asyncio.sleep(1.1)
        assert (await live.current()).index.step.min() > 0
        assert await repository.renew_vectors(one) == 0
        await one.close()
        await other.close()

    async def test_those_of_another_encoder_are_not_used_and_made_anew(self, empty_database_url: str) -> None:
        one, other = await fresh(empty_database_url)
        async with one.session() as session:
            row = await session.get_one(CatalogueDocument, ("offer", "a"))
            row.vector, row.text_hash = bytes(512 * 4), "of another encoder"
        async with one.session() as session:
            assert (await repository.load(session)).vectors == {}
        assert await repository.renew_vectors(one) == 1
        async with one.session() as session:
            assert (await repository.load(session)).vectors["a"].shape == (embedding.DIMENSIONS,)
        await one.close()
        await other.close()

    async def test_what_an_editor_changes_meanwhile_is_theirs(self, empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        one, other = await fresh(empty_database_url)
        async with one.session() as session:
            await repository.replace(session, [make_offer("a", summary="Oud."), make_offer("b", summary="Oud.")], vectors_later=True)
        encoded = repository._encoded

        async def overtaken(offers: list[Offer]) -> list[bytes]:
            monkeypatch.setattr(repository, "_encoded", encoded)
            async with other.session() as session:
                await repository.put(session, make_offer("a", summary="Nieuwe tekst."))
            return await encoded(offers)

        monkeypatch.setattr(repository, "_encoded", overtaken)
        await repository.renew_vectors(one)
        async with one.session() as session:
            row = await session.get_one(CatalogueDocument, ("offer", "a"))
            assert row.text_hash == repository.text_hash(make_offer("a", summary="Nieuwe tekst."))
        assert await repository.renew_vectors(one) == 0
        await one.close()
        await other.close()


async def test_postgresql_that_stops_and_comes_back() -> None:
    """Whoever held the last snapshot goes on with it; nobody needs to be restarted. (SQLite has no server that can stop.)"""
    with postgres() as server:
        one, other = await fresh(server.empty())
        clock = [0.0]
        live = Live(other, lambda: clock[0])
        before = await live.current()
        server.stop()
        for moment in (5.0, 10.0):  # the broken connection, and the one that cannot be made
            clock[0] = moment
            assert await live.current() is before
            assert not await other.answers()
        with pytest.raises(SQLAlchemyError):
            async with one.session() as session:
                await repository.version(session)
        server.start()
        clock[0] = 15.0
        async with one.session() as session:
            await repository.put(session, make_offer("b"))
        assert (await live.current()).index.ids == ["a", "b"]
        await one.close()
        await other.close()


async def test_two_writers_wait_for_each_other(empty_database_url: str) -> None:
    """Versions are given out one at a time, so that no process passes over a change."""
    one, other = await fresh(empty_database_url)

    async def write(database: Database, name: str) -> int:
        async with database.session() as session:
            bumped = await repository.put(session, make_offer(name))
            await asyncio.sleep(0.05)
            return bumped

    names = [f"o{number}" for number in range(8)]
    versions = await asyncio.gather(*(write(database, name) for database, name in zip([one, other] * 4, names, strict=True)))
    assert sorted(versions) == list(range(2, 10))
    assert (await Live(one).current()).index.ids == ["a", *names]
    await one.close()
    await other.close()
