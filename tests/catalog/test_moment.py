"""An offer that happens once: when it is, in words and as a calendar file, and that it goes when it is over."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from pydantic import ValidationError

from catalog.calendar_file import calendar_file
from catalog.cards import offer_card
from catalog.query import Hit, Query
from catalog.schemas import Offer
from catalog.snapshot import Catalogue
from tests.catalog.factory import TODAY, make_offer, make_profile

EVENING = {"day": "2026-12-08", "begins": "19:30", "ends": "21:00"}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def evening(**moment: Any) -> Offer:
    start = {"text": "Meld je aan.", "url": "https://stad.example/a", "address": "Brink 1, Stad"}
    return make_offer(name="Avond over slapen; en meer", moment={**EVENING, **moment}, start=start, check_again="2027-05-01")


class TestMoment:
    @pytest.mark.parametrize("wrong", [{"day": None}, {"begins": None, "ends": None}, {"ends": "19:30"}, {"ends": "18:00"}])
    def test_what_cannot_be(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            evening(**wrong)

    def test_most_offers_have_none(self) -> None:
        card = offer_card(Hit(make_offer(), 1.0, (), ""))
        assert not {"when", "startsAt", "endsAt", "calendarUrl"} & set(card) and "address" not in card["start"]
        assert calendar_file(make_offer(), "Stad", NOW) is None


class TestCard:
    def test_says_when_in_words_and_in_utc(self) -> None:
        card = offer_card(Hit(evening(), 1.0, (), ""))
        assert card["when"] == "dinsdag 8 december 2026 van 19.30 tot 21.00 uur"
        assert (card["startsAt"], card["endsAt"]) == ("2026-12-08T18:30:00Z", "2026-12-08T20:00:00Z")
        assert (card["calendarUrl"], card["start"]["address"]) == ("/api/v1/offers/cursus/agenda.ics", "Brink 1, Stad")

    def test_without_an_end_and_in_summer(self) -> None:
        card = offer_card(Hit(evening(day="2027-07-01", ends=None), 1.0, (), ""))
        assert card["when"] == "donderdag 1 juli 2027 om 19.30 uur" and card["startsAt"] == "2027-07-01T17:30:00Z" and "endsAt" not in card


class TestFile:
    def test_every_calendar_understands_it(self) -> None:
        file = calendar_file(evening(), "Stad", NOW)
        assert file is not None and file.count(b"\r\n") == file.count(b"\n")
        assert all(len(line) <= 75 for line in file.split(b"\r\n"))
        read = Calendar.from_ical(file)
        (event,) = read.walk("VEVENT")
        assert event["DTSTART"].dt.utcoffset() == timedelta(hours=1) and event["DTSTART"].dt.astimezone(UTC).hour == 18
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=90)
        assert (event["SUMMARY"], event["LOCATION"]) == ("Avond over slapen; en meer", "Brink 1, Stad")
        assert b"TZID=Europe/Amsterdam" in file and len(read.walk("VTIMEZONE")) == 1
        assert event["UID"] == "cursus-20261208@wegwijs"


class TestOver:
    @pytest.fixture
    def known(self) -> Catalogue:
        return Catalogue.from_documents([evening(), make_offer("altijd")], (), [make_profile("stad")])

    @pytest.mark.parametrize(("today", "there"), [(TODAY, True), (date(2026, 12, 8), True), (date(2026, 12, 9), False)])
    def test_it_is_shown_until_its_day(self, known: Catalogue, today: date, there: bool) -> None:
        found = {hit.offer.id for hit in known.search(Query(gemeente="stad", topics=("slapen",), today=today, limit=5))}
        assert ("cursus" in found) is there and "altijd" in found

    def test_and_can_be_asked_for_until_then(self, known: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
        assert known.calendar_file("altijd", NOW) is None and known.calendar_file("geen", NOW) is None
        for day, there in ((8, True), (9, False)):
            moment = datetime.combine(date(2026, 12, day), time(12), UTC)
            monkeypatch.setattr("catalog.snapshot.now", lambda moment=moment: moment)
            assert (known.calendar_file("cursus", NOW) is not None) is there


async def test_the_file_comes_from_the_api(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Catalogue.from_documents([evening()], (), [make_profile("stad")])

    async def current() -> Catalogue:
        return made

    monkeypatch.setattr(client.app.state.tools.catalogue, "current", current)  # type: ignore[attr-defined]
    monkeypatch.setattr("catalog.snapshot.now", lambda: NOW)
    answer = await client.get("/api/v1/offers/cursus/agenda.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="cursus.ics"'
    assert answer.text.startswith("BEGIN:VCALENDAR")
    assert (await client.get("/api/v1/offers/nergens/agenda.ics")).status_code == 404
