"""What the conversation knows. The gateway keeps it and sends it along with every turn; an action answers with the new one (docs/adr/0002)."""

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, Self

from rasa_sdk import Tracker

from actions.readers import Speaker
from catalog.search import Audience

Age = tuple[float, float]

Question = Literal["leeftijd", "zwaarte", "plek", "helpt", "tweede", "onderwerp", "vorm", "verder"]
QUESTIONS_BEFORE_HELP: tuple[Question, ...] = ("leeftijd", "zwaarte", "plek")


@dataclass(frozen=True)
class State:
    """`age` in years (from, to). `open` is the question that waits for an answer, `asked` what was asked, once for each time.

    `rung` is the step of the ladder: 0 listening to 3 danger. `worried` is the gateway's: it showed a person because of a worry.
    `closing` when this answer may be the last: the parent thanked us, said goodbye or was helped.
    `ages` are those of waiting topics that are about another child, `children` the ages that one message named together, `likely`
    the topics that were not on the buttons yet, `told` how often each text was said.
    """

    topic: str | None = None
    waiting: tuple[str, ...] = ()
    ages: dict[str, Age] = field(default_factory=dict)
    text: str = ""
    age: Age | None = None
    children: tuple[Age, ...] = ()
    weight: str | None = None
    wijk: str | None = None
    kind: str | None = None
    open: Question | None = None
    asked: tuple[Question, ...] = ()
    shown: tuple[str, ...] = ()
    rung: int = 0
    misses: int = 0
    likely: tuple[str, ...] = ()
    outside: int = 0
    contact_shown: bool = False
    worried: bool = False
    closing: bool = False
    speaker: Speaker | None = None
    audience: Audience | None = None
    told: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, known: dict[str, Any]) -> Self:
        """The state out of JSON; unknown keys are left out, so that an older gateway and a newer bot understand each other."""
        names = {item.name for item in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in known.items() if name in names
        }
        ages = {topic: (low, high) for topic, (low, high) in (values.get("ages") or {}).items()}
        children = tuple((low, high) for low, high in values.get("children") or ())
        return cls(**{**values, "ages": ages, "children": children})

    def json(self) -> dict[str, Any]:
        return asdict(self)

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)


@dataclass(frozen=True)
class Clause:
    """A part of a joined sentence, and what was understood in it alone."""

    text: str
    intent: str | None
    confidence: float
    ages: tuple[Age, ...] = ()

    @classmethod
    def read(cls, found: dict[str, Any]) -> Self:
        ages = tuple((age["min"], age["max"]) for age in found.get("ages", ()))
        return cls(found["text"], found.get("intent"), float(found.get("confidence", 0.0)), ages)


@dataclass(frozen=True)
class Turn:
    """What one message brings: who speaks from where, what was understood, and what was known before.

    `part` is the finer kind within the intent, where the training sentences name one (`buiten_domein/medisch`).
    """

    gemeente: str
    text: str
    intent: str
    ranking: list[tuple[str, float]]
    entities: dict[str, list[Any]] = field(default_factory=dict)
    clauses: tuple[Clause, ...] = ()
    part: str | None = None
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
            clauses=tuple(Clause.read(found) for found in message.get("clauses") or ()),
            part=(message.get("intent") or {}).get("part"),
            state=State.read({**(metadata.get("state") or {}), "audience": metadata.get("audience"), "closing": False}),
        )

    @property
    def all_ages(self) -> tuple[Age, ...]:
        """Every age in the message, youngest first."""
        return tuple(sorted((age["min"], age["max"]) for age in self.entities.get("leeftijd", []) if isinstance(age, dict)))

    @property
    def age(self) -> Age | None:
        """The range in years over all ages in the message."""
        ages = self.all_ages
        return (ages[0][0], max(high for _, high in ages)) if ages else None

    def first(self, entity: str) -> str | None:
        values = self.entities.get(entity)
        return str(values[0]) if values else None
