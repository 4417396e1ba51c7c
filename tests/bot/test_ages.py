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
16       | ik word volgende week 16 en mag niks van mn ouders
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
LISTS = [ORDINARY, PHONE, DICTATED, TYPOS, FLEMISH, LEARNERS, MIXED, GRANDPARENTS, TEENAGERS, PROFESSIONALS, WRITER_AND_CHILD, NONE]
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
        for hostile in ("1 en " * 400, "9" * 2000, "zoon " * 400, "al 3 " * 400, "is nu al " * 220, "van, " * 400, "1, 2 " * 400, "3 jaar en " * 200):
            age_range(hostile[:2000])
            bare_age(hostile[:2000])
        assert time.perf_counter() - started < 2


class TestBareAge:
    @pytest.mark.parametrize(("text", "expected"), _cases(BARE))
    def test_reads_a_whole_answer_that_is_an_age(self, text: str, expected: tuple[float, float] | None) -> None:
        found = bare_age(text)
        assert _same((found.low, found.high) if found else None, expected), found
