"""A question as objects in the Open Klant of the gemeente: posted once, followed, and removed there when it goes here (docs/klantinteracties.md)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from catalog.search import Live
from handoff import klantobjects, repository, sealed
from handoff.inbox import team_name
from handoff.klantobjects import number_of
from handoff.models import Handoff, OutboxEntry
from handoff.open_klant import Body, Broken, OpenKlant, OpenKlantFailed, Refused, uuid_of
from handoff.outbox import Sender
from kit import logs
from kit.database import Database
from privacy.vault import Vault
from settings import Settings

log = logs.get(__name__)

CHANNEL = repository.OPEN_KLANT
PAUSE_SECONDS = 600.0
TO_DO, DONE, GONE = "te_verwerken", "verwerkt", "weg"


def wanted(settings: Settings, gemeente: str) -> bool:
    """Whether questions of this gemeente are posted."""
    return bool(settings.klantinteracties_url) and gemeente in (settings.klantinteracties_gemeenten or (settings.gemeente,))


@dataclass(frozen=True)
class Posted:
    """How it stands in Open Klant, in words for the team. `wrong`: somebody must look at it. `number` is how it is found there."""

    words: str
    number: str
    wrong: bool = False


async def state_of(session: AsyncSession, handoff_id: str) -> Posted | None:
    """None when this question is not posted at all."""
    mine = select(OutboxEntry, Handoff.reference).join(Handoff, Handoff.id == OutboxEntry.handoff_id)
    found = (await session.execute(mine.where(OutboxEntry.handoff_id == handoff_id, OutboxEntry.channel == CHANNEL))).first()
    if found is None:
        return None
    entry, number = found[0], number_of(found[1])
    if entry.state == "opgegeven":
        return Posted("Niet in Open Klant gekomen. Een beheerder kan het opnieuw proberen.", number, wrong=True)
    if entry.state == "wacht":
        again = f" {entry.tries} keer geprobeerd; het wordt opnieuw geprobeerd." if entry.tries else ""
        return Posted(f"Nog niet in Open Klant.{again}", number)
    words = {
        TO_DO: "Staat in Open Klant. De taak is daar nog niet verwerkt.",
        DONE: "Staat in Open Klant. De taak is daar verwerkt. Klaar met deze vraag? Rond hem dan ook hier af.",
        GONE: "Stond in Open Klant. Daar is de taak nu verwijderd.",
    }
    return Posted(words[entry.data.get("taak", TO_DO)], number, wrong=entry.data.get("taak") == GONE)


def sender(settings: Settings, catalogue: Live, database: Database, vault: Vault, open_klant: OpenKlant) -> Sender:
    """What the outbox calls for channel `klantinteracties`: post a question, or remove one that is gone here. It raises when it failed."""

    async def send(entry: OutboxEntry) -> None:
        if entry.handoff_id is None:
            await _remove(open_klant, entry.data)
            await _forget(database, entry)
            return
        async with database.session() as session:
            row = await session.get(Handoff, entry.handoff_id)
        if row is None:
            return
        if row.status == repository.DONE:  # finished before it was posted: nothing of it need be there
            await _remove(open_klant, {**entry.data, **repository.elsewhere(row)})
            await _forget(database, entry)
            return
        team = team_name(await catalogue.current(), row.gemeente, row.team)
        await _Posting(settings, database, vault, open_klant, entry, row, team).run()

    return send


async def _forget(database: Database, entry: OutboxEntry) -> None:
    async with database.session() as session:
        await session.execute(delete(OutboxEntry).where(OutboxEntry.id == entry.id))
    await database.scrub()


class _Gone(Exception):
    """The question was removed while it was posted."""


class _Posting:
    """One question on its way. What was made is remembered at once; before anything is made we look whether it is there."""

    def __init__(
        self, settings: Settings, database: Database, vault: Vault, open_klant: OpenKlant, entry: OutboxEntry, row: Handoff, team: str
    ) -> None:
        self._settings, self._database, self._open_klant, self._entry, self._row, self._team = (
            settings,
            database,
            open_klant,
            entry,
            row,
            team,
        )
        self._contents = sealed.contents(vault, row)
        self._made: dict[str, Any] = dict(entry.data)

    async def run(self) -> None:
        """Raises OpenKlantFailed."""
        try:
            await self._post()
        except _Gone:
            log.info("posted_too_late", entry=self._entry.id)

    async def _post(self) -> None:
        row, contact = self._row, self._contents.contact
        first = klantobjects.klantcontact(row, self._contents.question, self._settings.klantinteracties_channel)
        ours = {"referentienummer": number_of(row.reference)}
        klantcontact = await self._once("klantcontact", "klantcontacten", ours, lambda found: _is_of(found, row.id), first)
        person = klantobjects.betrokkene(klantcontact, contact)
        of_contact = {"hadKlantcontact__uuid": klantcontact}
        betrokkene = await self._once("betrokkene", "betrokkenen", of_contact, _points("hadKlantcontact", klantcontact), person)
        addresses, left_out = klantobjects.digital_addresses(row, betrokkene, contact)
        for name, address in addresses.items():
            await self._once(name, "digitaleadressen", {"referentie": address["referentie"]}, _named(address), address)
        task = klantobjects.internetaak(row, klantcontact, self._settings.address, left_out, self._contents.transcript is not None)
        because = {"aanleidinggevendKlantcontact__uuid": klantcontact}
        by_us = _points("aanleidinggevendKlantcontact", klantcontact)
        task["toegewezenAanActoren"] = await self._actors() if "internetaak" not in self._made else []
        await self._once("internetaak", "internetaken", because, by_us, task)
        await self._remember(taak=TO_DO)

    async def _once(self, name: str, path: str, filters: dict[str, str], ours: Callable[[Body], bool], body: Body) -> str:
        """The uuid: remembered, found there, or made now."""
        if name not in self._made:
            there = [uuid_of(found) for found in await self._open_klant.find(path, **filters) if ours(found)]
            await self._remember(**{name: there[-1] if there else await self._open_klant.make(path, body)})
        return str(self._made[name])

    async def _actors(self) -> list[dict[str, str]]:
        """The team as it is called there, if it is; nothing is made for it."""
        named = await self._open_klant.find("actoren", naam=self._team, soortActor="organisatorische_eenheid")
        return [
            {"uuid": uuid_of(found)} for found in named if found.get("naam") == self._team and found.get("indicatieActief") is not False
        ][:1]

    async def _remember(self, **made: str) -> None:
        """Raises _Gone, after it wrote down what must be removed there."""
        self._made |= made
        async with self._database.session() as session:
            changed = update(OutboxEntry).where(OutboxEntry.id == self._entry.id).values(data=self._made).returning(OutboxEntry.id)
            here = await session.scalar(changed) is not None
            if not here:
                repository.add_removal(session, {**self._made, **repository.elsewhere(self._row)})
        if not here:
            raise _Gone()


def _points(name: str, uuid: str) -> Callable[[Body], bool]:
    """Whether an object hangs on this one: an Open Klant that does not know a filter gives everything."""
    return lambda found: isinstance(found.get(name), dict) and found[name].get("uuid") == uuid


def _named(address: Body) -> Callable[[Body], bool]:
    on_person = _points("verstrektDoorBetrokkene", address["verstrektDoorBetrokkene"]["uuid"])
    return lambda found: found.get("referentie") == address["referentie"] and on_person(found)


def _is_of(found: Body, handoff_id: str) -> bool:
    metadata = found.get("metadata")
    return isinstance(metadata, dict) and metadata.get(klantobjects.OURS) == handoff_id


async def _remove(open_klant: OpenKlant, data: Body) -> None:
    """Everything that was made for a question, also what we did not remember, and what others hung on it. Raises OpenKlantFailed."""
    there = await open_klant.find("klantcontacten", referentienummer=number_of(data["reference"]))
    found = {uuid_of(one) for one in there if _is_of(one, data["handoff"])} | {data[name] for name in ("klantcontact",) if name in data}
    for klantcontact in found:
        await _remove_one(open_klant, klantcontact)


async def _remove_one(open_klant: OpenKlant, klantcontact: str) -> None:
    async def parts(path: str, name: str, uuid: str, **filters: str) -> list[str]:
        return [uuid_of(one) for one in await open_klant.find(path, **filters) if _points(name, uuid)(one)]

    by = "aanleidinggevendKlantcontact"
    for task in await parts("internetaken", by, klantcontact, **{f"{by}__uuid": klantcontact}):
        await open_klant.remove("internetaken", task)
    for person in await parts("betrokkenen", "hadKlantcontact", klantcontact, hadKlantcontact__uuid=klantcontact):
        for address in await parts("digitaleadressen", "verstrektDoorBetrokkene", person, verstrektDoorBetrokkene__uuid=person):
            await open_klant.remove("digitaleadressen", address)
        await open_klant.remove("betrokkenen", person)
    await open_klant.remove("klantcontacten", klantcontact)
    if await open_klant.get("klantcontacten", klantcontact) is not None:
        raise Broken()


async def follow_once(database: Database, open_klant: OpenKlant) -> int:
    """Brings both sides up to date for every posted question that needs it; returns how many changed. Raises OpenKlantFailed.

    Done there: the team reads it here, and finishes the question itself. Finished here: the task there is set to done. Taken back by the parent:
    nothing of it stays there.
    """
    state = OutboxEntry.data["taak"].as_string()
    moves = or_(state == TO_DO, and_(Handoff.withdrawn_at.is_not(None), state.is_distinct_from(GONE)))
    asked = select(OutboxEntry, Handoff).join(Handoff, Handoff.id == OutboxEntry.handoff_id)
    asked = asked.where(OutboxEntry.channel == CHANNEL, OutboxEntry.state.in_(("verstuurd", "opgegeven")), moves).order_by(OutboxEntry.id)
    async with database.session() as session:
        pairs = [(row[0], row[1]) for row in await session.execute(asked)]
    changed = 0
    for entry, row in pairs:
        try:
            changed += await _follow(database, open_klant, entry, row)
        except Refused:
            continue  # this one does not keep the others from theirs
    return changed


async def _follow(database: Database, open_klant: OpenKlant, entry: OutboxEntry, row: Handoff) -> bool:
    if row.withdrawn_at is not None:
        await _remove(open_klant, {**entry.data, **repository.elsewhere(row)})
        return await _tell(database, entry, row, GONE)
    task = await open_klant.get("internetaken", entry.data["internetaak"])
    if task is None or task.get("status") == DONE:
        return await _tell(database, entry, row, GONE if task is None else DONE)
    if row.closed_at is None:
        return False
    await open_klant.change("internetaken", entry.data["internetaak"], {"status": DONE, "afgehandeldOp": row.closed_at.isoformat()})
    return await _tell(database, entry, row, DONE)


async def _tell(database: Database, entry: OutboxEntry, row: Handoff, state: str) -> bool:
    """Written down, unless the question was removed meanwhile."""
    values = {"data": {**entry.data, "taak": state}}
    async with database.session() as session:
        here = await session.scalar(update(OutboxEntry).where(OutboxEntry.id == entry.id).values(values).returning(OutboxEntry.id))
        if here is not None:
            await repository.add_event(session, row.id, "open_klant", data={"taak": state})
    return here is not None


async def keep_following(database: Database, open_klant: OpenKlant) -> None:
    """Runs beside the server until it is cancelled."""
    while True:
        try:
            await follow_once(database, open_klant)
        except (OpenKlantFailed, SQLAlchemyError) as error:
            log.error("open_klant_not_followed", reason=type(error).__name__)
        await asyncio.sleep(PAUSE_SECONDS)
