"""`python -m bot.quiet_rasa run ...` is `rasa run ...` with logs that hold no words of a parent.

Rasa's own log of an error prints the text of the message and every local variable of every frame. Here an error is its kind and the places it
passed through, and an event is its name: enough to find the line, and nothing that anybody typed.
"""

import logging
import sys
from typing import Any, Dict, Optional

import structlog
from rasa.utils import log_utils

PLACES = 12
configure_as_rasa_does = log_utils.configure_structlog


def places(error: Optional[BaseException]) -> str:
    """Kind and places of an error and of what caused it, without their messages: a message may quote what was typed."""
    told = []
    while error is not None and len(told) < PLACES:
        frame, where = error.__traceback__, []
        while frame is not None:
            where.append("%s:%s" % (frame.tb_frame.f_code.co_filename, frame.tb_lineno))
            frame = frame.tb_next
        told.append("%s at %s" % (type(error).__name__, " > ".join(where[-PLACES:])))
        error = error.__cause__ or error.__context__
    return " because of ".join(told)


def only_facts(_logger: Any, _method: str, event: Dict[str, Any]) -> Dict[str, Any]:
    """The name of an event, its level, and where it went wrong; every other value may hold words."""
    error = event.get("exc_info")
    error = sys.exc_info()[1] if error is True else error[1] if isinstance(error, tuple) else error
    facts = {name: event[name] for name in ("event", "level") if name in event}
    return dict(facts, error=places(error)) if isinstance(error, BaseException) else facts


def configure(log_level: Optional[int] = None) -> None:
    configure_as_rasa_does(log_level)
    quiet = [structlog.stdlib.filter_by_level, structlog.processors.add_log_level, structlog.dev.set_exc_info, only_facts]
    structlog.configure(processors=[*quiet, structlog.processors.JSONRenderer()])


def main() -> None:
    logging.Formatter.formatException = lambda self, exc_info: places(exc_info[1])  # type: ignore[method-assign,assignment]
    sys.excepthook = lambda _kind, error, _trace: logging.getLogger("rasa").critical(places(error))  # noqa: TID251 - not ours to import
    log_utils.configure_structlog = configure
    from rasa.__main__ import main as rasa_main  # takes the configuration above when it is loaded

    rasa_main()


if __name__ == "__main__":
    main()
