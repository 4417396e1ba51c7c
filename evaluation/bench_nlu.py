"""Runs in the Rasa environment: reads sentences (a JSON list), writes the milliseconds that the trained pipeline takes for each."""

import asyncio
import json
import os
import sys
import time

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

from rasa.core.agent import Agent


async def milliseconds(model: str, texts: list[str]) -> list[float]:
    agent = Agent.load(model)
    await agent.parse_message(texts[0])
    taken = []
    for text in texts:
        began = time.perf_counter()
        await agent.parse_message(text)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


if __name__ == "__main__":
    print(json.dumps(asyncio.run(milliseconds(sys.argv[1], json.load(sys.stdin)))))
