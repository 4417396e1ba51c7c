"""The questions of the form for an offer, with the help that stands under each."""

from catalog.forms import Field, Fieldset, Flat, Form, Option, Problem
from catalog.schemas import Offer
from catalog.vocabulary import KIND_LABELS, TOPIC_LABELS, Topic

TOPIC_GROUPS: dict[str, tuple[Topic, ...]] = {
    "Verzorging van een jong kind": (Topic.SLAPEN, Topic.ETEN, Topic.HUILEN_BABY, Topic.ZINDELIJKHEID),
    "Gedrag en regels": (Topic.DRIFTBUIEN, Topic.NIET_LUISTEREN, Topic.BROER_ZUS_RUZIE, Topic.ADHD_DRUK, Topic.KINDEROPVANG_OPVOEDVERSCHIL),
    "Gevoel": (Topic.ANGST, Topic.SOMBERHEID, Topic.STRESS_DRUK, Topic.FAALANGST, Topic.ZELFBEELD, Topic.ROUW_VERLIES, Topic.EETPROBLEMEN),
    "School en vrienden": (
        Topic.SCHOOL_PROBLEMEN,
        Topic.SCHOOLWEIGERING,
        Topic.PESTEN,
        Topic.VRIENDEN_SOCIAAL,
        Topic.HOOGBEGAAFD,
    ),
    "Puber": (Topic.PUBERTEIT, Topic.AGRESSIE_PUBER, Topic.WEGLOPEN_SPIJBELEN, Topic.RELATIE_SEKSUELE_ONTWIKKELING),
    "Scherm, middelen en gokken": (
        Topic.GAMEN_SCHERM,
        Topic.SOCIALE_MEDIA,
        Topic.MEDIAOPVOEDING_JONG_KIND,
        Topic.ALCOHOL_DRUGS,
        Topic.GOKKEN,
    ),
    "Gezin en ouder": (
        Topic.SCHEIDING,
        Topic.SAMENGESTELD_GEZIN,
        Topic.ALLEENSTAAND_OUDERSCHAP,
        Topic.OVERBELASTE_OUDER,
        Topic.OUDER_PSYCHISCH_ZIEK,
        Topic.JONGE_MANTELZORGER,
        Topic.GELDZORGEN,
    ),
    "Ontwikkeling en lichaam": (Topic.TAAL_SPRAAK, Topic.ONTWIKKELING_ACHTERSTAND, Topic.AUTISME, Topic.LICHAAM_SEKSUALITEIT),
}
TOPICS = tuple(Option(topic.value, TOPIC_LABELS[topic], group) for group, topics in TOPIC_GROUPS.items() for topic in topics)
LANGUAGES = {
    "nl": "Nederlands",
    "en": "Engels",
    "ar": "Arabisch",
    "tr": "Turks",
    "pl": "Pools",
    "uk": "Oekraïens",
    "ru": "Russisch",
    "de": "Duits",
    "fr": "Frans",
    "es": "Spaans",
    "fa": "Farsi",
    "so": "Somalisch",
    "ti": "Tigrinya",
    "zh": "Chinees",
    "pap": "Papiaments",
}
REFERRAL = (
    "Dit aanbod kan niet in Wegwijs. Wegwijs toont alleen hulp die ouders zelf kunnen beginnen, zonder verwijzing van de huisarts of "
    "gemeente. Ouders die een verwijzing nodig hebben, komen via het wijkteam verder."
)
REFERRAL_PATH = "no_referral.needed"
ADDRESS = "Een webadres begint met https://, zoals https://www.voorbeeld.nl/cursus."
SOMEWHERE: Flat = {"places.scope": "lokaal", "places.gemeenten": ["onbekend"]}
AGE = "Vul bij de {} leeftijd een getal in van 0 tot en met 27, zoals 4 of 1,5."
YOUNGEST = Field(
    "age_min",
    "Vanaf leeftijd van het kind",
    "In jaren. Laat leeg als er geen laagste leeftijd is. Maanden kunnen ook: 1,5 is anderhalf jaar.",
    "number",
    wrong=AGE.format("laagste"),
)
DAY = "Vul bij ‘{}’ een dag in, zoals 22-11-2026."
CLOCK = "Vul een tijd in, zoals 19.30."


def _options(labels: dict[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in labels.items())


WHAT = Fieldset(
    "Wat is het?",
    (
        Field(
            "name",
            "Naam van het aanbod",
            "Zoals ouders het tegenkomen. Kort, zonder afkortingen.",
            "line",
            ask="Vul de naam van het aanbod in.",
        ),
        Field("provider", "Aanbieder", "Wie het geeft: de organisatie of groep.", "line", ask="Vul in wie dit aanbod geeft."),
        Field(
            "kind",
            "Soort hulp",
            "Kies wat het meest klopt. Een ouder kan hierop kiezen.",
            "one",
            ask="Kies een soort hulp.",
            wrong="Kies een soort hulp uit de lijst.",
            options=tuple(Option(kind.value, label) for kind, label in KIND_LABELS.items()),
        ),
        Field(
            "summary",
            "Wat krijgt een ouder?",
            "Twee tot vier korte zinnen. Wat doe je er, met wie, en hoe lang duurt het? Spreek de ouder aan met ‘je’.",
            "text",
            ask="Schrijf op wat een ouder krijgt.",
        ),
        Field(
            "example",
            "Dit is een verzonnen voorbeeld",
            "Alleen voor een proef of demo. Zet dan ook het woord ‘voorbeeld’ in de naam of bij de aanbieder.",
            "tick",
        ),
    ),
)
WHO = Fieldset(
    "Voor wie?",
    (
        Field(
            "topics",
            "Onderwerpen",
            "Vink aan waar het aanbod echt over gaat. Minder is beter: twee of drie is vaak genoeg.",
            "many",
            ask="Kies minstens één onderwerp.",
            wrong="Kies onderwerpen uit de lijst.",
            options=TOPICS,
            first="Belangrijkste onderwerp",
        ),
        YOUNGEST,
        Field(
            "age_max",
            "Tot en met leeftijd van het kind",
            "In jaren. Een kind van deze leeftijd hoort er nog bij. Laat leeg als er geen hoogste leeftijd is.",
            "number",
            wrong=AGE.format("hoogste"),
        ),
        Field(
            "audience",
            "Wie kan meedoen of bellen?",
            "Vink ‘kind’ of ‘jongere’ alleen aan als zij er zelf heen kunnen.",
            "many",
            ask="Kies voor wie het is.",
            wrong="Kies uit de lijst.",
            options=_options({"ouder": "Ouders", "kind": "Kinderen", "jongere": "Jongeren", "gezin": "Het hele gezin"}),
        ),
        Field(
            "languages",
            "In welke talen?",
            "De talen waarin iemand echt geholpen wordt. Kies je niets, dan is het Nederlands.",
            "many",
            wrong="Kies talen uit de lijst.",
            options=_options(LANGUAGES),
        ),
    ),
)
WHERE = Fieldset(
    "Waar en hoe?",
    (
        Field(
            "delivery",
            "Hoe krijgt een ouder het?",
            "Vink alles aan wat kan.",
            "many",
            ask="Kies hoe een ouder het krijgt.",
            wrong="Kies uit de lijst.",
            options=_options(
                {
                    "in_de_buurt": "In de buurt",
                    "thuis": "Bij de ouder thuis",
                    "school": "Op school",
                    "telefoon": "Via de telefoon",
                    "online": "Online",
                    "app": "Met een app",
                }
            ),
        ),
        Field(
            "places.scope",
            "Waar is het?",
            "‘In veel gemeenten’ betekent: niet overal, de ouder moet zelf vragen of het er is.",
            "one",
            ask="Kies waar het aanbod is.",
            wrong="Kies waar het aanbod is.",
            options=_options(
                {"lokaal": "Alleen in de gemeenten hieronder", "veel_gemeenten": "In veel gemeenten", "landelijk": "In heel Nederland"}
            ),
        ),
        Field(
            "places.gemeenten",
            "Gemeenten",
            "Ouders uit deze gemeenten krijgen het aanbod te zien.",
            "many",
            wrong="Kies gemeenten uit de lijst.",
        ),
        Field(
            "places.wijken",
            "Alleen voor deze wijken",
            "Laat leeg als heel de gemeente mag komen. Anders elke wijk op een eigen regel, zoals in het profiel van de gemeente.",
            "lines",
            wrong="Schrijf elke wijk op een eigen regel.",
        ),
    ),
)
START = Fieldset(
    "Hoe begint een ouder?",
    (
        Field(
            "start.text",
            "Zo begin je",
            "Eén zin die zegt wat een ouder doet, zoals: ‘Meld je aan op de site of bel.’",
            "text",
            ask="Schrijf in één zin hoe een ouder begint.",
        ),
        Field("start.url", "Webadres om te beginnen", "De pagina waar een ouder zich aanmeldt of meer leest.", "line", wrong=ADDRESS),
        Field(
            "start.phone",
            "Telefoonnummer",
            "Het nummer dat een ouder belt. Met cijfers, zoals 030 123 45 67.",
            "line",
            wrong="Schrijf het nummer met cijfers, spaties of streepjes, zoals 030 123 45 67.",
        ),
        Field(
            "start.address",
            "Adres",
            "Waar een ouder heen gaat: straat, nummer en plaats. Laat leeg als het op meer plekken is, of nergens.",
            "line",
        ),
        Field(
            "moment.day",
            "Dag",
            "Alleen voor iets dat één keer is, zoals een thema-avond. Na deze dag gaat het vanzelf uit de antwoorden.",
            "date",
            wrong=DAY.format("dag"),
        ),
        Field("moment.begins", "Begint om", "In cijfers, zoals 19.30.", "time", wrong=CLOCK),
        Field("moment.ends", "Duurt tot", "Zoals 21.00. Mag leeg blijven.", "time", wrong=CLOCK),
        Field(
            "waiting_time",
            "Wachttijd",
            "Wanneer iemand kan beginnen, zoals: ‘Elke maand start een groep.’ Laat leeg als je het niet weet.",
            "line",
        ),
    ),
)
COST = Fieldset(
    "Wat kost het?",
    (
        Field(
            "cost",
            "Kosten in woorden",
            "Zoals: ‘Gratis.’ of ‘€ 15 voor zes avonden.’ Noem ook korting, als die er is.",
            "line",
            ask="Vul in wat het kost. Schrijf ‘Gratis.’ als het niets kost.",
        ),
        Field(
            "free",
            "Is het gratis?",
            "Kies ‘weet ik niet’ als het per plek verschilt.",
            "yes_no",
            options=_options({"ja": "Ja, gratis", "nee": "Nee, het kost geld", "": "Weet ik niet, of het verschilt"}),
        ),
    ),
)
REFERRAL_PART = Fieldset(
    "Kan het zonder verwijzing?",
    (
        Field(
            REFERRAL_PATH,
            "Heeft een ouder een verwijzing nodig?",
            "Een verwijzing is een brief of besluit van huisarts, jeugdarts of gemeente. Zelf aanmelden is geen verwijzing.",
            "yes_no",
            ask="Kies of een ouder een verwijzing nodig heeft.",
            wrong=REFERRAL,
            options=_options({"nee": "Nee, ouders kunnen zelf beginnen", "ja": "Ja, er is een verwijzing nodig"}),
        ),
        Field(
            "no_referral.evidence",
            "Waaruit blijkt dat?",
            "Wat je las of wie het zei, zoals: ‘Op de site staat: meld je zelf aan.’ Ouders zien dit niet.",
            "text",
            ask="Schrijf op waaruit blijkt dat er geen verwijzing nodig is.",
        ),
        Field(
            "no_referral.strength",
            "Hoe zeker is dat?",
            "‘Staat er’ is zekerder dan ‘volgt eruit’.",
            "one",
            ask="Kies hoe zeker het is.",
            wrong="Kies hoe zeker het is.",
            options=_options(
                {"expliciet": "Het staat er letterlijk", "afgeleid": "Het volgt uit wat er staat", "voorbeeld": "Verzonnen voorbeeld"}
            ),
        ),
    ),
)
CHECKED = Fieldset(
    "Waar komt het vandaan, en klopt het nog?",
    (
        Field(
            "source.url",
            "Bron",
            "Het webadres waar je dit las. Is er geen pagina? Typ dan ‘algemeen’. Bij een verzonnen aanbod: ‘voorbeeld’.",
            "line",
            ask="Vul in waar je dit las. Typ ‘algemeen’ als er geen pagina is.",
            wrong=f"Bij ‘bron’: {ADDRESS} Of typ ‘algemeen’ of ‘voorbeeld’.",
        ),
        Field("source.title", "Naam van de bron", "Hoe de pagina of het blad heet. Mag leeg blijven.", "line"),
        Field("source.date", "Datum van de bron", "Van wanneer de bron is, als dat erbij staat. Mag leeg blijven.", "line"),
        Field(
            "source.confidence",
            "Hoe sterk is de bron?",
            "De aanbieder zelf is sterk. Een lijst van iemand anders is gewoon.",
            "one",
            wrong="Kies hoe sterk de bron is.",
            options=_options({"high": "Sterk: van de aanbieder zelf", "medium": "Gewoon", "voorbeeld": "Verzonnen voorbeeld"}),
        ),
        Field(
            "checked_on",
            "Nagekeken op",
            "De dag waarop jij keek of alles nog klopt. Ouders zien deze dag.",
            "date",
            ask="Vul in wanneer je dit hebt nagekeken.",
            wrong=DAY.format("nagekeken op"),
        ),
        Field(
            "check_again",
            "Opnieuw nakijken op",
            "Vaak een half jaar later. Is deze dag lang voorbij, dan gaat het aanbod vanzelf uit de antwoorden.",
            "date",
            ask="Vul in wanneer dit opnieuw nagekeken moet worden.",
            wrong=DAY.format("opnieuw nakijken op"),
        ),
        Field(
            "provider_email",
            "E-mail van de aanbieder",
            "Mag leeg blijven. Hierheen gaat een vraag of alles nog klopt, voordat het opnieuw nagekeken moet worden. Ouders zien dit adres "
            "nooit. Het staat ook niet in bestanden en open data.",
            "line",
            wrong="Vul één e-mailadres in, zoals naam@voorbeeld.nl.",
        ),
    ),
)


def _fillers() -> dict[str, Flat]:
    """What a preview shows in the place of a field that is empty or not good."""
    values: Flat = {
        "id": "nieuw",
        "name": "(nog geen naam)",
        "provider": "(nog geen aanbieder)",
        "kind": "informatie",
        "topics": [Topic.NIET_LUISTEREN.value],
        "audience": ["ouder"],
        "delivery": ["in_de_buurt"],
        "languages": ["nl"],
        "cost": "(nog niet ingevuld)",
        "start.text": "(nog niet ingevuld)",
        "summary": "(nog niet ingevuld)",
        REFERRAL_PATH: False,
        "no_referral.evidence": "(nog niet ingevuld)",
        "no_referral.strength": "afgeleid",
        "source.url": "algemeen",
        "source.confidence": "medium",
        "checked_on": "2000-01-01",
        "check_again": "2999-01-01",
        "places.scope": "landelijk",
    }
    return {path: {path: value} for path, value in values.items()} | {"places.gemeenten": SOMEWHERE}


OFFER_FORM = Form(
    Offer,
    (WHAT, WHO, WHERE, START, COST, REFERRAL_PART, CHECKED),
    _fillers(),
    {
        "age_min is hoger dan age_max": Problem("age_max", "De hoogste leeftijd is lager dan de laagste. Draai ze om of pas er een aan."),
        "check_again moet na checked_on liggen": Problem("check_again", "Deze dag moet na de dag liggen waarop je het hebt nagekeken."),
        "een dag en een begintijd horen bij elkaar": Problem(
            "moment.begins", "Vul de dag en de begintijd allebei in, of laat ze allebei leeg."
        ),
        "het einde ligt na het begin": Problem("moment.ends", "Dit moet later zijn dan de begintijd. Weet je het niet? Laat het dan leeg."),
        "een verzonnen aanbod heeft het woord 'voorbeeld' in naam of aanbieder": Problem(
            "example", "Een verzonnen aanbod heeft het woord ‘voorbeeld’ in de naam of bij de aanbieder."
        ),
        "alleen een lokaal aanbod noemt gemeenten, en het noemt er minstens een": Problem(
            "places.gemeenten", "Kies minstens één gemeente. Is het in heel Nederland of in veel gemeenten? Vink dan geen gemeente aan."
        ),
    },
)
