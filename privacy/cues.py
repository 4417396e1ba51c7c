"""The words that say that a name follows, that it does not, or that a person is meant."""

import re

KIN = frozenset(
    "zoon zoontje zoons zonen dochter dochtertje dochters dgter dochtr dochtertjes kind kindje kids kinderen kleinzoon kleindochter "
    "kleinkind kleinkinderen stiefzoon stiefdochter "
    "stiefkind pleegzoon pleegdochter pleegkind bonuszoon bonusdochter broer broertje broers zus zusje zussen broertjes zusjes neef "
    "neefje nicht nichtje man vrouw vriend vriendin "
    "vriendje vriendinnetje ex exman partner jongste oudste middelste tweeling meisjes jongens meiden baby puber peuter kleuter "
    "zoontjes moeder vader mama papa mam pap bff bestie "
    "schoonmoeder schoonvader schoonzus zwager stiefvader stiefmoeder pleegmoeder pleegvader verloofde son daughter mom dad boi pikin "
    "ons onze jongen meisje klasgenoot klasgenootje".split()
)
ROLE = frozenset(
    "juf juffrouw meester mentor coach begeleider begeleidster leidster leider psycholoog psychiater orthopedagoog therapeut "
    "logopedist huisarts hulpverlener gezinscoach "
    "jeugdverpleegkundige verpleegkundige kinderarts oppas gastouder docent docente leraar lerares leerkracht directeur ib'er tante "
    "oom oma opa buurvrouw buurman buurmeisje "
    "buurjongen collega maatje wijkagent voogd jeugdbeschermer trainer tandarts nanny".split()
)
FORMAL = frozenset(
    "meneer mevrouw mevr dhr mw mr dr drs dokter familie fam mevrouwtje menheer mijnheer mej prof heer mvr meester juf huisarts".split()
)
CALLED = frozenset("heet heette heten heetten hete genaamd heeft-ie heetn heeten".split())
NOT_CALLED_AFTER = frozenset("het is te zo erg hoe was wat waar veel heel nu buiten gloeiend eten water thee".split())
FILLERS = frozenset("eh uh ehm uhm dus trouwens ook nu gewoon".split())
NAME_WORD = frozenset("naam voornaam achternaam roepnaam bijnaam name contactpersoon tnv".split())
OF_WHOM = frozenset(
    "mama mamma moeder vader papa ouder ouders oma opa oom tante broer zus broertje zusje juf meester verzorger naam kamer telefoon "
    "nummer mail bsn klas kant gedrag mentor coach "
    "moeders vriend vriendin verjaardag geboortedatum schuld kind zoon dochter man vrouw ex hand boosheid".split()
)
SIGN_OFF = frozenset(
    "groet groeten groetjes groetjs groetje gr mvg liefs bedankt dank thanks xx xxx xxxx kus kusjes knuffel "
    "dankjewel hoogachtend thx".split()
)
INTERFIX = frozenset("van de der den het 't ten ter te el al la del da dos bin ben ibn ait van't vd von op in v d le du".split())
LOOSE_INTERFIX = frozenset("van der den el ten ter al ait vd von 't bin".split())
PLACE_BEFORE = frozenset("in uit te naar gemeente wijk buurt regio stad dorp omgeving rond station".split())
ARTICLE = frozenset("de het een 't die deze dat den the zo'n geen".split())
NO_PERSON_AFTER = frozenset("ziekenhuis kinderziekenhuis kliniek stichting huis methode school college lyceum training cursus test".split())
NO_PERSON_BEFORE = frozenset("stichting methode wet syndroom ziekte sint st st. merk film serie spel spelletje game liedje boek".split())
PERSON_VERBS = frozenset(
    "heeft wil zegt slaapt huilt durft vindt luistert eet speelt gamet kan mag moet doet zit loopt krijgt woont gaat wordt praat "
    "liegt steelt schreeuwt gilt vecht denkt weigert plast "
    "had wilde zei sliep deed zat liep kreeg ging scheldt slaat bijt pest drinkt rookt blowt spijbelt hoort weet kijkt leest leert "
    "vraagt komt blijft reageert lijkt mist maakt "
    "zijn vechten maken hebben willen slapen huilen".split()
)
AGE_WORDS = frozenset(
    "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien bang boos verdrietig bijna "
    "net".split()
)
NOT_ANIMATE = frozenset("storm lente zomer winter zon ster bloem zonne zilver parel vlinder wild lief lieve vief".split())
ONLY_CAPITAL = frozenset("wil an mag con mar dien han ole rie fie dick dik leen enzo bot".split())
AGE = re.compile(r" \(?\d{1,2}\)?,? ")
JOINT = re.compile(r" ?[,&/+] ?")
SEAM = re.compile(r"[ ,:(\-\"'“”„\n]{1,4}")
