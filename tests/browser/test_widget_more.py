"""What a parent does with an answer: keep it, hear it, say that it is not right. Under a strict policy, and with the network gone for a while."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.embedding import DIST, World, answered, html
from tests.browser.test_embedding import POLICIES
from tests.browser.test_journey import PHONE, page_of, say

pytestmark = pytest.mark.browser


@pytest.fixture
def world(browser: Browser) -> Iterator[World]:
    if not (DIST / "wegwijs-chat-more.js").exists():
        pytest.skip("the widget is not built; run `make setup`")
    page = page_of(browser, PHONE)
    yield World(page)
    page.context.close()


@pytest.mark.parametrize("policy", POLICIES)
def test_what_few_use_comes_when_asked_for(world: World, policy: str) -> None:
    script, world.csp = POLICIES[policy]
    world.body = html(script=script)
    page = answered(world.open())
    assert "/widget/wegwijs-chat-more.js" not in world.asked
    page.get_by_role("button", name="Bewaar of lees voor").click()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.get_by_role("button", name="Grotere letters").click()
    expect(page.get_by_role("button", name="Grotere letters", pressed=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Bewaar of lees voor", expanded=False)).to_be_focused()
    assert world.seen()["violations"] == []


def test_an_offer_that_is_not_right(world: World) -> None:
    page = answered(world.open())
    page.get_by_text("Klopt hier iets niet?").first.click()
    page.get_by_role("button", name="Kosten", exact=True).first.click()
    expect(page.get_by_text("Dank je. De redactie van de gemeente kijkt het na.")).to_be_visible()
    assert world.asked[-1] == "/api/v1/conversations/a/feedback"


def test_without_network_what_is_said_waits_and_goes_once(world: World) -> None:
    page = answered(world.open())
    page.evaluate("Object.defineProperty(navigator, 'onLine', {get: () => false, configurable: true})")
    world.down = lambda path: True
    say(page, "en overdag?")
    expect(page.get_by_text("Ik stuur dit zodra je weer internet hebt.")).to_be_visible()
    world.down = lambda path: False
    before = world.asked.count("/api/v1/conversations/a/messages")
    with page.expect_response("**/messages"):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Ik stuur dit zodra je weer internet hebt.")).to_have_count(0)
    assert world.asked.count("/api/v1/conversations/a/messages") == before + 1
