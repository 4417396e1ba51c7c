"""What is typed becomes a body and comes back as it was; everything that is wrong is told at once, in words, at its field."""

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import FormData

from catalog import files
from catalog.difference import choices, difference
from catalog.filled import shown
from catalog.forms import NOT_TYPED_HERE, TYPED, completed, flatten, nest, read
from catalog.offer_form import OFFER_FORM, REFERRAL, TOPIC_GROUPS
from catalog.schemas import Offer
from catalog.vocabulary import Kind, Topic
from settings import ROOT
from tests.catalog.editing import body_of

OFFERS = files.read(ROOT / "catalog").offers


def typed(body: dict[str, Any], **changed: str) -> FormData:
    """The form as a browser sends it back without a change, apart from `changed` (a dot in a name as two underscores)."""
    pairs: list[tuple[str, str]] = []
    for path, value in shown(OFFER_FORM, body).items():
        if isinstance(value, list):
            pairs += [(path, one) for one in value] + [(f"{path}.first", value[0]) for _ in value[:1] if OFFER_FORM.fields[path].first]
        elif OFFER_FORM.fields[path].control != "tick" or value == "ja":
            pairs.append((path, value))
    new = {name.replace("__", "."): value for name, value in changed.items()}
    return FormData([*((name, value) for name, value in pairs if name not in new), *new.items()])


class TestFields:
    def test_every_field_of_an_offer_is_asked_with_help(self) -> None:
        assert set(OFFER_FORM.fields) == _schema_paths() - set(NOT_TYPED_HERE)
        assert all(len(field.help) > 15 for field in OFFER_FORM.fields.values())

    def test_every_topic_stands_in_one_group(self) -> None:
        grouped = [topic for topics in TOPIC_GROUPS.values() for topic in topics]
        assert sorted(grouped) == sorted(Topic)

    def test_every_rule_of_the_schema_has_its_words(self) -> None:
        source = (ROOT / "catalog" / "schemas.py").read_text().split("class Tip(")[0]
        said = {line.split('"')[1] for line in source.splitlines() if "raise ValueError" in line}
        assert said == set(OFFER_FORM.rules)


def _schema_paths() -> set[str]:
    found: set[str] = set()
    for name, field in Offer.model_fields.items():
        inner = getattr(field.annotation, "model_fields", None)
        found |= {f"{name}.{part}" for part in inner} if inner else {name}
    return found


class TestRoundTrip:
    def test_a_form_sent_back_unchanged_changes_nothing(self) -> None:
        for offer in OFFERS:
            body = offer.model_dump(mode="json")
            again = read(OFFER_FORM, typed(body), body)
            assert difference(OFFER_FORM, body, again) == [], offer.id
            document, problems = completed(OFFER_FORM, again)
            assert problems == [] and document == offer

    @settings(max_examples=60, deadline=None)
    @given(st.dictionaries(st.sampled_from(sorted(OFFER_FORM.fields)), st.text(string.printable + "é€\u202e\x00", max_size=60)))
    def test_nothing_typed_is_lost_or_breaks_anything(self, answers: dict[str, str]) -> None:
        body = read(OFFER_FORM, FormData(list(answers.items())), {"id": "x"})
        document, _ = completed(OFFER_FORM, {**body, "id": "x"})
        assert isinstance(document, Offer)
        assert read(OFFER_FORM, typed(body), body) == body
        difference(OFFER_FORM, body_of(), body)
        choices(OFFER_FORM, {}, body_of(), body)

    def test_topics_keep_their_order_and_the_most_important_comes_first(self) -> None:
        before = body_of(topics=["slapen", "eten", "angst"])
        sent = FormData([("topics", "angst"), ("topics", "eten"), ("topics", "pesten"), ("topics.first", "pesten")])
        assert read(OFFER_FORM, sent, before)["topics"] == ["pesten", "eten", "angst"]

    def test_flat_and_nested_are_each_others_opposite(self) -> None:
        body = {"a": 1, "b": {"c": [1], "d": {"e": False}}}
        assert nest(flatten(body)) == body


class TestProblems:
    def test_an_empty_form_says_everything_that_is_needed_at_once(self) -> None:
        _, problems = completed(OFFER_FORM, {})
        asked = {path for path, field in OFFER_FORM.fields.items() if field.ask}
        assert {problem.path for problem in problems} >= asked - {"places.gemeenten"}
        assert all(problem.reason == OFFER_FORM.fields[problem.path].ask for problem in problems if problem.path in asked)

    @pytest.mark.parametrize(
        ("change", "path", "words"),
        [
            ({"age_min": "drie"}, "age_min", "laagste leeftijd een getal"),
            ({"age_min": "-1"}, "age_min", "laagste leeftijd een getal"),
            ({"age_max": "99"}, "age_max", "hoogste leeftijd een getal"),
            ({"age_min": "nan"}, "age_min", "getal"),
            ({"age_min": "8", "age_max": "4"}, "age_max", "lager dan de laagste"),
            ({"start__phone": "bel maar"}, "start.phone", "met cijfers"),
            ({"start__url": "www.nl"}, "start.url", "https://"),
            ({"start__url": "javascript:alert(1)"}, "start.url", "https://"),
            ({"source__url": "mijn hoofd"}, "source.url", "‘algemeen’"),
            ({"checked_on": "gisteren"}, "checked_on", "een dag in"),
            ({"check_again": "2020-01-01"}, "check_again", "moet na"),
            ({"kind": "verwijsbrief"}, "kind", "Kies een soort hulp"),
            ({"topics": "onzin", "topics__first": ""}, "topics", "uit de lijst"),
            ({"summary": "x" * 1001}, "summary", "te lang"),
            ({"places__scope": "landelijk"}, "places.gemeenten", "vink dan geen gemeente aan"),
            ({"no_referral__needed": "ja"}, "no_referral.needed", REFERRAL),
            ({"example": "ja"}, "example", "‘voorbeeld’"),
        ],
    )
    def test_each_is_told_in_words_at_its_field(self, change: dict[str, str], path: str, words: str) -> None:
        body = read(OFFER_FORM, typed(body_of(), **change), body_of())
        _, problems = completed(OFFER_FORM, body)
        assert [problem.path for problem in problems] == [path]
        assert words.lower() in problems[0].reason.lower()
        field = shown(OFFER_FORM, body)[path]
        assert path in ("age_max", "check_again", "places.gemeenten") or change.get(path.replace(".", "__"), "")[:20] in (
            field if isinstance(field, str) else field[0]
        )

    def test_other_ways_to_write_a_number_and_a_day(self) -> None:
        body = read(OFFER_FORM, typed(body_of(), age_min="1,5 jaar", checked_on="3-11-2026"), body_of())
        assert (body["age_min"], body["checked_on"]) == (1.5, "2026-11-03") and TYPED not in body

    def test_what_nobody_sees_goes(self) -> None:
        body = read(OFFER_FORM, typed(body_of(), name=" A\x00\u202eB\u200b ", summary="een\r\ntwee\xa0drie"), body_of())
        assert (body["name"], body["summary"]) == ("AB", "een\ntwee drie")


class TestDifference:
    def test_in_the_words_of_the_form(self) -> None:
        changes = difference(OFFER_FORM, body_of(), body_of(kind=Kind.EHEALTH.value, free=False, age_min=1.5, status="ingetrokken"))
        assert [(change.label, change.before, change.after) for change in changes] == [
            ("Soort hulp", "Cursus of training", "Online hulp"),
            ("Vanaf leeftijd van het kind", "", "1,5"),
            ("Is het gratis?", "ja", "nee"),
            ("Status", "gepubliceerd", "ingetrokken"),
        ]
