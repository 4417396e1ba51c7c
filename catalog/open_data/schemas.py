"""The objects of HSDS 3.0 in the profile of Open Referral UK, as far as we fill them: same names, same required fields, same closed lists.
Fields under `HSDS` are not in the UK profile but are in HSDS 3.0; its schemas allow them."""

from datetime import date, datetime
from typing import Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AnyUrl, BaseModel, ConfigDict, Field, SerializeAsAny

Item = TypeVar("Item")


class Hsds(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID


class Taxonomy(Hsds):
    name: str
    description: str


class TaxonomyTerm(Hsds):
    name: str
    description: str
    taxonomy: str
    taxonomy_id: UUID
    term_uri: AnyUrl | None = None


class Attribute(Hsds):
    """`value` (HSDS) holds what is no closed list, such as a date."""

    link_id: UUID
    link_type: Literal["service"]
    taxonomy_term_id: UUID
    taxonomy_term: TaxonomyTerm
    value: str | None = None


class Organization(Hsds):
    name: str
    description: str


class OrganizationWithServices(Organization):
    services: list[SerializeAsAny["ServiceListed"]]


class Address(Hsds):
    location_id: UUID
    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: Literal["NL"]
    address_type: Literal["physical", "postal", "virtual"]


class LocationListed(Hsds):
    location_type: Literal["physical", "postal", "virtual"]
    name: str
    description: str


class Location(LocationListed):
    addresses: list[Address] = []


class ServiceAtLocation(Hsds):
    service_id: UUID
    location_id: UUID
    location: Location


class ServiceArea(Hsds):
    service_id: UUID
    name: str
    extent: str
    extent_type: Literal["text"]


class Language(Hsds):
    """`name` and `code` are HSDS."""

    service_id: UUID
    name: str
    code: str


class CostOption(Hsds):
    service_id: UUID
    option: str
    amount: float | None = None
    amount_description: str


class Phone(Hsds):
    """HSDS."""

    service_id: UUID
    number: str


class Schedule(Hsds):
    """When something is that happens once: no `freq`. Times as HH:MM with the offset of that day."""

    service_id: UUID
    dtstart: date
    valid_from: date
    valid_to: date
    opens_at: str
    closes_at: str | None = None


class ServiceListed(Hsds):
    """What a list has. The last four are HSDS."""

    organization_id: UUID | None = None
    name: str
    description: str | None = None
    url: AnyUrl | None = None
    status: Literal["active", "inactive", "defunct", "temporarily closed"]
    fees: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    assured_date: date | None = None
    alert: str | None = None
    last_modified: datetime
    organization: Organization | None = None
    application_process: str | None = None
    fees_description: str | None = None
    eligibility_description: str | None = None
    wait_time: str | None = None


class Service(ServiceListed):
    schedules: list[Schedule] = []
    service_areas: list[ServiceArea] = []
    service_at_locations: list[ServiceAtLocation] = []
    languages: list[Language] = []
    cost_options: list[CostOption] = []
    phones: list[Phone] = []
    attributes: list[Attribute] = []


class ServiceBrief(Hsds):
    """For who only wants to know what changed (`minimal`)."""

    name: str
    status: Literal["active", "inactive", "defunct", "temporarily closed"]
    last_modified: datetime


class ServiceAtLocationListed(Hsds):
    service_id: UUID
    location_id: UUID
    location: LocationListed
    service: ServiceListed


class ServiceAtLocationWhole(Hsds):
    service_id: UUID
    location_id: UUID
    location: Location
    service: Service


class Page(BaseModel, Generic[Item]):
    """One page of a list. `size`: how many there are on this page."""

    total_items: int = Field(ge=0)
    total_pages: int = Field(ge=0)
    page_number: int = Field(ge=1)
    size: int = Field(ge=0)
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[Item]


class About(BaseModel):
    """`license` is our addition: under which terms the data may be used."""

    version: Literal["HSDS-UK-3.0"]
    profile: AnyUrl
    openapi_url: AnyUrl
    license: AnyUrl
