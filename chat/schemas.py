"""What the chat API takes and gives (DESIGN.md §6). Names are camelCase on the wire."""

from datetime import datetime
from typing import Annotated, Any, Self

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
    messages: list[ShownMessage]


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
    helpful: bool
    reason: Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)] | None = None
    message_id: Annotated[str, StringConstraints(max_length=32)] | None = None


class OverviewAddress(Wire):
    """Where the overview goes; used once and kept nowhere."""

    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>,;\"]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}$", max_length=254)]


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
