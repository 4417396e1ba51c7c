"""Every crisis card on a phone of 320 pixels, in the component and on the page without JavaScript: a number to tap first, nothing cut off.

No server: the component gets its messages from the test. WEGWIJS_SHOTS names a folder for pictures.
"""

import json
import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from chat.steps.danger import GO_ON
from safety import CATEGORIES, Assessment, Level, crisis_card
from settings import ROOT
from tests.browser.test_journey import PHONE, accessibility_problems, page_of
from tests.pages.test_templates import overview, unsaved

pytestmark = pytest.mark.browser
SITE = "http://wegwijs.localhost"
EVERY: list[tuple[Level, str | None, Any]] = list(product((Level.ACUUT, Level.CRISIS), (*CATEGORIES, None), ("ouder", "kind")))
CARDS = [crisis_card(Assessment(*what[:2], (), what[2])) for what in EVERY]
DEMO = '<!doctype html><html lang="nl"><title>Chat</title><script src="/widget/wegwijs-chat.js" defer></script><wegwijs-chat gemeente="voorbeeldstad" inline></wegwijs-chat>'
MEASURE = """card => {
  const number = card.querySelector("a.number"), links = [...card.querySelectorAll("a")], words = card.querySelector(".words");
  return {
    tel: number.href, first: links[0] === number, above: number.getBoundingClientRect().bottom <= words.getBoundingClientRect().top,
    tall: number.getBoundingClientRect().height, fits: card.scrollWidth <= card.clientWidth && number.scrollWidth <= number.clientWidth,
    steps: [...card.querySelectorAll("ol > li")].map(step => [step.querySelector(".words").textContent, step.querySelector(".fine")?.textContent ?? ""]),
    facts: [...card.querySelectorAll(".line-facts")].map(facts => facts.textContent),
  };
}"""


def messages(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    bodies = [body for card in cards for body in (card, GO_ON)]
    return [{"id": str(at), "from": "bot", "at": "2026-11-23T10:00:00Z", **body} for at, body in enumerate(bodies)]


def answering(cards: list[dict[str, Any]]) -> Any:
    """What the site says: the page with the component, its files, and a conversation that begins with these cards."""
    built = ROOT / "widget" / "dist"
    css = ROOT / "pages" / "static" / "wegwijs.css"
    begun = {"id": "a", "token": "b", "gemeente": "voorbeeldstad", "expiresAt": "2026-11-24T10:00:00Z", "messages": messages(cards)}
    answers = {
        "/": ("text/html", DEMO),
        "/unsaved": ("text/html", unsaved(cards)),
        "/overview": ("text/html", overview(cards)),
        "/widget/wegwijs-chat.js": ("text/javascript", (built / "wegwijs-chat.js").read_text()),
        "/widget/wegwijs-chat-open.js": ("text/javascript", (built / "wegwijs-chat-open.js").read_text()),
        "/static/wegwijs.css": ("text/css", css.read_text()),
        "/api/v1/health/ready": ("application/json", json.dumps({"status": "ready"})),
        "/api/v1/conversations": ("application/json", json.dumps(begun)),
    }

    def answer(route: Route) -> None:
        kind, body = answers.get(urlsplit(route.request.url).path, ("text/plain", ""))
        route.fulfill(status=200, content_type=f"{kind}; charset=utf-8", body=body)

    return answer


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    if not (ROOT / "widget" / "dist" / "wegwijs-chat.js").exists():
        pytest.skip("the widget is not built; run `make setup`")
    page = page_of(browser, PHONE)
    yield page
    page.context.close()


def shown(page: Page, address: str, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    page.route("**/*", answering(cards))
    page.goto(f"{SITE}/{address}")
    page.locator(".crisis").nth(len(cards) - 1).wait_for()
    return [card.evaluate(MEASURE) for card in page.locator(".crisis").all()]


@pytest.mark.parametrize("address", ["", "unsaved", "overview"], ids=["component", "page", "overview"])
class TestEveryCard:
    def test_number_first_steps_with_sources_and_nothing_cut_off(self, phone: Page, address: str) -> None:
        found = shown(phone, address, CARDS)
        assert len(found) == len(CARDS)
        for card, seen in zip(CARDS, found, strict=True):
            digits = "".join(sign for sign in card["lines"][0]["phone"] if sign.isdigit())
            assert (seen["tel"], seen["first"], seen["above"], seen["fits"]) == (f"tel:{digits}", True, True, True), card["text"]
            assert seen["tall"] >= 44
            assert [text for text, _ in seen["steps"]] == [step["text"] for step in card["steps"]]
            assert all(source.startswith(("Bron: ", "Algemeen bekend")) for _, source in seen["steps"]), seen["steps"]
            assert all(line["hours"] in facts for line, facts in zip(card["lines"], seen["facts"], strict=True))
            assert all(("Gratis" in facts) == bool(line["free"]) for line, facts in zip(card["lines"], seen["facts"], strict=True))
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    def test_is_accessible(self, browser: Browser, address: str) -> None:
        page = page_of(browser, PHONE, bypass_csp=True)
        shown(page, address, CARDS[:4])
        assert accessibility_problems(page) == []
        page.context.close()


@pytest.mark.skipif(not os.environ.get("WEGWIJS_SHOTS"), reason="WEGWIJS_SHOTS is not set: no pictures wanted")
@pytest.mark.parametrize("speaker", ["ouder", "kind"])
@pytest.mark.parametrize("level", [Level.ACUUT, Level.CRISIS])
@pytest.mark.parametrize("address", ["", "unsaved"])
def test_pictures(phone: Page, address: str, level: Level, speaker: Any) -> None:
    category = "huiselijk_geweld" if level == Level.ACUUT else "zelfbeschadiging"
    shown(phone, address, [crisis_card(Assessment(level, category, (), speaker))])
    phone.wait_for_timeout(300)
    folder = Path(os.environ["WEGWIJS_SHOTS"])
    phone.screenshot(path=folder / f"kaart-{address or 'widget'}-{level}-{speaker}.png")
