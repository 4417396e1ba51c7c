"""What a parent says about an offer: with catalog.search the one thing that the chat uses of the catalogue, and the only thing that it writes there."""

from sqlalchemy.ext.asyncio import AsyncSession

from catalog.models import CatalogueReport
from kit import clock

LONGEST = 300


async def report(session: AsyncSession, gemeente: str, offer_id: str, words: str) -> None:
    """Puts on the work list that this offer is not right. `words` are redacted already; they may be empty."""
    session.add(
        CatalogueReport(kind="offer", document_id=offer_id, text=words[:LONGEST], by="", gemeente=gemeente, at=clock.now(), closed_at=None)
    )
