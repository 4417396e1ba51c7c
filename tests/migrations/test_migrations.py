"""The tables on both databases: from nothing, from the first version with data, back again, and equal to what the models say."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from alembic import autogenerate, command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, column, func, insert, select, table, text

import access.models  # noqa: F401
import catalog.models  # noqa: F401
from catalog import repository
from chat.models import Conversation, Feedback, Message, Turn
from kit import clock
from kit.database import Base, Database
from tests.catalog.factory import make_offer, make_profile, make_tip
from tests.databases import migrate, migrations

FIRST = "0001"
MOMENT = clock.now().replace(microsecond=0)
OF_ANOTHER_ENCODER = bytes(512 * 4)
DOCUMENTS: list[repository.Document] = [make_offer("slaapcursus"), make_tip(), make_profile()]
ROWS: dict[str, list[dict[str, Any]]] = {
    "catalogue_state": [{"id": 1, "version": 7, "loaded_at": MOMENT}],
    "catalogue_documents": [
        {
            "kind": repository.kind_of(document),
            "id": document.id,
            "body": document.model_dump(mode="json"),
            "vector": OF_ANOTHER_ENCODER if repository.kind_of(document) == "offer" else None,
            "text_hash": "a" * 64,
            "version": 7,
            "updated_at": MOMENT,
        }
        for document in DOCUMENTS
    ],
    "conversations": [
        {
            "id": "c1",
            "token_hash": "t" * 64,
            "sender_hash": None,
            "gemeente": "voorbeeldstad",
            "language": "nl",
            "state": {"topic": "slapen", "wijk": "Vóór de “brug”"},
            "worries": [["zorg", "geldzorgen"]],
            "created_at": MOMENT,
            "expires_at": MOMENT,
        }
    ],
    "turns": [{"conversation_id": "c1", "client_message_id": "m1", "answered_at": None}],
    "messages": [
        {"conversation_id": "c1", "turn_id": 1, "sender": "user", "body": {"type": "text", "text": "😴 slaapt niet"}, "at": MOMENT}
    ],
    "feedback": [{"gemeente": "voorbeeldstad", "topic": "slapen", "helpful": False, "reason": "te ver", "at": MOMENT}],
}


def on(url: str, work: Callable[[Connection], Any]) -> Any:
    """What `work` says about the database, in one transaction."""

    async def run() -> Any:
        database = Database(url)
        async with database.engine.begin() as connection:
            found = await connection.run_sync(work)
        await database.close()
        return found

    return asyncio.run(run())


def tables(connection: Connection) -> set[str]:
    found = MetaData()
    found.reflect(connection)
    return set(found.tables) - {"alembic_version"}


def differences(connection: Connection) -> list[Any]:
    """As `alembic check`: what a migration would still have to do."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(autogenerate.compare_metadata(context, Base.metadata))


def fill(connection: Connection) -> None:
    """With the columns that there were then, not as the models are now."""
    for name, rows in ROWS.items():
        types = Base.metadata.tables[name].c
        connection.execute(insert(table(name, *(column(known, types[known].type) for known in rows[0]))), rows)


def counts(connection: Connection) -> dict[str, int]:
    return {name: connection.scalar(select(func.count()).select_from(text(name))) or 0 for name in ROWS}


def test_one_line_of_versions() -> None:
    script = ScriptDirectory.from_config(migrations("sqlite://"))
    assert len(script.get_heads()) == 1
    assert [version.revision for version in script.walk_revisions()][-1] == FIRST


def test_from_nothing(empty_database_url: str) -> None:
    migrate(empty_database_url)
    assert on(empty_database_url, differences) == []
    assert on(empty_database_url, tables) == set(Base.metadata.tables)


def test_a_second_time_changes_nothing(empty_database_url: str) -> None:
    migrate(empty_database_url)
    migrate(empty_database_url)
    assert on(empty_database_url, differences) == []


class TestFromTheFirstVersionWithData:
    @pytest.fixture
    def url(self, empty_database_url: str) -> str:
        migrate(empty_database_url, FIRST)
        on(empty_database_url, fill)
        migrate(empty_database_url)
        return empty_database_url

    def test_everything_is_there(self, url: str) -> None:
        assert on(url, differences) == []
        assert on(url, counts) == {name: len(rows) for name, rows in ROWS.items()}

    async def test_and_is_read_as_it_was_written(self, url: str) -> None:
        database = Database(url)
        async with database.session() as session:
            documents = await repository.load(session)
            conversation = await session.get_one(Conversation, "c1")
            message = await session.get_one(Message, 1)
            feedback = await session.get_one(Feedback, 1)
        await database.close()
        assert (documents.version, documents.refused) == (7, [])
        assert [*documents.offers, *documents.tips, *documents.profiles] == DOCUMENTS
        assert conversation.state["wijk"] == "Vóór de “brug”" and conversation.expires_at == MOMENT
        assert message.body["text"] == "😴 slaapt niet" and message.at == MOMENT
        assert feedback.helpful is False

    async def test_and_new_rows_get_new_numbers(self, url: str) -> None:
        database = Database(url)
        async with database.session() as session:
            turn = Turn(conversation_id="c1", client_message_id="m2")
            session.add(turn)
            await session.flush()
            assert turn.id == 2
        await database.close()

    def test_down_again_keeps_what_the_first_version_had(self, url: str) -> None:
        command.downgrade(migrations(url), FIRST)
        assert on(url, tables) == set(ROWS)
        assert on(url, counts) == {name: len(rows) for name, rows in ROWS.items()}


def test_all_the_way_down(empty_database_url: str) -> None:
    migrate(empty_database_url)
    command.downgrade(migrations(empty_database_url), "base")
    assert on(empty_database_url, tables) == set()
