"""The ladder of help (DESIGN.md §1): listen, ask at most three things, say what is normal, give tips and offers, and bring in a person."""

from collections.abc import Sequence

from actions.state import QUESTIONS_BEFORE_HELP, Question, State, Turn
from actions.voice import Choice, Voice
from actions.words import topic_in_sentence, topic_label
from catalog.search import KIND_LABELS, Catalogue, Hit, Kind, Profile, Query, Topic
from kit import clock

AGE_BANDS: list[Choice] = [
    ("leeftijd:0-1", "0 tot 1 jaar"),
    ("leeftijd:1-4", "1 tot 4 jaar"),
    ("leeftijd:4-8", "4 tot 8 jaar"),
    ("leeftijd:8-12", "8 tot 12 jaar"),
    ("leeftijd:12-18", "12 tot 18 jaar"),
    ("leeftijd:18-23", "18 jaar of ouder"),
]
WEIGHTS: list[Choice] = [("zwaarte:licht", "Het gaat nog wel"), ("zwaarte:midden", "Best zwaar"), ("zwaarte:zwaar", "Heel zwaar")]
SKIP = "Sla over"
AFTER_OFFERS: list[Choice] = [
    ("helpt:ja", "Ja, dank je"),
    ("helpt:meer", "Laat meer zien"),
    ("helpt:anders", "Liever iets anders"),
    ("mens", "Ik wil iemand spreken"),
]
ABOUT_THE_PARENT = {Topic.OVERBELASTE_OUDER, Topic.GELDZORGEN, Topic.OUDER_PSYCHISCH_ZIEK, Topic.ALLEENSTAAND_OUDERSCHAP}
AGE_IN_TOPIC = {Topic.HUILEN_BABY: (0.0, 1.0), Topic.MEDIAOPVOEDING_JONG_KIND: (0.0, 5.0)}
OFFERS_AT_ONCE = 3
OFFERS_LOOKED_AT = 12
ASKED_AT_MOST = 2
# The same words mean another topic at another age: (topic, from this age, the other one), and the same downwards.
OLDER = {
    Topic.MEDIAOPVOEDING_JONG_KIND: (6, Topic.GAMEN_SCHERM),
    Topic.DRIFTBUIEN: (11, Topic.AGRESSIE_PUBER),
    Topic.LICHAAM_SEKSUALITEIT: (12, Topic.RELATIE_SEKSUELE_ONTWIKKELING),
    Topic.ETEN: (12, Topic.EETPROBLEMEN),
}
YOUNGER = {
    Topic.GAMEN_SCHERM: (5, Topic.MEDIAOPVOEDING_JONG_KIND),
    Topic.AGRESSIE_PUBER: (8, Topic.DRIFTBUIEN),
    Topic.RELATIE_SEKSUELE_ONTWIKKELING: (9, Topic.LICHAAM_SEKSUALITEIT),
}


def _needs(question: Question, state: State, wijken: Sequence[str]) -> bool:
    if state.asked.count(question) >= (1 if question == "plek" else ASKED_AT_MOST):
        return False
    if question == "leeftijd":
        return state.age is None and state.topic not in ABOUT_THE_PARENT
    if question == "zwaarte":
        return state.weight is None
    return state.wijk is None and bool(wijken)


def skip(state: State) -> State:
    """Let the open question go: it is not asked again."""
    return state.but(asked=(*state.asked, *[state.open] * ASKED_AT_MOST), open=None) if state.open else state


def topic_at_age(topic: str, age: tuple[float, float] | None) -> str:
    """A tablet at twelve is gaming, a tantrum at fourteen is something else than one at three."""
    name = Topic(topic)
    if age and name in OLDER and age[0] >= OLDER[name][0]:
        return OLDER[name][1].value
    if age and name in YOUNGER and age[1] <= YOUNGER[name][0]:
        return YOUNGER[name][1].value
    return topic


def start_topic(voice: Voice, turn: Turn, topic: str) -> State:
    """Take up a topic: heard, and what is known stays known."""
    state = turn.state
    topic = topic_at_age(topic, turn.age or state.age)
    changed = state.topic is not None and state.topic != topic
    if changed:
        voice.say("utter_change_topic", topic=topic_in_sentence(topic))
    if state.topic != topic:
        voice.say(f"utter_begrip_{topic}")
        state = state.but(topic=topic, text=turn.text, shown=(), kind=None, open=None, contact_shown=False, rung=0)
    elif turn.text:
        state = state.but(text=f"{state.text} {turn.text}"[-1000:])
    return state.but(age=state.age or AGE_IN_TOPIC.get(Topic(topic)), misses=0)


def climb(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """The next step: the first question that is still open, else what helps. Worry brings the people of rung 2 first, once."""
    profile = catalogue.profile(turn.gemeente)
    assert profile is not None
    if turn.worry and not state.worried:
        voice.say("utter_worry")
        voice.show(catalogue.contact_message(turn.gemeente, clock.now()))
        state = state.but(worried=True, rung=2)
    if state.topic is None and state.kind is None:
        return ask_topic(voice, state, profile)
    wijken = catalogue.wijken_with_offers(turn.gemeente)
    for question in QUESTIONS_BEFORE_HELP if state.topic else ():
        if _needs(question, state, wijken):
            return ask(voice, state.but(asked=(*state.asked, question)), question, profile)
    return give_help(voice, turn, state, catalogue)


def ask_topic(voice: Voice, state: State, profile: Profile, response: str = "utter_ask_topic") -> State:
    choices = [(f"onderwerp:{topic.value}", topic_label(topic)) for topic in profile.first_topics]
    voice.ask(response, [*choices, ("mens", "Ik wil iemand spreken")])
    return state.but(open="onderwerp")


def ask(voice: Voice, state: State, question: Question, profile: Profile) -> State:
    """Put one of the questions, with buttons; a question can always be skipped."""
    if question == "plek":
        choices = [(f"plek:{wijk.name}", wijk.name) for wijk in profile.wijken]
    elif question == "leeftijd":
        choices = AGE_BANDS
    elif question == "zwaarte":
        choices = WEIGHTS
    else:
        return ask_again(voice, state, question, profile)
    to_whom = "_jongere" if question == "leeftijd" and state.audience == "jongere" else ""
    voice.ask(f"utter_ask_{question}{to_whom}", [*choices, (f"overslaan:{question}", SKIP)])
    return state.but(open=question)


def ask_again(voice: Voice, state: State, question: Question, profile: Profile) -> State:
    """The open question once more, after something else came in between."""
    if question == "helpt":
        voice.ask("utter_ask_helps", AFTER_OFFERS)
    elif question == "tweede":
        return second_topic(voice, state)
    elif question == "onderwerp":
        return ask_topic(voice, state, profile)
    elif question in QUESTIONS_BEFORE_HELP:
        return ask(voice, state, question, profile)
    return state


def find(turn: Turn, state: State, catalogue: Catalogue, kinds: tuple[Kind, ...] = (), limit: int = OFFERS_AT_ONCE) -> list[Hit]:
    """Offers for what is known, without those already shown; with a topic only those that say that they are about it."""
    topics = (Topic(state.topic),) if state.topic else ()
    hits = catalogue.search(
        Query(
            gemeente=turn.gemeente,
            text=state.text or turn.text,
            topics=topics,
            age=state.age,
            wijk=state.wijk,
            kind=kinds,
            audience=state.audience,
            exclude=frozenset(state.shown),
            limit=OFFERS_LOOKED_AT,
            today=clock.local(clock.now()).date(),
        )
    )
    return [hit for hit in hits if not topics or topics[0] in hit.offer.topics][:limit]


def _wanted(state: State) -> tuple[Kind, ...]:
    if state.kind is None:
        return ()
    relatives = {Kind.TRAINING: (Kind.THEMABIJEENKOMST,), Kind.LOTGENOTEN: (Kind.ERVARINGSDESKUNDIGE,)}
    kind = Kind(state.kind)
    return (kind, *relatives.get(kind, ()))


def give_help(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """What is normal, tips, at most three offers with reasons, and the question whether it helps."""
    for_parents = state.audience != "jongere"
    if state.topic and not state.shown and not state.kind and for_parents:
        normal = catalogue.normal_text(Topic(state.topic), state.age)
        if normal:
            voice.tell(normal)
        voice.show(catalogue.tips_message(Topic(state.topic), state.age))
    if state.weight == "zwaar" and not state.contact_shown:
        voice.say("utter_heavy")
    return show_offers(voice, turn, state, catalogue)


def show_offers(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """Up to three offers that were not shown before; when there are none left, people to talk to."""
    kinds = _wanted(state)
    hits = find(turn, state, catalogue, kinds, OFFERS_AT_ONCE + 1)
    intro = "utter_intro_more" if state.shown else "utter_intro_offers"
    if kinds and not hits:
        voice.say("utter_no_form", kind=KIND_LABELS[kinds[0]].lower())
        state = state.but(kind=None)
        hits = find(turn, state, catalogue, (), OFFERS_AT_ONCE + 1)
    elif kinds:
        voice.say("utter_intro_form", kind=KIND_LABELS[kinds[0]].lower())
    if not hits:
        voice.say("utter_no_more" if state.shown else "utter_no_offers")
        return show_people(voice, turn, state, catalogue)
    if not kinds:
        voice.say(intro)
    voice.show(catalogue.offers_message(hits[:OFFERS_AT_ONCE], intro="", more=len(hits) > OFFERS_AT_ONCE))
    voice.ask("utter_ask_helps", [choice for choice in AFTER_OFFERS if choice[0] != "helpt:meer" or len(hits) > OFFERS_AT_ONCE])
    shown = (*state.shown, *(hit.offer.id for hit in hits[:OFFERS_AT_ONCE]))
    return state.but(shown=shown, open="helpt", rung=max(state.rung, 1))


def ask_form(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """Another form of help: only the kinds of which there is something left."""
    topic = Topic(state.topic) if state.topic else None
    kinds = [kind for kind in catalogue.kinds_for(topic, turn.gemeente, state.age) if find(turn, state, catalogue, (kind,), 1)]
    if not kinds:
        voice.say("utter_no_more")
        return show_people(voice, turn, state, catalogue)
    choices = [(f"vorm:{kind.value}", KIND_LABELS[kind]) for kind in kinds[:6]]
    voice.ask("utter_ask_form", [*choices, ("mens", "Ik wil iemand spreken")])
    return state.but(open="vorm")


def show_people(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """Rung 2: the team's card, and who else thinks along in this gemeente."""
    voice.show(catalogue.contact_message(turn.gemeente, clock.now()))
    people = catalogue.people_text(turn.gemeente, Topic(state.topic) if state.topic else None, state.age)
    if people and not state.contact_shown:
        voice.say("utter_people", people=people)
    return second_topic(voice, state.but(contact_shown=True, rung=max(state.rung, 2), open=None, misses=0))


def second_topic(voice: Voice, state: State) -> State:
    """What was named before and has to wait no longer."""
    if not state.waiting:
        return state
    topic = state.waiting[0]
    voice.ask("utter_ask_tweede", [(f"onderwerp:{topic}", "Ja, graag"), ("tweede:nee", "Nee, dank je")], topic=topic_in_sentence(topic))
    return state.but(open="tweede")
