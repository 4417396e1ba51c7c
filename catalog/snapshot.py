"""One moment of the catalogue, and everything that can be asked of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

import numpy as np
from numpy.typing import NDArray

from catalog import cards, guess
from catalog.advice import Advice, Advisor
from catalog.calendar_file import calendar_file
from catalog.cards import Message, offer_card, offers_message
from catalog.index import KINDS, LATE, TOPICS, Index, IndexBuilder, Vectors, offer_text, wijk_key
from catalog.query import Age, Audience, Hit, Query
from catalog.ranking import CHOSEN, Weights, rank, varied
from catalog.reasons import Seen, reasons
from catalog.schemas import Offer, Profile, Tip
from catalog.vocabulary import KIND_LABELS, Kind
from kit.clock import local, now
from kit.embedding import encode

ENCODED_WORDS = 60  # encoding time grows with length; the word match still sees every word
OTHER_TOPIC, GUESSED = 0.3, 0.7  # against 1 for the topic that is asked first


def _vectors_of(offers: Sequence[Offer]) -> dict[str, NDArray[np.float32]]:
    if not offers:
        return {}
    return dict(zip((offer.id for offer in offers), encode([offer_text(offer) for offer in offers]), strict=True))


@dataclass(frozen=True, eq=False)
class Catalogue:
    """One moment of the catalogue; never changes, so a turn that holds it sees one truth."""

    index: Index
    advisor: Advisor
    all_tips: Mapping[str, Tip]
    profiles: Mapping[str, Profile]
    encoder: Callable[[list[str]], NDArray[np.float32]] = encode
    weights: Weights = CHOSEN
    late: timedelta = LATE

    @classmethod
    def from_documents(
        cls, offers: Iterable[Offer], tips: Iterable[Tip] = (), profiles: Iterable[Profile] = (), vectors: Vectors | None = None
    ) -> "Catalogue":
        """Without `vectors` the meaning of each offer is computed now (about 10 ms each); an offer that is not in them has none."""
        return CatalogueBuilder().add(offers, tips, profiles, vectors).catalogue()

    def with_changes(
        self, offers: Iterable[Offer] = (), tips: Iterable[Tip] = (), profiles: Iterable[Profile] = (), vectors: Vectors | None = None
    ) -> "Catalogue":
        """A new catalogue in which these documents replace those of the same id."""
        return CatalogueBuilder(self).add(offers, tips, profiles, vectors).catalogue()

    def search(self, query: Query) -> list[Hit]:
        """At most `query.limit` offers; nothing rather than something that does not fit."""
        if query.limit < 1 or not self.index.ids:
            return []
        profile = self.profile(query.gemeente)
        wijk = wijk_key(profile, query.wijk)
        vector = self._vector(query.text)
        topics, kinds, query = self._understood(query, vector)
        ranked = rank(self.index, query, topics, kinds, vector, wijk, profile.first_kinds if profile else (), self.weights, self.late)
        return [
            self._hit(int(ranked.rows[at]), query, profile, float(ranked.scores[at]), bool(ranked.own[at]))
            for at in varied(self.index, ranked, query.limit)
        ]

    @staticmethod
    def _understood(query: Query, vector: NDArray[np.float32] | None) -> tuple[NDArray[np.float32], NDArray[np.float32], Query]:
        """How much each topic and each form is asked for, and the question with the topics that can be named: those given, or guessed."""
        topics, kinds = np.zeros(len(TOPICS), dtype=np.float32), np.zeros(len(KINDS), dtype=np.float32)
        model = guess.learned() if vector is not None else None
        if model is not None and vector is not None:
            kinds = model.kinds.chances([query.text], vector[None])[0]
        known = [TOPICS[topic] for topic in dict.fromkeys(query.topics) if topic in TOPICS]
        topics[known] = OTHER_TOPIC
        topics[known[:1]] = 1.0
        if model is not None and vector is not None and not query.topics:
            chances = guess.at_age(model.topics.chances([query.text], vector[None])[0], query.age)
            topics, query = np.float32(GUESSED) * chances, replace(query, topics=guess.clear(chances))
        return topics, kinds, query

    def _vector(self, text: str) -> NDArray[np.float32] | None:
        words = text.split()[:ENCODED_WORDS]
        return self.encoder([" ".join(words)])[0] if words else None

    def _hit(self, row: int, query: Query, profile: Profile | None, score: float, own_words: bool) -> Hit:
        offer = self._offer_at(row)
        seen = Seen(profile, self._own_wijk(offer, profile, query.wijk), own_words)
        name = profile.name if profile else query.gemeente.replace("_", " ").title()
        return Hit(offer, round(score, 4), reasons(offer, query, seen), cards.place_text(offer, name))

    @staticmethod
    def _own_wijk(offer: Offer, profile: Profile | None, wijk: str | None) -> str | None:
        key = wijk_key(profile, wijk)
        return next((name for name in offer.places.wijken if wijk_key(profile, name) == key), None) if key else None

    def _offer_at(self, row: int) -> Offer:
        return Offer.model_validate_json(self.index.body(row))

    def offer(self, offer_id: str) -> Offer | None:
        """A published offer by id, as long as it may be shown today."""
        row = self.index.row(offer_id)
        if row is None or not self.index.on_time(np.array([row]), local(now()).date(), self.late)[0]:
            return None
        return self._offer_at(row)

    def calendar_file(self, offer_id: str, now: datetime) -> bytes | None:
        """The file for a calendar; None for an offer that may not be shown today, or that goes on."""
        offer = self.offer(offer_id)
        names = [profile.name for profile in map(self.profile, offer.places.gemeenten) if profile] if offer else []
        return calendar_file(offer, ", ".join(names), now) if offer else None

    def kinds_for(
        self, topic: str | None, gemeente: str, age: Age | None = None, *, today: date | None = None, audience: Audience | None = None
    ) -> list[Kind]:
        """The forms of help that exist here for this topic and age, the one with the best offer first."""
        query = Query(
            gemeente=gemeente, topics=(topic,) if topic else (), age=age, audience=audience, today=today or local(now()).date(), limit=0
        )
        profile = self.profile(gemeente)
        topics, kinds_asked, query = self._understood(query, None)
        first = profile.first_kinds if profile else ()
        ranked = rank(self.index, query, topics, kinds_asked, None, None, first, self.weights, self.late)
        kinds = list(Kind)
        return list(dict.fromkeys(kinds[number] for number in self.index.kind[ranked.rows].tolist()))

    def wijken_with_offers(self, gemeente: str) -> list[str]:
        """Wijken of this gemeente to which some offer is limited; without them it makes no sense to ask where somebody lives."""
        limited = {wijk for row in self.index.places.get(gemeente, ()) for wijk in self.index.wijken(int(row))}
        return sorted(limited)

    def profile(self, gemeente: str) -> Profile | None:
        return self.profiles.get(gemeente)

    def tips(self, topic: str, age: Age | None = None, limit: int = 3) -> Advice:
        """`.tips` and `.normal` of the closest age band."""
        return self.advisor.advice(topic, age, limit)

    def tips_message(self, topic: str, age: Age | None = None, limit: int = 3) -> Message | None:
        return cards.tips_message(topic, self.tips(topic, age, limit))

    def normal_text(self, topic: str, age: Age | None = None) -> str | None:
        """What is ordinary at this age, to say before any tip."""
        normal = self.tips(topic, age).normal
        return normal[0].text if normal else None

    def contact_message(self, gemeente: str, now: datetime) -> Message:
        return cards.contact_message(self.profile(gemeente), now)

    def contact_words(self, gemeente: str, now: datetime) -> str:
        """The same without a card."""
        return cards.contact_words(self.contact_message(gemeente, now))

    def people_text(self, gemeente: str, topic: str | None = None, age: Age | None = None) -> str | None:
        """Who else can help on rung 2 in this gemeente."""
        profile = self.profile(gemeente)
        return cards.people_text(profile.people, topic, age) if profile else None

    @staticmethod
    def kind_label(kind: Kind) -> str:
        return KIND_LABELS[kind]

    @staticmethod
    def offer_card(hit: Hit) -> Message:
        return offer_card(hit)

    @staticmethod
    def offers_message(hits: Sequence[Hit], intro: str, more: bool = False) -> Message:
        return offers_message(hits, intro, more)


class CatalogueBuilder:
    """A new catalogue from an older one and documents that come in parts."""

    def __init__(self, old: Catalogue | None = None, late: timedelta = LATE) -> None:
        self._late = old.late if old else late
        self._index = IndexBuilder(old.index if old else None)
        self._tips = dict(old.all_tips) if old else {}
        self._profiles = dict(old.profiles) if old else {}

    def add(self, offers: Iterable[Offer], tips: Iterable[Tip], profiles: Iterable[Profile], vectors: Vectors | None = None) -> Self:
        if vectors is None:
            offers = list(offers)
            vectors = _vectors_of(offers)
        self._index.add(offers, vectors)
        self._tips.update((tip.id, tip) for tip in tips)
        self._profiles.update((profile.id, profile) for profile in profiles)
        return self

    def catalogue(self) -> Catalogue:
        advisor = Advisor(tip for tip in self._tips.values() if tip.status == "gepubliceerd")
        return Catalogue(self._index.index(), advisor, self._tips, self._profiles, late=self._late)
