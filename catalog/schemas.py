"""The shape of the content: offers, tips and profiles, as they stand in YAML and in the database."""

from datetime import date, time
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from catalog import theme
from catalog.vocabulary import Kind, Topic

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:_[a-z0-9]+)*$", max_length=80)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Years = Annotated[float, Field(ge=0, le=27)]
PhoneText = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 \-]{2,16}$")]
EmailText = Annotated[str, StringConstraints(pattern=r"^[^@\s<>,;\"]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}$", max_length=254)]
Day = Literal["ma", "di", "wo", "do", "vr", "za", "zo"]
Status = Literal["concept", "gepubliceerd", "ingetrokken"]
PRIVATE = {"provider_email"}  # stays in the editor: not in files, not in open data, not in the memory of what answers parents


class Content(BaseModel):
    """Strict base: an unknown field is a mistake of the writer, not something to ignore."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Ages(Content):
    """Ages of the child in years, both ends included; an open end has no limit."""

    age_min: Years | None = None
    age_max: Years | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.age_min is not None and self.age_max is not None and self.age_min > self.age_max:
            raise ValueError("age_min is hoger dan age_max")
        return self


class Source(Content):
    """Where a fact was read. `algemeen` is common knowledge, said so."""

    url: HttpUrl | Literal["algemeen", "voorbeeld"]
    title: Words | None = None
    date: str | None = None
    confidence: Literal["high", "medium", "voorbeeld"] = "medium"


class Places(Content):
    """Where an offer can be had: `landelijk` everywhere, `veel_gemeenten` in many places (the parent must check), else the list."""

    scope: Literal["landelijk", "veel_gemeenten", "lokaal"]
    gemeenten: list[Slug] = []
    wijken: list[Words] = []

    @model_validator(mode="after")
    def _local_names_places(self) -> Self:
        if (self.scope == "lokaal") != bool(self.gemeenten):
            raise ValueError("alleen een lokaal aanbod noemt gemeenten, en het noemt er minstens een")
        return self


class Start(Content):
    """How to begin: one plain sentence, and what can be tapped. `address`: where a parent goes."""

    text: Words
    url: HttpUrl | None = None
    phone: PhoneText | None = None
    address: Words | None = None


class Moment(Content):
    """When something is that happens once, on a Dutch clock. Empty for what goes on."""

    day: date | None = None
    begins: time | None = None
    ends: time | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.day is None) != (self.begins is None):
            raise ValueError("een dag en een begintijd horen bij elkaar")
        if self.ends is not None and (self.begins is None or self.ends <= self.begins):
            raise ValueError("het einde ligt na het begin")
        return self


class NoReferral(Content):
    """Why we believe that no referral is needed. An offer that needs one cannot be written down here."""

    needed: Literal[False]
    evidence: Words
    strength: Literal["expliciet", "afgeleid", "voorbeeld"]


class Offer(Ages):
    """Help that a parent can start without referral. `provider_email` is for asking the provider whether it is still right: no parent and
    no file or feed for others ever gets it."""

    id: Slug
    name: Words
    provider: Words
    kind: Kind
    topics: list[Topic] = Field(min_length=1)
    audience: list[Literal["ouder", "kind", "jongere", "gezin"]] = Field(min_length=1)
    delivery: list[Literal["in_de_buurt", "thuis", "online", "telefoon", "app", "school"]] = Field(min_length=1)
    places: Places
    cost: Words
    free: bool | None = None
    start: Start
    moment: Moment = Moment()
    waiting_time: Words | None = None
    languages: list[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]] = ["nl"]
    summary: Words
    no_referral: NoReferral
    checked_on: date
    check_again: date
    source: Source
    status: Status = "concept"
    example: bool = False
    provider_email: EmailText | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.check_again <= self.checked_on:
            raise ValueError("check_again moet na checked_on liggen")
        if self.example and "voorbeeld" not in f"{self.name} {self.provider}".lower():
            raise ValueError("een verzonnen aanbod heeft het woord 'voorbeeld' in naam of aanbieder")
        return self


class Tip(Ages):
    """Something that a parent can try at home, or (`kind: normaal`) what is ordinary at this age."""

    id: Slug
    kind: Literal["tip", "normaal"] = "tip"
    topic: Topic
    text: Words
    source: Source
    status: Status = "gepubliceerd"


class Hours(Content):
    """Opening hours on some weekdays, local time of the gemeente."""

    days: list[Day] = Field(min_length=1)
    opens: time
    closes: time

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens moet voor closes liggen")
        return self


class ClosedHolidays(Content):
    """The Dutch holidays on which the team is closed. Until somebody says otherwise: all that are a day off for most people."""

    nieuwjaarsdag: bool = True
    goede_vrijdag: bool = False
    eerste_paasdag: bool = True
    tweede_paasdag: bool = True
    koningsdag: bool = True
    bevrijdingsdag: bool = False
    hemelvaartsdag: bool = True
    eerste_pinksterdag: bool = True
    tweede_pinksterdag: bool = True
    eerste_kerstdag: bool = True
    tweede_kerstdag: bool = True


class ClosedDays(Content):
    """Days on which the team is closed though it is a weekday with hours; both ends included, one day without `until`."""

    day: date
    until: date | None = None
    why: Words | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.until is not None and self.until < self.day:
            raise ValueError("until ligt voor day")
        return self


class WalkIn(Content):
    """A moment at which a parent can come by without an appointment."""

    where: Words
    when: Words


class Wijk(Content):
    """A part of the gemeente. `postcodes` are the four digits; `aliases` are other names that people use."""

    name: Words
    postcodes: list[Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}$")]] = []
    aliases: list[Words] = []


class Team(Content):
    """Rung 2: the people to talk to. `article` is the name in a sentence: 'het wijkteam', 'Hart voor Hillegom'."""

    name: Words
    article: Words
    find: Words
    phone: PhoneText | None = None
    email: EmailText | None = None
    url: HttpUrl | None = None
    address: Words | None = None
    hours: list[Hours] = []
    closed_on: ClosedHolidays = ClosedHolidays()
    closed: list[ClosedDays] = []
    walk_in: list[WalkIn] = []


class Person(Ages):
    """Someone else on rung 2, in this gemeente's own way of working: POH GGZ Jeugd, opvoedconsulent, intern begeleider.

    One `for_professionals` is only named to a teacher or a doctor who asks for advice about a family.
    """

    id: Slug
    name: Words
    text: Words
    topics: list[Topic] = []
    phone: PhoneText | None = None
    url: HttpUrl | None = None
    for_professionals: bool = False


class ExtraLine(Content):
    """A phone line of this gemeente or region, next to the national ones."""

    name: Words
    phone: PhoneText
    when: Words


class Retention(Content):
    """How long a finished handoff is kept, in days."""

    handoff_days: Annotated[int, Field(ge=1, le=365)] = 90


class Switch(Content):
    """Something that a gemeente can turn off. YAML reads a bare `on` as true, also where it is a name."""

    @model_validator(mode="before")
    @classmethod
    def _named_on(cls, given: Any) -> Any:
        return {"on" if key is True else key: value for key, value in given.items()} if isinstance(given, dict) else given


class Chat(Switch):
    """The chat of this gemeente. `reason` is for colleagues, `message` is what a parent reads when it is off."""

    on: bool = True
    reason: Words | None = None
    message: Words | None = None

    @model_validator(mode="after")
    def _off_has_a_reason(self) -> Self:
        if not self.on and not self.reason:
            raise ValueError("een chat die uit staat heeft een reden")
        return self


class LiveChat(Switch):
    """Talking with a wijkteammedewerker; after `wait_seconds` without anybody the parent hears that nobody is there."""

    on: bool = False
    wait_seconds: Annotated[int, Field(ge=30, le=900)] = 120


class HandoffTeam(Content):
    """Who answers. Without `wijken` it answers for every wijk that no other team names. The address is never shown to parents."""

    id: Slug
    name: Words
    wijken: list[Words] = []
    email: EmailText | None = None


class Handoff(Switch):
    """Handing a question to the team. What a parent agreed to is kept as `consent_version`: another text has another version."""

    on: bool = True
    consent_text: Words = (
        "Ik geef mijn vraag en mijn gegevens aan het team van mijn gemeente. Het team gebruikt ze alleen om mij te helpen met deze vraag. "
        "Ik kan dit later weer intrekken."
    )
    consent_version: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,19}$")] = "1"
    answer_within_working_days: Annotated[int, Field(ge=1, le=20)] = 2
    teams: list[HandoffTeam] = Field(default=[HandoffTeam(id="wijkteam", name="Wijkteam")], min_length=1)
    live_chat: LiveChat = LiveChat()

    @model_validator(mode="after")
    def _teams_differ(self) -> Self:
        ids = [team.id for team in self.teams]
        wijken = [wijk for team in self.teams for wijk in team.wijken]
        if len(set(ids)) < len(ids) or len(set(wijken)) < len(wijken):
            raise ValueError("twee teams hebben dezelfde naam of dezelfde wijk")
        return self


class PageRule(Content):
    """The chat on some pages of the gemeente's site. `/jeugd*` is every address that begins so; the first rule that fits counts."""

    path: Annotated[str, StringConstraints(pattern=r"^(/[^*\s]*\*?|\*)$", max_length=200)]
    chat: bool = True
    topic: Topic | None = None


class Profile(Content):
    """One gemeente's settings and texts. `concept` until every contact field is filled and checked."""

    id: Slug
    name: Words
    province: Words
    status: Literal["concept", "compleet"]
    example: bool = False
    greeting: Words | None = None
    approach: Words
    theme: dict[Annotated[str, StringConstraints(pattern=r"^--(?:nl|utrecht|wegwijs)-[a-z0-9-]+$")], str] = {}
    pages: list[PageRule] = Field(default=[], max_length=100)
    wijken: list[Wijk] = []
    neighbours: list[Slug] = []
    team: Team
    people: list[Person] = []
    first_kinds: list[Kind] = []
    first_topics: list[Topic] = Field(default=[], max_length=8)
    lines: list[ExtraLine] = []
    chat: Chat = Chat()
    handoff: Handoff = Handoff()
    retention: Retention = Retention()
    sources: list[Source] = []
    checked_on: date

    @field_validator("theme")
    @classmethod
    def _theme_can_be_used(cls, given: dict[str, str]) -> dict[str, str]:
        if found := theme.wrong(given):
            raise PydanticCustomError(
                "theme",
                "deze kleuren of letters kunnen niet: {told}",
                {"told": "; ".join(f"{token}: {reason}" for token, reason in found.items()), "fields": found},
            )
        return given

    @model_validator(mode="after")
    def _complete_means_reachable(self) -> Self:
        if self.status == "compleet" and not (self.team.phone and self.team.hours and self.team.url):
            raise ValueError("een compleet profiel heeft telefoon, uren en site van het team")
        return self
