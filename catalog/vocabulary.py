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
