"""Loaded by every Python of a server under test: each of the three programs raises on a word of its own, with the words of the parent in the
error's message and in local variables. Python 3.10 loads this too."""

import os
import sys
from typing import Any

ON = os.environ.get("RAISE_ON_WORDS")
PROGRAM = " ".join(getattr(sys, "orig_argv", []))


def trip(word: str, text: str) -> None:
    if word in text:
        local_copy = {"said": text}
        raise ValueError(f"cannot read {local_copy}")


def trip_rasa() -> None:
    from bot.components.age_extractor import AgeExtractor

    process = AgeExtractor.process

    def tripping(self: Any, messages: Any) -> Any:
        for message in messages:
            trip("struikelrasa", message.get("text") or "")
        return process(self, messages)

    AgeExtractor.process = tripping  # type: ignore[method-assign]


def trip_actions() -> None:
    from actions.state import Turn

    read = Turn.from_tracker.__func__  # type: ignore[attr-defined]

    def tripping(cls: Any, tracker: Any) -> Any:
        trip("struikelactie", tracker.latest_message.get("text") or "")
        return read(cls, tracker)

    Turn.from_tracker = classmethod(tripping)  # type: ignore[method-assign, assignment]


def trip_server() -> None:
    from chat.steps import live

    run = live.run

    async def tripping(turn: Any, tools: Any) -> bool:
        trip("struikelserver", turn.redacted)
        return await run(turn, tools)

    live.run = tripping


if ON:
    for name, how in (("bot.quiet_rasa", trip_rasa), ("-m actions", trip_actions), ("server.py", trip_server)):
        if name in PROGRAM:
            sys.path.insert(0, os.getcwd())
            how()
