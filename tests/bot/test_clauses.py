"""Where a sentence is cut, so that a second trouble or a correction can be read by itself."""

import pytest

from bot.clauses import clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("niet slapen maar eten", ["niet slapen", "eten"]),
        ("we gaan scheiden en mijn dochter wordt gepest", ["we gaan scheiden", "mijn dochter wordt gepest"]),
        ("sorry. mijn kind van 6 is bang", ["sorry", "mijn kind van 6 is bang"]),
        ("is er een cursus voor ouders over ruzie tussen broers", ["is er een cursus voor ouders", "ruzie tussen broers"]),
        ("een maatje voor mijn dochter die niemand kent", ["een maatje", "mijn dochter die niemand kent"]),
        ("themaavond over gamen", ["themaavond", "gamen"]),
    ],
)
def test_cuts_where_two_things_are_joined(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "mijn zoon slaapt slecht",
        "een training voor ouders",
        "12 en 14",
        "",
        '/keuze{"keuze": "mens, ja"}',
        "ja en nee " * 20,
        "eten, slapen, spelen, huilen, poepen",
    ],
)
def test_leaves_the_rest_whole(text: str) -> None:
    assert clauses(text) == []
