"""Bare answers to our questions: '4', 'weet niet', 'sla over', 'heel zwaar', 'in De Linden'. They get the intent `antwoord`; 'ik snap het niet' is
not a topic either and asks for another explanation.

A topic classifier makes something of every word; these few are certain by rule.
"""

import re
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

SKIP = re.compile(
    r"(?:(?:dat )?(?:weet ik (?:niet|nie|ni)(?: (?:zo|precies|zeker))?|weet (?:niet|nie|ni|t niet)|k weet t niet|geen idee|sla (?:maar )?over|overslaan|skip|volgende|"
    r"maakt niet uit|doet er niet toe|wil ik (?:liever )?niet zeggen|zeg ik liever niet|gaat je niks aan|liever niet zeggen|geen van (?:alle|beide)|iets anders))"
)
WEIGHTS = [
    (
        "zwaar",
        re.compile(
            r"(?:(?:het is |ik vind het |echt |heel |erg |super|te |best wel |veel te )*(?:zwaar|heftig)|heel (?:veel|erg)|ontzettend|niet te doen|ik trek het niet meer|loodzwaar|verschrikkelijk)"
        ),
    ),
    ("midden", re.compile(r"(?:best (?:wel )?(?:zwaar|veel|pittig)|redelijk|gemiddeld|best wel|pittig|nogal|gaat wel maar is zwaar)")),
    (
        "licht",
        re.compile(
            r"(?:(?:het )?(?:gaat (?:nog )?(?:wel|prima)|valt (?:wel )?mee)|(?:een )?(?:beetje|klein beetje)|licht|niet (?:zo )?(?:zwaar|erg)|nog wel te doen|mwah|weinig)"
        ),
    ),
]
MORE = re.compile(
    r"(?:(?:graag |laat |toon |nog |is er |heb je |kan ik )*(?:wat |iets )?meer(?: (?:zien|opties|hulp|aanbod|graag|alsjeblieft))*|nog (?:andere|iets)|volgende opties|andere opties)"
)
LOST = re.compile(
    r"(?:(?:maar )?(?:ik|k|je|jij|u) (?:snap|begrijp|begrijpt|snapt)(?: (?:het|je|dat|dit|mij|me|u|er))?(?: (?:echt|helemaal|gewoon))? (?:niet|nie|ni|niks(?: van)?)(?: (?:wat je bedoelt|goed|meer))?|"
    r"(?:wat|hoe) bedoel je(?: (?:precies|daarmee))?|h(?:u|è|e)h?|wat is dit|snap ik niet|begrijp ik niet)"
)
FILLERS = re.compile(r"\b(?:in|de|het|wij|we|ik|wonen|woon|wijk|buurt|bij|uit|van|postcode|is|mijn|onze|ergens|dichtbij|rond|omgeving)\b")
PLACES = ("wijk", "gemeente", "postcode")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ShortAnswer(EntityExtractorMixin, GraphComponent):
    """Comes after the extractors and the classifier; it speaks only when the whole message is an answer."""

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "ShortAnswer":
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            text = (message.get(TEXT) or "").lower().strip(" .!?,")
            entities = list(message.get(ENTITIES, []))
            extra = self._said(text)
            if LOST.fullmatch(text):
                self._claim(message, "nlu_fallback")
            elif extra or self._only_entities(text, entities):
                message.set(ENTITIES, entities + extra, add_to_output=True)
                self._claim(message, "antwoord")
        return messages

    def _said(self, text: str) -> List[Dict[Text, Any]]:
        if SKIP.fullmatch(text):
            return [self._entity("overslaan", "ja", text)]
        if MORE.fullmatch(text):
            return [self._entity("meer", "ja", text)]
        weight = next((name for name, pattern in WEIGHTS if pattern.fullmatch(text)), None)
        return [self._entity("zwaarte", weight, text)] if weight else []

    def _entity(self, name: str, value: str, text: str) -> Dict[Text, Any]:
        return {"entity": name, "value": value, "start": 0, "end": len(text), "confidence": 1.0, "extractor": self.name}

    @staticmethod
    def _only_entities(text: str, entities: List[Dict[Text, Any]]) -> bool:
        """Nothing but a bare age, or a place with a few small words around it."""
        if any(isinstance(item["value"], dict) and item["value"].get("bare") for item in entities):
            return True
        rest = text
        for item in entities:
            if item["entity"] in PLACES:
                rest = rest.replace(text[item["start"] : item["end"]], " ")
        return rest != text and not re.sub(r"[\W_]", "", FILLERS.sub(" ", rest))

    @staticmethod
    def _claim(message: Message, intent: str) -> None:
        answer = {"name": intent, "confidence": 1.0}
        message.set(INTENT, answer, add_to_output=True)
        message.set("intent_ranking", [answer, *message.get("intent_ranking", [])], add_to_output=True)
