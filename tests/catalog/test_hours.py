"""Hours of a team: the week, the Dutch holidays and days of its own, on a Dutch clock."""

from datetime import UTC, datetime
from typing import Any

import pytest

from catalog.hours import closed_on, hours_text, open_now, opens_again, week_text
from catalog.schemas import Hours, Team

WEEK: list[dict[str, Any]] = [
    {"days": ["do", "ma", "di", "wo"], "opens": "08:30", "closes": "17:00"},
    {"days": ["vr"], "opens": "08:30", "closes": "12:30"},
]


def make_team(hours: list[dict[str, Any]] = WEEK, **fields: Any) -> Team:
    return Team.model_validate({"name": "Wijkteam", "article": "het wijkteam", "find": "Kijk op de site.", "hours": hours} | fields)


def _hours(*days: str) -> list[Hours]:
    return [Hours.model_validate({"days": days, "opens": "09:00", "closes": "12:00"})]


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


class TestWeekText:
    def test_whole_week(self) -> None:
        assert week_text(make_team().hours) == "maandag tot en met donderdag van 8.30 tot 17.00 uur, vrijdag van 8.30 tot 12.30 uur"

    @pytest.mark.parametrize(
        ("days", "text"),
        [
            (("ma",), "maandag"),
            (("ma", "di"), "maandag en dinsdag"),
            (("ma", "wo"), "maandag, woensdag"),
            (("ma", "di", "wo", "vr"), "maandag tot en met woensdag, vrijdag"),
        ],
    )
    def test_days(self, days: tuple[str, ...], text: str) -> None:
        assert week_text(_hours(*days)) == f"{text} van 9.00 tot 12.00 uur"

    def test_unknown(self) -> None:
        assert week_text([]) == ""


class TestOpenNow:
    @pytest.mark.parametrize(
        ("moment", "is_open"),
        [
            ("2026-11-23T07:29:59", False),  # winter: 8:29:59 in Amsterdam
            ("2026-11-23T07:30:00", True),
            ("2026-11-23T15:59:59", True),
            ("2026-11-23T16:00:00", False),
            ("2026-11-27T11:29:59", True),  # Friday closes earlier
            ("2026-11-27T11:30:00", False),
            ("2026-11-28T10:00:00", False),  # Saturday
            ("2026-07-06T06:30:00", True),  # summer: 8:30 in Amsterdam
            ("2026-07-06T15:00:00", False),
            ("2026-11-22T23:30:00", False),  # Monday already, past midnight
            ("2026-12-25T10:00:00", False),  # a Friday, and Christmas
            ("2026-12-31T10:00:00", True),
            ("2027-01-01T10:00:00", False),
        ],
    )
    def test_edges(self, moment: str, is_open: bool) -> None:
        assert open_now(make_team(), _at(moment)) is is_open

    def test_unknown_hours_are_not_closed(self) -> None:
        assert open_now(make_team([]), _at("2026-11-23T12:00")) is None


class TestClosedOn:
    @pytest.mark.parametrize(
        ("day", "why"),
        [
            ("2026-04-03", None),  # Good Friday: a usual working day unless the team says otherwise
            ("2026-04-06", "Tweede paasdag"),
            ("2026-04-27", "Koningsdag"),
            ("2025-04-26", "Koningsdag"),  # the 27th is a Sunday
            ("2026-05-05", None),
            ("2026-05-14", "Hemelvaartsdag"),
            ("2026-05-25", "Tweede pinksterdag"),
            ("2026-12-26", "Tweede kerstdag"),
            ("2026-12-28", None),
        ],
    )
    def test_dutch_days(self, day: str, why: str | None) -> None:
        assert closed_on(make_team(), datetime.fromisoformat(day).date()) == why

    def test_a_team_says_which(self) -> None:
        team = make_team(closed_on={"goede_vrijdag": True, "koningsdag": False})
        assert closed_on(team, _at("2026-04-03").date()) == "Goede vrijdag"
        assert closed_on(team, _at("2026-04-27").date()) is None

    @pytest.mark.parametrize(("day", "why"), [("2026-08-02", None), ("2026-08-03", "zomer"), ("2026-08-14", "zomer"), ("2026-08-15", None)])
    def test_days_of_its_own(self, day: str, why: str | None) -> None:
        team = make_team(closed=[{"day": "2026-08-03", "until": "2026-08-14", "why": "zomer"}])
        assert closed_on(team, _at(day).date()) == why

    def test_two_holidays_on_one_day(self) -> None:
        assert (
            closed_on(make_team(closed_on={"hemelvaartsdag": False, "bevrijdingsdag": True}), _at("2016-05-05").date()) == "Bevrijdingsdag"
        )


class TestOpensAgain:
    @pytest.mark.parametrize(
        ("moment", "when"),
        [
            ("2026-11-23T06:00", "vandaag om 8.30 uur"),
            ("2026-11-23T10:00", None),  # open
            ("2026-11-23T17:00", "morgen om 8.30 uur"),
            ("2026-11-27T12:00", "maandag om 8.30 uur"),  # a Friday afternoon
            ("2026-12-24T17:00", "maandag om 8.30 uur"),  # over Christmas and the weekend
            ("2026-04-24T12:00", "dinsdag om 8.30 uur"),  # Monday is King's Day
        ],
    )
    def test_the_next_time(self, moment: str, when: str | None) -> None:
        assert opens_again(make_team(), _at(moment)) == when

    def test_after_a_long_time_it_says_the_date(self) -> None:
        team = make_team(closed=[{"day": "2026-12-21", "until": "2027-01-01"}])
        assert opens_again(team, _at("2026-12-20T10:00")) == "maandag 4 januari om 8.30 uur"

    def test_never_within_reach(self) -> None:
        assert opens_again(make_team(closed=[{"day": "2026-01-01", "until": "2027-12-31"}]), _at("2026-06-01T10:00")) is None

    def test_twice_a_day(self) -> None:
        team = make_team([{"days": ["ma"], "opens": opens, "closes": closes} for opens, closes in (("13:00", "17:00"), ("09:00", "12:00"))])
        assert opens_again(team, _at("2026-11-23T11:30")) == "vandaag om 13.00 uur"
        assert opens_again(team, _at("2026-11-23T16:30")) == "maandag 30 november om 9.00 uur"


class TestHoursText:
    def test_the_coming_days_on_which_it_is_closed(self) -> None:
        assert hours_text(make_team(), _at("2026-12-20T10:00")).endswith(
            "vrijdag van 8.30 tot 12.30 uur. Dicht: vrijdag 25 december (Eerste kerstdag), vrijdag 1 januari (Nieuwjaarsdag)"
        )

    def test_a_run_of_days_is_said_once(self) -> None:
        team = make_team(closed=[{"day": "2026-08-03", "until": "2026-08-30", "why": "zomer"}])
        assert hours_text(team, _at("2026-07-30T10:00")).endswith(". Dicht: maandag 3 augustus tot en met vrijdag 28 augustus (zomer)")

    def test_a_day_without_hours_is_not_worth_saying(self) -> None:
        assert "Dicht" not in hours_text(make_team([{"days": ["ma"], "opens": "09:00", "closes": "12:00"}]), _at("2026-12-20T10:00"))

    def test_unknown(self) -> None:
        assert hours_text(make_team([]), _at("2026-12-20T10:00")) == ""
