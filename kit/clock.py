"""The time, from one place, so that a test can move it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

__all__ = ["AMSTERDAM", "MONTHS", "UTC", "WEEKDAYS", "day_in_words", "local", "now", "time_in_words"]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEEKDAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on a Dutch clock."""
    return moment.astimezone(AMSTERDAM)


def day_in_words(day: date) -> str:
    """`dinsdag 24 november`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def time_in_words(moment: time | datetime) -> str:
    """`8.30`."""
    return f"{moment.hour}.{moment.minute:02}"
