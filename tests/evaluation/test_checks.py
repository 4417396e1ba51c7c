"""The checking language of evaluation/dialogues: each word of it, met and not met."""

from typing import Any

import pytest

from evaluation.dialogues.checks import failures, holds, unchecked

OFFER = {
    "id": "groeigids",
    "name": "Groeigids",
    "kind": "ehealth",
    "provider": "GGD",
    "summary": "Een app.",
    "why": ["Gaat over slapen", "Gratis"],
    "cost": "Gratis.",
    "ageMin": 0,
    "ageMax": 4,
    "place": "Heel Nederland",
    "delivery": ["app"],
    "start": {"text": "Download de app."},
    "checkedOn": "2026-11-22",
}


def said(*messages: dict[str, Any], turn: int = 1) -> dict[str, Any]:
    return {"turn": turn, "said": {"user": "hoi"}, "messages": list(messages)}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def shown(*offers: dict[str, Any]) -> dict[str, Any]:
    return {"type": "offers", "intro": "", "offers": list(offers), "more": False}


ASKED = {"type": "choices", "text": "Hoe oud is het kind?", "choices": [{"id": "leeftijd:0-1", "label": "Baby"}]}
CONTACT = {"type": "contact", "name": "Wijkteam", "phone": None, "hours": "ma tot vr"}
TIPS = {"type": "tips", "title": "Tips over slapen", "items": [{"text": "Wat eten betreft.", "source": {"title": "Algemeen bekend"}}]}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"type": "text"}, text("Dag.")),
        ({"contains": "DAG"}, text("Tot een dag.")),
        ({"any_of": ["nee", "dag"]}, text("Dag.")),
        ({"matches": r"0800 \d{3}"}, text("Bel 0800 000.")),
        ({"asks": "leeftijd"}, ASKED),
        ({"topic": "slapen"}, TIPS),
        ({"topic": ["eten", "slapen"]}, shown(OFFER)),
        ({"kind": "ehealth"}, shown(OFFER)),
        ({"empty": ["phone"], "filled": ["name", "hours"]}, CONTACT),
        ({"type": "offers", "offer_for_age": [4, 6]}, shown(OFFER)),
        ({"offer_for_age": [9, 9]}, shown({**OFFER, "ageMax": None})),
        ({"offer_kind": ["ehealth"]}, shown(OFFER)),
        ({"max_offers": 3}, shown(OFFER)),
        ({"first": True, "last": True}, text("Dag.")),
        ({"type": "crisis", "at_most": 0}, text("Dag.")),
    ],
)
def test_holds(entry: dict[str, Any], message: dict[str, Any]) -> None:
    assert holds(entry, [said(message)])


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"turn": 2, "type": "text"}, text("Dag.")),
        ({"from": 2}, text("Dag.")),
        ({"contains": "morgen"}, text("Dag.")),
        ({"asks": "plek"}, ASKED),
        ({"topic": "eten"}, TIPS),
        ({"empty": ["hours"]}, CONTACT),
        ({"offer_for_age": [5, 6]}, shown(OFFER)),
        ({"offer_for_age": [3, 3]}, text("Er is niets.")),
        ({"offer_kind": ["training"]}, shown(OFFER)),
        ({"offer_audience": ["jongere"]}, shown({**OFFER, "id": "bestaat_niet"})),
        ({"max_offers": 3}, shown(OFFER, OFFER, OFFER, OFFER)),
        ({"no_offer_twice": True}, shown(OFFER, OFFER)),
        ({"type": "text", "at_most": 0}, text("Dag.")),
        ({"status": 413}, text("Dag.")),
    ],
)
def test_does_not_hold(entry: dict[str, Any], message: dict[str, Any]) -> None:
    assert not holds(entry, [said(message)])


def test_the_same_sentence_twice_in_a_row() -> None:
    again = [said(text("Dat snap ik niet. Kies iets.")), said(text("Sorry. Dat snap ik niet!"), turn=2)]
    assert not holds({"no_repeat": True}, again)
    assert holds({"no_repeat": True}, [again[0], said(text("Een mens begrijpt je beter."), turn=2), {**again[1], "turn": 3}])


def test_must_and_must_not() -> None:
    case = {"must": [{"turn": 1, "type": "contact"}], "must_not": ["dag"]}
    assert failures(case, [said(text("Dag."))]) == ["must: turn=1, type=contact", "must_not: contains=dag"]


def test_what_always_holds() -> None:
    broken = said(shown({**OFFER, "why": []}), text("Je noemde {topic}."), {"type": "notice", "text": "Even niet."})
    found = " ".join(failures({}, [broken, said(turn=2)]))
    assert all(part in found for part in ("lacks why", "unfinished text", "did not answer", "turn 2: no answer"))


def test_a_refusal_counts_unless_it_is_demanded() -> None:
    refused = [{"turn": 1, "said": {"user": "x"}, "messages": [], "status": 413, "error": "Te lang."}]
    assert failures({}, refused) == ["always: turn 1: status 413: Te lang."]
    assert failures({"must": [{"turn": 1, "status": 413}]}, refused) == []


def test_another_language_is_left_alone() -> None:
    case = {"must": [{"intent": "slapen"}, 7], "must_not": [{"contains": "dag", "colour": "red"}]}
    assert failures(case, [said(text("Dag."))]) == []
    assert len(unchecked(case)) == 3
