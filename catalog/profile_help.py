"""Help while filling in a profile: how its texts read, what parents or the team will miss, and what does not go together."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from catalog import reading, writing_help
from catalog.forms import Body
from catalog.hours import NAMES
from catalog.schemas import Hours, Profile
from catalog.tip_help import FORMAL
from catalog.writing_help import Help, Hint, Text

TEXTS = {
    "greeting": "Begroeting",
    "approach": "Hoe werken jullie?",
    "team.find": "Waar vinden ouders het team?",
    "handoff.consent_text": "Waar stemt een ouder mee in?",
}


def helped(body: Body, profile: Profile, others: Iterable[Profile], today: date) -> Help:
    """`profile` is the same text, made whole; `others` are the profiles as they are published now."""
    texts = [*writing_help.texts(body, TEXTS), *_people(body)]
    elsewhere = [other for other in others if other.id != profile.id]
    contradictions = [*_addressed(body), *_postcodes(profile, elsewhere), *_teams(profile), *_days(profile, today), *_overlap(profile)]
    return Help(texts, list(_missing(profile)), contradictions, [])


def _people(body: Body) -> list[Text]:
    found = []
    for number, person in enumerate(body.get("people") or []):
        told = reading.read(str(person.get("text") or "")[: writing_help.LONGEST])
        if told:
            found.append(Text(f"people.{number}.text", str(person.get("name") or "Persoon"), told))
    return found


def _missing(profile: Profile) -> Iterator[Hint]:
    if not profile.first_topics:
        yield Hint("first_topics", "Er zijn geen onderwerpen gekozen. Een ouder moet dan meteen zelf typen.")
    if not profile.team.walk_in:
        yield Hint("team.walk_in", "Er staat geen inloop. Kunnen ouders ergens zonder afspraak komen? Zet het er dan bij.")
    if profile.handoff.on:
        for number, team in enumerate(profile.handoff.teams):
            if not team.email:
                yield Hint(
                    f"handoff.teams.{number}.email", f"{team.name} heeft geen e-mailadres en krijgt dus geen bericht van een nieuwe vraag."
                )


def _addressed(body: Body) -> Iterator[Hint]:
    texts = {"greeting": body.get("greeting"), "approach": body.get("approach"), "team.find": (body.get("team") or {}).get("find")}
    for path, text in texts.items():
        if FORMAL.search(str(text or "")):
            yield Hint(path, "Je schrijft ‘u’ of ‘uw’. Wegwijs zegt ‘je’.")
    if body.get("greeting") and "computer" not in str(body["greeting"]).lower():
        yield Hint("greeting", "Zeg in de begroeting dat Wegwijs een computer is. Ouders moeten dat weten.")


def _postcodes(profile: Profile, others: Iterable[Profile]) -> Iterator[Hint]:
    counted = Counter(code for wijk in profile.wijken for code in wijk.postcodes)
    taken = {code: other.name for other in others for wijk in other.wijken for code in wijk.postcodes}
    for number, wijk in enumerate(profile.wijken):
        for code in wijk.postcodes:
            if counted[code] > 1:
                yield Hint(f"wijken.{number}.postcodes", f"Postcode {code} staat bij meer dan één wijk.")
            if code in taken:
                yield Hint(f"wijken.{number}.postcodes", f"Postcode {code} staat ook bij {taken[code]}.")


def _teams(profile: Profile) -> Iterator[Hint]:
    known = {wijk.name.casefold() for wijk in profile.wijken}
    for number, team in enumerate(profile.handoff.teams):
        for wijk in team.wijken:
            if wijk.casefold() not in known:
                yield Hint(f"handoff.teams.{number}.wijken", f"De wijk ‘{wijk}’ staat niet in dit profiel.")
    if all(team.wijken for team in profile.handoff.teams):
        without = known - {wijk.casefold() for team in profile.handoff.teams for wijk in team.wijken}
        if without or not known:
            yield Hint("handoff.teams", "Elk team heeft eigen wijken. Wie beantwoordt vragen uit de andere wijken?")


def _days(profile: Profile, today: date) -> Iterator[Hint]:
    for number, block in enumerate(profile.team.closed):
        if (block.until or block.day) < today:
            yield Hint(f"team.closed.{number}.day", "Deze dagen zijn voorbij. Je kunt de regel weghalen.")
    if profile.checked_on > today:
        yield Hint("checked_on", "Deze dag moet nog komen.")
    if (today - profile.checked_on).days > 365 and profile.checked_on.year > 2000:
        yield Hint("checked_on", "Dit is meer dan een jaar geleden. Kijk alles nog eens na.")


def _overlap(profile: Profile) -> Iterator[Hint]:
    hours = profile.team.hours
    for number, block in enumerate(hours):
        for other in hours[:number]:
            if both := _shared(block, other):
                yield Hint(f"team.hours.{number}.opens", f"Deze uren vallen op {both} samen met andere uren.")


def _shared(one: Hours, other: Hours) -> str:
    """The first day on which both are open at the same moment; empty when there is none."""
    same = [day for day in NAMES if day in one.days and day in other.days]
    return NAMES[same[0]] if same and one.opens < other.closes and other.opens < one.closes else ""
