"""The closed lists that content, search and dialogue share: topics, kinds of help, and the Dutch words for them."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of help an offer is."""

    TRAINING = "training"
    MAATJE_STEUNGEZIN = "maatje_steungezin"
    EHEALTH = "ehealth"
    LOTGENOTEN = "lotgenoten"
    ERVARINGSDESKUNDIGE = "ervaringsdeskundige"
    THEMABIJEENKOMST = "themabijeenkomst"
    INLOOP_SPREEKUUR = "inloop_spreekuur"
    OPVOEDCONSULENT = "opvoedconsulent"
    ZELFHULP_VERSLAVING = "zelfhulp_verslaving"
    SCHOOL_STEUN = "school_steun"
    PRAKTISCHE_STEUN = "praktische_steun"
    SPORT_ACTIVITEIT = "sport_activiteit"
    INFORMATIE = "informatie"


KIND_LABELS = {
    Kind.TRAINING: "Cursus of training",
    Kind.MAATJE_STEUNGEZIN: "Maatje of steungezin",
    Kind.EHEALTH: "Online hulp",
    Kind.LOTGENOTEN: "Andere ouders of jongeren",
    Kind.ERVARINGSDESKUNDIGE: "Iemand met ervaring",
    Kind.THEMABIJEENKOMST: "Thema-avond",
    Kind.INLOOP_SPREEKUUR: "Inloop of spreekuur",
    Kind.OPVOEDCONSULENT: "Gesprek over opvoeden",
    Kind.ZELFHULP_VERSLAVING: "Zelfhulp bij verslaving",
    Kind.SCHOOL_STEUN: "Steun op school",
    Kind.PRAKTISCHE_STEUN: "Praktische steun",
    Kind.SPORT_ACTIVITEIT: "Sport of activiteit",
    Kind.INFORMATIE: "Informatie",
}


class Topic(StrEnum):
    """What a parent's question can be about: the parenting ids of DESIGN.md §5."""

    SLAPEN = "slapen"
    ETEN = "eten"
    HUILEN_BABY = "huilen_baby"
    ZINDELIJKHEID = "zindelijkheid"
    DRIFTBUIEN = "driftbuien"
    NIET_LUISTEREN = "niet_luisteren"
    BROER_ZUS_RUZIE = "broer_zus_ruzie"
    ANGST = "angst"
    SOMBERHEID = "somberheid"
    STRESS_DRUK = "stress_druk"
    FAALANGST = "faalangst"
    SCHOOL_PROBLEMEN = "school_problemen"
    SCHOOLWEIGERING = "schoolweigering"
    PESTEN = "pesten"
    VRIENDEN_SOCIAAL = "vrienden_sociaal"
    GAMEN_SCHERM = "gamen_scherm"
    SOCIALE_MEDIA = "sociale_media"
    MEDIAOPVOEDING_JONG_KIND = "mediaopvoeding_jong_kind"
    PUBERTEIT = "puberteit"
    AGRESSIE_PUBER = "agressie_puber"
    WEGLOPEN_SPIJBELEN = "weglopen_spijbelen"
    ALCOHOL_DRUGS = "alcohol_drugs"
    GOKKEN = "gokken"
    SCHEIDING = "scheiding"
    SAMENGESTELD_GEZIN = "samengesteld_gezin"
    ALLEENSTAAND_OUDERSCHAP = "alleenstaand_ouderschap"
    OVERBELASTE_OUDER = "overbelaste_ouder"
    OUDER_PSYCHISCH_ZIEK = "ouder_psychisch_ziek"
    GELDZORGEN = "geldzorgen"
    AUTISME = "autisme"
    ADHD_DRUK = "adhd_druk"
    HOOGBEGAAFD = "hoogbegaafd"
    TAAL_SPRAAK = "taal_spraak"
    ONTWIKKELING_ACHTERSTAND = "ontwikkeling_achterstand"
    LICHAAM_SEKSUALITEIT = "lichaam_seksualiteit"
    RELATIE_SEKSUELE_ONTWIKKELING = "relatie_seksuele_ontwikkeling"
    ROUW_VERLIES = "rouw_verlies"
    JONGE_MANTELZORGER = "jonge_mantelzorger"
    EETPROBLEMEN = "eetproblemen"
    ZELFBEELD = "zelfbeeld"
    KINDEROPVANG_OPVOEDVERSCHIL = "kinderopvang_opvoedverschil"


TOPIC_LABELS = {
    Topic.SLAPEN: "Slapen",
    Topic.ETEN: "Eten",
    Topic.HUILEN_BABY: "Mijn baby huilt veel",
    Topic.ZINDELIJKHEID: "Zindelijk worden",
    Topic.DRIFTBUIEN: "Driftbuien",
    Topic.NIET_LUISTEREN: "Luisteren en regels",
    Topic.BROER_ZUS_RUZIE: "Ruzie tussen broers en zussen",
    Topic.ANGST: "Bang zijn",
    Topic.SOMBERHEID: "Somber zijn",
    Topic.STRESS_DRUK: "Stress bij een kind",
    Topic.FAALANGST: "Bang om fouten te maken",
    Topic.SCHOOL_PROBLEMEN: "Leren en school",
    Topic.SCHOOLWEIGERING: "Niet naar school willen",
    Topic.PESTEN: "Pesten",
    Topic.VRIENDEN_SOCIAAL: "Vrienden maken",
    Topic.GAMEN_SCHERM: "Gamen en schermtijd",
    Topic.SOCIALE_MEDIA: "Sociale media",
    Topic.MEDIAOPVOEDING_JONG_KIND: "Tablet en tv bij jonge kinderen",
    Topic.PUBERTEIT: "Omgaan met een puber",
    Topic.AGRESSIE_PUBER: "Boze of agressieve puber",
    Topic.WEGLOPEN_SPIJBELEN: "Spijbelen of weglopen",
    Topic.ALCOHOL_DRUGS: "Alcohol, drugs of vapen",
    Topic.GOKKEN: "Gokken",
    Topic.SCHEIDING: "Uit elkaar gaan",
    Topic.SAMENGESTELD_GEZIN: "Stiefgezin",
    Topic.ALLEENSTAAND_OUDERSCHAP: "Alleen opvoeden",
    Topic.OVERBELASTE_OUDER: "Het wordt mij te veel",
    Topic.OUDER_PSYCHISCH_ZIEK: "Een ouder met psychische klachten",
    Topic.GELDZORGEN: "Geldzorgen",
    Topic.AUTISME: "Autisme",
    Topic.ADHD_DRUK: "ADHD of heel druk",
    Topic.HOOGBEGAAFD: "Hoogbegaafd",
    Topic.TAAL_SPRAAK: "Praten en taal",
    Topic.ONTWIKKELING_ACHTERSTAND: "Ontwikkeling",
    Topic.LICHAAM_SEKSUALITEIT: "Vragen over het lichaam",
    Topic.RELATIE_SEKSUELE_ONTWIKKELING: "Verliefd, seks en relaties",
    Topic.ROUW_VERLIES: "Verlies en verdriet",
    Topic.JONGE_MANTELZORGER: "Mijn kind zorgt voor een ander",
    Topic.EETPROBLEMEN: "Zorgen over eten en gewicht",
    Topic.ZELFBEELD: "Zelfvertrouwen",
    Topic.KINDEROPVANG_OPVOEDVERSCHIL: "Opvang en anders opvoeden",
}

# How a topic reads after 'Gaat over'; the label in lower case where none is given.
TOPIC_ABOUT = {
    Topic.HUILEN_BABY: "een baby die veel huilt",
    Topic.ADHD_DRUK: "ADHD en druk zijn",
    Topic.OVERBELASTE_OUDER: "het gevoel dat het te veel wordt",
    Topic.JONGE_MANTELZORGER: "kinderen die voor een ander zorgen",
    Topic.STRESS_DRUK: "stress",
    Topic.KINDEROPVANG_OPVOEDVERSCHIL: "opvang en anders opvoeden",
}

# At which ages, in years, a topic plays for most; a topic that is not here plays at all ages. Only to weigh a guess, never to leave out an offer.
TOPIC_AGES = {
    Topic.HUILEN_BABY: (0, 1),
    Topic.ZINDELIJKHEID: (1, 11),
    Topic.DRIFTBUIEN: (1, 9),
    Topic.MEDIAOPVOEDING_JONG_KIND: (0, 6),
    Topic.TAAL_SPRAAK: (0, 9),
    Topic.ONTWIKKELING_ACHTERSTAND: (0, 9),
    Topic.KINDEROPVANG_OPVOEDVERSCHIL: (0, 12),
    Topic.NIET_LUISTEREN: (2, 15),
    Topic.BROER_ZUS_RUZIE: (1, 16),
    Topic.PUBERTEIT: (10, 23),
    Topic.AGRESSIE_PUBER: (10, 23),
    Topic.WEGLOPEN_SPIJBELEN: (10, 23),
    Topic.ALCOHOL_DRUGS: (11, 23),
    Topic.GOKKEN: (11, 99),
    Topic.GAMEN_SCHERM: (5, 99),
    Topic.SOCIALE_MEDIA: (8, 99),
    Topic.SCHOOLWEIGERING: (4, 18),
    Topic.PESTEN: (4, 18),
    Topic.FAALANGST: (5, 99),
    Topic.STRESS_DRUK: (5, 99),
    Topic.SOMBERHEID: (7, 99),
    Topic.EETPROBLEMEN: (9, 99),
    Topic.ZELFBEELD: (6, 99),
    Topic.SCHOOL_PROBLEMEN: (5, 20),
    Topic.HOOGBEGAAFD: (3, 17),
    Topic.JONGE_MANTELZORGER: (6, 99),
    Topic.RELATIE_SEKSUELE_ONTWIKKELING: (10, 99),
    Topic.LICHAAM_SEKSUALITEIT: (2, 14),
    Topic.ADHD_DRUK: (3, 99),
    Topic.ETEN: (0, 15),
    Topic.VRIENDEN_SOCIAAL: (3, 99),
}

# How a wanted form reads in 'Je gaf aan dat je … zoekt'.
KIND_WANTED = {
    Kind.TRAINING: "een cursus of training",
    Kind.MAATJE_STEUNGEZIN: "een maatje of steungezin",
    Kind.EHEALTH: "hulp online",
    Kind.LOTGENOTEN: "mensen die hetzelfde meemaken",
    Kind.ERVARINGSDESKUNDIGE: "iemand met ervaring",
    Kind.THEMABIJEENKOMST: "een thema-avond",
    Kind.INLOOP_SPREEKUUR: "een inloop of spreekuur",
    Kind.OPVOEDCONSULENT: "een gesprek over opvoeden",
    Kind.ZELFHULP_VERSLAVING: "zelfhulp bij verslaving",
    Kind.SCHOOL_STEUN: "steun op school",
    Kind.PRAKTISCHE_STEUN: "praktische steun",
    Kind.SPORT_ACTIVITEIT: "sport of een activiteit",
    Kind.INFORMATIE: "informatie",
}

# Words by which a parent asks for a form of help, next to what the offers say themselves.
KIND_WORDS = {
    Kind.TRAINING: "cursus training workshop oudercursus leergang",
    Kind.MAATJE_STEUNGEZIN: "maatje buddy steungezin vrijwilliger oppasgezin logeergezin",
    Kind.EHEALTH: "online app module internet website chat digitaal",
    Kind.LOTGENOTEN: "lotgenoten lotgenotencontact praatgroep oudergroep",
    Kind.ERVARINGSDESKUNDIGE: "ervaringsdeskundige ervaring",
    Kind.THEMABIJEENKOMST: "thema-avond ouderavond bijeenkomst lezing",
    Kind.INLOOP_SPREEKUUR: "inloop spreekuur binnenlopen langskomen",
    Kind.OPVOEDCONSULENT: "opvoedconsulent opvoedgesprek huisbezoek",
    Kind.ZELFHULP_VERSLAVING: "zelfhulp zelfhulpgroep verslaving verslaafd afkicken",
    Kind.SCHOOL_STEUN: "bijles huiswerkbegeleiding",
    Kind.PRAKTISCHE_STEUN: "spullen kleding vergoeding toeslag",
    Kind.SPORT_ACTIVITEIT: "sport sporten club activiteit uitje",
    Kind.INFORMATIE: "informatie folder boek lezen",
}

# Words of parents for each topic: an offer is found by those of the topic that it names first, next to its own words.
TOPIC_WORDS = {
    Topic.SLAPEN: "slapen slaapt inslapen doorslapen nacht wakker bed bedtijd dutje nachtmerrie",
    Topic.ETEN: "eten groente lusten kieskeurig flesje borstvoeding maaltijd tafel",
    Topic.HUILEN_BABY: "huilen huilbaby krijsen baby troosten krampjes ontroostbaar",
    Topic.ZINDELIJKHEID: "zindelijk potje luier plassen bedplassen broekplassen poepen",
    Topic.DRIFTBUIEN: "driftbui krijsen gillen woede slaan bijten schoppen peuterpuberteit",
    Topic.NIET_LUISTEREN: "luisteren gehoorzamen regels grenzen brutaal straffen opvoeden",
    Topic.BROER_ZUS_RUZIE: "broer zus broertje zusje ruzie jaloers",
    Topic.ANGST: "bang angst angstig durven paniek spannend verlegen donker",
    Topic.SOMBERHEID: "somber verdrietig depressief lusteloos ongelukkig huilerig",
    Topic.STRESS_DRUK: "stress gespannen piekeren druk overprikkeld buikpijn hoofdpijn",
    Topic.FAALANGST: "faalangst fouten toets spreekbeurt perfectionistisch",
    Topic.SCHOOL_PROBLEMEN: "school leren cijfers huiswerk rekenen lezen dyslexie schooladvies leraar",
    Topic.SCHOOLWEIGERING: "schoolweigering thuiszitter schoolangst",
    Topic.PESTEN: "pesten gepest pester buitensluiten uitschelden",
    Topic.VRIENDEN_SOCIAAL: "vrienden vriendjes eenzaam alleen spelen contact aansluiting",
    Topic.GAMEN_SCHERM: "gamen games computer playstation fortnite schermtijd telefoon verslaafd",
    Topic.SOCIALE_MEDIA: "instagram tiktok snapchat whatsapp online filmpjes",
    Topic.MEDIAOPVOEDING_JONG_KIND: "tablet televisie ipad filmpjes peuter",
    Topic.PUBERTEIT: "puber puberteit tiener grote mond afspraken uitgaan",
    Topic.AGRESSIE_PUBER: "agressief boos slaan schelden deuren vernielen woede puber",
    Topic.WEGLOPEN_SPIJBELEN: "spijbelen weglopen verzuim hangen straat",
    Topic.ALCOHOL_DRUGS: "alcohol drinken drugs blowen wiet vapen roken pillen lachgas",
    Topic.GOKKEN: "gokken vergokken casino wedden inzetten",
    Topic.SCHEIDING: "scheiden scheiding gescheiden ex omgang co-ouderschap",
    Topic.SAMENGESTELD_GEZIN: "stiefgezin stiefkind stiefvader stiefmoeder nieuwe partner",
    Topic.ALLEENSTAAND_OUDERSCHAP: "alleenstaand alleenstaande eenouder alleen opvoeden",
    Topic.OVERBELASTE_OUDER: "moe uitgeput overspannen burn-out ontlasten oppas rust volhouden",
    Topic.OUDER_PSYCHISCH_ZIEK: "depressie psychisch borderline psychose verslaafd ziek partner",
    Topic.GELDZORGEN: "geld schulden schuld armoede betalen duur rekening rondkomen",
    Topic.AUTISME: "autisme autistisch asperger pdd",
    Topic.ADHD_DRUK: "adhd add druk hyperactief concentratie impulsief",
    Topic.HOOGBEGAAFD: "hoogbegaafd slim verveelt voorsprong",
    Topic.TAAL_SPRAAK: "praten taal spraak stotteren woordjes logopedie voorlezen tweetalig",
    Topic.ONTWIKKELING_ACHTERSTAND: "ontwikkeling achterstand lopen kruipen achter motoriek",
    Topic.LICHAAM_SEKSUALITEIT: "lichaam bloot piemel vagina doktertje lijf",
    Topic.RELATIE_SEKSUELE_ONTWIKKELING: "verliefd verkering seks vriendje vriendin homo lesbisch transgender",
    Topic.ROUW_VERLIES: "dood overleden overlijden rouw begrafenis verlies gestorven sterven",
    Topic.JONGE_MANTELZORGER: "mantelzorger mantelzorg ziek zorgen gehandicapt",
    Topic.EETPROBLEMEN: "eetstoornis anorexia afvallen dik lijnen boulimia gewicht eetbuien",
    Topic.ZELFBEELD: "onzeker zelfvertrouwen zelfbeeld lelijk minderwaardig uiterlijk weerbaar",
    Topic.KINDEROPVANG_OPVOEDVERSCHIL: "opvang creche gastouder oma opa partner oneens",
}
