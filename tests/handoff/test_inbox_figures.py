"""Figures for the team lead: counted right, nobody to be found in them, and a spreadsheet that runs nothing."""

from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.schemas import Role
from handoff import figures
from handoff.models import HandoffFact
from kit import clock
from tests.access.conftest import no_name_lists_or_encoder as no_name_lists_or_encoder
from tests.access.conftest import quick_hashes as quick_hashes
from tests.access.factory import sign_in
from tests.handoff.asking import desk
from tests.handoff.desk import QUESTION, question, two_teams, worker
from tests.pages.test_templates import parse, words

HOME = "/beheer/vragen/cijfers"
WEEKS_AGO = timedelta(days=21)


def fact(outcome: str = "geholpen", hours: int | None = 4, team: str = "oost", week: str = "2025-W20") -> HandoffFact:
    within = None if hours is None else hours <= 48
    return HandoffFact(
        gemeente="voorbeeldstad", team=team, week=week, urgency="normaal", outcome=outcome, hours_to_contact=hours, within_norm=within
    )


class TestSafe:
    @given(st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=8))
    def test_nothing_small_can_be_read_or_subtracted(self, counts: dict[str, int]) -> None:
        shown = figures.safe(counts)
        assert all(count is None or count == 0 or count >= 5 for count in shown.values())
        assert all(count in (None, counts[name]) for name, count in shown.items())
        hidden = [counts[name] for name, count in shown.items() if count is None]
        visible_and_large = [count for count in shown.values() if count]
        assert not hidden or not visible_and_large or (len(hidden) > 1 and sum(hidden) >= 5)

    def test_as_little_as_possible_is_hidden(self) -> None:
        assert figures.safe({"a": 40, "b": 6, "c": 9, "d": 2, "e": 0}) == {"a": 40, "b": None, "c": 9, "d": None, "e": 0}
        assert figures.safe({"a": 5, "b": 6}) == {"a": 5, "b": 6}


class TestReport:
    def test_counts(self) -> None:
        facts = [*(fact() for _ in range(8)), *(fact("geen_contact", 60, "west") for _ in range(5)), fact("", None)]
        found = figures.report(facts, "2025, kwartaal 2", {"oost": "Team Oost", "west": "Team West"}, 140)
        assert (found.total, found.hours, found.per_hundred) == (14, 4, 10)
        tables = {table.title: {row.label: row.count for row in table.rows} for table in found.tables}
        assert tables["Team"] == {"Team Oost": 9, "Team West": 5}
        kept = tables["Afspraak met de ouder"]
        assert kept["Op tijd gereageerd"] == 8 and kept["Te laat gereageerd"] is None  # with the single one that is open it could be found
        assert tables["Hoe het afliep"]["Geholpen met advies"] == 8 and tables["Hoe het afliep"]["Nog open"] is None

    def test_four_are_no_figure_at_all(self) -> None:
        found = figures.report([fact() for _ in range(4)], "2025, kwartaal 2", {}, 100)
        assert (found.total, found.hours, found.per_hundred, found.tables) == (None, None, None, [])

    @pytest.mark.parametrize(
        ("week", "quarter"),
        [
            ("2025-W01", "2025, kwartaal 1"),
            ("2026-W53", "2026, kwartaal 4"),
            ("2025-W14", "2025, kwartaal 2"),
            ("2025-W40", "2025, kwartaal 4"),
        ],
    )
    def test_a_week_lies_where_its_thursday_lies(self, week: str, quarter: str) -> None:
        assert figures.quarter_of(week) == quarter


async def many(client: httpx.AsyncClient) -> None:
    """Six questions of three weeks ago that are here, and five that are gone."""
    at = clock.now() - WEEKS_AGO
    for _ in range(6):
        await question(client, team="oost", created_at=at, due_at=at + timedelta(days=2), tried_to_reach_at=at + timedelta(hours=5))
    year, week, _ = clock.local(at).isocalendar()
    async with desk(client).database.session() as session:
        session.add_all(fact(team="oost", week=f"{year}-W{week:02}") for _ in range(5))


class TestPage:
    async def test_what_is_here_and_what_is_gone(self, client: httpx.AsyncClient) -> None:
        await many(client)
        answer = await (await worker(client)).get(HOME)
        assert answer.status_code == 200
        text = words(parse(answer.text))
        assert "Vragen11" in text and "Op tijd gereageerd11" in text and QUESTION not in text

    async def test_this_week_is_not_counted_yet(self, client: httpx.AsyncClient) -> None:
        for _ in range(6):
            await question(client)
        assert "Er is nog niets om te tonen" in (await (await worker(client)).get(HOME)).text

    async def test_the_csv_runs_nothing(self, client: httpx.AsyncClient) -> None:
        await two_teams(client, name="=HYPERLINK(1)")
        await many(client)
        answer = await (await worker(client)).get(f"{HOME}/csv")
        assert answer.headers["content-type"].startswith("text/csv")
        assert ";'=HYPERLINK(1);11" in answer.text and ";=HYPERLINK" not in answer.text
        assert answer.text.startswith("\ufeffGemeente;")

    @pytest.mark.parametrize("path", ["", "/csv"])
    async def test_only_of_their_own_gemeente(self, client: httpx.AsyncClient, path: str) -> None:
        await many(client)
        seen = {
            frozenset({("voorbeeldstad", Role.WIJKTEAM)}): (200, 404),
            frozenset({("voorbeeldstad", Role.ADMIN)}): (200, 404),
            frozenset({("*", Role.ADMIN)}): (200, 200),
            frozenset({("zoetermeer", Role.WIJKTEAM)}): (404, 200),
            frozenset({("voorbeeldstad", Role.EDITOR)}): (404, 404),
        }
        for roles, wanted in seen.items():
            who = await sign_in(client, roles)
            answers = [(await who.get(f"{HOME}{path}?gemeente={gemeente}")).status_code for gemeente in ("voorbeeldstad", "zoetermeer")]
            assert tuple(answers) == wanted, roles
