"""The chat in pages of strangers: their security policy, their styles, their scripts, and what it costs the page."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.headers import SecurityHeaders
from settings import ROOT
from tests.browser.embedding import CHAT, DIST, EMBED, OPENER, SITE, TAG, World, answered, html, opened
from tests.browser.test_journey import DESKTOP, PHONE, page_of
from tests.pages.test_templates import PROFILE
from tests.pages.test_templates import page as page_from

pytestmark = pytest.mark.browser
NONCE = EMBED.replace("<script", '<script nonce="r4nd0m"')
TYPES = "require-trusted-types-for 'script'; trusted-types 'none'"
POLICIES = {
    "hosts": (EMBED, f"default-src 'none'; script-src {CHAT}; connect-src {CHAT}; {TYPES}"),
    "nonce": (NONCE, f"default-src 'none'; script-src 'nonce-r4nd0m'; connect-src {CHAT}; {TYPES}"),
    "strict-dynamic": (NONCE, f"default-src 'none'; script-src 'nonce-r4nd0m' 'strict-dynamic'; connect-src {CHAT}; {TYPES}"),
}
HOSTILE = {
    "unset": "* { all: unset !important; }",
    "hidden": "div, section, dialog, button, span, ol, form, header, textarea { display: none !important; }",
    "small": "html { font-size: 10px; } * { font-size: 0.5rem; line-height: 0.9; letter-spacing: 2em; visibility: hidden; opacity: 0; }",
    "shouting": "* { text-transform: uppercase !important; color: red !important; position: static !important; zoom: 1; float: left; }",
}
IN_VIEW = """([x, y]) => { const found = document.elementFromPoint(x, y); return found && found.localName === "wegwijs-chat"; }"""


@pytest.fixture
def world(browser: Browser) -> Iterator[World]:
    if not (DIST / "wegwijs-chat-open.js").exists():
        pytest.skip("the widget is not built; run `make setup`")
    page = page_of(browser, DESKTOP)
    yield World(page)
    page.context.close()


class TestWhatItCosts:
    @pytest.mark.parametrize("where", ["last", "in the middle"])
    def test_nothing_moves_and_only_the_loader_is_asked_for(self, world: World, where: str) -> None:
        world.body = html(TAG if where == "in the middle" else "") + (TAG if where == "last" else "")
        page = world.open()
        page.get_by_role("button", name=OPENER).hover()
        page.get_by_role("button", name=OPENER).focus()
        page.wait_for_timeout(300)
        assert world.asked == ["/embed/voorbeeldstad.js"]
        opened(page)
        page.wait_for_timeout(300)
        assert world.seen()["shift"] == 0
        assert set(world.asked[1:]) == {"/widget/wegwijs-chat-open.js", "/api/v1/health/ready", "/api/v1/conversations"}

    def test_nothing_moves_when_the_server_is_slow(self, world: World) -> None:
        def slow(path: str) -> bool:
            time.sleep(1.2 if "/widget/" in path or "conversations" in path else 0)
            return False

        world.down = slow
        page = answered(world.open())
        page.wait_for_timeout(300)
        assert world.seen()["shift"] == 0

    def test_the_site_may_count_but_hears_nothing_that_was_said(self, world: World) -> None:
        page = answered(world.open())
        page.keyboard.press("Escape")
        types = {"types": ["text", "tips", "offers", "contact", "choices"]}
        assert world.seen()["events"] == [["open", None], ["answer", types], ["close", None]]


class TestSecurityPolicy:
    @pytest.mark.parametrize("policy", POLICIES)
    def test_works_without_a_violation(self, world: World, policy: str) -> None:
        script, world.csp = POLICIES[policy]
        world.body = html(script=script)
        answered(world.open())
        assert world.seen()["violations"] == []


class TestHostilePage:
    @pytest.mark.parametrize("style", HOSTILE)
    def test_styles_of_the_page_stay_out(self, world: World, style: str) -> None:
        world.style = HOSTILE[style]
        world.body = html(style="yes").replace("</main>", "").replace("<main>", "")
        page = answered(world.open())
        field = page.get_by_label("Typ hier je vraag")
        expect(field).to_be_in_viewport()
        assert float(field.evaluate("f => parseFloat(getComputedStyle(f).fontSize)")) >= 16
        assert page.get_by_role("button", name="Stuur").bounding_box()["height"] >= 44  # type: ignore[index]
        assert (
            field.evaluate("f => getComputedStyle(f).textTransform + getComputedStyle(f).opacity + getComputedStyle(f).visibility")
            == "none1visible"
        )

    def test_right_to_left(self, world: World) -> None:
        world.body = html(attributes='dir="rtl"', lang="ar")
        page = answered(world.open())
        assert page.locator(".root").evaluate("e => getComputedStyle(e).direction") == "ltr"
        assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]

    @pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
    def test_lies_on_top_from_inside_a_box_that_moves_and_cuts(self, world: World, size: dict[str, int]) -> None:
        world.style = """.box { transform: translateX(40px) scale(0.5); overflow: hidden; height: 40px; filter: blur(0); opacity: 0.9; contain: paint; }
            .wall { position: fixed; inset: 0; z-index: 2147483647; background: #eee; }"""
        world.body = html(f'<div class="box">{TAG}</div><div class="wall"></div>', style="yes")
        world.page.set_viewport_size(size)  # type: ignore[arg-type]
        page = world.open()
        for name in (OPENER, "Stuur"):
            box = page.get_by_role("button", name=name).bounding_box()
            assert box is not None
            assert page.evaluate(IN_VIEW, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]), name
            assert box["x"] + box["width"] <= size["width"] and box["height"] >= 44
            if name == OPENER:
                opened(page)


class TestPageThatChanges:
    def test_two_scripts_and_two_tags_make_one_button(self, world: World) -> None:
        world.body = html(TAG + TAG, script=EMBED + EMBED + f'<script src="{CHAT}/widget/wegwijs-chat.js" defer></script>')
        page = opened(world.open())
        expect(page.get_by_role("button", name=OPENER)).to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name=OPENER)).to_have_count(1)
        expect(page.get_by_role("link", name="Naar de gewone chat")).to_have_count(1)

    def test_another_page_without_loading_and_back(self, world: World) -> None:
        world.profile = {"pages": [{"path": "/paspoort*", "chat": False}]}
        page = answered(world.open())
        page.keyboard.press("Escape")
        go = "([path, tag]) => { history.pushState(null, '', path); document.querySelector('wegwijs-chat').remove(); document.querySelector('main').insertAdjacentHTML('beforeend', tag); }"
        page.evaluate(go, ["/paspoort", TAG])
        expect(page.get_by_role("button", name=OPENER)).to_have_count(0)
        page.go_back()
        page.get_by_role("button", name=OPENER).click()
        expect(page.get_by_text("Dat is zwaar, elke nacht wakker.")).to_have_count(1)
        assert world.asked.count("/api/v1/conversations") == 1

    def test_moved_while_it_is_open(self, world: World) -> None:
        page = opened(world.open())
        page.get_by_label("Typ hier je vraag").fill("half bericht")
        page.evaluate("document.body.append(document.querySelector('wegwijs-chat'))")
        expect(page.get_by_label("Typ hier je vraag")).to_have_value("half bericht")
        expect(page.get_by_label("Typ hier je vraag")).to_be_in_viewport()

    def test_the_topic_of_the_page(self, world: World) -> None:
        world.body = html(TAG.replace("<wegwijs-chat", '<wegwijs-chat onderwerp="pesten"'))
        page = world.open()
        with page.expect_request("**/api/v1/conversations") as begun:
            page.get_by_role("button", name=OPENER).click()
        assert (begun.value.post_data_json or {})["topic"] == "pesten"


class TestHostThatIsDown:
    def test_the_link_of_the_page_stays(self, world: World) -> None:
        world.down = lambda path: True
        expect(world.open().get_by_role("link", name="Naar de gewone chat")).to_be_visible()

    def test_the_chat_turned_off_leaves_the_link(self, world: World) -> None:
        world.profile = {"chat": {"on": False, "reason": "storing"}}
        page = world.open()
        expect(page.get_by_role("link", name="Naar de gewone chat")).to_be_visible()
        expect(page.get_by_role("button", name=OPENER)).to_have_count(0)

    def test_gone_at_the_click_then_back(self, world: World) -> None:
        world.down = lambda path: path.startswith("/widget/")
        page = world.open()
        page.get_by_role("button", name=OPENER).click()
        note = page.get_by_role("alert")
        expect(note).to_contain_text("Wegwijs doet het nu niet.")
        expect(note.get_by_role("link", name="Naar de gewone chat")).to_be_visible()
        expect(note.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
        expect(page.get_by_role("button", name=OPENER)).to_be_focused()
        world.down = lambda path: False
        opened(page)


class TestFrame:
    def framed(self, world: World, sites: list[str]) -> Page:
        policy = SecurityHeaders(lambda *_: None, sites)._framed  # type: ignore[arg-type]
        inside = page_from("framed.html", profile=PROFILE).replace('"/', f'"{CHAT}/')
        world.more = {
            "/chat/voorbeeldstad/venster": (
                "text/html",
                inside,
                {"Content-Security-Policy": policy.replace("connect-src", "connect-src *")},
            )
        }
        for path, kind in (
            ("/static/wegwijs.css", "text/css"),
            ("/chat/voorbeeldstad/theme.css", "text/css"),
            ("/static/wegwijs.svg", "image/svg+xml"),
        ):
            body = (ROOT / "pages" / "static" / Path(path).name).read_text() if "static" in path else ""
            world.more[path] = (kind, body, {})
        style = "<style>iframe { width: 400px; height: 700px; }</style>"
        world.body = html(f'{style}<iframe src="{CHAT}/chat/voorbeeldstad/venster" title="Chat met Wegwijs"></iframe>', script="")
        return world.open()

    def test_a_site_that_we_know(self, world: World) -> None:
        page = self.framed(world, [SITE])
        inside = page.frame_locator("iframe")
        expect(inside.get_by_text("Hoi. Waar loop je tegenaan?")).to_be_visible()
        box = inside.get_by_label("Typ hier je vraag").bounding_box()
        assert box is not None and box["y"] + box["height"] < 1000
        # leaving takes the whole page along, not only the frame
        page.route("https://weg.example/**", lambda route: route.fulfill(body="weg"))
        inside.get_by_role("button", name="Verlaat deze site snel").click()
        page.wait_for_url("https://weg.example/**")

    def test_a_site_that_we_do_not_know(self, world: World) -> None:
        page = self.framed(world, ["https://www.ander.example"])
        expect(page.frame_locator("iframe").get_by_text("Hoi.")).to_have_count(0)
