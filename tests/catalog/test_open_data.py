"""The feed: every offer a valid service, found by every filter of the standard, and friendly to caches, other sites and other programs."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import AnyUrl

from catalog import files
from catalog.open_data import taxonomies as own
from catalog.open_data.endpoints import Feed, install
from catalog.open_data.mapping import ASK, EXAMPLE, Place, Published, service, service_id
from catalog.open_data.schemas import Page, Service, ServiceAtLocationWhole, ServiceListed, Taxonomy, TaxonomyTerm
from catalog.schemas import Offer
from kit.clock import now
from kit.database import Database
from pages import errors
from settings import ROOT, Settings
from tests.catalog.factory import TODAY, make_offer
from tests.catalog.stored import filled, store
from tests.databases import Databases

Body = dict[str, Any]
FEED = "/open-data/hsds"
STANDARD = ROOT.parent / "shared" / "conformance" / "oruk"
PAGE_KEYS = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}
TERM = own.BY_SLUG
FORMATS = FormatChecker(("uuid", "email"))
FORMATS.checks("date-time", ValueError)(lambda text: datetime.fromisoformat(text).tzinfo is not None)
FORMATS.checks("uri", ValueError)(lambda text: bool(AnyUrl(text)))


def offers() -> list[Offer]:
    return files.read(ROOT / "catalog").offers


def published(offer: Offer) -> Published:
    return Published(offer, now(), {"stad": Place("Stad", "Utrecht")}, TODAY)


def validator(name: str) -> Draft202012Validator:
    if not STANDARD.is_dir():
        pytest.skip("the schemas of Open Referral UK are not here")
    return Draft202012Validator(json.loads((STANDARD / name).read_text()), format_checker=FORMATS)


def wrong(schema: Draft202012Validator, found: Body) -> list[str]:
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in schema.iter_errors(found)]


async def get(client: httpx.AsyncClient, path: str, **asked: Any) -> Body:
    answer = await client.get(f"{FEED}{path}", params=asked)
    assert answer.status_code == 200, answer.text
    body: Body = answer.json()
    return body


async def names(client: httpx.AsyncClient, **asked: Any) -> set[str]:
    return {one["name"] for one in (await get(client, "/services", per_page=500, **asked))["contents"]}


async def put(client: httpx.AsyncClient, *changed: Offer) -> None:
    async with client.database.session() as session:  # type: ignore[attr-defined]
        await store(session, *changed)


@pytest.fixture(scope="module")
def content(databases: Databases) -> str:
    return filled(databases.empty(), list(files.read(ROOT / "catalog").documents))


@pytest.fixture
async def feed(databases: Databases, content: str) -> AsyncIterator[httpx.AsyncClient]:
    """A server with the feed alone."""
    url = databases.copy(content)
    database, app = Database(url), FastAPI(openapi_url=None)
    app.state.settings = Settings(open_data_requests_per_minute=100_000)
    errors.install(app)
    install(app, lambda request: database)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://test") as client:
        client.app, client.database = app, database  # type: ignore[attr-defined]
        yield client
    await database.close()
    databases.remove(url)


class TestService:
    @pytest.mark.parametrize("offer", offers(), ids=lambda offer: offer.id)
    def test_every_offer_is_valid_by_our_own_copy_of_the_standard(self, offer: Offer) -> None:
        Service.model_validate_json(service(published(offer)).model_dump_json(exclude_none=True))

    def test_every_offer_is_valid_by_the_standard(self) -> None:
        schema = validator("service.json")
        found = {one.id: wrong(schema, json.loads(service(published(one)).model_dump_json(exclude_none=True))) for one in offers()}
        assert {name: errors for name, errors in found.items() if errors} == {}

    def test_the_schemas_of_the_standard_do_refuse_something(self) -> None:
        good = json.loads(service(published(make_offer())).model_dump_json(exclude_none=True))
        assert wrong(validator("service.json"), good | {"status": "open"})
        assert wrong(validator("service.json"), good | {"id": "cursus"})
        assert wrong(validator("service.json"), good | {"url": "voorbeeld", "last_modified": "gisteren"})

    def test_no_referral_needed_is_an_attribute_of_our_own_taxonomy(self) -> None:
        first = service(published(make_offer())).attributes[0]
        assert (first.taxonomy_term.name, first.taxonomy_term.taxonomy, first.value) == ("Geen verwijzing nodig", "Verwijzing", "expliciet")

    def test_every_term_of_an_attribute_is_in_a_taxonomy(self) -> None:
        for offer in offers():
            assert {one.taxonomy_term_id for one in service(published(offer)).attributes} <= own.TERMS.keys()

    def test_an_address_has_the_dutch_province_and_invents_no_street(self) -> None:
        (spot,) = service(published(make_offer(gemeenten=["stad"]))).service_at_locations
        (address,) = spot.location.addresses
        assert (address.state_province, address.city, address.country, address.address_1) == ("Utrecht", "Stad", "NL", ASK)

    def test_an_address_of_its_own_is_told(self) -> None:
        offers = [
            make_offer(name, gemeenten=["stad"], start={"text": "Kom.", "address": street})
            for name, street in (("a", "Kade 1"), ("b", None))
        ]
        (own,), (other,) = (service(published(offer)).service_at_locations for offer in offers)
        assert (own.location.addresses[0].address_1, own.location.description) == ("Kade 1", "In de gemeente stad. Adres: Kade 1.")
        assert own.location.id != other.location.id
        assert ASK in other.location.description

    def test_what_happens_once_has_its_day_and_hours(self) -> None:
        summer = make_offer(moment={"day": "2027-07-01", "begins": "19:30", "ends": "21:00"})
        told = json.loads(service(published(summer)).model_dump_json(exclude_none=True))
        (schedule,) = told["schedules"]
        assert (schedule["dtstart"], schedule["valid_to"], schedule["opens_at"], schedule["closes_at"]) == (
            "2027-07-01", "2027-07-01", "19:30+02:00", "21:00+02:00",
        )  # fmt: skip
        assert "freq" not in schedule
        assert service(published(make_offer())).schedules == []
        assert wrong(validator("service.json"), told) == []

    def test_help_online_is_at_a_virtual_location(self) -> None:
        (spot,) = service(published(make_offer(delivery=["online"]))).service_at_locations
        assert spot.location.location_type == "virtual"
        assert spot.location.addresses == []

    def test_wijken_become_service_areas(self) -> None:
        found = service(published(make_offer(gemeenten=["stad"], wijken=["Oost"])))
        assert [area.extent for area in found.service_areas] == ["Oost, Stad"]

    def test_an_example_says_that_it_does_not_exist(self) -> None:
        found = service(published(make_offer(name="Voorbeeldgroep", example=True)))
        assert (found.status, found.alert) == ("inactive", EXAMPLE)

    def test_what_was_withdrawn_tells_nothing_but_that(self) -> None:
        found = service(published(make_offer(status="ingetrokken", summary="Fout nummer")))
        assert found.status == "inactive"
        assert "Fout" not in found.model_dump_json()

    def test_who_gave_the_evidence_stays_with_us(self) -> None:
        offer = make_offer(no_referral={"needed": False, "evidence": "Zei Jan aan de balie.", "strength": "afgeleid"})
        assert "Jan" not in service(published(offer)).model_dump_json()

    def test_what_is_past_its_date_says_so(self) -> None:
        offer = make_offer(checked_on=TODAY - timedelta(days=400), check_again=TODAY - timedelta(days=200))
        assert "nagekeken" in str(service(published(offer)).alert)

    def test_ids_are_the_same_in_every_installation(self) -> None:
        assert service_id("triple_p") == UUID("a074f305-a176-59a3-828c-c4a18a2d5acf")


class TestFeed:
    async def test_the_root_says_what_this_is_and_under_which_licence(self, feed: httpx.AsyncClient) -> None:
        about = await get(feed, "/")
        assert about["version"] == "HSDS-UK-3.0"
        assert about["openapi_url"].endswith(f"{FEED}/openapi.json")
        assert "publicdomain/zero" in about["license"]
        described = await get(feed, "/openapi.json")
        assert {f"{FEED}/services", f"{FEED}/service_at_locations/{{id}}"} <= described["paths"].keys()

    async def test_every_service_of_the_catalogue_is_there_in_pages_and_valid(self, feed: httpx.AsyncClient) -> None:
        listed, whole = validator("service_list.json"), validator("service.json")
        seen, page, bad = [], 1, []
        while True:
            found = await get(feed, "/services", page=page, per_page=40)
            assert found.keys() == PAGE_KEYS
            bad += [error for one in found["contents"] for error in wrong(listed, one)]
            seen += [one["id"] for one in found["contents"]]
            if found["last_page"]:
                break
            page += 1
        for one in seen:
            bad += wrong(whole, await get(feed, f"/services/{one}"))
        assert bad == []
        assert len(seen) == len(set(seen)) == found["total_items"] == sum(offer.status == "gepubliceerd" for offer in offers())

    async def test_every_service_at_location_is_valid(self, feed: httpx.AsyncClient) -> None:
        listed, whole = validator("service_at_location_list.json"), validator("service_at_location.json")
        found = await get(feed, "/service_at_locations", per_page=500)
        assert [error for one in found["contents"] for error in wrong(listed, one)] == []
        fully = await get(feed, "/service_at_locations", per_page=500, full=True)
        assert [error for one in fully["contents"] for error in wrong(whole, one)] == []
        one = await get(feed, f"/service_at_locations/{found['contents'][0]['id']}")
        ServiceAtLocationWhole.model_validate(one)
        assert wrong(whole, one) == []

    async def test_lists_are_pages_of_our_own_copy_of_the_standard(self, feed: httpx.AsyncClient) -> None:
        Page[ServiceListed].model_validate(await get(feed, "/services"))
        Page[Taxonomy].model_validate(await get(feed, "/taxonomies"))
        terms = Page[TaxonomyTerm].model_validate(await get(feed, "/taxonomy_terms", per_page=500))
        assert terms.total_items == len(own.TERMS)

    async def test_taxonomies_and_terms_are_found_by_id(self, feed: httpx.AsyncClient) -> None:
        scheme = TERM["verwijzing"]
        assert (await get(feed, f"/taxonomies/{scheme.id}"))["name"] == "Verwijzing"
        term = await get(feed, f"/taxonomy_terms/{scheme.term_id('geen_verwijzing_nodig')}")
        assert term["taxonomy_id"] == str(scheme.id)
        assert (await get(feed, "/taxonomy_terms", taxonomy_id=scheme.id))["total_items"] == 2
        assert (await get(feed, "/taxonomy_terms", parent_id=scheme.id))["empty"]

    async def test_organizations_have_their_services(self, feed: httpx.AsyncClient) -> None:
        await put(feed, make_offer("een", name="Een", provider="Qzx"), make_offer("twee", name="Twee", provider="Qzx"))
        found = await get(feed, "/organizations", search="qzx")
        assert [one["name"] for one in found["contents"]] == ["Qzx"]
        whole = await get(feed, f"/organizations/{found['contents'][0]['id']}", full_service=True)
        assert {one["name"] for one in whole["services"]} == {"Een", "Twee"}
        assert whole["services"][0]["attributes"]
        assert await names(feed, organization_id=found["contents"][0]["id"]) == {"Een", "Twee"}

    async def test_a_page_too_far_is_empty_and_the_last(self, feed: httpx.AsyncClient) -> None:
        found = await get(feed, "/services", page=999)
        assert (found["empty"], found["last_page"], found["size"], found["contents"]) == (True, True, 0, [])

    async def test_lines_give_everything_at_once(self, feed: httpx.AsyncClient) -> None:
        total = (await get(feed, "/services"))["total_items"]
        answer = await feed.get(f"{FEED}/services", params={"format": "ndjson", "full": True})
        assert len([Service.model_validate_json(line) for line in answer.text.splitlines()]) == total
        spots = await feed.get(f"{FEED}/service_at_locations", params={"format": "ndjson"})
        assert len(spots.text.splitlines()) == (await get(feed, "/service_at_locations"))["total_items"]

    async def test_a_brief_list_tells_what_changed(self, feed: httpx.AsyncClient) -> None:
        found = await get(feed, "/services", minimal=True, per_page=1)
        assert found["contents"][0].keys() == {"id", "name", "status", "last_modified"}


class TestFilters:
    async def test_terms_and_taxonomies(self, feed: httpx.AsyncClient) -> None:
        await put(feed, make_offer("maat", name="Maat", kind="maatje_steungezin", topics=["gokken"], free=None, audience=["jongere"]))
        for slug, value in (("onderwerp", "gokken"), ("soort_hulp", "maatje_steungezin"), ("voor_wie", "jongere"), ("bereik", "landelijk")):
            assert "Maat" in await names(feed, taxonomy_term_id=TERM[slug].term_id(value)), slug
        assert "Maat" not in await names(feed, taxonomy_term_id=TERM["onderwerp"].term_id("slapen"))
        assert "Maat" not in await names(feed, taxonomy_term_id=TERM["kosten"].term_id("gratis"))
        assert "Maat" not in await names(feed, taxonomy_id=TERM["kosten"].id)
        assert "Maat" in await names(feed, taxonomy_id=TERM["verwijzing"].id)
        assert await names(feed, taxonomy_term_id=TERM["verwijzing"].term_id("verwijzing_nodig")) == set()
        assert await names(feed, taxonomy_term_id=uuid4()) == await names(feed, taxonomy_id=uuid4()) == set()

    async def test_ages_as_the_standard_words_them(self, feed: httpx.AsyncClient) -> None:
        await put(feed, make_offer("tien", name="Tien", age_min=10, age_max=12), make_offer("open", name="Open"))
        assert "Tien" in await names(feed, minimum_age=10, maximum_age=12)
        assert "Tien" not in await names(feed, minimum_age=11)
        assert "Tien" not in await names(feed, maximum_age=11.5)
        assert "Open" not in await names(feed, minimum_age=0)

    async def test_words(self, feed: httpx.AsyncClient) -> None:
        await put(feed, make_offer("zeb", name="Zebrapad 100%", summary="Iets met een olifant."))
        assert await names(feed, search="OLIFANT zebrapad") == {"Zebrapad 100%"}
        assert await names(feed, search="%") == await names(feed, search="100%") == {"Zebrapad 100%"}

    async def test_weekly_times_are_kept_by_no_offer(self, feed: httpx.AsyncClient) -> None:
        assert await names(feed, day="MO", start_time="09:00Z") == set()

    async def test_changes_tell_also_what_was_withdrawn(self, feed: httpx.AsyncClient) -> None:
        before = now()
        await put(feed, make_offer("weg", name="Weg", status="ingetrokken"), make_offer("nieuw", name="Nieuw"))
        assert await names(feed, modified_after=before.isoformat()) == {"Weg", "Nieuw"}
        assert "Weg" not in await names(feed)
        assert (await get(feed, f"/services/{service_id('weg')}"))["status"] == "inactive"
        assert await names(feed, modified_after="2999-01-01") == set()

    async def test_what_is_not_published_does_not_exist(self, feed: httpx.AsyncClient) -> None:
        await put(feed, make_offer("geheim", name="Geheim", status="concept"))
        assert "Geheim" not in await names(feed, modified_after="2000-01-01")
        assert (await feed.get(f"{FEED}/services/{service_id('geheim')}")).status_code == 404

    async def test_a_postcode_gives_its_gemeente_and_wijk(self, feed: httpx.AsyncClient) -> None:
        await put(
            feed,
            make_offer("oost", name="In Oosterpark", gemeenten=["voorbeeldstad"], wijken=["Oosterpark"]),
            make_offer("hier", name="Hier", gemeenten=["voorbeeldstad", "soest"]),
            make_offer("daar", name="Daar", gemeenten=["soest"]),
            make_offer("app", name="App", delivery=["app"]),
        )

        async def at(postcode: str) -> list[tuple[str, str]]:
            found = await get(feed, "/service_at_locations", postcode=postcode, proximity=1000, per_page=500)
            return [(one["service"]["name"], one["location"]["name"]) for one in found["contents"]]

        found = await at("9182 AB")
        assert ("In Oosterpark", "Gemeente Voorbeeldstad") in found
        assert ("Hier", "Gemeente Voorbeeldstad") in found
        assert ("Hier", "Gemeente Soest") not in found
        assert "Daar" not in {name for name, _ in found}
        assert "App" in {name for name, _ in found}
        assert "In Oosterpark" not in {name for name, _ in await at("9180")}
        assert {name for name, _ in await at("0000")} & {"Hier", "Daar"} == set()

    @pytest.mark.parametrize(
        "asked",
        [
            {"page": 0},
            {"page": "x"},
            {"per_page": 501},
            {"taxonomy_term_id": "slapen"},
            {"minimum_age": "nan"},
            {"modified_after": "gisteren"},
            {"format": "xml"},
            {"search": "a" * 201},
        ],
    )
    async def test_nonsense_is_refused_in_one_shape(self, feed: httpx.AsyncClient, asked: Body) -> None:
        answer = await feed.get(f"{FEED}/services", params=asked)
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"

    @pytest.mark.parametrize("path", ["services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"])
    @pytest.mark.parametrize("id", ["x", "00000000-0000-4000-8000-000000000000", "%00", "../../etc"])
    async def test_an_unknown_id_is_not_there(self, feed: httpx.AsyncClient, path: str, id: str) -> None:
        answer = await feed.get(f"{FEED}/{path}/{id}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


class TestManners:
    async def test_who_has_it_already_is_told_so(self, feed: httpx.AsyncClient) -> None:
        first = await feed.get(f"{FEED}/services")
        assert first.headers["cache-control"] == "public, max-age=60"
        etag, changed = first.headers["etag"], first.headers["last-modified"]
        for asked in ({"If-None-Match": etag}, {"If-None-Match": f'"x", W/{etag}'}, {"If-Modified-Since": changed}):
            again = await feed.get(f"{FEED}/services", headers=asked)
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        for asked in ({"If-None-Match": '"x"', "If-Modified-Since": changed}, {"If-Modified-Since": "gisteren"}):
            assert (await feed.get(f"{FEED}/services", headers=asked)).status_code == 200

    async def test_a_change_gives_another_tag(self, feed: httpx.AsyncClient) -> None:
        before = (await feed.get(f"{FEED}/services")).headers["etag"]
        await put(feed, make_offer("aaa", name="Nieuw"))
        assert (await feed.get(f"{FEED}/services")).headers["etag"] != before

    async def test_who_asks_too_often_waits(self, feed: httpx.AsyncClient) -> None:
        feed.app.state.feed = Feed(2)  # type: ignore[attr-defined]
        answers = [await feed.get(f"{FEED}/taxonomies") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[-1].headers["retry-after"] == "60"
        assert answers[-1].json()["detail"]

    async def test_nothing_can_be_changed_through_it(self, feed: httpx.AsyncClient) -> None:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert (await feed.request(method, f"{FEED}/services")).status_code == 405

    async def test_any_site_may_read_it(self, client: httpx.AsyncClient) -> None:
        asked = {
            "Origin": "https://elders.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        }
        assert (await client.options(f"{FEED}/services", headers=asked)).status_code == 200
        for headers in ({}, {"Origin": "https://elders.example"}):
            assert (await client.get(f"{FEED}/services", headers=headers)).headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-origin" not in (await client.get("/api/v1/gemeenten/soest", headers=asked)).headers
