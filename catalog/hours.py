"""Opening hours in words, whether it is open now and when again, on a Dutch clock and a Dutch calendar."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby

import holidays

from catalog.schemas import Day, Hours, Team
from kit.clock import WEEKDAYS, day_in_words, local, time_in_words

WEEK: tuple[Day, ...] = ("ma", "di", "wo", "do", "vr", "za", "zo")
NAMES = dict(zip(WEEK, WEEKDAYS, strict=True))
AHEAD = 14  # days for which it is worth knowing that the team will be closed
FAR = 90  # days in which a team opens again, or we do not say when
AROUND = 7  # days for which the name of the weekday is enough


@lru_cache(maxsize=8)
def _dutch(year: int) -> dict[date, tuple[str, ...]]:
    """The holidays of one year by day, as the library names them: `Tweede paasdag`."""
    found = holidays.country_holidays("NL", years=year, categories=("public", "optional"), language="nl")
    return {day: tuple(names.split("; ")) for day, names in found.items()}


def _runs(days: Sequence[Day]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in sorted({WEEK.index(day) for day in days}):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _run_text(run: list[int]) -> str:
    first, last = WEEKDAYS[run[0]], WEEKDAYS[run[-1]]
    if len(run) > 2:
        return f"{first} tot en met {last}"
    return first if len(run) == 1 else f"{first} en {last}"


def week_text(hours: Sequence[Hours]) -> str:
    """`maandag tot en met donderdag van 8.30 tot 17.00 uur, vrijdag van 8.30 tot 12.30 uur`; empty when no hours are known."""
    return ", ".join(
        f"{', '.join(_run_text(run) for run in _runs(block.days))} van {time_in_words(block.opens)} tot {time_in_words(block.closes)} uur"
        for block in hours
    )


def closed_on(team: Team, day: date) -> str | None:
    """Why the team is closed on this day though it may be a weekday with hours: `Koningsdag`. None when it is a day as any other."""
    for block in team.closed:
        if block.day <= day <= (block.until or block.day):
            return block.why or "gesloten"
    chosen = team.closed_on.model_dump()
    return next((name for name in _dutch(day.year).get(day, ()) if chosen.get(name.lower().replace(" ", "_"))), None)


def blocks(team: Team, day: date) -> list[Hours]:
    """The hours of one day, the earliest first; none when the team is closed."""
    if closed_on(team, day):
        return []
    return sorted((block for block in team.hours if WEEK[day.weekday()] in block.days), key=lambda block: block.opens)


def _closures(team: Team, today: date) -> list[str]:
    """`vrijdag 25 december (Eerste kerstdag)`: the runs of days with hours on which it is closed, that begin soon."""
    usual = {WEEK.index(day) for block in team.hours for day in block.days}
    days = [day for day in (today + timedelta(days=ahead) for ahead in range(FAR)) if day.weekday() in usual]
    runs = [(why, list(run)) for why, run in groupby(days, lambda day: closed_on(team, day))]
    return [f"{_run_of_days(run)} ({why})" for why, run in runs if why and (run[0] - today).days < AHEAD]


def _run_of_days(run: list[date]) -> str:
    return day_in_words(run[0]) if len(run) == 1 else f"{day_in_words(run[0])} tot en met {day_in_words(run[-1])}"


def hours_text(team: Team, now: datetime) -> str:
    """The week, and on which of the coming days it is closed; empty when no hours are known."""
    week = week_text(team.hours)
    closed = _closures(team, local(now).date()) if week else []
    return f"{week}. Dicht: {', '.join(closed)}" if closed else week


def open_now(team: Team, now: datetime) -> bool | None:
    """None when no hours are known: closed would be a guess. The closing minute itself counts as closed."""
    if not team.hours:
        return None
    here = local(now)
    return any(block.opens <= here.time() < block.closes for block in blocks(team, here.date()))


def opens_again(team: Team, now: datetime) -> str | None:
    """`morgen om 8.30 uur`; None while it is open, without hours, and when it stays closed for longer than we look."""
    here = local(now)
    if not team.hours or open_now(team, now):
        return None
    for ahead in range(FAR):
        day = here.date() + timedelta(days=ahead)
        for block in blocks(team, day):
            if ahead or block.opens > here.time():
                return f"{_when(day, ahead)} om {time_in_words(block.opens)} uur"
    return None


def _when(day: date, ahead: int) -> str:
    if ahead < 2:
        return ("vandaag", "morgen")[ahead]
    return WEEKDAYS[day.weekday()] if ahead < AROUND else day_in_words(day)
