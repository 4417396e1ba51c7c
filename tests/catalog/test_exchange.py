"""Files in and out: what is written comes back the same, what is wrong is told per cell, and a hostile file does no harm."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from catalog import files as content
from catalog.exchange import csv_file, files, hsds_file, xlsx_file, yaml_file
from catalog.exchange.cells import COLUMNS, Names, guarded, head, unguarded
from catalog.exchange.sheet import FIELDS, LARGEST_FILE, MOST_ROWS, Row, Sheet, label_of, normal, packed, unpacked
from catalog.forms import Body, clean, flatten
from catalog.open_data import taxonomies as own
from catalog.open_data.mapping import Place, Published, service
from catalog.schemas import Offer
from catalog.vocabulary import Kind, Topic
from kit.clock import now
from kit.errors import AppError, Invalid
from settings import ROOT
from tests.catalog.factory import TODAY, make_offer

NAMES = Names({"stad": "De Stad", "dorp": "Dorp aan Zee", "oost_1": "Oost", "oost_2": "Oost"})
LABEL = {path: label_of(path) for path in COLUMNS}
WRITERS: dict[files.Form, str] = {"csv": "a.csv", "xlsx": "a.xlsx", "yaml": "a.yml"}
NASTY = st.sampled_from(
    ["=1+1", "+31", "-2", "@SUM(A1)", "'=x", "''=x", "'t Fornuis", "a|b", "a;b", "a\\|b", "einde\\", '"', "a\nb", "＝x", "1,5", "007"]
)
TEXT = st.one_of(NASTY, st.text(min_size=1, max_size=40)).map(clean).filter(bool)


@st.composite
def offers(draw: Any) -> Offer:
    low = draw(st.none() | st.floats(0, 27).map(lambda age: round(age, 2)))
    high = draw(st.none() | st.floats(low or 0, 27).map(lambda age: max(low or 0, round(age, 2))))
    return make_offer(
        draw(st.from_regex(r"\A[a-z]{1,9}(_[a-z0-9]{1,9})?\Z")),
        name=draw(TEXT),
        provider=draw(TEXT),
        kind=draw(st.sampled_from(list(Kind))),
        topics=draw(st.lists(st.sampled_from(list(Topic)), min_size=1, max_size=4, unique=True)),
        languages=draw(st.lists(st.sampled_from(["nl", "en", "ti", "xx"]), min_size=1, unique=True)),
        age_min=low,
        age_max=high,
        gemeenten=draw(st.lists(st.sampled_from(list(NAMES.by_id)), unique=True)),
        wijken=draw(st.lists(TEXT, max_size=3, unique=True)),
        cost=draw(TEXT),
        free=draw(st.none() | st.booleans()),
        start={"text": draw(TEXT), "phone": draw(st.none() | st.just("0800 123")), "address": draw(st.none() | TEXT)},
        moment=draw(
            st.sampled_from([{}, {"day": "2027-01-05", "begins": "19:30"}, {"day": "2027-01-05", "begins": "09:00", "ends": "12:15"}])
        ),
        summary=draw(TEXT),
        waiting_time=draw(st.none() | TEXT),
    )


def body_of(offer: Offer) -> Body:
    return offer.model_dump(mode="json")


def same(row: Row, body: Body) -> dict[str, tuple[Any, Any]]:
    """The fields in which a row differs from a body."""
    flat = flatten(body)
    pairs = {path: (normal(path, row.flat.get(path)), normal(path, flat.get(path))) for path in FIELDS}
    return {path: pair for path, pair in pairs.items() if pair[0] != pair[1]}


def csv_of(*rows: dict[str, str], encoding: str = "utf-8", separator: str = ";") -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    return "\r\n".join(separator.join(line) for line in lines).encode(encoding)


def read_one(raw: bytes) -> tuple[Row, Sheet]:
    sheet = csv_file.read(raw, NAMES)
    assert len(sheet.rows) == 1
    return sheet.rows[0], sheet


class TestRoundTrip:
    @pytest.mark.parametrize("kind", WRITERS)
    def test_the_whole_catalogue_comes_back_the_same(self, kind: files.Form) -> None:
        everything = content.read(ROOT / "catalog").offers
        names = Names({profile.id: profile.name for profile in content.read(ROOT / "catalog").profiles})
        sheet = files.read(WRITERS[kind], files.write(kind, [(body_of(one), one.status) for one in everything], names), names)
        assert sheet.problems == []
        assert [row.id for row in sheet.rows] == [one.id for one in everything]
        found = {row.id: same(row, body_of(one)) for row, one in zip(sheet.rows, everything, strict=True)}
        assert {name: wrong for name, wrong in found.items() if wrong} == {}

    @settings(max_examples=40, deadline=None)
    @given(offer=offers())
    @pytest.mark.parametrize("kind", WRITERS)
    def test_any_offer_comes_back_the_same(self, kind: files.Form, offer: Offer) -> None:
        sheet = files.read(WRITERS[kind], files.write(kind, [(body_of(offer), "concept")], NAMES), NAMES)
        assert sheet.problems == []
        (row,) = sheet.rows
        assert row.id == offer.id
        assert same(row, body_of(offer)) == {}

    @pytest.mark.parametrize("kind", WRITERS)
    def test_half_a_draft_comes_back_the_same(self, kind: files.Form) -> None:
        body: Body = {"id": "half", "name": "Half", "places": {"scope": "lokaal"}}
        (row,) = files.read(WRITERS[kind], files.write(kind, [(body, "concept")], NAMES), NAMES).rows
        assert (row.id, same(row, body)) == ("half", {})

    @given(st.text())
    def test_what_is_guarded_comes_back(self, text: str) -> None:
        assert unguarded(guarded(text)) == text
        assert guarded(text)[:1] not in tuple("=+-@\t\r\n")

    def test_a_sheet_survives_the_form(self) -> None:
        sheet = yaml_file.read(yaml_file.write([(body_of(make_offer(name="Één <b>")), "concept")]))
        again = unpacked(packed(sheet))
        assert (again.rows, again.present, again.problems) == (sheet.rows, sheet.present, [])


class TestColumns:
    def test_every_column_has_its_own_dutch_name(self) -> None:
        assert len({name.lower() for name in head()}) == len(COLUMNS)

    def test_an_empty_example_reads_as_nothing(self) -> None:
        for kind in ("csv", "xlsx"):
            assert files.read(f"a.{kind}", files.write(kind, [], NAMES), NAMES).rows == []

    def test_words_of_people_are_understood(self) -> None:
        row, sheet = read_one(
            csv_of(
                {
                    LABEL["name"].upper(): "Cursus",
                    LABEL["kind"]: "cursus of training",
                    LABEL["topics"]: "Slapen | driftbuien|pesten",
                    LABEL["places.gemeenten"]: "de stad|dorp",
                    LABEL["checked_on"]: "1-2-2026",
                    LABEL["check_again"]: "3 maart 2026",
                    LABEL["age_min"]: "1,5",
                    LABEL["age_max"]: "4 jaar",
                    LABEL["free"]: "JA",
                    LABEL["no_referral.needed"]: "Nee, ouders kunnen zelf beginnen",
                }
            )
        )
        assert sheet.problems == []
        assert row.flat == {
            "name": "Cursus",
            "kind": "training",
            "topics": ["slapen", "driftbuien", "pesten"],
            "places.gemeenten": ["stad", "dorp"],
            "checked_on": "2026-02-01",
            "check_again": "2026-03-03",
            "age_min": 1.5,
            "age_max": 4.0,
            "free": True,
            "no_referral.needed": False,
        }
        assert "summary" not in sheet.present

    @pytest.mark.parametrize(("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t")])
    def test_encoding_and_separator_are_guessed(self, encoding: str, separator: str) -> None:
        row, _ = read_one(csv_of({"name": "Coöperatie € één", "cost": "Gratis."}, encoding=encoding, separator=separator))
        assert row.flat == {"name": "Coöperatie € één", "cost": "Gratis."}

    def test_problems_name_row_column_and_reason_in_dutch(self) -> None:
        sheet = csv_file.read(
            csv_of({"name": "A", "Prijs": "9", "checked_on": "gisteren"}, {"name": "B", "age_min": "veel", "free": "soms"}), NAMES
        )
        assert [(one.row, one.column, one.reason) for one in sheet.problems] == [
            (1, "Prijs", "Deze kolom ken ik niet."),
            (2, "kolom 2", "Hier staat iets onder een kolom zonder naam."),
            (2, LABEL["checked_on"], FIELDS["checked_on"].wrong),
            (3, LABEL["age_min"], FIELDS["age_min"].wrong),
            (3, LABEL["free"], "Vul ja of nee in."),
        ]

    def test_a_column_twice_is_told(self) -> None:
        assert csv_file.read(b"name;Naam van het aanbod\r\nA;B", NAMES).problems[0].reason == "Deze kolom staat er twee keer."

    def test_yaml_problems_name_the_line(self) -> None:
        raw = b"- id: a\n  name: A\n- id: b\n  prijs: 3\n  start: {tekst: Bel}\n  topics: slapen\n  age_min: [1]\n  name: x\n  name: y\n"
        sheet = yaml_file.read(raw)
        assert {(one.row, one.column) for one in sheet.problems} == {
            (3, "prijs"),
            (3, "start.tekst"),
            (3, LABEL["age_min"]),
            (3, LABEL["name"]),
        }
        assert sheet.rows[1].flat["topics"] == ["slapen"]


class TestFormulas:
    @pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "\rx", "＝x"])
    def test_csv_and_excel_never_start_with_one(self, text: str) -> None:
        body = {**body_of(make_offer()), "name": text}
        assert f";{text}" not in csv_file.write([[text]]).decode("utf-8-sig")
        book = load_workbook(io.BytesIO(files.write("xlsx", [(body, "concept")], NAMES)))
        cells = [cell for row in book.worksheets[0].iter_rows(min_row=3) for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert not any(isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")) for cell in cells)

    def test_a_formula_that_comes_in_is_refused(self) -> None:
        sheet = xlsx_file.read(workbook([["name", "cost"], ["Cursus", "=1+1"]]), NAMES)
        assert [(one.row, one.column) for one in sheet.problems] == [(2, LABEL["cost"])]
        assert "formule" in sheet.problems[0].reason


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(name: str, text: bytes, base: bytes | None = None, replace: str | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base or workbook([["name"], ["A"]]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != replace:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, text)
    return out.getvalue()


def lying_about_size() -> bytes:
    """A part that says it is small and is not."""
    raw = bytearray(with_part("xl/media/a.xml", b"a" * 30_000_000))
    for at in range(len(raw) - 4):
        if raw[at : at + 4] == (30_000_000).to_bytes(4, "little"):
            raw[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(raw)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'
HOSTILE: dict[str, bytes] = {
    "a.xlsx": b"PK\x03\x04nonsense",
    "empty.xlsx": b"",
    "pdf.xlsx": b"%PDF-1.4",
    "zip.csv": workbook([["name"]]),
    "bomb.xlsx": with_part("xl/media/a.bin", b"\0" * 30_000_000),
    "ratio.xlsx": with_part("xl/media/a.bin", b"\0" * 15_000_000),
    "lies.xlsx": lying_about_size(),
    "entities.xlsx": with_part("xl/sharedStrings.xml", ENTITIES, replace="xl/sharedStrings.xml"),
    "utf16.xlsx": with_part("xl/sharedStrings.xml", ENTITIES.decode().encode("utf-16"), replace="xl/sharedStrings.xml"),
    "links.xlsx": with_part("xl/externalLinks/externalLink1.xml", b"<x/>"),
    "macro.xlsx": with_part("xl/vbaProject.bin", b"x"),
    "many.xlsx": with_part("xl/workbook.xml", b"<x/>", replace="xl/workbook.xml"),
    "nul.csv": b"name;cost\0\r\nA;B",
    "binary.csv": bytes(range(256)),
    "quote.csv": b'name;cost\r\n"A;B',
    "nohead.csv": b"een;twee\r\n1;2",
    "wide.csv": b";".join([b"name"] * 5000),
    "long.csv": b"name\r\n" + b"a" * 200_000,
    "rows.csv": b"name\r\n" + b"A\r\n" * (MOST_ROWS + 1),
    "laughs.yml": b"- &a [x,x]\n- &b [*a,*a]\n- *b",
    "deep.yml": b"[" * 100_000,
    "deeper.yml": b"- " + b"{a: " * 50 + b"}" * 50,
    "python.yml": b"- id: !!python/object/apply:os.system ['id']",
    "digits.yml": b"- age_min: " + b"9" * 10_000,
    "map.yml": b"id: a",
    "latin.yml": "- name: één".encode("latin-1"),
    "rows.yml": b"- {}\n" * (MOST_ROWS + 1),
    "deep.json": b"[" * 200_000,
    "other.json": b'{"hello": 1}',
    "rows.json": json.dumps([{"id": str(number), "name": "A"} for number in range(MOST_ROWS + 1)]).encode(),
    "word.docx": b"PK\x03\x04",
    "large.csv": b"a" * (LARGEST_FILE + 1),
}


class TestHostile:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_it_is_refused_in_a_dutch_sentence(self, name: str) -> None:
        with pytest.raises(AppError) as refused:
            files.read(name, HOSTILE[name], NAMES)
        assert refused.value.status < 500
        assert refused.value.detail.endswith(".")

    @settings(max_examples=60, deadline=None)
    @given(raw=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.yml", "a.json", "a.xlsx"]))
    def test_any_bytes_are_read_or_refused(self, raw: bytes, name: str) -> None:
        try:
            files.read(name, raw, NAMES)
        except AppError as refused:
            assert refused.status < 500

    @settings(max_examples=60, deadline=None)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*FIELDS, "id", "start", "places", "x"]), inner, max_size=4)
            ),
            max_leaves=12,
        )
    )
    def test_any_yaml_is_read_or_refused(self, thing: Any) -> None:
        try:
            sheet = yaml_file.read(yaml.safe_dump([thing], allow_unicode=True).encode())
            assert unpacked(packed(sheet)).rows == sheet.rows
        except Invalid:
            pass

    @pytest.mark.parametrize("pieces", [[], ["x"], ["!!!"], ["eJwDAAAAAAE="], [""] * 3])
    def test_a_form_that_we_did_not_make_is_refused(self, pieces: list[str]) -> None:
        with pytest.raises(Invalid):
            unpacked(pieces)


def hsds(**fields: Any) -> dict[str, Any]:
    return {"id": "0b1c6b9e-1111-4222-8333-444455556666", "name": "Parenting course", "status": "active", **fields}


def sheet_of(*services: dict[str, Any], address: str = "https://feed.example/services/1") -> Sheet:
    return hsds_file.sheet_of([(address, one) for one in services], NAMES)


class TestOpenDataOfOthers:
    def test_our_own_feed_comes_back(self) -> None:
        offer = make_offer(
            name="Groep", gemeenten=["stad"], wijken=["Oost"], age_min=3, waiting_time="Een maand.", delivery=["thuis", "app"]
        )
        made = service(Published(offer, now(), {"stad": Place("De Stad", "Utrecht")}, TODAY)).model_dump(mode="json", exclude_none=True)
        (row,) = sheet_of(made).rows
        differing = same(row, body_of(offer))
        assert differing.keys() == {"no_referral.evidence", "source.url", "source.title", "source.date"}
        assert row.flat["no_referral.needed"] is False
        assert row.notes == []

    def test_the_evening_and_address_of_our_own_feed_come_back(self) -> None:
        start = {"text": "Kom langs.", "address": "Kerkstraat 1, Stad"}
        evening = make_offer(gemeenten=["stad"], start=start, moment={"day": "2027-07-01", "begins": "19:30", "ends": "21:00"})
        made = service(Published(evening, now(), {"stad": Place("Stad", "Utrecht")}, TODAY)).model_dump(mode="json", exclude_none=True)
        (row,) = sheet_of(made).rows
        assert {"moment.day", "moment.begins", "moment.ends", "start.address"}.isdisjoint(same(row, body_of(evening)))

    def test_times_are_told_as_our_clock_says_them(self) -> None:
        (row,) = sheet_of(hsds(schedules=[{"id": "x", "dtstart": "2027-01-04", "opens_at": "18:30Z", "closes_at": "20:00"}])).rows
        assert (row.flat["moment.begins"], row.flat["moment.ends"]) == ("19:30:00", "20:00:00")
        (row,) = sheet_of(hsds(schedules=[{"id": "x", "dtstart": "2027-01-04", "opens_at": "23:30Z"}])).rows
        assert (row.flat["moment.day"], row.flat["moment.begins"]) == ("2027-01-05", "00:30:00")

    @pytest.mark.parametrize(
        "schedules",
        [
            [{"id": "x", "freq": "WEEKLY", "byday": "MO", "valid_from": "2027-01-04", "opens_at": "18:30Z"}],
            [{"id": "x", "valid_from": "2027-01-04", "valid_to": "2027-03-04", "opens_at": "18:30Z"}],
            [{"id": "x", "dtstart": "2027-01-04", "opens_at": "'s avonds"}],
            [{"id": "x", "dtstart": "morgen", "opens_at": "19:30"}],
            [{"id": "x", "opens_at": "19:30"}],
            [{"id": "x", "dtstart": "2027-01-04", "opens_at": "19:30"}, {"id": "y", "dtstart": "2027-01-05", "opens_at": "19:30"}],
            [{"id": "x", "dtstart": 5, "opens_at": None}],
        ],
    )
    def test_what_is_more_than_once_or_unclear_has_no_moment(self, schedules: list[dict[str, Any]]) -> None:
        (row,) = sheet_of(hsds(schedules=schedules)).rows
        assert not [path for path in row.flat if path.startswith("moment")]

    @pytest.mark.parametrize(
        "told", ["Je hebt een verwijzing van de huisarts nodig.", "Referral by GP only", "Met beschikking van de gemeente"]
    )
    def test_a_referral_is_marked(self, told: str) -> None:
        (row,) = sheet_of(hsds(application_process=told)).rows
        assert row.flat["no_referral.needed"] is True
        assert row.notes == [hsds_file.MARK_NEEDED]

    @pytest.mark.parametrize("told", ["", "Geen verwijzing nodig", "No referral required", "Bel ons."])
    def test_silence_and_words_of_others_leave_it_to_the_editor(self, told: str) -> None:
        (row,) = sheet_of(hsds(application_process=told)).rows
        assert "no_referral.needed" not in row.flat
        assert row.notes == [hsds_file.MARK_UNKNOWN]

    def test_our_own_term_for_needed_is_believed(self) -> None:
        term = str(own.BY_SLUG["verwijzing"].term_id("verwijzing_nodig"))
        (row,) = sheet_of(hsds(attributes=[{"id": "x", "taxonomy_term_id": term}])).rows
        assert row.flat["no_referral.needed"] is True

    def test_the_same_service_gets_the_same_id_and_its_source(self) -> None:
        first, second = sheet_of(hsds()).rows[0], sheet_of(hsds(name="Other")).rows[0]
        assert first.id == second.id
        assert first.flat["source.url"] == "https://feed.example/services/1"

    def test_what_is_closed_is_left_out(self) -> None:
        assert [row.flat["name"] for row in sheet_of(hsds(), hsds(id="2", name="Closed", status="defunct")).rows] == ["Parenting course"]
        with pytest.raises(Invalid):
            sheet_of(hsds(status="inactive"))

    @settings(max_examples=60, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    "organization",
                    "attributes",
                    "service_areas",
                    "languages",
                    "phones",
                    "cost_options",
                    "minimum_age",
                    "url",
                    "description",
                    "service_at_locations",
                ]
            ),
            st.recursive(
                st.none() | st.integers() | st.text(max_size=5),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(
                        st.sampled_from(
                            ["name", "number", "code", "taxonomy_term_id", "taxonomy_term", "location", "addresses", "amount", "id"]
                        ),
                        inner,
                        max_size=3,
                    )
                ),
                max_leaves=8,
            ),
        )
    )
    def test_any_service_can_be_read(self, fields: dict[str, Any]) -> None:
        assert len(sheet_of(hsds(**fields)).rows) == 1

    @pytest.mark.parametrize(
        "text", ["", "feed.example", "ftp://a.example", "file:///etc/passwd", "https://a.example\nrm -rf", "https://a.example\n" * 21]
    )
    def test_a_file_of_addresses_holds_addresses(self, text: str) -> None:
        with pytest.raises(Invalid):
            hsds_file.addresses_in(text.encode())

    async def test_a_feed_is_walked_page_by_page(self) -> None:
        base = "https://feed.example/data"
        site: dict[str, Any] = {
            base: {"version": "HSDS-UK-3.0", "openapi_url": "x"},
            f"{base}/services": {"last_page": False, "contents": [hsds(id="a")]},
            f"{base}/services?page=2": {"last_page": True, "contents": [hsds(id="b")]},
            f"{base}/services/a": hsds(id="a", name="A"),
            f"{base}/services/b": hsds(id="b", name="B"),
        }

        async def fetch(address: str) -> bytes:
            return json.dumps(site[address]).encode()

        found = await hsds_file.fetched([base, f"{base}/services/b"], fetch)
        assert [(address.rpartition("/")[2], one["name"]) for address, one in found] == [("a", "A"), ("b", "B"), ("b", "B")]

    async def test_an_id_cannot_lead_elsewhere(self) -> None:
        async def fetch(address: str) -> bytes:
            return json.dumps({"contents": [hsds(id="../../admin")]}).encode()

        with pytest.raises(Invalid):
            await hsds_file.fetched(["https://feed.example/services"], fetch)


class TestWhatStaysHere:
    @pytest.mark.parametrize(("form", "name"), WRITERS.items())
    def test_the_address_of_a_provider_is_in_no_file(self, form: files.Form, name: str) -> None:
        body = make_offer("cursus", provider_email="aanbieder@voorbeeld.nl").model_dump(mode="json")
        written = files.write(form, [(body, "gepubliceerd")], NAMES)
        assert b"voorbeeld.nl" not in written
        sheet = files.read(name, written, NAMES)
        assert sheet.problems == [] and sheet.rows and "provider_email" not in sheet.rows[0].flat

    def test_nor_in_the_content_as_yaml(self, tmp_path: Path) -> None:
        content.write(tmp_path, [make_offer("cursus", provider_email="aanbieder@voorbeeld.nl")])
        assert [path for path in tmp_path.rglob("*.yml") if "voorbeeld.nl" in path.read_text()] == []
