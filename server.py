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

import chat.endpoints
import chat.pages
import privacy
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


def create_app(settings: Settings, rasa: RasaClient | None = None) -> FastAPI:
    """A server with its own database and bot client; nothing is opened before it starts."""
    bot = rasa or RasaClient(settings.rasa_url, settings.gemeente)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(settings.database_url)
        tools = Tools(settings, Assessor(embedding.encode), bot, Live(database), Rate(), database)
        app.state.tools, app.state.chat = tools, ChatService(database, tools)
        preparing = asyncio.create_task(asyncio.to_thread(prepare, tools))
        bot.start_watching()
        cleaner = asyncio.create_task(keep_clean(database))
        yield
        await preparing
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
