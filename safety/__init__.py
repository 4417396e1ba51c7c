"""Danger in a text: pure functions and reviewed data; no network, no database, nothing kept or logged."""

from safety.assess import Assessment, Assessor
from safety.cards import crisis_card
from safety.levels import CATEGORIES, Level
from safety.lines import overdue_lines

__all__ = ["CATEGORIES", "Assessment", "Assessor", "Level", "crisis_card", "overdue_lines"]
