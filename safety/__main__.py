"""`python -m safety check [JJJJ-MM-DD] | table | train | try "een zin"`."""

import sys
from datetime import date

from safety.assess import Assessor
from safety.classifier.features import Encode
from safety.overview import write
from safety.reviews import overdue_reviews


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _encoder() -> Encode:
    from encoder import Encoder  # a second of loading that `check` does not need

    return Encoder()


def check(today: date) -> int:
    """Names what is past its review term; 1 when there is any."""
    overdue = overdue_reviews(today)
    for item in overdue:
        _say(str(item))
    return 1 if overdue else 0


def table() -> int:
    write()
    return 0


def train() -> int:
    from encoder import held_out
    from safety.classifier.train import main  # scikit-learn is a development tool

    main(_encoder(), held_out, _say)
    return 0


def attempt(text: str) -> int:
    found = Assessor(_encoder()).assess(text)
    _say(f"{found.level} {found.category} schrijver={found.speaker} redenen={', '.join(found.reasons)}")
    return 0


def run(arguments: list[str]) -> int:
    match arguments:
        case ["check"]:
            return check(date.today())  # noqa: DTZ011 - a day off at midnight does not matter
        case ["check", day]:
            return check(date.fromisoformat(day))
        case ["table"]:
            return table()
        case ["train"]:
            return train()
        case ["try", text]:
            return attempt(text)
        case _:
            _say(__doc__ or "")
            return 2


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
