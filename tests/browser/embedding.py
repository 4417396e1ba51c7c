"""A site of a gemeente and our server beside it, both played by the test: other origins, other headers, nothing on the network."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from chat.embedding import script_of
from settings import ROOT
from tests.browser.test_journey import say
from tests.catalog.factory import make_profile
from tests.pages.test_templates import CHOICES, CONTACT, CRISIS, OFFERS, TEXT, TIPS

SITE, CHAT = "http://www.gemeente.localhost", "http://chat.localhost"
DIST = ROOT / "widget" / "dist"
OPENER = "Vraag het Wegwijs"
LINK = f'<a href="{CHAT}/chat/voorbeeldstad">Naar de gewone chat</a>'
TAG = f'<wegwijs-chat gemeente="voorbeeldstad">{LINK}</wegwijs-chat>'
EMBED = f'<script src="{CHAT}/embed/voorbeeldstad.js" defer></script>'
WORDS = "<p>Voor de meeste hulp heb je geen verwijzing nodig.</p>" * 3
ANSWER = (TEXT, TIPS, OFFERS, CONTACT, CRISIS, CHOICES)
Body = dict[str, Any]

WATCH = """
window.seen = {shift: 0, violations: [], events: []};
new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) seen.shift += entry.value; }))
  .observe({type: "layout-shift", buffered: true});
document.addEventListener("securitypolicyviolation", event => seen.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
for (const name of ["open", "close", "answer", "unavailable"])
  document.addEventListener(`wegwijs-${name}`, event => seen.events.push([name, event.detail]));
"""


def html(body: str = TAG, *, style: str = "", script: str = EMBED, lang: str = "nl", attributes: str = "") -> str:
    sheet = '<link rel="stylesheet" href="/site.css">' if style else ""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Jeugd</title>{sheet}{script}'
    main = f"<main><h1>Jeugd en gezin</h1>{WORDS}{body}<p>Tot ziens.</p></main>"
    return f'<!doctype html><html lang="{lang}" {attributes}><head>{head}</head><body>{main}</body></html>'


@dataclass
class World:
    """What both servers answer, and what was asked of ours."""

    page: Page
    body: str = field(default_factory=html)
    style: str = ""
    csp: str = ""
    profile: Body = field(default_factory=dict)
    down: Callable[[str], bool] = lambda path: False
    answer: tuple[Body, ...] = ANSWER
    asked: list[str] = field(default_factory=list)
    more: dict[str, tuple[str, str, dict[str, str]]] = field(default_factory=dict)
    told: list[Body] = field(default_factory=list)

    def open(self, path: str = "/jeugd") -> Page:
        self.page.route("**/*", self._answer)
        self.page.add_init_script(WATCH)
        self.page.goto(SITE + path)
        return self.page

    def seen(self) -> Body:
        found: Body = self.page.evaluate("seen")
        return found

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" == CHAT:
            self._ours(route, address.path)
        elif address.path == "/site.css":
            route.fulfill(content_type="text/css", body=self.style)
        else:
            headers = {"Content-Type": "text/html; charset=utf-8"}
            route.fulfill(headers=headers | ({"Content-Security-Policy": self.csp} if self.csp else {}), body=self.body)

    def _ours(self, route: Route, path: str) -> None:
        self.asked.append(path)
        if self.down(path):
            return route.abort()
        if path in self.more:
            kind, body, headers = self.more[path]
            return route.fulfill(headers={"Content-Type": kind, **headers}, body=body)
        open_to_all = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*", "Access-Control-Allow-Methods": "*"}
        kind, text = self._file(path) or ("application/json", json.dumps(self._api(route, path)))
        route.fulfill(headers={"Content-Type": f"{kind}; charset=utf-8", **open_to_all}, body=text)

    def _file(self, path: str) -> tuple[str, str] | None:
        if path == "/embed/voorbeeldstad.js":
            profile = make_profile(id="voorbeeldstad", **self.profile)
            return "text/javascript", script_of(profile, (DIST / "wegwijs-chat.js").read_text())
        if path.startswith("/widget/"):
            return "text/javascript", (DIST / path.removeprefix("/widget/")).read_text()
        return None

    def _api(self, route: Route, path: str) -> Body:
        if route.request.method == "GET" and path.endswith("/ready"):
            return {"status": "ready"}
        if path.endswith("/messages"):
            return {"messages": self._say(*self.answer)}
        if path.endswith("/conversations"):
            return {"id": "a", "token": "b", "messages": self._say({"type": "text", "text": "Hoi. Waar loop je tegenaan?"})}
        return {"id": "a", "messages": self.told}

    def _say(self, *bodies: Body) -> list[Body]:
        said = [{"id": str(len(self.told) + at), "from": "bot", "at": "2026-11-23T10:00:00Z", **body} for at, body in enumerate(bodies)]
        self.told += said
        return said


def opened(page: Page) -> Page:
    page.get_by_role("button", name=OPENER).click()
    expect(page.get_by_text("Hoi. Waar loop je tegenaan?")).to_be_visible()
    return page


def answered(page: Page) -> Page:
    say(opened(page), "mijn zoontje slaapt niet")
    expect(page.get_by_text("Dat is zwaar, elke nacht wakker.")).to_be_visible()
    return page
