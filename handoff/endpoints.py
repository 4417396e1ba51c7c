"""What a parent who has the code may ask and do, for programs. The code travels in a header or a posted form, never in an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from access.brake import neighbourhood
from handoff.schemas import NotYours, ParentStatus, Step
from handoff.service import Handoffs

api = APIRouter(prefix="/api/v1/handoffs", tags=["handoff"])

FREE_GUESSES = 20


class HandoffStatus(BaseModel):
    """`words` is the sentence for the parent; moments are UTC."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

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


def handoffs(request: Request) -> Handoffs:
    return request.app.state.handoffs  # type: ignore[no-any-return]


def code(authorization: Annotated[str | None, Header()] = None) -> str:
    """The code out of `Authorization: Bearer`; empty without one, which opens nothing."""
    scheme, _, given = (authorization or "").partition(" ")
    return given if scheme.lower() == "bearer" else ""


Desk = Annotated[Handoffs, Depends(handoffs)]
Code = Annotated[str, Depends(code)]


@contextmanager
def no_guessing(request: Request) -> Iterator[None]:
    """Around everything that compares a code: who is wrong too often from one connection must wait. Raises TooFast."""
    brake = handoffs(request).brake
    key = f"vraag {neighbourhood(request.client.host if request.client else 'unknown')}"
    brake.attempt((key, FREE_GUESSES))
    try:
        yield
    except NotYours:
        raise
    except BaseException:
        brake.went_well(key, "")
        raise
    brake.went_well(key, "")


def _told(found: ParentStatus) -> HandoffStatus:
    return HandoffStatus.model_validate(found, from_attributes=True)


@api.get("/{reference}")
async def status(request: Request, reference: str, desk: Desk, opener: Code) -> HandoffStatus:
    with no_guessing(request):
        return _told(await desk.status(reference, opener))


@api.post("/{reference}/withdraw")
async def withdraw(request: Request, reference: str, desk: Desk, opener: Code) -> HandoffStatus:
    """It is no longer needed. Twice is the same as once."""
    with no_guessing(request):
        return _told(await desk.withdraw(reference, opener))


@api.delete("/{reference}", status_code=204)
async def delete(request: Request, reference: str, desk: Desk, opener: Code) -> None:
    """Gone everywhere."""
    with no_guessing(request):
        await desk.delete(reference, opener)
