"""Why an offer fits, in two or three plain Dutch sentences."""

from dataclasses import dataclass

from catalog.query import WIDE_TOPICS, Age, Query
from catalog.schemas import Offer, Profile
from catalog.vocabulary import KIND_WANTED, TOPIC_ABOUT, TOPIC_LABELS, Topic

MOST = 3
CHECK_LOCALLY = "Niet in elke gemeente: vraag of het bij jullie is"


@dataclass(frozen=True)
class Seen:
    """What the search knew of this offer when it chose it."""

    profile: Profile | None
    wijk: str | None
    own_words: bool


def about(topic: str) -> str:
    """A topic as it reads in the middle of a sentence."""
    known = Topic(topic)
    label = TOPIC_LABELS[known]
    kept = label if label[:2].isupper() else label[0].lower() + label[1:]
    return TOPIC_ABOUT.get(known, kept)


def _number(years: float) -> str:
    return f"{years:g}".replace(".", ",") if years % 1 in (0, 0.5) else str(int(years))


def age_text(age: Age) -> str:
    """`3 jaar`, `8 maanden`, `2 tot 4 jaar`."""
    low, high = age
    if high <= 1 and (low == 0 or high - low >= 0.5):
        return "een baby"
    if high < 2 and high - low < 1 and low % 1:
        months = max(1, round(low * 12))
        return "1 maand" if months == 1 else f"{months} maanden"
    if int(low) == int(high):
        return f"{_number(low)} jaar"
    return f"{_number(low)} tot {_number(high)} jaar"


def _topic(offer: Offer, query: Query, seen: Seen) -> str | None:
    shared = next((topic for topic in query.topics if topic in offer.topics), None)
    if shared:
        return f"Gaat over {about(shared)}"
    if seen.own_words:
        return "Past bij wat je schreef"
    if len(offer.topics) >= WIDE_TOPICS:
        return "Je kunt er met veel vragen over opvoeden terecht"
    return None if query.topics else f"Gaat over {about(offer.topics[0])}"


def _kind(offer: Offer, query: Query) -> str | None:
    return f"Je gaf aan dat je {KIND_WANTED[offer.kind]} zoekt" if offer.kind in query.kind else None


def _near(offer: Offer, seen: Seen) -> str | None:
    if offer.places.scope == "veel_gemeenten":
        return CHECK_LOCALLY
    if offer.places.scope == "landelijk":
        return None
    if seen.wijk and offer.places.wijken:
        return f"In jullie wijk {seen.wijk}"
    return f"In {seen.profile.name}" if seen.profile else "In jullie gemeente"


def _age(offer: Offer, query: Query) -> str | None:
    limited = offer.age_min is not None or offer.age_max is not None
    return f"Past bij {age_text(query.age)}" if query.age and limited else None


def _who(offer: Offer, query: Query) -> str | None:
    return "Ook voor jongeren zelf" if query.by_child and {"kind", "jongere"} & set(offer.audience) else None


def _anywhere(offer: Offer) -> str | None:
    if offer.places.scope != "landelijk":
        return None
    digital = {"online", "app", "telefoon"} & set(offer.delivery)
    return "Kan vanaf elke plek, online of met de telefoon" if digital else "In heel Nederland"


def reasons(offer: Offer, query: Query, seen: Seen) -> tuple[str, ...]:
    """The strongest first. That an offer is not everywhere is always said."""
    free = "Gratis" if offer.free else None
    near = _near(offer, seen)
    ordered = [_topic(offer, query, seen), _kind(offer, query), _age(offer, query), near, _who(offer, query), free, _anywhere(offer)]
    found = [reason for reason in ordered if reason]
    if near == CHECK_LOCALLY and near not in found[:MOST]:
        found = [*found[: MOST - 1], near]
    chosen = found[:MOST]
    return tuple(chosen if len(chosen) > 1 else [*chosen, "Je hebt geen verwijzing nodig"])
