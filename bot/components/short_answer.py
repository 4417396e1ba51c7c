"""Bare answers to our questions: '4', 'weet niet', 'heel zwaar', 'in De Linden'. They get the intent `antwoord`.

A topic classifier makes something of every word; these few are certain by rule (bot/answers.yml). Who does not understand us gets another
explanation, who has had enough of the bot a person, and 'opnieuw' starts over.
"""

import hashlib
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.answers import FILE, is_only_a_place, meaning

# meaning -> (intent, entity, value)
CLAIMS = {
    "overslaan": ("antwoord", "overslaan", "ja"),
    "meer": ("antwoord", "meer", "ja"),
    "zwaar": ("antwoord", "zwaarte", "zwaar"),
    "midden": ("antwoord", "zwaarte", "midden"),
    "licht": ("antwoord", "zwaarte", "licht"),
    "niet_begrepen": ("nlu_fallback", None, None),
    "genoeg": ("wil_mens_spreken", None, None),
    "opnieuw": ("keuze", "keuze", "opnieuw"),
}
PLACES = ("wijk", "gemeente", "postcode")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ShortAnswer(EntityExtractorMixin, GraphComponent):
    """Comes after the extractors and the classifier; it speaks only when the whole message is an answer."""

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "ShortAnswer":
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        return hashlib.sha256(FILE.read_bytes()).hexdigest()

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            entities = list(message.get(ENTITIES, []))
            claim = CLAIMS.get(meaning(text) or "")
            if claim:
                intent, entity, value = claim
                if entity:
                    message.set(ENTITIES, [*entities, self._entity(entity, value, text)], add_to_output=True)
                self._claim(message, intent)
            elif self._only_an_entity(text, entities):
                self._claim(message, "antwoord")
        return messages

    def _entity(self, name: str, value: Optional[str], text: str) -> Dict[Text, Any]:
        return {"entity": name, "value": value, "start": 0, "end": len(text), "confidence": 1.0, "extractor": self.name}

    @staticmethod
    def _only_an_entity(text: str, entities: List[Dict[Text, Any]]) -> bool:
        """Nothing but a bare age, or a place with a few small words around it."""
        if any(isinstance(item["value"], dict) and item["value"].get("bare") for item in entities):
            return True
        return any(item["entity"] in PLACES and is_only_a_place(text, text[item["start"] : item["end"]]) for item in entities)

    @staticmethod
    def _claim(message: Message, intent: str) -> None:
        answer = {"name": intent, "confidence": 1.0}
        message.set(INTENT, answer, add_to_output=True)
        message.set("intent_ranking", [answer, *message.get("intent_ranking", [])], add_to_output=True)
