"""Which topics a text is about, and which form of help it asks for, when nobody said so: for a search before, or without, the bot.

`python -m catalog learn` makes guess.npz from the sentences of data/nlu and from wanted.yml. It belongs to one encoder; with another,
nothing is guessed.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from catalog.vocabulary import Kind, Topic
from catalog.voters import ARRAYS, Floats, Voters, fit
from kit import embedding, logs

FILE = Path(__file__).parent / "guess.npz"
WANTED = Path(__file__).parent / "wanted.yml"
SENTENCES = Path(__file__).resolve().parent.parent / "data" / "nlu"
TOPIC_LIST, KIND_LIST = tuple(topic.value for topic in Topic), tuple(kind.value for kind in Kind)
CLEAR = 0.2  # a topic with less chance is not named to the parent
ASKS_FOR = {
    "zoekt_training": Kind.TRAINING,
    "zoekt_maatje": Kind.MAATJE_STEUNGEZIN,
    "zoekt_ehealth": Kind.EHEALTH,
    "zoekt_lotgenoten": Kind.LOTGENOTEN,
}
BESIDE_A_WORRY, WITHOUT_A_WISH = 5, 4000
_ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")
log = logs.get(__name__)


@dataclass(frozen=True, eq=False)
class Learned:
    """`encoder` made the vectors from which both learned."""

    topics: Voters
    kinds: Voters
    encoder: str


def clear(chances: Floats) -> tuple[str, ...]:
    """At most two topics that the text is clearly about, the likelier first."""
    return tuple(TOPIC_LIST[number] for number in np.argsort(-chances, kind="stable")[:2] if chances[number] >= CLEAR)


@cache
def learned() -> Learned | None:
    """None where guess.npz is missing or belongs to another encoder."""
    if not FILE.exists():
        return None
    with np.load(FILE, allow_pickle=False) as stored:
        of = {name: Voters(**{array: stored[f"{name}_{array}"].astype(np.float32) for array in ARRAYS}) for name in ("topics", "kinds")}
        found = Learned(**of, encoder=str(stored["encoder"]))
    if found.encoder != embedding.name():
        log.warning("guess_of_another_encoder", run="python -m catalog learn")
        return None
    return found


def sentences() -> Iterator[tuple[str, str]]:
    """The sentences of data/nlu, each with its intent."""
    for file in sorted(SENTENCES.glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines() if "intent" in block else ():
                if text := _ENTITY.sub(r"\1", line.strip().removeprefix("- ")):
                    yield text, block["intent"].partition("/")[0]


def wishes(known: list[tuple[str, str]]) -> list[tuple[str, int]]:
    """Sentences with the number of the form that they ask for: bare, beside a worry, and worries that ask for none."""
    chance = random.Random(1)  # noqa: S311
    worries = [text for text, intent in known if intent in TOPIC_LIST]
    found = [(text, KIND_LIST.index(ASKS_FOR[intent])) for text, intent in known if intent in ASKS_FOR]
    for kind, lines in yaml.safe_load(WANTED.read_text(encoding="utf-8")).items():
        for wish in lines.splitlines():
            beside = [chance.choice(worries) for _ in range(BESIDE_A_WORRY)]
            texts = [wish, *(chance.choice((f"{worry}, {wish}", f"{wish}, {worry}", f"{worry}. {wish}?")) for worry in beside)]
            found += [(text, KIND_LIST.index(kind)) for text in texts]
    return found + [(text, len(KIND_LIST)) for text in chance.sample(worries, min(WITHOUT_A_WISH, len(worries)))]


def learn() -> None:
    """Encodes some 19,000 sentences (minutes), and writes guess.npz."""
    known = list(sentences())
    topics = [(text, TOPIC_LIST.index(intent) if intent in TOPIC_LIST else len(TOPIC_LIST)) for text, intent in known]
    vectors: dict[str, Floats] = {}
    arrays: dict[str, Any] = {}
    for name, examples, classes in (("topics", topics, len(TOPIC_LIST) + 1), ("kinds", wishes(known), len(KIND_LIST) + 1)):
        texts, answers = [text for text, _ in examples], np.array([answer for _, answer in examples])
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        vectors.update(zip(new, embedding.encode(new), strict=True))
        voters = fit(texts, np.array([vectors[text] for text in texts]), answers, classes)
        arrays |= {f"{name}_{array}": getattr(voters, array).astype(np.float16) for array in ARRAYS}
    np.savez_compressed(FILE, encoder=np.array(embedding.name()), **arrays)
    learned.cache_clear()
