"""What a parent need not tell us is taken out before anything else sees it."""

from privacy.redact import Redacted, load, redact
from privacy.spans import PLACEHOLDER, Span

__all__ = ["PLACEHOLDER", "Redacted", "Span", "load", "redact"]
