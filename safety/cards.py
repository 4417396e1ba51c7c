"""The crisis card: what a person in danger sees first, from reviewed texts only."""

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


@cache
def _cards() -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return raw


def reviewed_on() -> date:
    day: date = _cards()["reviewed_on"]
    return day


def _line(line: Line) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": line.name, "phone": line.phones[0] if line.phones else None, "hours": line.hours, "free": line.free}
    return shown | ({"url": line.url} if line.url else {})


def _ordered(ids: list[str], level: Level) -> list[Line]:
    """112 first when it is acute, else last but always there; what can be called goes before what cannot."""
    chosen = [lines()[id_] for id_ in ids]
    emergency = lines()[EMERGENCY]
    return [emergency, *chosen] if level == Level.ACUUT else [*chosen, emergency]


def crisis_card(assessment: Assessment) -> dict[str, Any]:
    """The `crisis` message of DESIGN.md section 6, without id and time; only for acuut and crisis."""
    if not assessment.danger or assessment.category is None:
        raise ValueError(f"no card for {assessment.level} {assessment.category}")
    by_speaker = _cards()["cards"][assessment.category]
    card = by_speaker.get(assessment.speaker, by_speaker["ouder"])
    words = card[assessment.level.value]
    return {
        "type": "crisis",
        "level": assessment.level.value,
        "category": assessment.category,
        "text": words["text"],
        "lines": [_line(line) for line in _ordered(card["lines"], assessment.level)],
        "steps": [{"text": step["text"], "source": _cards()["sources"][step["source"]]} for step in words["steps"]],
    }
