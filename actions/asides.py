"""What may come between at any moment, in words that are certain (phrases.yml): a question about the help itself, enough of the bot,
stopping, another question, and which of the children it is about. Afterwards the open question comes back."""

from collections.abc import Callable

from rasa_sdk.executor import CollectingDispatcher

from actions import help_questions, ladder
from actions.facts import take_facts
from actions.open_question import MOST_WORDS as MOST_WORDS_OF_AN_ANSWER
from actions.open_question import brings_fact
from actions.outside import outside
from actions.phrases import said
from actions.state import Age, State, Turn
from actions.voice import Voice
from actions.words import TOPICS, age_in_words
from catalog.search import Catalogue, Topic

MOST_WORDS = 16
SHORT = 10
MOST_OUTSIDE = 60
SHORT_ANSWERS = {"antwoord", "bevestig", "ontken"}
A_PERSON = {"wil_mens_spreken", "wil_wijkteam"}
SURE_OF_TOPIC = 0.6


def _brings_topic(turn: Turn) -> bool:
    """'Mijn zoon van 4 slaapt slecht, is er een wachtlijst?' asks two things."""
    own = [clause for clause in turn.clauses if clause.intent in TOPICS and not said("question", clause.text)]
    return any(clause.confidence >= SURE_OF_TOPIC for clause in own)


def _question(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State | None:
    state = help_questions.answer(voice, turn, known, name)
    return None if _brings_topic(turn) else ladder.back_to_question(voice, turn, take_facts(voice, turn, state, known), known)


def _enough(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State:
    voice.say("utter_sorry")
    return ladder.show_people(voice, turn, turn.state, known)


def _stop(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State:
    voice.ask("utter_stopped", [("opnieuw", "Opnieuw beginnen"), ("mens", ladder.PERSON)])
    return turn.state.but(open=None, misses=0)


def _another(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State:
    profile = ladder.profile_of(known, turn)
    return ladder.ask_topic(voice, ladder.without_topic(turn.state), profile, "utter_other_question")


def _not_this(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State | None:
    """Not what we made of it: the next likeliest topics. After a question that takes a no it is an answer."""
    if turn.state.topic is None or turn.state.open in ladder.ANSWERED_BY_NO:
        return None
    return ladder.ask_likely(voice, turn, ladder.without_topic(turn.state), known, "utter_not_this")


def _which(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State | None:
    """One of the children whose ages were named; without ages the question how old that one is."""
    children, state = turn.state.children, turn.state.but(misses=0)
    if name == "other":
        return _the_other(voice, turn, state, known)
    if name == "all" or len(children) < 2:
        return _without_ages(voice, turn, state, known, name)
    age: Age = {"youngest": children[0], "oldest": children[-1], "middle": children[len(children) // 2]}[name]
    voice.say("utter_corrected_age", age=age_in_words(age))
    return ladder.climb(voice, turn, state.but(age=age, shown=state.shown if state.age == age else ()), known)


def _the_other(voice: Voice, turn: Turn, state: State, known: Catalogue) -> State | None:
    """What waits is about the other child; else we ask what it is about for that one. Of more than two nobody knows which."""
    if state.topic is None:
        return None
    others = [age for age in state.children if age != state.age]
    age = others[0] if len(others) == 1 else None
    if state.waiting:
        return ladder.take_waiting(voice, turn, state.but(ages={state.waiting[0]: age, **state.ages} if age else state.ages), known)
    profile = ladder.profile_of(known, turn)
    if age:
        voice.say("utter_other_child_age", age=age_in_words(age))
    else:
        voice.say("utter_other_child")
    return ladder.ask_topic(voice, ladder.without_topic(state).but(age=age, asked=()), profile)


def _without_ages(voice: Voice, turn: Turn, state: State, known: Catalogue, name: str) -> State | None:
    if state.topic is None:
        return None
    if state.age:
        return ladder.climb(voice, turn, state, known)
    profile = ladder.profile_of(known, turn)
    return ladder.ask(voice, state, "leeftijd", profile)


def more_than_abuse(intent: str, text: str) -> bool:
    """Who scolds may want a person, or tell a worry beside it; a few words of abuse are only that."""
    return intent in A_PERSON or (intent in TOPICS and len(text.split()) > SHORT)


def _outside(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State | None:
    """A medicine may come up beside a topic: both are answered. '4' and 'j' are answers, '0000' and 'x' are nothing."""
    if name == "medisch" and turn.intent in TOPICS:
        voice.say("utter_outside_medisch")
        return None
    if name == "onzin" and turn.intent in SHORT_ANSWERS:
        return None
    if name == "schelden" and more_than_abuse(turn.intent, turn.text):
        return None
    return outside(voice, turn, known, name)


def _law(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State | None:
    """A question for a lawyer is still about something at home, mostly a divorce."""
    voice.say("utter_no_lawyer")
    if turn.intent in TOPICS:
        return None
    return ladder.climb(voice, turn, take_facts(voice, turn, ladder.start_topic(voice, turn, Topic.SCHEIDING.value), known), known)


def _worry(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State:
    """Doubt whether a child is well looked after at home: people first, and no tips for whoever writes."""
    profile = ladder.profile_of(known, turn)
    voice.say("utter_worry", team=profile.team.article)
    return ladder.show_people(voice, turn, take_facts(voice, turn, turn.state, known), known)


def _vague(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State | None:
    """That something is wrong, and not what: the likeliest topics as buttons, or the usual ones when not even a child is named."""
    if turn.state.topic is not None:
        return None
    state = take_facts(voice, turn, turn.state.but(misses=1, text=turn.text, likely=ladder.likely(turn)), known)
    if name == "vague":
        return ladder.ask_likely(voice, turn, state, known, "utter_clarify_topics")
    profile = ladder.profile_of(known, turn)
    return ladder.ask_topic(voice, state, profile, "utter_vague")


def _help_now(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State | None:
    """'Wat moet ik nu doen?': who asks that wants help, and no more questions than the topic and the age, without which no help can be chosen."""
    state = turn.state.but(misses=0)
    if state.open == "verder":
        return None
    if state.topic is None:
        return None if state.kind else ladder.ask_topic(voice, state, ladder.profile_of(known, turn))
    return ladder.show_offers(voice, turn, state, known) if state.shown else ladder.climb(voice, turn, ladder.skip_to_help(state), known)


Aside = Callable[[Voice, Turn, Catalogue, str], State | None]
# Group of phrases.yml, most words of a message that is only this, and what it leads to.
ASIDES: tuple[tuple[str, int, Aside], ...] = (
    ("stop", SHORT, _stop),
    ("which", SHORT, _which),
    ("another", SHORT, _another),
    ("not_this", SHORT, _not_this),
    ("enough", SHORT, _enough),
    ("outside", MOST_OUTSIDE, _outside),
    ("worry", MOST_OUTSIDE, _worry),
    ("law", MOST_OUTSIDE, _law),
    ("vague", MOST_WORDS, _vague),
    ("help_now", SHORT, _help_now),
    ("question", MOST_WORDS, _question),
)
NOT_TYPED = {"keuze", "gevaar"}


def _answered(voice: Voice, turn: Turn, known: Catalogue) -> State | None:
    """What was asked, in a few words that also look like something else. With a topic of its own in it, it is more than an answer."""
    if turn.intent in (*NOT_TYPED, "antwoord") or len(turn.text.split()) > MOST_WORDS_OF_AN_ANSWER or _brings_topic(turn):
        return None
    if not brings_fact(turn.state, take_facts(Voice(CollectingDispatcher()), turn, turn.state, known)):
        return None
    return ladder.climb(voice, turn, take_facts(voice, turn, turn.state.but(misses=0), known), known)


def aside(voice: Voice, turn: Turn, known: Catalogue) -> State | None:
    """The new state when the message was only something in between, else None."""
    words = len(turn.text.split())
    for group, most, lead in ASIDES if turn.intent not in NOT_TYPED else ():
        name = said(group, turn.text) if words <= most else None
        state = lead(voice, turn, known, name) if name else None
        if state is not None:
            return state
    return _answered(voice, turn, known)
