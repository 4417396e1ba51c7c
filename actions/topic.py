"""A topic in the parent's own words: a new one, another one, or more about the same."""

import re
from collections import defaultdict
from dataclasses import replace

from actions import ladder
from actions.behaviour import Behaviour
from actions.facts import take_facts
from actions.phrases import said
from actions.state import Age, Clause, State, Turn
from actions.voice import Voice
from actions.words import TOPICS
from catalog.search import Catalogue, Topic, about

ANSWER_AT_MOST_WORDS = 8
CORRECTION_AT_MOST_WORDS = 10
CLAUSE_AT_LEAST = 0.55
MEANT_AT_LEAST = 0.15
# Two parts about the same thing: 'geen vlees meer', 'eet bijna niks'.
TOGETHER_AT_LEAST = 0.8
SECOND_TOPIC_AT_LEAST = 0.08
JOINING = re.compile(r"\b(?:en|ook|daarnaast|bovendien|plus|verder|maar)\b|[.;,]")


def corrected(turn: Turn) -> Turn:
    """'Niet slapen maar eten': what stands behind the 'maar' is meant."""
    if len(turn.text.split()) > CORRECTION_AT_MOST_WORDS or not turn.clauses or not said("correction", turn.text):
        return turn
    meant = turn.clauses[-1]
    return replace(turn, intent=meant.intent, clauses=()) if meant.intent in TOPICS else turn


def beside_an_age(turn: Turn) -> Turn:
    """'Ze zit in groep 8 en wordt gepest': a part that only tells the age or class says nothing about the topic; the other part does."""
    telling = [clause for clause in turn.clauses if clause.intent != "antwoord"]
    if len(telling) != 1 or len(turn.clauses) < 2:
        return turn
    sure = telling[0].intent in TOPICS and telling[0].confidence >= CLAUSE_AT_LEAST
    return replace(turn, intent=telling[0].intent or turn.intent, clauses=tuple(telling)) if sure else turn


def without_own_fear(turn: Turn) -> Turn:
    """'Zulke boze buien dat ik ervan schrik': the fear is of who writes, so what comes next in the ranking is meant."""
    if turn.intent != Topic.ANGST or turn.state.speaker == "jongere" or not said("own_fear", turn.text):
        return turn
    others = [name for name, sure in turn.ranking if name in TOPICS and name != turn.intent and sure >= MEANT_AT_LEAST]
    if not others:
        return turn
    rest = tuple(clause for clause in turn.clauses if clause.intent != turn.intent)
    return replace(turn, intent=others[0], clauses=rest, ranking=[pair for pair in turn.ranking if pair[0] != turn.intent])


def second_topic(turn: Turn, first: str) -> tuple[str, Age | None] | None:
    """Another topic in the same message, with the age when it is about another child: a clause of its own, or likely enough in the whole."""
    sureness: defaultdict[str, float] = defaultdict(float)
    for clause in turn.clauses:
        topic = ladder.topic_at_age(clause.intent, _age_of(clause) or turn.age or turn.state.age) if clause.intent in TOPICS else first
        sureness[topic] += clause.confidence
        if topic != first and (clause.confidence >= CLAUSE_AT_LEAST or sureness[topic] >= TOGETHER_AT_LEAST):
            return topic, _age_of(clause)
    if said("correction", turn.text) or not JOINING.search(turn.text):
        return None
    heard = {clause.intent for clause in turn.clauses} or TOPICS
    others = [name for name, sure in turn.ranking if name in TOPICS & heard and name != first and sure >= SECOND_TOPIC_AT_LEAST]
    return (others[0], None) if others else None


def _age_of(clause: Clause) -> Age | None:
    return (min(low for low, _ in clause.ages), max(high for _, high in clause.ages)) if clause.ages else None


def of_this_child(turn: Turn, topic: str) -> Turn:
    """Two children, each with an age and a trouble: the age is that of the child whose trouble is taken up."""
    aged = [clause for clause in turn.clauses if clause.ages]
    mine = next((clause for clause in aged if clause.intent == topic), None)
    if mine is None or len(aged) < 2:
        return turn
    return replace(turn, entities={**turn.entities, "leeftijd": [{"min": low, "max": high} for low, high in mine.ages]})


def is_side_remark(turn: Turn) -> bool:
    """A few words in answer to our question are an answer, however much they look like a topic ('een jaar of 4, druk ventje')."""
    waiting_for_fact = (turn.state.open == "leeftijd" and turn.age) or (turn.state.open == "plek" and turn.first("wijk"))
    return bool(waiting_for_fact) and len(turn.text.split()) <= ANSWER_AT_MOST_WORDS


class ActionTopic(Behaviour):
    def name(self) -> str:
        return "action_topic"

    def answer(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        if is_side_remark(turn) and turn.state.topic:
            state = take_facts(voice, turn, turn.state, known)
        else:
            state = self._take_up(voice, beside_an_age(without_own_fear(corrected(turn))), known)
        return ladder.climb(voice, turn, state, known)

    def _take_up(self, voice: Voice, turn: Turn, known: Catalogue) -> State:
        if turn.text and turn.intent == turn.state.topic and turn.text in turn.state.text:
            voice.say("utter_heard")
        state = ladder.start_topic(voice, turn, turn.intent)
        state = take_facts(voice, of_this_child(turn, turn.intent), state, known)
        if turn.part == "recht" and not said("law", turn.text):
            voice.say("utter_no_lawyer")
        topic = state.topic or turn.intent
        return self._note_second(voice, turn, state.but(waiting=tuple(name for name in state.waiting if name != topic)), topic)

    @staticmethod
    def _note_second(voice: Voice, turn: Turn, state: State, topic: str) -> State:
        other = second_topic(turn, topic)
        if other is None or other[0] in state.waiting or other[0] in (topic, turn.intent):
            return state
        name, age = other
        voice.say("utter_topic_noted", topic=about(name))
        return state.but(waiting=(*state.waiting, name), ages={**state.ages, name: age} if age else state.ages)
