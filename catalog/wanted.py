"""Which form of help, and which way to get it, a text asks for: `pubercursus`, `bij ons thuis`, `kan ik iemand bellen`."""

import re

from catalog.vocabulary import Kind
from catalog.words import plain

_PEOPLE = "ouders|moeders|vaders|mensen|gezinnen|kinderen|jongeren|mama|papa|pleegouders|opa|oma"
_KINDS = {
    Kind.TRAINING: r"curs(us|ussen)\b|training|workshop|leergang|lessen\b|(leren|leert|leer je) (hoe|om|zich|opkomen)|trainer|in een groepje",
    Kind.MAATJE_STEUNGEZIN: r"maatje|\bbuddy|steungezin|steunouder|vrijwillig|oppas|logeer|grote (broer|zus|vriend)|mentor|bijspring|gezin (dat|waar)|"
    r"ontlast|iets leuks|meeneemt|voorlez|aan huis|over de vloer|uurtjes|\b(dag|middag|dagdeel) (in de|per) week|komt .{0,15}thuis|even lucht",
    Kind.EHEALTH: r"\bonline\b|\bapps?\b|module|internet|digita|chat|computer|laptop|filmpjes met|video|webinar|e-?learning|eigen tempo|lesjes|"
    r"zelf aan de slag",
    Kind.LOTGENOTEN: rf"lotgeno|praatgroep|oudergroep|andere ({_PEOPLE})|(ouders|moeders|vaders) (die|met|van|spreken|ontmoeten|leren)|schuitje|"
    r"hetzelfde (hebben|meemak|heb)|herken(t|ning)|ervaringen delen|vereniging|forum|gelijkgestemd|wie (kent|heeft) (dit|dat)|\bgroep\b|"
    r"anderen (die|met)",
    Kind.ERVARINGSDESKUNDIGE: r"ervaringsdesk|zelf (ook )?(heeft |had |is )?(meegemaakt|doorgemaakt|gehad|vastgelopen)|het zelf|met ervaring|"
    r"(uit|eigen) ervaring|weet hoe (het|dat|je)|ook heeft gehad|\bex[- ]|die (dit|dat|het) ook",
    Kind.THEMABIJEENKOMST: r"thema|ouderavond|lezing|bijeenkomst|\b(avond|ochtend|middag) (over|voor ouders|met|waar)|spreker|voorlichting|"
    r"info(rmatie)?avond|koffieochtend",
    Kind.INLOOP_SPREEKUUR: r"inloop|spreekuur|binnen ?lo(pen|op)|langs ?(komen|gaan|kom|lopen)|zonder afspraak|verpleegkundige|zuster|"
    r"consultatiebur|\bcjg\b|aankloppen|even langs|meekijken|schoolarts|vragenuur",
    Kind.OPVOEDCONSULENT: r"consulent|opvoedgesprek|gesprek|huisbezoek|pedago|aan huis|keukentafel|meekijk|bij ons (thuis|komen|op)|\bcoach|"
    r"thuis komen|een op een|opvoedadvies",
    Kind.ZELFHULP_VERSLAVING: r"zelfhulp|afkick|stoppen (met|zonder)|wil stoppen|minderen|\baa\b|af komen|ervan af|samen stoppen",
    Kind.SCHOOL_STEUN: r"bijles|huiswerk(hulp|begel|klas)|(steun|hulp|begeleiding|training|coach|iemand|groepje|meekijk).{0,20}(op|in) "
    r"(zijn |haar |de |eigen )*(school|klas|les|lessen)\b|schoolcoach|schoolmaatsch|onder schooltijd|uitlegt",
    Kind.PRAKTISCHE_STEUN: r"spullen|kleding|kleren|vergoeding|toeslag|formulier|papier|brieven|regelen|aanvra|tweedehands|speelgoed|\bfiets|"
    r"\bjas\b|contributie|hulp in huis|meegaat|iemand mee|naast me|invullen|ruilen|aanspreekpunt",
    Kind.SPORT_ACTIVITEIT: r"\bsport|club|activiteit|uitje|beweg|boksen|voetbal|knutsel|\bkoken|speelmiddag|iets leuks|dagje|energie kwijt|"
    r"ravotten|buiten spelen|te doen|hobby",
    Kind.INFORMATIE: r"informatie\b|folder|\bboek|lezen over|website|\bsites?\b|\btips\b|opzoeken|advieslijn|hulplijn|\bbel(len|t)?\b|"
    r"telefoonnummer|uitleg\b|te lezen|koffer|lenen|anoniem",
}
_WAYS = {
    "online": r"\bonline\b|internet|digita|chat|computer|laptop|filmpjes|website|\bsites?\b|forum|webinar|\bapps?\b|eigen tempo|lesjes",
    "telefoon": r"\bbel(len|t)?\b|telefo(on|nisch)|hulplijn|advieslijn",
    "thuis": r"aan huis|thuis kom|bij ons|huisbezoek|over de vloer|komt .{0,12}thuis|in huis",
}
KINDS_ASKED = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}
WAYS_ASKED = {way: re.compile(pattern) for way, pattern in _WAYS.items()}


def kinds_wanted(text: str) -> frozenset[Kind]:
    """The forms of help whose words stand in the text."""
    read = plain(text)
    return frozenset(kind for kind, pattern in KINDS_ASKED.items() if pattern.search(read))


def ways_wanted(text: str) -> frozenset[str]:
    """`online`, `telefoon`, `thuis`: how the text asks for help."""
    read = plain(text)
    return frozenset(way for way, pattern in WAYS_ASKED.items() if pattern.search(read))
