"""The inbox in words: what stands in a line, how long somebody waits and whether that is still on time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from catalog.search import TOPIC_LABELS, Catalogue, Topic
from handoff.models import Handoff
from handoff.norm import in_words
from handoff.references import SIGNS
from handoff.repository import DONE, ON_A_PAGE, reached
from handoff.schemas import OUTCOMES, Wanted
from kit import clock

STATUSES = {"nieuw": "Nieuw", "opgepakt": "Opgepakt", "wacht_op_ouder": "Wacht op ouder", "afgerond": "Afgerond"}
FILTERS = {"open": "Alle open vragen", **STATUSES, "alle": "Alles"}
URGENT, SOON = "spoed", timedelta(hours=24)


@dataclass(frozen=True)
class Norm:
    """Whether the promise is kept. `sign` is the drawing that goes with the words: check, clock or warning."""

    words: str
    sign: str

    @property
    def warns(self) -> bool:
        return self.sign == "warning"


@dataclass(frozen=True)
class Line:
    """One question in the list: nothing of what is sealed."""

    id: str
    reference: str
    urgent: bool
    about: str
    team: str
    status: str
    assignee: str | None
    waited: str
    norm: Norm


@dataclass(frozen=True)
class Inbox:
    """A page of the list. `pages` counts from 1."""

    lines: list[Line]
    total: int
    page: int
    pages: int


def wanted_of(given: Mapping[str, str]) -> Wanted:
    """The filters in an address; what is no filter is left out."""
    status, page = given.get("status", ""), given.get("pagina", "")
    return Wanted(
        status=status if status in FILTERS else "open",
        gemeente=given.get("gemeente", "")[:80],
        team=given.get("team", "")[:80],
        mine=given.get("mijn") == "ja",
        late=given.get("telaat") == "ja",
        urgent=given.get("spoed") == "ja",
        reference=reference_begin(given.get("zoek", "")),
        page=min(int(page), 10_000) if page.isascii() and page.isdigit() and 0 < len(page) < 6 and int(page) else 1,
    )


def address_of(wanted: Wanted, page: int = 1) -> str:
    """The same filters behind the question mark of an address."""
    chosen = {
        "status": wanted.status,
        "gemeente": wanted.gemeente,
        "team": wanted.team,
        "mijn": "ja" if wanted.mine else "",
        "telaat": "ja" if wanted.late else "",
        "spoed": "ja" if wanted.urgent else "",
        "zoek": wanted.reference,
        "pagina": str(page) if page > 1 else "",
    }
    return urlencode({name: value for name, value in chosen.items() if value})


def reference_begin(typed: str) -> str:
    """The begin of a reference as it is stored: `k7mp 4r` becomes `K7MP-4R`. What cannot stand in one finds nothing."""
    plain = "".join(sign for sign in typed[:60].upper() if sign.isalnum())
    if not plain:
        return "?" if typed.strip() else ""
    if len(plain) > 8 or not set(plain) <= set(SIGNS):
        return "?"
    return f"{plain[:4]}-{plain[4:]}" if len(plain) > 4 else plain


def lines_of(rows: list[Handoff], total: int, wanted: Wanted, names: Mapping[str, str], known: Catalogue) -> Inbox:
    pages = max(1, -(-total // ON_A_PAGE))
    now = clock.now()
    return Inbox([_line(row, names, known, now) for row in rows], total, min(wanted.page, pages), pages)


def _line(row: Handoff, names: Mapping[str, str], known: Catalogue, now: datetime) -> Line:
    return Line(
        id=row.id,
        reference=row.reference,
        urgent=row.urgency == URGENT,
        about=about(row),
        team=team_name(known, row.gemeente, row.team),
        status=status_words(row),
        assignee=names.get(row.assignee, "Iemand die hier niet meer werkt") if row.assignee else None,
        waited=waited(row, now),
        norm=norm_of(row, now),
    )


def status_words(row: Handoff) -> str:
    if row.withdrawn_at is not None:
        return "Ingetrokken door de ouder"
    return f"{STATUSES[row.status]}: {OUTCOMES[row.outcome].lower()}" if row.status == DONE and row.outcome else STATUSES[row.status]


def norm_of(row: Handoff, now: datetime) -> Norm:
    """Contact is the first attempt to reach the parent, or the end of the work."""
    if row.withdrawn_at is not None:
        return Norm("Hoeft niet meer", "check")
    first = reached(row)
    if first is not None:
        return Norm("Op tijd gereageerd", "check") if first <= row.due_at else Norm("Te laat gereageerd", "warning")
    if now > row.due_at:
        return Norm(f"Te laat: {in_words(row.due_at)} beloofd", "warning")
    return Norm(f"Reageer {'snel: ' if row.due_at - now < SOON else ''}{in_words(row.due_at)}", "clock")


def waited(row: Handoff, now: datetime) -> str:
    """`wacht 3 uur`, or how long the parent waited for a first contact."""
    first = reached(row) or row.withdrawn_at
    return f"Wachtte {duration(first - row.created_at)}" if first else f"Wacht {duration(now - row.created_at)}"


def duration(length: timedelta) -> str:
    """In minutes, hours or days, rounded down."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return "1 minuut" if minutes == 1 else f"{minutes} minuten"
    return f"{minutes // 60} uur" if minutes < 48 * 60 else f"{minutes // 1440} dagen"


def about(row: Handoff) -> str:
    """Topics and age, without a word of the parent: `Slapen, 3 jaar`."""
    topics = [TOPIC_LABELS[Topic(one)] for one in row.topics if one in set(Topic)]
    return ", ".join([*topics, *(ages_words(pair) for pair in row.ages)]) or "Onderwerp niet bekend"


def ages_words(pair: list[float]) -> str:
    """`[3, 3.99]` is 3 years, `[0, 0.5]` is under 1."""
    low, high = (int(one) for one in pair)
    if high < 1:
        return "jonger dan 1 jaar"
    return f"{low} jaar" if low == high else f"{low} tot {high} jaar"


def team_name(known: Catalogue, gemeente: str, team: str) -> str:
    """As the profile has it now; its id when the profile no longer knows it."""
    profile = known.profile(gemeente)
    return next((one.name for one in profile.handoff.teams if one.id == team), team) if profile else team


def gemeente_name(known: Catalogue, gemeente: str) -> str:
    profile = known.profile(gemeente)
    return profile.name if profile else gemeente.replace("_", " ").title()


def shared_messages(transcript: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs (who, text) of a conversation that the parent shares; of cards and lists their titles."""
    who = {"user": "Ouder", "bot": "Wegwijs", "wijkteam": "Wijkteam", "system": "Bericht"}
    told = [(who.get(str(one.get("from")), "Wegwijs"), _text_of(one)) for one in transcript]
    return [pair for pair in told if pair[1]]


def _text_of(message: Mapping[str, Any]) -> str:
    parts = [message.get("text"), message.get("title"), message.get("intro")]
    parts += [offer.get("name") for offer in message.get("offers") or []]
    parts += [item.get("text") for item in message.get("items") or []]
    return "\n".join(str(part) for part in parts if part)


def next_page(wanted: Wanted, inbox: Inbox, step: int) -> str | None:
    """The address of the page before (-1) or after (1) this one."""
    page = inbox.page + step
    return address_of(replace(wanted, page=page), page) if 1 <= page <= inbox.pages else None
