from hypothesis import given, settings
from hypothesis import strategies as st

from safety.normalise import normalise, variants


class TestNormalise:
    def test_case_accents_and_spaces(self) -> None:
        assert normalise("  Mïjn   MAN\n slaat  ") == "mijn man slaat"

    def test_stretched_letters(self) -> None:
        assert normalise("slaaaaat") == "slaat"
        assert "help" in variants("hellllp")

    def test_letters_from_other_scripts(self) -> None:
        assert normalise("dооd") == "dood"

    def test_spelled_out(self) -> None:
        assert normalise("d.o.o.d") == "dood"

    def test_digits_for_letters(self) -> None:
        assert normalise("m1jn z00n is 12") == "mijn zoon is 12"

    @settings(max_examples=150, deadline=None)
    @given(st.text(max_size=300))
    def test_never_fails(self, text: str) -> None:
        once = normalise(text)
        assert all(c.isascii() for c in once)
