"""Help while writing an offer: hard sentences, what a parent will miss, what contradicts itself, and what looks like something that is there."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, utils

from catalog import reading
from catalog.forms import Body, Flat, flatten
from catalog.reading import Reading
from catalog.vocabulary import TOPIC_LABELS, Topic

LONGEST = 3000  # signs of one text that are looked at
TEXTS = {"summary": "Wat krijgt een ouder?", "start.text": "Zo begin je", "cost": "Kosten", "waiting_time": "Wachttijd"}
MANY_TOPICS = 6
YEAR = timedelta(days=366)
SAME_NAME, ALIKE_NAME = 90, 60
SAME_MEANING = 0.75  # of the way from what any two offers share to the same text; a model's own scale drops out
FEW, USUAL_MEANING = 20, 0.5
MOST_TWINS = 5

MONEY = re.compile(r"€\s*[1-9]|\b[1-9]\d*(?:[.,]\d+)?\s*euro\b", re.IGNORECASE)
FREE = re.compile(r"^\s*(?:dit is |het is )?gratis\b", re.IGNORECASE)
CALL = re.compile(r"\bbel(?:t|len)?\b|\btelefonisch\b", re.IGNORECASE)
SITE = re.compile(r"\b(?:site|website|online|formulier)\b", re.IGNORECASE)
NUMBER = re.compile(r"(?<!\d)0\d(?:[ -]?\d){7,8}(?!\d)")
AGES = re.compile(r"(\d{1,2})\s*(?:tot en met|tot|t/m|-|–)\s*(\d{1,2})\s*jaar", re.IGNORECASE)
REFERRAL = re.compile(r"\b(?:verwijzing|verwijsbrief|doorverwijzing|verwezen|indicatie|beschikking)\b", re.IGNORECASE)
DENIED = re.compile(r"\b(?:geen|zonder|niet|nooit|hoeft)\b", re.IGNORECASE)

# Ages outside which a topic is most likely a slip: from, up to and including.
TOPIC_AGES: Mapping[Topic, tuple[float, float]] = {
    Topic.HUILEN_BABY: (0, 3),
    Topic.ZINDELIJKHEID: (0, 12),
    Topic.MEDIAOPVOEDING_JONG_KIND: (0, 8),
    Topic.PUBERTEIT: (9, 27),
    Topic.AGRESSIE_PUBER: (9, 27),
    Topic.GOKKEN: (10, 27),
}


@dataclass(frozen=True)
class Hint:
    """Something to look at, by the field where it belongs. Nothing is refused for it."""

    path: str
    text: str


@dataclass(frozen=True)
class Text:
    path: str
    label: str
    reading: Reading


@dataclass(frozen=True)
class Candidate:
    """Another offer that parents in the same place see. `vector` has length 1."""

    id: str
    name: str
    provider: str
    url: str = ""
    phone: str = ""
    vector: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Twin:
    id: str
    name: str
    provider: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Help:
    texts: list[Text]
    missing: list[Hint]
    contradictions: list[Hint]
    twins: list[Twin]


def helped(
    body: Body, today: date, wijken: Sequence[str] = (), others: Iterable[Candidate] = (), vector: NDArray[np.float32] | None = None
) -> Help:
    """All help for one text; see the functions below."""
    return Help(texts(body), missing(body), contradictions(body, today, wijken), twins(body, others, vector))


def texts(body: Body, labels: Mapping[str, str] = TEXTS) -> list[Text]:
    """How each text for parents reads. `labels`: by path what the text is called."""
    flat = flatten(body)
    found = ((path, label, reading.read(str(flat.get(path, ""))[:LONGEST])) for path, label in labels.items())
    return [Text(path, label, read) for path, label, read in found if read]


def missing(body: Body) -> list[Hint]:
    """What may stay empty, but a parent will look for."""
    flat = flatten(body)
    looked_for = {
        "start.url": (
            "start.url" in flat or "start.phone" in flat,
            "Er is geen telefoonnummer en geen webadres. Een ouder kan zo niet verder.",
        ),
        "free": ("free" in flat, "Je zei niet of het gratis is. Is het bekend, kies dan ja of nee."),
        "waiting_time": ("waiting_time" in flat, "Er staat niet wanneer een ouder kan beginnen. Weet je het, schrijf het er dan bij."),
        "age_min": ("age_min" in flat or "age_max" in flat, "Er staat geen leeftijd. Klopt het dat dit voor alle leeftijden is?"),
    }
    return [Hint(path, text) for path, (there, text) in looked_for.items() if not there]


def contradictions(body: Body, today: date, wijken: Sequence[str] = ()) -> list[Hint]:
    """What does not go together. `wijken`: the names that the profiles of its gemeenten know, empty when they know none."""
    flat = flatten(body)
    looks: tuple[Callable[[Flat], Iterator[Hint]], ...] = (_money, _ways_in, _numbers, _ages, _topics, _who, _referral, _example)
    found = [hint for look in looks for hint in look(flat)]
    return [*found, *_dates(flat, today), *_wijken(flat, wijken)]


def _all_words(flat: Flat) -> str:
    return "\n".join(str(flat.get(path, ""))[:LONGEST] for path in ("name", *TEXTS))


def _money(flat: Flat) -> Iterator[Hint]:
    cost = str(flat.get("cost", ""))
    if flat.get("free") is True and MONEY.search(cost):
        yield Hint("free", "Je koos ‘gratis’, maar bij de kosten staat een bedrag.")
    if flat.get("free") is False and FREE.search(cost):
        yield Hint("free", "Bij de kosten staat ‘gratis’, maar je koos dat het geld kost.")


def _ways_in(flat: Flat) -> Iterator[Hint]:
    text = str(flat.get("start.text", ""))
    if CALL.search(text) and "start.phone" not in flat:
        yield Hint("start.phone", "Bij ‘zo begin je’ staat dat een ouder belt, maar er is geen nummer ingevuld.")
    if SITE.search(text) and "start.url" not in flat:
        yield Hint("start.url", "Bij ‘zo begin je’ staat een site of formulier, maar er is geen webadres ingevuld.")
    if "telefoon" in flat.get("delivery", ()) and "start.phone" not in flat:
        yield Hint("start.phone", "Je koos ‘via de telefoon’, maar er is geen nummer ingevuld.")


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _numbers(flat: Flat) -> Iterator[Hint]:
    own = _digits(str(flat.get("start.phone", "")))
    for number in dict.fromkeys(NUMBER.findall(_all_words(flat))):
        if own and _digits(number) != own:
            yield Hint("start.phone", f"In de tekst staat {number}. Dat is een ander nummer dan je hier invulde.")


def _ages(flat: Flat) -> Iterator[Hint]:
    low, high = flat.get("age_min"), flat.get("age_max")
    for told in AGES.finditer(_all_words(flat)):
        first, last = int(told[1]), int(told[2])
        far = any(isinstance(own, int | float) and abs(own - said) > 1 for own, said in ((low, first), (high, last)))
        if far or (low is None and high is None):
            yield Hint("age_min", f"In de tekst staat ‘{told[0]}’. De leeftijden die je invulde zeggen iets anders.")


def _topics(flat: Flat) -> Iterator[Hint]:
    topics = [topic for topic in flat.get("topics", ()) if topic in TOPIC_LABELS]
    if len(topics) > MANY_TOPICS:
        yield Hint("topics", f"Je koos {len(topics)} onderwerpen. Dan komt het ook bij vragen waar het maar half over gaat.")
    low, high = flat.get("age_min", 0), flat.get("age_max", 27)
    if not (isinstance(low, int | float) and isinstance(high, int | float)):
        return
    for topic in topics:
        young, old = TOPIC_AGES.get(Topic(topic), (0, 27))
        if high < young or low > old:
            yield Hint("topics", f"‘{TOPIC_LABELS[Topic(topic)]}’ past niet bij de leeftijd die je invulde.")


def _who(flat: Flat) -> Iterator[Hint]:
    audience, low, high = flat.get("audience", ()), flat.get("age_min"), flat.get("age_max")
    if "jongere" in audience and isinstance(high, int | float) and high < 10:
        yield Hint("audience", "Je koos ‘jongeren’, maar het is voor kinderen onder de 10.")
    if "kind" in audience and isinstance(low, int | float) and low >= 16:
        yield Hint("audience", "Je koos ‘kinderen’, maar het is vanaf 16 jaar.")
    if flat.get("places.wijken") and flat.get("delivery") and not {"in_de_buurt", "thuis", "school"} & set(flat["delivery"]):
        yield Hint("places.wijken", "Je noemt wijken, maar alles gaat op afstand.")


def _referral(flat: Flat) -> Iterator[Hint]:
    told = f"{_all_words(flat)}\n{flat.get('no_referral.evidence', '')}"
    for sentence in re.split(r"(?<=[.?!])\s+|\n+", told):
        if flat.get("no_referral.needed") is False and REFERRAL.search(sentence) and not DENIED.search(sentence):
            yield Hint("no_referral.needed", f"Je koos dat er geen verwijzing nodig is, maar je schrijft: ‘{sentence.strip()}’")


def _example(flat: Flat) -> Iterator[Hint]:
    if flat.get("source.url") == "voorbeeld" and not flat.get("example"):
        yield Hint("example", "De bron is ‘voorbeeld’. Is dit aanbod verzonnen? Vink dat dan aan.")


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _dates(flat: Flat, today: date) -> Iterator[Hint]:
    checked, again = _day(flat.get("checked_on")), _day(flat.get("check_again"))
    if checked and checked > today:
        yield Hint("checked_on", "Deze dag moet nog komen.")
    if again and again <= today:
        yield Hint("check_again", "Deze dag is voorbij. Kijk of alles nog klopt en kies een nieuwe dag.")
    if again and again > today + YEAR:
        yield Hint("check_again", "Dat is over meer dan een jaar. Er kan dan veel veranderd zijn.")


def _wijken(flat: Flat, known: Sequence[str]) -> Iterator[Hint]:
    names = {name.casefold() for name in known}
    for wijk in flat.get("places.wijken", ()):
        if names and str(wijk).casefold() not in names:
            yield Hint(
                "places.wijken", f"De wijk ‘{wijk}’ staat niet in het profiel van de gemeente. Bekend zijn: {', '.join(sorted(known))}."
            )


def _page(url: str) -> str:
    """A web page without what differs between two ways to write it; empty for the front page of a site, which many offers share."""
    parts = urlsplit(url.strip().lower())
    path = parts.path.rstrip("/")
    return f"{(parts.hostname or '').removeprefix('www.')}{path}?{parts.query}" if path or parts.query else ""


def twins(body: Body, others: Iterable[Candidate], vector: NDArray[np.float32] | None = None) -> list[Twin]:
    """Offers that may be the same one, the most alike first. `vector`: the meaning of this text, of length 1."""
    flat = flatten(body)
    name, provider = str(flat.get("name", ""))[:200], str(flat.get("provider", ""))[:200]
    url, phone = _page(str(flat.get("start.url", ""))), _digits(str(flat.get("start.phone", "")))
    rest = list(others)
    found: list[tuple[float, Twin]] = []
    for other, meaning in zip(rest, _meanings(vector, rest), strict=True):
        alike = fuzz.token_sort_ratio(name, other.name, processor=utils.default_process) if name else 0.0
        same_provider = fuzz.token_set_ratio(provider, other.provider, processor=utils.default_process) >= SAME_NAME if provider else False
        why = [
            "bijna dezelfde naam" if alike >= SAME_NAME else "",
            "dezelfde pagina" if url and url == _page(other.url) and (alike >= ALIKE_NAME or same_provider) else "",
            "hetzelfde nummer en een naam die erop lijkt" if phone and phone == _digits(other.phone) and alike >= ALIKE_NAME else "",
            "de tekst lijkt er erg op" if meaning >= SAME_MEANING else "",
        ]
        if any(why):
            found.append((alike / 100 + meaning, Twin(other.id, other.name, other.provider, tuple(filter(None, why)))))
    return [twin for _, twin in sorted(found, key=lambda one: (-one[0], one[1].id))[:MOST_TWINS]]


def _meanings(vector: NDArray[np.float32] | None, others: Sequence[Candidate]) -> list[float]:
    """How near each is in meaning: 0 for what is usual among them, 1 for the same text."""
    if vector is None:
        return [0.0] * len(others)
    fits = [other.vector is not None and other.vector.shape == vector.shape for other in others]  # an older model had another length
    raw = [float(vector @ other.vector) if fit and other.vector is not None else 0.0 for other, fit in zip(others, fits, strict=True)]
    usual = float(np.median(raw)) if len(raw) >= FEW else USUAL_MEANING
    return [(one - usual) / max(1e-6, 1 - usual) for one in raw]
