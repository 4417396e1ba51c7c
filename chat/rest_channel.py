"""The same conversation in the shape of Rasa's own REST channel."""

import json
from typing import Any

BUTTON = "/keuze"


def from_rasa(message: str) -> tuple[str | None, str | None]:
    """(text, choice): a button's payload comes back as the choice that it stands for."""
    if not message.startswith(BUTTON + "{"):
        return message, None
    try:
        return None, str(json.loads(message.removeprefix(BUTTON))["keuze"])
    except (json.JSONDecodeError, KeyError, TypeError):
        return message, None


def as_rasa(recipient: str, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Text and buttons as Rasa gives them; every other type as `custom`, with its text beside it."""
    return [_one(recipient, {key: value for key, value in message.items() if key not in ("at", "from")}) for message in messages]


def _one(recipient: str, message: dict[str, Any]) -> dict[str, Any]:
    if message["type"] == "text":
        return {"recipient_id": recipient, "text": message["text"]}
    if message["type"] == "choices":
        buttons = [{"title": choice["label"], "payload": BUTTON + json.dumps({"keuze": choice["id"]})} for choice in message["choices"]]
        return {"recipient_id": recipient, "text": message["text"], "buttons": buttons}
    answer: dict[str, Any] = {"recipient_id": recipient, "custom": message}
    return {**answer, "text": message["text"]} if message.get("text") else answer
