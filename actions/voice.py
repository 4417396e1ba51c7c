"""How an action speaks: texts from bot/domain, buttons, cards, and at the end what the conversation now knows."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.readers import VARIANTS, Speaker, retold, retold_card
from actions.state import State

Choice = tuple[str, str]
Responses = Mapping[str, Sequence[Mapping[str, Any]]]
GAP = re.compile(r"\{(\w+)\}")


class Voice:
    """Collects the messages of one answer, in the order in which they are read.

    `responses` are the texts of bot/domain by name, `told` how often each was said in this conversation: its variants are said in turn,
    so that nobody reads the same sentence twice in a row by chance.
    """

    def __init__(
        self,
        dispatcher: CollectingDispatcher,
        speaker: Speaker | None = None,
        responses: Responses | None = None,
        told: Mapping[str, int] | None = None,
    ) -> None:
        self._dispatcher, self._speaker = dispatcher, speaker
        self._responses, self._told = responses or {}, dict(told or {})

    def _for_reader(self, response: str) -> str:
        variants = (f"{response}_{name}" for name in VARIANTS.get(self._speaker or "ouder", ()))
        return next((variant for variant in variants if variant in self._responses), response)

    def _words(self, response: str, values: Mapping[str, Any]) -> str | None:
        """The variant whose turn it is; None leaves the choice to Rasa, where the texts are not known."""
        variants, times = self._responses.get(response), self._told.get(response, 0)
        if not variants:
            return None
        self._told[response] = times + 1
        return GAP.sub(lambda gap: str(values.get(gap[1], gap[0])), str(variants[times % len(variants)]["text"]))

    def _utter(self, response: str, values: dict[str, Any], **more: Any) -> None:
        response = self._for_reader(response)
        self._dispatcher.utter_message(response=response, text=self._words(response, values), **more, **values)

    def _retold(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: retold(value, self._speaker) if isinstance(value, str) else value for name, value in values.items()}

    def say(self, response: str, **values: Any) -> None:
        """A text of bot/domain, in the variant for this reader, with its gaps filled."""
        self._utter(response, self._retold(values))

    def tell(self, text: str) -> None:
        """A text out of the catalogue."""
        self._dispatcher.utter_message(text=retold(text, self._speaker))

    def ask(self, response: str, choices: list[Choice], **values: Any) -> None:
        """A text of bot/domain with buttons; a choice is (id, label)."""
        buttons = [{"title": label, "payload": f'/keuze{{"keuze": "{choice}"}}'} for choice, label in choices]
        self._utter(response, values, buttons=buttons)

    def show(self, card: dict[str, Any] | None) -> None:
        """A message of DESIGN.md §6, in words for this reader."""
        if card:
            self._dispatcher.utter_message(json_message=retold_card(card, self._speaker))

    def remember(self, state: State) -> None:
        self._dispatcher.utter_message(json_message={"type": "state", "state": state.but(told=self._told or state.told).json()})
