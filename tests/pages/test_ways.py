"""What one can do with an offer or a team on a page without JavaScript: find the way, and put a moment in a calendar."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.datastructures import MutableHeaders

from pages.headers import SecurityHeaders
from tests.pages.test_templates import CONTACT, OFFERS, chat, overview

MAP = "https://www.openstreetmap.org/directions?to="


def evening(draw: Callable[[list[Any]], str] = chat, **more: Any) -> str:
    start = {"text": "Meld je aan.", "address": "Brink 1, Stad & Land"}
    return draw([{**OFFERS, "offers": [{**OFFERS["offers"][1], "start": start, **more}]}])


def test_the_way_to_an_offer_with_an_address() -> None:
    page = evening()
    assert f'href="{MAP}Brink%201%2C%20Stad%20%26%20Land"' in page and 'rel="noopener noreferrer"' in page
    assert "(opent in een nieuw tabblad)" in page and "Brink 1, Stad &amp; Land" in page


def test_the_way_to_a_team_names_the_place() -> None:
    assert f'href="{MAP}Voorbeeldplein%201%2C%20Voorbeeldstad"' in overview([{**CONTACT, "routeTo": "Voorbeeldplein 1, Voorbeeldstad"}])


@pytest.mark.parametrize(
    ("path", "may"), [("/", True), ("/chat/stad", True), ("/chat/stad/venster", True), ("/beheer/", False), ("/api/v1/x", False)]
)
def test_a_microphone_only_where_a_parent_may_speak(path: str, may: bool) -> None:
    headers = MutableHeaders()
    SecurityHeaders(lambda *_: None)._add(path, headers)  # type: ignore[arg-type]
    assert ("microphone=(self)" in headers["Permissions-Policy"]) is may


def test_no_address_no_way() -> None:
    assert MAP not in overview([OFFERS])


def test_a_moment_goes_into_a_calendar() -> None:
    page = evening(when="dinsdag 8 december 2026 om 19.30 uur", calendarUrl="/api/v1/offers/a/agenda.ics")
    assert 'href="/api/v1/offers/a/agenda.ics"' in page and "dinsdag 8 december 2026 om 19.30 uur" in page


def test_but_not_out_of_a_mail() -> None:
    assert "Zet in je agenda" not in evening(overview, calendarUrl="/api/v1/offers/a/agenda.ics")


@pytest.mark.parametrize("bad", ["https://evil.example/x.ics", "javascript:alert(1)", "//evil.example", ""])
def test_a_calendar_comes_from_us_only(bad: str) -> None:
    assert "Zet in je agenda" not in evening(calendarUrl=bad)
