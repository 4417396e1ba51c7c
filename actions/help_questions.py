"""Questions about the help itself, answered from the profile and the texts of bot/domain/vragen.yml. What is not known is not said."""

from actions import ladder
from actions.state import State, Turn
from actions.voice import Voice
from catalog.search import Catalogue, Kind, Profile
from kit import clock

# Questions whose answer may stand in the profile, and the id of it there under `people`.
IN_PROFILE = {
    "wat_is_poh": "poh_ggz_jeugd",
    "wat_is_opvoedconsulent": "opvoedconsulent",
    "wat_is_ib": "intern_begeleider",
    "wat_is_jeugdarts": "jgz",
}
SHOWS_CONTACT = {"openingstijden", "adres"}
# Who asks what it is may want one.
KINDS = {"wat_is_maatje": Kind.MAATJE_STEUNGEZIN, "wat_is_ehealth": Kind.EHEALTH, "wat_is_ervaringsdeskundige": Kind.LOTGENOTEN}


def answer(voice: Voice, turn: Turn, known: Catalogue, name: str) -> State:
    """Say the answer to one question of phrases.yml."""
    profile = ladder.profile_of(known, turn)
    gaps = {"team": profile.team.article, "Team": _capital(profile.team.article), "approach": profile.approach, "gemeente": profile.name}
    if name in SHOWS_CONTACT:
        _contact(voice, turn, known, profile, name)
    elif name == "wachttijd":
        _waiting(voice, turn, known, gaps)
    elif text := _person_text(profile, name):
        voice.tell(text)
    else:
        voice.say(f"utter_question_{name}", **gaps)
    state = turn.state.but(misses=0, contact_shown=turn.state.contact_shown or name in SHOWS_CONTACT)
    return state.but(kind=KINDS[name].value) if name in KINDS and state.topic is None else state


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _person_text(profile: Profile, name: str) -> str | None:
    wanted = IN_PROFILE.get(name)
    return next((person.text for person in profile.people if person.id == wanted), None)


def _contact(voice: Voice, turn: Turn, known: Catalogue, profile: Profile, name: str) -> None:
    """Hours, and whether it is open now; where one can walk in. Nothing is guessed for a gemeente that has not filled it in."""
    card = known.contact_message(turn.gemeente, clock.now())
    team = _capital(profile.team.article)
    if name == "adres":
        places = [f"{place.where}: {place.when[:1].lower()}{place.when[1:]}." for place in profile.team.walk_in]
        voice.say("utter_question_inloop" if places else "utter_question_adres", Team=team, places=" ".join(places), find=profile.team.find)
    elif card["openNow"] is None:
        voice.say("utter_question_tijden_onbekend", team=profile.team.article, find=profile.team.find)
    else:
        voice.say("utter_question_nu_open" if card["openNow"] else "utter_question_nu_dicht", Team=team, hours=card["hours"])
    voice.show(card)


def _waiting(voice: Voice, turn: Turn, known: Catalogue, gaps: dict[str, str]) -> None:
    """What the offers that were shown say about waiting, and that we cannot promise the rest."""
    shown = [offer for offer in map(known.offer, turn.state.shown) if offer and offer.waiting_time]
    for offer in shown:
        voice.say("utter_question_wachttijd_aanbod", name=offer.name, waiting=(offer.waiting_time or "").rstrip("."))
    if not shown:
        voice.say("utter_question_wachttijd", **gaps)
