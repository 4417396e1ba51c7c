"""Which topics a text is about, by words alone: for a search before, or without, the bot's own understanding."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from catalog.bm25 import WordIndex, build, pack
from catalog.schemas import Tip
from catalog.vocabulary import KIND_LABELS, KIND_WORDS, TOPIC_LABELS, TOPIC_WORDS, Kind, Topic
from catalog.words import stems

OWN_WEIGHT = 3  # the listed words against those of the tips
CERTAIN = 1.5
WEAK = 0.35
TOPIC_LIST = tuple(Topic)
LONG_ENOUGH = 5  # for a kind word at the end of a compound
SAID_OF_ALL = frozenset(
    stems("hulp andere iemand steun gesprek opvoeden school thema avond ouders jongeren boek lezen praktisch informatie")
)
KIND_STEMS = {kind: frozenset(stems(f"{KIND_LABELS[kind]} {KIND_WORDS[kind]}")) - SAID_OF_ALL for kind in Kind}


def _names(form: str, named: frozenset[str]) -> bool:
    return form in named or any(len(one) >= LONG_ENOUGH and form.endswith(one) for one in named)


@dataclass(frozen=True, eq=False)
class TopicGuess:
    """An index with a document a topic."""

    index: WordIndex

    @classmethod
    def from_tips(cls, tips: Iterable[Tip]) -> "TopicGuess":
        words = defaultdict(list, {topic: stems(f"{TOPIC_LABELS[topic]} {TOPIC_WORDS[topic]}") * OWN_WEIGHT for topic in TOPIC_LIST})
        for tip in tips:
            words[tip.topic] += stems(tip.text)
        terms: dict[str, int] = {}
        documents = [pack(terms.setdefault(form, len(terms)) for form in words[topic]) for topic in TOPIC_LIST]
        return cls(build(documents, terms))

    def topics(self, text: str) -> tuple[tuple[str, ...], float]:
        """At most two topics, the likelier first, and how sure (0 to 1) the first is."""
        asked = [form for form in stems(text) if not any(form in named for named in KIND_STEMS.values())]
        scores = self.index.scores_of(asked)
        order = np.argsort(-scores, kind="stable")[:2]
        first = float(scores[order[0]])
        close = [TOPIC_LIST[number].value for number in order if scores[number] > max(WEAK, first / 2)]
        return tuple(close), min(1.0, first / CERTAIN) if close else 0.0


def kinds_named(text: str) -> frozenset[Kind]:
    """The forms of help whose own words stand in the text, also as the end of a compound (`pubercursus`)."""
    return frozenset(kind for form in stems(text) for kind, named in KIND_STEMS.items() if _names(form, named))
