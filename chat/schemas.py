"""What the chat API takes and gives (DESIGN.md §6). Names are camelCase on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

ClientMessageId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Choice = Annotated[str, StringConstraints(min_length=1, max_length=120)]
LONGEST_TEXT_READ = 20_000


class Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class NewConversation(Wire):
    gemeente: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,80}$")]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "nl"
    topic: Annotated[str, StringConstraints(max_length=80)] = ""
    """What the page around the chat is about; one that is not known is left out."""


class NewMessage(Wire):
    """Either typed text or a tapped choice. The same `clientMessageId` again gives the first answer again."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT_READ)] | None = None
    choice: Choice | None = None
    client_message_id: ClientMessageId

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.choice is None):
            raise ValueError("geef of text of choice")
        return self


class ShownMessage(BaseModel):
    """A message of anybody; `type` decides which other fields it has."""

    model_config = ConfigDict(extra="allow")

    id: str
    at: datetime
    sender: str = Field(alias="from")
    type: str


class Answer(Wire):
    """`live`: the parent waits for somebody of the team (gevraagd), or talks with them (verbonden); then listen to /events."""

    messages: list[ShownMessage]
    live: Literal["gevraagd", "verbonden"] | None = None


class StartedConversation(Answer):
    id: str
    token: str
    gemeente: str
    expires_at: datetime


class WholeConversation(Answer):
    id: str
    gemeente: str
    expires_at: datetime


class NewFeedback(Wire):
    """With `offerId` it is about one offer that was shown; not helpful then means that something in it is not right."""

    helpful: bool
    reason: Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)] | None = None
    message_id: Annotated[str, StringConstraints(max_length=32)] | None = None
    offer_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,80}$")] | None = None


class OverviewAddress(Wire):
    """Where the overview goes; used once and kept nowhere."""

    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>,;\"]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}$", max_length=254)]


class NewHandoff(Wire):
    """The form for the team. What is wrong in it is answered in words per field, so nothing is refused here."""

    question: str = ""
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    preferred_time: str | None = None
    share_conversation: bool = False
    share_facts: bool = True
    consent_version: str = ""


class Fact(Wire):
    label: str
    value: str


class HandoffSummary(Wire):
    """Exactly what the team will get. `messages` holds the crisis card when there is danger in the question."""

    question: str
    name: str | None
    phone: str | None
    email: str | None
    preferred_time: str
    share_conversation: bool
    facts: list[Fact]
    consent_text: str
    consent_version: str
    messages: list[ShownMessage]


class HandoffReceipt(Wire):
    """`statusUrl` is a path with the code behind its #. `messages` are now in the conversation."""

    reference: str
    expected_within: str
    status_url: str
    messages: list[ShownMessage]


class GemeenteInfo(Wire):
    """What a page needs to know before it opens a chat."""

    id: str
    name: str
    status: str
    theme: dict[str, str]
    wijkteam: dict[str, Any]
    chat: dict[str, Any]


class RestMessage(BaseModel):
    """What a Rasa REST client sends."""

    model_config = ConfigDict(extra="ignore")

    sender: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    message: Annotated[str, Field(max_length=LONGEST_TEXT_READ)]
    metadata: dict[str, Any] = {}


class Health(BaseModel):
    status: str
    parts: dict[str, str] = {}
