"""A parent's question goes to the team: built from the conversation, given to handoff/, and the receipt put back into the conversation."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy.exc import SQLAlchemyError

from chat import handoff_form
from chat.models import Conversation
from chat.schemas import HandoffSummary, NewHandoff
from chat.service import ASSESSED_AT_MOST, ChatService
from chat.steps import danger
from chat.turn import Body, Tools
from handoff.service import TIMES, Handoffs, Intake, Receipt, Summary, phone_in_words
from kit import clock, logs
from kit.errors import AppError, Unavailable
from kit.ids import new_id
from safety import Assessment

log = logs.get(__name__)

NOT_STORED = "Er is nu een storing. Je vraag is nog niet doorgegeven. Wat je typte, staat er nog. Probeer het zo nog eens."
NOT_SHARED = ("form", "receipt")  # what the parent did to hand it over is no part of the talk


@dataclass(frozen=True, repr=False)
class Preview:
    """What would be sent, the text to agree to, and the crisis card when there is danger in the question."""

    summary: Summary
    facts: list[dict[str, str]]
    consent_text: str
    consent_version: str
    card: list[Body]


class HandOver:
    """One per process."""

    def __init__(self, chat: ChatService, handoffs: Handoffs, tools: Tools) -> None:
        self._chat, self._handoffs, self._tools = chat, handoffs, tools
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def begin(self, conversation_id: str, token: str) -> Body:
        """The form for this conversation, as a message. Raises NotOffered where there is none, NotFound or Unauthorized."""
        row = await self._chat.check(conversation_id, token)
        await self._handoffs.offered(row.gemeente)
        known = await self._tools.catalogue.current()
        return handoff_form.form(await self._chat.profile(row.gemeente), known, row.state)

    async def preview(self, conversation_id: str, token: str, given: NewHandoff) -> Preview:
        """Keeps nothing. Raises what `send` raises."""
        assessment = self._assess(given)
        try:
            row = await self._admitted(conversation_id, token)
            summary = await self._handoffs.summary(self._intake(row, token, given, assessment, None))
            known = await self._tools.catalogue.current()
            profile = await self._chat.profile(row.gemeente)
        except (AppError, SQLAlchemyError, OSError) as error:
            raise self._with_card(error, assessment) from error
        told = handoff_form.facts(known, row.state) if given.share_facts else []
        return Preview(summary, told, profile.handoff.consent_text, profile.handoff.consent_version, _card(assessment))

    async def send(self, conversation_id: str, token: str, given: NewHandoff, admit: Callable[[], None]) -> tuple[Receipt, list[Body]]:
        """The receipt, and the messages that are now in the conversation: the crisis card first when there is danger in the question.
        `admit` may refuse it with an AppError.

        Raises Mistakes, OtherConsent, NotOffered, Enough, NotFound, Unauthorized, TooFast or Unavailable; `more` holds the card.
        """
        assessment = self._assess(given)
        try:
            admit()
            row = await self._admitted(conversation_id, token)
            _, messages = await self._chat.read(conversation_id, token)
            profile = await self._chat.profile(row.gemeente)
            receipt = await self._handoffs.open(self._intake(row, token, given, assessment, _shared(messages)))
        except (AppError, SQLAlchemyError, OSError) as error:
            raise self._with_card(error, assessment) from error
        said = [*_card(assessment), handoff_form.receipt(profile, receipt.reference, receipt.expected_within)]
        return receipt, await self._tell(conversation_id, token, receipt, said)

    async def _admitted(self, conversation_id: str, token: str) -> Conversation:
        row = await self._chat.check(conversation_id, token)
        self._tools.rate.spend(self._tools.settings.turns_per_minute, "handoff", conversation_id)
        return row

    def _assess(self, given: NewHandoff) -> Assessment:
        return self._tools.assessor.assess(given.question[:ASSESSED_AT_MOST])

    @staticmethod
    def not_stored(error: Exception) -> AppError:
        """What the parent reads when the database fails."""
        log.error("handoff_not_stored", reason=type(error).__name__)
        return Unavailable(NOT_STORED)

    @classmethod
    def _with_card(cls, error: Exception, assessment: Assessment) -> AppError:
        """Whatever goes wrong, danger is answered."""
        error = error if isinstance(error, AppError) else cls.not_stored(error)
        if card := _card(assessment):
            error.more = {**error.more, "messages": _plain(card)}
        return error

    def _intake(self, row: Conversation, token: str, given: NewHandoff, assessment: Assessment, transcript: list[Body] | None) -> Intake:
        levels = {assessment.level, *(level for level, _ in row.worries)}
        known: dict[str, Any] = row.state if given.share_facts else {}
        return Intake(
            gemeente=row.gemeente,
            conversation_id=row.id,
            question=given.question,
            name=given.name,
            phone=given.phone,
            email=given.email,
            preferred_time=given.preferred_time,
            share=given.share_conversation,
            consent_version=given.consent_version,
            topics=tuple(handoff_form.topics(known)),
            ages=tuple(handoff_form.ages(known)),
            weight=known.get("weight"),
            wijk=known.get("wijk"),
            tried=tuple(known.get("shown") or ()),
            urgency="spoed" if levels.intersection(danger.URGENT) else "normaal",
            transcript=transcript,
            form_key=token,
        )

    async def _tell(self, conversation_id: str, token: str, receipt: Receipt, said: list[Body]) -> list[Body]:
        """Once per question. A database that fails now does not hold back the receipt: the question is safe already."""
        async with self._locks.setdefault(conversation_id, asyncio.Lock()):
            try:
                _, earlier = await self._chat.read(conversation_id, token)
                known = [one for one in earlier if one["type"] == "receipt" and one["reference"] == receipt.reference]
                return known or await self._chat.add(conversation_id, token, said)
            except (AppError, SQLAlchemyError, OSError) as error:
                log.error("receipt_not_kept", conversation_id=conversation_id, reason=type(error).__name__)
        link = {"statusUrl": receipt.status_url}
        return [{"id": f"u-{new_id()}", "at": clock.now(), "from": "bot", **body, **link} for body in said]


def summary_of(preview: Preview) -> HandoffSummary:
    """As the API gives it: the number and the time in words."""
    told = preview.summary
    values = {
        "question": told.question,
        "name": told.name,
        "phone": phone_in_words(told.phone) if told.phone else None,
        "email": told.email,
        "preferredTime": TIMES[told.preferred_time],
        "shareConversation": told.share,
        "facts": preview.facts,
        "consentText": preview.consent_text,
        "consentVersion": preview.consent_version,
        "messages": _plain(preview.card),
    }
    return HandoffSummary.model_validate(values)


def _card(assessment: Assessment) -> list[Body]:
    """Without the question whether to go on: the form is going on."""
    return [body for body in danger.card(assessment) if body["type"] == "crisis"] if danger.is_urgent(assessment) else []


def _plain(card: list[Body]) -> list[Body]:
    return [{"id": f"u-{new_id()}", "at": clock.now().isoformat(), "from": "bot", **body} for body in card]


def _shared(messages: list[Body]) -> list[Body]:
    return [{**message, "at": message["at"].isoformat()} for message in messages if message["type"] not in NOT_SHARED]
