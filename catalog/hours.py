"""Opening hours in words, and whether it is open now, on a Dutch clock."""

from collections.abc import Sequence
from datetime import datetime, time

from catalog.schemas import Day, Hours
from kit.clock import local

WEEK: tuple[Day, ...] = ("ma", "di", "wo", "do", "vr", "za", "zo")
NAMES = dict(zip(WEEK, ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"), strict=True))


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02}"


def _runs(days: Sequence[Day]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in sorted({WEEK.index(day) for day in days}):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _run_text(run: list[int]) -> str:
    first, last = NAMES[WEEK[run[0]]], NAMES[WEEK[run[-1]]]
    if len(run) > 2:
        return f"{first} tot en met {last}"
    return first if len(run) == 1 else f"{first} en {last}"


def hours_text(hours: Sequence[Hours]) -> str:
    """`maandag tot en met donderdag van 8.30 tot 17.00 uur, vrijdag van 8.30 tot 12.30 uur`; empty when no hours are known."""
    return ", ".join(
        f"{', '.join(_run_text(run) for run in _runs(block.days))} van {_clock(block.opens)} tot {_clock(block.closes)} uur"
        for block in hours
    )


def open_now(hours: Sequence[Hours], now: datetime) -> bool | None:
    """None when no hours are known: closed would be a guess. The closing minute itself counts as closed."""
    if not hours:
        return None
    here = local(now)
    today, clock = WEEK[here.weekday()], here.time()
    return any(today in block.days and block.opens <= clock < block.closes for block in hours)
