"""Finding help: the one module of the catalogue that the bot and the chat import."""

from catalog.advice import Advice
from catalog.cards import Message, offer_card, offers_message
from catalog.hours import blocks, closed_on
from catalog.live import Live
from catalog.query import Age, Audience, Hit, Query
from catalog.reasons import about, age_text
from catalog.schemas import Offer, Profile, Tip
from catalog.snapshot import Catalogue
from catalog.vocabulary import KIND_LABELS, TOPIC_LABELS, Kind, Topic

__all__ = [
    "KIND_LABELS",
    "TOPIC_LABELS",
    "Advice",
    "Age",
    "Audience",
    "Catalogue",
    "Hit",
    "Kind",
    "Live",
    "Message",
    "Offer",
    "Profile",
    "Query",
    "Tip",
    "Topic",
    "about",
    "age_text",
    "blocks",
    "closed_on",
    "offer_card",
    "offers_message",
]
