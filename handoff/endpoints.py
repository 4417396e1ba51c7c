"""What a parent who has the code may ask and do, for programs. The code travels in a header or a posted form, never in an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request

from access.brake import neighbourhood
from handoff.schemas import NotYours, ParentStatus
from handoff.service import Handoffs

api = APIRouter(prefix="/api/v1/handoffs", tags=["handoff"])

FREE_GUESSES = 20


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


@api.get("/{reference}")
async def status(request: Request, reference: str, desk: Desk, opener: Code) -> ParentStatus:
    with no_guessing(request):
        return await desk.status(reference, opener)


@api.post("/{reference}/withdraw")
async def withdraw(request: Request, reference: str, desk: Desk, opener: Code) -> ParentStatus:
    """It is no longer needed. Twice is the same as once."""
    with no_guessing(request):
        return await desk.withdraw(reference, opener)


@api.delete("/{reference}", status_code=204)
async def delete(request: Request, reference: str, desk: Desk, opener: Code) -> None:
    """Gone everywhere."""
    with no_guessing(request):
        await desk.delete(reference, opener)
