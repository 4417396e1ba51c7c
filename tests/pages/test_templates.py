"""Every page, with every type of message: valid, labelled, without inline style or script, and never what a stranger typed as markup."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from fastapi import Request

from pages.shell import ROOT, render

EXIT = "https://weg.example/?a=1&b=2"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'></textarea>"
Body = dict[str, Any]
PROFILE = SimpleNamespace(id="voorbeeldstad", name="Voorbeeldstad", example=True, status="compleet")

TEXT: Body = {
    "type": "text",
    "text": "Dat is zwaar, elke nacht wakker.\n\nVeel kinderen van 3 slapen een tijd slecht.\nHet gaat bijna altijd over.",
}
CHOICES: Body = {
    "type": "choices",
    "text": "Hoe oud is je kind?",
    "choices": [
        {"id": "leeftijd:0-4", "label": "0 tot 4"},
        {"id": "leeftijd:4-12", "label": "4 tot 12"},
        {"id": "overslaan", "label": "Sla over"},
    ],
}
TIPS: Body = {
    "type": "tips",
    "title": "Tips over slapen",
    "items": [
        {
            "text": "Doe elke avond hetzelfde: wassen, een boekje, een kus, licht uit.",
            "source": {"title": "Opvoeden.nl", "url": "https://www.opvoeden.nl/slapen/?a=1&b=2"},
        },
        {"text": "Blijf rustig en kort als je kind uit bed komt.", "source": {"title": "Algemeen bekend"}},
    ],
}
OFFERS: Body = {
    "type": "offers",
    "intro": "Dit past bij wat je vertelt. Je hebt er geen verwijzing voor nodig.",
    "offers": [
        {
            "id": "voorbeeld_slaapcursus",
            "name": "Slaapcursus Rustig naar bed",
            "kind": "training",
            "provider": "CJG Voorbeeldstad (voorbeeld)",
            "summary": "In drie avonden leer je met andere ouders hoe je van slapen weer een rustig moment maakt.",
            "why": ["Het gaat over slapen", "Het past bij een kind van 3 jaar"],
            "cost": "Gratis.",
            "ageMin": 1.0,
            "ageMax": 6.0,
            "place": "Voorbeeldstad: De Linden en Centrum",
            "delivery": ["in_de_buurt", "online"],
            "start": {
                "text": "Meld je aan op de site of bel het CJG.",
                "url": "https://voorbeeldstad.example/slapen",
                "phone": "0800 000 00 01",
            },
            "checkedOn": "2026-11-22",
        },
        {
            "id": "voorbeeld_inloop",
            "name": "Inloop Opvoeden",
            "kind": "inloop_spreekuur",
            "provider": "Buurthuis De Linden (voorbeeld)",
            "summary": "Loop binnen met elke vraag over je kind.",
            "why": [],
            "cost": "Gratis.",
            "ageMin": None,
            "ageMax": None,
            "place": "Heel Nederland",
            "delivery": ["in_de_buurt"],
            "start": {"text": "Kom dinsdag tussen 9.00 en 11.00 uur."},
            "checkedOn": "2026-10-03",
        },
    ],
    "more": True,
}
CONTACT: Body = {
    "type": "contact",
    "name": "Wijkteam Voorbeeldstad",
    "phone": "0800 000 00 01",
    "hours": "maandag tot en met donderdag van 8.30 tot 17.00 uur, vrijdag van 8.30 tot 12.30 uur",
    "openNow": True,
    "url": "https://voorbeeldstad.example/wijkteam",
    "address": "Voorbeeldplein 1",
}
UNKNOWN_CONTACT: Body = {
    "type": "contact",
    "name": "Hart voor Hillegom",
    "phone": None,
    "hours": "",
    "openNow": None,
    "url": None,
    "text": "Kijk op de site.",
}
CRISIS: Body = {
    "type": "crisis",
    "level": "acuut",
    "category": "huiselijk_geweld",
    "text": "Wat goed dat je dit vertelt. Jouw veiligheid gaat voor.",
    "lines": [
        {"name": "Alarmnummer", "phone": "112", "hours": "Dag en nacht", "free": True},
        {"name": "Veilig Thuis", "phone": "0800-2000", "url": "https://veiligthuis.nl", "hours": "Dag en nacht", "free": True},
    ],
    "steps": [
        {
            "text": "Ga naar een plek waar je veilig bent. Neem je kind mee.",
            "source": {"title": "Veilig Thuis", "url": "https://veiligthuis.nl"},
        },
        {"text": "Kun je niet praten? Bel toch 112 en blijf aan de lijn.", "source": "https://www.politie.nl/112"},
    ],
}
NOTICE: Body = {"type": "notice", "text": "Dit duurt te lang. Ik zoek nog door. Intussen kun je hier terecht."}
FORM: Body = {
    "type": "form",
    "form": "handoff",
    "consentText": "Je vraag gaat alleen naar het wijkteam als jij dat wilt.",
    "consentVersion": "1",
    "prefill": {},
}
RECEIPT: Body = {"type": "receipt", "reference": "WW-2026-0042", "expectedWithin": "voor donderdag 17.00 uur"}
UNKNOWN: Body = {"type": "hologram", "text": "Dit is een nieuw soort bericht."}
GO_ON: Body = {"type": "choices", "text": "Wil je verder praten?", "choices": [{"id": "verder:ja", "label": "Ja, verder praten"}]}
SAID: Body = {"type": "text", "text": "mijn zoontje van 3 slaapt niet"}
EVERY = [
    TEXT,
    CHOICES,
    SAID,
    TEXT,
    TIPS,
    OFFERS,
    NOTICE,
    CONTACT,
    UNKNOWN_CONTACT,
    FORM,
    RECEIPT,
    UNKNOWN,
    {"type": "hologram"},
    SAID,
    CRISIS,
    GO_ON,
]


def numbered(bodies: list[Body]) -> list[Body]:
    return [{"id": str(number), "at": None, "from": "user" if body is SAID else "bot", **body} for number, body in enumerate(bodies, 1)]


def page(template: str, **values: Any) -> str:
    app = SimpleNamespace(state=SimpleNamespace(settings=SimpleNamespace(exit_url=EXIT)))
    request = Request({"type": "http", "app": app, "path": "/", "headers": [], "query_string": b""})
    return bytes(render(request, template, **values).body).decode()


def chat(bodies: list[Body], **values: Any) -> str:
    known: dict[str, Any] = {"error": None, "typed": "", "wiped": False, "message_id": "m0", **values}
    return page("chat.html", profile=PROFILE, messages=numbered(bodies), **known)


def unsaved(bodies: list[Body]) -> str:
    return page("unsaved.html", messages=numbered(bodies), gemeente="voorbeeldstad")


def overview(bodies: list[Body]) -> str:
    return page("overview.html", found=numbered(bodies), gemeente="Voorbeeldstad", today=date(2026, 11, 22))


FOUND = [TIPS, OFFERS, CONTACT, CRISIS]
PAGES: dict[str, Callable[[], str]] = {
    "error": lambda: page("error.html", title="Niet gevonden", detail="Dit is er niet, of niet meer."),
    "demo": lambda: page("demo.html", profile=PROFILE),
    "start": lambda: chat([]),
    "wiped": lambda: chat([], wiped=True),
    "gone": lambda: chat([], error="Dit gesprek is er niet meer.", typed="mijn dochter durft niet naar school"),
    "chat": lambda: chat(EVERY),
    "refused": lambda: chat(EVERY, error="Je bericht is te lang.", typed="heel lang"),
    "unsaved": lambda: unsaved([CRISIS, GO_ON]),
    "overview": lambda: overview(FOUND),
    "overview without anything": lambda: overview([]),
    "hostile": lambda: chat([poisoned(body) for body in EVERY], error=HOSTILE, typed=HOSTILE),
    "hostile error": lambda: page("error.html", title=HOSTILE, detail=HOSTILE),
    "hostile overview": lambda: overview([poisoned(body) for body in FOUND]),
}


def poisoned(value: Any) -> Any:
    """The same message with every word of it hostile; type, level and dates stay."""
    if isinstance(value, dict):
        kept = ("type", "checkedOn", "level")
        return {name: item if name in kept else poisoned(item) for name, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item) for item in value]
    if isinstance(value, str):
        return f"javascript:alert(1)//{HOSTILE}" if value.startswith("http") else HOSTILE
    return value


def parse(html: str) -> Element:
    """Raises on the first thing that is not valid HTML."""
    module: Any = html5lib
    tree: Element = module.HTMLParser(tree=module.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False).parse(html)
    return tree


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def with_class(tree: Element, name: str) -> list[Element]:
    return [element for element in tree.iter() if name in element.get("class", "").split()]


@pytest.fixture(params=PAGES)
def tree(request: pytest.FixtureRequest) -> Element:
    return parse(PAGES[request.param]())


class TestEveryPage:
    def test_is_dutch_with_a_title_and_one_heading(self, tree: Element) -> None:
        assert tree.get("lang") == "nl"
        assert words(next(tree.iter("title")))
        assert len(list(tree.iter("h1"))) == 1
        assert len(list(tree.iter("main"))) == 1

    def test_skips_no_heading_level(self, tree: Element) -> None:
        levels = [int(str(element.tag)[1]) for element in tree.iter() if element.tag in ("h1", "h2", "h3", "h4")]
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))

    def test_ids_are_unique_and_pointed_at(self, tree: Element) -> None:
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        pointed = [name for element in tree.iter() for name in element.get("aria-describedby", "").split()]
        pointed += [element.get("for", "") for element in tree.iter("label")]
        pointed += [link.get("href", "")[1:] for link in tree.iter("a") if link.get("href", "").startswith("#")]
        assert set(pointed) <= set(ids)

    def test_every_field_has_a_label(self, tree: Element) -> None:
        labelled = {label.get("for") for label in tree.iter("label") if words(label)}
        fields = [field for tag in ("textarea", "select", "input") for field in tree.iter(tag) if field.get("type") != "hidden"]
        assert {field.get("id") for field in fields} <= labelled
        assert all((field.get("spellcheck"), field.get("autocomplete")) == ("false", "off") for field in fields)

    def test_has_no_inline_style_or_script(self, tree: Element) -> None:
        assert not list(tree.iter("style"))
        assert all((script.get("src") or "").startswith("/") and not words(script) for script in tree.iter("script"))
        assert not [name for element in tree.iter() for name in element.attrib if name == "style" or name.startswith("on")]

    def test_links_go_to_pages_and_phones_only(self, tree: Element) -> None:
        assert all(re.match(r"/|#|https?://|tel:\+?\d{3,}$", link.get("href") or "") for link in tree.iter("a"))
        assert all(
            form.get("method") == "post" and (form.get("action") or "").startswith("/chat/voorbeeldstad/") for form in tree.iter("form")
        )

    def test_every_link_and_button_says_something(self, tree: Element) -> None:
        assert all(words(element) for tag in ("a", "button", "summary") for element in tree.iter(tag))

    def test_has_a_quick_exit_first_and_the_emergency_number(self, tree: Element) -> None:
        skip, leave = list(tree.iter("a"))[:2]
        assert skip.get("href") == "#inhoud"
        assert (leave.get("href"), leave.get("rel"), words(leave)) == (EXIT, "noreferrer", "Verlaat deze site snel")
        assert "Direct gevaar? Bel 112" in words(tree)
        assert any(link.get("href") == "tel:112" for link in tree.iter("a"))

    def test_loads_nothing_from_elsewhere(self, tree: Element) -> None:
        loaded = [element.get("src") for element in tree.iter() if element.get("src")] + [link.get("href") for link in tree.iter("link")]
        assert all(
            str(address).startswith("/") and (ROOT / "pages" / str(address)[1:]).exists()
            for address in loaded
            if not str(address).startswith("/embed/") and not str(address).endswith("/theme.css")
        )


class TestHostileWords:
    def test_are_shown_as_words(self) -> None:
        for name in ("hostile", "hostile error", "hostile overview"):
            html = PAGES[name]()
            assert "<img" not in html and "<script" not in html
            assert "&lt;img src=x onerror=alert(1)&gt;" in html
            assert HOSTILE in words(parse(html))

    def test_stay_in_the_field(self) -> None:
        (field,) = parse(PAGES["hostile"]()).iter("textarea")
        assert "".join(field.itertext()) == HOSTILE


class TestDemo:
    def test_has_the_component_with_a_link_inside_and_one_below(self) -> None:
        tree = parse(PAGES["demo"]())
        (component,) = tree.iter("wegwijs-chat")
        assert component.attrib == {"gemeente": "voorbeeldstad", "inline": "", "exit-url": EXIT}
        assert [link.get("href") for link in component.iter("a")] == ["/chat/voorbeeldstad"]
        assert len([link for link in tree.iter("a") if link.get("href") == "/chat/voorbeeldstad"]) == 2
        (script,) = tree.iter("script")
        assert "defer" in script.attrib and script.get("src") == "/embed/voorbeeldstad.js"

    def test_says_that_it_is_a_demo(self) -> None:
        assert "Demo: het lokale aanbod is verzonnen." in words(parse(PAGES["demo"]()))
        assert "Voorbeeldstad bestaat niet. Aanbod met het woord ‘voorbeeld’ erbij is verzonnen." in words(parse(PAGES["demo"]()))

    def test_a_real_gemeente_is_not_called_invented(self) -> None:
        amersfoort = SimpleNamespace(id="amersfoort", name="Amersfoort", example=False)
        assert "bestaat niet" not in page("demo.html", profile=amersfoort)


class TestStart:
    def test_has_one_button_that_begins(self) -> None:
        (form,) = parse(PAGES["start"]()).iter("form")
        assert (form.get("action"), words(form)) == ("/chat/voorbeeldstad/begin", "Begin")

    def test_says_that_it_is_wiped(self) -> None:
        assert "Gewist. Je berichten, mijn antwoorden en wat ik van je vraag wist, zijn weg." in words(parse(PAGES["wiped"]()))
        assert "Gewist." not in words(parse(PAGES["start"]()))

    def test_nothing_typed_is_lost_with_the_conversation(self) -> None:
        tree = parse(PAGES["gone"]())
        (field,) = tree.iter("textarea")
        assert (words(field), "readonly" in field.attrib) == ("mijn dochter durft niet naar school", True)
        assert "Dit gesprek is er niet meer." in words(tree)


class TestConversation:
    def test_says_who_spoke_in_order(self) -> None:
        entries = with_class(parse(PAGES["chat"]()), "entry")
        assert [words(with_class(entry, "sender")[0]) for entry in entries] == ["Jij" if body is SAID else "Wegwijs" for body in EVERY]

    def test_the_newest_answer_can_be_jumped_to(self) -> None:
        (newest,) = [element for element in parse(PAGES["chat"]()).iter() if element.get("id") == "laatste"]
        assert newest.get("tabindex") == "-1"
        assert with_class(newest, "crisis"), "the card is where the parent lands, not the question after it"

    def test_lands_on_the_parents_words_while_there_is_no_answer(self) -> None:
        tree = parse(chat([TEXT, SAID]))
        assert [words(element) for element in tree.iter() if element.get("id") == "laatste"] == ["Jij mijn zoontje van 3 slaapt niet"]
        assert "Kijk of er een nieuw bericht is" in words(tree)

    def test_only_the_last_choices_are_open(self) -> None:
        tree = parse(PAGES["chat"]())
        early, last = [form for form in tree.iter("form") if form.get("class") == "choices"]
        assert [button.get("value") for button in early.iter("button")] == ["leeftijd:0-4", "leeftijd:4-12", "overslaan"]
        folded = [form for details in tree.iter("details") for form in details.iter("form")]
        assert early in folded and last not in folded
        assert [words(button) for button in last.iter("button")] == ["Ja, verder praten"]
        assert {button.get("name") for form in (early, last) for button in form.iter("button")} == {"choice"}

    def test_every_way_to_answer_carries_an_id_of_its_own(self) -> None:
        hidden = [field.get("value") or "" for field in parse(PAGES["chat"]()).iter("input") if field.get("name") == "client_message_id"]
        assert len(hidden) == len(set(hidden)) == 3
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", value) for value in hidden)

    def test_text_goes_where_the_door_expects_it(self) -> None:
        (form,) = with_class(parse(PAGES["chat"]()), "composer")
        (field,) = form.iter("textarea")
        assert (form.get("action"), field.get("name"), field.get("maxlength")) == ("/chat/voorbeeldstad/bericht", "text", "1000")

    def test_an_error_stands_at_the_field_and_keeps_what_was_typed(self) -> None:
        tree = parse(PAGES["refused"]())
        (field,) = tree.iter("textarea")
        (error,) = [element for element in tree.iter() if element.get("role") == "alert"]
        assert (words(error), words(field)) == ("Je bericht is te lang.", "heel lang")
        assert error.get("id") in (field.get("aria-describedby") or "").split()
        assert field.get("aria-invalid") == "true" and "autofocus" in field.attrib
        assert words(next(tree.iter("title"))).startswith("Fout: ")

    def test_wiping_asks_first(self) -> None:
        tree = parse(PAGES["chat"]())
        (details,) = with_class(tree, "wipe")
        assert [form.get("action") for form in details.iter("form")] == ["/chat/voorbeeldstad/wis"]
        assert "Wil je dit gesprek wissen?" in words(details)
        assert len([form for form in tree.iter("form") if (form.get("action") or "").endswith("/wis")]) == 1

    def test_another_language_is_marked(self) -> None:
        (entry,) = with_class(parse(chat([{"type": "text", "text": "You can call the team.", "lang": "en"}])), "entry")
        assert entry.get("lang") == "en" and with_class(entry, "sender")[0].get("lang") == "nl"

    def test_an_unknown_sender_or_type_breaks_nothing(self) -> None:
        tree = parse(
            chat(
                [
                    {"type": "hologram", "from": "ruimte"},
                    {"type": "tips"},
                    {"type": "offers"},
                    {"type": "crisis", "lines": None},
                    {"type": "contact"},
                ]
            )
        )
        assert "Dit kan ik hier niet laten zien." in words(tree)


class TestCards:
    def test_an_offer_tells_why_cost_ages_place_and_how_to_start(self) -> None:
        first, second = with_class(parse(overview([OFFERS])), "offer")
        for told in (
            "Waarom dit past Het gaat over slapen",
            "Kosten Gratis.",
            "Leeftijd 1 tot en met 6 jaar",
            "Waar Voorbeeldstad: De Linden en Centrum",
        ):
            assert told in words(first)
        assert [link.get("href") for link in first.iter("a")] == ["tel:08000000001", "https://voorbeeldstad.example/slapen"]
        assert "Nagekeken op 22 november 2026" in words(first)
        assert not list(second.iter("a")) and "Waarom dit past" not in words(second) and "Leeftijd" not in words(second)

    @pytest.mark.parametrize(
        ("least", "most", "told"),
        [
            (0, None, "Alle leeftijden"),
            (12.0, 23, "Vanaf 12 jaar"),
            (None, 4, "Tot en met 4 jaar"),
            (0.5, 4.0, "6 maanden tot en met 4 jaar"),
            (16, 16, "16 jaar"),
            (2.5, 6, "2 jaar tot en met 6 jaar"),
        ],
    )
    def test_ages_are_words(self, least: float | None, most: float | None, told: str) -> None:
        html = overview([{"type": "offers", "offers": [{"name": "Aanbod", "ageMin": least, "ageMax": most}]}])
        assert f'<dt>Leeftijd</dt> <dd class="words">{told}</dd>' in html

    def test_a_tip_names_its_source(self) -> None:
        first, second = with_class(parse(overview([TIPS])), "numbered")[0].iter("li")
        assert words(first).endswith("Bron: Opvoeden.nl")
        assert [link.get("href") for link in first.iter("a")] == ["https://www.opvoeden.nl/slapen/?a=1&b=2"]
        assert words(second).endswith("Algemeen bekend") and not list(second.iter("a"))

    def test_a_contact_that_is_not_filled_in_invents_nothing(self) -> None:
        (card,) = with_class(parse(overview([UNKNOWN_CONTACT])), "contact")
        assert words(card) == "Hart voor Hillegom Kijk op de site."

    def test_a_crisis_card_begins_with_the_number(self) -> None:
        (card,) = with_class(parse(unsaved([CRISIS])), "crisis")
        assert [link.get("href") for link in card.iter("a")][:2] == ["tel:112", "tel:08002000"]
        assert words(card).startswith("Bel nu Bel 112 Alarmnummer Dag en nacht · Gratis")
        assert words(card).index("0800-2000") < words(card).index("Wat goed dat je dit vertelt") < words(card).index("Ga naar een plek")
        assert "Bron: Veilig Thuis" in words(card)


class TestUnsaved:
    def test_says_so_offers_no_buttons_and_leads_back(self) -> None:
        tree = parse(PAGES["unsaved"]())
        assert "Dit gesprek is niet bewaard." in words(tree)
        assert not list(tree.iter("form")) and "Wil je verder praten?" in words(tree)
        assert "/chat/voorbeeldstad" in [link.get("href") for link in tree.iter("a")]


class TestStylesheet:
    def test_stays_small_and_logical(self) -> None:
        css = (ROOT / "pages" / "static" / "wegwijs.css").read_text()
        assert len(css.encode()) < 14 * 1024
        assert not re.search(
            r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)|[^-\w](?:left|right|top|bottom|width|height)\s*:", css
        )
        assert "@import" not in css and "url(" not in css
