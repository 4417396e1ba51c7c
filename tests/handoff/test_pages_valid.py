"""Every page of a parent around a question: valid, labelled, without inline style or script, also when every word is hostile."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from chat.schemas import HandoffSummary, NewHandoff
from handoff.forms import TIMES
from handoff.service import WORDS
from kit import clock
from tests.pages.test_templates import CONTACT, CRISIS, HOSTILE, numbered, page, parse, poisoned, words
from tests.pages.test_templates import TestEveryPage as EveryPage

TEAM = SimpleNamespace(article="het wijkteam", name="Wijkteam Voorbeeldstad")
PROFILE = SimpleNamespace(id="voorbeeldstad", name="Voorbeeldstad", team=TEAM)
TYPED = {"question": "wie denkt er mee?", "name": "Noor", "phone": "06 12345678", "email": "n@v.nl", "preferredTime": "avond"}
FACTS = [{"label": "Leeftijd", "value": "3 jaar"}]
WRONG = {"question": "Typ in een paar woorden wat je wilt vragen.", "phone": "Dit telefoonnummer klopt niet."}
CARD = numbered([CRISIS])


def form(typed: dict[str, Any] = TYPED, **values: Any) -> str:
    told = {"facts": FACTS, "wrong": {}, "trouble": None, "card": [], "times": TIMES, **values}
    return page("hand_over.html", profile=PROFILE, given=NewHandoff.model_validate(typed), **told)


def summary(typed: dict[str, Any] = TYPED, **values: Any) -> str:
    more = {"shareConversation": True, "facts": FACTS, "consentText": typed["question"], "consentVersion": "1", "messages": []}
    found = HandoffSummary.model_validate({**typed, **more})
    given = NewHandoff.model_validate(typed)
    return page("hand_over_summary.html", profile=PROFILE, found=found, given=given, **{"card": [], "changed": None, **values})


def status(template: str, step: Any = "ontvangen", late: bool = False) -> str:
    is_open = step not in ("klaar", "ingetrokken")
    told = {"reference": "K7MP-4RXT", "gemeente": "voorbeeldstad", "step": step, "words": WORDS[step], "late": late, "open": is_open}
    found = SimpleNamespace(**told, expected_within="uiterlijk dinsdag 24 november om 17.00 uur")
    steps = [{"at": clock.local(clock.now()), "words": "Het team heeft je vraag gekregen."}]
    return page(template, found=found, steps=steps, contact=CONTACT, code="AAAA-CCCC", just_withdrawn=step == "ingetrokken")


HOSTILE_TYPED = {**poisoned(TYPED), "preferredTime": "avond"}
PAGES: dict[str, Callable[[], str]] = {
    "form": form,
    "form with mistakes": lambda: form(wrong=WRONG),
    "form with danger": lambda: form(wrong=WRONG, card=CARD),
    "form that could not be sent": lambda: form(trouble="Er is nu een storing.", facts=[]),
    "hostile form": lambda: form(HOSTILE_TYPED, wrong=poisoned(WRONG), facts=poisoned(FACTS)),
    "summary": summary,
    "summary with danger and another text": lambda: summary(card=CARD, changed="De tekst is net veranderd."),
    "hostile summary": lambda: summary(HOSTILE_TYPED, changed=HOSTILE),
    "door": lambda: page("ouder_code.html", reference="", error=None),
    "door with a mistake": lambda: page("ouder_code.html", reference=HOSTILE, error="Dit nummer klopt niet."),
    **{f"status {step}": lambda step=step: status("ouder_vraag.html", step) for step in WORDS},  # type: ignore[misc]
    "late": lambda: status("ouder_vraag.html", late=True),
    "delete": lambda: status("ouder_verwijderen.html"),
    "deleted": lambda: page("ouder_verwijderd.html"),
}


@pytest.fixture(params=PAGES)
def tree(request: pytest.FixtureRequest) -> Element:
    return parse(PAGES[request.param]())


class TestPages(EveryPage):
    def test_every_field_has_a_label(self, tree: Element) -> None:
        """Own data may be filled in by the browser (WCAG 1.3.5); a box to tick stands inside its label."""
        labelled = {label.get("for") for label in tree.iter("label") if words(label)}
        inside = {field for label in tree.iter("label") if words(label) for field in label.iter("input")}
        fields = [field for tag in ("textarea", "input") for field in tree.iter(tag) if field.get("type") != "hidden"]
        assert all(field in inside or field.get("id") in labelled for field in fields)
        assert all(field.get("spellcheck") == "false" for field in fields if field.get("id") in ("question", "name", "email", "code"))

    def test_links_go_to_pages_and_phones_only(self, tree: Element) -> None:
        assert not [link.get("href") for link in tree.iter("a") if not (link.get("href") or "").startswith(("/", "#", "http", "tel:"))]
        assert {form.get("action") for form in tree.iter("form")} <= {
            "/vraag",
            "/chat/voorbeeldstad/vraag",
            "/chat/voorbeeldstad/vraag/stuur",
        }

    def test_hostile_words_are_words(self, tree: Element) -> None:
        assert not list(tree.iter("img"))
        assert all(script.get("src", "").startswith("/static/") for script in tree.iter("script"))
