import pytest

from catalog.vocabulary import Kind
from catalog.wanted import kinds_wanted, ways_wanted
from catalog.words import compound_parts, known_half, stem, stems


class TestStem:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("slaapt", "slapen"),
            ("slaap", "slapen"),
            ("huilt", "huilen"),
            ("luistert", "luisteren"),
            ("gepest", "pesten"),
            ("boze", "boos"),
            ("maatjes", "maatje"),
        ],
    )
    def test_forms_meet(self, one: str, other: str) -> None:
        assert stem(one) == stem(other)

    @pytest.mark.parametrize(("one", "other"), [("slapen", "slaan"), ("eten", "weten"), ("gokken", "koken"), ("ruzie", "rust")])
    def test_other_words_stay_apart(self, one: str, other: str) -> None:
        assert stem(one) != stem(other)


def test_filler_and_accents() -> None:
    assert stems("Mijn zoontje heeft één crèche!") == [stem("creche")]


KNOWN = {form: number for number, form in enumerate(stems("slapen probleem puber cursus gezin leven huiswerk"))}


class TestCompounds:
    @pytest.mark.parametrize(
        ("word", "parts"),
        [("slaapproblemen", ("slapen", "probleem")), ("pubercursus", ("puber", "cursus")), ("gezinsleven", ("gezin", "leven"))],
    )
    def test_two_known_parts(self, word: str, parts: tuple[str, str]) -> None:
        assert compound_parts(stem(word), KNOWN) == tuple(map(stem, parts))

    def test_one_known_half(self) -> None:
        assert known_half(stem("huiswerkklas"), KNOWN) == (stem("huiswerk"),)

    def test_no_compound(self) -> None:
        assert compound_parts("puber", KNOWN) == () and known_half("appel", KNOWN) == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ik zoek een maatje", {Kind.MAATJE_STEUNGEZIN}),
        ("pubercursus", {Kind.TRAINING}),
        ("is er een app of een inloop", {Kind.EHEALTH, Kind.INLOOP_SPREEKUUR}),
        ("hij slaapt niet", set()),
    ],
)
def test_kinds_wanted(text: str, kinds: set[Kind]) -> None:
    assert kinds_wanted(text) == kinds


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("kan ik iemand bellen", {"telefoon"}),
        ("liever online of aan huis", {"online", "thuis"}),
        ("hij wil niet naar school", set()),
    ],
)
def test_ways_wanted(text: str, ways: set[str]) -> None:
    assert ways_wanted(text) == ways
