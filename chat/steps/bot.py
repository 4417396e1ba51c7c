"""Step 5: what the dialogue makes of it. Rasa gets redacted words and everything it needs to know; it remembers nothing itself."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

import privacy
from chat.rasa_client import RasaFailed
from chat.steps.danger import is_urgent
from kit import logs
from kit.errors import Unavailable
from kit.ids import new_id

if TYPE_CHECKING:
    from chat.turn import Tools, Turn

log = logs.get(__name__)

DANGER_WAITS_SECONDS = 1.0
STARTING = "Bijna klaar. Ik start nog op. Probeer het over een paar tellen nog eens."


def message_for(turn: "Turn") -> str:
    """A tapped button and danger are intents of their own; typed text never starts with the sign that Rasa reads as a command."""
    if is_urgent(turn.assessment):
        return "/gevaar"
    if turn.choice is not None:
        return "/keuze" + json.dumps({"keuze": turn.choice})
    # The recogniser learned from sentences in which nothing was hidden.
    words = " ".join(privacy.PLACEHOLDER.sub(" ", turn.redacted).split())
    return (words or turn.redacted).lstrip("/ ") or "?"


def metadata_for(turn: "Turn") -> dict[str, Any]:
    """`said` is what stands behind `/gevaar`, redacted: the dialogue keeps the age that it names."""
    assessment = turn.assessment
    audience = "jongere" if assessment and assessment.speaker == "kind" else turn.state.get("audience")
    level = assessment.level if assessment else "geen"
    known = {"gemeente": turn.gemeente, "language": turn.language, "safety": level, "audience": audience, "state": turn.state}
    return known | ({"said": turn.redacted} if is_urgent(assessment) else {})


def _patience(turn: "Turn", tools: "Tools") -> float:
    longest = tools.settings.bot_timeout_seconds
    return min(DANGER_WAITS_SECONDS, longest) if is_urgent(turn.assessment) else longest


async def run(turn: "Turn", tools: "Tools") -> bool:
    """Raises Unavailable while Rasa still starts: the same message can be sent again in a moment.

    Danger was answered already; that answer waits a second at most.
    """
    if tools.rasa.starting:
        if is_urgent(turn.assessment):
            return False
        raise Unavailable(STARTING, headers={"Retry-After": "3"})
    request = asyncio.create_task(tools.rasa.send(new_id(), message_for(turn), metadata_for(turn)))
    try:
        turn.from_bot = await asyncio.wait_for(asyncio.shield(request), _patience(turn, tools))
    except TimeoutError:
        turn.failure, turn.late = "slow", request
    except RasaFailed as failure:
        turn.failure = str(failure)
    if turn.failure:
        log.warning("bot_failed", conversation_id=turn.conversation_id, reason=turn.failure)
    return False
