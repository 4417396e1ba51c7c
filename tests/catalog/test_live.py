"""What one process writes, another sees; a failing database takes nothing away that was there."""

import asyncio
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from catalog import repository
from catalog.models import CatalogueDocument
from catalog.search import Live
from kit import embedding
from kit.database import Base, Database
from tests.catalog.factory import make_offer, make_profile, make_tip


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


async def fresh(path: Path) -> tuple[Database, Database]:
    """Two processes' views of one file, filled with one offer, one tip and one profile."""
    url = f"sqlite:///{path / 'test.db'}"
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
    def test_a_change_by_another_process_is_seen_within_two_seconds(self, tmp_path: Path) -> None:
        async def work() -> None:
            one, other = await fresh(tmp_path)
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

    def test_what_was_removed_goes_too(self, tmp_path: Path) -> None:
        async def work() -> None:
            one, other = await fresh(tmp_path)
            live = Live(other)
            await live.current()
            async with one.session() as session:
                await repository.replace(session, [make_offer("c")])
            await until(live, ["c"], 2)
            assert (await live.current()).profile("stad") is None
            await one.close()
            await other.close()

        run(work())

    def test_looks_at_most_once_a_second(self, tmp_path: Path) -> None:
        async def work() -> None:
            one, other = await fresh(tmp_path)
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

    def test_a_broken_database_keeps_the_last_snapshot(self, tmp_path: Path) -> None:
        async def work() -> None:
            one, other = await fresh(tmp_path)
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

    def test_a_bad_row_is_left_out(self, tmp_path: Path) -> None:
        async def work() -> None:
            one, other = await fresh(tmp_path)
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

    def test_an_empty_database_gives_an_empty_catalogue(self, tmp_path: Path) -> None:
        async def work() -> None:
            one, other = await fresh(tmp_path)
            async with one.session() as session:
                await repository.replace(session, [])
            assert (await Live(other).current()).index.ids == []
            await one.close()
            await other.close()

        run(work())


class TestRepository:
    def test_versions_grow_and_vectors_follow_the_text(self, tmp_path: Path, quick_encoder: list[int]) -> None:
        async def work() -> None:
            one, other = await fresh(tmp_path)
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
            assert documents.vectors["a"].shape == (512,) and documents.version == 4
            await one.close()
            await other.close()

        run(work())

    def test_an_undone_change_is_not_seen(self, tmp_path: Path) -> None:
        async def work() -> None:
            one, other = await fresh(tmp_path)
            with pytest.raises(RuntimeError):
                async with one.session() as session:
                    await repository.put(session, make_offer("b"))
                    raise RuntimeError
            async with other.session() as session:
                assert await repository.version(session) == 1 and await repository.count(session) == 3
            await one.close()
            await other.close()

        run(work())
