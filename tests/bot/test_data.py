"""The content of the bot, tested like code: every intent has its sentences, its rule and its words; every place can be understood."""

import re
from functools import cache
from typing import Any

import pytest
import yaml

from actions.outside import PARTS
from catalog.files import read
from catalog.vocabulary import Topic
from settings import ROOT

SENTENCES_AT_LEAST = 40
SENTENCES_OF_A_PART_AT_LEAST = 60
NOT_TRAINED = {"keuze", "antwoord", "gevaar"}


@cache
def sentences() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text())["nlu"]:
            if "intent" in block:
                found.setdefault(block["intent"], []).extend(line[2:] for line in block["examples"].splitlines() if line.startswith("- "))
    return found


@cache
def domain() -> dict[str, Any]:
    merged: dict[str, Any] = {"responses": {}}
    for path in sorted((ROOT / "bot" / "domain").glob("*.yml")):
        part = yaml.safe_load(path.read_text())
        merged["responses"] |= part.pop("responses", {})
        merged |= part
    return merged


def lookup(name: str) -> set[str]:
    blocks = yaml.safe_load((ROOT / "data" / "nlu" / "plaatsen_en_vormen.yml").read_text())["nlu"]
    examples = next(block["examples"] for block in blocks if block.get("lookup") == name)
    return {line[2:].lower() for line in examples.splitlines()}


class TestIntents:
    def test_every_topic_of_the_design_is_an_intent(self) -> None:
        assert {topic.value for topic in Topic} <= set(domain()["intents"])

    @pytest.mark.parametrize("intent", sorted(set(domain()["intents"]) - NOT_TRAINED))
    def test_has_enough_sentences_of_its_own(self, intent: str) -> None:
        assert len(set(sentences()[intent])) >= SENTENCES_AT_LEAST

    def test_no_sentence_stands_under_two_intents(self) -> None:
        seen: dict[str, str] = {}
        twice = [text for name, texts in sentences().items() for text in texts if seen.setdefault(text.lower(), name) != name]
        assert twice == []

    def test_every_intent_has_a_rule_with_one_action(self) -> None:
        rules = (ROOT / "data" / "rules" / "rules.yml").read_text()
        ruled = re.findall(r"intent: (\w+)", rules)
        assert sorted(ruled) == sorted([*domain()["intents"], "nlu_fallback"])
        assert set(re.findall(r"action: (\w+)", rules)) == set(domain()["actions"])


class TestParts:
    """`intent/part`: a finer kind within an intent, so that the answer fits."""

    def test_every_part_belongs_to_an_intent_and_has_enough_sentences(self) -> None:
        parts = {name: texts for name, texts in sentences().items() if "/" in name}
        assert {name.partition("/")[0] for name in parts} <= set(domain()["intents"])
        assert {name: len(texts) for name, texts in parts.items() if len(set(texts)) < SENTENCES_OF_A_PART_AT_LEAST} == {}

    def test_every_part_of_outside_has_its_own_words(self) -> None:
        assert {name.partition("/")[2] for name in sentences() if name.startswith("buiten_domein/")} == PARTS
        assert {part for part in PARTS if f"utter_outside_{part}" not in domain()["responses"]} == set()


class TestResponses:
    def test_every_topic_is_heard_in_two_ways(self) -> None:
        assert [topic for topic in Topic if len(domain()["responses"].get(f"utter_begrip_{topic.value}", [])) < 2] == []

    def test_every_response_that_an_action_says_exists(self) -> None:
        code = "\n".join(path.read_text() for path in (ROOT / "actions").glob("*.py"))
        said = set(re.findall(r'"(utter_\w+)"', code))
        assert said <= set(domain()["responses"])

    def test_nobody_is_addressed_formally(self) -> None:
        texts = [variant["text"] for variants in domain()["responses"].values() for variant in variants]
        assert [text for text in texts if re.search(r"\b[Uu]w?\b", text)] == []


class TestPlaces:
    def test_every_gemeente_and_wijk_can_be_understood(self) -> None:
        profiles = read(ROOT / "catalog").profiles
        assert {profile.name.lower() for profile in profiles} <= lookup("gemeente")
        names = {name.lower() for profile in profiles for wijk in profile.wijken for name in (wijk.name, *wijk.aliases)}
        assert names <= lookup("wijk")
