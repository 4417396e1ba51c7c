"""The ladder of help (DESIGN.md §1): listen, ask at most three things, say what is normal, give tips and offers, and bring in a person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.state import QUESTIONS_BEFORE_HELP, Question, State, Turn
from actions.voice import Choice, Voice
from actions.words import TOPICS, age_in_words, topic_label
from catalog.search import KIND_LABELS, Catalogue, Hit, Kind, Offer, Profile, Query, Topic, about
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
SKIP, PERSON, SOMETHING_ELSE = "Sla over", "Ik wil iemand spreken", "Iets anders"
AFTER_OFFERS: list[Choice] = [
    ("helpt:ja", "Ja, dank je"),
    ("helpt:meer", "Laat meer zien"),
    ("helpt:anders", "Liever iets anders"),
    ("mens", PERSON),
]
ANSWERED_BY_NO = ("helpt", "tweede", "verder")
ABOUT_THE_PARENT = {Topic.OVERBELASTE_OUDER, Topic.GELDZORGEN, Topic.OUDER_PSYCHISCH_ZIEK, Topic.ALLEENSTAAND_OUDERSCHAP}
AGE_IN_TOPIC = {Topic.HUILEN_BABY: (0.0, 1.0), Topic.MEDIAOPVOEDING_JONG_KIND: (0.0, 5.0)}
OFFERS_AT_ONCE = 3
OFFERS_LOOKED_AT = 12
ASKED_AT_MOST = 2
LIKELY_AT_ONCE, LIKELY_IN_ALL = 3, 6
GROWN_UP = 18
# Lines of the catalogue for who is young, the first that fits the age.
YOUTH_LINES = ("kindertelefoon", "alles_oke_supportlijn")
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


def let_go(state: State, *questions: Question) -> State:
    """These questions are not asked again."""
    return state.but(asked=(*state.asked, *questions * ASKED_AT_MOST))


def skip(state: State) -> State:
    """Let the open question go."""
    return let_go(state, state.open).but(open=None) if state.open else state


def skip_to_help(state: State) -> State:
    """Ask nothing more than what help depends on: the age."""
    return let_go(state, *QUESTIONS_BEFORE_HELP[1:]).but(open=None)


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
    state = _of_its_child(voice, turn.state, topic)
    topic = topic_at_age(topic, turn.age or state.age)
    changed = state.topic is not None and state.topic != topic
    if changed:
        voice.say("utter_change_topic", topic=about(topic))
    if state.topic != topic:
        voice.say(f"utter_begrip_{topic}")
        state = state.but(topic=topic, text=turn.text, shown=(), kind=None, open=None, contact_shown=False, rung=0)
        state = state.but(likely=likely(turn, topic) or state.likely)
    elif turn.text:
        state = state.but(text=f"{state.text} {turn.text}"[-1000:])
    return state.but(age=state.age or AGE_IN_TOPIC.get(Topic(topic)), misses=0)


def take_waiting(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """The topic that waited longest becomes the topic."""
    topic, *rest = state.waiting
    taken = start_topic(voice, replace(turn, text="", ranking=[], state=state), topic)
    return climb(voice, turn, taken.but(waiting=tuple(rest), open=None), catalogue)


def _of_its_child(voice: Voice, state: State, topic: str) -> State:
    """A topic that waited may be about another child."""
    age = state.ages.get(topic)
    if age is None or age == state.age:
        return state
    voice.say("utter_other_child_age", age=age_in_words(age))
    return state.but(age=age, ages={name: one for name, one in state.ages.items() if name != topic}, shown=())


def likely(turn: Turn, taken: str | None = None) -> tuple[str, ...]:
    """The topics that the message may be about, the likeliest first, without the one that was taken."""
    return tuple(dict.fromkeys(name for name, _ in turn.ranking if name in TOPICS and name != taken))[:LIKELY_IN_ALL]


def without_topic(state: State) -> State:
    """What is known about the child stays; what it was about goes."""
    return state.but(topic=None, kind=None, text="", shown=(), open=None, misses=0)


def profile_of(catalogue: Catalogue, turn: Turn) -> Profile:
    """The gateway begins no conversation of a gemeente without a profile."""
    profile = catalogue.profile(turn.gemeente)
    assert profile is not None
    return profile


def climb(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """The next step: the first question that is still open, else what helps."""
    profile = profile_of(catalogue, turn)
    if state.topic is None and state.kind is None:
        return ask_topic(voice, state, profile)
    wijken = catalogue.wijken_with_offers(turn.gemeente)
    for question in QUESTIONS_BEFORE_HELP if state.topic else ():
        if _needs(question, state, wijken):
            return ask(voice, state.but(asked=(*state.asked, question)), question, profile)
    return give_help(voice, turn, state, catalogue)


def ask_topic(voice: Voice, state: State, profile: Profile, response: str = "utter_ask_topic") -> State:
    choices = [(f"onderwerp:{topic.value}", topic_label(topic)) for topic in profile.first_topics]
    voice.ask(response, [*choices, ("mens", PERSON)])
    return state.but(open="onderwerp")


def ask_likely(voice: Voice, turn: Turn, state: State, catalogue: Catalogue, response: str) -> State:
    """The next likeliest topics as buttons, each offered once; when there are none left, those of the gemeente."""
    now, later = state.likely[:LIKELY_AT_ONCE], state.likely[LIKELY_AT_ONCE:]
    if not now:
        profile = profile_of(catalogue, turn)
        return ask_topic(voice, state, profile, response)
    voice.ask(response, [*((f"onderwerp:{topic}", topic_label(topic)) for topic in now), ("iets_anders", SOMETHING_ELSE)])
    return state.but(likely=later, open="onderwerp")


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
    voice.ask(f"utter_ask_{question}", [*choices, (f"overslaan:{question}", SKIP)])
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


def back_to_question(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """Put the open question again after something came in between; without one, ask what it is about."""
    profile = profile_of(catalogue, turn)
    if state.open in (None, "onderwerp", "verder"):
        return state if state.topic else _ask_what(voice, state, profile)
    if state.open == "vorm":
        return ask_form(voice, turn, state, catalogue)
    voice.say("utter_back_to_question")
    return ask_again(voice, state, state.open, profile)


def _ask_what(voice: Voice, state: State, profile: Profile) -> State:
    """What it is about; who asked what a form of help is may want just that."""
    if state.kind is None:
        return ask_topic(voice, state, profile)
    voice.ask("utter_look_for_it", [(f"vorm:{state.kind}", "Ja, graag"), ("iets_anders", SOMETHING_ELSE), ("mens", PERSON)])
    return state.but(open="onderwerp")


def find(turn: Turn, state: State, catalogue: Catalogue, kinds: tuple[Kind, ...] = (), limit: int = OFFERS_AT_ONCE) -> list[Hit]:
    """Offers for what is known, without those already shown; with a topic only those that say that they are about it."""
    topics = (Topic(state.topic),) if state.topic else ()
    words = state.text or turn.text
    if kinds and not topics:
        words = f"{KIND_LABELS[kinds[0]]}. {words}"
    hits = catalogue.search(
        Query(
            gemeente=turn.gemeente,
            text=words,
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
    fitting = [hit for hit in hits if not topics or topics[0] in hit.offer.topics]
    return (fitting if kinds else _varied(fitting))[:limit]


def _varied(hits: list[Hit]) -> list[Hit]:
    """The best of each kind among the first ones comes first: three ways to get help are more than three times the same."""
    first: list[Hit] = []
    for hit in hits[: 2 * OFFERS_AT_ONCE]:
        if len(first) < OFFERS_AT_ONCE and all(hit.offer.kind != one.offer.kind for one in first):
            first.append(hit)
    return [*first, *(hit for hit in hits if hit not in first)]


def _wanted(state: State) -> tuple[Kind, ...]:
    if state.kind is None:
        return ()
    relatives = {Kind.TRAINING: (Kind.THEMABIJEENKOMST,), Kind.LOTGENOTEN: (Kind.ERVARINGSDESKUNDIGE,)}
    kind = Kind(state.kind)
    return (kind, *relatives.get(kind, ()))


def give_help(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """What is normal, tips, at most three offers with reasons, and the question whether it helps."""
    young = state.speaker == "jongere"
    if state.topic and not state.shown and not state.kind and not young:
        normal = catalogue.normal_text(Topic(state.topic), state.age)
        if normal:
            voice.tell(normal)
        voice.show(catalogue.tips_message(Topic(state.topic), state.age))
    if state.weight == "zwaar" and not state.contact_shown:
        voice.say("utter_heavy")
    if not state.shown:
        _for_this_writer(voice, turn, state, catalogue)
    return show_offers(voice, turn, state, catalogue)


def _for_this_writer(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> None:
    """Once, with the first help: a line for who is young, whom a professional can ask, that a grown-up child decides itself."""
    line = youth_line(catalogue, state) if state.speaker == "jongere" else None
    if line:
        voice.say("utter_youth_line", name=line.name, phone=line.start.phone, cost=line.cost)
    elif state.speaker == "professional":
        consult(voice, turn, catalogue)
    elif state.speaker != "jongere" and state.age and state.age[0] >= GROWN_UP:
        voice.say("utter_grown_up")


def youth_line(catalogue: Catalogue, state: State) -> Offer | None:
    """The line for this age in the catalogue, as long as it is published and has a number."""
    age = state.age or (0.0, float(GROWN_UP))
    found = [offer for offer in map(catalogue.offer, YOUTH_LINES) if offer and offer.start.phone]
    return next((offer for offer in found if (offer.age_max or age[0]) >= age[0] and (offer.age_min or 0) <= age[1]), None)


def consult(voice: Voice, turn: Turn, catalogue: Catalogue) -> None:
    """Where a professional can ask for advice, when the gemeente has filled that in."""
    profile = catalogue.profile(turn.gemeente)
    for person in profile.people if profile else ():
        if person.for_professionals:
            voice.say("utter_consult", how=person.text)


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
    voice.ask("utter_ask_form", [*choices, ("mens", PERSON)])
    return state.but(open="vorm")


def show_people(voice: Voice, turn: Turn, state: State, catalogue: Catalogue) -> State:
    """Rung 2: the team's card, and who else thinks along in this gemeente; for who is young its own line first."""
    line = youth_line(catalogue, state) if state.speaker == "jongere" else None
    if line:
        voice.show(youth_card(line))
    voice.show(catalogue.contact_message(turn.gemeente, clock.now()))
    people = catalogue.people_text(turn.gemeente, Topic(state.topic) if state.topic else None, state.age)
    if people and not state.contact_shown and state.speaker != "jongere":
        voice.say("utter_people", people=people)
    return second_topic(voice, state.but(contact_shown=True, rung=max(state.rung, 2), open=None, misses=0))


def youth_card(line: Offer) -> dict[str, Any]:
    """A `contact` message for a line of the catalogue; its hours are not in the catalogue, so they are not said."""
    url = str(line.start.url) if line.start.url else None
    return {
        "type": "contact",
        "name": line.name,
        "phone": line.start.phone,
        "hours": "",
        "openNow": None,
        "url": url,
        "text": line.start.text,
    }


def farewell(voice: Voice, state: State, response: str) -> State:
    """What may be the last words; the other subject that was named comes up once more."""
    voice.say(response)
    state = second_topic(voice, state.but(open=None))
    return state.but(closing=state.open is None)


def _still_fits(topic: str, state: State) -> bool:
    """A crying child of three, whose age we learned later, is no crying baby."""
    age, usual = state.ages.get(topic, state.age), AGE_IN_TOPIC.get(Topic(topic))
    return age is None or usual is None or age[0] <= usual[1] or topic_at_age(topic, age) != topic


def second_topic(voice: Voice, state: State) -> State:
    """What was named before and has to wait no longer."""
    state = state.but(waiting=tuple(topic for topic in state.waiting if _still_fits(topic, state)))
    if not state.waiting:
        return state
    topic = state.waiting[0]
    voice.ask("utter_ask_tweede", [(f"onderwerp:{topic}", "Ja, graag"), ("tweede:nee", "Nee, dank je")], topic=about(topic))
    return state.but(open="tweede")
