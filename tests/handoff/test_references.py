"""Numbers that people read aloud, and codes that nobody guesses."""

from itertools import pairwise

from handoff.references import CODE_SIGNS, SIGNS, new_code, new_reference, read_code, read_reference


class TestReference:
    def test_is_read_in_any_case_and_spacing(self) -> None:
        reference = new_reference()
        for typed in (reference, reference.lower(), reference.replace("-", " "), f"  {reference.replace('-', '')} "):
            assert read_reference(typed) == reference

    def test_every_wrong_sign_is_seen(self) -> None:
        plain = new_reference().replace("-", "")
        for place, right in enumerate(plain):
            for sign in set(SIGNS) - {right}:
                assert read_reference(plain[:place] + sign + plain[place + 1 :]) is None

    def test_every_two_that_changed_places_are_seen(self) -> None:
        plain = new_reference().replace("-", "")
        for place, (one, two) in enumerate(pairwise(plain)):
            if one != two:
                assert read_reference(plain[:place] + two + one + plain[place + 2 :]) is None

    def test_no_signs_that_look_alike(self) -> None:
        for group in ("0OQ", "1IL", "2Z", "5S", "8B", "UV"):
            assert len(set(group) & set(SIGNS)) <= 1

    def test_what_is_none(self) -> None:
        for typed in ("", "K7MP", "a" * 5000, "КЗМР-4RXT", "<script>", "K7MP-4RXT-K7MP", "\u202eK7MP"):
            assert read_reference(typed) is None

    def test_thousands_differ(self) -> None:
        assert len({new_reference() for _ in range(5000)}) == 5000


class TestCode:
    def test_has_64_bits_at_least(self) -> None:
        assert len(SIGNS) ** CODE_SIGNS >= 2**64

    def test_is_read_as_it_was_given(self) -> None:
        code = new_code()
        assert read_code(code.lower().replace("-", " ")) == code
        assert read_code(code[:-1]) is None
