"""What is behind the server's doors, without the server: a database, a vault and questions in them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from catalog.search import Live
from handoff import repository
from handoff.klantinteracties import CHANNEL, sender
from handoff.models import Handoff, HandoffEvent, MeldcodeStep, OutboxEntry
from handoff.open_klant import OpenKlant
from handoff.outbox import run_once
from kit import clock
from kit.database import Database
from privacy.vault import Vault
from settings import Settings
from tests.handoff import desk
from tests.handoff.open_klant import ADDRESS, TOKEN, OpenKlantServer, Wire


class House:
    def __init__(self, url: str, var: Path) -> None:
        own: dict[str, Any] = {"klantinteracties_url": ADDRESS, "klantinteracties_token": TOKEN}
        self.settings = Settings(var=var, database_url=url, public_url="https://wegwijs.voorbeeldstad.example", **own)
        self.database, self.vault = Database(url), Vault(var / "handoff.keys")
        self.catalogue = Live(self.database)
        self.server = OpenKlantServer()
        self.wire = Wire(self.server)
        self.open_klant = OpenKlant(self.settings, self.wire)

    async def question(self, **values: Any) -> Handoff:
        client: Any = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(handoffs=self)))
        return await desk.question(client, **values)

    async def posted(self, **values: Any) -> Handoff:
        """A question that must go to Open Klant."""
        row = await self.question(**values)
        async with self.database.session() as session:
            repository.add_to_outbox(session, row.id, CHANNEL, "nieuw")
        return row

    async def with_notes(self, row: Handoff, note: str) -> None:
        """A note, a step of the meldcode and a mail that did not leave."""
        async with self.database.session() as session:
            session.add(
                HandoffEvent(handoff_id=row.id, at=clock.now(), kind="notitie", text=self.vault.seal(note, f"event/{row.id}"), data={})
            )
            sealed = self.vault.seal(note, f"meldcode/{row.id}/1")
            session.add(MeldcodeStep(handoff_id=row.id, step=1, done_on=None, staff_id="x", note=sealed))
            repository.add_to_outbox(session, row.id, "mail", "nieuw")

    async def send(self) -> int:
        mine = sender(self.settings, self.catalogue, self.database, self.vault, self.open_klant)
        return await run_once(self.database, {CHANNEL: mine})

    async def entries(self) -> list[OutboxEntry]:
        async with self.database.session() as session:
            return list(await session.scalars(select(OutboxEntry).where(OutboxEntry.channel == CHANNEL).order_by(OutboxEntry.id)))

    async def kinds(self, row: Handoff) -> list[str]:
        async with self.database.session() as session:
            return [event.kind for event in await repository.events_of(session, row.id)]

    async def change(self, row: Handoff, **values: Any) -> None:
        async with self.database.session() as session:
            found = await session.get(Handoff, row.id)
            assert found
            for name, value in values.items():
                setattr(found, name, value)

    async def close_question(self, row: Handoff, days: int = 90) -> None:
        async with self.database.session() as session:
            found = await session.get(Handoff, row.id)
            assert found
            repository.close(found, "geholpen", days)

    async def remove(self, row: Handoff) -> None:
        """As the parent does it."""
        async with self.database.session() as session:
            found = await session.get(Handoff, row.id)
            assert found
            await repository.remove(session, found)
        await self.database.scrub()


@asynccontextmanager
async def house(url: str, var: Path) -> AsyncIterator[House]:
    found = House(url, var)
    yield found
    await found.open_klant.close()
    await found.database.close()
