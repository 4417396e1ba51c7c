"""The child's age as an entity `leeftijd` with value {"min": years, "max": years}. The rules are in bot/ages.py."""

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.ages import Found, bare_age, find_ages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AgeExtractor(EntityExtractorMixin, GraphComponent):
    """Adds an entity for each mention of an age."""

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "AgeExtractor":
        return cls()

    def _entity(self, text: str, found: Found, bare: bool) -> Dict[Text, Any]:
        value = {"min": found.low, "max": found.high, "bare": bare}
        return {"entity": "leeftijd", "start": found.start, "end": found.end, "value": value, "confidence": 1.0, "extractor": self.name}

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            alone = bare_age(text)
            found = [alone] if alone else find_ages(text)
            entities = [self._entity(text, item, bare=alone is not None) for item in found]
            if entities:
                message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages
