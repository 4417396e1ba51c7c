"""Two voters, one answer: naive Bayes on the words (tf-idf of words and letter groups) and logistic regression on the meaning (sentence embedding).

The sum of their log-probabilities is better than either, and both train in half a minute; one model over all features takes many (docs/adr/0003).
A third voter knows one thing, whether the message is ours at all: what is outside is as wide as the world, which an intent among sixty others
learns badly. What is learned is kept as plain arrays (no pickle).
"""

from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.preprocessing import normalize

RANKING_LENGTH = 10


def _counts(messages: List[Message]) -> csr_matrix:
    """Word and letter-group counts, damped, one row per message."""
    counts = (
        vstack([csr_matrix(message.get_sparse_features(attribute=TEXT)[1].features) for message in messages]).tocsr().astype(np.float32)
    )
    counts.data = 1 + np.log(counts.data)
    return counts


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceIntentClassifier(IntentClassifier, GraphComponent):
    """Settings: how smooth each voter is, `words_weight` against the embedding's 1, and `sharpness` that makes the confidence true.

    `outside` names the intent of the third voter, `outside_weight` how much it counts, and `outside_lean` what that intent gets on top.
    """

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._learned: Dict[str, np.ndarray] = {}

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {
            "words_alpha": 0.3,
            "meaning_C": 0.01,
            "words_weight": 4.0,
            "sharpness": 0.7,
            "outside": "buiten_domein",
            "outside_weight": 0.5,
            "outside_lean": 1.0,
        }

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "SentenceIntentClassifier":
        return cls(config, model_storage, resource)

    def _words(self, messages: List[Message]) -> csr_matrix:
        return normalize(_counts(messages).multiply(self._learned["idf"]).tocsr())

    def _meaning(self, messages: List[Message]) -> np.ndarray:
        vectors = np.vstack([message.get_dense_features(attribute=TEXT)[1].features for message in messages])
        return (vectors - self._learned["mean"]) / self._learned["spread"]

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        names = [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples]
        self._learn_words(examples, names)
        if examples[0].get_dense_features(attribute=TEXT)[1]:
            self._learn_meaning(examples, names)
        self._learned["names"] = np.array(sorted(set(names)))
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / "learned.npz", **self._learned)
        return self._resource

    def _learn_words(self, examples: List[Message], names: List[Text]) -> None:
        seen_in = np.asarray((_counts(examples) > 0).sum(axis=0)).ravel()
        self._learned["idf"] = (np.log((1 + len(examples)) / (1 + seen_in)) + 1).astype(np.float32)
        model = ComplementNB(alpha=self._config["words_alpha"]).fit(self._words(examples), names)
        self._learned["words"] = np.ascontiguousarray(model.feature_log_prob_.T, dtype=np.float32)

    def _learn_meaning(self, examples: List[Message], names: List[Text]) -> None:
        vectors = np.vstack([example.get_dense_features(attribute=TEXT)[1].features for example in examples])
        self._learned |= {"mean": vectors.mean(axis=0), "spread": vectors.std(axis=0).mean()}
        model = LogisticRegression(C=self._config["meaning_C"], max_iter=200, class_weight="balanced")
        model.fit(self._meaning(examples), names)
        self._learned |= {"meaning": np.ascontiguousarray(model.coef_.T, dtype=np.float32), "meaning_start": model.intercept_}
        self._learn_outside(self._meaning(examples), [self._is_outside(name) for name in names])

    def _is_outside(self, name: Text) -> bool:
        return name.partition("/")[0] == self._config["outside"]

    def _learn_outside(self, meanings: np.ndarray, outside: List[bool]) -> None:
        if any(outside) and not all(outside):
            model = LogisticRegression(C=self._config["meaning_C"], max_iter=300).fit(meanings, outside)
            self._learned |= {"outside": model.coef_[0].astype(np.float32), "outside_start": model.intercept_}

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> "SentenceIntentClassifier":
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / "learned.npz", allow_pickle=False) as arrays:
            component._learned = {name: arrays[name] for name in arrays.files}
        return component

    def _confidence(self, messages: List[Message]) -> np.ndarray:
        votes = self._config["words_weight"] * _log_softmax(self._words(messages) @ self._learned["words"])
        meanings = self._meaning(messages) if "meaning" in self._learned else None
        if meanings is not None:
            votes = votes + _log_softmax(meanings @ self._learned["meaning"] + self._learned["meaning_start"])
        votes = self._config["sharpness"] * votes
        if meanings is not None and "outside" in self._learned:
            votes = votes + self._vote_outside(meanings)
        return np.exp(_log_softmax(votes))

    def _vote_outside(self, meanings: np.ndarray) -> np.ndarray:
        """What the third voter adds: one row per message, only in the columns of what is outside."""
        lean = self._config["outside_weight"] * (meanings @ self._learned["outside"] + self._learned["outside_start"])
        columns = np.array([self._is_outside(str(name)) for name in self._learned["names"]])
        return (lean + self._config["outside_lean"])[:, None] * columns

    def process(self, messages: List[Message]) -> List[Message]:
        spoken = [message for message in messages if message.get_sparse_features(attribute=TEXT)[1] is not None]
        for message, row in zip(spoken, self._confidence(spoken) if spoken else []):
            ranking = self._ranking(row)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, row: np.ndarray) -> List[Dict[Text, Any]]:
        """Likeliest intents first. The chance of an intent is that of all its parts (`intent/part`); `part` names the likeliest, when it has a name."""
        found: Dict[Text, Dict[Text, Any]] = {}
        for place in np.argsort(-row):
            name, _, part = str(self._learned["names"][place]).partition("/")
            whole = found.setdefault(name, {"name": name, "confidence": 0.0, **({"part": part} if part else {})})
            whole["confidence"] += float(row[place])
        return sorted(found.values(), key=lambda whole: -whole["confidence"])[:RANKING_LENGTH]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data
