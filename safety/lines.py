"""The helplines of lines.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

FILE = Path(__file__).parent / "lines.yml"


@dataclass(frozen=True)
class Line:
    id: str
    name: str
    phones: tuple[str, ...]
    url: str | None
    hours: str
    free: bool | None
    for_whom: str
    checked_on: date
    review_months: int
    source: str
    confidence: str
    own_number: bool = False

    @property
    def check_before(self) -> date:
        return months_later(self.checked_on, self.review_months)

    @property
    def chat_only(self) -> bool:
        """Nothing to call: `own_number` is a line such as the huisarts, which everybody calls on another number."""
        return not self.phones and not self.own_number


def months_later(day: date, months: int) -> date:
    """The same day of a later month; at most the 28th."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))


@cache
def lines() -> Mapping[str, Line]:
    rows = yaml.safe_load(FILE.read_text("utf-8"))["lines"]
    return MappingProxyType({row["id"]: Line(**{**row, "phones": tuple(row["phones"])}) for row in rows})
