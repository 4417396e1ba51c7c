"""One turn of a conversation: the steps, in the order in which they must happen. Danger and privacy come before the bot."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from catalog.search import Live
from chat.rasa_client import RasaClient
from chat.steps import bot, compose, danger, hand_over, keep, language, limits, live, redaction
from handoff.live_service import LiveChats
from kit.database import Database
from safety import Assessment, Assessor
from settings import Settings

Body = dict[str, Any]


@dataclass(frozen=True)
class Tools:
    """What the steps work with; made once per process."""

    settings: Settings
    assessor: Assessor
    rasa: RasaClient
    catalogue: Live
    rate: limits.Rate
    database: Database
    live: LiveChats


@dataclass
class Turn:
    """One message on its way. `text` is gone after the redaction step; `answer` is what the parent will read.

    `worrying` is true at the first worry of a conversation that is no crisis: the answer then holds a person to talk to.
    `listens` is false on a channel where nothing can be told between two turns: nobody can chat there.
    `told_in` counts the parent's messages since something was said in a language other than Dutch.
    """

    conversation_id: str
    client_message_id: str
    gemeente: str
    language: str
    state: dict[str, Any]
    worries: list[list[str]]
    offered: frozenset[str]
    listens: bool = True
    text: str = ""
    choice: str | None = None
    label: str | None = None
    turn_id: int | None = None
    assessment: Assessment | None = None
    worrying: bool = False
    redacted: str = ""
    told_in: dict[str, int] = field(default_factory=dict)
    from_bot: list[Body] | None = None
    failure: str | None = None
    late: asyncio.Task[list[Body]] | None = None
    answer: list[Body] = field(default_factory=list)


Step = Callable[[Turn, Tools], Awaitable[bool]]

STEPS: tuple[Step, ...] = (
    limits.run,
    danger.run,
    language.run,
    redaction.run,
    keep.run,
    live.run,
    hand_over.run,
    bot.run,
    compose.run,
)


async def take(turn: Turn, tools: Tools, steps: tuple[Step, ...] = STEPS) -> None:
    """Walk the steps until one of them ends the turn. Raises the AppError of a step that refuses the message."""
    for step in steps:
        if await step(turn, tools):
            return
