"""The sorts of work on the list, each with what to do and the outcomes with which it can be closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

SNOOZE = timedelta(days=14)
LATER = "later"


class Sort(StrEnum):
    """In the order in which they are shown: what misleads parents now comes first."""

    PAST = "verlopen"
    PARENTS = "ouders"
    LINK = "link"
    PROPOSAL = "voorstel"
    REPORT = "melding"
    DUE = "nakijken"
    INCOMPLETE = "onvolledig"
    DRAFT = "concept"
    HELPLINE = "hulplijn"


@dataclass(frozen=True)
class About:
    """`label`: what it is called; `to_do`: what an editor does with it; `outcomes`: how it can end, by the word that is kept."""

    label: str
    to_do: str
    outcomes: Mapping[str, str]


@dataclass(frozen=True)
class Task:
    """One thing to do. `mark` changes when it is no longer the same thing. `words`: what people wrote about it. `version`: of the
    published text, 0 without one. `number`: of the row that it came from, where it came from one."""

    sort: Sort
    kind: str
    id: str
    name: str
    told: str
    since: date
    mark: str
    words: tuple[str, ...] = field(default=())
    version: int = 0
    number: int = 0
    published: bool = False

    @property
    def key(self) -> str:
        return f"{self.sort}/{self.kind}/{self.id}"


class Review(Protocol):
    """Something outside the catalogue that a person must look at again: a helpline, a card."""

    @property
    def what(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def check_before(self) -> date: ...
    @property
    def file(self) -> str: ...


_LATER = {LATER: "Later: laat het over twee weken weer zien"}
_WRONG = {
    "verbeterd": "Ik heb het verbeterd",
    "klopt": "Het klopte toch",
    "ingetrokken": "Ik heb het ingetrokken",
    "onduidelijk": "Ik kan hier niets mee",
}
SORTS: dict[Sort, About] = {
    Sort.PAST: About(
        "Uit de antwoorden",
        "Kijk of alles nog klopt. Zeg dan ‘nog juist’, of verbeter het. Bestaat het niet meer? Trek het in.",
        _LATER,
    ),
    Sort.PARENTS: About(
        "Ouders: klopt niet",
        "Zoek uit wat er niet klopt. Bel de aanbieder of kijk op de site. Verbeter het of trek het in.",
        _WRONG | _LATER,
    ),
    Sort.LINK: About(
        "Link werkt niet",
        "Open de link zelf. Werkt hij niet, zoek dan het nieuwe webadres en verander het.",
        {"verbeterd": "Ik heb het webadres verbeterd", "werkt": "De link werkt wel", **_LATER},
    ),
    Sort.PROPOSAL: About(
        "Antwoord van aanbieder",
        "Kijk wat de aanbieder zegt. Jij beslist wat er verandert.",
        {"overgenomen": "Ik heb het overgenomen", "deels": "Ik heb een deel overgenomen", "afgewezen": "Ik neem het niet over", **_LATER},
    ),
    Sort.REPORT: About("Melding van collega", "Kijk wat je collega meldt. Verbeter het of trek het in.", _WRONG | _LATER),
    Sort.DUE: About("Nakijken", "Kijk op de site of bel. Klopt alles nog? Zeg dan ‘nog juist’.", _LATER),
    Sort.INCOMPLETE: About("Onvolledig", "Vul aan wat er mist.", {"zo_goed": "Zo is het goed", **_LATER}),
    Sort.DRAFT: About("Concept ligt stil", "Maak het af en publiceer het, of gooi het weg.", _LATER),
    Sort.HELPLINE: About(
        "Hulplijn of kaart",
        "Controleer het nummer en de tijden bij de hulplijn zelf. Zeg aan de beheerder wat er in het bestand moet veranderen, ook als alles nog klopt.",
        {"gemeld": "Ik heb het aan de beheerder gezegd", **_LATER},
    ),
}
ALL_OUTCOMES: dict[str, str] = {word: label for about in SORTS.values() for word, label in about.outcomes.items()} | {
    "nog_juist": "Nog juist",
    "bevestigd": "Nog juist, zei de aanbieder",
}
AGAIN_AFTER = {LATER: SNOOZE, "gemeld": timedelta(days=30)}
