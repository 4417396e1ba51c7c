"""The words behind bot/ages.py: numbers, units, who is a child and who is not, school years, and words such as *peuter*.

The strings are alternatives of a regular expression, to be put between `(?:` and `)`. They hold common slips, Flemish, dialect and English.
"""

import re

Ages = dict[str, tuple[float, float]]

_UNITS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig"
_OTHER = {
    **dict.fromkeys(("one", "één"), 1),
    **dict.fromkeys(("two", "twie", "twei"), 2),
    **dict.fromkeys(("three", "drij", "drei", "trije"), 3),
    **dict.fromkeys(("four", "vaier", "fjouwer"), 4),
    **dict.fromkeys(("five", "vief", "vijve", "fiif"), 5),
    **dict.fromkeys(("six", "seis"), 6),
    **dict.fromkeys(("seven", "zeve", "zeuven", "zeuve", "sân"), 7),
    "eight": 8,
    **dict.fromkeys(("nine", "nege", "negene", "njoggen"), 9),
    "tsien": 10,
    **dict.fromkeys(("eleven", "elluf", "ellef"), 11),
    **dict.fromkeys(("twelve", "twaluf", "twelf", "tolve"), 12),
    **dict.fromkeys(("thirteen", "dartien", "dattien"), 13),
    **dict.fromkeys(("fourteen", "viertien", "vattien"), 14),
    **dict.fromkeys(("fifteen", "vieftien"), 15),
    **dict.fromkeys(("sixteen",), 16),
    **{f"{unit}{joint}twintig": 20 + value for value, unit in ((1, "een"), (2, "twee"), (3, "drie")) for joint in ("en", "ën")},
    "anderhalf": 1.5,
    "anderhalve": 1.5,
}
NUMBERS: dict[str, float] = {word: float(value) for value, word in enumerate(_UNITS.split())} | {
    word: float(value) for word, value in _OTHER.items()
}

# One number: "4", "vier", "2,5", "2½", "drieënhalf".
_SPELLED = "|".join(sorted(NUMBERS, key=len, reverse=True))
_HALF = r"[.,](?:5|25|75)(?!\d)|\s?½|\s1/2|[- ]?[eë]n[- ]?(?:een|één)?[- ]?hal(?:f|ve)"
NUMBER = rf"(?:\d{{1,2}}(?!\d)|{_SPELLED})(?:{_HALF})?"
_PARTS = re.compile(rf"(?P<whole>\d+|{_SPELLED})(?P<part>{_HALF})?", re.IGNORECASE)


def value(number: str) -> float:
    """The value of one number in digits or words, with or without a half; "half" and "een half" too."""
    parts = _PARTS.fullmatch(number)
    if not parts:
        return 0.5
    whole, part = parts["whole"].lower(), parts["part"]
    fraction = 0.0 if not part else float(f"0.{part[1:]}") if part[0] in ".," else 0.5
    return (NUMBERS[whole] if whole in NUMBERS else float(whole)) + fraction


YEAR = r"jaartjes?|jaa?rig(?:en?)?|jaren|jaa+r?|jar|jrs?|j|lentes?|zomers|winters|years?|yrs?|y/?o|y|jaor|joar|jier"
MONTH = r"maand(?:en|jes?)?|maandige?|mndn?|mnden|mdn|months?|mths?"
WEEK = r"weken|weekjes|weekse?|week|wkn?|wks|weeks?"
DAY = r"dagen|dgn|days"

CHILD = (
    r"(?:klein|pleeg|stief|bonus|buur|schoon|puber|tiener|peuter|kleuter|school|achter)?"
    r"(?:zoo+n(?:tje|lief)?|zonen|zoons|zn|zoontjes|dochters?|do[ch]?gter|dochter(?:tje|lief|ke)s?|kind(?:je|eren|jes|ers|s|eke)?|kids?|jongens?|jong|jongetjes?|jongeman|"
    r"meisjes?|meisj|meid(?:en)?|meidje|meiske|manneke|mannetje|ventje|menneke|baby|bab[iy]e?|peuters?|kleuters?|pubers?|tieners?|teen|dreumes|broer(?:tje)?s?|zus(?:je|ter)?s?|neefjes?|"
    r"nichtjes?|leerling|cliënt|client|tweeling|drieling|oudste|jongste|middelste|kleinste|grootste|gast(?:je)?|knul(?:letje)?|knaap|kleine|grote|"
    r"prinses(?:je)?|ander|andere|son|daughter|boy|girl|child|kiddo|pikin|boi|zeun|wicht)"
)
# Whose age is never that of the child; each of these may come with years ("zijn vriendje van 14 jaar").
OTHERS = (
    r"vriend(?:je|in|innetje)?|ex|verkering|lief|vriendjes|juf|juffrouw|meester|leraar|lerares|leerkracht|docente?|mentor|trainer|coach|stagiaire?|oppas|au pair|"
    r"leidster|buurman|buurvrouw|collega|tante|oom|hulpverlener|hond(?:je)?|kat(?:je)?|poes|kater|puppy|kitten|konijn|pony|paard|merrie|veulen|cavia|hamster|papegaai|schildpad|"
    r"labrador|teckel|herder|poedel|bulldog|chihuahua|retriever|terri[eë]r|huis|auto|fiets|knuffel|bed|"
    r"relatie|huwelijk|laptop|telefoon|gsm|wachtlijst|wachttijd|periode|straf|schorsing|pauze|contract|opleiding|abonnement"
)
PARENT = r"moeder|mama|mam|mamma|vader|papa|pa|ma|papa's|ouders?|man|vrouw|partner|oma|opa|bomma|bompa|echtgenoot|stiefvader|stiefmoeder|schoonmoeder|mother|mom|dad|father"
# Before a number: not an age but a price, a film, a size, a place in a row.
NUMBERED = (
    r"films?|series?|games?|spel(?:letje)?s?|pegi|kijkwijzer|gta|cijfers?|gezin|groepje|team|score|temperatuur|koorts|boete|bedrag|rapport|maat|nummer|nr|iphone|"
    r"ps|playstation|windows|top|lijn|bus|tram|kamer|hoofdstuk|deel|stap|fase|level|pagina|artikel|kanaal|versie|huisnummer|afstand|plus|min|keer|ruim|"
    r"minimaal|minstens|onder de|boven de|boven|onder|vanaf|tot|om|rond|tegen|half|kwart voor|kwart over|voor|na"
)
CHILDREN = r"kinderen|kindjes|kids|zoons|zonen|zoontjes|dochters|dochtertjes|jongens|meisjes|pubers|kleuters|peuters|kleinkinderen"
# After a number: a count, a time, money, a weight, a date.
COUNTED = (
    r"keer|keren|keertjes|x|maal|uur|uurtjes?|u|uren|minuten|minuutjes|min|seconden|dag(?:en)?|nacht(?:en)?|we?ek(?:en|end)?\w*|maand\w*|mnd|wk|jaar|jaren|kind(?:eren|jes|ers)?|kids|children|"
    r"klein\w+|leerjar\w*|schoolja\w*|jaarlagen|zoons|zonen|zoontjes|dochters|dochtertjes|jongens|meisjes|meiden|pubers|tieners|kleuters|peuters|baby's|broer\w*|zus\w*|vriend\w*|juffen|ouders|personen|mensen|man|"
    r"volwassenen|hond(?:en)?|katt?(?:en)?|poe[sz]\w*|huisdieren|euro|kilo|kg|gram|cm|m|meter|km|graden|procent|hoog|verdieping\w*|punten|kamers|slaapkamers|fless?\w*|boterham\w*|hap\w*|less?\w*|"
    r"vakken|toets\w*|dingen|soorten|scholen|woord\w*|zin|zinnen|groepen|klassen|huizen|avond\w*|ochtend\w*|middag\w*|gesprek\w*|afspra\w*|sessies|berichten|foto's|beste|hele|"
    r"verschillende|op de|van de|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|voor (?:wiskunde|rekenen|taal|engels|"
    r"nederlands|frans|duits|spelling|een toets|de toets|biologie|gym|economie|geschiedenis)|onvoldoendes|tegen|en een halve? uur|t/m|pillen|sigaretten|biertjes|blikjes"
)
# After years, months or weeks: they were a duration.
DURATIVE = (
    r"lang|geleden|terug|samen|getrouwd|gescheiden|later|bezig|uit elkaar|ervaring|weg|ouder|jonger|verschil|leeftijdsverschil|en ouder|of ouder|en jonger|zwanger|ziek|te vroeg|te laat|"
    r"prematuur|na(?!\s+(?:de\s+|zijn\s+|haar\s+)?(?:geboorte|bevalling))|nadat|voordat|eerder|daarna|erna|\w*vakantie|in nederland|in belgi\w+|in holland|in therapie|in behandeling|therapie|relatie|vrij|verkering|werkloos|clean|dood|overleden|wacht\w*|opleiding|studie|"
    r"cursus|contract|cel|hier|niet naar|geen school|niet meer|bevallen|achter elkaar|achtereen|tijd|op voetbal|op de wachtlijst|borstvoeding|thuis zit|garantie|bij dezelfde|gewacht|voor mijn|voor onze|apart|gewoond|gewerkt|gezeten|gevochten|gezocht|geprobeerd|gezorgd"
)
DURATION_VERB = (
    r"woon|wonen|woont|gewoond|zit|zitten|werkt?|werken|duurt|duurde|duren|wacht|wachten|kost|kent|kennen|slaapt|slaap|huilt|ligt|loopt"
)

# "op zijn 4e", "op haar vijfde", but not "op zijn tweede school".
NTH_AGE = r"(?:[2-9]|1[0-7])\s?(?:e|de|ste)|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|dertiende|veertiende|vijftiende|zestiende|zeventiende"
NTH_AGES = dict(
    zip(
        "derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende vijftiende zestiende zeventiende".split(),
        range(3, 18),
    )
)
NTH_OF = r"\w*school|plek|plaats|poging|dag|keer|les|stage|klas|kind|examen|woord|week|maand|jaar|fiets|telefoon|club|kamer|bed|huis|gezin|opvang|paar|been|rug|verdieping"

ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6}
LEVEL = r"havo|vwo|vmbo|mavo|gymnasium|atheneum|gym|athenaeum|tto|vmbo-?(?:t|kader|basis|tl|gl|k|b)|kader|aso|tso|praktijkschool"
# Words that tell a school year by themselves, as exact as groep 5.
CLASSES: Ages = {
    r"brug(?:klas\w*|pieper\w*|gers?|jaar|smurf)": (12, 13),
    r"kleuter(?:klas|school|groep)\w*": (4, 6),
    r"(?:eind|school)examens?\w*|examen(?:jaar|klas|kandidaat|leerling|stress)|centraal examen": (15, 18),
    r"onderbouw (?:van (?:de |het )?)?(?:havo|vwo|vmbo|mavo|middelbare?|voortgezet)": (12, 15),
    r"bovenbouw (?:van (?:de |het )?)?(?:havo|vwo|vmbo|mavo|middelbare?|voortgezet)": (15, 18),
    r"onderbouw (?:van (?:de )?)?basisschool": (4, 8),
    r"bovenbouw (?:van (?:de )?)?basisschool": (9, 12),
}
WORDS: Ages = {
    r"pasgeboren(?:e|en)?|newborn|kraambaby|boreling|net geboren": (0, 0.25),
    r"(?:huil|draag)?bab(?:y|ie|ij|ys|y's|y'?tjes?)|baby(?:meisje|jongen|zoontje|dochtertje)|zuigeling": (0, 1),
    r"dreumes\w*": (1, 2),
    r"peuter(?!puber)(?!t\b|en\b|de\b|ig)\w*|peuterpuber|pe(?:utr|tuer)|toddlers?": (1.5, 4),
    r"kleuter(?!achtig)\w*|kl(?:eutr|uter)|preschooler": (4, 6),
    r"(?:pre)?pubers?|pu(?:br|bbr|ver)s?|puber(?:tjes?|zoon|dochter|meisje|meid|jongen|brein|kind|gedrag|en|ende?|t)": (10, 17),
    r"tiener(?!moeder|vader|ouder|zwanger)\w*|teen(?:s|ager|agers|age)|(?:my|a|mijn) teen|adolescente?n?": (12, 18),
    r"jongvolwassene?n?": (18, 23),
}
# The broad ones, of which the first that the text has counts: a kind of school says less than a word such as *puber*.
SCHOOLS: Ages = {
    r"mbo(?:-?er|'er|-?student|-?opleiding)?|roc": (16, 20),
    r"net van de basisschool|middelbare?(?:\s?school)?|middelbare scholier|scholiere?|voortgezet onderwijs|secundair|high school": (12, 18),
    r"hbo(?:'er)?|universiteit|studente?|studenten(?:kamer|huis)": (18, 23),
    r"(?:basis|lagere )(?:school|schoolkind|onderwijs)\w*|primary school": (4, 12),
}
