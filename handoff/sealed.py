"""What is personal in a handoff, sealed to its own row and opened again (privacy/vault.py)."""

import json
from collections.abc import Mapping
from typing import Any

from handoff.models import Handoff
from handoff.schemas import Contact, Contents
from privacy.vault import Vault

COLUMNS = ("contact", "question", "transcript", "code")


def seal(vault: Vault, handoff_id: str, values: Mapping[str, Any]) -> dict[str, str | None]:
    """The columns named in `values`, sealed; what is not text becomes JSON, None stays None."""
    return {column: None if value is None else vault.seal(_text(value), _place(handoff_id, column)) for column, value in values.items()}


def open_column(vault: Vault, row: Handoff, column: str) -> str | None:
    """Raises CannotOpen."""
    sealed = getattr(row, column)
    return None if sealed is None else vault.open(sealed, _place(row.id, column))


def contents(vault: Vault, row: Handoff) -> Contents:
    """Everything that the team may read. Raises CannotOpen."""
    transcript = open_column(vault, row, "transcript")
    return Contents(
        contact=Contact(**json.loads(open_column(vault, row, "contact") or "{}")),
        question=open_column(vault, row, "question") or "",
        transcript=None if transcript is None else json.loads(transcript),
    )


def _place(handoff_id: str, column: str) -> str:
    return f"handoff/{handoff_id}/{column}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
