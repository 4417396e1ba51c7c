"""patterns.yml can be read, is complete, and every part of its language does what its first lines say."""

from typing import Any

import pytest
import yaml

from safety.levels import CATEGORIES
from safety.matcher import Table
from safety.pattern_language import PatternError, read_groups, read_pattern
from safety.patterns import FILE, Book, book

RAW: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))


def small_book(*phrases: str, **changes: Any) -> Book:
    rule = {"id": "proef", "level": "crisis", "category": "psychose", "reason": "proef", "phrases": list(phrases)} | changes
    return Book(RAW | {"patterns": [rule]})


def sure(text: str, *phrases: str) -> list[bool]:
    return [found.sure for found in small_book(*phrases).read(text).findings]


def holds(text: str, *phrases: str, **changes: Any) -> bool:
    return bool(small_book(*phrases, **changes).read(text).findings)


class TestFile:
    def test_every_rule_has_a_reason_and_a_known_category(self) -> None:
        for rule in RAW["patterns"]:
            assert rule["reason"], rule["id"]
            assert rule["category"] in {*CATEGORIES, "suicide", None}, rule["id"]
            assert rule["level"] == "zorg" or rule["category"], rule["id"]

    def test_ids_are_unique(self) -> None:
        ids = [rule["id"] for rule in RAW["patterns"] + RAW["follow_up"]]
        assert len(ids) == len(set(ids))

    @pytest.mark.parametrize("category", [*CATEGORIES[:2], "suicide", *CATEGORIES[4:]])
    def test_every_category_has_a_crisis_and_an_acute_rule(self, category: str) -> None:
        levels = {rule["level"] for rule in RAW["patterns"] if rule["category"] == category}
        raised = any(rule.get("nu") for rule in RAW["patterns"] if rule["category"] == category)
        assert "acuut" in levels or raised
        assert "crisis" in levels

    def test_reads_once(self) -> None:
        assert book() is book()


class TestLanguage:
    def test_words_in_order(self) -> None:
        assert holds("de rode fiets", "rode fiets")
        assert not holds("de fiets is rood", "rode fiets")

    def test_gap(self) -> None:
        assert holds("aap een twee drie noot", "aap .. noot")
        assert not holds("aap een twee drie vier noot", "aap .. noot")
        assert holds("aap een twee drie vier noot", "aap ... noot")

    def test_gap_does_not_cross_a_negation_or_a_sentence(self) -> None:
        assert not holds("aap niet noot", "aap .. noot")
        assert not holds("aap. noot", "aap .. noot")

    def test_choice_and_optional(self) -> None:
        assert holds("aap mies", "aap [heel] (noot|mies)")
        assert holds("aap heel noot", "aap [heel] (noot|mies)")

    def test_wildcards(self) -> None:
        assert holds("naaktfotootjes gezien", "naaktfoto*")
        assert holds("speelgoedaap", "*aap")

    def test_any_order(self) -> None:
        assert holds("noot en dan aap", "aap & noot")
        assert not holds("noot. aap", "aap & noot")

    def test_negation_before_and_after(self) -> None:
        assert not holds("geen aap", "aap")
        assert not holds("hij aapt mij niet", "aapt mij")
        assert holds("niet alleen aap", "aap")

    def test_past_lowers_to_worry(self) -> None:
        assert [f.level for f in small_book("aap").read("vroeger aap").findings] == ["zorg"]
        assert [f.level for f in small_book("aap").read("vroeger aap en nu weer").findings] == ["crisis"]

    def test_now_raises_only_marked_rules(self) -> None:
        assert [f.level for f in small_book("aap", nu=True).read("aap vannacht").findings] == ["acuut"]
        assert [f.level for f in small_book("aap").read("aap vannacht").findings] == ["crisis"]

    def test_context_silences_weak_rules_and_makes_others_soft(self) -> None:
        assert not holds("aap in minecraft", "aap", zwak=True)
        assert sure("aap in minecraft", "aap") == [False]
        assert sure("aap. we spelen minecraft", "aap") == [True]

    def test_a_story_silences_its_sentence_unless_it_is_real(self) -> None:
        assert not holds("in de film zat een aap", "aap")
        assert holds("in de film zat een aap en bij ons ook", "aap")
        assert holds("we keken naar die film. er is een aap", "aap")

    def test_what_is_far_from_the_film_still_counts(self) -> None:
        assert holds("in de film " + "en dan nog iets " * 5 + "aap", "aap")

    def test_a_joke_makes_a_sure_phrase_soft_and_a_soft_one_silent(self) -> None:
        assert sure("haha aap", "aap") == [False]
        assert not small_book(zacht=["aap"]).read("haha aap").findings

    def test_a_joke_in_one_sentence_leaves_the_other_sure(self) -> None:
        assert sure("haha aap. nee echt aap", "aap") == [True]

    def test_a_small_child_lowers_only_what_no_adult_does(self) -> None:
        assert not holds("hij aap en is 3 jaar", "hij aap", klein=True)
        assert holds("mijn man aap en onze peuter ziet het", "<partner> aap", klein=True)

    @pytest.mark.parametrize("wrong", ["<onbekend>", "(aap", "[aap]"])
    def test_mistakes_are_named(self, wrong: str) -> None:
        with pytest.raises(PatternError):
            read_pattern(wrong, read_groups({"mij": "mij"}), Table())

    def test_a_group_cannot_take_in_itself(self) -> None:
        with pytest.raises(PatternError):
            read_groups({"een": "=twee", "twee": "=een"})
