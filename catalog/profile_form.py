"""The questions of the form for the profile of a gemeente. The off-switch of the chat stands apart (profile_pages.py)."""

from catalog import theme
from catalog.forms import Field, Fieldset, Form, Option, Problem
from catalog.hours import NAMES
from catalog.offer_form import ADDRESS, AGE, CHECKED, DAY, TOPICS
from catalog.schemas import ClosedHolidays, Profile
from catalog.vocabulary import KIND_LABELS

PHONE = "Schrijf het nummer met cijfers, spaties of streepjes, zoals 030 123 45 67."
MAIL = "Schrijf een e-mailadres, zoals team@gemeente.nl."
CLOCK = "Schrijf een tijd, zoals 8.30."
COLOUR = "Schrijf een kleur als # met zes cijfers of letters, zoals #1f5f8b."
HOLIDAYS = {name: name.replace("_", " ").capitalize() for name in ClosedHolidays.model_fields}

GEMEENTE = Fieldset(
    "De gemeente",
    (
        Field("name", "Naam van de gemeente", "Zonder het woord ‘gemeente’ ervoor.", "line", ask="Vul de naam van de gemeente in."),
        Field("province", "Provincie", "Staat ook in de open data.", "line", ask="Vul de provincie in."),
        Field(
            "greeting",
            "Begroeting",
            "De eerste zin in de chat. Laat leeg voor de gewone begroeting. Zeg erbij dat Wegwijs een computer is.",
            "text",
        ),
        Field(
            "approach",
            "Hoe werken jullie?",
            "Twee tot vier korte zinnen voor ouders: wat doe je zelf, wat doet het team, wie kijkt er mee?",
            "text",
            ask="Schrijf op hoe jullie werken.",
        ),
        Field(
            "first_topics",
            "Onderwerpen aan het begin",
            "Hooguit acht. Ouders zien deze als knoppen voordat ze iets typen.",
            "many",
            wrong="Kies hooguit acht onderwerpen uit de lijst.",
            options=TOPICS,
        ),
        Field(
            "first_kinds",
            "Soorten hulp die voorgaan",
            "Past er meer? Dan toont Wegwijs deze soorten als eerste.",
            "many",
            wrong="Kies soorten hulp uit de lijst.",
            options=tuple(Option(kind.value, label) for kind, label in KIND_LABELS.items()),
            first="Deze het eerst",
        ),
        Field(
            "neighbours",
            "Gemeenten in de buurt",
            "Gemeenten waar ouders ook makkelijk heen gaan.",
            "many",
            wrong="Kies gemeenten uit de lijst.",
        ),
        Field("example", "Dit is een verzonnen gemeente", "Alleen voor een proef of demo.", "tick"),
    ),
)
TEAM = Fieldset(
    "Het team dat ouders spreekt",
    (
        Field(
            "team.name",
            "Naam van het team",
            "Zoals het op de site staat: Wijkteam Noord, CJG, sociaal team.",
            "line",
            ask="Vul de naam van het team in.",
        ),
        Field(
            "team.article",
            "Het team in een zin",
            "Met ‘het’ of ‘de’ ervoor als dat hoort: ‘het wijkteam’. Wegwijs zet dit midden in een zin.",
            "line",
            ask="Vul in hoe het team in een zin heet, zoals ‘het wijkteam’.",
        ),
        Field(
            "team.find",
            "Waar vinden ouders het team?",
            "Eén zin. Ouders lezen deze zolang het profiel een concept is.",
            "text",
            ask="Schrijf op waar ouders het team vinden.",
        ),
        Field("team.phone", "Telefoonnummer", "Het nummer dat een ouder belt.", "line", wrong=PHONE),
        Field("team.email", "E-mailadres", "Het adres waar ouders naartoe mogen mailen. Mag leeg blijven.", "line", wrong=MAIL),
        Field("team.url", "Site van het team", "De pagina met de gegevens van het team.", "line", wrong=ADDRESS),
        Field("team.address", "Bezoekadres", "Straat, nummer en plaats. Laat leeg als ouders niet kunnen langskomen.", "line"),
    ),
)
HOURS = Fieldset(
    "Wanneer is het team bereikbaar?",
    (
        Field(
            "team.hours",
            "Vaste uren",
            "Een regel voor dagen met dezelfde uren. Twee regels voor dezelfde dag mag ook, zoals ochtend en middag.",
            "rows",
            wrong="Vul bij elke regel dagen en twee tijden in.",
            row="Uren",
            columns=(
                Field(
                    "days",
                    "Dagen",
                    "",
                    "many",
                    ask="Kies minstens één dag.",
                    wrong="Kies dagen uit de lijst.",
                    options=tuple(Option(day, name) for day, name in NAMES.items()),
                ),
                Field("opens", "Open vanaf", "", "time", ask="Vul in vanaf hoe laat.", wrong=CLOCK),
                Field("closes", "Open tot", "", "time", ask="Vul in tot hoe laat.", wrong=CLOCK),
            ),
        ),
        Field(
            "team.walk_in",
            "Inloop",
            "Waar en wanneer kan een ouder zonder afspraak binnenlopen?",
            "rows",
            row="Inloop",
            columns=(
                Field("where", "Waar", "", "line", ask="Vul in waar."),
                Field("when", "Wanneer", "", "line", ask="Vul in wanneer, zoals: dinsdag van 9.00 tot 11.00 uur."),
            ),
        ),
    ),
)
CLOSED = Fieldset(
    "Op welke feestdagen is het team dicht?",
    tuple(Field(f"team.closed_on.{name}", f"Dicht op {label[0].lower()}{label[1:]}", "", "tick") for name, label in HOLIDAYS.items()),
    "Wegwijs weet zelf op welke dag een feestdag valt, ook volgend jaar.",
)
OTHER_DAYS = Fieldset(
    "Andere dagen waarop het team dicht is",
    (
        Field(
            "team.closed",
            "Dichte dagen",
            "Voor een vakantie, verhuizing of studiedag. Is het één dag? Laat ‘tot en met’ dan leeg. De reden zien ouders ook.",
            "rows",
            row="Dicht",
            columns=(
                Field("day", "Vanaf", "", "date", ask="Vul de eerste dag in.", wrong=DAY.format("vanaf")),
                Field("until", "Tot en met", "", "date", wrong=DAY.format("tot en met")),
                Field("why", "Waarom", "", "line"),
            ),
        ),
    ),
)
PEOPLE = Fieldset(
    "Wie kan er nog meer helpen?",
    (
        Field(
            "people",
            "Mensen naast het team",
            "Zoals de POH GGZ Jeugd, de opvoedconsulent of de intern begeleider. Wegwijs noemt wie past bij onderwerp en leeftijd. "
            "Zonder onderwerp past iemand overal bij.",
            "rows",
            row="Persoon",
            columns=(
                Field("name", "Wie", "", "line", ask="Vul in wie het is."),
                Field("text", "Wat een ouder leest", "", "text", ask="Schrijf op wat een ouder leest."),
                Field("topics", "Bij deze onderwerpen", "", "many", wrong="Kies onderwerpen uit de lijst.", options=TOPICS),
                Field("age_min", "Vanaf leeftijd", "", "number", wrong=AGE.format("laagste")),
                Field("age_max", "Tot en met leeftijd", "", "number", wrong=AGE.format("hoogste")),
                Field("phone", "Telefoonnummer", "", "line", wrong=PHONE),
                Field("url", "Webadres", "", "line", wrong=ADDRESS),
                Field("for_professionals", "Alleen voor professionals die om overleg vragen", "", "tick"),
                Field("id", "Kenmerk", "", "key", wrong="Dit kenmerk klopt niet."),
            ),
        ),
        Field(
            "lines",
            "Extra telefoonlijnen",
            "Lijnen van deze gemeente of regio, naast de landelijke hulplijnen.",
            "rows",
            row="Lijn",
            columns=(
                Field("name", "Naam", "", "line", ask="Vul de naam van de lijn in."),
                Field("phone", "Nummer", "", "line", ask="Vul het nummer in.", wrong=PHONE),
                Field("when", "Bereikbaar", "", "line", ask="Vul in wanneer de lijn bereikbaar is."),
            ),
        ),
    ),
)
WIJKEN = Fieldset(
    "Wijken",
    (
        Field(
            "wijken",
            "Wijken en dorpen",
            "Zo vindt Wegwijs hulp in de buurt. Een postcode is vier cijfers. Zet een komma tussen twee postcodes of namen.",
            "rows",
            row="Wijk",
            columns=(
                Field("name", "Naam", "", "line", ask="Vul de naam van de wijk in."),
                Field(
                    "postcodes", "Postcodes", "", "commas", wrong="Een postcode is hier vier cijfers, zoals 3811. Zet er een komma tussen."
                ),
                Field("aliases", "Andere namen", "", "commas", wrong="Zet een komma tussen twee namen."),
            ),
        ),
    ),
)
HANDOFF = Fieldset(
    "Een vraag doorgeven aan het team",
    (
        Field(
            "handoff.on",
            "Ouders kunnen hun vraag doorgeven",
            "Zet dit uit als niemand de vragen leest. Ouders zien dan alleen hoe ze zelf contact zoeken.",
            "tick",
        ),
        Field(
            "handoff.answer_within_working_days",
            "Binnen hoeveel werkdagen hoort een ouder iets?",
            "Dit beloven jullie aan ouders. Van 1 tot en met 20.",
            "number",
            wrong="Vul een heel getal in van 1 tot en met 20.",
        ),
        Field(
            "handoff.consent_text",
            "Waar stemt een ouder mee in?",
            "Een ouder vinkt dit aan voordat de vraag naar het team gaat. Schrijf in de ik-vorm, zonder moeilijke woorden.",
            "text",
        ),
        Field(
            "handoff.consent_version",
            "Nummer van deze tekst",
            "Verander je de tekst hierboven? Geef haar dan een nieuw nummer. Zo blijft bekend waar een ouder ja op zei.",
            "line",
            wrong="Gebruik een nummer of korte naam, zoals 2 of 2026-11.",
        ),
        Field(
            "handoff.teams",
            "Teams die vragen beantwoorden",
            "Zijn er meer teams? Zet erbij voor welke wijken. Een team zonder wijken krijgt de rest. Het e-mailadres zien ouders nooit: "
            "daar komt alleen het bericht dat er een vraag is.",
            "rows",
            row="Team",
            columns=(
                Field("name", "Naam", "", "line", ask="Vul de naam van het team in."),
                Field("wijken", "Wijken", "", "commas", wrong="Zet een komma tussen twee wijken."),
                Field("email", "E-mailadres", "", "line", wrong=MAIL),
                Field("id", "Kenmerk", "", "key", wrong="Dit kenmerk klopt niet."),
            ),
        ),
        Field("handoff.live_chat.on", "Ouders kunnen met een medewerker chatten", "Alleen als er op vaste uren iemand klaarzit.", "tick"),
        Field(
            "handoff.live_chat.wait_seconds",
            "Hoeveel seconden wacht een ouder?",
            "Komt er in die tijd niemand, dan zegt Wegwijs dat. Van 30 tot en met 900.",
            "number",
            wrong="Vul een heel getal in van 30 tot en met 900.",
        ),
        Field(
            "retention.handoff_days",
            "Hoeveel dagen bewaren jullie een vraag die klaar is?",
            "Daarna wist Wegwijs de vraag met naam en nummer. Van 1 tot en met 365.",
            "number",
            wrong="Vul een heel getal in van 1 tot en met 365.",
        ),
    ),
)
THEME = Fieldset(
    "Kleuren en letters",
    tuple(
        Field(f"theme.{token}", label, help_, "line", wrong=COLOUR)
        for token, label, help_ in (
            (theme.ACCENT, "Kleur van knoppen", "Een kleur als # met zes cijfers of letters. Leeg is de gewone kleur."),
            (theme.ON_ACCENT, "Kleur van de tekst op knoppen", "Vaak wit: #ffffff. Het verschil met de knop moet groot genoeg zijn."),
            (theme.LINK, "Kleur van links", "Moet goed te lezen zijn op de achtergrond."),
            (theme.TEXT, "Kleur van de tekst", "Moet goed te lezen zijn op de achtergrond."),
            (theme.PAPER, "Kleur van de achtergrond", "Licht is het rustigst."),
            (theme.CARD, "Kleur van kaarten en berichten", "Vaak wit: #ffffff. De tekst staat hierop."),
            ("--wegwijs-font-family", "Lettertype", "Zoals op jullie site, met een gewoon lettertype erachter: Inter, sans-serif."),
            ("--wegwijs-border-radius", "Ronde hoeken", "Zoals 8px. Met 0 zijn de hoeken recht."),
        )
    ),
)
SITE = Fieldset(
    "De chat op jullie site",
    (
        Field(
            "pages",
            "Regels per pagina",
            "Zonder regels is de chat overal waar hij is ingebouwd. Een adres begint met /, zoals /jeugd. Met een * erachter is het elk adres "
            "dat zo begint. De eerste regel die past telt.",
            "rows",
            row="Pagina",
            columns=(
                Field(
                    "path",
                    "Adres",
                    "",
                    "line",
                    ask="Vul het adres in, zoals /jeugd*.",
                    wrong="Een adres begint met /, zoals /jeugd of /jeugd*.",
                ),
                Field("topic", "Begin met dit onderwerp", "", "one", wrong="Kies een onderwerp uit de lijst.", options=TOPICS),
                Field(
                    "chat",
                    "Is de chat op deze pagina?",
                    "",
                    "yes_no",
                    options=(Option("ja", "Ja"), Option("nee", "Nee")),
                ),
            ),
        ),
    ),
)
ORIGIN = Fieldset(
    "Waar komt het vandaan, en klopt het nog?",
    (
        Field(
            "sources",
            "Bronnen",
            "Waar je de gegevens las of van wie ze komen. Is er geen pagina? Typ dan ‘algemeen’.",
            "rows",
            row="Bron",
            columns=(
                Field("url", "Webadres", "", "line", ask="Vul de bron in.", wrong=f"{ADDRESS} Of typ ‘algemeen’ of ‘voorbeeld’."),
                Field("title", "Naam", "", "line"),
                Field("date", "Datum", "", "line"),
                Field(
                    "confidence",
                    "Hoe sterk",
                    "",
                    "one",
                    wrong="Kies hoe sterk de bron is.",
                    options=next(field.options for field in CHECKED.fields if field.path == "source.confidence"),
                ),
            ),
        ),
        Field(
            "checked_on",
            "Nagekeken op",
            "De dag waarop jij keek of alles in dit profiel nog klopt.",
            "date",
            ask="Vul in wanneer je dit hebt nagekeken.",
            wrong=DAY.format("nagekeken op"),
        ),
    ),
)


def lacking(profile: Profile) -> list[Problem]:
    """What is still needed before a profile is complete; the chat shows no number or hour that nobody filled in."""
    team, found = profile.team, profile.sources
    read = [source for source in found if profile.example or str(source.url) not in ("algemeen", "voorbeeld")]
    needed = {
        "team.phone": (team.phone, "Het telefoonnummer van het team mist nog."),
        "team.url": (team.url, "De site van het team mist nog."),
        "team.hours": (team.hours, "De uren van het team missen nog."),
        "wijken": (profile.wijken, "Er staan nog geen wijken in."),
        "sources": (read, "Er mist nog een bron: het webadres waar de gegevens staan."),
    }
    return [Problem(path, reason) for path, (there, reason) in needed.items() if not there]


PROFILE_FORM = Form(
    Profile,
    (GEMEENTE, TEAM, HOURS, CLOSED, OTHER_DAYS, PEOPLE, WIJKEN, HANDOFF, SITE, THEME, ORIGIN),
    {
        "id": {"id": "nieuw"},
        "name": {"name": "(nog geen naam)"},
        "province": {"province": "(nog niet ingevuld)"},
        "status": {"status": "concept"},
        "approach": {"approach": "(nog niet ingevuld)"},
        "team.name": {"team.name": "(nog geen naam)"},
        "team.article": {"team.article": "het wijkteam"},
        "team.find": {"team.find": "(nog niet ingevuld)"},
        "checked_on": {"checked_on": "2000-01-01"},
    },
    {
        "age_min is hoger dan age_max": Problem("age_max", "De hoogste leeftijd is lager dan de laagste."),
        "opens moet voor closes liggen": Problem("closes", "Deze tijd moet na de begintijd liggen."),
        "until ligt voor day": Problem("until", "Deze dag ligt voor de eerste dag."),
        "een chat die uit staat heeft een reden": Problem("chat.reason", "Schrijf op waarom de chat uit gaat."),
        "twee teams hebben dezelfde naam of dezelfde wijk": Problem("handoff.teams", "Een wijk mag maar bij één team staan."),
        "een compleet profiel heeft telefoon, uren en site van het team": Problem(
            "status", "Er mist nog telefoon, uren of site van het team."
        ),
    },
)
