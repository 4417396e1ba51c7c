"""Step 4: who asks for a person gets one, with consent; while somebody of the wijkteam is in the conversation, the bot is silent."""

from typing import TYPE_CHECKING

from chat import live_words as words
from chat import repository
from chat.handoff_form import CHOICE
from chat.steps.danger import is_urgent
from handoff.live_service import Chat
from kit import clock

if TYPE_CHECKING:
    from catalog.search import Profile
    from chat.turn import Tools, Turn


async def run(turn: "Turn", tools: "Tools") -> bool:
    chat = await tools.live.current(turn.conversation_id)
    if chat is None and not (turn.choice or "").startswith("live:"):
        return False
    profile = (await tools.catalogue.current()).profile(turn.gemeente)
    assert profile is not None
    if chat is not None:
        return await _within(turn, tools, chat, profile)
    await _before(turn, tools, profile)
    return True


async def _within(turn: "Turn", tools: "Tools", chat: Chat, profile: "Profile") -> bool:
    """The message is for the team. What the bot would say besides a crisis card stays away."""
    tools.live.said(turn.conversation_id, "user")
    turn.answer = [body for body in turn.answer if body["type"] == "crisis"]
    if turn.assessment is not None and is_urgent(turn.assessment):
        await tools.live.alert(chat, turn.assessment.level, await _said(turn, tools))
    if turn.choice == CHOICE:
        return False
    if turn.choice == words.STOP:
        await tools.live.stop(chat)
        turn.answer.append(words.go_on(words.STOPPED if chat.talking else words.STOPPED_WAITING, profile))
    elif chat.talking and turn.answer:
        turn.answer.append({"type": "notice", "text": words.told(words.SEEN_TOO, profile)})
    elif not chat.talking:
        text = words.ALREADY if (turn.choice or "").startswith("live:") else words.KEPT
        turn.answer.append({"type": "notice", "text": words.told(text, profile)})
    return True


async def _before(turn: "Turn", tools: "Tools", profile: "Profile") -> None:
    sort, _, version = (turn.choice or "").rpartition(":")
    why = await tools.live.why_not(turn.gemeente, turn.state.get("wijk")) if turn.listens else "uit"
    if turn.choice == words.STOP:
        turn.answer.append(words.go_on(words.NOT_NOW, profile))
    elif turn.choice == words.NO:
        turn.answer.append(words.go_on(words.REFUSED, profile))
    elif why is not None:
        contact = (await tools.catalogue.current()).contact_message(turn.gemeente, clock.now())
        turn.answer += words.cannot(profile, why, contact)
    elif sort not in (words.FROM_NOW, words.ALL):
        turn.answer.append(words.consent(profile))
    elif version != words.VERSION:
        turn.answer += [{"type": "notice", "text": words.CHANGED}, words.consent(profile)]
    else:
        yes = await _said(turn, tools)
        shared_from = 0 if sort == words.ALL else yes
        asked = await tools.live.ask(turn.conversation_id, turn.gemeente, turn.state.get("wijk"), shared_from, yes, version)
        turn.answer.append(words.waiting(profile, asked.before))


async def _said(turn: "Turn", tools: "Tools") -> int:
    """The id of the parent's own message of this turn."""
    assert turn.turn_id is not None
    async with tools.database.session() as session:
        return await repository.said_in(session, turn.turn_id)
