"""Text as people see it: signs without a shape are no part of it."""

import unicodedata

ALLOWED_CONTROLS = "\n\t"
SHAPELESS = ("Cc", "Cf", "Cs", "Co", "Cn")


def visible(text: str) -> str:
    """The text without invisible and unassigned signs, and without what turns its direction, composed (NFC), without spaces around it."""
    kept = "".join(sign for sign in text if sign in ALLOWED_CONTROLS or unicodedata.category(sign) not in SHAPELESS)
    return unicodedata.normalize("NFC", kept).strip()


def says_something(text: str) -> bool:
    """Whether there is a letter, a digit or a picture in it."""
    return any(unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "So" for sign in text)
