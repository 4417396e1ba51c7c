import pytest

from safety.spelling import Speller, one_slip

SPELLER = Speller(["zelfmoord", "geslagen"], ["gesleden", "mijn", "man"], ["ik", "wil", "niet", "meer", "leven"])


@pytest.mark.parametrize("slip", ["zelfmord", "zelfmooord", "zelfmoort", "zelfmoodr", "zlefmoord"])
def test_one_slip_is_repaired(slip: str) -> None:
    assert SPELLER.repair(slip) == "zelfmoord"


@pytest.mark.parametrize("word", ["gesleden", "mijn", "zelf", "zelfs", "geslaagde"])
def test_other_words_stay(word: str) -> None:
    assert SPELLER.repair(word) == word


def test_two_slips_are_too_many() -> None:
    assert not one_slip("zelfmoord", "zefmort")


def test_glued_words() -> None:
    assert SPELLER.words("ikwilnietmeerleven") == ["ik", "wil", "niet", "meer", "leven"]
    assert SPELLER.words("nietbekendaanelkaar") == ["nietbekendaanelkaar"]
