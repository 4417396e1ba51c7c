"""How an action speaks: texts from bot/domain, buttons, cards, and at the end what the conversation now knows."""

from collections.abc import Collection
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.readers import VARIANTS, Speaker, retold, retold_card
from actions.state import State

Choice = tuple[str, str]


class Voice:
    """Collects the messages of one answer, in the order in which they are read. `responses` are the names of the texts that exist."""

    def __init__(self, dispatcher: CollectingDispatcher, speaker: Speaker | None = None, responses: Collection[str] = ()) -> None:
        self._dispatcher, self._speaker, self._responses = dispatcher, speaker, responses

    def _for_reader(self, response: str) -> str:
        variants = (f"{response}_{name}" for name in VARIANTS.get(self._speaker or "ouder", ()))
        return next((variant for variant in variants if variant in self._responses), response)

    def _retold(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: retold(value, self._speaker) if isinstance(value, str) else value for name, value in values.items()}

    def say(self, response: str, **values: Any) -> None:
        """A text of bot/domain, in the variant for this reader, with its gaps filled."""
        self._dispatcher.utter_message(response=self._for_reader(response), **self._retold(values))

    def tell(self, text: str) -> None:
        """A text out of the catalogue."""
        self._dispatcher.utter_message(text=retold(text, self._speaker))

    def ask(self, response: str, choices: list[Choice], **values: Any) -> None:
        """A text of bot/domain with buttons; a choice is (id, label)."""
        buttons = [{"title": label, "payload": f'/keuze{{"keuze": "{choice}"}}'} for choice, label in choices]
        self._dispatcher.utter_message(response=self._for_reader(response), buttons=buttons, **values)

    def show(self, card: dict[str, Any] | None) -> None:
        """A message of DESIGN.md §6, in words for this reader."""
        if card:
            self._dispatcher.utter_message(json_message=retold_card(card, self._speaker))

    def remember(self, state: State) -> None:
        self._dispatcher.utter_message(json_message={"type": "state", "state": state.json()})
