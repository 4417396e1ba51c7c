"""Figures for the team lead: how many, how fast, how it ended. Groups of one to four are hidden, and so is what would give them away."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sqlalchemy.ext.asyncio import AsyncSession

import insights.repository
from handoff import repository
from handoff.models import HandoffFact
from handoff.retention import UNFINISHED
from handoff.schemas import OUTCOMES
from kit import clock

SMALLEST = 5
STILL_OPEN = "Nog open"
ENDS = {**OUTCOMES, UNFINISHED: "Nooit afgerond"}
KEPT = {True: "Op tijd gereageerd", False: "Te laat gereageerd", None: "Nog niet gereageerd, of ingetrokken"}
URGENCIES = {"spoed": "Spoed", "normaal": "Gewoon"}


@dataclass(frozen=True)
class Row:
    """A group; `count` is None when it may not be shown."""

    label: str
    count: int | None


@dataclass(frozen=True)
class Table:
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Report:
    """One quarter of one gemeente. `total` is None when it is too small for any figure; `hours` is the median from question to first contact;
    `per_hundred` the questions per hundred subjects that parents began about. None is: not to be shown, or not known."""

    quarter: str
    total: int | None
    hours: int | None
    per_hundred: int | None
    tables: list[Table]


def safe(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Parts of a known whole. A part of one to four is hidden, and then the smallest others too, until what is hidden is five or more
    together and more than one part: nothing can be found by subtracting."""
    hidden = {name for name, count in counts.items() if 0 < count < SMALLEST}
    others = sorted((name for name, count in counts.items() if count >= SMALLEST), key=lambda name: counts[name])
    while hidden and (len(hidden) == 1 or sum(counts[name] for name in hidden) < SMALLEST) and others:
        hidden.add(others.pop(0))
    return {name: None if name in hidden else count for name, count in counts.items()}


def quarters(facts: Sequence[HandoffFact]) -> list[str]:
    """Those with a week that is over, the newest first."""
    return sorted({quarter_of(fact.week) for fact in facts if _is_over(fact.week)}, reverse=True)


def quarter_of(week: str) -> str:
    """`2026-W48` lies in `2026, kwartaal 4`, where its Thursday lies."""
    day = _monday(week) + timedelta(days=3)
    return f"{day.year}, kwartaal {(day.month + 2) // 3}"


def report(facts: Sequence[HandoffFact], quarter: str, teams: Mapping[str, str], asked: int) -> Report:
    """`teams` holds the names by id; `asked` how many subjects parents began about in that quarter (0 when that is not known)."""
    inside = [fact for fact in facts if _is_over(fact.week) and quarter_of(fact.week) == quarter]
    if len(inside) < SMALLEST:
        return Report(quarter, None, None, None, [])
    hours = [fact.hours_to_contact for fact in inside if fact.hours_to_contact is not None]
    return Report(
        quarter,
        len(inside),
        round(median(hours)) if len(hours) >= SMALLEST else None,
        round(100 * len(inside) / asked) if asked >= len(inside) + SMALLEST else None,
        [
            _table("Afspraak met de ouder", [KEPT[fact.within_norm] for fact in inside], KEPT.values()),
            _table("Hoe het afliep", [ENDS.get(fact.outcome, STILL_OPEN) for fact in inside], [*OUTCOMES.values(), STILL_OPEN]),
            _table("Spoed", [URGENCIES.get(fact.urgency, fact.urgency) for fact in inside], URGENCIES.values()),
            _table("Team", [teams.get(fact.team, fact.team) for fact in inside], teams.values()),
        ],
    )


def _table(title: str, values: Sequence[str], order: Iterable[str]) -> Table:
    counted = Counter(values)
    names = dict.fromkeys([*order, *sorted(counted)])
    shown = safe({name: counted[name] for name in names})
    return Table(title, [Row(name, count) for name, count in shown.items()])


async def asked_in(session: AsyncSession, gemeente: str, quarter: str) -> int:
    """How many subjects parents began about in the weeks of this quarter that are over."""
    year, number = int(quarter[:4]), int(quarter[-1])
    first = date(year, 3 * number - 2, 1)
    last = date(year + number // 4, 3 * number % 12 + 1, 1) - timedelta(days=1)
    monday = min(last - timedelta(days=3), _this_monday() - timedelta(days=7))
    found = await insights.repository.totals(session, gemeente, first - timedelta(days=3), monday, ("gemeente",))
    return sum(row["asked"] for row in found)


async def of_gemeente(session: AsyncSession, gemeente: str, quarter: str, teams: Mapping[str, str]) -> tuple[list[str], Report | None]:
    """The quarters there are, and the one that was asked for, else the newest; None when nothing can be counted yet."""
    facts = await repository.counted(session, gemeente)
    known = quarters(facts)
    if not known:
        return [], None
    chosen = quarter if quarter in known else known[0]
    return known, report(facts, chosen, teams, await asked_in(session, gemeente, chosen))


def _monday(week: str) -> date:
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def _this_monday() -> date:
    today = clock.local(clock.now()).date()
    return today - timedelta(days=today.weekday())


def _is_over(week: str) -> bool:
    return _monday(week) < _this_monday()
