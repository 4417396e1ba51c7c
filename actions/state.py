"""What the conversation knows. The gateway keeps it and sends it along with every turn; an action answers with the new one (docs/adr/0002)."""

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, Self

from rasa_sdk import Tracker

from catalog.search import Audience

Question = Literal["leeftijd", "zwaarte", "plek", "helpt", "tweede", "onderwerp", "vorm", "verder"]
QUESTIONS_BEFORE_HELP: tuple[Question, ...] = ("leeftijd", "zwaarte", "plek")


@dataclass(frozen=True)
class State:
    """`age` in years (from, to). `open` is the question that waits for an answer, `asked` what was asked, once for each time.

    `rung` is the step of the ladder: 0 listening to 3 danger.
    """

    topic: str | None = None
    waiting: tuple[str, ...] = ()
    text: str = ""
    age: tuple[float, float] | None = None
    weight: str | None = None
    wijk: str | None = None
    kind: str | None = None
    open: Question | None = None
    asked: tuple[Question, ...] = ()
    shown: tuple[str, ...] = ()
    rung: int = 0
    misses: int = 0
    outside: int = 0
    contact_shown: bool = False
    worried: bool = False
    audience: Audience | None = None

    @classmethod
    def read(cls, known: dict[str, Any]) -> Self:
        """The state out of JSON; unknown keys are left out, so that an older gateway and a newer bot understand each other."""
        names = {item.name for item in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in known.items() if name in names
        }
        return cls(**values)

    def json(self) -> dict[str, Any]:
        return asdict(self)

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)


@dataclass(frozen=True)
class Turn:
    """What one message brings: who speaks from where, what was understood, and what was known before."""

    gemeente: str
    text: str
    intent: str
    ranking: list[tuple[str, float]]
    entities: dict[str, list[Any]] = field(default_factory=dict)
    worry: bool = False
    state: State = State()

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Self:
        message: dict[str, Any] = tracker.latest_message
        metadata = message.get("metadata") or {}
        entities: dict[str, list[Any]] = {}
        for entity in message.get("entities", []):
            entities.setdefault(entity["entity"], []).append(entity["value"])
        ranking = [(item["name"], float(item["confidence"])) for item in message.get("intent_ranking", [])]
        return cls(
            gemeente=metadata.get("gemeente", "voorbeeldstad"),
            text=message.get("text") or "",
            intent=(message.get("intent") or {}).get("name") or "nlu_fallback",
            ranking=ranking,
            entities=entities,
            worry=metadata.get("safety") == "zorg",
            state=State.read({**(metadata.get("state") or {}), "audience": metadata.get("audience")}),
        )

    @property
    def age(self) -> tuple[float, float] | None:
        """The range in years over all ages in the message."""
        ages = [value for value in self.entities.get("leeftijd", []) if isinstance(value, dict)]
        return (min(age["min"] for age in ages), max(age["max"] for age in ages)) if ages else None

    def first(self, entity: str) -> str | None:
        values = self.entities.get(entity)
        return str(values[0]) if values else None
