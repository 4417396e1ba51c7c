"""A made-up country: offers in 342 gemeenten. `OMP_NUM_THREADS=1 python -m tests.catalog.synthetic 50000` prints speed and memory."""

import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from catalog.schemas import Offer
from catalog.search import Catalogue, Kind, Query, Topic
from catalog.snapshot import CatalogueBuilder
from catalog.vocabulary import TOPIC_LABELS
from kit.embedding import DIMENSIONS, encode
from tests.catalog.factory import TODAY, make_offer

GEMEENTEN = 342
NATIONAL_EVERY = 60
QUESTIONS = [
    "hij slaapt niet",
    "pubercursus",
    "ik zoek een maatje voor mijn zoon van 8",
    "ruzie thuis",
    "gepest op school en durft niet meer",
    "geldzorgen",
]
_WORDS = (
    "ouders avond groep samen praten oefenen kinderen spelen bellen thuis school rust regels boos bang vrienden telefoon hulp buurt week"
)
WORDS = _WORDS.split()


def offers(count: int) -> Iterator[Offer]:
    rng = np.random.default_rng(1)
    topics, kinds = list(Topic), list(Kind)
    for number in range(count):
        chosen = [topics[at] for at in rng.choice(len(topics), 3, replace=False)]
        words = " ".join(rng.choice(WORDS, 30))
        low = int(rng.integers(0, 12))
        yield make_offer(
            f"aanbod_{number}",
            name=f"{TOPIC_LABELS[chosen[0]]} groep {number}",
            kind=kinds[number % len(kinds)],
            topics=chosen,
            summary=f"{TOPIC_LABELS[chosen[1]]} {words}",
            age_min=low,
            age_max=low + int(rng.integers(1, 12)),
            gemeenten=[] if number % NATIONAL_EVERY == 0 else [f"stad_{number % GEMEENTEN}"],
        )


def country(count: int) -> Catalogue:
    rng, builder, made = np.random.default_rng(2), CatalogueBuilder(), offers(count)
    while part := list(islice(made, 500)):
        vectors = rng.normal(scale=DIMENSIONS**-0.5, size=(len(part), DIMENSIONS)).astype(np.float32)
        builder.add(part, (), (), {offer.id: vector for offer, vector in zip(part, vectors, strict=True)})
    return builder.catalogue()


def questions(count: int) -> list[Query]:
    return [
        Query(
            gemeente=f"stad_{number % GEMEENTEN}",
            today=TODAY,
            text=QUESTIONS[number % len(QUESTIONS)],
            topics=(list(Topic)[number % len(Topic)],) if number % 3 else (),
            age=(number % 18, number % 18),
        )
        for number in range(count)
    ]


def times(catalogue: Catalogue, count: int = 300) -> list[float]:
    """Milliseconds per search, text and all, sorted."""
    taken = []
    for query in questions(count):
        began = time.perf_counter()
        catalogue.search(query)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def _peak_mb() -> int:
    """Of this program alone: `ru_maxrss` begins with the peak of the program that started it."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(status["VmHWM"].split()[0]) // 1024


def main(count: int) -> None:
    """The encoder first, as in the product: then the peak is the new snapshot beside the old one, beside the encoder."""
    encode(["eerst het taalmodel laden"])
    began = time.perf_counter()
    catalogue = country(count)
    built = time.perf_counter()
    catalogue = catalogue.with_changes([make_offer("aanbod_1", name="Anders")], vectors={})
    changed = time.perf_counter()
    taken = times(catalogue)
    figures = {
        "offers": count,
        "build_s": round(built - began, 1),
        "change_s": round(changed - built, 2),
        "p50_ms": round(taken[len(taken) // 2], 1),
        "p95_ms": round(taken[int(len(taken) * 0.95)], 1),
        "peak_mb": _peak_mb(),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
