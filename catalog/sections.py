"""What differs between the kinds of content in the editor: what they are called, and how a new one begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from catalog.forms import TYPED, Body, Form
from catalog.listing import ORDERS, STATUSES
from catalog.models import DocumentKind
from catalog.schemas import Handoff, Retention
from catalog.service import FORMS
from catalog.vocabulary import KIND_LABELS, TOPIC_LABELS

SHOWN_OF_TEXT = 60
PROFILE_STATUSES = {"compleet": "Compleet", "concept": "Nog niet compleet", "gewijzigd": "Met een concept dat nog niet gepubliceerd is"}
TIP_KINDS = {"tip": "Tip", "normaal": "Wat gewoon is"}


@dataclass(frozen=True)
class Section:
    """The pages of one kind of content. `path` is its part of the address, `name` what it is called: `aanbod`. `one` and `new` are
    that in a sentence. `nationwide`: only who edits everywhere makes a new one."""

    kind: DocumentKind
    path: str
    name: str
    title: str
    one: str
    new: str
    search: str
    statuses: Mapping[str, str] = field(default_factory=lambda: STATUSES)
    orders: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    kind_label: str = "Soort"
    nationwide: bool = True

    @property
    def form(self) -> Form:
        return FORMS[self.kind]

    def title_of(self, body: Body) -> str:
        """What people call this text: its name, or of a tip its topic with its first words."""
        if self.kind != "tip":
            return str(body.get("name") or "(nog geen naam)")
        labels: Mapping[str, str] = {topic.value: label for topic, label in TOPIC_LABELS.items()}
        topic = labels.get(str(body.get("topic")), "Nog geen onderwerp")
        text = str(body.get("text") or "(nog geen tekst)")
        return f"{topic}: {text if len(text) <= SHOWN_OF_TEXT else text[:SHOWN_OF_TEXT].rsplit(' ', 1)[0] + ' …'}"

    def blank(self, today: date) -> Body:
        """The text with which a new one begins, apart from its places."""
        if self.kind == "tip":
            return {"kind": "tip"}
        if self.kind == "offer":
            return {"checked_on": today.isoformat()}
        return {
            "checked_on": today.isoformat(),
            "handoff": Handoff().model_dump(mode="json"),
            "retention": Retention().model_dump(mode="json"),
        }

    def copied(self, body: Body) -> Body:
        """A text to begin a new one with: without what belongs to the old one only."""
        kept = {name: value for name, value in body.items() if name not in ("id", "status", "chat", "checked_on", "check_again", TYPED)}
        return kept if self.kind == "tip" else {**kept, "name": f"{body.get('name', '')} (kopie)".strip()}


SECTIONS = {
    section.path: section
    for section in (
        Section(
            "offer",
            "aanbod",
            "aanbod",
            "Aanbod",
            "dit aanbod",
            "Nieuw aanbod",
            "Zoek op naam, aanbieder of tekst",
            orders=ORDERS,
            kinds={kind.value: label for kind, label in KIND_LABELS.items()},
            kind_label="Soort hulp",
            nationwide=False,
        ),
        Section(
            "tip",
            "tips",
            "tip",
            "Tips",
            "deze tip",
            "Nieuwe tip",
            "Zoek in de tekst of de bron",
            orders={"naam": "Onderwerp en leeftijd", "gewijzigd": "Laatst gewijzigd"},
            kinds=TIP_KINDS,
        ),
        Section(
            "profile",
            "profiel",
            "profiel",
            "Profiel",
            "dit profiel",
            "Nieuw profiel",
            "Zoek op gemeente of team",
            statuses=PROFILE_STATUSES,
            orders={"naam": "Naam", "gewijzigd": "Laatst gewijzigd"},
        ),
    )
}
