"""Every statement about counted facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from insights.models import Demand

KEY = ("week", "gemeente", "topic", "age_band", "wijk", "rung")
COUNTS = ("asked", "unmet", "distant", "helped", "not_helped")


async def add(session: AsyncSession, key: dict[str, Any], counts: dict[str, int]) -> None:
    """Adds to the counts of one group; several at once do not lose any."""
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    statement = insert(Demand).values(**key, **counts)
    grown = {name: getattr(Demand, name) + counts[name] for name in COUNTS}
    await session.execute(statement.on_conflict_do_update(index_elements=list(KEY), set_=grown))


async def gemeenten(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Demand.gemeente).distinct().order_by(Demand.gemeente)))


async def weeks(session: AsyncSession, gemeente: str, before: date) -> list[date]:
    """The weeks that are over in which something was counted, the newest first."""
    wanted = Demand.gemeente == gemeente, Demand.week < before
    return list(await session.scalars(select(Demand.week).where(*wanted).distinct().order_by(Demand.week.desc())))


async def totals(session: AsyncSession, gemeente: str, first: date, last: date, by: Sequence[str]) -> list[dict[str, Any]]:
    """Per group of these columns what was counted in the weeks from `first` to `last`, with how often it came to a person (`person`)."""
    columns = [getattr(Demand, name) for name in by]
    sums = [func.sum(getattr(Demand, name)).label(name) for name in COUNTS]
    person = func.sum(Demand.asked).filter(Demand.rung >= 2).label("person")
    wanted = Demand.gemeente == gemeente, Demand.week >= first, Demand.week <= last
    rows = await session.execute(select(*columns, *sums, person).where(*wanted).group_by(*columns))
    return [{**row, "person": row["person"] or 0} for row in rows.mappings()]
