"""A catalogue in a database without a server and without the meaning of texts: quick, for tests that do not search."""

from sqlalchemy.ext.asyncio import AsyncSession

from catalog.models import ONLY_ROW, CatalogueDocument, CatalogueState
from catalog.repository import Document, kind_of
from kit.clock import now
from kit.database import Database
from tests import aside
from tests.databases import migrate


async def store(session: AsyncSession, *documents: Document) -> None:
    """Each replaces the one of the same id."""
    state = await session.get(CatalogueState, ONLY_ROW)
    if state is None:
        state = CatalogueState(id=ONLY_ROW, version=0, loaded_at=now())
        session.add(state)
    state.version += 1
    for one in documents:
        body = one.model_dump(mode="json")
        await session.merge(CatalogueDocument(kind=kind_of(one), id=one.id, body=body, version=state.version, updated_at=now()))


def filled(url: str, documents: list[Document]) -> str:
    """The tables in an empty database, with these documents."""
    migrate(url)

    async def fill() -> None:
        database = Database(url)
        async with database.session() as session:
            await store(session, *documents)
        await database.close()

    aside.run(fill())
    return url
