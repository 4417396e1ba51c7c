"""A question on its way to the team: written down before the parent gets a receipt, shown to who has its code, and taken back."""

import asyncio
from hmac import compare_digest
from weakref import WeakValueDictionary

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from access import audit
from access.brake import Brake
from catalog.search import Live, Profile
from handoff import forms, klantinteracties, norm, references, repository, sealed
from handoff.forms import TIMES, phone_in_words
from handoff.models import Handoff
from handoff.schemas import (
    Contents,
    Enough,
    Intake,
    Mistakes,
    NotOffered,
    NotYours,
    OtherConsent,
    ParentStatus,
    Receipt,
    Step,
    Summary,
)
from kit import clock, logs
from kit.database import Database
from kit.errors import NotFound
from kit.ids import fingerprint, new_id
from privacy.vault import CannotOpen, Vault
from settings import Settings

__all__ = ["TIMES", "Handoffs", "Intake", "Mistakes", "OtherConsent", "ParentStatus", "Receipt", "Summary", "phone_in_words"]

log = logs.get(__name__)

MOST_OPEN = 3
SCOPE_ALL, SCOPE_QUESTION = "vraag_en_gesprek", "vraag"
NOBODY = fingerprint("")


class Handoffs:
    """One per process."""

    def __init__(self, database: Database, settings: Settings, vault: Vault, catalogue: Live) -> None:
        self.database, self.settings, self.vault, self.catalogue = database, settings, vault, catalogue
        self.brake = Brake()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def profile(self, gemeente: str) -> Profile:
        """Raises NotFound for a gemeente without a profile."""
        found = (await self.catalogue.current()).profile(gemeente)
        if found is None:
            raise NotFound()
        return found

    async def offered(self, gemeente: str) -> Profile:
        """Raises NotOffered, with the contact in words, where no questions are taken."""
        profile = await self.profile(gemeente)
        if not profile.handoff.on:
            contact = (await self.catalogue.current()).contact_words(gemeente, clock.now())
            raise NotOffered(f"In {profile.name} kun je via Wegwijs geen vraag doorgeven. {contact}")
        return profile

    async def summary(self, intake: Intake) -> Summary:
        """Exactly what would be sent; nothing is kept. Raises Mistakes, OtherConsent or NotOffered."""
        consent = (await self.offered(intake.gemeente)).handoff
        if intake.consent_version != consent.consent_version:
            raise OtherConsent(consent.consent_text, consent.consent_version)
        return forms.summary(intake)

    async def open(self, intake: Intake) -> Receipt:
        """Handoff, event, outbox and audit line stand together before there is a receipt; the same form gives the same receipt.

        Raises Mistakes, OtherConsent, NotOffered or Enough.
        """
        profile = await self.profile(intake.gemeente)
        found = await self.summary(intake)
        form_hash = forms.fingerprint(found, intake)
        async with self._lock(intake.conversation_id or new_id()):
            try:
                return await self._opened(intake, found, form_hash, profile)
            except IntegrityError:  # another process was faster with this form, or had this very reference
                return await self._opened(intake, found, form_hash, profile)

    def _lock(self, conversation_id: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation_id, asyncio.Lock())

    async def _opened(self, intake: Intake, found: Summary, form_hash: str | None, profile: Profile) -> Receipt:
        async with self.database.session() as session:
            known = await self._same_form(session, intake, form_hash)
            row = known or self._new(intake, found, form_hash, profile)
            if known is None:
                if intake.conversation_id and await repository.open_in(session, intake.conversation_id) >= MOST_OPEN:
                    raise Enough()
                session.add(row)
                await session.flush()
                await self._announce(session, row, profile)
        if known is None:
            log.info("handoff_opened", handoff_id=row.id, gemeente=row.gemeente, urgency=row.urgency)
        return self.receipt(row)

    @staticmethod
    async def _same_form(session: AsyncSession, intake: Intake, form_hash: str | None) -> Handoff | None:
        """What this form made before. A question that is finished may be asked again."""
        if intake.conversation_id is None or form_hash is None:
            return None
        row = await repository.of_form(session, intake.conversation_id, form_hash)
        if row is not None and row.status == repository.DONE:
            row.form_hash = None
            await session.flush()
            return None
        return row

    def _new(self, intake: Intake, found: Summary, form_hash: str | None, profile: Profile) -> Handoff:
        handoff_id, code, now = new_id(), references.new_code(), clock.now()
        personal = {
            "code": code,
            "contact": {"name": found.name, "phone": found.phone, "email": found.email},
            "question": found.question,
            "transcript": intake.transcript if found.share else None,
        }
        return Handoff(
            id=handoff_id,
            reference=references.new_reference(),
            code_hash=fingerprint(code),
            conversation_id=intake.conversation_id,
            form_hash=form_hash,
            gemeente=intake.gemeente,
            team=team_for(profile, intake.wijk),
            wijk=intake.wijk,
            topics=list(intake.topics),
            ages=[list(pair) for pair in intake.ages],
            weight=intake.weight,
            tried=list(intake.tried),
            urgency=intake.urgency,
            status="nieuw",
            version=1,
            preferred_time=found.preferred_time,
            consent_version=intake.consent_version,
            consent_at=now,
            consent_scope=SCOPE_ALL if found.share else SCOPE_QUESTION,
            created_at=now,
            due_at=norm.due(profile, now),
            **sealed.seal(self.vault, handoff_id, personal),
        )

    async def _announce(self, session: AsyncSession, row: Handoff, profile: Profile) -> None:
        """What goes with a new question, in its own transaction."""
        await repository.add_event(session, row.id, "gemaakt")
        for channel in self._channels(row, profile):
            repository.add_to_outbox(session, row.id, channel, "nieuw")
        await audit.record(session, None, "vraag doorgegeven", row.gemeente, row.id)

    def _channels(self, row: Handoff, profile: Profile) -> list[str]:
        address = next((team.email for team in profile.handoff.teams if team.id == row.team), None)
        mail = ["mail"] if address and self.settings.smtp_host else []
        return mail + ([klantinteracties.CHANNEL] if klantinteracties.wanted(self.settings, row.gemeente) else [])

    def receipt(self, row: Handoff) -> Receipt:
        """The receipt of a question, as it was given. When the key of that time is lost the question stands all the same; its code is empty."""
        try:
            code = sealed.open_column(self.vault, row, "code") or ""
        except CannotOpen:
            log.error("code_not_opened", handoff_id=row.id)
            code = ""
        return Receipt(row.reference, code, norm.in_words(row.due_at), row.due_at, f"/vraag/{row.reference}#{code}")

    async def receipts(self, conversation_id: str) -> list[Receipt]:
        """Those of one conversation, for who holds its token; what was deleted is not among them."""
        async with self.database.session() as session:
            return [self.receipt(row) for row in await repository.of_conversation(session, conversation_id)]

    def contents(self, row: Handoff) -> Contents:
        """What the team may read. Raises CannotOpen."""
        return sealed.contents(self.vault, row)

    async def status(self, reference: str, code: str) -> ParentStatus:
        """Raises NotYours: an unknown reference and a wrong code are the same."""
        async with self.database.session() as session:
            return status_of(await self._own(session, reference, code))

    async def withdraw(self, reference: str, code: str) -> ParentStatus:
        """No longer needed: the team sees so, and it is finished. Twice is the same as once. Raises NotYours."""
        async with self.database.session() as session:
            row = await self._own(session, reference, code)
            if row.status != repository.DONE:
                profile = await self.profile(row.gemeente)
                repository.close(row, "ingetrokken", profile.retention.handoff_days)
                row.withdrawn_at = row.closed_at
                await repository.forget_unsent(session, row.id, "mail")
                await repository.add_event(session, row.id, "ingetrokken")
                await audit.record(session, None, "vraag ingetrokken", row.gemeente, row.id)
            return status_of(row)

    async def delete(self, reference: str, code: str) -> None:
        """Gone from the database at once, with notes and what was not sent yet. Raises NotYours."""
        async with self.database.session() as session:
            row = await self._own(session, reference, code)
            await audit.record(session, None, "vraag verwijderd", row.gemeente, row.id)
            await repository.remove(session, row)
        await self.database.scrub()

    @staticmethod
    async def _own(session: AsyncSession, reference: str, code: str) -> Handoff:
        """Raises NotYours. Looks and compares just the same when there is nothing to find."""
        number, opener = references.read_reference(reference), references.read_code(code)
        row = await repository.by_reference(session, number or "")
        if not compare_digest(fingerprint(opener or ""), row.code_hash if row else NOBODY) or row is None:
            raise NotYours()
        return row


def team_for(profile: Profile, wijk: str | None) -> str:
    """The team of this wijk, else the first that answers for all the others."""
    teams = profile.handoff.teams
    own = [team for team in teams if wijk and wijk in team.wijken]
    return (own or [team for team in teams if not team.wijken] or teams)[0].id


WORDS: dict[Step, str] = {
    "ontvangen": "Je vraag is bij het team. Nog niemand heeft hem opgepakt.",
    "opgepakt": "Iemand van het team is met je vraag bezig.",
    "geprobeerd": "Het team heeft geprobeerd je te bereiken.",
    "klaar": "Het team is klaar met je vraag.",
    "ingetrokken": "Je hebt deze vraag ingetrokken. Het team doet er niets meer mee.",
}


def status_of(row: Handoff) -> ParentStatus:
    """What the parent may see of it."""
    step = _step(row)
    return ParentStatus(
        reference=row.reference,
        gemeente=row.gemeente,
        step=step,
        words=WORDS[step],
        received_at=row.created_at,
        due_at=row.due_at,
        expected_within=norm.in_words(row.due_at),
        taken_at=row.taken_at,
        tried_at=row.tried_to_reach_at,
        closed_at=row.closed_at,
        late=row.closed_at is None and row.tried_to_reach_at is None and clock.now() > row.due_at,
    )


def _step(row: Handoff) -> Step:
    if row.withdrawn_at is not None:
        return "ingetrokken"
    if row.status == repository.DONE:
        return "klaar"
    if row.tried_to_reach_at is not None:
        return "geprobeerd"
    return "ontvangen" if row.status == "nieuw" else "opgepakt"
