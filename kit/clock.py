"""The time, from one place, so that a test can move it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

__all__ = ["AMSTERDAM", "MONTHS", "UTC", "local", "now"]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on a Dutch clock."""
    return moment.astimezone(AMSTERDAM)
