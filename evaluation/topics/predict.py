"""Runs in the Rasa environment: reads sentences (a JSON list) from standard input, writes what the trained pipeline makes of each to standard output.

The model is loaded as `rasa run` loads it, so a prediction here is the prediction that is served.
"""

import asyncio
import json
import os
import sys
from typing import Any

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

from rasa.core.agent import Agent


async def predict(model: str, texts: list[str]) -> list[dict[str, Any]]:
    """Per text: the ranking (intent name and confidence) and the entities."""
    agent = Agent.load(model)
    found = []
    for text in texts:
        parsed = await agent.parse_message(text.lstrip("/ ") or "?")
        found.append({"ranking": parsed.get("intent_ranking", []), "entities": parsed.get("entities", [])})
    return found


if __name__ == "__main__":
    answers = asyncio.run(predict(sys.argv[1], json.load(sys.stdin)))
    json.dump(answers, sys.stdout)
