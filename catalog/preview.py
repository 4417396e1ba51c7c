"""What a parent gets to read of an offer, a tip or a profile, as messages of the chat under a heading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from catalog import theme
from catalog.advice import Advice
from catalog.cards import Message, contact_message, tips_message
from catalog.schemas import Profile, Tip

Parts = list[tuple[str, list[Message]]]
PAIRS = {
    "Tekst op een knop": (theme.ON_ACCENT, theme.ACCENT),
    "Tekst op de achtergrond": (theme.TEXT, theme.PAPER),
    "Link op een kaart": (theme.LINK, theme.CARD),
}


@dataclass(frozen=True)
class Sample:
    """A text in a colour on a colour. `contrast`: as people write it, `5,2`."""

    label: str
    front: str
    back: str
    contrast: str


def of_tip(tip: Tip) -> Parts:
    if tip.kind == "normaal":
        return [("", [{"type": "text", "text": tip.text}])]
    message = tips_message(tip.topic.value, Advice(tips=(tip,)))
    return [("", [message] if message else [])]


def of_profile(profile: Profile, now: datetime) -> Parts:
    people = [{"type": "text", "text": person.text} for person in profile.people]
    lines = [{"type": "contact", "name": line.name, "phone": line.phone, "hours": line.when, "url": None} for line in profile.lines]
    parts: Parts = [
        ("Hoe het begint", [{"type": "text", "text": profile.greeting}] if profile.greeting else []),
        ("Hoe jullie werken", [{"type": "text", "text": profile.approach}]),
        ("Het team", [contact_message(profile, now)]),
        ("Wie nog meer kan helpen", [*people, *lines]),
        ("Waar een ouder ja op zegt", [{"type": "text", "text": profile.handoff.consent_text}] if profile.handoff.on else []),
    ]
    return [(title, messages) for title, messages in parts if messages]


def samples(colours: Mapping[str, str]) -> list[Sample]:
    found = []
    for label, pair in PAIRS.items():
        front, back = (theme.colour(colours, token) for token in pair)
        found.append(Sample(label, front, back, f"{theme.contrast(front, back):.1f}".replace(".", ",")))
    return found
