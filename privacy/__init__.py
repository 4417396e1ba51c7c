"""What a parent need not tell us is taken out before anything else sees it."""

from privacy.redact import Redacted, load, redact
from privacy.spans import Span

__all__ = ["Redacted", "Span", "load", "redact"]
