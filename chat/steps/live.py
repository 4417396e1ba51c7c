"""Step 4: when someone of the wijkteam is in the conversation, the bot is silent. Live chat comes with the inbox; until then nobody is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chat.turn import Tools, Turn


async def run(turn: "Turn", tools: "Tools") -> bool:
    return False
