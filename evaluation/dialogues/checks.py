"""The checking language of CARD.md: what a script demands of the bot's messages, and what it forbids."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from catalog.search import TOPIC_LABELS, Topic, about

Message = Mapping[str, Any]
Entry = Mapping[str, Any]
Turn = Mapping[str, Any]  # one of a transcript: {turn, messages, status?}

SCOPE = {"turn", "from", "to"}
COUNT = {"at_least", "at_most"}
NOT_SAID = {"id", "at", "from", "type"}
SHORT_SENTENCE = 3
MOST_OFFERS = 3
AGES_IN_REASON = re.compile(r"([\d,]+) tot ([\d,]+) jaar")
LEFTOVER = re.compile(r"\{[a-z_]*\}|utter_|action_|\bNone\b|\bnull\b")


@dataclass(frozen=True)
class Said:
    """A message where it stands: turn, and whether it opens or closes the answer."""

    turn: int
    first: bool
    last: bool
    message: Message


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _strings(item)


def words(message: Message) -> str:
    """Everything a message says, ids of its buttons included, as one line in small letters."""
    found = _strings([value for name, value in message.items() if name not in NOT_SAID])
    return " ".join(" ".join(found).casefold().split())


def offers(said: Sequence[Said]) -> list[Message]:
    """Every offer shown in these messages, in order."""
    return [offer for one in said for offer in one.message.get("offers", [])]


def _as_list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _about(said: Said, wanted: object) -> bool:
    """Tips by their title, offers by their reasons, other messages by all their words."""
    message = said.message
    told = message.get("title") or [offer.get("why", []) for offer in message.get("offers", [])] or [words(message)]
    text = " ".join(_strings(told)).casefold()
    names = {name for topic in _as_list(wanted) for name in (about(topic), TOPIC_LABELS[Topic(topic)])}
    return any(re.search(rf"\b{re.escape(name.casefold())}\b", text) for name in names)


def _asks(said: Said, sort: object) -> bool:
    return any(str(choice["id"]).startswith(f"{sort}:") for choice in said.message.get("choices", []))


def _has_kind(said: Said, wanted: object) -> bool:
    return any(offer.get("kind") in _as_list(wanted) for offer in said.message.get("offers", []))


TESTS: dict[str, Callable[[Said, Any], bool]] = {
    "type": lambda said, wanted: said.message.get("type") == wanted,
    "contains": lambda said, wanted: str(wanted).casefold() in words(said.message),
    "any_of": lambda said, wanted: any(str(part).casefold() in words(said.message) for part in wanted),
    "matches": lambda said, wanted: re.search(str(wanted), words(said.message)) is not None,
    "topic": _about,
    "asks": _asks,
    "kind": _has_kind,
    "empty": lambda said, wanted: not any(said.message.get(name) for name in wanted),
    "filled": lambda said, wanted: all(said.message.get(name) for name in wanted),
    "first": lambda said, wanted: said.first is wanted,
    "last": lambda said, wanted: said.last is wanted,
}


def _fits_age(said: Sequence[Said], wanted: Sequence[float]) -> bool:
    def fits(offer: Message) -> bool:
        low, high = offer.get("ageMin"), offer.get("ageMax")
        return (low is None or low <= wanted[1]) and (high is None or high >= wanted[0])

    shown = offers(said)
    return bool(shown) and all(map(fits, shown))


def _every_kind(said: Sequence[Said], wanted: Sequence[str]) -> bool:
    shown = offers(said)
    return bool(shown) and all(offer.get("kind") in wanted for offer in shown)


@cache
def _audiences() -> dict[str, frozenset[str]]:
    from catalog.files import read

    return {offer.id: frozenset(offer.audience) for offer in read(Path(__file__).parents[2] / "catalog").offers}


def _every_audience(said: Sequence[Said], wanted: Sequence[str]) -> bool:
    shown = offers(said)
    return bool(shown) and all(_audiences().get(offer["id"], frozenset()) & set(wanted) for offer in shown)


def _few_offers(said: Sequence[Said], most: int) -> bool:
    return all(len(one.message.get("offers", [])) <= most for one in said)


def _no_offer_twice(said: Sequence[Said], wanted: bool) -> bool:
    shown = [offer["id"] for offer in offers(said)]
    return len(shown) == len(set(shown))


def _sentences(said: Sequence[Said]) -> set[str]:
    texts = " ".join(str(one.message.get("text") or "") + ". " for one in said)
    parts = (" ".join(part.split()).casefold() for part in re.split(r"[.?!:]+\s", texts))
    return {part for part in parts if len(part.split()) >= SHORT_SENTENCE}


def _no_repeat(said: Sequence[Said], wanted: bool) -> bool:
    turns = sorted({one.turn for one in said})
    spoken = [_sentences([one for one in said if one.turn == turn]) for turn in turns]
    return not any(one & other for one, other in pairwise(spoken))


RULES: dict[str, Callable[[Sequence[Said], Any], bool]] = {
    "offer_for_age": _fits_age,
    "offer_kind": _every_kind,
    "offer_audience": _every_audience,
    "max_offers": _few_offers,
    "no_offer_twice": _no_offer_twice,
    "no_repeat": _no_repeat,
}
KNOWN = SCOPE | COUNT | TESTS.keys() | RULES.keys() | {"status"}


def as_entry(given: object) -> Entry | None:
    """An entry of `must` or `must_not`; a bare text means that it is said. None when this language does not know it."""
    if isinstance(given, str):
        return {"contains": given}
    return given if isinstance(given, Mapping) and given and KNOWN.issuperset(given) else None


def _in_scope(entry: Entry, turn: int) -> bool:
    if "turn" in entry:
        return bool(turn == entry["turn"])
    return bool(entry.get("from", 1) <= turn <= entry.get("to", turn))


def _said(transcript: Sequence[Turn], entry: Entry) -> list[Said]:
    found = []
    for turn in transcript:
        if _in_scope(entry, turn["turn"]):
            length = len(turn["messages"])
            found += [Said(turn["turn"], at == 0, at == length - 1, message) for at, message in enumerate(turn["messages"])]
    return found


def holds(entry: Entry, transcript: Sequence[Turn]) -> bool:
    """Whether the transcript is as the entry says. Raises ValueError for a topic that does not exist."""
    if "status" in entry:
        return any(turn.get("status") == entry["status"] for turn in transcript if _in_scope(entry, turn["turn"]))
    tests = entry.keys() & TESTS.keys()
    matching = [one for one in _said(transcript, entry) if all(TESTS[name](one, entry[name]) for name in tests)]
    rules = entry.keys() & RULES.keys()
    least = entry.get("at_least", 0 if "at_most" in entry or (rules and not tests) else 1)
    return least <= len(matching) <= entry.get("at_most", len(matching)) and all(RULES[name](matching, entry[name]) for name in rules)


def _told(entry: Entry) -> str:
    return ", ".join(f"{name}={value}" for name, value in entry.items())


def failures(case: Mapping[str, Any], transcript: Sequence[Turn]) -> list[str]:
    """What the script asks and did not get, and what it got and forbids. Entries in another language are left out (`unchecked`)."""
    found = []
    for key, wanted in (("must", True), ("must_not", False)):
        for entry in filter(None, map(as_entry, case.get(key) or [])):
            if holds(entry, transcript) is not wanted:
                found.append(f"{key}: {_told(entry)}")
    return found + always(case, transcript)


def unchecked(case: Mapping[str, Any]) -> list[Any]:
    """Entries that this language does not know; they are neither met nor broken."""
    return [entry for key in ("must", "must_not") for entry in case.get(key) or [] if as_entry(entry) is None]


def always(case: Mapping[str, Any], transcript: Sequence[Turn]) -> list[str]:
    """What holds in every turn of every script, so that no script has to say it."""
    expected = {entry.get("turn") for entry in case.get("must") or [] if isinstance(entry, Mapping) and "status" in entry}
    found = []
    for turn in transcript:
        found += [f"always: turn {turn['turn']}: {problem}" for problem in _problems(turn, turn["turn"] in expected)]
    return found


def _problems(turn: Turn, refused: bool) -> Iterator[str]:
    if "status" in turn and not refused:
        yield f"status {turn['status']}: {turn.get('error')}"
    if not turn["messages"] and "status" not in turn and "handoff" not in turn.get("said", {}):
        yield "no answer"
    for message in turn["messages"]:
        if message["type"] == "notice":
            yield f"the bot did not answer: {message.get('text')}"
        if LEFTOVER.search(" ".join(_strings([message.get("text"), message.get("title"), message.get("intro")]))):
            yield f"unfinished text: {message.get('text')}"
        yield from _offer_problems(message.get("offers", []))


def _backwards(reason: str) -> bool:
    ages = AGES_IN_REASON.search(reason)
    return ages is not None and float(ages[1].replace(",", ".")) >= float(ages[2].replace(",", "."))


def _offer_problems(shown: Sequence[Message]) -> Iterator[str]:
    if len(shown) > MOST_OFFERS:
        yield f"{len(shown)} offers at once"
    for offer in shown:
        if any(_backwards(reason) for reason in offer.get("why", [])):
            yield f"offer {offer.get('id')} has ages the wrong way round: {'; '.join(offer['why'])}"
        missing = [name for name in ("name", "provider", "summary", "why", "cost", "place") if not offer.get(name)]
        if missing or not offer.get("start", {}).get("text"):
            yield f"offer {offer.get('id')} lacks {', '.join(missing) or 'how to start'}"
