"""What a site of a gemeente takes from us: the script with the profile, the colours, and the chat as a frame."""

import gzip
from collections.abc import AsyncIterator

import httpx
import pytest

from chat.embedding import script_of, theme_of
from chat.service import decided, greeting
from server import create_app
from settings import ROOT, Settings
from tests.catalog.factory import make_profile
from tests.conftest import FakeRasa

SITE = "https://www.voorbeeldstad.example"
PAGES = [{"path": "/paspoort*", "chat": False}, {"path": "/jeugd/slapen", "topic": "slapen"}, {"path": "*"}]


@pytest.fixture
async def embedded(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A server that one site may embed."""
    app = create_app(settings.model_copy(update={"allowed_origins": (SITE,)}), FakeRasa())
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as found:
        yield found


def ancestors(answer: httpx.Response) -> str:
    return next(part.strip() for part in answer.headers["Content-Security-Policy"].split(";") if "frame-ancestors" in part)


class TestScript:
    def test_brings_the_profile_and_cannot_break_out(self) -> None:
        profile = make_profile(theme={"--wegwijs-accent-color": "#123456"}, pages=[{"path": "/</script>"}])
        text = script_of(profile, "LOADER;\n")
        assert text.startswith('LOADER;customElements.get("wegwijs-chat")?.learn({"id":')
        assert '"on":true' in text and '"--wegwijs-accent-color":"#123456"' in text
        assert "<" not in text

    async def test_is_for_any_site_and_for_five_minutes(self, embedded: httpx.AsyncClient) -> None:
        if not (ROOT / "widget" / "dist" / "wegwijs-chat.js").exists():
            pytest.skip("the widget is not built; run `make setup`")
        answer = await embedded.get("/embed/voorbeeldstad.js")
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert (answer.headers["Access-Control-Allow-Origin"], answer.headers["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")
        assert len(gzip.compress(answer.content, 9)) <= 3 * 1024
        assert (await embedded.get("/embed/nergens.js")).status_code == 404


class TestDecided:
    def test_pages_in_the_words_of_the_widget(self) -> None:
        assert decided(make_profile(pages=PAGES)) == {
            "on": True,
            "pages": [
                {"path": "/paspoort*", "on": False, "topic": ""},
                {"path": "/jeugd/slapen", "on": True, "topic": "slapen"},
                {"path": "*", "on": True, "topic": ""},
            ],
        }

    @pytest.mark.parametrize("path", ["jeugd", "/a b", "/*/x", "https://x", ""])
    def test_a_path_that_never_fits_is_refused(self, path: str) -> None:
        with pytest.raises(ValueError, match="path"):
            make_profile(pages=[{"path": path}])


class TestOpeningTopic:
    def test_stands_first_and_once(self) -> None:
        first = ["slapen", "gamen_scherm"]
        ids = [choice["id"] for choice in greeting(make_profile(first_topics=first), "gamen_scherm")[1]["choices"]]
        assert ids == ["onderwerp:gamen_scherm", "onderwerp:slapen", "mens"]

    @pytest.mark.parametrize("topic", ["", "bestaat_niet", "<b>"])
    async def test_one_that_is_not_known_is_left_out(self, client: httpx.AsyncClient, topic: str) -> None:
        answer = await client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad", "topic": topic})
        assert answer.status_code == 201
        assert topic not in [choice["id"] for choice in answer.json()["messages"][1]["choices"]]

    async def test_can_be_tapped(self, client: httpx.AsyncClient) -> None:
        begun = (await client.post("/api/v1/conversations", json={"gemeente": "voorbeeldstad", "topic": "hoogbegaafd"})).json()
        assert begun["messages"][1]["choices"][0] == {"id": "onderwerp:hoogbegaafd", "label": "Hoogbegaafd"}
        said = {"choice": "onderwerp:hoogbegaafd", "clientMessageId": "m1"}
        answer = await client.post(
            f"/api/v1/conversations/{begun['id']}/messages", json=said, headers={"Authorization": f"Bearer {begun['token']}"}
        )
        assert answer.status_code == 200


class TestTheme:
    def test_colours_for_light_only_the_accent_always(self) -> None:
        theme = {"--wegwijs-accent-color": "#123456", "--wegwijs-color": "#111111", "--wegwijs-border-radius": "8px"}
        always, light = theme_of(make_profile(theme=theme)).split("@media (prefers-color-scheme: light)")
        assert "--wegwijs-accent-color: #123456;" in always and "--wegwijs-border-radius: 8px;" in always
        assert "--wegwijs-color: #111111;" in light and "--wegwijs-color" not in always

    async def test_is_served(self, embedded: httpx.AsyncClient) -> None:
        answer = await embedded.get("/chat/voorbeeldstad/theme.css")
        assert answer.headers["Content-Type"].startswith("text/css")
        assert "--wegwijs-accent-color: #1f5f8b;" in answer.text
        assert '<link rel="stylesheet" href="/chat/voorbeeldstad/theme.css">' in (await embedded.get("/chat/voorbeeldstad")).text


class TestFrame:
    @pytest.mark.parametrize("path", ["/chat/voorbeeldstad", "/chat/voorbeeldstad/venster"])
    async def test_the_chat_may_stand_on_the_sites_that_we_know(self, embedded: httpx.AsyncClient, path: str) -> None:
        assert ancestors(await embedded.get(path)) == f"frame-ancestors 'self' {SITE}"

    @pytest.mark.parametrize("path", ["/", "/beheer/", "/api/v1/gemeenten/voorbeeldstad"])
    async def test_nothing_else_may(self, embedded: httpx.AsyncClient, path: str) -> None:
        assert ancestors(await embedded.get(path)) == "frame-ancestors 'none'"

    async def test_on_another_site_the_component_stands_in_for_the_forms(self, embedded: httpx.AsyncClient) -> None:
        headers = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}
        answer = await embedded.get("/chat/voorbeeldstad", headers=headers)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/chat/voorbeeldstad/venster")
        assert (await embedded.get("/chat/voorbeeldstad", headers={**headers, "Sec-Fetch-Site": "same-site"})).status_code == 200

    async def test_holds_the_component_and_a_way_out(self, embedded: httpx.AsyncClient) -> None:
        text = (await embedded.get("/chat/voorbeeldstad/venster")).text
        assert '<wegwijs-chat gemeente="voorbeeldstad" inline' in text
        assert 'href="/chat/voorbeeldstad" target="_blank"' in text
