"""Who does not write Dutch gets one line in their own language; who writes Dutch, in whatever way, never does."""

from typing import Any

import pytest
import yaml

from catalog.files import read
from catalog.search import Profile
from chat.languages import FILE, foreign_language, line
from settings import ROOT
from tests.bot.test_data import sentences
from tests.conftest import FakeRasa, Talk

LINES = yaml.safe_load(FILE.read_text("utf-8"))["lines"]
SPOKEN = {
    "en": "Hi, my son is 5 years old and he does not sleep at night.",
    "tr": "Merhaba, oğlum geceleri uyumuyor, ne yapmalıyım?",
    "ar": "مرحبا ابني لا ينام في الليل ماذا أفعل",
    "pl": "moja córka ma 3 lata i nie śpi w nocy",
    "uk": "моя донька плаче щодня і не хоче йти до школи",
    "ru": "моя дочь не хочет ходить в школу",
    "de": "unser Kind ist sehr aggressiv und wir wissen nicht weiter",
    "fr": "ma fille ne veut plus aller à l'école",
    "es": "Hola, mi hijo no duerme por la noche",
    "fa": "سلام پسرم شب ها نمی خوابد چه کار کنم",
    "so": "wiilkaygu habeenkii ma seexdo, maxaan sameeyaa",
    "ti": "ወደይ ለይቲ ኣይድቅስን እዩ",
    "pap": "mi yu muhé no ke bai skol, kiko mi por hasi",
}
# Sentences of the training data that really are English: everything else in it is Dutch, dialect or a mixture.
ENGLISH_AT_MOST = 400


def profile(gemeente: str) -> Profile:
    return next(one for one in read(ROOT / "catalog").profiles if one.id == gemeente)


class TestForeignLanguage:
    @pytest.mark.parametrize(("language", "text"), SPOKEN.items())
    def test_is_recognised(self, language: str, text: str) -> None:
        assert foreign_language(text) == language

    @pytest.mark.parametrize("text", ["moj syn caly czas gra na komputerze", "oglum 5 yasinda ve hala konusmuyor"])
    def test_without_accents(self, text: str) -> None:
        assert foreign_language(text) in ("pl", "tr")

    @pytest.mark.parametrize(
        "text",
        [
            "hallo",
            "help please",
            "help",
            "😭😭",
            "12",
            "Ons manneke van 5 wil niet gaan slapen, ge wordt er zot van",
            "Me zoon hoort niet hoor, no span hij trekt zich nergens van aan",
            "neu geet wel",
            "my toddler has meltdowns en ik weet het niet meer",
            "ich wil leever mit eine mins kalle",
            "hy is sa bang foar hûnen",
            "peuter panisch in bad",
            "tiny house kavel",
            "Fatima el Amrani",
            "wollah ik zweer het bro",
            "as salamu alaykum",
            "baby ik hebben 7 maand, nacht veel wakker",
        ],
    )
    def test_dutch_in_any_form_is_dutch(self, text: str) -> None:
        assert foreign_language(text) is None

    def test_no_dutch_training_sentence_is_taken_for_another_language(self) -> None:
        found = {text: foreign_language(text) for texts in sentences().values() for text in texts}
        other = {text: language for text, language in found.items() if language not in (None, "en", "pap")}
        assert other == {}
        assert sum(language == "en" for language in found.values()) < ENGLISH_AT_MOST

    @pytest.mark.parametrize("text", ["你好我的孩子不睡觉", "το παιδί μου δεν κοιμάται"])
    def test_another_alphabet_without_a_line_gets_english(self, text: str) -> None:
        assert foreign_language(text) == "en"

    def test_a_language_without_a_line_is_not_taken_for_a_neighbour(self) -> None:
        assert (
            line(foreign_language("o meu filho não dorme à noite e eu não sei o que fazer") or "", profile("voorbeeldstad"))["lang"] == "en"
        )


class TestLine:
    @pytest.mark.parametrize("language", LINES)
    def test_names_team_and_number(self, language: str) -> None:
        said = line(language, profile("voorbeeldstad"))
        assert said["lang"] == language
        assert "Wijkteam Voorbeeldstad" in said["text"] and "0800 000 00 01" in said["text"] and "112" in said["text"]

    @pytest.mark.parametrize("language", LINES)
    def test_invents_no_number(self, language: str) -> None:
        text = line(language, profile("amersfoort"))["text"]
        assert "Amersfoort" in text
        assert not any(sign.isdigit() for sign in text.replace("112", ""))

    def test_a_number_keeps_its_order_between_letters_that_run_the_other_way(self) -> None:
        assert "\u20660800 000 00 01\u2069" in line("ar", profile("voorbeeldstad"))["text"]

    @pytest.mark.parametrize("language", LINES)
    def test_says_whether_a_speaker_of_it_has_read_it(self, language: str) -> None:
        assert "reviewed" in LINES[language]


def _foreign(messages: list[dict[str, Any]]) -> list[str]:
    return [message["lang"] for message in messages if "lang" in message]


class TestInTheConversation:
    async def test_the_line_comes_first_and_the_turn_goes_on(self, talk: Talk, rasa: FakeRasa) -> None:
        messages = await talk.say(SPOKEN["tr"])
        assert [message.get("lang") for message in messages] == ["tr", None]
        assert rasa.asked[0][1] == SPOKEN["tr"]

    async def test_once_and_after_some_turns_again(self, talk: Talk) -> None:
        told = [_foreign(await talk.say(SPOKEN["en"])) for _ in range(8)]
        assert told == [["en"], [], [], [], [], [], [], ["en"]]

    async def test_another_language_gets_its_own(self, talk: Talk) -> None:
        assert _foreign(await talk.say(SPOKEN["en"])) + _foreign(await talk.say(SPOKEN["pl"])) == ["en", "pl"]

    async def test_danger_comes_before_it(self, talk: Talk) -> None:
        messages = await talk.say("my husband hits me and he hits the children")
        assert messages[0]["type"] == "crisis"
        assert _foreign(messages) == ["en"]

    async def test_it_is_there_when_the_bot_is_down(self, talk: Talk, rasa: FakeRasa) -> None:
        from tests.conftest import down

        rasa.enqueue(down())
        assert _foreign(await talk.say(SPOKEN["de"])) == ["de"]

    async def test_a_page_without_javascript_says_which_language_it_is(self, talk: Talk) -> None:
        await talk.say(SPOKEN["ar"])
        stored = [message for message in await talk.read() if message.get("lang")]
        assert [message["lang"] for message in stored] == ["ar"]
