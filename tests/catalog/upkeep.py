"""A catalogue to keep true: offers of every age, with reports, links and answers of providers."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

from access.schemas import Staff
from catalog.models import CatalogueReport
from catalog.repository import Document
from catalog.upkeep.tasks import Task
from catalog.upkeep.worklist import Reviews, Worklist
from kit import clock
from kit.database import Base, Database
from tests.catalog.factory import TODAY, make_offer, make_profile
from tests.catalog.stored import store

LATE = timedelta(days=90)
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=clock.UTC)


def offer(offer_id: str, again: date, **fields: object) -> Document:
    """An offer in Stad that must be looked at again on this day."""
    given = {"gemeenten": ["stad"], "name": offer_id.title(), "start": {"text": "Bel.", "phone": "030 1234567"}, **fields}
    return make_offer(offer_id, checked_on=again - timedelta(days=180), check_again=again, **given)


FINE = offer("goed", TODAY + timedelta(days=60))
SOON = offer("bijna", TODAY + timedelta(days=10))
OVER = offer("voorbij", TODAY - timedelta(days=5))
GONE = offer("weg", TODAY - timedelta(days=91))
EDGE = offer("rand", TODAY - timedelta(days=90))
ELSEWHERE = offer("dorp", TODAY - timedelta(days=5), gemeenten=["dorp"])
NATIONAL = make_offer(
    "land", checked_on=TODAY - timedelta(days=180), check_again=TODAY - timedelta(days=1), start={"text": "Bel.", "phone": "112"}
)
WITHDRAWN = offer("gestopt", TODAY - timedelta(days=5), status="ingetrokken")
NO_WAY_IN = offer("stil", TODAY + timedelta(days=60), start={"text": "Vraag ernaar."})
PROFILE = make_profile("stad")
ALL = [FINE, SOON, OVER, GONE, EDGE, ELSEWHERE, NATIONAL, WITHDRAWN, NO_WAY_IN, PROFILE]


@asynccontextmanager
async def catalogue(url: str, documents: Iterable[Document] = ALL) -> AsyncIterator[Database]:
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.session() as session:
        await store(session, *documents)
    yield database
    await database.close()


def worklist(database: Database, staff: Staff, reviews: Reviews | None = None) -> Worklist:
    return Worklist(database, staff, LATE, reviews)


async def tasks(database: Database, staff: Staff, reviews: Reviews | None = None) -> dict[str, Task]:
    """The list by key."""
    return {task.key: task for task in (await worklist(database, staff, reviews).work()).tasks}


async def parent_says(database: Database, offer_id: str, words: str = "", gemeente: str = "stad", at: datetime = NOON) -> None:
    async with database.session() as session:
        session.add(CatalogueReport(kind="offer", document_id=offer_id, text=words, by="", gemeente=gemeente, at=at))
