from datetime import date
from pathlib import Path

import pytest
import yaml

from catalog import files
from tests.catalog.factory import make_offer, make_profile, make_tip

CONTENT = Path(__file__).parents[2] / "catalog"
GOOD = yaml.safe_dump([make_offer("goed").model_dump(mode="json")], sort_keys=False)
OFFER = """\
- id: fout
  name: Naam
  provider: Iemand
  kind: training
  topics: [slapen]
  audience: [ouder]
  delivery: [online]
  places: {scope: landelijk}
  cost: Gratis.
  start:
    text: Bel.
    url: https://a.example
  summary: Tekst.
  no_referral: {needed: false, evidence: Site., strength: expliciet}
  checked_on: 2026-11-01
  check_again: 2027-05-01
  source: {url: algemeen}
"""


def folder(path: Path, offers: str) -> files.Folder:
    (path / "offers").mkdir()
    (path / "offers" / "a.yml").write_text(offers, encoding="utf-8")
    (path / "offers" / "b.yml").write_text(GOOD, encoding="utf-8")
    return files.read(path)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        ("  name: Naam\n", "", 1, "veld name", "dit veld ontbreekt"),
        ("name:", "naam:", 2, "veld naam", "dit veld bestaat niet"),
        ("kind: training", "kind: cursus", 4, "veld kind", "kies uit 'training'"),
        ("[slapen]", "[slapen, snurken]", 5, "veld topics.1", "kies uit"),
        ("[slapen]", "slapen", 5, "veld topics", "moet een lijst zijn"),
        ("https://a.example", "a.example", 12, "veld start.url", "webadres"),
        ("needed: false", "needed: true", 14, "veld no_referral.needed", "kies uit False"),
        ("check_again: 2027-05-01", "check_again: 2026-10-01", 1, "fout", "check_again moet na checked_on liggen"),
        ("checked_on: 2026-11-01", "checked_on: gisteren", 15, "veld checked_on", "datum"),
        ("{url: algemeen}", "{url: kranten}", 17, "veld source.url", "webadres"),
        ("  cost: Gratis.", "  cost: Gratis.\n  cost: Duur.", 10, "veld cost", "twee keer"),
        ("  cost: Gratis.", "  cost: [", 11, "(geheel)", "geen goede YAML"),
        ("id: fout", "id: Fout Id", 1, "veld id", "vorm klopt niet"),
        ("  cost: Gratis.", "  cost: Gratis.\n  age_min: 30", 10, "veld age_min", "27 of minder"),
        ("{scope: landelijk}", "{scope: lokaal}", 8, "veld places", "alleen een lokaal aanbod noemt gemeenten"),
        ("checked_on: 2026-11-01", "checked_on: 2026-13-41", 1, "fout", "niet te lezen"),
    ],
)
def test_a_wrong_item_is_named_and_left_out(tmp_path: Path, old: str, new: str, line: int, field: str, reason: str) -> None:
    assert old in OFFER
    found = folder(tmp_path, OFFER.replace(old, new))
    assert [offer.id for offer in found.offers] == ["goed"]
    told = [str(problem) for problem in found.errors]
    assert all("\n" not in one for one in told)
    assert [one for one in told if one.startswith(f"fout: offers/a.yml, regel {line}, ") and field in one and reason in one], told


def test_good_items_of_a_wrong_file_stay(tmp_path: Path) -> None:
    found = folder(tmp_path, OFFER.replace("kind: training", "kind: x") + OFFER.replace("id: fout", "id: ook_goed"))
    assert [offer.id for offer in found.offers] == ["ook_goed", "goed"] and len(found.errors) == 1


def test_an_id_used_twice(tmp_path: Path) -> None:
    found = folder(tmp_path, OFFER + OFFER)
    assert [str(problem) for problem in found.errors] == [
        "fout: offers/a.yml, regel 18, fout, veld id: dit id bestaat al in offers/a.yml, regel 1"
    ]


@pytest.mark.parametrize("text", ["id: los", "tekst", "[1, 2]", "- tekst"])
def test_no_list_of_items(tmp_path: Path, text: str) -> None:
    found = folder(tmp_path, text)
    assert found.errors and [offer.id for offer in found.offers] == ["goed"]


def test_not_utf8(tmp_path: Path) -> None:
    found = folder(tmp_path, "")
    (tmp_path / "offers" / "c.yml").write_bytes(b"\xff\xfe\x00")
    assert [offer.id for offer in found.offers] == ["goed"] and len(files.read(tmp_path).errors) == 1


def test_what_asks_for_attention(tmp_path: Path) -> None:
    files.write(
        tmp_path,
        [
            make_offer(gemeenten=["stad"], wijken=["Weg"], check_again=date(2026, 11, 20)),
            make_offer("b", gemeenten=["nergens"]),
            make_profile(),
        ],
    )
    found = files.read(tmp_path, date(2026, 11, 23))
    told = [str(problem) for problem in found.problems]
    assert found.errors == [] and len(told) == 4 and all(line.startswith("let op: ") for line in told)
    assert any("de wijk Weg" in line for line in told) and any("profiel van nergens" in line for line in told)
    assert any("2026-11-20" in line for line in told) and any("nog een concept" in line for line in told)


def test_the_shipped_content_is_good() -> None:
    found = files.read(CONTENT)
    assert found.errors == [] and len(found.offers) > 150


def test_export_and_read_give_the_same(tmp_path: Path) -> None:
    found = files.read(CONTENT)
    files.write(tmp_path, [*found.documents, make_tip("los", age_min=1.5)])
    again = files.read(tmp_path)
    assert again.errors == []
    assert {one.id: one for one in again.documents} == {one.id: one for one in found.documents} | {"los": make_tip("los", age_min=1.5)}
