"""A real server that fails in the middle of things: nothing typed is lost, nothing is said twice, and the parent reads what is going on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.embedding import DIST
from tests.browser.test_journey import PHONE, page_of, say
from tests.databases import Databases
from tests.handoff.process import Process

pytestmark = pytest.mark.browser
MESSAGES = "**/api/v1/conversations/*/messages"
LONG = 100_000
SAID = "mijn baby huilt de hele dag"
ANSWERED = "Ik kan nu even niet goed antwoorden."


@pytest.fixture(scope="module")
def start(databases: Databases, content_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Process]]:
    """Starts the server, again at the same address and on the same database. Its bot is down, so that it answers the same each time."""
    if not (DIST / "wegwijs-chat.js").exists():
        pytest.skip("the widget is not built; run `make setup`")
    url, var = databases.copy(content_url), tmp_path_factory.mktemp("var")
    lives: list[Process] = []

    def begin() -> Process:
        port = lives[0].port if lives else 0
        lives.append(Process(url, var, port=port).__enter__())
        return lives[-1]

    yield begin
    for life in lives:
        life.kill()


@pytest.fixture(scope="module")
def server(start: Callable[[], Process]) -> Process:
    return start()


@pytest.fixture
def page(browser: Browser, server: Process) -> Iterator[Page]:
    page = page_of(browser, PHONE)
    page.goto(server.address)
    expect(page.get_by_text("Waar gaat het over?")).to_be_visible()
    yield page
    page.context.close()


def kept(page: Page) -> list[str]:
    """What the server has of the parent's words."""
    found: list[str] = page.evaluate(
        """async () => {
            const {id, token} = JSON.parse(Object.values(sessionStorage)[0]);
            const answer = await fetch(`/api/v1/conversations/${id}`, {headers: {Authorization: `Bearer ${token}`}});
            return (await answer.json()).messages.filter(one => one.from === "user").map(one => one.text);
        }"""
    )
    return found


def test_an_answer_that_is_lost_on_its_way(page: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(MESSAGES, lose, times=1)
    say(page, SAID)
    expect(page.get_by_text("Niet verstuurd.")).to_be_visible()
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_text(ANSWERED)).to_have_count(1)
    expect(page.get_by_text("Niet verstuurd.")).to_have_count(0)
    assert kept(page) == [SAID]
    page.reload()
    expect(page.get_by_text(SAID)).to_have_count(1)


def test_an_answer_of_100_kb(page: Page) -> None:
    def grow(route: Route) -> None:
        answer = route.fetch()
        body: dict[str, Any] = answer.json()
        body["messages"][0] |= {"type": "text", "text": "Heel lang verhaal. " + "a" * LONG}
        route.fulfill(response=answer, json=body)

    page.route(MESSAGES, grow, times=1)
    say(page, SAID)
    expect(page.get_by_text("Heel lang verhaal.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    say(page, "en nu?")
    expect(page.get_by_text(ANSWERED)).to_be_visible()
    assert kept(page) == [SAID, "en nu?"]


def test_a_server_that_starts_again(page: Page, server: Process, start: Callable[[], Process]) -> None:
    server.kill()
    say(page, SAID)
    expect(page.get_by_text("Niet verstuurd.")).to_be_visible()
    expect(page.get_by_role("link", name="112", exact=True)).to_be_visible()
    page.get_by_label("Typ hier je vraag").fill("en hij eet niet")
    start()
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_text(ANSWERED)).to_be_visible()
    expect(page.get_by_label("Typ hier je vraag")).to_have_value("en hij eet niet")
    assert kept(page) == [SAID]
