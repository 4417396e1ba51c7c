"""In and out in a real browser: a file is chosen, shown and taken in, with keyboard and without JavaScript, on a phone and at a desk."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_editor import DESKTOP, PHONE, TABLET, Running, desk, server
from tests.browser.test_journey import accessibility_problems

__all__ = ["server"]
pytestmark = pytest.mark.browser
HEAD = "Naam van het aanbod;Gemeenten;Waar is het?;Vanaf leeftijd van het kind"
GOOD = f"{HEAD}\nKletsgroep Linden;Voorbeeldstad;lokaal;4\nWandelen met een maatje;Voorbeeldstad;lokaal;12"
BAD = f"{HEAD}\nKletsgroep;Atlantis;lokaal;veel\nWandelen;Voorbeeldstad;overal;12"


def choose(page: Page, folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(text)
    page.goto("/beheer/invoer")
    page.get_by_label("Bestand", exact=True).set_input_files(path)
    page.get_by_role("region", name="Aanbod inlezen").get_by_role("button", name="Bekijk wat er verandert").press("Enter")


def fits(page: Page, width: int, name: str) -> None:
    assert accessibility_problems(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if folder := os.environ.get("WEGWIJS_SHOTS"):
        page.screenshot(path=f"{folder}/invoer-{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP], ids=["phone", "tablet", "desktop"])
class TestPages:
    def test_are_accessible_and_fit(self, browser: Browser, server: Running, size: dict[str, int], tmp_path: Path) -> None:
        page = desk(browser, server, server.editor("Noor"), size, bypass_csp=True)
        page.goto("/beheer/invoer")
        fits(page, size["width"], "begin")
        choose(page, tmp_path, "a.pdf", "x")
        expect(page.get_by_role("alert")).to_contain_text("Kies een bestand")
        fits(page, size["width"], "geweigerd")
        choose(page, tmp_path, "a.csv", BAD)
        fits(page, size["width"], "fouten")
        choose(page, tmp_path, "a.csv", GOOD)
        fits(page, size["width"], "bekijk")
        choose(page, tmp_path, "a.txt", "https://feed.example/open-data/hsds")
        fits(page, size["width"], "ophalen")


class TestWithoutJavaScript:
    def test_from_download_to_draft(self, browser: Browser, server: Running, tmp_path: Path) -> None:
        page = desk(browser, server, server.editor("Noor"), java_script_enabled=False)
        page.goto("/beheer/invoer")
        # given the offers of this gemeente as a file
        with page.expect_download() as download:
            page.get_by_role("link", name="Download als CSV").click()
        path = tmp_path / "uit.csv"
        download.value.save_as(path)
        # when one name in it is changed
        text = path.read_text(encoding="utf-8-sig")
        assert "Voorbeeldstad" in text
        choose(page, tmp_path, "in.csv", text.replace("Peutercursus", "Peuterochtend", 1))
        expect(page.get_by_role("main")).to_contain_text("Gewijzigd")
        expect(page.locator("ins").first).to_contain_text("Peuterochtend")
        # then it becomes a draft
        page.get_by_role("button", name="Lees in als concept").click()
        expect(page.get_by_role("status").first).to_contain_text("1 als concept")
