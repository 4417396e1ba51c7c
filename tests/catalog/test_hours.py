from datetime import UTC, datetime

import pytest

from catalog.hours import hours_text, open_now
from catalog.schemas import Hours

WEEK = [
    Hours.model_validate({"days": ["do", "ma", "di", "wo"], "opens": "08:30", "closes": "17:00"}),
    Hours.model_validate({"days": ["vr"], "opens": "08:30", "closes": "12:30"}),
]


def _hours(*days: str) -> list[Hours]:
    return [Hours.model_validate({"days": days, "opens": "09:00", "closes": "12:00"})]


class TestHoursText:
    def test_whole_week(self) -> None:
        assert hours_text(WEEK) == "maandag tot en met donderdag van 8.30 tot 17.00 uur, vrijdag van 8.30 tot 12.30 uur"

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
        assert hours_text(_hours(*days)) == f"{text} van 9.00 tot 12.00 uur"

    def test_unknown(self) -> None:
        assert hours_text([]) == ""


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
        ],
    )
    def test_edges(self, moment: str, is_open: bool) -> None:
        assert open_now(WEEK, datetime.fromisoformat(moment).replace(tzinfo=UTC)) is is_open

    def test_unknown_hours_are_not_closed(self) -> None:
        assert open_now([], datetime(2026, 11, 23, 12, tzinfo=UTC)) is None
