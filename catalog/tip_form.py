"""The questions of the form for a tip."""

from catalog.forms import Field, Fieldset, Form, Option, Problem
from catalog.offer_form import AGE, CHECKED, TOPICS, YOUNGEST
from catalog.schemas import Tip
from catalog.vocabulary import Topic

KINDS = {"tip": "Een tip: iets om thuis te proberen", "normaal": "Wat gewoon is op deze leeftijd"}
NO_TEXT = "(nog geen tekst)"

ABOUT = Fieldset(
    "Waar gaat het over?",
    (
        Field(
            "topic",
            "Onderwerp",
            "Bij vragen over dit onderwerp ziet een ouder deze tekst.",
            "one",
            ask="Kies een onderwerp.",
            wrong="Kies een onderwerp uit de lijst.",
            options=TOPICS,
        ),
        Field(
            "kind",
            "Wat is het?",
            "Wat gewoon is, leest een ouder eerst. Daarna komen hooguit drie tips.",
            "one",
            wrong="Kies wat het is.",
            options=tuple(Option(value, label) for value, label in KINDS.items()),
        ),
        YOUNGEST,
        Field(
            "age_max",
            "Tot en met leeftijd van het kind",
            "In jaren. Sluit dit aan op een tekst voor oudere kinderen? Eindig dan net ervoor, zoals 3,99.",
            "number",
            wrong=AGE.format("hoogste"),
        ),
    ),
)
WORDS = Fieldset(
    "Wat leest een ouder?",
    (
        Field(
            "text",
            "Tekst",
            "Twee of drie korte zinnen. Iets wat een ouder vanavond kan doen. Geen diagnose, geen belofte, geen verwijt.",
            "text",
            ask="Schrijf de tekst.",
        ),
    ),
)
SOURCE = Fieldset("Waar komt het vandaan?", tuple(field for field in CHECKED.fields if field.path.startswith("source.")))

TIP_FORM = Form(
    Tip,
    (ABOUT, WORDS, SOURCE),
    {
        "id": {"id": "nieuw"},
        "topic": {"topic": Topic.NIET_LUISTEREN.value},
        "text": {"text": NO_TEXT},
        "source.url": {"source.url": "algemeen"},
    },
    {
        "age_min is hoger dan age_max": Problem("age_max", "De hoogste leeftijd is lager dan de laagste. Draai ze om of pas er een aan."),
    },
)
