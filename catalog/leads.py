"""Which questions lead to an offer: the ranking that a parent gets now, and the one with the text that an editor is writing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from catalog.index import wijk_key
from catalog.query import Hit, Query
from catalog.schemas import Offer
from catalog.snapshot import Catalogue
from catalog.vocabulary import Topic
from kit import embedding

FILE = Path(__file__).with_name("questions.yml")
SHOWN_AT_ONCE = 3  # what a parent sees before asking for more
LOOKED_AT = 10


@dataclass(frozen=True)
class Question:
    """An example of what a parent may ask. `age` in years."""

    id: str
    text: str
    topic: Topic
    age: float


@cache
def questions() -> tuple[Question, ...]:
    """The examples, in the order of the file."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Question(str(at), row["text"], Topic(row["topic"]), float(row["age"])) for at, row in enumerate(rows, start=1))


@cache
def _meaning(text: str) -> NDArray[np.float32]:
    return np.asarray(embedding.encode([text])[0], dtype=np.float32)


def _remembered(texts: list[str]) -> NDArray[np.float32]:
    """The meaning of examples, computed once a process."""
    return np.array([_meaning(text) for text in texts], dtype=np.float32)


@dataclass(frozen=True)
class Ranking:
    """What a parent would get, best first. `place` is that of the offer, counted from 1; None when it is not among the first.
    `why_not` says why it is not there at all."""

    hits: list[Hit]
    place: int | None
    why_not: str = ""

    @property
    def words(self) -> str:
        if self.place is None:
            return "niet bij de eerste tien"
        return f"plaats {self.place}" + ("" if self.place <= SHOWN_AT_ONCE else ", na ‘laat meer zien’")


@dataclass(frozen=True)
class Lead:
    """An example question with the place of the offer now and with the draft."""

    question: Question
    now: Ranking | None
    then: Ranking | None

    @property
    def best(self) -> int:
        places = [one.place for one in (self.now, self.then) if one and one.place]
        return min(places, default=LOOKED_AT + 1)


@dataclass(frozen=True)
class Both:
    """The same question now and with the draft; None where there is no such text."""

    now: Ranking | None
    then: Ranking | None


class Leads:
    """Of one offer. `published` and `draft` may be absent; a draft counts as if it were published. Slow: use it in a thread."""

    def __init__(self, catalogue: Catalogue, published: Offer | None, draft: Offer | None) -> None:
        self._published = published
        self._draft = draft.model_copy(update={"status": "gepubliceerd"}) if draft else None
        self._now = catalogue
        self._then = catalogue.with_changes([self._draft]) if self._draft else None

    def both(self, query: Query, examples: bool = False) -> Both:
        """Both rankings for one question."""
        now = self._ranking(self._now, self._published, query, examples) if self._published else None
        then = self._ranking(self._then, self._draft, query, examples) if self._then and self._draft else None
        return Both(now, then)

    def all(self, gemeente: str, today: date) -> list[Lead]:
        """The examples that lead to the offer here, the best place first."""
        found = []
        for question in questions():
            both = self.both(asked(question.text, gemeente, today, question.topic, question.age), examples=True)
            lead = Lead(question, both.now, both.then)
            if lead.best <= LOOKED_AT:
                found.append(lead)
        return sorted(found, key=lambda lead: lead.best)

    @staticmethod
    def _ranking(catalogue: Catalogue, offer: Offer, query: Query, examples: bool) -> Ranking:
        known = replace(catalogue, encoder=_remembered) if examples else catalogue
        hits = [hit for hit in known.search(query) if not query.topics or query.topics[0] in hit.offer.topics][:LOOKED_AT]
        place = next((at for at, hit in enumerate(hits, start=1) if hit.offer.id == offer.id), None)
        return Ranking(hits, place, "" if place else why_not(catalogue, offer, query))


def asked(text: str, gemeente: str, today: date, topic: Topic | None = None, age: float | None = None, wijk: str | None = None) -> Query:
    """A question as the chat would put it to the search. More than is shown, since other topics are left out afterwards."""
    topics = (topic.value,) if topic else ()
    return Query(
        gemeente=gemeente,
        today=today,
        text=text,
        topics=topics,
        age=(age, age) if age is not None else None,
        wijk=wijk or None,
        limit=LOOKED_AT * 3 if topic else LOOKED_AT,
    )


def why_not(catalogue: Catalogue, offer: Offer, query: Query) -> str:
    """The first reason why an offer is not in the answer."""
    profile = catalogue.profile(query.gemeente)
    name = profile.name if profile else query.gemeente
    wijk = wijk_key(profile, query.wijk)
    wijken = {wijk_key(profile, one) for one in offer.places.wijken}
    age = query.age
    reasons: Sequence[tuple[bool, str]] = (
        (offer.status != "gepubliceerd", "Het is niet gepubliceerd."),
        (offer.check_again + catalogue.late < query.today, "Het is te lang niet nagekeken, en staat daarom niet in de antwoorden."),
        (bool(offer.moment.day and offer.moment.day < query.today), "Het is al geweest."),
        (offer.places.scope == "lokaal" and query.gemeente not in offer.places.gemeenten, f"Het is er niet in {name}."),
        (bool(age and offer.age_min is not None and age[1] < offer.age_min), "Het is voor oudere kinderen."),
        (bool(age and offer.age_max is not None and age[0] > offer.age_max), "Het is voor jongere kinderen."),
        (wijk is not None and bool(wijken) and wijk not in wijken, "Het is voor een andere wijk."),
        (bool(query.topics) and not set(query.topics) & set(offer.topics), "Dit onderwerp is bij het aanbod niet aangevinkt."),
    )
    return next((text for holds, text in reasons if holds), "Ander aanbod past beter bij deze vraag.")
