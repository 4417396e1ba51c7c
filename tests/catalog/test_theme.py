"""Colours of a gemeente: what could break a page or cannot be read is refused, everywhere that a profile is read."""

import pytest
from pydantic import ValidationError

from catalog import files, theme
from settings import ROOT
from tests.catalog.factory import make_profile


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            ("#000", "#fff", 21.0),
            ("#fff", "#ffffff", 1.0),
            ("#777777", "#ffffff", 4.48),
            ("#767676", "#fff", 4.54),
            ("#1f5f8b", "#ffffff", 6.84),
        ],
    )
    def test_as_wcag_says(self, one: str, other: str, ratio: float) -> None:
        assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.01) == pytest.approx(theme.contrast(other, one), abs=0.01)


class TestWrong:
    @pytest.mark.parametrize(
        "colours",
        [
            {},
            {"--wegwijs-accent-color": "#1f5f8b"},
            {"--wegwijs-accent-color": "#ffcc00", "--wegwijs-accent-contrast-color": "#000"},
            {"--utrecht-button-primary-action-background-color": "#154273"},
            {"--wegwijs-font-family": "'Open Sans', system-ui, sans-serif", "--wegwijs-border-radius": "0.5rem"},
        ],
    )
    def test_good(self, colours: dict[str, str]) -> None:
        assert theme.wrong(colours) == {} and make_profile(theme=colours).theme == colours

    @pytest.mark.parametrize(
        ("token", "value"),
        [
            ("--wegwijs-accent-color", "red"),
            ("--wegwijs-accent-color", "#12345"),
            ("--wegwijs-accent-color", "#ffcc00"),
            ("--nl-button-primary-background-color", "#eeeeee"),
            ("--wegwijs-color", "#bbbbbb"),
            ("--wegwijs-link-color", "#fafafa"),
            ("--wegwijs-card-background-color", "#222222"),
            ("--wegwijs-font-family", "x; } * { display: none"),
            ("--wegwijs-font-family", "url(//elders.example/a.woff)"),
            ("--wegwijs-border-radius", "expression(alert(1))"),
            ("--wegwijs-border-radius", "\\6a"),
            ("--wegwijs-border-radius", "8px\n}"),
        ],
    )
    def test_bad(self, token: str, value: str) -> None:
        assert set(theme.wrong({token: value})) == {token}
        with pytest.raises(ValidationError, match="kleuren of letters"):
            make_profile(theme={token: value})

    def test_a_name_that_is_no_token(self) -> None:
        with pytest.raises(ValidationError):
            make_profile(theme={"color": "#000"})

    def test_the_profiles_that_we_ship(self) -> None:
        for profile in files.read(ROOT / "catalog").profiles:
            assert theme.wrong(profile.theme) == {}
