"""What an editor had in front of them, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from catalog.difference import Choice
from catalog.forms import Body, Problem
from catalog.listing import status_of
from catalog.models import DocumentKind


@dataclass(frozen=True)
class Base:
    """What an editor had in front of them: the text, and the number of the published text under it (0: nothing was published)."""

    number: int = 0
    body: Body | None = None


@dataclass(frozen=True)
class Document:
    """A document as one editor sees it. `body` is the text to go on with: the draft, else the published one.
    `based_on` belongs to `body`, `number` to `published`; they differ when something was published under a draft."""

    kind: DocumentKind
    id: str
    body: Body
    based_on: int
    published: Body | None
    number: int
    version: int
    draft_by: str | None
    draft_at: datetime | None
    may_edit: bool

    @property
    def base(self) -> Base:
        return Base(self.based_on, self.body or None)

    @property
    def is_draft(self) -> bool:
        return self.draft_by is not None

    @property
    def status(self) -> str:
        return status_of(self.published)


@dataclass(frozen=True)
class Saved:
    """`number` is that of the published text, `version` the catalogue's."""

    id: str
    number: int
    version: int = 0


@dataclass(frozen=True)
class Refused:
    """Not published; the text is kept as a draft."""

    problems: list[Problem]


@dataclass(frozen=True)
class Conflict:
    """Somebody else was first; nothing was written. Who saves again with `based_on` has seen their text. `by` is a name.
    `overtaken`: it was published under this draft; otherwise the draft itself is another one."""

    based_on: Base
    theirs: Body
    by: str
    choices: list[Choice]
    overtaken: bool = False


@dataclass(frozen=True)
class Entry:
    """One published text. `by` is a name; empty for what came from files."""

    number: int
    action: str
    at: datetime
    by: str
    reason: str | None
    body: Body


@dataclass(frozen=True)
class Confirmed:
    """`changed`: looked different meanwhile or may not be confirmed, so left alone."""

    done: list[str]
    changed: list[str]
