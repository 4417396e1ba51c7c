"""Which topics a text is about, and which form of help it asks for, when nobody said so: for a search before, or without, the bot.

`python -m catalog learn` makes guess.npz from the sentences of data/nlu, wanted.yml and asked.yml. It belongs to one encoder; with another,
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

from catalog.query import Age
from catalog.vocabulary import TOPIC_AGES, Kind, Topic
from catalog.voters import ARRAYS, Floats, Voters, fit
from kit import embedding, logs

FILE = Path(__file__).parent / "guess.npz"
WANTED = Path(__file__).parent / "wanted.yml"
ASKED = Path(__file__).parent / "asked.yml"
SENTENCES = Path(__file__).resolve().parent.parent / "data" / "nlu"
TOPIC_LIST, KIND_LIST = tuple(topic.value for topic in Topic), tuple(kind.value for kind in Kind)
CLEAR = 0.2  # a topic with less chance is not named to the parent
OTHER_AGE, TINY = 0.2, 1e-9
_AGES = [TOPIC_AGES.get(topic, (0, 99)) for topic in Topic]
_YOUNGEST, _OLDEST = np.array(_AGES, dtype=np.float32).T
ASKS_FOR = {
    "zoekt_training": Kind.TRAINING,
    "zoekt_maatje": Kind.MAATJE_STEUNGEZIN,
    "zoekt_ehealth": Kind.EHEALTH,
    "zoekt_lotgenoten": Kind.LOTGENOTEN,
}
BESIDE_A_WORRY, WITHOUT_A_WISH, WITH_A_WISH = 5, 4000, 4000
NO_FORM = "geen"
OFTEN = 8  # a question of asked.yml counts as this many sentences of data/nlu: it is as short and as little literal as those of parents
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


def at_age(chances: Floats, age: Age | None) -> Floats:
    """The chances (topics,) again, in which a topic that hardly plays at this age loses to the others; together as likely as before."""
    if age is None:
        return chances
    weighed = np.where((age[0] > _OLDEST) | (age[1] < _YOUNGEST), chances * np.float32(OTHER_AGE), chances)
    return np.asarray(weighed * (chances.sum() / max(float(weighed.sum()), TINY)), dtype=np.float32)


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


def _wanted() -> list[tuple[str, int]]:
    return [
        (wish, KIND_LIST.index(kind))
        for kind, lines in yaml.safe_load(WANTED.read_text(encoding="utf-8")).items()
        for wish in lines.splitlines()
    ]


def asked() -> Iterator[tuple[str, str, str | None]]:
    """Whole questions of asked.yml: text, topic, and the form that it asks for, NO_FORM, or None where nobody judged that."""
    for topic, forms in yaml.safe_load(ASKED.read_text(encoding="utf-8")).items():
        for form, lines in forms.items():
            yield from ((text, topic, None if form == "onbekend" else form) for text in lines.splitlines())


def _weighed(examples: list[tuple[str, int]], often: list[tuple[str, int]]) -> list[tuple[str, int, int]]:
    return [(text, answer, 1) for text, answer in examples] + [(text, answer, OFTEN) for text, answer in often]


def _beside(worry: str, wish: str, chance: random.Random) -> str:
    return chance.choice((f"{worry}, {wish}", f"{wish}, {worry}", f"{worry}. {wish}?"))


def worries(known: list[tuple[str, str]]) -> list[tuple[str, int, int]]:
    """Sentences with the number of their topic and their weight: as they stand, and some beside a wish, which says nothing of the topic."""
    chance = random.Random(2)  # noqa: S311
    wanted = [wish for wish, _ in _wanted()]
    found = [(text, TOPIC_LIST.index(intent)) for text, intent in known if intent in TOPIC_LIST]
    found += [(_beside(text, chance.choice(wanted), chance), topic) for text, topic in chance.sample(found, min(WITH_A_WISH, len(found)))]
    elsewhere = [text for text, intent in known if intent not in TOPIC_LIST and intent not in ASKS_FOR]
    found += [(text, len(TOPIC_LIST)) for text in (*elsewhere, *wanted)]
    return _weighed(found, [(text, TOPIC_LIST.index(topic)) for text, topic, _ in asked()])


def wishes(known: list[tuple[str, str]]) -> list[tuple[str, int, int]]:
    """Sentences with the number of the form that they ask for and their weight: bare, beside a worry, and worries that ask for none."""
    chance = random.Random(1)  # noqa: S311
    bare = [text for text, intent in known if intent in TOPIC_LIST]
    found = [(text, KIND_LIST.index(ASKS_FOR[intent])) for text, intent in known if intent in ASKS_FOR]
    for wish, kind in _wanted():
        found += [(wish, kind), *((_beside(chance.choice(bare), wish, chance), kind) for _ in range(BESIDE_A_WORRY))]
    found += [(text, len(KIND_LIST)) for text in chance.sample(bare, min(WITHOUT_A_WISH, len(bare)))]
    forms = {NO_FORM: len(KIND_LIST), **{kind: number for number, kind in enumerate(KIND_LIST)}}
    return _weighed(found, [(text, forms[form]) for text, _, form in asked() if form])


def learn() -> None:
    """Encodes some 33,000 sentences (minutes), and writes guess.npz."""
    known = list(sentences())
    vectors: dict[str, Floats] = {}
    arrays: dict[str, Any] = {}
    for name, examples, classes in (("topics", worries(known), len(TOPIC_LIST) + 1), ("kinds", wishes(known), len(KIND_LIST) + 1)):
        texts, answers, weights = map(list, zip(*examples, strict=True))
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        vectors.update(zip(new, embedding.encode(new), strict=True))
        voters = fit(texts, np.array([vectors[text] for text in texts]), np.array(answers), classes, np.array(weights, dtype=np.float32))
        arrays |= {f"{name}_{array}": getattr(voters, array).astype(np.float16) for array in ARRAYS}
    np.savez_compressed(FILE, encoder=np.array(embedding.name()), **arrays)
    learned.cache_clear()
