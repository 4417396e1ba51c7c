"""Log lines are facts with ids, one JSON object a line; never the words of a parent."""

import logging
import sys
from types import TracebackType

import structlog

PLACES = 12


def places(error: BaseException | None) -> str:
    """Kind and places of an error and of what caused it, without their messages: a message may quote what was typed."""
    told: list[str] = []
    while error is not None and len(told) < PLACES:
        where, frame = [], error.__traceback__
        while frame is not None:
            where.append(f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}")
            frame = frame.tb_next
        told.append(f"{type(error).__name__} at {' > '.join(where[-PLACES:])}")
        error = error.__cause__ or error.__context__
    return " because of ".join(told)


def _format(
    _self: logging.Formatter, error: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
) -> str:
    return places(error[1])


def configure() -> None:
    """Everything to standard output as JSON; libraries only from warning on, without their request lines, and errors without their messages."""
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"), structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    logging.Formatter.formatException = _format  # type: ignore[method-assign, assignment]
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout)


def get(name: str) -> structlog.stdlib.BoundLogger:
    return structlog.get_logger(name)  # type: ignore[no-any-return]
