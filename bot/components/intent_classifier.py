"""Logistic regression over all features of a message, with calibrated confidence: it trains in seconds and answers in a millisecond.

Rasa's own LogisticRegressionClassifier gives raw counts and unit vectors the same weight. Here counts become tf-idf of length 1, and the
embeddings get their own weight, so that neither drowns the other. What is learned is kept as plain arrays (no pickle).
"""

from typing import Any, Dict, List, Text, Tuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

RANKING_LENGTH = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceIntentClassifier(IntentClassifier, GraphComponent):
    """Settings: `C` (less is smoother), `dense_weight` of the embeddings against the words, `sharpness` of the confidence."""

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._learned: Dict[str, np.ndarray] = {}

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"C": 10.0, "dense_weight": 2.0, "sharpness": 1.0, "max_iter": 400, "random_state": 1}

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "SentenceIntentClassifier":
        return cls(config, model_storage, resource)

    def _features(self, messages: List[Message]) -> Tuple[csr_matrix, csr_matrix]:
        """Word counts and embeddings, one row per message; a message without words gets a row of zeros."""
        counts, dense = [], []
        for message in messages:
            sparse = message.get_sparse_features(attribute=TEXT)[1]
            vector = message.get_dense_features(attribute=TEXT)[1]
            counts.append(csr_matrix(sparse.features) if sparse else csr_matrix((1, len(self._learned.get("idf", [0])))))
            dense.append(csr_matrix(normalize(vector.features)) if vector else csr_matrix((1, 0)))
        return vstack(counts).tocsr(), vstack(dense).tocsr()

    def _matrix(self, messages: List[Message]) -> csr_matrix:
        counts, dense = self._features(messages)
        counts.data = 1 + np.log(np.maximum(counts.data, 1))
        words = normalize(counts.multiply(self._learned["idf"]).tocsr())
        return hstack([words, dense * self._config["dense_weight"]]).tocsr()

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        counts, _ = self._features(examples)
        seen_in = np.asarray((counts > 0).sum(axis=0)).ravel()
        self._learned["idf"] = (np.log((1 + len(examples)) / (1 + seen_in)) + 1).astype(np.float32)
        model = LogisticRegression(C=self._config["C"], max_iter=self._config["max_iter"], class_weight="balanced", random_state=self._config["random_state"])
        model.fit(self._matrix(examples), [example.get(INTENT) for example in examples])
        self._learned |= {"coef": model.coef_.T.astype(np.float32), "intercept": model.intercept_, "names": model.classes_.astype(str)}
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / "learned.npz", **self._learned)
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> "SentenceIntentClassifier":
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / "learned.npz", allow_pickle=False) as arrays:
            component._learned = {name: arrays[name] for name in arrays.files}
        return component

    def process(self, messages: List[Message]) -> List[Message]:
        spoken = [message for message in messages if message.get(TEXT)]
        if not spoken:
            return messages
        scores = self._config["sharpness"] * (self._matrix(spoken) @ self._learned["coef"] + self._learned["intercept"])
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        for message, row in zip(spoken, scores / scores.sum(axis=1, keepdims=True)):
            best = np.argsort(-row)[:RANKING_LENGTH]
            ranking = [{"name": str(self._learned["names"][place]), "confidence": float(row[place])} for place in best]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data
