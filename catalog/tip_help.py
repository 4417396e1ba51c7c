"""Help while writing a tip: how it reads, what does not go together, and which tip says the same already."""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, utils

from catalog import writing_help
from catalog.forms import Body, Flat, flatten
from catalog.schemas import Tip
from catalog.vocabulary import TOPIC_LABELS, Topic
from catalog.writing_help import MOST_TWINS, REFERRAL, TOPIC_AGES, Help, Hint, Twin

TEXTS = {"text": "Tekst"}
ALIKE = 75
FORMAL = re.compile(r"\b(?:u|uw)\b", re.IGNORECASE)
PROMISE = re.compile(r"\b(?:altijd werkt|werkt altijd|gegarandeerd|gaat vanzelf over|lost op)\b", re.IGNORECASE)
SHOWN = 80


def helped(body: Body, others: Iterable[Tip]) -> Help:
    """`others`: the tips that parents can read now."""
    flat = flatten(body)
    return Help(writing_help.texts(body, TEXTS), list(_missing(flat)), list(_contradictions(flat)), _twins(flat, others))


def _missing(flat: Flat) -> Iterator[Hint]:
    if "age_min" not in flat and "age_max" not in flat:
        yield Hint("age_min", "Er staat geen leeftijd. Klopt het dat dit voor alle leeftijden is?")


def _contradictions(flat: Flat) -> Iterator[Hint]:
    text = str(flat.get("text", ""))
    if FORMAL.search(text):
        yield Hint("text", "Je schrijft ‘u’ of ‘uw’. Wegwijs zegt ‘je’.")
    if REFERRAL.search(text):
        yield Hint("text", "In de tekst staat een verwijzing. Een tip is iets wat een ouder zelf kan doen.")
    if PROMISE.search(text):
        yield Hint("text", "Dit klinkt als een belofte. Schrijf liever wat kan helpen.")
    topic, low, high = flat.get("topic"), flat.get("age_min", 0), flat.get("age_max", 27)
    if topic in TOPIC_LABELS and isinstance(low, int | float) and isinstance(high, int | float):
        young, old = TOPIC_AGES.get(Topic(topic), (0, 27))
        if high < young or low > old:
            yield Hint("topic", f"‘{TOPIC_LABELS[Topic(topic)]}’ past niet bij de leeftijd die je invulde.")


def _twins(flat: Flat, others: Iterable[Tip]) -> list[Twin]:
    text = str(flat.get("text", ""))
    found = [
        (alike, tip)
        for tip in others
        if tip.id != flat.get("id") and (alike := fuzz.token_sort_ratio(text, tip.text, processor=utils.default_process)) >= ALIKE
    ]
    found.sort(key=lambda one: (-one[0], one[1].id))
    return [Twin(tip.id, tip.text[:SHOWN], TOPIC_LABELS[tip.topic], ("de tekst lijkt er erg op",)) for _, tip in found[:MOST_TWINS]]
