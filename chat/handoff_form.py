"""What a conversation brings to the handoff form: the button, the form, and what the bot already knows, in words."""

from typing import Any

from catalog.search import TOPIC_LABELS, Catalogue, Profile, Topic, age_text

Body = dict[str, Any]

CHOICE = "wijkteam:vraag"
PROPOSAL = "Wil je liever dat {team} contact met jou opneemt? Dan geef ik je vraag door. Jij ziet eerst precies wat."
LABEL = "Laat {team} mij bellen"
INTRODUCTION = "Ik geef je vraag door aan {team}. Kijk na wat er staat. Je mag alles veranderen. Er gaat pas iets weg als jij dat zegt."
WEIGHTS = {"licht": "Het gaat nog wel", "midden": "Best zwaar", "zwaar": "Heel zwaar"}
YOUNG = "jongere"


def proposal(profile: Profile | None, answer: list[Body], state: Body, now: list[Body]) -> list[Body]:
    """The answer with the button beside the team's contact card: among the buttons that are there, else with a sentence of its own.
    Not for who is young: their own lines stand there. Never twice in one answer. `now`: buttons that come before it."""
    if profile is None or not profile.handoff.on or state.get("speaker") == YOUNG:
        return answer
    if not any(body["type"] == "contact" and body["name"] == profile.team.name for body in answer):
        return answer
    team = profile.team.article
    buttons = [*now, {"id": CHOICE, "label": LABEL.format(team=team)}]
    last = answer[-1]
    if last["type"] == "choices":
        return [*answer[:-1], {**last, "choices": [*last["choices"], *buttons]}]
    return [*answer, {"type": "choices", "text": PROPOSAL.format(team=team), "choices": buttons}]


def form(profile: Profile, known: Catalogue, state: Body) -> Body:
    """The message of type `form`: `prefill` is what the parent may change, `facts` what goes along when they leave it on."""
    return {
        "type": "form",
        "form": "handoff",
        "text": INTRODUCTION.format(team=profile.team.article),
        "consentText": profile.handoff.consent_text,
        "consentVersion": profile.handoff.consent_version,
        "prefill": {"question": state.get("text") or ""},
        "facts": facts(known, state),
    }


def receipt(profile: Profile, reference: str, expected_within: str) -> Body:
    """The message of type `receipt`. The way to its page is added when the conversation is read: it holds the code."""
    told = f"Je hoort {expected_within} van {profile.team.article}. Moet het eerder? Bel dan zelf."
    return {
        "type": "receipt",
        "reference": reference,
        "expectedWithin": expected_within,
        "text": told,
        "phone": profile.team.phone,
    }


def facts(known: Catalogue, state: Body) -> list[dict[str, str]]:
    """What the conversation knows, as `{label, value}`."""
    offers = [offer.name for offer in map(known.offer, state.get("shown") or []) if offer]
    told = {
        "Waar het over gaat": ", ".join(TOPIC_LABELS[Topic(topic)] for topic in topics(state)),
        "Leeftijd": ", ".join(age_text(age) for age in ages(state)),
        "Hoe zwaar het is": WEIGHTS.get(state.get("weight") or "", ""),
        "Waar je woont": state.get("wijk") or "",
        "Wat je al bekeek": ", ".join(offers),
    }
    return [{"label": label, "value": value} for label, value in told.items() if value]


def topics(state: Body) -> list[str]:
    """The topic of now first, then those that wait."""
    named = [state.get("topic"), *(state.get("waiting") or [])]
    return [topic for topic in dict.fromkeys(named) if topic in set(Topic)]


def ages(state: Body) -> list[tuple[float, float]]:
    """Of the child that it is about first, then of the others."""
    found = [state.get("age"), *(state.get("ages") or {}).values()]
    return [(float(age[0]), float(age[1])) for age in found if age]
