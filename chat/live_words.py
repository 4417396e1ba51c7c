"""What a parent reads and taps around live chat, in one place: before it, while waiting, at the beginning and at the end."""

from typing import Any

from catalog.search import Profile
from chat.handoff_form import CHOICE, LABEL

Body = dict[str, Any]

ASK, STOP, NO, FROM_NOW, ALL = "live:vraag", "live:stop", "live:nee", "live:ja", "live:alles"
VERSION = "1"  # another consent text has another version
GO_ON = {"id": "verder:ja", "label": "Verder met Wegwijs"}

BUTTON = "Nu chatten met {team}"
CONSENT = (
    "Je kunt nu chatten met iemand van {team}. Die persoon ziet wat je typt vanaf het moment dat jij ja zegt. Wat je eerder typte, ziet die "
    "persoon alleen als jij dat ook goed vindt. Je kunt altijd stoppen. Daarna leest {team} niet meer mee. Wis je dit gesprek? Dan is het "
    "ook daar weg."
)
REFUSED = "Dat is goed. Niemand leest mee."
CHANGED = "De tekst waar je ja op zegt, is net veranderd. Lees hem nog een keer."
WAITING = (
    "Ik heb {team} gevraagd of iemand tijd heeft. {queue} Binnen {minutes} hoor je of het lukt. Je kunt alvast typen wat je wilt vragen."
)
ALREADY = "Ik heb {team} al gevraagd. Je hoort zo of iemand tijd heeft."
KEPT = "Je bericht staat klaar voor {team}. Er is nog niemand."
STOP_WAITING, STOP_TALKING = "Stop met wachten", "Stop met chatten"
SEEN_TOO = "{team} ziet dit bericht ook."
NOT_NOW = "Je bent nu niet aan het chatten met {team}."
STOPPED_WAITING = "Je wacht niet meer. Niemand leest mee."
STOPPED = "Je bent gestopt. {team} leest niet meer mee. Je praat weer met Wegwijs, de computer."
WHY_NOT = {
    "uit": "Chatten met {team} kan hier niet.",
    "gesloten": "{team} is nu gesloten. Chatten kan nu niet.",
    "niemand": "Er is nu niemand van {team} vrij om te chatten.",
}
OPENS = "Het team is weer open: {when}."
OR_CALL = "Bellen kan wel: {phone}."
LEAVE_IT = "Je kunt je vraag ook achterlaten. Dan neemt {team} contact met je op."
HAPPENED = {
    "verbonden": "Je praat nu met iemand van {team}. Ik ben Wegwijs, de computer. Ik ben stil zolang jullie praten.",
    "gemist": "Het spijt me: er was niemand van {team} vrij. Je wacht niet meer.",
    "weg": "De verbinding met {team} is weggevallen. Je praat weer met Wegwijs, de computer.",
    "beantwoord": "{team} heeft het gesprek afgerond. Je praat weer met Wegwijs, de computer.",
    "aanbod": "{team} denkt dat ik je kan helpen zoeken naar hulp dichtbij. Je praat weer met Wegwijs, de computer.",
    "stil": "Het was een tijd stil. Daarom is het gesprek met {team} gestopt. Je praat weer met Wegwijs, de computer.",
    "geen_tijd": "Iemand van {team} kan nu niet verder chatten. Je praat weer met Wegwijs, de computer.",
}
WITH_FORM = ("gemist", "weg", "geen_tijd")


def told(words: str, profile: Profile) -> str:
    """The name of the team filled in, with a capital where a sentence begins with it."""
    team = profile.team.article
    text = words.format(team=team)
    return f"{team[0].upper()}{team[1:]}{text[len(team) :]}" if words.startswith("{team}") else text


def button(profile: Profile) -> Body:
    return {"id": ASK, "label": told(BUTTON, profile)}


def consent(profile: Profile) -> Body:
    """The text to agree to; the buttons carry its version."""
    choices = [
        {"id": f"{FROM_NOW}:{VERSION}", "label": "Ja, lees mee vanaf nu"},
        {"id": f"{ALL}:{VERSION}", "label": "Ja, en lees ook wat ik eerder typte"},
        {"id": NO, "label": "Nee, liever niet"},
    ]
    return {"type": "choices", "text": told(CONSENT, profile), "choices": choices}


def waiting(profile: Profile, before: int) -> Body:
    """`before`: how many parents were waiting already."""
    queue = {0: "Je bent als eerste aan de beurt.", 1: "Er is 1 ouder voor je."}.get(before, f"Er zijn {before} ouders voor je.")
    minutes = -(-profile.handoff.live_chat.wait_seconds // 60)
    text = WAITING.format(team=profile.team.article, queue=queue, minutes="1 minuut" if minutes == 1 else f"{minutes} minuten")
    return {"type": "choices", "text": text, "choices": [{"id": STOP, "label": STOP_WAITING}]}


def go_on(words: str, profile: Profile) -> Body:
    """A sentence with the two ways to go on."""
    call = [{"id": CHOICE, "label": LABEL.format(team=profile.team.article)}] if profile.handoff.on else []
    return {"type": "choices", "text": told(words, profile), "choices": [GO_ON, *call]}


def cannot(profile: Profile, why: str, contact: Body) -> list[Body]:
    """Nobody can come now; when the team really is there, and what can be done now."""
    more = [OPENS.format(when=contact["opensAgain"])] if why == "gesloten" and contact.get("opensAgain") else []
    more += [OR_CALL.format(phone=contact["phone"])] if why == "niemand" and contact["phone"] else []
    more += [LEAVE_IT] if profile.handoff.on else []
    return [go_on(" ".join([WHY_NOT[why], *more]), profile)]


def happened(profile: Profile, what: str) -> Body:
    """What changed, said at once. The worker coming in is said by nobody: neither the bot nor the worker."""
    if what == "verbonden":
        return {"type": "choices", "text": told(HAPPENED[what], profile), "choices": [{"id": STOP, "label": STOP_TALKING}]}
    if what in WITH_FORM and profile.handoff.on:
        return {"type": "text", "text": f"{told(HAPPENED[what], profile)} {told(LEAVE_IT, profile)}"}
    return go_on(HAPPENED[what], profile)
