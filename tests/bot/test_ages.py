"""What counts as the age of a child, and what does not. In the lists below each line is: the age in years (or `-`: none) | the sentence."""

import time

import pytest

from bot.ages import age_range, bare_age, find_ages

ORDINARY = """
3        | mijn zoontje van 3 slaapt niet
7        | Mijn dochter (7) durft niet
0.67     | baby van 8 maanden huilt
1.5      | anderhalf jaar en driftbuien
8        | ze is 8
8        | nee, ze is 8
3.5-4    | hij wordt bijna 4
12       | net 12 geworden en al op tiktok
1.5-4    | mijn peuter slaat
2        | mijn peuter van 2 slaat
8-9      | hij zit in groep 5
10-12    | groep 7/8 wordt hij gepest
12-13    | in de brugklas loopt het mis
14-15    | zit in 3 havo
14-15    | derde klas vmbo
14       | een 14-jarige die niets zegt
4-10     | kinderen van 4, 7 en 10
5-9      | zoon 5 jaar dochter 9 jaar
3-5      | mijn kids zijn 3 en 5
2.5      | tweeënhalf jaar oud
2        | is het erg dat hij nog niet met een lepel eet als hij al twee is
17       | blijft weg tot zondagavond, zeventien is ze
13       | met dertien heeft hij opeens een vriendin
9-11     | uitgeput van twee vechtende zoons 9 en 11
13       | mijn dochter van dertien zit veel op tiktok, dat is één ding maar
2.5      | 2,5 jr en nog niet zindelijk
1.25     | 1 jaar en 3 maanden
0.12     | 6 weken oude baby
10-17    | mijn puber wil niks
14       | ik ben 14 en word gepest
11       | mijn kleinzoon van elf jaar
15       | mijn zoon is 15 jaar, ik ben 44
4-6      | tussen 4 en 6 jaar
9        | Onze zoon van negen heeft geen vriendjes op school.
6        | Mijn dochter van 6 is bang in het donker.
13       | Onze oudste is 13 en ligt de hele nacht op zijn telefoon.
4        | De jongste is 4 en eet niets.
16       | Mijn zoon van zestien spijbelt steeds vaker.
5        | Sinds de scheiding plast mijn dochter van 5 weer in bed.
10       | Hoe help ik mijn zoon (10 jaar) met zijn boosheid?
2        | Ons meisje is net twee geworden en zegt overal nee op.
17       | Onze 17-jarige dochter blowt elke dag.
3        | Mijn driejarige zoon bijt andere kinderen.
8        | Hij is al 8 jaar en plast nog in zijn bed.
8        | Ik heb een achtjarig meisje dat niet wil praten.
9        | Lisa is 9 en heeft vaak buikpijn.
7        | Daan, 7, durft niet te zwemmen.
7-9      | Wij hebben twee kinderen (7 en 9) die altijd ruziemaken.
5        | omdat hij pas 5 is vind ik dat te vroeg
12       | Nu ze 12 is wil ze niets meer vertellen.
3.5-4    | Hij is bijna 4 en nog niet zindelijk.
6-7      | ze wordt 7 en kan nog niet fietsen
4-5      | Onze zoon wordt volgende maand 5.
0.25     | Onze baby van drie maanden huilt de hele avond.
0.46     | Mijn dochtertje is 24 weken en wil geen fles.
0.5      | onze baby van een half jaar slaapt slecht
1        | ons zoontje van een jaar wil niet eten
1        | Onze dochter is net een jaar oud en krijst de hele dag
1.5      | een dreumes van anderhalf
1.5      | Onze zoon van 18 maanden loopt nog niet.
1.67     | Mijn zoontje is 1 jaar en 8 maanden en praat nog niet.
2.33     | 2 jaar en 4 maanden en nog steeds een speen
3.5      | onze dochter is 3,5 en heeft woede-uitbarstingen
4.5      | hij is vier en een half
4.5      | ze is viereneenhalf jaar
5.5      | hij is vijfenhalf en kan niet stilzitten
8        | het gaat om een jaar of 8, denk ik
11       | een jongen van ongeveer 11 jaar
14-16    | Mijn dochters zijn 14 en 16 en praten niet met elkaar.
2-6      | Ik heb een zoon van 6 en een dochter van 2.
4-9      | de oudste is 9 de jongste 4 en ze vechten
3-6      | eentje van 3 en eentje van 6
0-0.25   | We hebben een pasgeboren zoontje en ik slaap niet meer
0-1      | mijn baby krijgt tandjes
0-1      | ons baby'tje wil alleen op de arm
1-2      | onze dreumes gooit alles op de grond
4-6      | onze kleuter wil niet naar school
12-18    | mijn tienerdochter eet niet meer
10-17    | mijn puberzoon komt zijn kamer niet uit
10-17    | twee pubers in huis, help
12-13    | mijn dochter is een brugpieper en is bang
7-8      | In groep 4 wordt ze buitengesloten.
15-16    | Onze zoon doet 4 vwo en is gestopt met leren.
14-15    | hij doet vmbo-3 en wil eraf
13-14    | klas 2 van het gymnasium, hij wil niet meer
15-18    | stress om het eindexamen
12-18    | ze gaat naar de middelbare school en wil niet mee fietsen
4-12     | problemen op de basisschool met lezen
16-20    | zoon wil stoppen met het mbo
12-18    | ze is net van de basisschool en kent niemand
9-12     | in de bovenbouw van de basisschool is er veel gepest
12-15    | onderbouw havo, geen motivatie
"""
PHONE = """
4        | zoon van 4 luistert niet
13       | dochter 13 zit alleen maar op haar telefoon wat nu
6        | zoon 6 slaat andere kinderen
9        | dochter 9 wil niet naar school
0.67     | 8 mnd slaapt niet door
0.17     | baby 2 maanden huilt veel
2        | peuter 2 jaar slaat bijt en krabt
14       | 14 en alleen maar gamen
5        | 5 jaar plast nog in bed
3        | kindje van 3 eet niks
4-9      | kids 4 6 en 9 altijd ruzie
11       | hij is 11 liegt over alles
12       | meisje 12 snijdt zich niet maar is wel heel somber
7        | jongen 7 jr boos op school
3-5      | 2 jongens 3 en 5 jaar maken elke dag ruzie
10       | mn zoon is 10 en heeft geen vrienden
15       | dochter (15) wil niet eten
15       | me zoon van 15 blowt
9-10     | groep 6 gepest wat kan ik doen
11-12    | zit in groep 8 en wil niet naar brugklas feest
2        | 2 jaar driftbuien help
16       | zoon 16 drinkt elk weekend
0.08     | baby 4 weken krampjes
1        | 1 jaar oud en nog steeds 4 keer per nacht wakker
"""
DICTATED = """
7        | ja hallo ik wil even vragen mijn zoontje die is zeven en die wil niet meer naar voetbal
5        | even kijken hoor ze is nu vijf ja vijf en ze praat eigenlijk nog met een speen in
13       | nou het gaat over mijn dochter van dertien die de hele dag op haar kamer zit komma
4        | hij is vier punt hij slaapt nog bij ons in bed
8-11     | ik heb er twee eentje van acht en eentje van elf en die zitten elkaar steeds in de haren
10       | onze zoon die is sinds kort tien en eh die begint nu ook te liegen
0.75     | de kleine is negen maanden nu en die wil geen hapjes
16       | onze dochter die is dus zestien en die gaat elke avond uit
"""
TYPOS = """
6        | mijn zoon van 6 jaa luistert niet
4        | dochter van 4 jar bijt
0.42     | babie van 5 mnd huilt
2        | me dochtertje is 2jr
13       | zoon 13j gamet de hele nacht
7        | mijn 7jarige zoon is druk
5        | een vijf jarige die steelt
9        | mij dochter van 9jaar slaapt nie
3        | mn zoontje 3jaar wilt niet eten
8        | me zooon is 8 en liegt
11       | dogter van 11 is vaak verdriettig
0.83     | 10mnd oud en wil niet slapen
12       | men zoon is 12 jr en gamt te veel
4        | zoontjevan is 4 jaar en slaat
14       | zn van 14 rookt
14       | dochter van 14 jaaar heeft liefdesverdriet
9-10     | me zoon in groep6 word gepest
15-16    | zit in 4vwo en wil nie meer
3        | drie jarig meisje wil niet naar de wc
10       | hij is 10 jr. en kan nie slapen
6        | zoon van 6jr oud
1.5      | 1,5jr en slaapt nog niet door
0.25     | 12wkn oud huilt heel de tijd
17       | dochter is 17jr en luisterd nooit
5        | onze 5 jaarige kleuter gilt
"""
FLEMISH = """
3        | ons manneke van drie wil niet slapen
8-9      | onze zoon zit in het derde leerjaar en kan niet goed lezen
13-14    | mijn dochter zit in het tweede middelbaar en wordt gepest
4-6      | in de kleuterklas weent ze elke ochtend
5-6      | derde kleuterklas, nog niet droog
6-7      | hij begint in het eerste leerjaar en is bang
11-12    | ons meisje zit in het zesde leerjaar en is heel onzeker
12-13    | zoon in het 1ste middelbaar heeft geen vrienden
10-11    | in het 5de leerjaar wil hij niet meer leren
9        | ons ventje is negen en is precies altijd kwaad
4        | onze kleine is vier en slaapt nog altijd bij ons
15       | ons dochter van vijftien zit heel den tijd op haren gsm
7        | mijn gastje van 7 heeft schrik van het donker
5        | ons kleine meid is vijf en eet gelijk een vogeltje
16-17    | hij zit in het vijfde middelbaar en wil stoppen
4-5      | tweede kleuterklas en nog niet proper
2        | ons kindje van 2 jaar wil niet naar de crèche
14       | mijne zoon is 14 en luistert voor geen meter
11       | 't is ons oudste van 11 die altijd ambras maakt
14-15    | 3de middelbaar en hij spijbelt
"""
LEARNERS = """
6        | mijn zoon hij heeft 6 jaar en niet luisteren
9        | mijn kind 9 jaar oud is en hij niet wil school
10       | mijn dochter zij heeft 10 jaar zij altijd huilen
4        | ik heb kind 4 jaar niet praten goed
7        | hij oud 7 jaar, probleem met slapen
12       | mijn dochter leeftijd 12 zij niet praat met mij
5        | kind van mij is vijf jaren en bang voor school
3        | mijn zoon 3 jaren hij altijd boos
8        | ik ben moeder van jongen 8 jaar hij vechten
14       | mijn zoon 14 jaar telefoon hele dag
2        | baby van mij 2 jaar niet slapen
11       | mijn jongen nu 11 jaar is en hij liegt
6-9      | ik heb twee kinderen 6 jaar en 9 jaar zij maken ruzie
15       | mijn meisje zij is 15 jaar zij wil niet eten
0.58     | mijn baby heeft 7 maanden en huilt nacht
"""
MIXED = """
7        | my son is 7 and he is bang voor de hond
14       | my 14 year old luistert niet
1.5-4    | mijn toddler heeft steeds tantrums
12-18    | how to talk with my teenager over drugs
3        | my daughter is three and still not potty trained
9        | mi boi is 9 jaar en hij wil niet luisteren no
5        | mijn pikin van 5 is bang voor school
8        | she's 8 years old en slaapt nog bij mij
2        | mijn 2 year old wil niet slapen
0.5      | my baby is 6 months old and does not sleep
12       | he turned 12 en nu is hij rude
15       | die jongen is 15 ja hij luistert niet meer
6        | mijn meisje d'r is 6 en ze kan niet stilzitten hoor
0-0.25   | help with my newborn
13       | mijn teen van 13 is steeds moody
10       | my kid (10) gets bullied op school
4        | son 4 yrs bedtime is een drama
11       | a mang is 11 jaar en nu al brutaal toch
"""
GRANDPARENTS = """
4        | onze kleinzoon, vier lentes jong, logeert bij ons en huilt
11       | een knaap van elf hoort toch buiten te spelen
6        | Onze kleindochter van zes jaren mag van haar ouders alles.
13       | Mijn kleinkind van 13 kijkt niet op van dat apparaat.
3        | wij passen op onze kleinzoon van 3 en hij luistert niet
8        | als oma maak ik mij zorgen om mijn kleinzoon, 8 jaar oud
9        | opa hier, kleindochter 9 wil niet eten
2-5      | de kleinkinderen zijn 2 en 5
15       | Mijn kleinzoon is nu vijftien en komt niet meer langs.
7        | Ik ben 71 en pas op mijn kleindochter van 7.
10       | dat ventje is nog maar tien jaar en heeft al een telefoon
12       | Onze oudste kleindochter is zojuist 12 geworden
"""
TEENAGERS = """
15       | ik ben 15 en mijn ouders gaan scheiden
15       | m15 geen zin meer in school
16       | v16, hoe vertel ik mijn moeder dat ik op meisjes val
13-14    | ik zit in 2 mavo en word gepest
15-16    | 4vwo en zoveel stress
13       | hoi ik ben 13 en ik heb ruzie met mn moeder
15-16    | ik word volgende week 16 en mag niks van mn ouders
14       | ben 14 en durf niet naar school
12       | ik ben 12 jaar en mijn vader schreeuwt altijd
17       | ik (17) wil op mezelf wonen
14-15    | ik zit in 3havo en snap niks van wiskunde
12-13    | zit in de brugklas en heb geen vrienden
14       | ik ben 14 jr en verliefd op een jongen van 19
16-17    | zit in 5 havo en wil stoppen
15       | hey ben een meisje van 15 en ik voel me lelijk
13       | im 13 en me ouders snappen me niet
15       | ik ben een jongen van 15, ik val op jongens
16       | Ik ben 16 en mijn vriendje is 19.
13-14    | tweedeklasser hier, ik word uitgelachen
15-18    | zit in mijn examenjaar en slaap niet
15-16    | ik zit in de vierde en haal alleen onvoldoendes, 4 havo
"""
PROFESSIONALS = """
9-10     | leerling uit groep 6 laat teruggetrokken gedrag zien
10       | een meisje, 10 jr, met faalangst
8-9      | jongen uit groep 5, vermoeden van adhd
6        | Casus: jongen, 6 jaar, ouders gescheiden.
14       | cliënt (14 jaar) weigert school
1.5-4    | op de peuterspeelzaal zien we een kindje dat bijt
1.5-4    | in mijn peutergroep wordt veel geslagen
1.5-4    | op de peuteropvang huilt hij de hele dag
4-6      | de kleuterjuf maakt zich zorgen
12       | Het betreft een twaalfjarige jongen met schoolverzuim.
3        | jongetje 3;0 jaar, taalachterstand, 3 jaar oud
15       | Jeugdige van 15 jaar met middelengebruik
7        | Leerling (7) laat driftbuien zien in de klas.
10-12    | voor een leerling in groep 7 en een in groep 8 zoek ik hulp
0.75     | Op het consultatiebureau zagen we een baby van 9 maanden die slecht groeit
5        | kleuter van 5 jaar, niet zindelijk
"""
WRITER_AND_CHILD = """
0-1      | moeder van 17 hier met een baby
3        | ik ben 22 en heb een dochtertje van 3
9        | Ik ben een alleenstaande moeder van 34 met een zoon van 9.
6        | mijn man (41) en ik (39) hebben een dochter van 6
14       | ik ben 45 en mijn zoon is 14
8        | zijn vader is 52, hij is 8
2        | ik ben 19 en mijn zoontje is 2
1.5-4    | ik ben 21 en alleen met mijn peuter
14       | mijn dochter van 14 heeft een vriendje van 19
8        | Mijn zoon van 8 is dol op zijn juf van 25.
12       | mijn zoon van 12 kijkt op tegen zijn broer van 20
3-6      | mijn zoon van 6 slaat zijn zusje van 3
4        | mijn dochter van 4 huilt al 3 weken bij het wegbrengen
7        | we zijn 2 jaar geleden gescheiden en mijn zoon van 7 slaapt slecht
9        | mijn zoon van 9 gamet 5 uur per dag
10       | moeder van 3, de middelste is 10 en liegt
4        | mama van twee, de oudste van 4 slaat
11       | zoon van 11 haalt alleen maar een 4 voor wiskunde
5        | hij is 5 en slaapt pas om half 10
12       | mijn zoon van 12 wil naar een film van 16+
0.25     | baby van 3 maanden die 5 weken te vroeg geboren is
6        | onze hond van 8 jaar is dood en onze dochter van 6 is verdrietig
15       | mijn dochter is 15 en weegt nog maar 40 kilo
13       | sinds 2 maanden wil mijn dochter van 13 niet meer eten
3        | 3 jaar en al 2 weken elke nacht 4 keer wakker
1.5-4    | mijn peuter gedraagt zich als een baby
16       | zoon van 16 komt pas om 4 uur thuis
"""
NONE = """
-        | die gast is 24/7 aan
-        | ik heb in geen twee jaar een boek gelezen
-        | de wachttijd bij de logopedist dat is zeven maanden
-        | moet ik voor de KIES-groep een verwijsbrief meegeven
-        | als hij 12 is mag het
- | mijn zoon slaapt al 3 maanden niet
- | we zijn 2 jaar geleden gescheiden
- | hij gamet 8 uur per dag
- | ik ben 38 en alleenstaand
- | vier keer per nacht wakker
- | moeder van 41 zoekt steun
- | sinds 6 weken niet naar school
- | wij zijn 10 jaar samen
- | het kost 15 euro
- | peuterpuberteit
- | zijn vader is 45 jaar
- | moeder van 3 en doodmoe
- | ik heb 3 kinderen
- | ik heb 2 zoons die altijd vechten
- | al 5 nachten niet geslapen
- | hij gaat pas om half 8 slapen
- | ze ligt tot 11 op haar telefoon
- | om 7 uur moet hij naar bed
- | hij haalde een 4 voor wiskunde
- | hij haalt alleen 5en
- | mijn dochter haalt een 5 voor engels
- | ze weegt 20 kilo
- | we wonen op 4 hoog
- | wij wonen op de 3e verdieping
- | de groep 8 musical was een drama
- | hij geeft zich niet 100 procent
- | mag mijn kind naar een film van 16+
- | haar vriendje van 19 deugt niet
- | zijn juf van 25 kan geen orde houden
- | onze hond van 3 bijt
- | ons huis is 20 jaar oud
- | haar knuffel van 4 jaar is kwijt
- | mijn zoon slaapt over 3 weken bij zijn vader
- | hij is al 3 jaar bij dezelfde psycholoog
- | over 2 weken gaat ze verhuizen
- | mijn ex is 2 maanden geleden vertrokken
- | wij zijn 5 jaar getrouwd
- | na 3 maanden wachtlijst nog niks
- | elke 2 weken gaat hij naar zijn vader
- | 100 procent zeker
- | hoe laat is het consultatiebureau open
- | vragen voor het consultatiebureau
- | ze heeft 2 broers en 1 zus
- | gezin van 5 in een klein huis
- | toen hij 4 was gingen we scheiden
- | ik ben 35 weken zwanger
- | ik ben 4 maanden zwanger
- | een iphone 15 kost te veel
- | we hebben 1 slaapkamer
- | ze krijgt 10 euro zakgeld
- | hij is 1.80 lang
- | het is 8 uur
- | mijn zoon heeft 3 vrienden
- | ik heb een kind en ben moe
- | moet een kind een week thuisblijven met koorts
- | hij heeft 39 graden koorts
- | de cito-toets ging slecht
- | hij peutert in zijn neus
- | bel 112
- | dit duurt nu drie jaar
- | ik ben 3 jaar in Nederland
- | een van de twee slaat
- | wat is 5 plus 3
- | mijn man is 23 en werkt veel
- | babyfoon kapot
- | ik was een tienermoeder
- | wij hebben 2 kinderen, 1 hond en 3 katten
- | mijn zoon is 3 keer blijven zitten
- | zijn cijfer is 5
- | de oppas is 16
"""
# Written fresh before the rules had seen them.
FRESH = """
8        | Sinds de verhuizing heeft onze zoon van 8 nachtmerries en kruipt hij elke nacht bij ons in bed.
12       | Mijn dochter Sanne is 12 jaar en vindt zichzelf te dik.
2        | hij is twee en gilt de hele supermarkt bij elkaar
3.5      | onze drieënhalfjarige weigert op het potje te gaan
15-17    | Twee zoons van 15 en 17 die alleen nog Engels praten tegen elkaar en nooit buiten komen.
6        | Is het normaal dat een kind van 6 nog duimt?
9        | Mag je een kind van 9 alleen thuis laten?
0.33     | Wanneer kan een baby van 4 maanden vaste voeding krijgen?
10-11    | Ze zit sinds september in groep 7 en huilt elke ochtend.
13       | Sinds ze dertien is geworden is er geen land met haar te bezeilen.
14       | Ons kind (14, autisme) wil niet meer naar school.
16       | Mijn stiefzoon van 16 accepteert mij niet.
7        | pleegkind van 7 jaar liegt en steelt
11       | hoeveel zakgeld geef je een 11-jarige
1.5-4    | peuter wil niet eten
1-2      | Mijn dreumes bijt op de opvang
4-6      | tips voor een driftige kleuter
0-1      | Onze huilbaby maakt ons gek
12-18    | hoe praat ik met tieners over seks
18-23    | mijn jongvolwassen dochter woont nog thuis en doet niets
5        | zoon vijf jaar oud praat niet op school
4        | kind 4 jr poept nog in broek
13       | dochter v 13 wil niet douchen
8        | 8 jarige zoon slaat moeder
10       | jongen 10 geen vrienden wat te doen
17       | zoon 17 blowt en gaat niet naar school
0.92     | 11 maanden oud wil niet kruipen
3-8      | zoon 8 dochter 3 jaloers
14-15    | kind zit op 3 vmbo kader en haalt het niet
7        | mn dochtertje van zeven kan nie alleen slape
4        | hallo wij hebben een zoontje die is vier jaar en die eet helemaal niks behalve pannenkoeken
12       | ja met mij weer eh mijn oudste is nou twaalf en die zegt niks meer vraagteken
9        | het gaat om een meisje ze is negen en ze wordt gepest in de klas punt
15       | dus die jongen is vijftien he en die zit tot diep in de nacht achter dat ding
5        | dochtr van 5 wil nie slapen snachts
6        | me zontje van zes is zo druk
11       | mijn zoon van11 wilt alleen maar fortnite spelen
2        | dochtertje 2jr gooid met eten
13       | mijn dochter ia 13 en heeft al verkering
16       | zoon 16j komt te laat thuis
3        | 3-jarig kind dat niet praat
8        | onze kleine meneer van 8 jaar is bang van honden
10       | ons Emma van 10 heeft geen goesting meer in school
7-8      | Onze zoon zit nu in het tweede leerjaar en moet misschien blijven zitten
15-16    | ons dochter zit in het vierde middelbaar en wil van richting veranderen
3-4      | eerste kleuterklas en hij pist nog in zijn broek
2        | ons poppemieke is twee en ze slaapt niet
12-13    | hij gaat voor het eerst naar het eerste middelbaar en is nerveus
14       | mijne gast van 14 zit den helen dag te gamen
8        | mijn dochter heeft 8 jaar en zij niet goed lezen
5        | mijn zoon vijf jaar hij praten twee talen
3        | kind is drie jaar nog niet lopen
13       | ik ben moeder van meisje 13 jaar zij veel boos op mij
6        | mijn kind leeftijd is 6 jaar niet slapen
10-12    | ik heb twee jongens een is 10 andere is 12 altijd ruzie
11       | mijn zoon, hij is nu 11 jaar, hij wil niet praten Nederlands
8        | my kid is 8 and hij wordt gepest
16       | my 16-year-old daughter vape't in haar kamer
3        | mijn son is drie and he bites
12-18    | raising a teenager in Nederland is so hard
9        | mi dochter is negen toch maar ze doet alsof ze groot is
14       | die meisje van mij is 14 en ze loopt weg van huis
7        | Wij zijn opa en oma van een jongen van 7 die nooit iets wil eten bij ons.
16       | Mijn kleindochter, zestien jaar, vertelde mij dat ze zichzelf lelijk vindt.
5        | onze jongste kleinzoon wordt straks opgehaald, hij is vijf en wil niet mee naar huis
10       | een meisje van een jaar of tien zou toch moeten kunnen fietsen
15       | kben 15 en voel me echt alleen
17       | ik ben bijna 18 maar nu nog 17 en wil uit huis
14       | ben een jongen van 14 en word uitgescholden op insta
13-14    | zit in de tweede klas en niemand wil met me pauze houden
16-17    | ik doe 5 vwo en de stress is niet te doen
12       | ik ben 12 en mag nog geen tiktok van mijn moeder
16       | meisje 16 hier, mijn vader is depressief
14       | mijn ouders snappen niks van me (14)
7-8      | Een leerling in groep 4 klapt dicht bij rekenen.
13       | Meisje van 13 jaar, verwijzing via huisarts, somberheidsklachten.
4-6      | In mijn kleutergroep zit een jongen die slaat.
9        | Gezin met zoon van 9 jaar, vader 45, moeder 41, scheiding loopt.
16-20    | Een student van het mbo meldt zich steeds ziek
2.5      | Als pedagogisch medewerker zie ik een kindje van 2,5 jaar dat nog geen contact maakt.
11       | ik ben 36 en mijn dochter van 11 schaamt zich voor mij
3        | Ik ben een jonge moeder (20) en mijn zoontje van 3 luistert niet
5-10     | Ik heb drie kinderen, 5, 8 en 10 jaar, en geen minuut rust
14       | Mijn zoon van 14 is al drie keer geschorst dit jaar
8        | mijn dochter van 8 slaapt pas om 11 uur
12       | hij is 12 en weegt 75 kilo
15       | Dochter van 15 haalde een 3 voor Frans en durft niet naar huis
13       | zoon (13) zit 6 uur per dag op zijn ps5
4        | zoontje van 4 jaar is al 2 maanden bang voor water
10       | Mijn ex en ik zijn 3 jaar uit elkaar en onze dochter van 10 wil niet meer naar hem toe
17       | Mijn dochter van 17 gaat om met een man van 23
6        | mijn zoon is bang voor een jongen van 12, hij is zelf 6
- | Mijn zoon wordt al twee jaar gepest
- | we wachten al 8 maanden op hulp
- | Ze heeft drie beste vriendinnen verloren
- | hoeveel uur per dag mag mijn kind gamen, nu is het 4 uur
- | hij staat elke dag om 5 uur naast mijn bed
- | ik heb vijf kinderen en een kleine woning
- | alleenstaande moeder van 4, ik red het niet meer
- | mijn dochter heeft een onvoldoende, een 4,5 voor biologie
- | Ik ben 42 en opgebrand
- | mijn man is 3 maanden weg voor werk
- | hij heeft 200 euro gestolen
- | wij zijn met zijn vieren
- | kan ik op maandag voor 10 uur bellen
- | zes weken zomervakantie en nu al ruzie
- | mijn vader van 78 bemoeit zich overal mee
- | ik werk 4 dagen per week en voel me schuldig
- | hij is 2 keer van school gestuurd
- | ze zit de hele avond op tiktok tot 12 uur
- | de meester heeft 30 kinderen in de klas
- | mijn kind is 1 meter 20
- | sinds zijn vader 2 jaar geleden overleed is hij stil
- | vanaf 13 jaar mag je op instagram toch
- | het is de eerste week op school
- | ik zoek iemand die 2 middagen kan oppassen
- | wat kost het, 50 euro per maand?
- | ik was 19 toen ik moeder werd
- | mijn kind heeft iets met nummer 7
- | over een half jaar gaan we verhuizen
"""
FRESH_STRANGER = """
9        | Vorige week belde de school weer. Mijn zoon had een ander kind geslagen. Hij is 9 en thuis is hij juist lief.
13       | Het begon een jaar geleden met stille buien. Nu is onze dochter 13 en zien we krassen op haar arm.
4        | We zijn net verhuisd, mijn man werkt veel en dan is er nog onze zoon van 4 die elke avond een uur schreeuwt.
15       | Ik ben gescheiden, werk vier dagen, en mijn jongste, die is 15, praat al weken niet tegen mij.
2-5      | Twee kleintjes thuis, eentje van net 2 en de ander is 5, en ik kom nergens aan toe.
7        | onz jungske van zeuven wil nie noar schoel
12       | ons maidje is twaalf en ligt de heule dag op bed
5        | mien zeun is vief en luustert nie
8        | us jonge is acht jier en wol net nei skoalle
10       | oons wicht van tien kan nait sloapen
3        | dat jong van mij is drie en bijt van zich af
6        | men dochterke van zes durft niet alleen naar boven
14       | hij is nou veertien he en hij doet niks meer veur school
1-2      | ons dreumeske is hangerig en hult de ganse dag
11       | mi son is elf en hij gaat niet slapen man
5        | kleine meid van 5 jaar huilt steeds als ik ga werken toch
13       | die boi is dertien en hij denkt hij is groot
16       | mijn dochter 16 jaar komt laat thuis met die jongens
0-1      | mi baby huilt heel de nacht
4-6      | me kleuter wil niet luisteren switi
9        | Hi, my daughter (9) is being bullied and ik weet niet wat te doen
10-17    | pubers be like, mijn zoon luistert never
1.5      | mijn 18 month old slaapt nog niet door
6-9      | my kids are 6 and 9, constant fighting
15       | he is 15 and only wants to game
0-0.25   | newborn en zo tired
3        | potty training my 3yo lukt niet
17       | my son just turned 17 en drinkt elk weekend
12       | as a mom of a 12 year old ben ik worried over screen time
5        | mijn zoon is 5 jaar oud is en hij niet spelen met andere kinderen
7        | kind van mij 7 jaar school zeggen hij moeilijk
14       | mijn dochter nu veertien jaar zij kleren wil zelf kiezen
10       | mijn zoon tien jaar, hij bang voor hond
2        | ik heb dochter twee jaar zij wil niet eten alleen melk
8        | hij 8 jaar en zij niet luisteren in huis
4        | mijn jongen is van 4 jaar oud niet slapen
16       | zoon mij 16 jaar roken
6        | mijn meisje zes jaar zij plassen in bed
0.42     | mijn kind 5 maanden huilen veel
14       | iedereen van 14 mag het behalve ik
15       | k ben 15 en me ma leest al me appjes
13       | ben net 13 en voel me dik
16       | yo ik ben 16 jaar en word gek van me stiefpa
12-13    | brugklasser hier, ik ken niemand in me klas
14-15    | zit in mavo 3 en wil van school af
16-17    | ik zit in 5v en trek de druk niet
17       | al 17 en nog nooit verkering, is dat raar
11       | ik ben elf en mijn ouders maken altijd ruzie
15-16    | ik zit in havo 4 en slaap slecht
4        | Mijn kleinkind van vier wil nooit bij ons blijven slapen.
9-12     | De kleinkinderen, 9 en 12 jaar oud, kijken alleen op hun schermpjes.
13       | onze kleindochter is dertien geworden en sluit zich op
6        | vroeger mocht dat niet, maar ons kleinzoontje van zes zit al op youtube
1        | het kleintje is net een jaar en mijn dochter is uitgeput
17       | onze kleinzoon is zeventien en gokt op zijn telefoon
4        | me zoontje van vir jaar, 4 jaar dus, slaat
8        | me dogter van8 is bang
5        | zoontej van 5 luisterd nie
14       | mjn zoon vsn 14 is verslaafd aan gamen
0.58     | babytje van 7 maandjes spuugt alles uit
3        | me zoontje is 3jr en praat nog nie
10       | dochter 10jr heeft buikpyn
13       | mijn zoon in 13 en liegt over alles
2        | kind vn 2 jaar slaapt nit
6-7      | groep3 en kan nog nie leze
9        | Meisje (9 jr) met scheidingsproblematiek, ouders vragen om een groep.
4-5      | In groep 1 zie ik een leerling die veel huilt
16       | Als mentor maak ik me zorgen om een jongen van 16 met schulden.
1.5-4    | Wij zien bij een peutertje veel bijtgedrag op de groep.
15       | ambulant begeleider hier: cliënt van 15 jaar snijdt zichzelf
0.5      | Moeder met postnatale klachten, baby van 6 maanden
13-14    | mentorleerling, klas 2 havo, trekt zich terug
7        | Onze zoon (7 jaar, groep 4) heeft hoogbegaafdheid.
11       | ons dochter van elf wordt gepest op 't school
9-10     | ze zit in het vierde leerjaar en haar juf is bezorgd
17-18    | mijn zoon zit in het zesde middelbaar en weet niet wat studeren
2        | onze kapoen van twee smijt met alles
6        | onzen oudste is zes en kan niet tegen zijn verlies
16       | ons jongste is zestien en is altijd weg met haar lief
1.5-4    | onze peuter wil niet op het potteke
10-17    | puberende zoon en geen gesprek mogelijk
10-17    | ons pubertje is weer boos
12-18    | met tieners aan tafel altijd ruzie
4-6      | kleuters die liegen is dat normaal
1.5-4    | mijn twee peuters vechten om speelgoed
0-1      | hoe vaak moet een baby drinken
- | Wij hebben al drie gesprekken gehad en nog is er niks veranderd
- | ik heb in 2 nachten maar 5 uur geslapen
- | mijn moeder is 70 en dementerend, ik trek het niet meer
- | ben 29 en voel me een slechte moeder
- | mijn kind heeft op zijn rapport een 5 en twee zessen
- | hij heeft 3 vechtpartijen gehad
- | we hebben vier jaar gewacht op deze zwangerschap
- | ik krijg 1200 euro in de maand met 4 kinderen
- | onze kat is 12 en gaat dood, hoe vertel ik het
- | zijn oma is 80 geworden
- | hij moet om acht uur binnen zijn
- | het consult was 3 weken terug
- | ik sta al 6 maanden op de wachtlijst
- | mijn buurvrouw van 60 klaagt over het lawaai
- | hij drinkt 5 biertjes op een avond
- | ze is 3 kilo afgevallen
- | ik ben zelf 31, getrouwd en moe
- | papa van 2 hier, ik zoek een cursus
- | elke avond 3 verhaaltjes en nog niet slapen
- | wij wonen met zijn vijven op 2 kamers
- | ik wil iemand spreken voor 5 uur
- | mag je 1 dag ziek melden
- | ze heeft een 8 gehaald en is nog niet tevreden
- | sinds 1 september gaat het niet goed
- | kun je mij 2 adressen geven
- | dit is de derde keer dat ik het vraag
- | hij is eerste geworden met judo
- | is er iets op woensdag tussen 2 en 4 uur
- | hij is in 2 weken 3 keer weggelopen
- | mijn zus is 34 en krijgt een kind
- | de leraar is 26 en kan hem niet aan
- | we gaan 10 dagen op vakantie
- | ik heb drie zussen en krijg geen hulp
- | 24 uur per dag zorgen
"""
FRESH_MORE = """
10       | Wat zijn goede regels voor een telefoon als je kind 10 is?
6        | Onze zesjarige tweeling maakt elkaar af.
3        | Hij wordt in januari vier, dus hij is nu nog 3, en praat met losse woordjes.
1.08     | mijn zoontje van 13 maanden wil nog elke nacht de borst
2.5      | ons kind is 2 en een half en slaat zijn zusje
5        | Ik maak me zorgen. Mila (5) plukt haar haren uit.
11       | Noah is elf en wil niet meer leven zonder telefoon
8-13     | ik heb een dochter van 13, een zoon van 10 en nog een zoon van 8
16       | sinds hij zestien is drinkt hij elk weekend
0.12     | mijn kindje is zes weken en ik voel niks
9        | negen jaar en nog bang voor onweer
4        | Kleuter van vier die alles afpakt
15       | vijftienjarige puber blowt op zijn kamer
7        | kind 7 wil alleen bij mama slapen
12       | dochter twaalf jaar krijgt borsten en schaamt zich
2        | tweejarige met driftbui in de winkel
13       | met een zoon van dertien heb je altijd discussie
8        | Als je dochter van acht zegt dat ze dood wil, wat doe je dan
17       | 17 jaar, geen diploma, geen werk, mijn zoon ligt in bed
3        | Mijn vrouw en ik zijn het niet eens over onze zoon van drie
4-7      | ruzie tussen broer en zus, 4 en 7
10       | Mijn zoon is 10 geworden in mei en heeft nog geen zwemdiploma
6        | ik en mijn man zijn 3 jaar gescheiden onze dochter van 6 wil niet kiezen
1.5-4    | Help, de peuterpuberteit: hij zit er midden in, onze peuter
1.5-4    | Mijn dochtertje huilt op de peuterspeelzaal
12-13    | Hoe bereid ik mijn zoon voor op de brugklas?
6-7      | Ze gaat naar groep 3 en kan nog niet stilzitten
8-9      | groep vijf en nog steeds niet kunnen lezen
15-16    | Mijn dochter in 4 havo heeft een burn-out
14-15    | hij zit in de derde van het vmbo en spijbelt
16-20    | mbo student met schulden, mijn zoon
12-18    | Op de middelbare school van mijn zoon wordt er gedeald
4-12     | pesten op de basisschool wat kan ik doen
12-13    | 1e klas middelbare en nu al onvoldoendes
11-12    | onze dochter in groep acht is bang voor de nieuwe school
10-17    | Mijn puber slaapt tot twee uur 's middags
0-1      | baby huilt elke avond van 6 tot 9
5        | 5-jarige zoon heeft 3 keer per week een driftbui
16       | meisje van 16 en ik vind mezelf dik
14       | ik ben een meid van 14, mijn broer van 17 slaat me
12       | ik ben 12 en pas op mijn zusje van 4 als mama werkt
9        | negenjarig zoontje plast in bed, ik ben radeloos
7        | Onze pleegdochter is 7 en is vorig jaar bij ons gekomen
11       | mijn jongste wordt gepest, ze is 11
13       | ons meisken is 13 en snauwt naar iedereen
8        | achtjarige die niet tegen verlies kan
2        | de oppas zegt dat mijn zoontje van 2 bijt
18       | mijn dochter is 18 en wil niks
18-20    | Mijn zonen zijn 18 en 20 en wonen allebei nog thuis
- | Ik ben 27 en zwanger van de eerste
- | de eerste 3 maanden waren zwaar
- | hoe zet ik een grens, ik heb het honderd keer gezegd
- | hij kreeg 2 dagen schorsing
- | haar vriendin van 15 mag alles
- | wij hebben 3 honden en hij is bang
- | ik ben om 6 uur opgestaan
- | mijn dochter wil op haar 18e uit huis
- | kost een gesprek 80 euro
- | in de klas zitten 28 kinderen
- | hij speelt een game van 18+
- | mijn partner is 20 jaar ouder
- | ze sliep 2 nachten niet thuis
- | oma van 5 kleinkinderen
- | ik kan alleen op 12 maart
- | Hij heeft een achterstand van 2 jaar
- | een taalachterstand van een half jaar
- | na 9 uur 's avonds is hij niet te genieten
- | ik heb al een week niet geslapen
"""
FRESH_LAST = """
7        | Mijn zoontje is 7 en durft niet alleen naar de wc.
12       | Mn zoon zit sinds kort op de middelbare, hij is 12, en komt elke dag huilend thuis.
3        | een jongetje van drie dat de hele dag nee roept
16       | dochter 16 zwanger wat nu
0.5      | Onze kleine is een half jaar en wordt nog elke 2 uur wakker
2-4      | kinderen van 2 en 4 jaar die niet samen kunnen spelen
15       | m15, depri, weet niet met wie ik moet praten
9        | Mijn neefje van 9 woont bij ons en luistert niet
5-7      | ruzies tussen mijn dochters (5 en 7)
11       | mijn zoon van 11 jaar is verslaafd aan roblox, wat kan ik doen
13       | Ze is pas 13 en heeft al een vriendje van 17
4        | zindelijkheid 4 jaar
10       | hallo mijn kind is tien jaar en steelt geld van mij
14       | 14jarige dochter liegt over waar ze is
6        | zoon (bijna 7, nu nog 6) wil niet lezen
2        | mijn dochter van 2 jaar en 0 maanden bijt
1.75     | 21 maanden en nog geen enkel woord
8        | ik (34) en mijn zoon (8) wonen bij mijn ouders
17       | mijn zoon van 17 rijdt zonder rijbewijs op een scooter van 45 km
5        | onze vijfjarige ligt elke avond om 9 uur nog wakker
15       | mijn dochter, vijftien, stuurt naaktfoto's
12-14    | twee meiden van 12 en 14 en een man die niks doet
10       | Zoon 10jr adhd, medicatie of niet?
6        | bedplassen 6 jaar
3        | zus van 3 slaat baby
1.5-4    | peuter krijst om 5 uur 's ochtends
4-6      | mijn kleuter heeft 2 keer per nacht een nachtmerrie
10-17    | mijn puber van de havo wil stoppen
0-1      | mijn baby weegt 4 kilo en drinkt slecht
12-18    | tienerzoon drinkt 10 blikjes energy per dag
9-10     | groep 6, citoscore laag, zij schaamt zich
8-10     | mijn zoons in groep 5 en 6 worden gepest
12-13    | brugklas kamp, mijn zoon wil niet
13-14    | dochter in de tweede van de havo heeft eetproblemen
7        | kindje van zeven jaartjes oud, heel verlegen
6        | hij is zes hè en hij kan nog geen veter strikken
11       | mijn zoon is 1.50 lang en 11 jaar en wordt gepest om zijn lengte
4        | Mijn dochter is net 4 en gaat voor het eerst naar school
16       | heb een zoon thuis zitten van 16 die niks wil
14       | hij is 14, ik ben 50, we begrijpen elkaar niet
9        | sofie 9 jaar wordt altijd als laatste gekozen
5        | ben op zoek naar hulp voor men zoon, 5j, autisme
17       | als 17-jarige mag ik niks
18-23    | mijn zoon zit op het hbo en komt zijn bed niet uit
10       | kind heeft leeftijd van 10 jaar en veel boos
2        | mijn kind is geboren en nu 2 jaar hij niet praat
15       | ik zit met mezelf in de knoop, ben 15
14       | heyy ik ben 14 en me vriendin snijdt zichzelf
- | mijn kind slaapt pas na 10 uur
- | ik voel me 80 jaar oud
- | mijn man werkt 60 uur en ik doe alles alleen
- | zij heeft drie onvoldoendes
- | kan ik binnen 2 weken terecht
- | ons gezin bestaat uit 6 personen
- | wij zijn twee vaders en willen advies
- | ik ben 40 weken zwanger en doodop
- | de kinderen zijn om de week bij mij
- | hij rookt 10 sigaretten per dag
- | we hebben 4 kamers en geen rust
- | mijn kind is 2 weken ziek geweest
- | vader is 50 en werkloos
- | ik ken hem al 15 jaar
- | ze zit al 3 uur op haar kamer
- | heb je tips, ik heb er al 10 geprobeerd
- | nummer 1 probleem is geld
- | ik ben moeder van twee en heb 3 banen
- | over een maand is de zitting
- | hij is tweede geworden met schaken
8        | hoi, mijn zoon is 8 jaar en heeft elke dag ruzie op school, hoe pak ik dit aan?
13       | dochter van 13 chat met vreemde mannen
3        | onze peuter (3) slaat de baby
5        | ze is vijf en kan geen minuut alleen zijn
17       | 17 en zwanger, mijn dochter durft het haar vader niet te zeggen
10       | ik weet niet meer wat ik moet met hem, tien jaar is hij en hij scheldt mij uit
7        | men zoontje is zeven en heeft dyslexie denk ik
2        | het meisje is 2 en spreekt alleen Turks
14       | de mentor belde: onze zoon van 14 is betrapt met een mes
6        | een zoon van 6 met autisme die niet slaapt
11       | haar broertje is 11 en die krijgt alle aandacht
0.25     | 3 maanden oude baby met reflux
4-6      | boos kind in de kleuterklas
9        | ik schrijf voor mijn zus, haar zoon is 9 en steelt
15       | mijn ouders zijn streng, ik ben 15 en mag nooit iets
12       | mijn dochter is twaalf jaar en ze heeft nog nooit een vriendinnetje gehad
16-17    | hij doet 5 havo en gamet tot 3 uur
4        | jongste 4 oudste al het huis uit
1.5      | hij is anderhalf en hangt aan mijn been
7-10     | 2 kinderen 7 en 10, man weg, geldzorgen
- | ik heb 15 jaar voor mijn moeder gezorgd
- | mijn zoon is op 4 mei jarig
- | we eten altijd om 6 uur en dan begint het
- | na 2 miskramen ben ik bang
- | mijn vriendin heeft 3 kinderen en ik geen een
- | hij krijgt 3 keer per week bijles
- | mijn man en ik slapen al 2 jaar apart
- | hij is 1 van de drie die gepest worden
- | kan ik met iemand praten, ik ben 33
- | in 2 maanden tijd is alles veranderd
"""
# An age that comes last, "op zijn 6e", what he could do once, and how it is said elsewhere.
LATER = """
15       | mijn ouders luisteren nooit naar mij. 15
13       | mag ik hier ook over mezelf praten? ben 13
17       | help ik kan niet meer stoppen met blowen! 17
14       | ik heb geen vrienden meer en zit elke pauze alleen ben 14
5        | ze bijt nog steeds andere kinderen. 5
-        | hij scoorde een 6 en een 7. Wat nu?
-        | hij heeft dit jaar al drie onvoldoendes. 12.50 euro per bijles
6        | duimt hij nog, op zijn 6e
13       | vapen op d'r 13e, ik wist niet wat ik zag
16       | kan je al op je zestiende het huis uit
9        | puistjes op haar negende
7        | sprak vloeiend op zijn derde en nu is hij 7 en stottert hij
-        | op zijn vierde school gaat het weer mis
-        | op haar 3e plek in het rooster staat gym
-        | op mijn 16e had ik ook een grote mond
10       | Met 4 jaar telde hij tot duizend. Nu is hij 10 en vindt hij alles saai.
2-6      | mama van twee, 2 en 6, en doodop
1        | Onze kleine is al twaalf maanden en zit nog niet los
0.42     | ze is al 5 maanden, hoeveel slaap is normaal
4        | ons zoontje van 4 is al 3 maanden bang in bad
-        | dit is al 6 maanden, en niemand doet iets
7        | hij is 7 en, drie weken na de verhuizing, nog steeds van slag
0.08     | mijn baby van vier weken na de geboorte huilt veel
3        | 't jong is drei en wil nait eten
5        | us famke is fiif en sliept min
2        | ons jungske is twei
10-17    | mijn pubr doet zijn bek niet open
-        | ik loop twee leerjaren achter op mijn broer
-        | onze teckel van 3 jaar gromt
0.5      | ben 18, heb een baby van 6 maanden en slaap nooit
10       | mijn grote broer plaagt me, ben 10
"""

LISTS = [
    ORDINARY,
    PHONE,
    DICTATED,
    TYPOS,
    FLEMISH,
    LEARNERS,
    MIXED,
    GRANDPARENTS,
    TEENAGERS,
    PROFESSIONALS,
    WRITER_AND_CHILD,
    NONE,
    FRESH,
    FRESH_STRANGER,
    FRESH_MORE,
    FRESH_LAST,
    LATER,
]
BARE = """
4        | 4
4        | vier
4        | hij is 4
4.5-5    | bijna 5
3-6      | 3 en 6
11       | 11 jaar.
5        | ze is net vijf geworden
0.67     | 8 mnd
0.67     | 8 maanden oud
7-8      | groep 4
12-13    | brugklas
12-13    | hij zit in de brugklas
2.5      | 2,5
2.5      | tweeënhalf
1.5      | anderhalf jaar
6        | mijn zoon is 6
14       | veertien jaar oud
4-9      | 4, 7 en 9
14-15    | 3 havo
8-9      | derde leerjaar
0.12     | 6 weken
5        | Ze is 5 jaar!
13       | 13j
10       | 10 jr
1.5-4    | peuter
0-1      | een baby
5-8      | de oudste is 8 en de jongste 5
1.25     | 1 jaar en 3 maanden
-        | 45
-        | nee
-        | vier keer
-        | weet niet
-        | een
-        | half 8
-        | 5 kinderen
-        | mijn zoon van 4 slaapt niet
-        | ja
-        | 15 euro
"""


def _cases(listing: str) -> list[tuple[str, tuple[float, float] | None]]:
    """The sentences of a list with the range in years, or None, that each of them tells."""
    cases = []
    for line in listing.strip().splitlines():
        age, text = (part.strip() for part in line.split("|", 1))
        low, _, high = age.partition("-")
        cases.append((text, (float(low), float(high or low)) if low else None))
    return cases


def _same(found: tuple[float, float] | None, expected: tuple[float, float] | None) -> bool:
    return found == (expected and pytest.approx(expected, abs=0.02))


class TestAgeRange:
    @pytest.mark.parametrize(("text", "expected"), [case for listing in LISTS for case in _cases(listing)])
    def test_reads_the_age_of_the_child_and_nothing_else(self, text: str, expected: tuple[float, float] | None) -> None:
        assert _same(age_range(text), expected), age_range(text)

    def test_tells_where_it_stands(self) -> None:
        text = "Mijn zoon van 4 en mijn dochter van 7 jaar"
        assert [(text[item.start : item.end], item.low) for item in find_ages(text)] == [("4", 4), ("7", 7)]

    def test_is_linear_on_hostile_text(self) -> None:
        started = time.perf_counter()
        for hostile in (
            "1 en " * 400,
            "9" * 2000,
            "zoon " * 400,
            "al 3 " * 400,
            "is nu al " * 220,
            "van, " * 400,
            "1, 2 " * 400,
            "3 jaar en " * 200,
        ):
            age_range(hostile[:2000])
            bare_age(hostile[:2000])
        assert time.perf_counter() - started < 2


class TestBareAge:
    @pytest.mark.parametrize(("text", "expected"), _cases(BARE))
    def test_reads_a_whole_answer_that_is_an_age(self, text: str, expected: tuple[float, float] | None) -> None:
        found = bare_age(text)
        assert _same((found.low, found.high) if found else None, expected), found
