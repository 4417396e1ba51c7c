"""Facts about the child that a message brings: its age, which of the children it is, the wijk, how heavy it is."""

import re

from actions.open_question import misspelt_wijk, weight
from actions.phrases import said
from actions.state import State, Turn
from actions.voice import Voice
from actions.words import age_in_words
from catalog.search import Catalogue, Profile

# Two ages that are joined are two children; the rules for ages make one range of them.
TWO_CHILDREN = re.compile(
    r"\b(?:\d+|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)\b[^.,!?]{0,14}(?:,|\ben\b)", re.IGNORECASE
)


def place(turn: Turn, profile: Profile | None) -> str | None:
    """The wijk of this gemeente that the message names, by name or postcode; names of elsewhere are left."""
    if profile is None:
        return None
    named, postcode = (turn.first("wijk") or "").lower(), (turn.first("postcode") or "")[:4]
    for wijk in profile.wijken:
        if postcode in wijk.postcodes or named in (name.lower() for name in (wijk.name, *wijk.aliases)):
            return wijk.name
    return misspelt_wijk(turn, profile) if turn.state.open == "plek" else None


def _take_age(voice: Voice, turn: Turn, state: State) -> State:
    another = turn.state.age is not None and said("other_child", turn.text) is not None
    if len(turn.all_ages) > 1:
        state = state.but(children=turn.all_ages)
    elif turn.age and turn.age[0] < turn.age[1] and TWO_CHILDREN.search(turn.text):
        state = state.but(children=((turn.age[0],) * 2, (turn.age[1],) * 2))
    if turn.age is None and another and turn.state.topic:
        voice.say("utter_other_child")
        return state.but(age=None, shown=(), asked=tuple(question for question in state.asked if question != "leeftijd"))
    if turn.age is None or turn.age == turn.state.age:
        return state.but(age=turn.age or state.age)
    if turn.state.age:
        voice.say("utter_other_child_age" if another else "utter_corrected_age", age=age_in_words(turn.age))
        state = state.but(shown=())
    return state.but(age=turn.age)


def take_facts(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    """Age, place and weight that the message brings; a later age corrects an earlier one, or is another child's."""
    state = _take_age(voice, turn, state)
    wijk = place(turn, known.profile(turn.gemeente))
    if wijk:
        state = state.but(wijk=wijk)
    heavy = turn.first("zwaarte") or weight(turn)
    return state.but(weight=heavy) if heavy and state.open == "zwaarte" else state
