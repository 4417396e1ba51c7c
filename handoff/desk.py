"""What a worker does with a question: read it, take it, write down what happened, pass it on, finish it. Every step leaves a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

import access.repository
from access import audit
from access.schemas import Staff
from catalog.search import Profile
from handoff import klantinteracties, repository
from handoff.klantinteracties import Posted
from handoff.models import Handoff, HandoffEvent, MeldcodeStep, OutboxEntry
from handoff.repository import DONE
from handoff.schemas import OUTCOMES, Contents, Wanted
from handoff.service import Handoffs
from kit import clock, logs
from kit.errors import AppError, FormMistakes, NotFound
from kit.signs import says_something, visible
from privacy.vault import CannotOpen

log = logs.get(__name__)

OPEN = ("nieuw", "opgepakt", "wacht_op_ouder")
LONGEST_NOTE = 4000
RESULTS = {
    "bereikt": "Gesproken met de ouder",
    "geen_gehoor": "Geen gehoor",
    "voicemail": "Voicemail ingesproken",
    "gemaild": "Mail gestuurd",
}
MELDCODE = {
    1: "Signalen in kaart brengen",
    2: "Overleggen met een collega, en zo nodig met Veilig Thuis",
    3: "Praten met de betrokkenen",
    4: "Wegen: is er (een vermoeden van) onveiligheid?",
    5: "Beslissen: melden, hulp verlenen, of allebei",
}
SOMEBODY = "Iemand die hier niet meer werkt"
GONE = "Deze vraag is er niet, of niet meer. Een ouder kan een vraag altijd verwijderen; dan blijft er ook hier niets van over."

EMPTY_NOTE = "Typ eerst wat je wilt opschrijven."
LONG_NOTE = f"Dit is te lang. Het mogen {LONGEST_NOTE} tekens zijn."
NO_RESULT = "Kies wat er gebeurde."
NO_TEAM = "Kies naar welk team deze vraag gaat."
NO_OUTCOME = "Kies hoe het is afgelopen."
NO_DATE = "Vul een datum in zoals 24-11-2026, niet later dan vandaag."


class TooLate(AppError):
    """Somebody else, or the parent, was first."""

    status = 409
    title = "Iemand was je voor"


@dataclass(frozen=True, repr=False)
class Told:
    """A line of the history. `who` is a worker, the parent or Wegwijs itself; `note` what was written down with it."""

    at: datetime
    kind: str
    who: str
    data: Mapping[str, Any]
    note: str | None


@dataclass(frozen=True, repr=False)
class Opened:
    """A question as its reader sees it. `contents` is None when the parent took it back, or when the key is gone (`locked`)."""

    row: Handoff
    contents: Contents | None
    locked: bool
    history: list[Told]
    reads: list[Told]
    assignee: str | None
    mails: list[OutboxEntry]
    posted: Posted | None
    meldcode: dict[int, tuple[MeldcodeStep, str | None]]


class Desk:
    """Who may not see a question gets NotFound, whatever they try. Every method is one piece of work of one signed-in person."""

    def __init__(self, handoffs: Handoffs) -> None:
        self._handoffs, self._database, self._vault = handoffs, handoffs.database, handoffs.vault

    # ---- reading ----

    async def inbox(self, staff: Staff, wanted: Wanted) -> tuple[list[Handoff], int, dict[str, str]]:
        """A page of the inbox, how many there are in all, and the names of the workers."""
        async with self._database.session() as session:
            rows, total = await repository.listed(session, staff, wanted)
            return rows, total, await _names(session)

    async def state(self, staff: Staff) -> tuple[Any, ...]:
        """Changes with the inbox of this person."""
        async with self._database.session() as session:
            return await repository.state_of_inbox(session, staff)

    async def open(self, staff: Staff, handoff_id: str, action: str = "vraag geopend") -> Opened:
        """Everything about one question. That it was read is written down first; without that line nobody reads it."""
        async with self._database.session() as session:
            row = await self._seen(session, staff, handoff_id)
            await repository.add_event(session, row.id, "geopend", staff.id, data={} if action == "vraag geopend" else {"how": action})
            names = await _names(session)
            events = [self._told(one, names) for one in await repository.events_of(session, row.id)]
            mails = [one for one in await repository.outbox_of(session, row.id) if one.channel == "mail"]
            posted = await klantinteracties.state_of(session, row.id)
            steps = await repository.meldcode_of(session, row.id) if row.assignee == staff.id else {}
            await audit.record(session, staff, action, row.gemeente, row.id)  # last: everybody waits for this one
        contents, locked = self._contents(row)
        return Opened(
            row=row,
            contents=contents,
            locked=locked,
            history=[one for one in events if one.kind != "geopend"],
            reads=[one for one in events if one.kind == "geopend"],
            assignee=names.get(row.assignee, SOMEBODY) if row.assignee else None,
            mails=mails,
            posted=posted,
            meldcode={number: (step, self._unsealed(step.note, _place(row, number))) for number, step in steps.items()},
        )

    def _contents(self, row: Handoff) -> tuple[Contents | None, bool]:
        """None for what the parent took back: the yes is gone too."""
        if row.withdrawn_at is not None:
            return None, False
        try:
            return self._handoffs.contents(row), False
        except CannotOpen:
            log.error("contents_not_opened", handoff_id=row.id)
            return None, True

    def _told(self, event: HandoffEvent, names: Mapping[str, str]) -> Told:
        who = (
            names.get(event.staff_id, SOMEBODY) if event.staff_id else "De ouder" if event.kind in ("gemaakt", "ingetrokken") else "Wegwijs"
        )
        return Told(event.at, event.kind, who, event.data, self._unsealed(event.text, f"event/{event.handoff_id}"))

    def _unsealed(self, text: str | None, place: str) -> str | None:
        try:
            return None if text is None else self._vault.open(text, place)
        except CannotOpen:
            return "(Deze tekst kan niet meer worden geopend.)"

    # ---- who does it ----

    async def take(self, staff: Staff, handoff_id: str, version: int) -> None:
        """Also from a colleague, and after waiting for the parent. Raises TooLate when another took it meanwhile."""
        values = {"assignee": staff.id, "status": "opgepakt", "taken_at": _first(Handoff.taken_at, clock.now())}
        await self._change(staff, handoff_id, version, OPEN, "opgepakt", values)

    async def release(self, staff: Staff, handoff_id: str, version: int) -> None:
        """For a colleague to take."""
        await self._change(staff, handoff_id, version, ("opgepakt", "wacht_op_ouder"), "losgelaten", {"assignee": None, "status": "nieuw"})

    async def wait(self, staff: Staff, handoff_id: str, version: int, note: str) -> None:
        """Until the parent says something."""
        values = {"status": "wacht_op_ouder", "assignee": staff.id, "taken_at": _first(Handoff.taken_at, clock.now())}
        await self._change(staff, handoff_id, version, ("nieuw", "opgepakt"), "wacht_op_ouder", values, note=_optional(note))

    # ---- what happened ----

    async def note(self, staff: Staff, handoff_id: str, note: str) -> None:
        """Of any question that is still to be seen; never in the way of a colleague. Raises FormMistakes."""
        text = _optional(note)
        if text is None:
            raise FormMistakes({"note": EMPTY_NOTE})
        async with self._database.session() as session:
            row = await self._seen(session, staff, handoff_id)
            await self._tell(session, staff, row, "notitie", text, {})
            await _record(session, staff, row, "notitie")

    async def attempt(self, staff: Staff, handoff_id: str, result: str, note: str) -> None:
        """To reach the parent. Who tries has taken the question, if nobody had. Raises FormMistakes."""
        if result not in RESULTS:
            raise FormMistakes({"result": NO_RESULT})
        now = clock.now()
        values = {
            "tried_to_reach_at": _first(Handoff.tried_to_reach_at, now),
            "taken_at": _first(Handoff.taken_at, now),
            "assignee": _first(Handoff.assignee, staff.id),
            "status": "opgepakt",
        }
        await self._change(staff, handoff_id, None, OPEN, "poging", values, {"result": result}, _optional(note))

    # ---- where it goes ----

    async def transfer(self, staff: Staff, handoff_id: str, version: int, team: str, note: str) -> None:
        """To another team of the same gemeente, which gets a mail. Raises FormMistakes or TooLate."""
        row, profile = await self._with_profile(staff, handoff_id)
        chosen = next((one for one in profile.handoff.teams if one.id == team and team != row.team), None)
        if chosen is None:
            raise FormMistakes({"team": NO_TEAM})
        values = {"team": team, "assignee": None, "status": "nieuw"}
        data = {"from": row.team, "to": team}
        channels = ["mail"] if chosen.email and self._handoffs.settings.smtp_host else []
        await self._change(staff, handoff_id, version, OPEN, "overgedragen", values, data, _optional(note), channels)

    async def close(self, staff: Staff, handoff_id: str, version: int, outcome: str, note: str) -> None:
        """Raises FormMistakes or TooLate."""
        if outcome not in OUTCOMES:
            raise FormMistakes({"outcome": NO_OUTCOME})
        _, profile = await self._with_profile(staff, handoff_id)
        now = clock.now()
        values = {
            "status": DONE,
            "outcome": outcome,
            "closed_at": now,
            "delete_after": now + timedelta(days=profile.retention.handoff_days),
            "assignee": _first(Handoff.assignee, staff.id),
        }
        await self._change(staff, handoff_id, version, OPEN, "afgerond", values, {"outcome": outcome}, _optional(note))

    async def reopen(self, staff: Staff, handoff_id: str, version: int) -> None:
        """Not what the parent took back. Raises TooLate."""
        values = {"status": "opgepakt", "assignee": staff.id, "outcome": None, "closed_at": None, "delete_after": None}
        await self._change(staff, handoff_id, version, (DONE,), "heropend", values)

    # ---- the professional's own checklist ----

    async def meldcode(self, staff: Staff, handoff_id: str, steps: Mapping[int, tuple[str, str]]) -> None:
        """Per step the day (jjjj-mm-dd or empty) and a note. Only for who has the question; decides nothing and tells nobody.

        Raises FormMistakes, or NotFound for anyone else.
        """
        read = {number: (_day(day), _optional(note)) for number, (day, note) in steps.items()}
        if wrong := {f"day-{number}": NO_DATE for number, (day, _) in read.items() if isinstance(day, str)}:
            raise FormMistakes(wrong)
        async with self._database.session() as session:
            row = await self._seen(session, staff, handoff_id)
            if row.assignee != staff.id:
                raise NotFound()
            known = await repository.meldcode_of(session, row.id)
            for number, (day, note) in read.items():
                if number in known or day or note:
                    sealed = None if note is None else self._vault.seal(note, _place(row, number))
                    await session.merge(MeldcodeStep(handoff_id=row.id, step=number, done_on=day, staff_id=staff.id, note=sealed))
            await audit.record(session, staff, "meldcode bijgewerkt", row.gemeente, row.id)

    # ---- inside ----

    async def _seen(self, session: AsyncSession, staff: Staff, handoff_id: str) -> Handoff:
        row = await repository.seen_by(session, staff, handoff_id)
        if row is None:
            raise NotFound(GONE)
        return row

    async def _with_profile(self, staff: Staff, handoff_id: str) -> tuple[Handoff, Profile]:
        async with self._database.session() as session:
            row = await self._seen(session, staff, handoff_id)
        return row, await self._handoffs.profile(row.gemeente)

    async def _change(
        self,
        staff: Staff,
        handoff_id: str,
        version: int | None,
        statuses: Sequence[str],
        kind: str,
        values: Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
        note: str | None = None,
        channels: Sequence[str] = (),
    ) -> None:
        """The change, its event and its audit line, or nothing. `channels` get something to send."""
        async with self._database.session() as session:
            row = await repository.change(session, staff, handoff_id, version, statuses, **values)
            if row is None:
                raise await self._too_late(session, staff, handoff_id)
            event = await self._tell(session, staff, row, kind, note, dict(data or {}))
            if kind in ("afgerond", "overgedragen"):
                await repository.forget_unsent(session, row.id, "mail")
            for channel in channels:
                repository.add_to_outbox(session, row.id, channel, f"{kind}-{event.id}")
            await _record(session, staff, row, kind)

    async def _tell(
        self, session: AsyncSession, staff: Staff, row: Handoff, kind: str, note: str | None, data: dict[str, Any]
    ) -> HandoffEvent:
        sealed = None if note is None else self._vault.seal(note, f"event/{row.id}")
        return await repository.add_event(session, row.id, kind, staff.id, sealed, data)

    async def _too_late(self, session: AsyncSession, staff: Staff, handoff_id: str) -> AppError:
        """What happened meanwhile, in words; NotFound when it is not theirs to see."""
        row = await self._seen(session, staff, handoff_id)
        if row.withdrawn_at is not None:
            return TooLate("De ouder heeft deze vraag net ingetrokken.")
        if row.status == DONE:
            return TooLate("Deze vraag is al afgerond.")
        names = await _names(session)
        if row.assignee and row.assignee != staff.id:
            return TooLate(f"{names.get(row.assignee, SOMEBODY)} heeft deze vraag opgepakt. Kijk eerst wat er staat.")
        return TooLate("Deze vraag is net veranderd. Kijk wat er nu staat en probeer het dan opnieuw.")


async def _record(session: AsyncSession, staff: Staff, row: Handoff, kind: str) -> None:
    await audit.record(session, staff, f"vraag {kind.replace('_', ' ')}", row.gemeente, row.id)


def _first(column: InstrumentedAttribute[Any], value: datetime | str) -> ColumnElement[Any]:
    """What stands there, else this."""
    return func.coalesce(column, literal(value, column.type))


async def _names(session: AsyncSession) -> dict[str, str]:
    return {account.id: account.name for account in await access.repository.accounts(session)}


def _place(row: Handoff, step: int) -> str:
    return f"meldcode/{row.id}/{step}"


def _optional(note: str) -> str | None:
    """Raises FormMistakes when it is too long."""
    text = visible(note.replace("\r\n", "\n"))
    if len(text) > LONGEST_NOTE:
        raise FormMistakes({"note": LONG_NOTE})
    return text if says_something(text) else None


def _day(typed: str) -> date | str | None:
    """The day; what was typed when it is none, or has yet to come."""
    if not typed.strip():
        return None
    for read in (date.fromisoformat, lambda text: datetime.strptime(text, "%d-%m-%Y").replace(tzinfo=clock.UTC).date()):
        try:
            found = read(typed.strip())
        except ValueError:
            continue
        return found if found <= clock.local(clock.now()).date() else typed
    return typed
