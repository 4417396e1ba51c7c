"""Every state in which a parent can find the chat, on a phone, a tablet and a screen: usable by all, and never wider than the window.

`WEGWIJS_SHOTS=folder` keeps what it looks like."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.embedding import CHAT, DIST, OPENER, World, html
from tests.browser.test_journey import accessibility_problems, page_of, say
from tests.pages.test_templates import CHOICES, CONTACT, CRISIS, OFFERS, TEXT, TIPS

pytestmark = pytest.mark.browser
WIDTHS = {320: 640, 768: 1024, 1280: 900}
SHOTS = os.environ.get("WEGWIJS_SHOTS")
TALK = "/api/v1/conversations/a"
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
EVENING = {
    **OFFERS["offers"][1],
    "id": "avond",
    "name": "Thema-avond slapen (voorbeeld)",
    "kind": "themabijeenkomst",
    "when": "dinsdag 8 december 2026 van 19.30 tot 21.00 uur",
    "calendarUrl": "/api/v1/offers/avond/agenda.ics",
    "start": {"text": "Meld je aan.", "phone": "0800 000 00 01", "address": "Voorbeeldplein 1, Voorbeeldstad"},
}
SHUT = {**CONTACT, "openNow": False, "opensAgain": "morgen om 8.30 uur", "routeTo": "Voorbeeldplein 1, Voorbeeldstad"}
FORM = {
    "type": "form",
    "form": "handoff",
    "text": "Vul dit in. Dan neemt het wijkteam contact met je op.",
    "consentText": "Ik geef mijn vraag aan het wijkteam.",
    "consentVersion": "1",
    "prefill": {"question": "mijn zoontje van 3 slaapt niet"},
    "facts": [{"label": "Onderwerp", "value": "Slapen"}],
}
RECEIPT = {
    "type": "receipt",
    "reference": "WW-7K3M-2Q",
    "text": "Je hoort van het wijkteam vóór donderdag 26 november.",
    "statusUrl": "/vraag#k7m2",
}
BYE = {"type": "text", "text": "Graag gedaan. Je kunt altijd terugkomen.", "closing": True}
SPEECH = "window.SpeechRecognition = class { static available() { return Promise.resolve('unavailable'); } }"
WRONG = {
    "detail": "Kijk nog even naar het formulier.",
    "invalidParams": [
        {"name": "phone", "reason": "Vul je telefoonnummer of je e-mailadres in."},
        {"name": "question", "reason": "Schrijf je vraag op."},
    ],
}


class Busy(World):
    """A server that also leaves some calls without an answer, and has some prepared."""

    silent: tuple[str, ...] = ()

    def _ours(self, route: Route, path: str) -> None:
        if path not in self.silent:
            super()._ours(route, path)

    def prepare(self, path: str, body: Any, status: int = 200) -> None:
        self.page.route(
            f"{CHAT}{path}", lambda route: route.fulfill(status=status, headers=OPEN_TO_ALL, content_type="application/json", body=body)
        )


@pytest.fixture(params=WIDTHS, ids=str)
def world(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Busy]:
    if not (DIST / "wegwijs-chat-more.js").exists():
        pytest.skip("the widget is not built; run `make setup`")
    page = page_of(browser, {"width": request.param, "height": WIDTHS[request.param]}, locale="nl-NL")
    yield Busy(page, body=html(attributes='class="site"'))
    page.context.close()


class Look:
    """Looks at one state after another and remembers what is wrong."""

    def __init__(self, page: Page) -> None:
        self.page, self.found, self.states = page, [], 0  # type: ignore[var-annotated]

    def __call__(self, state: str, there: Any) -> None:
        expect(there).to_be_visible()
        self.states += 1
        width = self.page.evaluate("innerWidth")
        wider = self.page.evaluate(
            """() => [document.documentElement, ...document.querySelector("wegwijs-chat").shadowRoot.querySelectorAll(".panel, .log, .tools")]
                .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.className || one.tagName)"""
        )
        self.found += [f"{state}: wider than {width}: {name}" for name in wider]
        self.found += [f"{state}: {problem}" for problem in accessibility_problems(self.page)]
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"{width}-{self.states:02}-{state}.png"))


def bring(world: Busy, words: str, *answer: dict[str, Any]) -> None:
    world.answer = answer
    say(world.page, words)


def waiting(world: Busy) -> None:
    """The server says that the parent waits for somebody of the team, and keeps the line open."""
    world.silent = (f"{TALK}/events",)
    told = world._say({"type": "notice", "text": "Ik vraag of er iemand van het wijkteam tijd heeft. Dat duurt een paar minuten."})
    world.prepare(f"{TALK}/messages", json.dumps({"messages": told, "live": "gevraagd"}))
    say(world.page, "liever een mens")


def network(page: Page, there: bool) -> None:
    page.evaluate(f"Object.defineProperty(navigator, 'onLine', {{get: () => {str(there).lower()}, configurable: true}})")


def fill_in_wrongly(world: Busy) -> None:
    bring(world, "laat het team mij bellen", FORM)
    world.prepare(f"{TALK}/handoff/summary", json.dumps(WRONG), 422)
    world.page.get_by_role("button", name="Bekijk wat we doorgeven").click()


def test_what_opens_gives_the_focus_to_the_field_at_once(world: Busy) -> None:
    page = world.open()
    page.evaluate(
        "window.focused = []; document.querySelector('wegwijs-chat').shadowRoot.addEventListener('focusin', event => focused.push(event.target.className))"
    )
    for _ in range(2):
        page.get_by_role("button", name=OPENER).click()
        expect(page.get_by_label("Typ hier je vraag")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name=OPENER)).to_be_focused()
    assert page.evaluate("focused") == ["opener", "field", "opener", "field", "opener"]


def test_every_state_is_for_everyone(world: Busy) -> None:
    world.page.add_init_script(SPEECH)
    page = world.open()
    look = Look(page)
    text: Callable[..., Any] = page.get_by_text
    look("dicht", page.get_by_role("button", name=OPENER))
    page.get_by_role("button", name=OPENER).click()
    look("open", text("Hoi. Waar loop je tegenaan?"))
    world.silent = (f"{TALK}/messages",)
    say(page, "mijn zoontje slaapt niet")
    look("denkt-na", text("Wegwijs denkt na…"))
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    world.silent = ()
    page.reload()
    page.get_by_role("button", name=OPENER).click()
    bring(world, "hij is 3", TEXT, CHOICES)
    look("keuzes", page.get_by_role("button", name="0 tot 4"))
    bring(world, "0 tot 4", TIPS, {**OFFERS, "offers": [*OFFERS["offers"], EVENING]})
    look("aanbod", page.get_by_role("link", name="Route naar Thema-avond"))
    page.get_by_text("Waarom dit past").first.scroll_into_view_if_needed()
    look("waarom-dit-past", text("Waarom dit past").first)
    bring(world, "ik wil iemand spreken", SHUT)
    look("contact", text("Nu gesloten, opent weer morgen om 8.30 uur"))
    page.get_by_role("button", name="Wis dit gesprek").click()
    look("wissen-met-vraag", text("Heb je wat je zocht?"))
    page.get_by_role("button", name="Nee, bewaar het").click()
    bring(world, "dank je", BYE)
    look("heb-je-wat-je-zocht", text("Heb je wat je zocht?"))
    fill_in_wrongly(world)
    look("formulier-met-fouten", text("Vul je telefoonnummer of je e-mailadres in."))
    bring(world, "verder", RECEIPT)
    look("ontvangst", text("Je vraag is doorgegeven"))
    network(page, False)
    world.down = lambda path: True
    say(page, "en overdag?")
    look("geen-internet", text("Ik stuur dit zodra je weer internet hebt."))
    network(page, True)
    page.get_by_role("button", name="Stuur nu").click()
    look("niet-verstuurd", page.get_by_role("button", name="Probeer opnieuw"))
    world.down = lambda path: False
    world.answer = (CRISIS,)
    page.get_by_role("button", name="Probeer opnieuw").click()
    look("crisis", page.get_by_role("heading", name="Bel nu"))
    page.get_by_role("button", name="Bewaar of lees voor").click()
    look("bewaar", page.get_by_role("button", name="Print"))
    page.get_by_role("button", name="Spreek in").click()
    look("spreek-in", text("Je stem gaat dan naar de maker van je browser", exact=False))
    page.get_by_role("button", name="Nee, ik typ").click()
    page.get_by_role("button", name="Bewaar of lees voor").click()
    waiting(world)
    look("wacht-op-een-mens", text("Je wacht op iemand van het team."))
    page.get_by_role("button", name="Wis dit gesprek").click()
    look("wissen", text("Wil je dit gesprek wissen?"))
    page.get_by_role("button", name="Ja, wis het").click()
    look("gewist", text("Gewist."))
    assert look.found == [] and look.states == 19
