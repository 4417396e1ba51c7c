"""Both sides of the border of our subject, in words that stand nowhere else: the trained model as it is served."""

import subprocess

import pytest

from evaluation.own_server import missing
from evaluation.topics.evaluate import OUTSIDE, predict

NOT_OURS = """
hoe meld ik een kapotte straatlamp
mijn rijbewijs is gestolen in de sauna
mijn poes ligt de hele dag te slapen, is zij te dik
kan ik mijn huurwoning onderverhuren in de zomer
ik zoek een vacature als lasser
welke korting krijg ik op een museum als ik 67 ben
mijn vader van 81 wil een scootmobiel van de wmo
wanneer spoelen ze het riool door in onze straat
onze kat en de nieuwe pup krijgen ruzie over het bakje
hoeveel belasting betaal ik over mijn spaargeld
hallo ik heb een vraag over de nieuwe parkeermeter bij de sporthal want die geeft geen bonnetje en ik moest daar zijn voor de zwemles van mijn zoon
wat voor temperatuur wordt het zondag in de stad
ik ben uitgenodigd voor een bruiloft en weet niet wat ik aan moet
de buren boven ons laten elke avond hun tv keihard staan
mijn printer drukt alleen nog roze af
""".strip().splitlines()
OURS = """
mijn kleuter is bang voor de poes van de buren
de hele dag staat hier de tv aan voor de kleine van twee
door de scheiding moeten we het huis uit en mijn zoon is stil geworden
mijn dochter van 13 is gek op haar paard en ziet verder niemand
wij hebben geen geld voor de zwemles van onze jongste
hij luistert beter naar de hond dan naar mij
slaapt niet door de warmte, dreumes van 14 maanden
mijn zoon van 15 wil alleen nog maar werken en niet meer naar school
ze huilt omdat haar konijn dood is
de juf zegt dat hij achterloopt met lezen
""".strip().splitlines()
WRONG_AT_MOST = 2


def _read(texts: list[str]) -> list[str]:
    try:
        return [next(item["name"] for item in found["ranking"] if item["name"] != "nlu_fallback") for found in predict(texts)]
    except subprocess.CalledProcessError as error:
        pytest.fail(error.stderr[-500:])


@pytest.mark.bot
@pytest.mark.timeout(180)
@pytest.mark.skipif(missing() is not None, reason=str(missing()))
def test_what_is_ours_and_what_is_not() -> None:
    found = _read([*NOT_OURS, *OURS])
    taken_up = [text for text, intent in zip(NOT_OURS, found, strict=False) if intent != OUTSIDE]
    sent_away = [text for text, intent in zip(OURS, found[len(NOT_OURS) :], strict=True) if intent == OUTSIDE]
    assert len(taken_up) <= WRONG_AT_MOST, taken_up
    assert len(sent_away) <= WRONG_AT_MOST, sent_away
