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
        (),
        description="Sites of gemeenten that may call the chat API from their pages and show the chat in a frame, as JSON list of origins.",
    )
    bot_timeout_seconds: float = Field(
        8, ge=0.01, le=60, description="How long a turn waits for Rasa before the parent gets the honest answer."
    )
    conversation_lifetime: timedelta = Field(timedelta(hours=24), description="How long a conversation is kept after its last turn.")
    max_text: int = Field(1000, ge=100, le=5000, description="Longest message, in characters.")
    turns_per_minute: int = Field(20, ge=1, description="Messages that one conversation may send in a minute.")
    conversations_per_minute: int = Field(60, ge=1, description="New conversations from one address in a minute. Kept in memory only.")
    webhook_messages_per_minute: int = Field(600, ge=1, description="Messages on the REST webhook from one address in a minute.")
    smtp_host: str = Field(
        "", description="Mail server for the overview that a parent has sent to themselves, and for mail to teams. Empty: there is no mail."
    )
    smtp_port: int = Field(25, ge=1, le=65535, description="Port of the mail server.")
    mail_from: str = Field("wegwijs@localhost", description="Sender of the overview.")
    mails_per_hour: int = Field(3, ge=1, description="Overviews that one conversation may mail in an hour.")
    secure_cookies: bool = Field(
        False, description="Send the cookie of the page without JavaScript over HTTPS only. Set it wherever HTTPS is used."
    )
    handoffs_per_hour: int = Field(
        20, ge=1, description="Questions for a team from one address in an hour, with every time that a form is sent again. In memory only."
    )
    klantinteracties_url: str = Field(
        "",
        description="Open Klant of the gemeente, up to and with `/klantinteracties/api/v1`: questions for a team are posted there too. "
        "https, except on this machine. Empty: they are not.",
    )
    klantinteracties_token: str = Field("", repr=False, description="Token that Open Klant gave to Wegwijs.")
    klantinteracties_gemeenten: tuple[str, ...] = Field(
        (), description="Gemeenten whose questions go to that Open Klant, as JSON list. Empty: only the one of WEGWIJS_GEMEENTE."
    )
    klantinteracties_channel: str = Field("Chat", min_length=1, max_length=50, description="The `kanaal` of what is posted there.")
    backup_days: int = Field(14, ge=1, le=365, description="How many days `deploy/backup.py` keeps a backup.")
    spacy_pipeline: str = Field(
        "unknown", description="Name and version of the Dutch spaCy pipeline that Rasa uses; deploy/local/run.py sets it."
    )
    exit_url: str = Field("https://www.google.nl", description="Where 'Verlaat deze site snel' goes.")
    public_url: str = Field(
        "",
        description="Address under which people reach this server, without a slash at the end: in links of invitations. Empty: localhost.",
    )
    staff_idle: timedelta = Field(timedelta(minutes=30), description="After this time without a click staff must sign in again.")
    staff_session: timedelta = Field(timedelta(hours=10), description="After this time staff must sign in again, whatever they did.")
    oidc_issuer: str = Field("", description="Identity provider of the gemeente (OpenID Connect), as its discovery says it. Empty: none.")
    oidc_client_id: str = Field("", description="Name under which the identity provider knows Wegwijs.")
    oidc_client_secret: str = Field("", repr=False, description="Secret that goes with that name.")
    oidc_name: str = Field("je werkaccount", description="What staff call that account: 'Log in met ...'.")
    oidc_acr: str = Field(
        "", description="Level of certainty (acr) that the identity provider must state, such as one with two factors. Empty: any."
    )
    demo_accounts: bool = Field(
        False,
        description="Let the demo accounts of `make run` sign in, without a code. `make run` sets it where only this computer can connect.",
    )

    offer_late: timedelta = Field(
        timedelta(days=90),
        description="How long after its date to be checked again an offer may still be shown. Then it leaves the answers.",
    )
    check_links: bool = Field(
        True,
        description="Look at night whether the web addresses in the catalogue still work. Only addresses of the public internet are asked.",
    )
    open_data_requests_per_minute: int = Field(
        120, ge=1, description="Requests to the open data from one address in a minute. Kept in memory only."
    )
    open_data_licence: str = Field(
        "https://creativecommons.org/publicdomain/zero/1.0/", description="Address of the licence under which others may use the open data."
    )

    def model_post_init(self, _context: object) -> None:
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.var / 'wegwijs.db'}")

    @property
    def address(self) -> str:
        """Begin of every link to ourselves, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://localhost:{self.port}"

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"
