"""Step 2: danger first, on the parent's own words, without Rasa, network or database."""

from typing import TYPE_CHECKING, Any

from safety import Assessment, crisis_card

if TYPE_CHECKING:
    from chat.turn import Tools, Turn

GO_ON = {
    "type": "choices",
    "text": "Wil je verder praten? Dat mag. Je kunt dit gesprek ook wissen, met ‘Wis dit gesprek’.",
    "choices": [{"id": "verder:ja", "label": "Ja, verder praten"}, {"id": "verder:nee", "label": "Nee, dank je"}],
}
URGENT = ("acuut", "crisis")
WORRIES_KEPT = 5


def is_urgent(assessment: Assessment | None) -> bool:
    return assessment is not None and assessment.level in URGENT


def card(assessment: Assessment) -> list[dict[str, Any]]:
    """What the parent reads at once."""
    return [{"type": "crisis", **crisis_card(assessment)}, GO_ON]


async def run(turn: "Turn", tools: "Tools") -> bool:
    if turn.choice is not None:
        return False
    history = tuple((level, category or None) for level, category in turn.worries)
    turn.assessment = tools.assessor.assess(turn.text, history)
    if turn.assessment.level != "geen":
        turn.worries = [*turn.worries, [turn.assessment.level, turn.assessment.category or ""]][-WORRIES_KEPT:]
    if is_urgent(turn.assessment):
        turn.answer += card(turn.assessment)
    elif turn.assessment.level == "zorg" and not turn.state.get("worried"):
        turn.worrying = True
        turn.state = {**turn.state, "worried": True, "rung": 2}
    return False
