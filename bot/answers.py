"""Whole messages with one certain meaning, from answers.yml. No Rasa here: the component around it is components/short_answer.py."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Dict, Optional

import yaml

FILE = Path(__file__).with_name("answers.yml")
# As it is said in Flanders, in dialect and in haste.
SPELLED: Dict[str, str] = {
    **dict.fromkeys(("ni", "nie", "nit", "neit"), "niet"),
    **dict.fromkeys(("nix", "niets"), "niks"),
    **dict.fromkeys(("gaad", "geet", "ga"), "gaat"),
    "da": "dat",
    "k": "ik",
    "t": "het",
    "vald": "valt",
}
SMALL_WORDS = re.compile(r"\b(?:ja|nee|nou|neu|oh?|ach|maar|hoor|eigenlijk|gewoon|denk ik|toch|pf+|sorry|alsjeblieft|aub|en)\b")
AROUND_A_PLACE = re.compile(
    r"\b(?:in|de|het|wij|we|ik|wonen|woon|wijk|buurt|bij|uit|van|postcode|is|mijn|onze|ergens|dichtbij|rond|omgeving)\b"
)


def plain(text: str) -> str:
    """Small letters, no punctuation, single spaces."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", text.lower()).split())


def _bare(text: str) -> str:
    return " ".join(SPELLED.get(word, word) for word in SMALL_WORDS.sub(" ", text).split())


@lru_cache(maxsize=1)
def _meanings() -> Dict[str, str]:
    groups = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {_bare(plain(phrase)): name for name, phrases in groups.items() for phrase in phrases}


def meaning(text: str) -> Optional[str]:
    """The group of answers.yml that the whole message belongs to, or None."""
    return _meanings().get(_bare(plain(text)))


def is_only_a_place(text: str, place: str) -> bool:
    """Whether nothing but small words stands around the name of a place."""
    return not AROUND_A_PLACE.sub(" ", plain(text).replace(plain(place), " ")).strip()
