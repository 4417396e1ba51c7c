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
import catalog.open_data.endpoints
import catalog.pages
import chat.endpoints
import chat.pages
import privacy
from access.service import Access
from catalog.search import Live
from chat.rasa_client import RasaClient
from chat.retention import keep_clean
from chat.service import ChatService
from chat.steps.limits import Rate
from chat.turn import Tools
from kit import embedding, logs
from kit.database import Database
from pages import errors
from pages.headers import API_VERSION, SecurityHeaders
from safety import Assessor
from settings import Settings

ROOT = Path(__file__).resolve().parent


def prepare(tools: Tools) -> None:
    """What the first parent should not wait for: the name lists and the sentence encoder. The page is there meanwhile."""
    privacy.load()
    tools.assessor.assess("hallo")


async def names(catalogue: Live) -> dict[str, str]:
    """Id and name of every gemeente with a profile."""
    return {profile.id: profile.name for profile in (await catalogue.current()).profiles.values()}


def create_app(settings: Settings, rasa: RasaClient | None = None) -> FastAPI:
    """A server with its own database and bot client; nothing is opened before it starts."""
    bot = rasa or RasaClient(settings.rasa_url, settings.gemeente)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(settings.database_url)
        tools = Tools(settings, Assessor(embedding.encode), bot, Live(database), Rate(), database)
        app.state.tools, app.state.chat = tools, ChatService(database, tools)
        app.state.access = Access(database, settings, lambda: names(tools.catalogue))
        preparing = asyncio.create_task(asyncio.to_thread(prepare, tools))
        bot.start_watching()
        cleaners = [asyncio.create_task(clean) for clean in (keep_clean(database), access.retention.keep_clean(database, settings))]
        yield
        await preparing
        for cleaner in cleaners:
            cleaner.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await cleaner
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
    access.door.install(app, catalog.pages.router, catalog.exchange.pages.router)
    catalog.open_data.endpoints.install(app, lambda request: request.app.state.tools.database)
    app.add_middleware(SecurityHeaders)
    errors.install(app)
    app.include_router(chat.endpoints.api)
    app.include_router(chat.endpoints.rest)
    app.include_router(chat.pages.router)
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
