"""How an action speaks: texts from bot/domain, buttons, cards, and at the end what the conversation now knows."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.state import State

Choice = tuple[str, str]


class Voice:
    """Collects the messages of one answer, in the order in which the parent reads them."""

    def __init__(self, dispatcher: CollectingDispatcher) -> None:
        self._dispatcher = dispatcher

    def say(self, response: str, **values: Any) -> None:
        """A text of bot/domain, with its gaps filled."""
        self._dispatcher.utter_message(response=response, **values)

    def tell(self, text: str) -> None:
        """A text out of the catalogue."""
        self._dispatcher.utter_message(text=text)

    def ask(self, response: str, choices: list[Choice], **values: Any) -> None:
        """A text of bot/domain with buttons; a choice is (id, label)."""
        buttons = [{"title": label, "payload": f'/keuze{{"keuze": "{choice}"}}'} for choice, label in choices]
        self._dispatcher.utter_message(response=response, buttons=buttons, **values)

    def show(self, card: dict[str, Any] | None) -> None:
        """A message of DESIGN.md §6 as it is."""
        if card:
            self._dispatcher.utter_message(json_message=card)

    def remember(self, state: State) -> None:
        self._dispatcher.utter_message(json_message={"type": "state", "state": state.json()})
