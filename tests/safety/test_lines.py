"""The numbers equal the reviewed facts."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from safety.lines import lines

# The facts are kept beside the repository while it is being built; in a clone without them the copy below is the proof.
FACTS = Path("/work/shared/facts/helplines.yml")
NUMBERS = {
    "alarmnummer_112": ("112",),
    "veilig_thuis": ("0800-2000",),
    "113_zelfmoordpreventie": ("113", "0800-0113"),
    "huisarts_huisartsenpost": (),
    "centrum_seksueel_geweld": ("0800-0188",),
    "politie_geen_spoed": ("0900-8844",),
    "kindertelefoon": ("0800-0432",),
    "helpwanted": ("020-261 52 75",),
    "chat_met_fier": (),
    "slachtofferhulp": ("0900-0101",),
    "stop_it_now": (),
    "de_luisterlijn": ("088-0767 000",),
}


def facts() -> dict[str, dict[str, Any]]:
    if not FACTS.exists():
        pytest.skip("facts/helplines.yml staat niet naast deze kloon")
    return {row["id"]: row for row in yaml.safe_load(FACTS.read_text("utf-8"))["helplines"]}


def test_numbers_are_the_agreed_ones() -> None:
    assert {line.id: line.phones for line in lines().values()} == NUMBERS


@pytest.mark.parametrize("id_", list(NUMBERS))
def test_equal_to_the_facts(id_: str) -> None:
    fact, line = facts()[id_], lines()[id_]
    assert line.phones == tuple(fact["phones"])
    assert line.source == fact["source_url"]
    assert line.confidence == fact["confidence"] in {"high", "medium"}
    assert line.url is None or line.url in fact["chat_or_url"]


@pytest.mark.parametrize("id_", list(NUMBERS))
def test_hours_and_cost_claim_no_more_than_the_facts(id_: str) -> None:
    fact, line = facts()[id_], lines()[id_]
    if line.free:
        assert "gratis" in fact["cost"]
    if "dag en nacht" in line.hours:
        assert "24 uur" in fact["opening_hours"] or "dag en nacht" in fact["opening_hours"].lower()
    for time in [word for word in line.hours.split() if word[0].isdigit()]:
        assert time.rstrip(",") in fact["opening_hours"].replace("-", " ")


def test_no_regional_crisis_number() -> None:
    assert "crisisdienst_jeugd_regionaal" not in lines()
    assert not any("5099" in phone for line in lines().values() for phone in line.phones)
