"""The chat in the colours and letters of a site, and of whoever reads: contrast, dark, forced colours, large and wide text, small screens, paper.

WEGWIJS_SHOTS names a folder for pictures.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from settings import ROOT
from tests.browser.embedding import DIST, World, answered, html
from tests.browser.test_journey import DESKTOP, PHONE, accessibility_problems, page_of

pytestmark = pytest.mark.browser
THEMES = {path.stem: path.read_text() for path in sorted((ROOT / "docs" / "themes").glob("*.css"))}
UNREADABLE = (
    ":root { --wegwijs-accent-color: #ffee88; --wegwijs-color: #aaa; --wegwijs-link-color: nonsense; --wegwijs-muted-color: #eee; }"
)
STYLES = {
    **THEMES,
    "own": "p {}",
    "own dark": ":root { color-scheme: dark; background: #111; color: #eee; }",
    "light in dark": ":root { color-scheme: dark; --wegwijs-background-color: #fff; --wegwijs-accent-color: #1f5f8b; }",
    "unreadable": UNREADABLE,
}
TABLET = {"width": 768, "height": 1024}
ZOOMED = {"width": 320, "height": 256}
IN_SHADOW = "([css]) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); const root = document.querySelector('wegwijs-chat').shadowRoot; root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]; }"
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"
CUT = """() => [...document.querySelector("wegwijs-chat").shadowRoot.querySelectorAll("button, a, p, h2, h3, h4, dt, dd, label")].filter(e => {
  const style = getComputedStyle(e);
  return e.checkVisibility() && style.overflow !== "visible" && e.clientWidth > 1 && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 90))"""
SIDEWAYS = """() => { const log = document.querySelector("wegwijs-chat").shadowRoot.querySelector(".log"); return Math.max(document.documentElement.scrollWidth - innerWidth, log.scrollWidth - log.clientWidth); }"""
Start = Callable[..., World]


@pytest.fixture
def start(browser: Browser) -> Iterator[Start]:
    if not (DIST / "wegwijs-chat-open.js").exists():
        pytest.skip("the widget is not built; run `make setup`")
    pages: list[Page] = []

    def started(size: dict[str, int], style: str = "p {}", **more: Any) -> World:
        pages.append(page_of(browser, size, bypass_csp=True, **more))
        world = World(pages[-1], body=html(style="yes"), style=style)
        world.open()
        return world

    yield started
    for page in pages:
        page.context.close()


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("WEGWIJS_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name.replace(' ', '-')}.png")


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["320", "768", "1280"])
@pytest.mark.parametrize("style", STYLES)
class TestTheme:
    def test_is_readable_in_every_state(self, start: Start, style: str, size: dict[str, int]) -> None:
        page = start(size, STYLES[style]).page
        picture(page, f"thema-{style}-{size['width']}-knop")
        # the button is the page's own choice of colours; the chat looks after itself
        problems = [] if style == "unreadable" else accessibility_problems(page)
        answered(page)
        picture(page, f"thema-{style}-{size['width']}-open")
        problems += accessibility_problems(page)
        page.get_by_role("button", name="Wis dit gesprek").click()
        problems += accessibility_problems(page)
        assert problems == []
        assert page.evaluate(SIDEWAYS) <= 0


class TestReader:
    def test_forced_colours(self, start: Start) -> None:
        page = answered(start(DESKTOP, forced_colors="active").page)
        picture(page, "lezer-vaste-kleuren")
        bordered = "e => [...e.querySelectorAll('.choice, .button, .send, .from-user > .bubble')].every(e => parseFloat(getComputedStyle(e).borderTopWidth) >= 1)"
        assert page.locator(".frame").evaluate(bordered)
        assert accessibility_problems(page) == []

    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["320", "1280"])
    def test_text_twice_as_large(self, start: Start, size: dict[str, int]) -> None:
        page = start(size).page
        page.evaluate(IN_SHADOW, [".root { font-size: 32px !important; }"])
        answered(page)
        picture(page, f"lezer-tekst-200-{size['width']}")
        assert page.evaluate(CUT) == []
        assert page.evaluate(SIDEWAYS) <= 0
        expect(page.get_by_label("Typ hier je vraag")).to_be_in_viewport(ratio=0.5)

    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["320", "1280"])
    def test_text_with_more_space(self, start: Start, size: dict[str, int]) -> None:
        page = answered(start(size).page)
        page.evaluate(IN_SHADOW, [SPACING])
        picture(page, f"lezer-ruimte-{size['width']}")
        assert page.evaluate(CUT) == []
        assert page.evaluate(SIDEWAYS) <= 0

    def test_zoomed_to_400_percent_the_field_stays_and_the_focus_stays_inside(self, start: Start) -> None:
        page = answered(start(ZOOMED).page)
        picture(page, "lezer-400-procent")
        expect(page.get_by_label("Typ hier je vraag")).to_be_in_viewport()
        assert page.evaluate(SIDEWAYS) <= 0
        expect(page.get_by_role("link", name="112")).to_be_in_viewport()
        for _ in range(40):
            page.keyboard.press("Tab")
            where = page.evaluate("document.activeElement.localName")
            assert where in ("wegwijs-chat", "body"), where  # body: the browser's own buttons

    def test_nothing_moves_for_who_wants_that(self, start: Start) -> None:
        page = answered(start(DESKTOP).page)
        assert page.evaluate("document.querySelector('wegwijs-chat').shadowRoot.getAnimations().length") == 0

    def test_on_paper_all_of_it(self, start: Start) -> None:
        page = answered(start(DESKTOP).page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        log = "e => [e.scrollHeight <= e.clientHeight + 1, e.getBoundingClientRect().height > 900, getComputedStyle(e.closest('.frame')).position]"
        assert page.locator(".log").evaluate(log) == [True, True, "static"]
        expect(page.get_by_label("Typ hier je vraag")).to_be_hidden()
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.get_by_label("Typ hier je vraag")).to_be_in_viewport()

    def test_wider_or_narrower_while_it_is_open(self, start: Start) -> None:
        page = answered(start(DESKTOP).page)
        page.get_by_label("Typ hier je vraag").fill("half bericht")
        for size, modal in ((PHONE, True), (DESKTOP, False)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            expect(page.get_by_label("Typ hier je vraag")).to_be_focused()
            assert page.locator(".frame").evaluate("e => e.matches(':modal')") is modal
        expect(page.get_by_label("Typ hier je vraag")).to_have_value("half bericht")
