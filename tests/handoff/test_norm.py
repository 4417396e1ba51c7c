"""By when: the team's own working days and hours, holidays left out, also across a change of the clock."""

from datetime import date, datetime, time
from functools import cache
from typing import Any

import pytest

from catalog import files
from catalog.schemas import ClosedDays
from catalog.search import Profile
from handoff.norm import due, in_words
from kit import clock
from settings import ROOT


@cache
def voorbeeldstad() -> Profile:
    return next(one for one in files.read(ROOT / "catalog").documents if isinstance(one, Profile) and one.id == "voorbeeldstad")


def profile(days: int = 2, **team: Any) -> Profile:
    """Voorbeeldstad: Monday to Thursday till 17.00, Friday till 12.30."""
    found = voorbeeldstad()
    handoff = found.handoff.model_copy(update={"answer_within_working_days": days})
    return found.model_copy(update={"handoff": handoff, "team": found.team.model_copy(update=team)})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.AMSTERDAM)


class TestDue:
    @pytest.mark.parametrize(
        ("asked", "days", "by"),
        [
            ("2026-11-23 09:00", 1, "dinsdag 24 november om 17.00 uur"),
            ("2026-11-23 23:59", 1, "dinsdag 24 november om 17.00 uur"),
            ("2026-11-26 10:00", 1, "vrijdag 27 november om 12.30 uur"),
            ("2026-11-27 10:00", 1, "maandag 30 november om 17.00 uur"),
            ("2026-11-28 10:00", 2, "dinsdag 1 december om 17.00 uur"),
            ("2026-12-23 10:00", 2, "maandag 28 december om 17.00 uur"),  # Friday the 25th is Christmas
            ("2026-12-31 10:00", 1, "maandag 4 januari om 17.00 uur"),  # New Year's Day is a Friday
            ("2027-03-25 10:00", 2, "woensdag 31 maart om 17.00 uur"),  # Good Friday and Easter Monday; the clock changes on the 28th
            ("2027-04-26 10:00", 1, "woensdag 28 april om 17.00 uur"),  # Koningsdag
        ],
    )
    def test_the_end_of_the_promised_working_day(self, asked: str, days: int, by: str) -> None:
        assert in_words(due(profile(days), at(asked))) == f"uiterlijk {by}"

    def test_days_on_which_the_team_is_closed(self) -> None:
        closed = [ClosedDays(day=date(2026, 11, 24), until=date(2026, 11, 25), why="studiedagen")]
        assert in_words(due(profile(1, closed=closed), at("2026-11-23 09:00"))) == "uiterlijk donderdag 26 november om 17.00 uur"

    def test_no_hour_is_promised_where_none_is_known(self) -> None:
        found = due(profile(1, hours=[]), at("2026-11-27 09:00"))
        assert in_words(found) == "uiterlijk maandag 30 november"
        assert clock.local(found).time() == time(23, 59)
