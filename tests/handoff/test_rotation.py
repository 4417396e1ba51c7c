"""A new key for everything, with the server running: nothing is lost, nothing stays under the old key, and what is swapped does not open."""

import asyncio
import json
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from handoff import rotation, sealed
from handoff.models import Handoff, HandoffEvent, MeldcodeStep
from handoff.rotation import PLACES, rotate
from kit.database import Base
from privacy.vault import CannotOpen, Vault
from settings import ROOT
from tests.handoff import desk
from tests.handoff.house import House, house
from tests.handoff.process import Process

NOTE = "een notitie"
SEALED = {(place.model.__tablename__, place.column.key) for place in PLACES}


@pytest.fixture
async def at(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with house(database_url, tmp_path / "var") as found:
        yield found


async def keys_in_use(at: House) -> set[str]:
    """Of every sealed text in the database."""
    found: set[str] = set()
    async with at.database.session() as session:
        for place in PLACES:
            texts = await session.scalars(select(place.column).where(place.column.is_not(None)))
            found |= {text.partition(".")[0] for text in texts}
    return found


async def read_all(at: House) -> list[str]:
    """Every question, note and step, opened."""
    found = []
    async with at.database.session() as session:
        for row in await session.scalars(select(Handoff)):
            found += [json.dumps(sealed.contents(at.vault, row).__dict__, default=vars), sealed.open_column(at.vault, row, "code") or ""]
        for event in await session.scalars(select(HandoffEvent).where(HandoffEvent.text.is_not(None))):
            found.append(at.vault.open(event.text or "", f"event/{event.handoff_id}"))
        for step in await session.scalars(select(MeldcodeStep).where(MeldcodeStep.note.is_not(None))):
            found.append(at.vault.open(step.note or "", f"meldcode/{step.handoff_id}/{step.step}"))
    return sorted(found)


async def filled(at: House, questions: int = 3) -> None:
    for _ in range(questions):
        await at.with_notes(await at.question(), NOTE)


class TestRotate:
    async def test_everything_has_the_new_key_and_the_old_one_is_gone(self, at: House) -> None:
        await filled(at)
        before, old = await read_all(at), at.vault.newest
        done = await rotate(at.database, at.vault, 0)
        assert (done.resealed, done.unreadable, done.dropped) == (18, 0, 1)
        assert at.vault.names == [at.vault.newest] != [old]
        assert await keys_in_use(at) == {at.vault.newest}
        assert await read_all(at) == before

    async def test_more_than_one_batch(self, at: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rotation, "AT_A_TIME", 2)
        await filled(at, 5)
        assert (await rotate(at.database, at.vault, 0)).resealed == 30

    async def test_an_old_copy_cannot_be_read_any_more(self, at: House) -> None:
        """Why it helps against copies that nobody can reach: without the key they are noise."""
        row = await at.question()
        await rotate(at.database, at.vault, 0)
        with pytest.raises(CannotOpen):
            at.vault.open(row.contact, f"handoff/{row.id}/contact")

    async def test_stopped_anywhere_and_begun_again(self, at: House, monkeypatch: pytest.MonkeyPatch) -> None:
        await filled(at)
        before = await read_all(at)
        store = rotation._store
        for stop_at in range(1, len(PLACES) + 1):
            calls: list[int] = []

            async def stops(*given: Any, calls: list[int] = calls, stop_at: int = stop_at) -> None:
                calls.append(1)
                if len(calls) == stop_at:
                    raise KeyboardInterrupt()
                await store(*given)

            monkeypatch.setattr(rotation, "_store", stops)
            with pytest.raises(KeyboardInterrupt):
                await rotate(at.database, at.vault, 0)
            monkeypatch.setattr(rotation, "_store", store)
            assert await read_all(at) == before
            assert len(at.vault.names) == 2
            await rotate(at.database, at.vault, 0)
            assert await keys_in_use(at) == set(at.vault.names) == {at.vault.newest}
        assert await read_all(at) == before

    async def test_one_at_a_time(self, at: House) -> None:
        with at.vault.alone(), pytest.raises(BlockingIOError):
            await rotate(at.database, Vault(at.settings.var / "handoff.keys"), 0)
        assert len(at.vault.names) == 1

    async def test_what_was_written_meanwhile_is_not_overwritten(self, at: House, monkeypatch: pytest.MonkeyPatch) -> None:
        row = await at.question()
        place = f"handoff/{row.id}/question"
        store = rotation._store

        async def after_a_change(*given: Any) -> None:
            await at.change(row, question=at.vault.seal("anders", place))
            await store(*given)

        monkeypatch.setattr(rotation, "_store", after_a_change)
        await rotate(at.database, at.vault, 0)
        async with at.database.session() as session:
            found = await session.get(Handoff, row.id)
        assert found and at.vault.open(found.question, place) == "anders"

    async def test_a_late_writer_with_the_old_key_is_waited_for(self, at: House) -> None:
        """It sealed before the new key was there, and its transaction ends after the first round."""
        row = await at.question()
        late = at.vault.seal("laat", f"handoff/{row.id}/question")
        running = asyncio.create_task(rotate(at.database, at.vault, 1.5))
        await asyncio.sleep(0.7)
        await at.change(row, question=late)
        assert (await running).resealed == 5
        async with at.database.session() as session:
            found = await session.get(Handoff, row.id)
        assert found and at.vault.open(found.question, f"handoff/{row.id}/question") == "laat"

    async def test_what_cannot_be_opened_keeps_the_old_key(self, at: House) -> None:
        first, second = await at.question(), await at.question()
        await at.change(first, contact=second.contact)
        done = await rotate(at.database, at.vault, 0)
        assert (done.unreadable, done.dropped, len(at.vault.names)) == (1, 0, 2)
        async with at.database.session() as session:
            found = await session.get(Handoff, first.id)
            assert found and found.contact == second.contact
        await at.remove(first)
        assert (await rotate(at.database, at.vault, 0)).dropped == 1

    async def test_every_sealed_column_is_known(self, at: House) -> None:
        """A column of text in these tables is sealed; a new one must be here too."""
        own = (Handoff, HandoffEvent, MeldcodeStep)
        texts = {(model.__tablename__, column.name) for model in own for column in model.__table__.columns if str(column.type) == "TEXT"}
        assert texts == SEALED


class TestSwap:
    @pytest.mark.parametrize("column", sealed.COLUMNS)
    async def test_a_text_of_another_question_does_not_open(self, at: House, column: str) -> None:
        first, second = await at.question(), await at.question()
        await self._set(at, Handoff, first.id, **{column: getattr(second, column)})
        async with at.database.session() as session:
            row = await session.get(Handoff, first.id)
            assert row
            with pytest.raises(CannotOpen):
                sealed.open_column(at.vault, row, column)

    async def test_nor_one_of_another_column(self, at: House) -> None:
        row = await at.question()
        await self._set(at, Handoff, row.id, question=row.contact)
        async with at.database.session() as session:
            found = await session.get(Handoff, row.id)
            assert found
            with pytest.raises(CannotOpen):
                sealed.contents(at.vault, found)

    @pytest.mark.parametrize("text", ["", "x", "geen sleutel", "deadbeef.AAAA", "{key}.", "{key}.é", "{key}.AAAA", "{key}.!!!"])
    async def test_nor_what_is_no_sealed_text(self, at: House, text: str) -> None:
        row = await at.question()
        await self._set(at, Handoff, row.id, contact=text.replace("{key}", at.vault.newest))
        async with at.database.session() as session:
            found = await session.get(Handoff, row.id)
            assert found
            with pytest.raises(CannotOpen):
                sealed.contents(at.vault, found)

    @staticmethod
    async def _set(at: House, model: type[Base], key: str, **values: str) -> None:
        async with at.database.session() as session:
            await session.execute(update(model).where(model.__table__.c.id == key).values(values))


class TestServerRuns:
    async def test_while_another_process_writes_and_reads(self, at: House) -> None:
        """Parents keep sending and looking during a rotation: every receipt has its question, and every one opens after it."""
        await filled(at, 20)
        url, var = at.settings.database_url, at.settings.var
        await at.database.close()
        with Process(url, var) as server:
            begun = await asyncio.to_thread(_begin, server, 12)
            sending = asyncio.create_task(asyncio.to_thread(_send_all, server, begun))
            await asyncio.sleep(0.3)
            done = await rotate(at.database, at.vault, 3)
            receipts = await sending
            after = await asyncio.to_thread(_send_all, server, await asyncio.to_thread(_begin, server, 2))
        assert len([one for one in receipts + after if one]) == 14
        assert done.unreadable == 0
        assert len(at.vault.names) == 1
        assert await keys_in_use(at) == {at.vault.newest}
        assert len(await read_all(at)) == 2 * 34 + 40
        async with at.database.session() as session:
            assert await session.scalar(select(func.count()).select_from(Handoff)) == 34

    async def test_the_command(self, at: House, monkeypatch: pytest.MonkeyPatch) -> None:
        row = await at.question()
        own = {"WEGWIJS_DATABASE_URL": at.settings.database_url, "WEGWIJS_VAR": str(at.settings.var), "PATH": ""}
        run = "import sys, handoff.__main__ as command, handoff.rotation as r; sys.argv = ['', 'rotate']; r.rotate.__defaults__ = (0,); sys.exit(command.main())"
        done = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", run], cwd=ROOT, env=own, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "4 teksten hebben de nieuwe sleutel; 1 oude sleutels zijn weg" in done.stdout
        async with at.database.session() as session:
            found = await session.get(Handoff, row.id)
        assert found and sealed.contents(at.vault, found).question == desk.QUESTION


def _begin(server: Process, times: int) -> list[dict[str, Any]]:
    import httpx

    make = f"{server.address}/api/v1/conversations"
    return [httpx.post(make, json={"gemeente": "voorbeeldstad"}, trust_env=False, timeout=60).json() for _ in range(times)]


def _send_all(server: Process, begun: list[dict[str, Any]]) -> list[str]:
    """One question a conversation, spread over the rotation; references of the receipts."""
    found = []
    for one in begun:
        form = {"question": f"Wie denkt er mee? {uuid.uuid4().hex}", "phone": "06 12345678", "consentVersion": "1"}
        answer = server.post(f"/api/v1/conversations/{one['id']}/handoff", one["token"], form)
        assert answer is not None and answer.status_code == 201, answer and answer.text
        found.append(answer.json()["reference"])
    return found
