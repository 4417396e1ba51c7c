"""What goes into a handoff and what comes out, between the doors. What is personal has no repr: it shall not end up in a log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from handoff.models import Urgency
from kit.errors import AppError

Step = Literal["ontvangen", "opgepakt", "geprobeerd", "klaar", "ingetrokken"]
OUTCOMES = {
    "geholpen": "Geholpen met advies",
    "verwezen_naar_aanbod": "Verwezen naar aanbod zonder verwijzing",
    "vervolg_wijkteam": "Vervolg bij het wijkteam",
    "andere_organisatie": "Verder bij een andere organisatie",
    "geen_contact": "Geen contact gekregen",
    "ingetrokken": "Ingetrokken door de ouder",
}


@dataclass(frozen=True, repr=False)
class Intake:
    """What a parent agreed to hand over. `ages` are pairs of years (from, to); `tried` ids of offers that were shown.

    `transcript` holds the shown messages of the conversation, as JSON, when the parent shares it. `form_key` is the secret of the conversation:
    with it the same form is recognised when it comes twice; it is kept nowhere.
    """

    gemeente: str
    conversation_id: str | None
    question: str
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    preferred_time: str | None = None
    share: bool = False
    consent_version: str = ""
    topics: tuple[str, ...] = ()
    ages: tuple[tuple[float, float], ...] = ()
    weight: str | None = None
    wijk: str | None = None
    tried: tuple[str, ...] = ()
    urgency: Urgency = "normaal"
    transcript: list[dict[str, Any]] | None = None
    form_key: str = ""


@dataclass(frozen=True, repr=False)
class Summary:
    """Exactly what the team will get: the question without personal data, the phone number as +31612345678."""

    question: str
    name: str | None
    phone: str | None
    email: str | None
    preferred_time: str
    share: bool


@dataclass(frozen=True, repr=False)
class Contact:
    """How the parent can be reached. `phone` is E.164 (+31612345678)."""

    name: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, repr=False)
class Contents:
    """What is sealed in a handoff, opened. `transcript` is None when it was not shared."""

    contact: Contact
    question: str
    transcript: list[dict[str, Any]] | None


@dataclass(frozen=True, repr=False)
class Receipt:
    """What the parent gets. `expected_within` in words; `status_url` is a path, the code stands behind its #, which no server is sent."""

    reference: str
    code: str
    expected_within: str
    due_at: datetime
    status_url: str


@dataclass(frozen=True)
class Wanted:
    """What staff want to see of the inbox. `status` is one of models.Status, `open` (all but afgerond) or `alle`; `reference` its begin;
    `page` counts from 1."""

    status: str = "open"
    gemeente: str = ""
    team: str = ""
    mine: bool = False
    late: bool = False
    urgent: bool = False
    reference: str = ""
    page: int = 1


class ParentStatus(BaseModel):
    """What the parent may know: never who works on it, nor what they wrote. `words` is the sentence of this step; moments are UTC."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    reference: str
    gemeente: str
    step: Step
    words: str
    received_at: datetime
    due_at: datetime
    expected_within: str
    taken_at: datetime | None
    tried_at: datetime | None
    closed_at: datetime | None
    late: bool

    @property
    def open(self) -> bool:
        return self.step not in ("klaar", "ingetrokken")


class Mistakes(AppError):
    """What must change in the form, per field: question, name, phone, email, preferred_time, share."""

    status = 422
    title = "Kijk je formulier na"
    detail = "Er klopt nog iets niet. Kijk bij de velden hieronder."

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__()
        self.fields = fields
        self.more = {"invalidParams": [{"name": to_camel(name), "reason": words} for name, words in fields.items()]}


class OtherConsent(AppError):
    """The parent read another text than the one that holds now."""

    status = 409
    title = "De tekst is veranderd"
    detail = "De tekst waar je ja op zegt, is net veranderd. Lees hem nog een keer. Wat je typte, staat er nog."

    def __init__(self, text: str, version: str) -> None:
        super().__init__()
        self.text, self.version = text, version
        self.more = {"consentText": text, "consentVersion": version}


class NotOffered(AppError):
    """This gemeente takes no questions through Wegwijs."""

    status = 403
    title = "Dit kan hier niet"


class Enough(AppError):
    """This conversation has as many open questions as it may have."""

    status = 429
    title = "Je hebt al vragen openstaan"
    detail = "Je hebt al drie vragen openstaan bij het team. Bel als je nog iets wilt vragen, of trek er eerst een in."


class NotYours(AppError):
    """An unknown reference and a wrong code are the same: who guesses learns nothing."""

    status = 404
    title = "Niet gevonden"
    detail = "Dit nummer en deze code horen niet bij elkaar, of de vraag is verwijderd. Kijk ze nog eens na. Lukt het niet? Bel het team."
