"""Step 3: from here on only the redacted text exists."""

from typing import TYPE_CHECKING

import privacy

if TYPE_CHECKING:
    from chat.turn import Tools, Turn


async def run(turn: "Turn", tools: "Tools") -> bool:
    turn.redacted = privacy.redact(turn.text).text if turn.text else ""
    turn.text = ""
    return False
