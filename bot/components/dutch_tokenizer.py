"""Words and their lemmas with a Dutch spaCy pipeline: nl_core_news_sm where it is installed, else the stand-in nl_dep_lassy_sm.

Rasa's own SpacyNLP knows a model by its name only; here name and version are part of the fingerprint, so another model means another training.
"""

import importlib.metadata
import importlib.util
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

PIPELINES = ("nl_core_news_sm", "nl_dep_lassy_sm")
UNUSED_PARTS = ["parser", "ner", "tagger"]


def installed_pipeline() -> str:
    """Name of the first of PIPELINES that this environment has. Raises RuntimeError when there is none."""
    for name in PIPELINES:
        if importlib.util.find_spec(name):
            return name
    raise RuntimeError(f"No Dutch spaCy pipeline is installed; one of {PIPELINES} is needed (`make setup` installs it).")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class DutchTokenizer(Tokenizer):
    """Tokens with lemmas; text is lower-cased first, as parents write."""

    def __init__(self, config: Dict[Text, Any]) -> None:
        import spacy

        super().__init__(config)
        self._pipeline = spacy.load(installed_pipeline(), exclude=UNUSED_PARTS)

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "DutchTokenizer":
        return cls(config)

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None, "prefix_separator_symbol": None}

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        name = installed_pipeline()
        return f"{name} {importlib.metadata.version(name.replace('_', '-'))}"

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        text = message.get(attribute).lower()
        words = [token for token in self._pipeline(text) if token.text.strip()]
        return [Token(word.text, word.idx, lemma=word.lemma_ or word.text) for word in words]
