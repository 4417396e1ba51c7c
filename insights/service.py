"""Counting what parents ask, and showing it in groups that are large enough. A fact has no words and points to nobody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from insights import repository
from kit import clock

SMALLEST = 5
BANDS = ((0, 1, "0-1"), (1, 4, "1-4"), (4, 8, "4-8"), (8, 12, "8-12"), (12, 18, "12-18"), (18, 100, "18+"))
WIDEST = 8  # years: a wider range says nothing of the age
REST = "overig"
WAYS = {"onderwerp": ("topic",), "leeftijd": ("topic", "age_band"), "wijk": ("topic", "wijk")}
Age = Sequence[float] | None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One subject in one conversation, as it is counted. `week`: its Monday as text. `unmet`: no offer fitted; `distant`: only
    offers that are not of this gemeente itself. `helped`: None while unknown."""

    week: str
    gemeente: str
    topic: str
    age_band: str
    wijk: str
    rung: int
    unmet: bool
    distant: bool
    helped: bool | None = None

    @property
    def _counts(self) -> dict[str, int]:
        told = {"helped": int(self.helped is True), "not_helped": int(self.helped is False)}
        return {"asked": 1, "unmet": int(self.unmet), "distant": int(self.distant), **told}

    @property
    def _key(self) -> dict[str, Any]:
        named = {name: getattr(self, name) for name in ("gemeente", "topic", "age_band", "wijk", "rung")}
        return {**named, "week": date.fromisoformat(self.week)}

    def json(self) -> dict[str, Any]:
        return asdict(self)


def this_week() -> str:
    """Its Monday, on a Dutch calendar."""
    today = clock.local(clock.now()).date()
    return (today - timedelta(days=today.weekday())).isoformat()


def age_band(age: Age) -> str:
    """The band in which the middle of an age range (years) lies; empty when it is not known or too wide to say."""
    if not age or len(age) != 2 or age[1] - age[0] > WIDEST:
        return ""
    middle = (age[0] + age[1]) / 2
    return next((name for low, high, name in BANDS if low <= middle < high), "")


async def count(session: AsyncSession, before: Fact | None, now: Fact) -> None:
    """The one way in: counts a fact, in the place of what was counted of the same subject before."""
    if before == now:
        return
    if before is not None:
        await repository.add(session, before._key, {name: -value for name, value in before._counts.items()})
    await repository.add(session, now._key, now._counts)


@dataclass(frozen=True)
class Period:
    """A quarter of a year. `last` is the Monday of its last week that is over."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Group:
    """What is shown of a group. A count is None when it, or what is left beside it, is smaller than five people; `few` names those
    that are between one and four. `rest`: groups that were too small, together."""

    topic: str
    part: str
    asked: int
    unmet: int | None
    distant: int | None
    person: int | None
    helped: int | None
    not_helped: int | None
    rest: bool = False


@dataclass(frozen=True)
class Report:
    """`hidden`: there were groups that are too small to show."""

    groups: list[Group]
    hidden: bool


def periods(weeks: Iterable[date]) -> list[Period]:
    """The quarters in which these Mondays lie, the newest first. Quarters do not overlap, so that no two can be subtracted."""
    found: dict[tuple[int, int], list[date]] = defaultdict(list)
    for week in weeks:
        found[week.year, (week.month - 1) // 3 + 1].append(week)
    ordered = sorted(found.items(), reverse=True)
    return [Period(f"{number}e kwartaal {year}", min(mondays), max(mondays)) for (year, number), mondays in ordered]


async def known_periods(session: AsyncSession, gemeente: str) -> list[Period]:
    return periods(await repository.weeks(session, gemeente, date.fromisoformat(this_week())))


async def report(session: AsyncSession, gemeente: str, period: Period, way: str) -> Report:
    """The groups of a period, those with the most unanswered questions first. `way` is one of WAYS."""
    by = WAYS[way]
    rows = await repository.totals(session, gemeente, period.first, period.last, by)
    merged, hidden = large_enough(rows, by[1] if len(by) > 1 else "")
    groups = [_group(row, by) for row in merged]
    return Report(
        sorted(groups, key=lambda one: (-(one.unmet or 0), -(one.distant or 0), -one.asked, one.topic, one.rest, one.part)), hidden
    )


def large_enough(rows: Iterable[Mapping[str, Any]], part: str) -> tuple[list[dict[str, Any]], bool]:
    """Rows of at least five people. Smaller parts of a topic are put together; while that rest is too small itself, the smallest part
    joins it, so that no part can be found by subtracting. A topic that stays too small is left out, and that is said."""
    topics: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        topics[row["topic"]].append(dict(row))
    shown: list[dict[str, Any]] = []
    hidden = False
    for of_topic in topics.values():
        if sum(row["asked"] for row in of_topic) < SMALLEST:
            hidden = hidden or any(row["asked"] for row in of_topic)
        else:
            shown += _folded(sorted(of_topic, key=lambda row: -row["asked"]), part)
    return shown, hidden


def _folded(rows: list[dict[str, Any]], part: str) -> list[dict[str, Any]]:
    kept = [row for row in rows if row["asked"] >= SMALLEST]
    rest = [row for row in rows if 0 < row["asked"] < SMALLEST]
    while rest and kept and sum(row["asked"] for row in rest) < SMALLEST:
        rest.append(kept.pop())
    if not rest:
        return kept
    names = (*repository.COUNTS, "person")
    together = {"topic": rest[0]["topic"], **({part: REST} if part else {}), **{name: sum(row[name] for row in rest) for name in names}}
    return [*kept, together]


def _group(row: Mapping[str, Any], by: Sequence[str]) -> Group:
    asked = row["asked"]
    part = str(row[by[1]]) if len(by) > 1 else ""
    unmet, distant = _two(row["unmet"], row["distant"], asked)
    helped, not_helped = _two(row["helped"], row["not_helped"], asked)
    person = _shown(row["person"], asked)
    return Group(str(row["topic"]), part, asked, unmet, distant, person, helped, not_helped, rest=part == REST)


def _two(first: int, second: int, of: int) -> tuple[int | None, int | None]:
    """Two parts that do not overlap. What is left beside both is a group too: while that is too small, the second is not shown."""
    left = of - first - second
    return _shown(first, of), _shown(second, of) if _large(left) else None


def _large(number: int) -> bool:
    return number == 0 or number >= SMALLEST


def _shown(number: int, of: int) -> int | None:
    """None when this part, or what is left of the whole, is a group of one to four."""
    return number if _large(number) and _large(of - number) else None
