"""Cut a sentence where Dutch joins two things. No Rasa here: the components around it are components/clauses.py."""

import re
from typing import List

JOINTS = re.compile(
    r"[.;!?]+|,|\b(?:en|maar|daarnaast|daarbij|bovendien|verder|plus|tevens|trouwens|and|but)\b",
    re.IGNORECASE,
)
LEADING = re.compile(r"^(?:ook|dan|nog|wel|nu|dus|ja|nee|eigenlijk|juist|over)\s+", re.IGNORECASE)
# 'een cursus voor ouders over pubers': what stands behind the form of help is a part of its own.
BEHIND_A_FORM = re.compile(
    r"\b((?:groeps|opvoed|ouder)?(?:cursus|training|workshop|thema-?\s?avond|ouderavond|lezing|maatje|buddy|steungezin|vrijwilliger|"
    r"module|app|programma|(?:praat|ouder|lotgenoten)groep|lotgenoten)(?:sen|en|s|jes?)?(?:\s+\w+){0,3}?)"
    r"\s+(?:over|tegen|omdat|om|rondom|rond|want|voor(?!\s+(?:ouders|opvoeders|vaders|moeders|mensen|mij|me|ons)\b))\s+(?=\w)",
    re.IGNORECASE,
)
SHORTEST_WORD = 3
MOST_CLAUSES = 3
MOST_WORDS = 30


def clauses(text: str) -> List[str]:
    """Two or three parts, in order, or none: a text that is not joined, or a long story, is read as a whole."""
    if text.startswith("/") or len(text.split()) > MOST_WORDS:
        return []
    parts = [LEADING.sub("", part.strip()) for part in JOINTS.split(BEHIND_A_FORM.sub(r"\1, ", text))]
    kept = [part for part in parts if any(len(word) >= SHORTEST_WORD for word in part.split())]
    return kept if 2 <= len(kept) <= MOST_CLAUSES else []
