"""Between privacy and the bot: the redacted message is safe before anybody thinks about an answer."""

from typing import TYPE_CHECKING

from chat import repository
from chat.models import Turn as TurnRow

if TYPE_CHECKING:
    from chat.turn import Tools, Turn


async def run(turn: "Turn", tools: "Tools") -> bool:
    if turn.turn_id is not None:
        return False
    async with tools.database.session() as session:
        row = TurnRow(conversation_id=turn.conversation_id, client_message_id=turn.client_message_id)
        await repository.hold(session, turn.conversation_id)
        session.add(row)
        await session.flush()
        said = {"type": "text", "text": turn.label if turn.choice is not None else turn.redacted}
        repository.add_message(session, turn.conversation_id, row.id, "user", said)
        turn.turn_id = row.id
    return False
