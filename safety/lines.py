"""The helplines of lines.yml, and which of them must be checked again."""

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

    @property
    def check_before(self) -> date:
        return _months_later(self.checked_on, self.review_months)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))


@cache
def lines() -> Mapping[str, Line]:
    rows = yaml.safe_load(FILE.read_text("utf-8"))["lines"]
    return MappingProxyType({row["id"]: Line(**{**row, "phones": tuple(row["phones"])}) for row in rows})


def overdue_lines(today: date) -> list[Line]:
    """Lines past their review term, longest overdue first."""
    return sorted((line for line in lines().values() if line.check_before <= today), key=lambda line: line.check_before)
