"""What a person must look at again: lines and cards whose review term is over. For `make check` and for the page of the editor."""

from dataclasses import dataclass
from datetime import date

from safety.cards import WITHOUT_CATEGORY, reviewed_on, reviewed_texts
from safety.levels import CATEGORIES
from safety.lines import lines, months_later


@dataclass(frozen=True)
class Overdue:
    """`what` is `hulplijn`, `kaart` or `zorg`; `id` is its name in lines.yml or cards.yml; `file` is where it is changed."""

    what: str
    id: str
    name: str
    checked_on: date
    check_before: date
    file: str

    def __str__(self) -> str:
        return f"{self.what} {self.id} ({self.file}): nagekeken op {self.checked_on}, opnieuw nakijken voor {self.check_before}"


def overdue_reviews(today: date) -> list[Overdue]:
    """All that is past its term on `today`, longest overdue first."""
    found = [Overdue("hulplijn", line.id, line.name, line.checked_on, line.check_before, "safety/lines.yml") for line in lines().values()]
    term = int(reviewed_texts()["review_months"])
    days = {category: ("kaart", reviewed_on(category)) for category in (*CATEGORIES, WITHOUT_CATEGORY)} | {
        "zorg": ("zorg", reviewed_texts()["zorg"]["reviewed_on"])
    }
    found += [Overdue(what, id_, id_, day, months_later(day, term), "safety/cards.yml") for id_, (what, day) in days.items()]
    return sorted((item for item in found if item.check_before <= today), key=lambda item: item.check_before)
