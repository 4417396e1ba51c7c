"""Every setting of Wegwijs: its type, its default and what it is for. They come from the environment with the prefix WEGWIJS_."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """One object per process; nothing else reads the environment."""

    model_config = SettingsConfigDict(env_prefix="WEGWIJS_", frozen=True)

    host: str = Field("127.0.0.1", description="Address on which the server listens. Rasa and the actions always stay on 127.0.0.1.")
    port: int = Field(8000, ge=1, le=65535, description="Port of the server: chat, pages and API.")
    rasa_port: int = Field(5005, ge=1, le=65535, description="Port of Rasa, on 127.0.0.1.")
    actions_port: int = Field(5055, ge=1, le=65535, description="Port of the action server, on 127.0.0.1.")
    var: Path = Field(ROOT / "var", description="Folder for the database, logs and everything that is made while running.")
    database_url: str = Field(
        "", description="SQLAlchemy address, sqlite or postgresql. Empty: a SQLite file in the var folder.", validate_default=True
    )
    gemeente: str = Field("voorbeeldstad", description="Profile of the demo page, and of a message on the REST webhook that names none.")
    allowed_origins: tuple[str, ...] = Field(
        (), description="Sites of gemeenten that may call the chat API from their pages, as JSON list of origins."
    )
    bot_timeout_seconds: float = Field(
        8, ge=0.01, le=60, description="How long a turn waits for Rasa before the parent gets the honest answer."
    )
    conversation_lifetime: timedelta = Field(timedelta(hours=24), description="How long a conversation is kept after its last turn.")
    max_text: int = Field(1000, ge=100, le=5000, description="Longest message, in characters.")
    turns_per_minute: int = Field(20, ge=1, description="Messages that one conversation may send in a minute.")
    conversations_per_minute: int = Field(60, ge=1, description="New conversations from one address in a minute. Kept in memory only.")
    webhook_messages_per_minute: int = Field(600, ge=1, description="Messages on the REST webhook from one address in a minute.")
    smtp_host: str = Field("", description="Mail server for the overview that a parent has sent to themselves. Empty: there is no mail.")
    smtp_port: int = Field(25, ge=1, le=65535, description="Port of the mail server.")
    mail_from: str = Field("wegwijs@localhost", description="Sender of the overview.")
    mails_per_hour: int = Field(3, ge=1, description="Overviews that one conversation may mail in an hour.")
    secure_cookies: bool = Field(
        False, description="Send the cookie of the page without JavaScript over HTTPS only. Set it wherever HTTPS is used."
    )
    spacy_pipeline: str = Field(
        "unknown", description="Name and version of the Dutch spaCy pipeline that Rasa uses; deploy/local/run.py sets it."
    )
    exit_url: str = Field("https://www.google.nl", description="Where 'Verlaat deze site snel' goes.")

    def model_post_init(self, _context: object) -> None:
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.var / 'wegwijs.db'}")

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"
