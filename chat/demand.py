"""What insights may count of a turn: the subject, the age band, the wijk, the rung, whether an offer fitted and whether it helped. Never words."""

from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from catalog.search import KIND_LABELS, TOPIC_LABELS, Catalogue, Kind, Live, Offer, Profile, Query, Topic
from chat import repository
from chat.models import Conversation
from chat.turn import Turn
from insights.service import Fact, age_band, count, this_week
from kit import clock, logs
from kit.database import Database

log = logs.get(__name__)

State = dict[str, Any]
YES, OTHER, PERSON = "helpt:ja", "helpt:anders", "mens"
DANGER = 3


async def count_turn(database: Database, live: Live, row: Conversation, turn: Turn) -> None:
    """After the answer is stored. `row` is the conversation as it was before. What goes wrong here costs a count, never an answer."""
    if turn.from_bot is None or turn.state.get("rung") == DANGER:
        return
    try:
        facts = [Fact(**known) for known in row.counted]
        now = _fact(row, turn, facts, await live.current())
        if now is not None:
            async with database.session() as session:
                await keep(session, row.id, facts, now)
    except (SQLAlchemyError, TypeError, ValueError) as error:
        log.error("turn_not_counted", conversation_id=row.id, reason=type(error).__name__)


async def keep(session: AsyncSession, conversation_id: str, facts: list[Fact], now: Fact) -> None:
    """Counts a fact in the place of the earlier one about the same subject."""
    before = next((fact for fact in facts if fact.topic == now.topic), None)
    if before == now:
        return
    await count(session, before, now)
    await repository.remember_counted(session, conversation_id, [*(fact.json() for fact in facts if fact != before), now.json()])


async def count_feedback(session: AsyncSession, row: Conversation, helpful: bool) -> None:
    """What a parent says about an answer counts for the subject that they are on."""
    facts = [Fact(**known) for known in row.counted]
    topic = subject(row.state)
    for fact in facts:
        if fact.topic == topic:
            await keep(session, row.id, facts, Fact(**{**fact.json(), "helped": helpful}))


def subject(state: State) -> str:
    """The topic, or the form of help that somebody asked for without one; empty when neither is known."""
    topic, kind = state.get("topic"), state.get("kind")
    if topic in set(Topic) and topic in TOPIC_LABELS:
        return str(topic)
    return f"vorm:{kind}" if kind in set(Kind) and kind in KIND_LABELS else ""


def _fact(row: Conversation, turn: Turn, facts: list[Fact], catalogue: Catalogue) -> Fact | None:
    """None while there is nothing to count: the parent was not helped yet."""
    topic = subject(turn.state)
    before = next((fact for fact in facts if fact.topic == topic), None)
    shown = [one["id"] for message in turn.answer if message["type"] == "offers" for one in message.get("offers") or ()]
    contact = any(message["type"] == "contact" for message in turn.answer)
    if not topic or (before is None and not (shown or contact)):
        return None
    fits, local = _fitting(catalogue, row.gemeente, turn.state, shown) if shown or before is None else (False, False)
    rung = max(int(turn.state.get("rung") or 0), 1 if shown else 0, 2 if contact else 0, before.rung if before else 0)
    return Fact(
        week=before.week if before else this_week(),
        gemeente=row.gemeente,
        topic=topic,
        age_band=age_band(turn.state.get("age")),
        wijk=_wijk(catalogue.profile(row.gemeente), turn.state.get("wijk")),
        rung=rung,
        unmet=not fits and (before.unmet if before else True),
        distant=not local and ((fits and before.unmet) or before.distant if before else fits),
        helped=_helped(row.state, turn, before),
    )


def _helped(earlier: State, turn: Turn, before: Fact | None) -> bool | None:
    if turn.choice == YES:
        return True
    if turn.choice in (OTHER, PERSON) and earlier.get("open") == "helpt":
        return False
    return before.helped if before else None


def _wijk(profile: Profile | None, said: Any) -> str:
    """Only a name that the profile knows: what a parent typed is never kept here."""
    asked = str(said or "").strip().casefold()
    for wijk in profile.wijken if profile and asked else ():
        if asked in {wijk.name.casefold(), *(alias.casefold() for alias in wijk.aliases)} or asked.replace(" ", "")[:4] in wijk.postcodes:
            return wijk.name
    return ""


def _fitting(catalogue: Catalogue, gemeente: str, state: State, shown: list[str]) -> tuple[bool, bool]:
    """Whether any offer fits, and whether one of this gemeente itself does: of those that were shown, else of all that there are."""
    found = [offer for offer in map(catalogue.offer, shown) if offer] if shown else _all_fitting(catalogue, gemeente, state)
    return bool(shown or found), any(offer.places.scope == "lokaal" for offer in found)


def _all_fitting(catalogue: Catalogue, gemeente: str, state: State) -> list[Offer]:
    """Every offer here that is about this, for this age and wijk."""
    age, topic, kind = state.get("age"), state.get("topic"), state.get("kind")
    query = Query(
        gemeente=gemeente,
        today=clock.local(clock.now()).date(),
        topics=(topic,) if topic else (),
        kind=(Kind(kind),) if kind and not topic else (),
        age=(age[0], age[1]) if age else None,
        wijk=state.get("wijk"),
        audience=state.get("audience"),
        limit=20,
    )
    return [hit.offer for hit in catalogue.search(query) if not topic or topic in hit.offer.topics]
