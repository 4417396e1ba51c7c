"""An offer as a service of HSDS. Nothing is made up: what an offer does not say is left out, save where the standard demands a field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from catalog.calendar_file import moment_of
from catalog.offer_form import LANGUAGES
from catalog.open_data import taxonomies as own
from catalog.open_data.schemas import (
    Address,
    Attribute,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from catalog.open_data.taxonomies import BY_SLUG, SCHEMES, ident
from catalog.schemas import Offer

ACTIVE, INACTIVE = "gepubliceerd", "ingetrokken"
VIRTUAL = {"online": "Online", "app": "App op telefoon of tablet", "telefoon": "Telefoon"}
ON_THE_SPOT = {"in_de_buurt", "thuis", "school"}
ASK = "Vraag de aanbieder naar het adres"
EXAMPLE = "Verzonnen voorbeeld. Dit aanbod bestaat niet."
SCOPES = {"landelijk": "Nederland", "veel_gemeenten": "In veel gemeenten in Nederland; vraag of het er bij jou is"}


@dataclass(frozen=True)
class Place:
    """A gemeente, as far as an address needs it."""

    name: str
    province: str


@dataclass(frozen=True)
class Published:
    """An offer with the moment of its last change. `places`: by id the gemeenten that it names, if there is a profile of them."""

    offer: Offer
    changed: datetime
    places: Mapping[str, Place]
    today: date


def service_id(offer_id: str) -> UUID:
    return ident("service", offer_id)


def organization_id(provider: str) -> UUID:
    return ident("organization", " ".join(provider.lower().split()))


def location_keys(places: Mapping[str, Any], delivery: list[str]) -> list[str]:
    """Where a service can be had: `online`, `app`, `telefoon`, or `gemeente:` with its id. National help nearby has no place of its own."""
    spots = [f"gemeente:{gemeente}" for gemeente in places.get("gemeenten", ())] if ON_THE_SPOT & set(delivery) else []
    return [*spots, *(key for key in VIRTUAL if key in delivery)]


def service_at_location_id(offer_id: str, key: str) -> UUID:
    return ident("service_at_location", offer_id, key)


def organization(provider: str) -> Organization:
    return Organization(id=organization_id(provider), name=provider, description="Geeft hulp aan ouders, kinderen, jongeren of gezinnen.")


def service(found: Published) -> Service:
    """The whole service. Of what was withdrawn only that: its text may have been wrong."""
    offer = found.offer
    identity = {"id": service_id(offer.id), "name": offer.name, "last_modified": found.changed}
    if offer.status != ACTIVE:
        return Service(**identity, status="inactive")
    return Service(
        **identity,
        status="inactive" if offer.example else "active",
        organization_id=organization_id(offer.provider),
        organization=organization(offer.provider),
        description=offer.summary,
        url=offer.start.url,
        fees=offer.cost,
        fees_description=offer.cost,
        minimum_age=offer.age_min,
        maximum_age=offer.age_max,
        assured_date=offer.checked_on,
        alert=_alert(found),
        application_process=offer.start.text,
        eligibility_description=_for_whom(offer),
        wait_time=offer.waiting_time,
        schedules=list(_schedules(offer)),
        service_areas=list(_areas(found)),
        service_at_locations=[service_at_location(found, key) for key in keys_of(offer)],
        languages=[_language(offer, code) for code in dict.fromkeys(offer.languages)],
        cost_options=[_cost(offer)],
        phones=[Phone(id=_part(offer, "phone"), service_id=service_id(offer.id), number=offer.start.phone)] if offer.start.phone else [],
        attributes=list(_attributes(offer)),
    )


def keys_of(offer: Offer) -> list[str]:
    return location_keys(offer.places.model_dump(), list(offer.delivery))


def service_at_location(found: Published, key: str) -> ServiceAtLocation:
    place = location(found, key)
    offer = found.offer
    return ServiceAtLocation(
        id=service_at_location_id(offer.id, key), service_id=service_id(offer.id), location_id=place.id, location=place
    )


def location(found: Published, key: str) -> Location:
    """For most help on the spot we know the gemeente but no street; HSDS demands one, so the address says whom to ask."""
    kind, _, gemeente = key.partition(":")
    street = found.offer.start.address if kind == "gemeente" else None
    own = [key, *([found.offer.id] if street else [])]  # an offer with an address of its own has a place of its own
    same = ident("location", *own)
    if kind != "gemeente":
        return Location(id=same, location_type="virtual", name=VIRTUAL[kind], description="Hier hoef je nergens voor heen.")
    place = found.places.get(gemeente, Place(gemeente.replace("_", " ").title(), "onbekend"))
    address = Address(
        id=ident("address", *own),
        location_id=same,
        address_1=street or ASK,
        city=place.name,
        state_province=place.province,
        postal_code="",
        country="NL",
        address_type="physical",
    )
    name = f"Gemeente {place.name}"
    described = f"In de {name.lower()}. {f'Adres: {street}' if street else ASK}."
    return Location(id=same, location_type="physical", name=name, description=described, addresses=[address])


def _schedules(offer: Offer) -> Iterator[Schedule]:
    moment = moment_of(offer)
    if moment:
        begins, ends = (one and one.isoformat(timespec="minutes").partition("T")[2] for one in moment)
        once = moment[0].date()
        yield Schedule(
            id=_part(offer, "schedule"),
            service_id=service_id(offer.id),
            dtstart=once,
            valid_from=once,
            valid_to=once,
            opens_at=str(begins),
            closes_at=ends,
        )


def _part(offer: Offer, *names: str) -> UUID:
    return ident(*names[:1], offer.id, *names[1:])


def _alert(found: Published) -> str | None:
    if found.offer.example:
        return EXAMPLE
    if found.offer.check_again < found.today:
        return f"Dit had op {found.offer.check_again} opnieuw nagekeken moeten zijn."
    return None


def _for_whom(offer: Offer) -> str:
    who = ", ".join(BY_SLUG["voor_wie"].terms[value].name.lower() for value in offer.audience)
    limits = [
        f"{word} {age:g}".replace(".", ",") for word, age in (("vanaf", offer.age_min), ("tot en met", offer.age_max)) if age is not None
    ]
    return f"Voor: {who}." + (f" Leeftijd van het kind: {' '.join(limits)} jaar." if limits else "")


def _areas(found: Published) -> Iterator[ServiceArea]:
    places = found.offer.places
    gemeenten = [found.places[one].name if one in found.places else one for one in places.gemeenten]
    for name in [SCOPES[places.scope]] if places.scope in SCOPES else places.wijken or gemeenten:
        extent = f"{name}, {' en '.join(gemeenten)}" if places.wijken else name
        yield ServiceArea(
            id=_part(found.offer, "service_area", name),
            service_id=service_id(found.offer.id),
            name=name,
            extent=extent,
            extent_type="text",
        )


def _language(offer: Offer, code: str) -> Language:
    return Language(id=_part(offer, "language", code), service_id=service_id(offer.id), name=LANGUAGES.get(code, code), code=code)


def _cost(offer: Offer) -> CostOption:
    option = "Gratis" if offer.free else "Kosten"
    amount = 0 if offer.free else None
    return CostOption(
        id=_part(offer, "cost_option"), service_id=service_id(offer.id), option=option, amount=amount, amount_description=offer.cost
    )


def _attributes(offer: Offer) -> Iterator[Attribute]:
    for slug, value, text in _facts(offer):
        scheme = BY_SLUG[slug]
        yield Attribute(
            id=_part(offer, "attribute", slug, value, text or ""),
            link_id=service_id(offer.id),
            link_type="service",
            taxonomy_term_id=scheme.term_id(value),
            taxonomy_term=scheme.term(value),
            value=text,
        )


def _facts(offer: Offer) -> Iterator[tuple[str, str, str | None]]:
    """Taxonomy, term and value of every attribute, the most important first."""
    yield own.REFERRAL, own.NOT_NEEDED, offer.no_referral.strength
    body = offer.model_dump(mode="json")
    for scheme in SCHEMES:
        if scheme.path:
            value = _at(body, scheme.path)
            for one in dict.fromkeys(value) if scheme.many else [value]:
                yield scheme.slug, one, None
    if offer.free is not None:
        yield own.FREE, own.GRATIS if offer.free else own.PAID, None
    yield own.FACTS, own.OWN_ID, offer.id
    yield own.FACTS, own.CHECK_AGAIN, offer.check_again.isoformat()
    yield own.FACTS, own.SOURCE, str(offer.source.url)
    for wijk in dict.fromkeys(offer.places.wijken):
        yield own.FACTS, own.WIJK, wijk


def _at(body: Mapping[str, Any], path: str) -> Any:
    value: Any = body
    for step in path.split("."):
        value = value[step]
    return value
