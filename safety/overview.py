"""The table of every card for docs/safety.md, made from the reviewed files so that it cannot be old: `python -m safety table`."""

from pathlib import Path
from typing import Any

from safety.cards import WITHOUT_CATEGORY, ordered, reviewed_on, reviewed_texts
from safety.levels import CATEGORIES, Level
from safety.lines import lines

PAGE = Path(__file__).parents[1] / "docs" / "safety.md"
BEGIN, END = "<!-- kaarten: begin -->\n", "<!-- kaarten: einde -->"
WHO = {"ouder": "ouder", "kind": "kind zelf", "ander": "een ander"}


def _source(name: str) -> str:
    return "**algemeen**" if name == "algemeen" else f"[{name}]({reviewed_texts()['sources'][name]})"


def _steps(words: dict[str, Any]) -> str:
    return "<br>".join(f"{number}. {step['text']} ({_source(step['source'])})" for number, step in enumerate(words["steps"], start=1))


def _rows(category: str) -> list[str]:
    cards = {who: card for who, card in reviewed_texts()["cards"][category].items() if who in WHO}
    return [
        f"| {WHO[who]} | {level} | {', '.join(line.name for line in ordered(card['lines'], level))} | {card[level]['text']} | {_steps(card[level])} |"
        for who, card in cards.items()
        for level in (Level.ACUUT, Level.CRISIS)
    ]


def _lines() -> list[str]:
    head = ["| hulplijn | nummer | tijden | gratis | nagekeken | opnieuw voor | bron |", "|---|---|---|---|---|---|---|"]
    rows = [
        f"| {line.name} | {', '.join(line.phones) or ('eigen nummer' if line.own_number else 'alleen chat')} | {line.hours} "
        f"| {'ja' if line.free else 'niet gezien'} | {line.checked_on} | {line.check_before} | [bron]({line.source}) |"
        for line in lines().values()
    ]
    return head + rows


def table() -> str:
    """Markdown: every line, and per category who reads it, at which level, the lines in order, the sentence and the steps with their source."""
    parts = ["### De hulplijnen", "", *_lines(), ""]
    for category in (*CATEGORIES, WITHOUT_CATEGORY):
        parts += [f"### {category}", "", f"Nagekeken op {reviewed_on(category)}.", ""]
        parts += [
            "| wie schrijft | niveau | lijnen, in deze volgorde | zin | stappen (bron) |",
            "|---|---|---|---|---|",
            *_rows(category),
            "",
        ]
    return "\n".join(parts)


def split() -> tuple[str, str, str]:
    """The page before the table, the table, and the rest."""
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    inside, after = rest.split(END)
    return before + BEGIN, inside, END + after


def write() -> None:
    before, _, after = split()
    PAGE.write_text(before + table() + after, "utf-8")
