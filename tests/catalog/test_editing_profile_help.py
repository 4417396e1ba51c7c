"""Help while filling in a profile or a tip, and what a profile lacks."""

from typing import Any

import pytest

from catalog import profile_help, tip_help
from catalog.profile_form import lacking
from tests.catalog.factory import TODAY, make_profile, make_tip

TEAM = {"name": "Wijkteam", "article": "het wijkteam", "find": "Kijk op de site."}
MONDAY = {"days": ["ma"], "opens": "09:00", "closes": "12:00"}
WHOLE = {**TEAM, "phone": "030 123 45 67", "url": "https://stad.example", "hours": [MONDAY]}
READ = [{"url": "https://stad.example/team"}]


def hints(**fields: Any) -> dict[str, str]:
    profile = make_profile(**fields)
    body = {**profile.model_dump(mode="json"), **{name: value for name, value in fields.items() if name == "greeting"}}
    others = [make_profile("dorp", wijken=[{"name": "Kern", "postcodes": ["1234"]}])]
    helped = profile_help.helped(body, profile, others, TODAY)
    return {hint.path: hint.text for hint in [*helped.contradictions, *helped.missing]}


class TestProfile:
    @pytest.mark.parametrize(
        ("fields", "path", "told"),
        [
            ({"greeting": "Hoi, ik help u."}, "greeting", "dat Wegwijs een computer is"),
            ({"approach": "Wij helpen u."}, "approach", "Wegwijs zegt ‘je’"),
            (
                {"wijken": [{"name": "A", "postcodes": ["1111"]}, {"name": "B", "postcodes": ["1111"]}]},
                "wijken.1.postcodes",
                "meer dan één wijk",
            ),
            ({"wijken": [{"name": "A", "postcodes": ["1234"]}]}, "wijken.0.postcodes", "ook bij Dorp"),
            ({"handoff": {"teams": [{"id": "t", "name": "T", "wijken": ["Zee"]}]}}, "handoff.teams.0.wijken", "staat niet in dit profiel"),
            ({"handoff": {"teams": [{"id": "t", "name": "T", "wijken": ["Oost"]}]}}, "handoff.teams", "uit de andere wijken"),
            ({}, "handoff.teams.0.email", "krijgt dus geen bericht"),
            (
                {"team": {**WHOLE, "hours": [MONDAY, {**MONDAY, "opens": "11:00", "closes": "13:00"}]}},
                "team.hours.1.opens",
                "maandag samen",
            ),
            ({"team": {**WHOLE, "closed": [{"day": "2026-01-01"}]}}, "team.closed.0.day", "zijn voorbij"),
            ({"checked_on": "2025-01-01"}, "checked_on", "meer dan een jaar geleden"),
        ],
    )
    def test_what_does_not_go_together(self, fields: dict[str, Any], path: str, told: str) -> None:
        assert told in hints(**fields)[path]

    def test_morning_and_afternoon_are_no_overlap(self) -> None:
        afternoon = {**MONDAY, "opens": "12:00", "closes": "17:00"}
        assert not [path for path in hints(team={**WHOLE, "hours": [MONDAY, afternoon]}) if path.startswith("team.hours")]

    def test_texts_of_people_are_read_too(self) -> None:
        profile = make_profile(people=[{"id": "poh", "name": "POH", "text": "Bel de huisarts. Vraag ernaar."}])
        texts = profile_help.helped(profile.model_dump(mode="json"), profile, [], TODAY).texts
        assert ("people.0.text", "POH") in [(text.path, text.label) for text in texts]


class TestLacking:
    def test_nothing(self) -> None:
        assert lacking(make_profile(team=WHOLE, sources=READ)) == []

    @pytest.mark.parametrize("name", ["phone", "url", "hours"])
    def test_of_the_team(self, name: str) -> None:
        team = {key: value for key, value in WHOLE.items() if key != name}
        assert [problem.path for problem in lacking(make_profile(team=team, sources=READ))] == [f"team.{name}"]

    def test_wijken_and_a_source(self) -> None:
        found = lacking(make_profile(team=WHOLE, wijken=[], sources=[{"url": "algemeen"}]))
        assert [problem.path for problem in found] == ["wijken", "sources"]


class TestTip:
    @pytest.mark.parametrize(
        ("fields", "path", "told"),
        [
            ({"text": "Leg u even neer."}, "text", "Wegwijs zegt ‘je’"),
            ({"text": "Vraag een verwijzing aan de huisarts."}, "text", "verwijzing"),
            ({"text": "Dit werkt altijd."}, "text", "belofte"),
            ({"topic": "huilen_baby", "age_min": 9}, "topic", "past niet bij de leeftijd"),
            ({}, "age_min", "geen leeftijd"),
        ],
    )
    def test_what_to_look_at(self, fields: dict[str, Any], path: str, told: str) -> None:
        helped = tip_help.helped(make_tip(**fields).model_dump(mode="json"), [])
        assert any(hint.path == path and told in hint.text for hint in [*helped.contradictions, *helped.missing])

    def test_a_tip_that_says_the_same(self) -> None:
        body = make_tip("nieuw", text="Doe elke avond het licht uit.").model_dump(mode="json")
        others = [make_tip("ander", text="Doe het licht elke avond uit."), make_tip("nieuw"), make_tip("los", text="Eet samen aan tafel.")]
        assert [twin.id for twin in tip_help.helped(body, others).twins] == ["ander"]
