"""Danger in a text: pure functions and reviewed data; no network, no database, nothing kept or logged."""

from safety.assess import Assessment, Assessor
from safety.cards import card_in_words, crisis_card, worry_text
from safety.levels import CATEGORIES, Level
from safety.reviews import Overdue, overdue_reviews

__all__ = [
    "CATEGORIES",
    "Assessment",
    "Assessor",
    "Level",
    "Overdue",
    "card_in_words",
    "crisis_card",
    "overdue_reviews",
    "worry_text",
]
