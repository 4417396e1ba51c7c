"""What we do not do: said kindly and shortly, with a way on."""

from dataclasses import replace

from actions import ladder
from actions.facts import place
from actions.state import State, Turn
from actions.voice import Voice
from catalog.search import Catalogue

MUCH_OUTSIDE = 2
# Parts of buiten_domein with an answer of their own (data/nlu/grenzen.yml, bot/domain/grenzen.yml).
PARTS = {"rol", "opdracht", "gegevens", "schelden", "medisch", "onzin"}
NEVER_TO_THE_TEAM = {"medisch"}


def outside(voice: Voice, turn: Turn, known: Catalogue, part: str | None) -> State:
    """The text of this part, and then the open question, or after more of it a person. In the middle of a question the name of a wijk is an answer."""
    wijk = place(turn, known.profile(turn.gemeente)) if part is None and turn.state.topic else None
    if wijk:
        return ladder.climb(voice, turn, turn.state.but(wijk=wijk), known)
    state, times = turn.state.but(outside=turn.state.outside + 1), turn.state.outside
    busy = state.open not in (None, "onderwerp")
    to_a_person = part not in NEVER_TO_THE_TEAM and times >= (MUCH_OUTSIDE if busy else 1)
    if part in PARTS:
        voice.say(f"utter_outside_{part}")
    elif times == 0:
        voice.say("utter_outside")
    else:
        voice.say("utter_outside_contact" if to_a_person and times % 2 else "utter_outside_again")
    return (ladder.show_people if to_a_person else way_on)(voice, replace(turn, text=""), state, known)


def way_on(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State:
    """The open question, or whether the help that was shown helps; never nothing."""
    profile = ladder.profile_of(known, turn)
    if state.open is None and state.shown:
        return ladder.ask_again(voice, state.but(open="helpt"), "helpt", profile)
    if state.open in (None, "onderwerp", "verder"):
        return ladder.ask_topic(voice, state, profile)
    return ladder.back_to_question(voice, turn, state, known)
