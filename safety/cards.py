"""The crisis card: what a person in danger sees first, from reviewed texts only."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from safety.assess import Assessment
from safety.levels import Level
from safety.lines import Line, lines

FILE = Path(__file__).parent / "cards.yml"
EMERGENCY = "alarmnummer_112"
WITHOUT_CATEGORY = "zonder_onderwerp"


@cache
def reviewed_texts() -> Mapping[str, Any]:
    """The content of cards.yml."""
    raw: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return raw


def reviewed_on(category: str) -> date:
    day: date = reviewed_texts()["cards"][category]["reviewed_on"]
    return day


def worry_text() -> str:
    """What is said at the level `zorg`, right before the contact of rung 2."""
    return str(reviewed_texts()["zorg"]["text"])


def _line(line: Line) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": line.name, "phone": line.phones[0] if line.phones else None, "hours": line.hours, "free": line.free}
    return shown | ({"url": line.url} if line.url else {})


def ordered(ids: list[str], level: Level) -> list[Line]:
    """112 first when it is acute, else last. The first line always has a number to tap, and what is chat only comes after all that can be called."""
    chosen, emergency = [lines()[id_] for id_ in ids], lines()[EMERGENCY]
    row = [emergency, *chosen] if level == Level.ACUUT else [*chosen, emergency]
    first = next(line for line in row if line.phones)
    return [first, *sorted((line for line in row if line is not first), key=lambda line: line.chat_only)]


def crisis_card(assessment: Assessment) -> dict[str, Any]:
    """The `crisis` message of DESIGN.md section 6, without id and time; only for acuut and crisis. A danger without a category has a card too."""
    if not assessment.danger:
        raise ValueError(f"no card for {assessment.level}")
    by_speaker = reviewed_texts()["cards"][assessment.category or WITHOUT_CATEGORY]
    card = by_speaker.get(assessment.speaker, by_speaker["ouder"])
    words = card[assessment.level.value]
    sources = reviewed_texts()["sources"]
    return {
        "type": "crisis",
        "level": assessment.level.value,
        "category": assessment.category,
        "text": words["text"],
        "lines": [_line(line) for line in ordered(card["lines"], assessment.level)],
        "steps": [{"text": step["text"], "source": sources[step["source"]]} for step in words["steps"]],
    }


def card_in_words(card: Mapping[str, Any]) -> str:
    """The card as plain text, the number first: for a program that shows text only, and for the plain part of a mail."""
    called = [" ".join(_line_in_words(line)) for line in card["lines"]]
    steps = [f"{number}. {step['text']}" for number, step in enumerate(card["steps"], start=1)]
    return "\n\n".join(["\n".join(called), card["text"], "\n".join(steps)])


def _line_in_words(line: Mapping[str, Any]) -> list[str]:
    start = f"Bel {line['phone']}: {line['name']}" if line["phone"] else f"{line['name']}{': ' + line['url'] if line.get('url') else ''}"
    facts = [line["hours"], *(["gratis"] if line["free"] else [])]
    return [start, f"({', '.join(facts)})"]
