"""Open data of others (HSDS) as a sheet: from a saved file, or fetched from the addresses in one. It never decides that no referral is needed:
unless the data says so in our own terms, an editor must answer that."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid5

from catalog.exchange.cells import Names
from catalog.exchange.csv_file import decoded
from catalog.exchange.sheet import FIELDS, LARGEST_TEXT, MOST_ROWS, Row, Sheet, put
from catalog.forms import clean
from catalog.open_data import taxonomies as own
from catalog.open_data.taxonomies import BY_SLUG, NAMESPACE, TERMS
from kit.clock import AMSTERDAM
from kit.errors import Invalid

Json = dict[str, Any]
Fetch = Callable[[str], Awaitable[bytes]]
MOST_ADDRESSES = 20
MOST_PAGES = 100
LONGEST = 1000
PHONE = re.compile(r"[0-9][0-9 \-]{2,16}")
GONE = ("inactive", "defunct")
NOT_NEEDED = re.compile(r"(geen|zonder)\s+(een\s+)?verwijz|(no|without( a)?)\s+referral|self[- ]?referral|zelf\s+aanmelden", re.IGNORECASE)
NEEDED = re.compile(r"verwijz|verwezen|referral|referred|beschikking|indicatie\s+nodig", re.IGNORECASE)
MEANS = {"voor_wie": "audience", "manier": "delivery", "onderwerp": "topics"}
MARK_NEEDED = "Let op: volgens de bron is er misschien een verwijzing nodig. Zo kan het niet in Wegwijs."
MARK_UNKNOWN = "De bron zegt niet of er een verwijzing nodig is. Zoek dat uit voordat je dit publiceert."
SHORTENED = "De tekst van de bron was te lang en is afgebroken. Schrijf zelf een korte tekst."
NO_JSON = "Dit is geen open data die Wegwijs kent (HSDS of Open Referral UK, als JSON)."


def loaded(content: bytes) -> Any:
    """JSON, or one object a line. Raises Invalid."""
    text = decoded(content)
    if len(text) > LARGEST_TEXT:
        raise Invalid("Dit bestand is te groot.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise Invalid(NO_JSON) from None


def services_in(found: Any) -> list[Json]:
    """The services of a page, a list or a single one. Raises Invalid when there are none or too many."""
    items = found.get("contents", [found]) if isinstance(found, Mapping) else found
    services = [one for one in items if isinstance(one, dict) and one.get("id") and one.get("name")] if isinstance(items, list) else []
    if not services or len(services) != len(items):
        raise Invalid(NO_JSON)
    if len(services) > MOST_ROWS:
        raise Invalid(f"Hier staan meer dan {MOST_ROWS} diensten in. Maak er kleinere bestanden van.")
    return services


def addresses_in(content: bytes) -> list[str]:
    """The addresses in a file with one a line; lines with # are remarks. Raises Invalid when something else stands there."""
    lines = [line.strip() for line in decoded(content).splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if not found or not all(re.fullmatch(r"https?://\S{3,2000}", line) for line in found):
        raise Invalid("In dit bestand hoort op elke regel een webadres te staan dat met https:// begint.")
    if len(found) > MOST_ADDRESSES:
        raise Invalid(f"Haal hooguit {MOST_ADDRESSES} adressen tegelijk op.")
    return found


async def fetched(addresses: list[str], fetch: Fetch) -> list[tuple[str, Json]]:
    """Every service behind these addresses, each with the address where it stands. An address is a feed, a list or a service.
    Raises Invalid, also when one of them cannot be read."""
    whole: list[tuple[str, Json]] = []
    for address in addresses:
        found = loaded(await fetch(address))
        if isinstance(found, dict) and "openapi_url" in found:
            address, found = (services := f"{address.rstrip('/')}/services"), loaded(await fetch(services))
        whole += [(address, found)] if isinstance(found, dict) and "contents" not in found else await _details(address, found, fetch)
        if len(whole) > MOST_ROWS:
            raise Invalid(f"Hier staan meer dan {MOST_ROWS} diensten in. Haal minder tegelijk op.")
    return whole


async def _details(address: str, first: Any, fetch: Fetch) -> list[tuple[str, Json]]:
    """A list has no contact or places; each service has an address of its own with everything."""
    base = address.partition("?")[0].rstrip("/")
    listed, page = first, 1
    found: list[str] = []
    while True:
        found += [str(one.get("id")) for one in services_in(listed)]
        if not isinstance(listed, dict) or listed.get("last_page", True) or page == MOST_PAGES or len(found) > MOST_ROWS:
            break
        page += 1
        listed = loaded(await fetch(f"{address}{'&' if '?' in address else '?'}{urlencode({'page': page})}"))
    if len(found) > MOST_ROWS:
        raise Invalid(f"Hier staan meer dan {MOST_ROWS} diensten in. Haal minder tegelijk op.")
    return [(f"{base}/{_safe_id(one)}", services_in(loaded(await fetch(f"{base}/{_safe_id(one)}")))[0]) for one in dict.fromkeys(found)]


def _safe_id(text: str) -> str:
    """Raises Invalid for an id that could lead to another address."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,80}", text):
        raise Invalid(NO_JSON)
    return text


def sheet_of(services: list[tuple[str, Json]], names: Names) -> Sheet:
    """One row a service; what is closed at the source is left out and said."""
    sheet = Sheet(foreign=True)
    for number, (address, service) in enumerate(services, start=1):
        if service.get("status") in GONE:
            continue
        row = Row(number, _own_id(service))
        put(sheet, row, _values(row, service, address, names))
        sheet.rows.append(row)
    sheet.problems.clear()  # what cannot be read is work for the editor
    if not sheet.rows:
        raise Invalid("Alles in deze open data is volgens de bron gesloten.")
    return sheet


def _own_id(service: Json) -> str:
    """The same each time, so that a second import finds the first."""
    return f"hsds_{uuid5(NAMESPACE, str(service['id'])).hex[:16]}"


def _values(row: Row, service: Json, address: str, names: Names) -> Json:
    described, cost = _text(service, "description"), _cost(service)
    if len(described) > LONGEST:
        row.notes.append(SHORTENED)
    values = {
        "name": _text(service, "name")[:200],
        "provider": _text(_object(service, "organization"), "name")[:200],
        "summary": described[:LONGEST],
        "age_min": _age(service, "minimum_age"),
        "age_max": _age(service, "maximum_age"),
        "cost": cost[:LONGEST],
        "free": _free(service),
        "languages": [code for one in _list(service, "languages") if re.fullmatch(r"[a-z]{2,3}", code := _text(one, "code"))],
        "start.text": _text(service, "application_process")[:LONGEST],
        "start.url": _web(_text(service, "url")),
        "start.phone": _phone(service),
        "start.address": _street(service),
        **_once(service),
        "waiting_time": _text(service, "wait_time")[:LONGEST],
        "source.url": _web(address) or _web(_text(service, "url")),
        "source.title": f"Open data van {_text(_object(service, 'organization'), 'name') or urlsplit(address).hostname or 'een ander'}"[
            :200
        ],
        "source.date": _text(service, "last_modified")[:10],
        "checked_on": _text(service, "assured_date")[:10],
    }
    return {
        path: value
        for path, value in {**values, **_terms(service), **_places(service, names), **_referral(row, service, address)}.items()
        if path in FIELDS
    }


def _object(of: Json, name: str) -> Json:
    found = of.get(name)
    return found if isinstance(found, dict) else {}


def _list(of: Json, name: str) -> list[Json]:
    found = of.get(name)
    return [one for one in found if isinstance(one, dict)][:500] if isinstance(found, list) else []


def _text(of: Json, name: str) -> str:
    found = of.get(name)
    return clean(found[:20_000]) if isinstance(found, str) else ""


def _web(text: str) -> str | None:
    return text if re.fullmatch(r"https?://\S{3,2000}", text) else None


def _age(service: Json, name: str) -> float | None:
    found = service.get(name)
    good = isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= 27
    return float(found) if good and found is not None else None


def _phone(service: Json) -> str | None:
    """In our form; a Dutch number from abroad begins with a 0 here."""
    numbers = [
        _text(one, "number").replace("+31", "0").replace("(0)", "").replace("(", "").replace(")", "") for one in _list(service, "phones")
    ]
    return next((number for number in numbers if PHONE.fullmatch(number)), None)


def _street(service: Json) -> str | None:
    """Where to go, when that is one place with a number; a source that knows no street writes something else there."""
    places = [_object(one, "location") for one in _list(service, "service_at_locations")]
    found = {(_text(one, "address_1"), _text(one, "city")) for place in places for one in _list(place, "addresses")}
    street, city = found.pop() if len(found) == 1 else ("", "")
    if not any(sign.isdigit() for sign in street):
        return None
    return street if city.lower() in street.lower() else f"{street}, {city}"


def _once(service: Json) -> Json:
    """The day and hours of what happens once, on the clock of that place. What is every week has no moment with us."""
    schedules = _list(service, "schedules")
    if len(schedules) != 1 or _text(schedules[0], "freq"):
        return {}
    days = {day for name in ("dtstart", "valid_from", "valid_to") if (day := _text(schedules[0], name)[:10])}
    if len(days) != 1:
        return {}
    day = days.pop()
    begins, ends = (_dutch_moment(day, _text(schedules[0], name)) for name in ("opens_at", "closes_at"))
    return (
        {"moment.day": f"{begins:%Y-%m-%d}", "moment.begins": f"{begins:%H:%M}", "moment.ends": ends and f"{ends:%H:%M}"} if begins else {}
    )


def _dutch_moment(day: str, told: str) -> datetime | None:
    """On our clock; None without a day and an hour that can be read."""
    try:
        moment = datetime.fromisoformat(f"{day}T{told}")
    except ValueError:
        return None
    return moment.astimezone(AMSTERDAM) if moment.tzinfo else moment


def _cost(service: Json) -> str:
    options = [_text(one, "amount_description") or _text(one, "option") for one in _list(service, "cost_options")]
    return _text(service, "fees_description") or _text(service, "fees") or " ".join(one for one in options if one)


def _free(service: Json) -> bool | None:
    amounts = [one.get("amount") for one in _list(service, "cost_options")]
    known = [amount for amount in amounts if isinstance(amount, int | float) and not isinstance(amount, bool)]
    return None if not known or len(known) != len(amounts) else not any(known)


def _own_terms(service: Json) -> Iterator[tuple[str, str, str]]:
    """Taxonomy, term and value of the attributes that are in our own words."""
    for one in _list(service, "attributes"):
        try:
            scheme, value = TERMS[UUID(str(one.get("taxonomy_term_id") or _object(one, "taxonomy_term").get("id")))]
        except (ValueError, KeyError):
            continue
        yield scheme.slug, value, _text(one, "value")


def _terms(service: Json) -> Json:
    found = list(_own_terms(service))
    many = {path: [value for slug, value, _ in found if slug == scheme] for scheme, path in MEANS.items()}
    kinds = [value for slug, value, _ in found if slug == "soort_hulp"]
    again = [text for slug, value, text in found if (slug, value) == (own.FACTS, own.CHECK_AGAIN)]
    if not many["delivery"] and any(
        _object(one, "location").get("location_type") == "virtual" for one in _list(service, "service_at_locations")
    ):
        many["delivery"] = ["online"]
    return {**many, "kind": kinds[0] if kinds else None, "check_again": again[0] if again else None}


def _places(service: Json, names: Names) -> Json:
    """From the words of the areas and addresses: the whole country, or gemeenten that we know."""
    found = list(_own_terms(service))
    words = {_text(area, "name").lower() for area in _list(service, "service_areas")}
    spots = [_object(one, "location") for one in _list(service, "service_at_locations")]
    words |= {_text(address, "city").lower() for spot in spots for address in _list(spot, "addresses")}
    scopes = [value for slug, value, _ in found if slug == "bereik"]
    wijken = [text for slug, value, text in found if (slug, value) == (own.FACTS, own.WIJK) and text]
    words -= {wijk.lower() for wijk in wijken}
    here = sorted({names.read(word) for word in words} & names.by_id.keys())
    if scopes and scopes[0] != "lokaal":
        return {"places.scope": scopes[0]}
    if here:
        return {"places.scope": "lokaal", "places.gemeenten": here, "places.wijken": wijken}
    return {"places.scope": "landelijk"} if words & {"nederland", "netherlands", "the netherlands", "landelijk"} else {}


def _referral(row: Row, service: Json, address: str) -> Json:
    """Our own term is an answer; words that speak of a referral are a warning; anything else stays open."""
    own_terms = [(value, text) for slug, value, text in _own_terms(service) if slug == own.REFERRAL]
    if any(value == own.NEEDED for value, _ in own_terms) or _speaks_of_referral(service):
        row.notes.append(MARK_NEEDED)
        return {"no_referral.needed": True}
    if own_terms:
        strength = own_terms[0][1] if own_terms[0][1] in ("expliciet", "afgeleid") else "afgeleid"
        return {
            "no_referral.needed": False,
            "no_referral.evidence": f"De open data van {urlsplit(address).hostname or 'de bron'} zegt: geen verwijzing nodig.",
            "no_referral.strength": strength,
        }
    row.notes.append(MARK_UNKNOWN)
    return {}


def _speaks_of_referral(service: Json) -> bool:
    terms = [
        _text(_object(one, "taxonomy_term"), "name")
        for one in _list(service, "attributes")
        if str(one.get("taxonomy_term_id")) not in _own_ids()
    ]
    texts = [_text(service, name) for name in ("application_process", "eligibility_description", "description", "alert")]
    return any(NEEDED.search(NOT_NEEDED.sub("", text)) for text in (*texts, *terms))


def _own_ids() -> set[str]:
    return {str(BY_SLUG[own.REFERRAL].term_id(value)) for value in BY_SLUG[own.REFERRAL].terms}
