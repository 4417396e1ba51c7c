"""The colours of a gemeente: safe to put in a style sheet, and readable."""

import re
from collections.abc import Mapping

READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text of normal size
COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
PLAIN = re.compile(r"[A-Za-z0-9 .,#%'\"-]{1,200}")
ACCENT, ON_ACCENT = "--wegwijs-accent-color", "--wegwijs-accent-contrast-color"
TEXT, LINK, PAPER, CARD = "--wegwijs-color", "--wegwijs-link-color", "--wegwijs-background-color", "--wegwijs-card-background-color"
# What pages/static/wegwijs.css and the widget use when a profile names no colour; the first that is named counts.
NAMES: Mapping[str, tuple[tuple[str, ...], str]] = {
    ACCENT: ((ACCENT, "--utrecht-button-primary-action-background-color", "--nl-button-primary-background-color"), "#0d5c57"),
    ON_ACCENT: ((ON_ACCENT, "--utrecht-button-primary-action-color", "--nl-button-primary-color"), "#ffffff"),
    LINK: ((LINK, "--utrecht-link-color", "--nl-link-color"), "#0d5c57"),
    TEXT: ((TEXT,), "#1f2b2a"),
    PAPER: ((PAPER,), "#faf6ef"),
    CARD: ((CARD,), "#ffffff"),
}
PAIRS = ((ON_ACCENT, ACCENT), (TEXT, PAPER), (TEXT, CARD), (LINK, PAPER), (LINK, CARD))


def _light(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb`, 0 for black to 1 for white."""
    digits = colour.lstrip("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white), of two colours `#rgb` or `#rrggbb`."""
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def colour(theme: Mapping[str, str], token: str) -> str:
    """The colour that is used for one of NAMES."""
    names, usual = NAMES[token]
    found = next((theme[name] for name in names if theme.get(name)), usual)
    return found if COLOUR.fullmatch(found) else usual


def wrong(theme: Mapping[str, str]) -> dict[str, str]:
    """By token why it cannot be used; empty when all is well. Contrast is looked at once every value is safe."""
    found = {token: reason for token, value in theme.items() if (reason := _unsafe(token, value))}
    return found or dict(_unreadable(theme))


def _unsafe(token: str, value: str) -> str:
    if token.endswith("-color"):
        return "" if COLOUR.fullmatch(value) else "Schrijf een kleur als # met zes cijfers of letters, zoals #1f5f8b."
    return "" if PLAIN.fullmatch(value) else "Hier mogen alleen letters, cijfers, komma’s, punten en streepjes staan."


def _unreadable(theme: Mapping[str, str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for front, back in PAIRS:
        ratio = contrast(colour(theme, front), colour(theme, back))
        named = [name for token in (front, back) for name in NAMES[token][0] if theme.get(name)]
        if ratio < READABLE and named:
            told = f"{ratio:.1f}".replace(".", ",")
            found.setdefault(
                named[0], f"Deze kleur is niet goed te lezen: het verschil met de kleur erachter is {told}, en moet 4,5 of meer zijn."
            )
    return found
