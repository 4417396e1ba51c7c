"""What a turn leads to: who writes, which child, what comes between, corrections, and a second topic."""

import pytest

from actions.answer import ActionAnswer
from actions.behaviour import Behaviour
from actions.choice import ActionChoice
from actions.clarify import ActionClarify, ActionOutside
from actions.form import ActionForm
from actions.person import ActionPerson
from actions.question import ActionQuestion
from actions.state import QUESTIONS_BEFORE_HELP, State
from actions.talk import ActionGreet, ActionNo, ActionThanks
from actions.topic import ActionTopic
from catalog.files import read
from settings import ROOT
from tests.actions.conftest import Take, clause

READY = State(asked=QUESTIONS_BEFORE_HELP * 2, age=(8.0, 8.0), weight="midden")


def _keuze(choice: str) -> list[dict[str, str]]:
    return [{"entity": "keuze", "value": choice}]


class TestWhoWrites:
    async def test_a_teenager_is_asked_in_its_own_words(self, take: Take) -> None:
        said = await take(ActionTopic(), "ze pesten mij op school", "pesten")
        assert said.responses == ["utter_begrip_pesten_jongere", "utter_ask_leeftijd_jongere"]
        assert (said.state.speaker, said.state.audience) == ("jongere", "jongere")

    async def test_a_teenager_gets_a_line_and_no_tips_for_parents(self, take: Take) -> None:
        said = await take(ActionTopic(), "ik ben 14 en word gepest", "pesten", READY.but(age=None), ages=[14.0])
        assert "utter_youth_line" in said.responses
        assert "De Kindertelefoon" in said.gaps
        assert [card["type"] for card in said.cards] == ["offers"]

    async def test_a_person_for_a_teenager_is_the_kindertelefoon_first(self, take: Take) -> None:
        said = await take(ActionPerson(), "ik wil iemand spreken", "wil_mens_spreken", State(speaker="jongere", age=(14.0, 14.0)))
        assert [card["name"] for card in said.cards][:2] == ["De Kindertelefoon", "Wijkteam Voorbeeldstad"]

    async def test_who_is_eighteen_gets_the_line_for_that_age(self, take: Take) -> None:
        said = await take(ActionPerson(), "iemand spreken", "wil_mens_spreken", State(speaker="jongere", age=(19.0, 19.0)))
        assert said.cards[0]["name"] == "Alles Oké? Supportlijn"

    async def test_a_grandmother_reads_about_her_grandchild(self, take: Take) -> None:
        said = await take(ActionTopic(), "mijn kleinzoon van 8 luistert niet", "niet_luisteren", READY)
        words = " ".join([said.gaps, *(str(card) for card in said.cards)]).lower()
        assert said.state.speaker == "grootouder"
        assert "je kleinkind" in words
        assert not any(wrong in words for wrong in ("je kind ", "je zoon", "je dochter"))

    async def test_her_own_daughter_does_not_make_her_the_mother(self, take: Take) -> None:
        said = await take(ActionTopic(), "mijn dochter kan het niet aan", "overbelaste_ouder", State(speaker="grootouder"))
        assert said.state.speaker == "grootouder"

    async def test_a_professional_gets_something_to_pass_on_and_the_consultation(self, take: Take) -> None:
        said = await take(ActionTopic(), "een leerling van mij is erg druk", "adhd_druk", READY)
        assert {"utter_consult", "utter_intro_offers_professional"} <= set(said.responses)
        assert "vraag naar het consult" in said.gaps

    async def test_a_parent_never_reads_the_line_for_professionals(self, take: Take) -> None:
        said = await take(ActionPerson(), "ik wil iemand spreken", "wil_mens_spreken", State(topic="scheiding"))
        assert "consult" not in said.gaps

    async def test_who_expects_a_child_is_not_asked_how_old_it_is(self, take: Take) -> None:
        said = await take(ActionTopic(), "ik ben zwanger en slaap niet", "slapen")
        assert said.state.age == (0.0, 1.0)
        assert said.state.open == "zwaarte"

    async def test_parents_of_the_grown_up_hear_who_decides(self, take: Take) -> None:
        said = await take(ActionTopic(), "mijn zoon van 19 gokt", "gokken", READY.but(age=None), ages=[19.0])
        assert "utter_grown_up" in said.responses

    async def test_who_only_speaks_of_another_is_no_teenager(self, take: Take) -> None:
        said = await take(ActionTopic(), "rekenen snapt hij niet in groep 5", "school_problemen", State(audience="jongere"))
        assert (said.state.speaker, said.state.audience) == (None, None)

    async def test_who_speaks_of_himself_is(self, take: Take) -> None:
        said = await take(ActionTopic(), "ik snap rekenen niet en hij lacht me uit", "school_problemen", State(audience="jongere"))
        assert said.state.speaker == "jongere"

    async def test_words_of_a_parent_correct_what_the_gateway_thought(self, take: Take) -> None:
        said = await take(ActionTopic(), "mijn zoon van 4 slaapt niet", "slapen", State(audience="jongere"), ages=[4.0])
        assert (said.state.speaker, said.state.audience) == ("ouder", None)


class TestBetween:
    async def test_a_question_about_help_and_back(self, take: Take) -> None:
        state = State(topic="slapen", open="zwaarte", age=(3.0, 3.0))
        said = await take(ActionTopic(), "hoe lang is de wachttijd?", "slapen", state)
        assert said.responses == ["utter_question_wachttijd", "utter_back_to_question", "utter_ask_zwaarte"]
        assert said.state.topic == "slapen"

    async def test_waiting_for_the_offers_that_were_shown(self, take: Take) -> None:
        offer = next(offer for offer in read(ROOT / "catalog").offers if offer.waiting_time and offer.status == "gepubliceerd")
        said = await take(ActionTopic(), "is daar een wachtlijst", "slapen", State(topic="slapen", shown=(offer.id,), open="helpt"))
        assert offer.waiting_time and offer.waiting_time in said.gaps

    async def test_hours_come_from_the_profile(self, take: Take) -> None:
        said = await take(ActionPerson(), "wanneer zijn ze open", "wil_wijkteam", State(topic="slapen"))
        assert said.responses[0] in ("utter_question_nu_open", "utter_question_nu_dicht")
        assert said.cards[0]["phone"] == "0800 000 00 01"

    async def test_hours_that_are_not_known_are_not_invented(self, take: Take) -> None:
        said = await take(ActionPerson(), "wanneer zijn ze open", "wil_wijkteam", State(topic="slapen"), gemeente="zoetermeer")
        assert said.responses[0] == "utter_question_tijden_onbekend"

    async def test_who_is_who_comes_from_the_profile(self, take: Take) -> None:
        said = await take(ActionQuestion(), "wat is een opvoedconsulent", "vraag_over_verwijzing", State(topic="slapen"))
        assert "Vraag ernaar bij het wijkteam" in said.gaps

    async def test_a_topic_beside_the_question_is_taken_up(self, take: Take) -> None:
        parts = [clause("mijn zoon van 4 slaapt slecht", "slapen"), clause("is er een wachtlijst", "vraag_over_verwijzing")]
        said = await take(ActionTopic(), "mijn zoon van 4 slaapt slecht, is er een wachtlijst?", "slapen", ages=[4.0], clauses=parts)
        assert said.responses[0] == "utter_question_wachttijd"
        assert said.state.topic == "slapen"

    async def test_enough_of_the_bot_leads_to_a_person(self, take: Take) -> None:
        said = await take(ActionTopic(), "je snapt me totaal niet", "taal_spraak", State(topic="slapen", open="zwaarte"))
        assert said.responses[0] == "utter_sorry"
        assert said.cards[0]["type"] == "contact"

    async def test_stop_asks_nothing(self, take: Take) -> None:
        said = await take(ActionTopic(), "stop maar", "niet_luisteren", State(topic="slapen", open="zwaarte"))
        assert (said.responses, said.choices) == (["utter_stopped"], ["opnieuw", "mens"])

    async def test_another_question_keeps_the_child(self, take: Take) -> None:
        said = await take(ActionTopic(), "ik heb nog een andere vraag", "taal_spraak", State(topic="slapen", age=(3.0, 3.0)))
        assert (said.state.topic, said.state.age, said.state.open) == (None, (3.0, 3.0), "onderwerp")


class TestCorrections:
    async def test_what_stands_behind_maar_is_meant(self, take: Take) -> None:
        parts = [clause("niet slapen", "slapen"), clause("eten", "eten")]
        said = await take(ActionTopic(), "niet slapen maar eten", "slapen", State(topic="slapen", age=(3.0, 3.0)), clauses=parts)
        assert (said.state.topic, said.state.waiting, said.state.age) == ("eten", (), (3.0, 3.0))

    async def test_not_this_offers_the_next_likeliest(self, take: Take) -> None:
        state = State(topic="slapen", open="zwaarte", likely=("eten", "angst", "driftbuien", "stress_druk"))
        said = await take(ActionNo(), "nee dat bedoel ik niet", "ontken", state)
        assert said.choices == ["onderwerp:eten", "onderwerp:angst", "onderwerp:driftbuien", "iets_anders"]
        assert said.state.topic is None

    async def test_no_to_does_this_help_is_an_answer(self, take: Take) -> None:
        said = await take(ActionNo(), "nee dat is het niet", "ontken", READY.but(topic="slapen", open="helpt"))
        assert said.state.topic == "slapen"

    async def test_an_age_is_corrected(self, take: Take) -> None:
        said = await take(ActionNo(), "nee, ze is 8", "ontken", READY.but(topic="slapen", age=(3.0, 3.0)), ages=[8.0])
        assert said.responses[0] == "utter_corrected_age"
        assert said.state.age == (8.0, 8.0)


class TestOpenQuestion:
    """What was asked is answered, though the words look like something else."""

    async def test_how_heavy_it_is_in_a_sentence(self, take: Take) -> None:
        state = State(topic="pesten", age=(9.0, 9.0), open="zwaarte", asked=("zwaarte",))
        said = await take(ActionClarify(), "tja dat is best heftig ja", "nlu_fallback", state)
        assert (said.state.weight, said.state.open) == ("midden", "plek")

    @pytest.mark.parametrize("text", ["oosterprk", "in havekwartier", "sentrum"])
    async def test_a_misspelt_wijk(self, take: Take, text: str) -> None:
        state = State(topic="pesten", age=(9.0, 9.0), weight="midden", open="plek", asked=("zwaarte", "plek"))
        said = await take(ActionOutside(), text, "buiten_domein", state, part="onzin")
        assert said.state.wijk in ("Oosterpark", "Havenkwartier", "Centrum")
        assert said.state.shown

    async def test_another_word_is_no_wijk(self, take: Take) -> None:
        state = State(topic="pesten", age=(9.0, 9.0), weight="midden", open="plek", asked=("zwaarte", "plek"))
        said = await take(ActionOutside(), "nederland", "buiten_domein", state)
        assert said.state.wijk is None

    async def test_a_wijk_is_only_guessed_after_our_question(self, take: Take) -> None:
        said = await take(ActionTopic(), "oosterprk", "pesten", State(topic="pesten", open="zwaarte"))
        assert said.state.wijk is None

    async def test_an_answer_with_a_second_trouble_is_more_than_an_answer(self, take: Take) -> None:
        parts = [clause("ja heel zwaar", "bevestig"), clause("ze eet niet", "eten", 0.9)]
        state = State(topic="pesten", age=(9.0, 9.0), open="zwaarte", asked=("zwaarte",))
        said = await take(ActionTopic(), "ja heel zwaar en ze eet niet", "eten", state, clauses=parts)
        assert said.state.topic == "eten"


class TestWorry:
    async def test_people_first(self, take: Take) -> None:
        said = await take(ActionTopic(), "ik vraag me af of het bij de buren wel goed gaat met dat kind", "eten")
        assert said.responses[0] == "utter_worry"
        assert said.cards[0]["type"] == "contact"
        assert "Veilig Thuis" in said.gaps


class TestOwnFear:
    async def test_of_a_parent_is_not_the_fear_of_the_child(self, take: Take) -> None:
        said = await take(ActionTopic(), "zij ontploft zo dat ik me kapot schrok", "angst", ranking=["driftbuien"], ages=[4.0])
        assert (said.state.topic, said.state.waiting) == ("driftbuien", ())

    async def test_of_the_child_is(self, take: Take) -> None:
        said = await take(ActionTopic(), "zij schrikt van elk geluid", "angst", ranking=["driftbuien"])
        assert said.state.topic == "angst"

    async def test_of_a_teenager_about_itself_is(self, take: Take) -> None:
        said = await take(ActionTopic(), "ben 14 en ik schrik van alles", "angst", ranking=["stress_druk"], ages=[14.0])
        assert said.state.topic == "angst"


class TestVague:
    async def test_likely_topics_as_buttons(self, take: Take) -> None:
        said = await take(ActionTopic(), "iets met mijn dochter maar ik weet niet precies wat", "puberteit", ranking=["angst", "pesten"])
        assert said.responses == ["utter_clarify_topics"]
        assert said.choices == ["onderwerp:puberteit", "onderwerp:angst", "onderwerp:pesten", "iets_anders"]

    @pytest.mark.parametrize(
        "text",
        [
            "het gaat niet goed bij ons thuis",
            "er is van alles mis thuis",
            "ik weet niet waar ik moet beginnen",
            "ik heb hulp nodig",
            "kunt u helpen",
        ],
    )
    async def test_without_a_child_the_usual_topics(self, take: Take, text: str) -> None:
        said = await take(ActionTopic(), text, "schoolweigering", ranking=["angst", "pesten"])
        assert said.responses == ["utter_vague"]
        assert "onderwerp:schoolweigering" not in said.choices[:3]

    async def test_not_in_the_middle_of_a_topic(self, take: Take) -> None:
        said = await take(ActionTopic(), "het gaat niet goed met haar", "somberheid", READY.but(topic="somberheid"))
        assert "utter_clarify_topics" not in said.responses


class TestHelpNow:
    @pytest.mark.parametrize("text", ["wat moet ik nu doen", "Wa moet ik doen dan?", "heb je tips voor me", "wat kunnen we eraan doen"])
    async def test_comes_without_more_questions(self, take: Take, text: str) -> None:
        said = await take(ActionClarify(), text, "nlu_fallback", State(topic="slapen", age=(3.0, 3.0), open="zwaarte", asked=("zwaarte",)))
        assert [card["type"] for card in said.cards] == ["tips", "offers"]

    async def test_needs_the_age(self, take: Take) -> None:
        said = await take(ActionClarify(), "wat moet ik doen", "nlu_fallback", State(topic="slapen", open="leeftijd", asked=("leeftijd",)))
        assert said.responses == ["utter_ask_leeftijd"]

    async def test_again_brings_other_offers(self, take: Take) -> None:
        first = await take(ActionTopic(), "hij slaapt niet", "slapen", READY)
        again = await take(ActionClarify(), "wat kan ik dan doen", "nlu_fallback", first.state)
        assert set(first.state.shown) < set(again.state.shown)

    @pytest.mark.parametrize("action", [ActionClarify(), ActionGreet()])
    async def test_without_a_topic_that_is_asked(self, take: Take, action: Behaviour) -> None:
        said = await take(action, "wat moet ik doen", "nlu_fallback", ranking=["slapen"])
        assert (said.responses, said.state.open) == (["utter_ask_topic"], "onderwerp")


class TestTheOtherChild:
    async def test_has_the_topic_that_waits(self, take: Take) -> None:
        state = READY.but(topic="slapen", age=(5.0, 5.0), children=((5.0, 5.0), (13.0, 13.0)), waiting=("sociale_media",))
        said = await take(ActionClarify(), "en voor die andere?", "nlu_fallback", state)
        assert (said.state.topic, said.state.age, said.state.waiting) == ("sociale_media", (13.0, 13.0), ())

    async def test_is_asked_about_when_nothing_waits(self, take: Take) -> None:
        state = READY.but(topic="slapen", age=(5.0, 5.0), children=((5.0, 5.0), (13.0, 13.0)))
        said = await take(ActionClarify(), "en mijn andere kind dan", "nlu_fallback", state)
        assert said.responses == ["utter_other_child_age", "utter_ask_topic"]
        assert (said.state.topic, said.state.age) == (None, (13.0, 13.0))

    async def test_of_three_is_not_guessed(self, take: Take) -> None:
        state = READY.but(topic="slapen", age=(5.0, 5.0), children=((5.0, 5.0), (9.0, 9.0), (13.0, 13.0)))
        said = await take(ActionClarify(), "en de andere", "nlu_fallback", state)
        assert (said.responses[0], said.state.age) == ("utter_other_child", None)

    async def test_of_three_years_is_no_crying_baby(self, take: Take) -> None:
        said = await take(ActionThanks(), "dank je", "bedankt", READY.but(topic="slapen", age=(3.0, 3.0), waiting=("huilen_baby",)))
        assert (said.state.waiting, said.choices) == ((), [])


class TestAnAnswerThatIsNone:
    async def test_in_a_few_words_asks_once_more(self, take: Take) -> None:
        state = State(topic="slapen", age=(3.0, 3.0), open="zwaarte", asked=("zwaarte",))
        said = await take(ActionClarify(), "tja dat is maar net hoe", "nlu_fallback", state, ranking=["angst"])
        assert said.responses == ["utter_clarify_open", "utter_ask_zwaarte"]

    async def test_after_the_card_the_dialogue_goes_on(self, take: Take) -> None:
        said = await take(ActionQuestion(), "hoe lang is de wachttijd", "vraag_over_kosten", READY.but(open="verder", rung=3))
        assert "utter_back_to_question" not in said.responses
        assert said.choices


class TestEffort:
    async def test_is_no_question_about_money(self, take: Take) -> None:
        said = await take(ActionQuestion(), "het kost ons elke dag veel energie", "vraag_over_kosten", ranking=["overbelaste_ouder"])
        assert said.state.topic == "overbelaste_ouder"

    async def test_money_is(self, take: Take) -> None:
        said = await take(ActionQuestion(), "wat kost zo'n cursus", "vraag_over_kosten", ranking=["geldzorgen"])
        assert said.responses[0] == "utter_question_kosten"


class TestVariants:
    async def test_the_same_text_takes_its_turn(self, take: Take) -> None:
        first = await take(ActionOutside(), "zxcv", "buiten_domein", part="onzin")
        second = await take(ActionOutside(), "uiop qwer", "buiten_domein", first.state, part="onzin")
        assert first.responses[0] == second.responses[0] == "utter_outside_onzin"
        assert "Dat kan ik niet lezen" in first.gaps and "Dat kan ik niet lezen" not in second.gaps

    async def test_a_wijk_in_the_middle_of_a_question_is_an_answer(self, take: Take) -> None:
        here = [{"entity": "wijk", "value": "De Linden"}]
        said = await take(
            ActionOutside(), "nee, ik woon in de linden", "buiten_domein", READY.but(topic="slapen", wijk=None), entities=here
        )
        assert said.state.wijk == "De Linden" and "utter_outside" not in said.responses
        elsewhere = [{"entity": "wijk", "value": "Zwolle"}]
        said = await take(ActionOutside(), "zwolle", "buiten_domein", READY.but(topic="slapen", wijk=None), entities=elsewhere)
        assert said.state.wijk is None and said.responses[0] == "utter_outside"

    async def test_who_scolds_and_wants_a_person_gets_one(self, take: Take) -> None:
        said = await take(ActionPerson(), "dom ding, haal er iemand bij", "wil_mens_spreken")
        assert "utter_outside_schelden" not in said.responses and any(card["type"] == "contact" for card in said.cards)
        said = await take(ActionOutside(), "dom ding", "buiten_domein", part="schelden")
        assert said.responses[0] == "utter_outside_schelden"

    async def test_who_does_not_understand_our_question_may_skip_it(self, take: Take) -> None:
        asked = READY.but(topic="driftbuien", weight=None, open="zwaarte", misses=1)
        said = await take(ActionPerson(), "huh ik begrijp het niet hoor", "wil_mens_spreken", asked)
        assert said.state.open != "zwaarte" and not any(card["type"] == "contact" for card in said.cards)
        said = await take(ActionPerson(), "ik snap het niet meer, bel mij", "wil_mens_spreken", asked)
        assert any(card["type"] == "contact" for card in said.cards)

    async def test_gaps_are_filled(self, take: Take) -> None:
        said = await take(ActionNo(), "nee, ze is 8", "ontken", READY.but(topic="slapen", age=(3.0, 3.0)), ages=[8.0])
        assert "Dan ga ik uit van: 8 jaar." in said.gaps


class TestStop:
    async def test_a_greeting_afterwards_is_answered_with_a_sentence(self, take: Take) -> None:
        stopped = await take(ActionTopic(), "stop", "niet_luisteren", State(age=(14.0, 14.0), text="mijn puber liegt", open="onderwerp"))
        said = await take(ActionGreet(), "hallo", "begroeting", stopped.state)
        assert said.responses == ["utter_welcome_back", "utter_ask_topic"]

    async def test_a_first_greeting_says_who_we_are(self, take: Take) -> None:
        assert (await take(ActionGreet(), "hallo", "begroeting")).responses == ["utter_greet"]


class TestVariety:
    async def test_the_first_three_are_of_different_kinds(self, take: Take) -> None:
        said = await take(ActionTopic(), "hij heeft geen vrienden", "vrienden_sociaal", READY)
        kinds = [offer["kind"] for card in said.cards for offer in card.get("offers", [])]
        assert len(kinds) == len(set(kinds)) == 3


class TestClarify:
    async def test_three_stages(self, take: Take) -> None:
        ranking = ["eten", "angst", "pesten", "gokken", "autisme"]
        first = await take(ActionClarify(), "hm tja", "nlu_fallback", ranking=ranking)
        assert first.choices == ["onderwerp:eten", "onderwerp:angst", "onderwerp:pesten", "iets_anders"]
        second = await take(ActionChoice(), "/keuze", "keuze", first.state, entities=_keuze("iets_anders"))
        assert second.choices == ["onderwerp:gokken", "onderwerp:autisme", "iets_anders"]
        third = await take(ActionChoice(), "/keuze", "keuze", second.state, entities=_keuze("iets_anders"))
        assert "onderwerp:slapen" in third.choices and "mens" in third.choices

    async def test_not_understood_twice_is_a_person_and_the_next_likeliest(self, take: Take) -> None:
        state = State(misses=1, likely=("gokken", "autisme"))
        said = await take(ActionClarify(), "ja nou", "nlu_fallback", state)
        assert said.cards[0]["type"] == "contact"
        assert said.choices == ["onderwerp:gokken", "onderwerp:autisme", "iets_anders"]

    async def test_a_clear_part_of_an_unclear_whole_is_taken(self, take: Take) -> None:
        parts = [clause("sorry", "bedankt"), clause("mijn kind van 6 is bang", "angst", 0.7, 6.0)]
        said = await take(ActionClarify(), "sorry. mijn kind van 6 is bang", "nlu_fallback", ages=[6.0], clauses=parts)
        assert (said.state.topic, said.state.age) == ("angst", (6.0, 6.0))


class TestFormsOfHelp:
    async def test_the_subject_behind_a_course(self, take: Take) -> None:
        parts = [clause("is er een cursus voor ouders", "zoekt_training"), clause("ruzie tussen broers", "broer_zus_ruzie", 0.8)]
        said = await take(ActionForm(), "is er een cursus voor ouders over ruzie tussen broers", "zoekt_training", clauses=parts)
        assert said.state.topic == "broer_zus_ruzie"

    async def test_who_asks_what_it_is_may_want_one(self, take: Take) -> None:
        first = await take(ActionTopic(), "wat doet zo'n maatje precies", "vrienden_sociaal")
        assert first.choices == ["vorm:maatje_steungezin", "iets_anders", "mens"]
        second = await take(ActionClarify(), "lijkt me fijn voor mijn zoon van 11", "nlu_fallback", first.state, ages=[11.0])
        assert {offer["kind"] for card in second.cards for offer in card["offers"]} == {"maatje_steungezin"}


class TestSeveralChildren:
    async def test_the_youngest_of_two(self, take: Take) -> None:
        state = READY.but(topic="broer_zus_ruzie", age=(4.0, 9.0), children=((4.0, 4.0), (9.0, 9.0)))
        said = await take(ActionTopic(), "de jongste", "broer_zus_ruzie", state)
        assert said.state.age == (4.0, 4.0)

    async def test_the_youngest_without_ages_is_asked_for(self, take: Take) -> None:
        said = await take(ActionTopic(), "de jongste", "broer_zus_ruzie", State(topic="broer_zus_ruzie", open="leeftijd"))
        assert said.state.open == "leeftijd"

    async def test_ages_that_were_joined_are_two_children(self, take: Take) -> None:
        ages = {"entity": "leeftijd", "value": {"min": 4.0, "max": 9.0}}
        said = await take(ActionTopic(), "mijn kinderen van 4 en 9 vechten", "broer_zus_ruzie", entities=[ages])
        assert said.state.children == ((4.0, 4.0), (9.0, 9.0))

    async def test_two_ages_are_two_children(self, take: Take) -> None:
        said = await take(ActionAnswer(), "6 en 9", "antwoord", State(topic="broer_zus_ruzie", open="leeftijd"), ages=[6.0, 9.0])
        assert said.state.children == ((6.0, 6.0), (9.0, 9.0))

    async def test_another_child_without_age_is_asked_for(self, take: Take) -> None:
        said = await take(ActionTopic(), "mijn andere dochter slaapt ook slecht", "slapen", READY.but(topic="slapen", shown=("x",)))
        assert (said.state.age, said.state.open) == (None, "leeftijd")

    async def test_each_trouble_has_its_own_child(self, take: Take) -> None:
        parts = [clause("mijn zoon van 4 slaapt slecht", "slapen", age=4.0), clause("mijn dochter van 9 wordt gepest", "pesten", age=9.0)]
        text = "mijn zoon van 4 slaapt slecht en mijn dochter van 9 wordt gepest"
        first = await take(ActionTopic(), text, "slapen", ages=[4.0, 9.0], clauses=parts)
        assert (first.state.age, first.state.waiting, first.state.ages) == ((4.0, 4.0), ("pesten",), {"pesten": (9.0, 9.0)})
        second = await take(ActionChoice(), "/keuze", "keuze", first.state, entities=_keuze("onderwerp:pesten"))
        assert (second.state.age, second.state.topic, second.state.waiting) == ((9.0, 9.0), "pesten", ())


class TestSecondTopic:
    async def test_a_sure_clause_is_noted_even_when_the_whole_is_clear(self, take: Take) -> None:
        parts = [clause("we gaan scheiden", "scheiding"), clause("ze wordt ook gepest", "pesten", 0.8)]
        said = await take(ActionTopic(), "we gaan scheiden en ze wordt ook gepest", "scheiding", clauses=parts)
        assert said.state.waiting == ("pesten",)
        assert "utter_topic_noted" in said.responses

    async def test_two_parts_about_the_same_are_sure_together(self, take: Take) -> None:
        parts = [
            clause("ze eet geen brood", "eten", 0.45),
            clause("ze weegt zich steeds", "eetproblemen", 0.5),
            clause("app", "sociale_media"),
        ]
        text = "ze eet geen brood, weegt zich steeds en zit op die app"
        said = await take(ActionTopic(), text, "sociale_media", State(age=(14.0, 14.0)), clauses=parts)
        assert (said.state.topic, said.state.waiting) == ("sociale_media", ("eetproblemen",))

    async def test_a_part_that_only_tells_the_class_is_no_topic(self, take: Take) -> None:
        parts = [clause("ze zit in groep 8", "antwoord", 1.0, 11.0), clause("durft niets te vragen in de kring", "faalangst", 0.7)]
        text = "ze zit in groep 8 en durft niets te vragen in de kring"
        said = await take(ActionTopic(), text, "school_problemen", ages=[11.0], clauses=parts)
        assert (said.state.topic, said.state.waiting) == ("faalangst", ())

    async def test_an_unsure_clause_is_not(self, take: Take) -> None:
        parts = [clause("hij slaapt slecht", "slapen"), clause("dat was het", "pesten", 0.2)]
        said = await take(ActionTopic(), "hij slaapt slecht, dat was het", "slapen", clauses=parts)
        assert said.state.waiting == ()

    async def test_the_same_again_is_heard(self, take: Take) -> None:
        said = await take(ActionTopic(), "hij slaapt niet", "slapen", State(topic="slapen", text="hij slaapt niet", age=(3.0, 3.0)))
        assert said.responses[0] == "utter_heard"


class TestState:
    def test_survives_json(self) -> None:
        state = State(
            topic="slapen", ages={"pesten": (9.0, 9.0)}, children=((4.0, 4.0), (9.0, 9.0)), speaker="grootouder", likely=("eten",)
        )
        through = {name: list(value) if isinstance(value, tuple) else value for name, value in state.json().items()}
        assert State.read(through) == state
