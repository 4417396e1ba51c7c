"""The same conversation in the shape of Rasa's own REST channel."""

import json
from typing import Any

from safety import card_in_words

BUTTON = "/keuze"
LONGEST_CHOICE = 120
WIPE = "wis dit gesprek"
WIPED = "Gewist. Je berichten, mijn antwoorden en wat ik van je vraag wist, zijn weg."


def from_rasa(message: str) -> tuple[str | None, str | None]:
    """(text, choice): a button's payload comes back as the choice that it stands for."""
    if not message.startswith(BUTTON + "{"):
        return message, None
    try:
        choice = str(json.loads(message.removeprefix(BUTTON))["keuze"])
    except (json.JSONDecodeError, KeyError, TypeError):
        return message, None
    return (None, choice) if 0 < len(choice) <= LONGEST_CHOICE else (message, None)


def asks_to_wipe(message: str) -> bool:
    """There is no button of ours in another program, so the words themselves wipe."""
    return message.strip(" .!").lower() == WIPE


def as_rasa(recipient: str, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Text and buttons as Rasa gives them; every other type as `custom`, with its text beside it.

    A program that shows text only still shows the whole crisis card, the number first.
    """
    return [_one(recipient, {key: value for key, value in message.items() if key not in ("at", "from")}) for message in messages]


def _one(recipient: str, message: dict[str, Any]) -> dict[str, Any]:
    if message["type"] == "text":
        return {"recipient_id": recipient, "text": message["text"]}
    if message["type"] == "choices":
        buttons = [{"title": choice["label"], "payload": BUTTON + json.dumps({"keuze": choice["id"]})} for choice in message["choices"]]
        return {"recipient_id": recipient, "text": message["text"], "buttons": buttons}
    if message["type"] == "crisis":
        return {"recipient_id": recipient, "custom": message, "text": card_in_words(message)}
    answer: dict[str, Any] = {"recipient_id": recipient, "custom": message}
    return {**answer, "text": message["text"]} if message.get("text") else answer
