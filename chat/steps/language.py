"""Between danger and privacy: who does not write Dutch gets one fixed line in their own language. The turn goes on: much is understood all the same."""

from typing import TYPE_CHECKING

from chat import languages

if TYPE_CHECKING:
    from chat.turn import Tools, Turn

AGAIN_AFTER_TURNS = 6


async def run(turn: "Turn", tools: "Tools") -> bool:
    language = languages.foreign_language(turn.text) if turn.text else None
    if language is None:
        return False
    profile = (await tools.catalogue.current()).profile(turn.gemeente)
    if profile is None:
        return False
    said = languages.line(language, profile)
    if turn.told_in.get(said["lang"], AGAIN_AFTER_TURNS) >= AGAIN_AFTER_TURNS:
        turn.answer.append(said)
    return False
