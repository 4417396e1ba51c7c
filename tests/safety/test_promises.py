"""No text that a parent or child may read promises what cannot be kept: secrecy, anonymity, safety; and the bot never reports or runs the meldcode."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.tip_help import PROMISE

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "secrecy": r"blijft? (?:tussen ons|geheim|onder ons|vertrouwelijk)|niemand (?:komt|hoeft|zal) .{0,20}te weten|(?<!niet )\bgeheim (?:houden|gehouden)"
    r"|zonder dat (?:\w+ ){1,3}het (?:weet|weten|merkt|hoort)|we vertellen het (?:aan )?niemand|vertel(?:len)? niemand",
    "anonymity": r"(?:je bent|dit gesprek is|deze chat is|wij zijn|alles is|blijf je) (?:\w+ )?anoniem|helemaal anoniem|volledig anoniem",
    "a promise": r"\b(?:ik|wij|we) belo(?:of|ven)|\bbeloofd\b|gegarandeerd|je krijgt geen straf|komt (?:zeker|altijd) goed|het komt goed"
    r"|(?:er gebeurt|gebeurt er) (?:je )?niets|je bent (?:hier )?veilig bij (?:mij|ons)\b",
    "the meldcode": r"meldcode|(?:ik|wij|we) (?:meld|melden|doen een melding|geven (?:dit|het) door)\b(?! niets)|we bellen (?:de politie|veilig thuis)"
    r"|ik (?:bel|waarschuw) (?:de politie|veilig thuis|het wijkteam)",
}
IN_CODE = re.compile(r'"((?:[^"\\\n]|\\.){12,})"')


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in ("source", "sources", "url", "evidence", "reason", "quote"):
                yield from _inside(item)
    elif isinstance(value, list):
        for item in value:
            yield from _inside(item)


def _texts() -> Iterator[tuple[str, str]]:
    for pattern in (
        "bot/domain/*.yml",
        "safety/cards.yml",
        "safety/lines.yml",
        "chat/*.yml",
        "catalog/tips/*.yml",
        "catalog/gemeenten/*.yml",
    ):
        for path in sorted(ROOT.glob(pattern)):
            yield from ((path.name, text) for text in _inside(yaml.safe_load(path.read_text("utf-8"))))
    for pattern in ("chat/*.py", "chat/steps/*.py", "actions/*.py", "catalog/*.py", "kit/errors.py", "pages/*.py"):
        for path in sorted(ROOT.glob(pattern)):
            found = IN_CODE.findall(path.read_text("utf-8"))
            yield from ((path.name, text) for text in found if text != PROMISE.pattern)  # which warns an editor of the same words
    for path in [*ROOT.glob("chat/templates/*.html"), *ROOT.glob("pages/templates/*.html"), *ROOT.glob("widget/src/texts*.nl.ts")]:
        yield path.name, re.sub(r"<[^>]+>", " ", path.read_text("utf-8"))


TEXTS = list(_texts())


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_text_holds(kind: str) -> None:
    pattern = re.compile(FORBIDDEN[kind], re.IGNORECASE)
    assert [(name, found[0]) for name, text in TEXTS for found in pattern.finditer(text)] == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("secrecy", "Dit blijft tussen ons."),
        ("secrecy", "Hulp zoeken kan zonder dat je familie het weet."),
        ("secrecy", "Niemand komt het te weten."),
        ("anonymity", "Deze chat is anoniem."),
        ("a promise", "Ik beloof je dat het goed komt."),
        ("a promise", "Je krijgt geen straf."),
        ("the meldcode", "Ik bel Veilig Thuis voor je."),
        ("the meldcode", "Wij melden dit."),
    ],
)
def test_the_patterns_see_it(kind: str, said: str) -> None:
    assert re.search(FORBIDDEN[kind], said, re.IGNORECASE)


def test_enough_is_read() -> None:
    assert len(TEXTS) > 500
    assert {"cards.yml", "gesprek.yml", "texts.nl.ts", "start.html", "danger.py"} <= {name for name, _ in TEXTS}


def test_nothing_on_the_way_of_danger_reaches_out() -> None:
    """Safety and privacy are functions: no network, no mail, no process of their own."""
    for folder in ("safety", "privacy"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not re.search(
                r"^\s*(?:import|from) (?:httpx|requests|urllib|socket|smtplib|aiosmtplib|subprocess|asyncio)\b", path.read_text(), re.M
            ), path
