"""Reads the parts of a joined sentence as well: 'we gaan scheiden en ze wordt ook nog gepest' is about two things.

Two components around the whole pipeline: the first puts the parts behind the message, so that everything between reads them too; the last
takes them away again and leaves on the message what was understood in each, as `clauses`.
"""

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.clauses import clauses


class _AroundThePipeline(GraphComponent):
    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "_AroundThePipeline":
        return cls()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ClauseSplitter(_AroundThePipeline):
    """First in the pipeline."""

    def process(self, messages: List[Message]) -> List[Message]:
        parts = [Message({TEXT: part}) for message in messages[:1] for part in clauses(message.get(TEXT) or "")]
        return [*messages, *parts]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ClauseGatherer(_AroundThePipeline):
    """Last in the pipeline."""

    def process(self, messages: List[Message]) -> List[Message]:
        read = [self._read(part) for part in messages[1:]]
        for message in messages[:1]:
            message.set("clauses", read, add_to_output=True)
        return messages[:1]

    @staticmethod
    def _read(part: Message) -> Dict[Text, Any]:
        ranking = [item for item in part.get("intent_ranking", [part.get(INTENT, {})]) if item.get("name") != "nlu_fallback"]
        best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
        ages = [item["value"] for item in part.get(ENTITIES, []) if item["entity"] == "leeftijd"]
        return {"text": part.get(TEXT), "intent": best["name"], "confidence": best["confidence"], "ages": ages}
