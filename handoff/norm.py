"""By when a parent hears something: the working days and hours of the team, and nothing that it cannot keep."""

from datetime import date, datetime, time, timedelta

from catalog.search import Profile, blocks, closed_on
from kit import clock

WHOLE_DAY = time(23, 59)
LONGEST_LOOK = 366


def closing(profile: Profile, day: date) -> time | None:
    """When the team closes that day; None when it is closed all day. Without known hours: some time on an ordinary working day."""
    team = profile.team
    if not team.hours:
        return WHOLE_DAY if day.weekday() < 5 and not closed_on(team, day) else None
    return max((block.closes for block in blocks(team, day)), default=None)


def due(profile: Profile, now: datetime) -> datetime:
    """The end of the last promised working day. The day on which the question came does not count."""
    day, left = clock.local(now).date(), profile.handoff.answer_within_working_days
    for _ in range(LONGEST_LOOK):
        day += timedelta(days=1)
        at = closing(profile, day)
        left -= at is not None
        if at is not None and left == 0:
            return datetime.combine(day, at, clock.AMSTERDAM).astimezone(clock.UTC)
    raise ValueError(f"{profile.id}: no working day in a year")


def in_words(due_at: datetime) -> str:
    """`uiterlijk dinsdag 24 november om 17.00 uur`; only the day when the hours are not known."""
    here = clock.local(due_at)
    day = f"uiterlijk {clock.day_in_words(here)}"
    return day if here.time() == WHOLE_DAY else f"{day} om {clock.time_in_words(here)} uur"
