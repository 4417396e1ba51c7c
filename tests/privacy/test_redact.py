"""Every type in many spellings, what must stay, and the development set."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from privacy import redact

sys.path.insert(0, str(Path(__file__).parents[2] / "evaluation" / "pii"))

# "<...>" marks what must go; the type is the key.
GOES: Mapping[str, tuple[str, ...]] = {
    "PERSOON": (
        "mijn zoon <daan> slaapt niet",
        "mn dochter <saartje> heet zo",
        "ik ben <fatima>",
        "juf <marieke> zegt dat",
        "groetjes, <Petra>",
        "hij heet <Boaz>",
        "Mijn naam is <Jan de Vries>",
        "mevrouw <Van den Berg> belde",
        "meneer <de wit> belde",
        "mijn dochter <roos> is 8",
        "Onze zoon <Storm> is druk",
        "mijn kinderen <Tess>, <Luuk> en <Fleur>",
        "<Roos> heeft buikpijn",
        "want <Mark> wil niet",
        "tante <Wil> helpt",
        "mvg <r. hoekstra>",
        "MIJN ZOON <LUCAS> IS 5",
        "mijn zoontje <jaydenn> huilt",
        "dochter van 3 <yara> bijt",
        "de moeder van <Kyan> belde",
        "mijn naam <amina> ik heb vraag",
        "Dhr. <K. Smit> belde",
        "<Fatima El Amrani> is mijn buurvrouw",
        "mijn zoon <tim van der laan> zit thuis",
        "<Noor's> kamer is een zooi",
    ),
    "BSN": (
        "bsn <123456782>",
        "<123456782>",
        "bsn: <123 456 782>",
        "nummer <1234.56.782>",
        "burgerservicenummer is <123456789>",
        "bsn <een twee drie vier vijf zes zeven acht twee>",
    ),
    "TELEFOON": (
        "<06-12345678>",
        "<06 12 34 56 78>",
        "<0612345678>",
        "<+31 6 12345678>",
        "<+31612345678>",
        "<0031 6 12345678>",
        "<0031612345678>",
        "<(0343) 512345>",
        "<06.12.34.56.78>",
        "<06/12345678>",
        "<06 - 1234 5678>",
        "<+31 (0)6 12345678>",
        "bel <033 - 461 23 45>",
        "<nul zes een twee drie vier vijf zes zeven acht>",
        "<nul zes twaalf vierendertig zesenvijftig achtenzeventig>",
        "<٠٦١٢٣٤٥٦٧٨>",
        "<06\u200b12345678>",
    ),
    "EMAIL": (
        "<petra@gmail.com>",
        "mail <a.b-c+d@x.co.uk>!",
        "<naam at gmail punt com>",
        "<naam apenstaartje ziggo punt nl>",
        "<lisa [at] kpnmail.nl>",
        "<petra @ gmail.com>",
        "<sanne punt bakker at gmail punt com>",
        "<sven@gmail,com>",
    ),
    "ADRES": (
        "ik woon op <Kerkstraat 12> in Soest",
        "wij wonen <dorpsstraat 5a>",
        "<Burgemeester Grothestraat 45> te Soest",
        "<2e Oosterparkstraat 61>",
        "<Laan van Meerdervoort 1200>",
        "<van der Helstlaan 8-II>",
        "<Plein 1940 nr 3>",
        "<Postbus 1234>",
        "we wonen <meent 15 b>",
        "wij wonen in de <Kerkstraat>",
    ),
    "POSTCODE": ("<3818 AB>", "postcode <3761ab 15>", "<3811 EP 12>?", "in <3945 BN> Cothen", "pc <3741 gm> Baarn"),
    "IBAN": (
        "<NL91ABNA0417164300>",
        "<NL91 ABNA 0417 1643 00>",
        "<nl91abna0417164300>",
        "<NL91-ABNA-0417-1643-00>",
        "<BE68539007547034>",
        "rekeningnummer <41.71.64.300>",
    ),
    "GEBOORTEDATUM": (
        "<12-3-2015>",
        "<12 maart 2015>",
        "geboren <120315>",
        "geb. <1/2/2019>",
        "<2012-05-30>",
        "jarig op <14 februari>",
        "<17mei2011>",
        "geboren op <twaalf maart tweeduizend vijftien>",
        "gebdatum <04-07-'14>",
        "op <11 sept 2015> geboren",
    ),
    "SCHOOL": (
        "<basisschool De Regenboog>",
        "het <Corderius College>",
        "<obs de wegwijzer>",
        "op <cbs De Hoeksteen>",
        "school heet <de vlinder>",
        "kdv <de bijtjes> belde",
        "<ROC Midden Nederland>",
        "hij zit in groep 5 van <De Kameleon>",
        "<CSG Prins Maurits>",
    ),
    "URL": (
        "<www.mijnblog.nl>",
        "<https://www.facebook.com/petra.1>",
        "insta <@saartje_08>",
        "snap is <daan2012x>",
        "<instagram.com/lotte.xoxo>",
        "<bit.ly/3xYzAb>",
    ),
}
STAYS = (
    "mijn zoon is 8 en zit in groep 5",
    "om half 4",
    "ze is geboren in 2015",
    "een roos in de tuin",
    "bij de Dirk",
    "Dirk van den Broek",
    "storm en onweer",
    "Wil je mij helpen?",
    "op de markt",
    "een mees in de tuin",
    "samen spelen",
    "mijn zoon wil niet",
    "mijn dochter mag niet",
    "mijn man is boos",
    "wij wonen in Soest",
    "de Kruiskamp",
    "gemeente Hoogeveen",
    "familie in Anna Paulowna",
    "moet ik 112 bellen",
    "113 of 0800-0113",
    "0800-2000",
    "0800-0432",
    "0800 0188",
    "020-2615275",
    "0900-8844",
    "14 033",
    "14033",
    "113.nl",
    "Veilig Thuis",
    "de Kindertelefoon",
    "GGD en CJG",
    "Humanitas",
    "hij speelt Roblox en Minecraft",
    "TikTok en YouTube",
    "Harry Potter",
    "syndroom van Down",
    "Gilles de la Tourette",
    "de basisschool in Soest",
    "op het vmbo",
    "schooljaar 2025-2026",
    "per 1-1-2026",
    "sinds 1 september 2025 zit hij thuis",
    "3450 gram",
    "1500 euro",
    "in 2015 en 2016",
    "ik ben moe",
    "ik ben mama van 3",
    "het is heet",
    "groetjes van een moeder",
    "juf zegt dat",
    "ordernummer 4000123456789",
    "hij loopt weg 2 keer per week",
    "1 2 3 4 5 6 7 8 9 10",
    "Turks en Nederlands",
    "Achter de Regenboog",
    "Wilhelmina Kinderziekenhuis",
    "mijn oudste van 9",
    "",
    " ",
    "😀",
)


@pytest.mark.parametrize(("kind", "marked"), [(kind, text) for kind, texts in GOES.items() for text in texts])
def test_goes(kind: str, marked: str) -> None:
    text = marked.replace("<", "").replace(">", "")
    wanted = marked.count("<")
    found = redact(text)
    expected = marked
    for piece in [part.split(">")[0] for part in marked.split("<")[1:]]:
        expected = expected.replace(f"<{piece}>", f"[{kind}]")
    assert found.text == expected
    assert [span.type for span in found.spans] == [kind] * wanted


@pytest.mark.parametrize("text", STAYS)
def test_stays(text: str) -> None:
    assert redact(text) == (text, [])


def test_own_numbers_at_any_length_of_text() -> None:
    text = "blabla " * 500 + "06-12345678 " + "blabla " * 500 + "Mijn zoon Daan de Vries."
    assert [span.type for span in redact(text).spans] == ["TELEFOON", "PERSOON"]


def test_development_set_keeps_its_level() -> None:
    from evaluate import evaluate  # type: ignore[import-not-found,unused-ignore]

    lines = (Path(__file__).parent / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    metrics: dict[str, Any] = evaluate([json.loads(line) for line in lines])["metrics"]
    assert metrics["recall"] >= 0.97
    assert metrics["precision"] >= 0.98


def test_own_set_reaches_the_target() -> None:
    from evaluate import SET, evaluate

    cases = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    assert len(cases) >= 420
    assert sum(not case["spans"] for case in cases) >= 100
    metrics: dict[str, Any] = evaluate(cases)["metrics"]
    assert metrics["recall"] >= 0.97
    assert metrics["precision"] >= 0.95
