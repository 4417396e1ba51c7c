"""What a site of a gemeente takes from us besides the widget's own files: its script with the profile in it, its colours, and the chat as a frame."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from catalog.search import Profile
from chat.endpoints import Chat
from chat.service import decided
from kit.errors import Unavailable
from pages.shell import ROOT, render

router = APIRouter(include_in_schema=False)
TOPIC_AT_MOST = 80
LOADER = ROOT / "widget" / "dist" / "wegwijs-chat.js"
ACCENT = {
    *("--wegwijs-accent-color", "--wegwijs-accent-contrast-color"),
    *("--utrecht-button-primary-action-background-color", "--utrecht-button-primary-action-color"),
    *("--nl-button-primary-background-color", "--nl-button-primary-color"),
}
FIVE_MINUTES = {"Cache-Control": "public, max-age=300"}
FOR_ANY_SITE = {**FIVE_MINUTES, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def _as_script(value: dict[str, Any]) -> str:
    """JSON that is also JavaScript, wherever the script is put."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")


def script_of(profile: Profile, loader: str) -> str:
    """The loader, and what the gemeente decided, so that the page asks nothing else before the first click."""
    known = {"id": profile.id, **decided(profile), "theme": profile.theme}
    known.pop("message", None)
    return f'{loader.rstrip()}customElements.get("wegwijs-chat")?.learn({_as_script(known)})\n'


def theme_of(profile: Profile) -> str:
    """The house style for our own pages. Its colours are made for light; who set dark gets our own dark ones around the accent.

    The catalogue takes in values only that cannot end a rule.
    """
    light = [name for name in profile.theme if name.endswith("-color") and name not in ACCENT]
    always = [name for name in profile.theme if name not in light]
    return f":root {{{_tokens(profile, always)}}}\n@media (prefers-color-scheme: light) {{ :root {{{_tokens(profile, light)}}} }}\n"


def _tokens(profile: Profile, names: list[str]) -> str:
    return "".join(f" {name}: {profile.theme[name]};\n" for name in names)


def opening_topic(request: Request) -> str:
    """What the address says that the page was about from which the parent came; empty when it says nothing."""
    return request.query_params.get("onderwerp", "")[:TOPIC_AT_MOST]


@router.get("/embed/{gemeente}.js")
async def script(gemeente: str, chat: Chat) -> Response:
    if not LOADER.exists():
        raise Unavailable("De chat is op deze server nog niet gebouwd.")
    return Response(script_of(await chat.profile(gemeente), LOADER.read_text("utf-8")), media_type="text/javascript", headers=FOR_ANY_SITE)


@router.get("/chat/{gemeente}/theme.css")
async def theme(gemeente: str, chat: Chat) -> Response:
    return Response(theme_of(await chat.profile(gemeente)), media_type="text/css", headers=FIVE_MINUTES)


@router.get("/chat/{gemeente}/venster")
async def framed(request: Request, gemeente: str, chat: Chat) -> Response:
    """The component alone, to stand in an iframe; which sites may do so: see pages/headers.py."""
    return render(request, "framed.html", profile=await chat.profile(gemeente), topic=opening_topic(request))
