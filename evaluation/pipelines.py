"""Compares pipelines on the training sentences, side by side: the same sentences, several draws. Runs in the Rasa environment, an hour or more, and goes on where it was stopped:
`OMP_NUM_THREADS=1 PYTHONPATH=. .venv-rasa/bin/python -m evaluation.pipelines out.jsonl [name ...]`. docs/adr/0003 has the result.

A draw takes LEARNED sentences to learn from and JUDGED of those that the encoder's adapter never saw (`encoder.held_out`); its number is the seed of DIET.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["RASA_TELEMETRY_ENABLED"] = "false"

import numpy as np
import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.shared.nlu.training_data.loading import load_data

import encoder

DRAWS = (1, 2, 3)
LEARNED, JUDGED = 3000, 600
EPOCHS = 20
TOKENS: list[dict[str, Any]] = [{"name": "bot.components.dutch_tokenizer.DutchTokenizer"}]
WORDS: list[dict[str, Any]] = [{"name": "CountVectorsFeaturizer", "max_ngram": 2, "use_lemma": False}]
LEMMAS: list[dict[str, Any]] = [{"name": "CountVectorsFeaturizer", "max_ngram": 2, "use_lemma": True}]
LETTERS: list[dict[str, Any]] = [{"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 2, "max_ngram": 5, "min_df": 2}]
MEANING: list[dict[str, Any]] = [{"name": "bot.components.sentence_embedding.SentenceEmbedding"}]
OURS: list[dict[str, Any]] = [{"name": "bot.components.intent_classifier.SentenceIntentClassifier"}]
REGRESSION: list[dict[str, Any]] = [{"name": "LogisticRegressionClassifier", "max_iter": 100, "tol": 0.001}]
DIET: list[dict[str, Any]] = [
    {"name": "DIETClassifier", "epochs": EPOCHS, "entity_recognition": False, "constrain_similarities": True, "batch_size": [128, 256]}
]

PIPELINES: dict[str, list[dict[str, Any]]] = {
    "words, our voters": TOKENS + WORDS + OURS,
    "lemmas, our voters": TOKENS + LEMMAS + OURS,
    "lemmas and letters, our voters": TOKENS + LEMMAS + LETTERS + OURS,
    "words and meaning, our voters": TOKENS + WORDS + MEANING + OURS,
    "lemmas, letters and meaning, our voters (as served)": TOKENS + LEMMAS + LETTERS + MEANING + OURS,
    "meaning, Rasa's logistic regression": TOKENS + MEANING + REGRESSION,
    "lemmas, letters and meaning, DIET": TOKENS + LEMMAS + LETTERS + MEANING + DIET,
    "lemmas and letters, DIET": TOKENS + LEMMAS + LETTERS + DIET,
    "words and meaning, DIET": TOKENS + WORDS + MEANING + DIET,
}
Sentence = tuple[str, str]


class Remembering(encoder.Encoder):
    """Encodes a sentence once for all pipelines; while one is judged it does not, so that the time per message is true."""

    known: dict[str, Any] = {}
    on = True

    def __call__(self, texts: list[str]) -> Any:
        if not self.on:
            return super().__call__(texts)
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        for start in range(0, len(new), 512):
            part = new[start : start + 512]
            self.known.update(zip(part, super().__call__(part), strict=True))
        return np.array([self.known[text] for text in texts])


def sentences(folder: Path) -> Iterator[Sentence]:
    """Text without marks, and topic."""
    for example in load_data(str(folder)).intent_examples:
        yield example.get("text"), example.get("intent").split("/")[0]


def write(known: list[Sentence], path: Path) -> None:
    by_topic: dict[str, list[str]] = {}
    for text, topic in known:
        by_topic.setdefault(topic, []).append(text)
    nlu = [{"intent": topic, "examples": "".join(f"- {text}\n" for text in texts)} for topic, texts in by_topic.items()]
    path.write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, width=10_000), encoding="utf-8")


async def judge(model: str, held: list[Sentence]) -> dict[str, float]:
    agent = Agent.load(model)
    first = third = 0
    times: list[float] = []
    by_topic: dict[str, list[int]] = {}
    for text, topic in held:
        began = time.process_time()
        parsed = await agent.parse_message(text.lstrip("/ ") or "?")
        times.append((time.process_time() - began) * 1000)
        ranking = [item["name"].split("/")[0] for item in parsed.get("intent_ranking", [])] or [""]
        first += ranking[0] == topic
        third += topic in ranking[:3]
        counts = by_topic.setdefault(topic, [0, 0, 0])
        counts[0] += ranking[0] == topic
        counts[1] += 1
        by_topic.setdefault(ranking[0], [0, 0, 0])[2] += 1
    f1 = [2 * right / (there + said) for right, there, said in by_topic.values() if there]
    times.sort()
    return {
        "top1": round(first / len(held), 4),
        "top3": round(third / len(held), 4),
        "macro_f1": round(sum(f1) / len(f1), 4),
        "ms_median": round(times[len(times) // 2], 1),
        "ms_p95": round(times[int(len(times) * 0.95)], 1),
    }


def run(name: str, draw: int, known: list[Sentence], held: list[Sentence]) -> dict[str, Any]:
    chance = random.Random(draw)  # noqa: S311
    drawn, judged = chance.sample(known, LEARNED), chance.sample(held, JUDGED)
    pipeline = [dict(part, random_seed=draw) if part["name"] == "DIETClassifier" else part for part in PIPELINES[name]]
    with tempfile.TemporaryDirectory() as folder:
        data, config = Path(folder) / "nlu.yml", Path(folder) / "config.yml"
        write(drawn, data)
        config.write_text(yaml.safe_dump({"recipe": "default.v1", "language": "nl", "pipeline": pipeline}), encoding="utf-8")
        began = time.time()
        Remembering.on = True
        model = train_nlu(str(config), str(data), folder, fixed_model_name="one")
        took = round(time.time() - began)
        Remembering.on = False
        return {"pipeline": name, "draw": draw, "train_s": took, **asyncio.run(judge(str(model), judged))}


def done(out: Path) -> set[tuple[str, int]]:
    """What an earlier run that was stopped has written."""
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []
    return {(row["pipeline"], row["draw"]) for row in rows}


def main(out: Path, names: list[str]) -> None:
    encoder.Encoder = Remembering  # type: ignore[misc]
    everything = list(sentences(Path("data/nlu")))
    held = [one for one in everything if encoder.held_out(one[0])]
    known = [one for one in everything if not encoder.held_out(one[0])]
    for draw in DRAWS:
        for name in names or PIPELINES:
            if (name, draw) in done(out):
                continue
            with out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(run(name, draw, known, held)) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
