"""Who reads along with which words: 'je zoon' is not said to a grandmother, and a teenager is no parent.

A text of bot/domain may have a variant per reader (`utter_ask_plek_jongere`); texts of the catalogue are written to a parent and retold here.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

Speaker = Literal["ouder", "grootouder", "pleegouder", "stiefouder", "zwanger", "omgeving", "professional", "jongere"]

# A variant for the first of these names that has one is said; a parent reads the plain text.
VARIANTS: Mapping[str, tuple[str, ...]] = {
    "jongere": ("jongere",),
    "grootouder": ("grootouder", "ander"),
    "omgeving": ("omgeving", "ander"),
    "professional": ("professional", "ander"),
    "zwanger": ("zwanger",),
}
# What a grandparent and a foster parent call the child; for the others it is 'het kind'.
OWN_WORDS: Mapping[str, Mapping[str, str]] = {
    "grootouder": {"kind": "je kleinkind", "kinderen": "je kleinkinderen", "zoon": "je kleinzoon", "dochter": "je kleindochter"},
    "pleegouder": {"kind": "je pleegkind", "kinderen": "je pleegkinderen", "zoon": "je pleegzoon", "dochter": "je pleegdochter"},
}
THE = {"kind": "het kind", "zoon": "het kind", "dochter": "het kind", "kinderen": "de kinderen"}
AS_WRITTEN = ("ouder", "zwanger", "jongere")
CHILD = re.compile(r"\b([Jj]e|[Jj]ouw|[Jj]ullie) (kinderen|kind|zoon|dochter|baby|dreumes|peuter|kleuter|puber|tiener)\b")
RETOLD = {"text", "summary", "title", "name"}


def _of_another(text: str, speaker: str) -> str:
    own = OWN_WORDS.get(speaker, THE)

    def named(match: re.Match[str]) -> str:
        name = own.get(match[2]) or f"de {match[2]}"
        return name.capitalize() if match[1][0].isupper() else name

    return CHILD.sub(named, text)


def retold(text: str, speaker: Speaker | None) -> str:
    """A text that was written to a parent, as somebody else around the child should read it.

    For a teenager nothing is changed: what is offered to the young is written for them, and tips for parents are not shown.
    """
    return text if speaker is None or speaker in AS_WRITTEN else _of_another(text, speaker)


def retold_card(card: Any, speaker: Speaker | None) -> Any:
    """The same for a message: the texts that somebody wrote, at any depth; names, addresses and ids stay."""
    if isinstance(card, dict):
        return {
            name: retold(value, speaker) if isinstance(value, str) and name in RETOLD else retold_card(value, speaker)
            for name, value in card.items()
        }
    return [retold_card(item, speaker) for item in card] if isinstance(card, list) else card
