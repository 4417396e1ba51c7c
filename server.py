"""The server of Wegwijs: one line per door. `python server.py` serves it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles

import access.door
import access.retention
import catalog.exchange.pages
import catalog.leads_pages
import catalog.open_data.endpoints
import catalog.pages
import catalog.upkeep.pages
import catalog.upkeep.provider_pages
import chat.embedding
import chat.endpoints
import chat.handoff_pages
import chat.pages
import handoff.admin_pages
import handoff.endpoints
import handoff.figure_pages
import handoff.live_pages
import handoff.mail
import handoff.pages
import handoff.parent_pages
import handoff.retention
import insights.pages
import privacy
from access.seal import Seal
from access.service import Access
from catalog.search import Live
from catalog.upkeep.mail import Post
from catalog.upkeep.providers import Providers
from catalog.upkeep.rounds import Upkeep, keep_true
from chat.handover import HandOver
from chat.live_talk import LiveTalk
from chat.rasa_client import RasaClient
from chat.retention import keep_clean
from chat.service import ChatService
from chat.steps.limits import Rate
from chat.turn import Tools
from handoff import klantinteracties
from handoff.klantinteracties import CHANNEL
from handoff.live_service import LiveChats
from handoff.open_klant import OpenKlant
from handoff.outbox import keep_sending
from handoff.service import Handoffs
from kit import embedding, logs
from kit.database import Database
from pages import errors
from pages.headers import API_VERSION, SecurityHeaders
from privacy.vault import Vault
from safety import Assessor
from safety.reviews import overdue_reviews
from settings import Settings

ROOT = Path(__file__).resolve().parent


def prepare(tools: Tools) -> None:
    """What the first parent should not wait for: the name lists and the sentence encoder. The page is there meanwhile."""
    privacy.load()
    tools.assessor.assess("hallo")


async def names(catalogue: Live) -> dict[str, str]:
    """Id and name of every gemeente with a profile."""
    return {profile.id: profile.name for profile in (await catalogue.current()).profiles.values()}


def upkeep(database: Database, settings: Settings) -> Upkeep:
    """What keeps the catalogue true by itself. The catalogue knows nothing of safety, so what is overdue there is handed to it."""
    post = Post(settings.smtp_host, settings.smtp_port, settings.mail_from, settings.address, settings.offer_late, overdue_reviews)
    return Upkeep(database, post, Providers(database, Seal(settings.var / "providers.key")), settings.check_links)


def create_app(settings: Settings, rasa: RasaClient | None = None) -> FastAPI:
    """A server with its own database and bot client; nothing is opened before it starts."""
    bot = rasa or RasaClient(settings.rasa_url, settings.gemeente)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(settings.database_url)
        catalogue = Live(database, late=settings.offer_late)
        app.state.live = live = LiveChats(database, catalogue, LiveTalk(catalogue))
        tools = Tools(settings, Assessor(embedding.encode), bot, catalogue, Rate(), database, live)
        app.state.handoffs = handoffs = Handoffs(database, settings, Vault(settings.var / "handoff.keys"), tools.catalogue)
        app.state.tools, app.state.chat = tools, ChatService(database, tools, handoffs)
        app.state.hand_over = HandOver(app.state.chat, handoffs, tools)
        app.state.access = Access(database, settings, lambda: names(tools.catalogue))
        senders = {"mail": handoff.mail.sender(settings, tools.catalogue, database)} if settings.smtp_host else {}
        open_klant = OpenKlant(settings) if settings.klantinteracties_url else None
        if open_klant:
            senders[CHANNEL] = klantinteracties.sender(settings, tools.catalogue, database, handoffs.vault, open_klant)
        app.state.upkeep = upkeep(database, settings)
        preparing = asyncio.create_task(asyncio.to_thread(prepare, tools))
        bot.start_watching()
        running = [keep_clean(database), access.retention.keep_clean(database, settings), handoff.retention.keep_clean(database)]
        running += [keep_sending(database, senders), live.keep_watch(), keep_true(app.state.upkeep)]
        running += [klantinteracties.keep_following(database, open_klant)] if open_klant else []
        cleaners = [asyncio.create_task(one) for one in running]
        yield
        await preparing
        for cleaner in cleaners:
            cleaner.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await cleaner
        if open_klant:
            await open_klant.close()
        await bot.close()
        await database.close()

    app = FastAPI(
        title="Wegwijs", version=API_VERSION, lifespan=lifespan, openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None
    )
    app.state.settings = settings
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
    )
    access.door.install(
        app,
        catalog.pages.router,
        catalog.exchange.pages.router,
        catalog.upkeep.pages.router,
        catalog.leads_pages.router,
        insights.pages.router,
        handoff.figure_pages.router,
        handoff.pages.router,
        handoff.admin_pages.router,
        handoff.live_pages.router,
    )
    catalog.open_data.endpoints.install(app, lambda request: request.app.state.tools.database)
    app.add_middleware(SecurityHeaders, sites=settings.allowed_origins)
    errors.install(app)
    app.include_router(chat.endpoints.api)
    app.include_router(chat.endpoints.rest)
    app.include_router(chat.pages.router)
    app.include_router(chat.embedding.router)
    app.include_router(catalog.upkeep.provider_pages.router)
    app.include_router(chat.handoff_pages.router)
    app.include_router(handoff.endpoints.api)
    app.include_router(handoff.parent_pages.router)
    app.mount("/static", StaticFiles(directory=ROOT / "pages" / "static"))
    app.mount("/widget", StaticFiles(directory=ROOT / "widget" / "dist", check_dir=False))
    return app


def main() -> None:
    settings = Settings()
    logs.configure()
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
