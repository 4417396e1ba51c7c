"""Names for things, and secrets that open them."""

import hashlib
import secrets


def new_id() -> str:
    """A random id of 128 bits, safe in a URL."""
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """A secret of 256 bits."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is stored instead of a secret: enough to recognise it, nothing to open it with."""
    return hashlib.sha256(secret.encode()).hexdigest()
