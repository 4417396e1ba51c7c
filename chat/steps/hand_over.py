"""Between live and the bot: who wants the team to call gets the form at once, also while Rasa is down."""

from typing import TYPE_CHECKING

from chat.handoff_form import CHOICE, form
from kit import clock

if TYPE_CHECKING:
    from chat.turn import Tools, Turn

NOT_HERE = "Dat kan hier niet via Wegwijs. Je kunt zelf contact opnemen."


async def run(turn: "Turn", tools: "Tools") -> bool:
    if turn.choice != CHOICE:
        return False
    known = await tools.catalogue.current()
    profile = known.profile(turn.gemeente)
    if profile is not None and profile.handoff.on:
        turn.answer.append(form(profile, known, turn.state))
    else:
        turn.answer += [{"type": "text", "text": NOT_HERE}, known.contact_message(turn.gemeente, clock.now())]
    return True
