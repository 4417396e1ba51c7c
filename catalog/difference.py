"""Two texts of one document side by side: what changed, and how to bring the work of two editors together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from catalog.filled import label, words
from catalog.forms import TYPED, Body, Flat, Form, flatten, nest

Side = Literal["theirs", "mine"]
ONLY_SAME = "(geen andere regels)"
SET_ELSEWHERE = ("id", "status", "chat.on", "chat.reason", "chat.message")


@dataclass(frozen=True)
class Change:
    """One field that differs. `before` and `after` as people read them; empty text when there was nothing."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Choice:
    """One field in which somebody else's text differs from mine. `suggested`: the side that changed it, None when both did."""

    field: str
    label: str
    theirs: str
    mine: str
    suggested: Side | None


def _differing(form: Form, one: Flat, other: Flat) -> list[str]:
    """In the order of the form, then by name."""
    order = {path: number for number, path in enumerate(form.fields)}
    paths = {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}
    return sorted(paths, key=lambda path: (order.get(path, len(order)), path))


def _side_by_side(form: Form, path: str, one: Any, other: Any) -> tuple[str, str]:
    """Two values as people read them; of rows only those that differ."""
    field = form.fields.get(path)
    if field is None or field.control != "rows" or not (one and other):
        return words(form, path, one), words(form, path, other)
    first, second = ([row for row in mine if row not in theirs] for mine, theirs in ((one, other), (other, one)))
    if not first and not second:
        return words(form, path, one), words(form, path, other)
    return words(form, path, first) or ONLY_SAME, words(form, path, second) or ONLY_SAME


def difference(form: Form, old: Body, new: Body) -> list[Change]:
    """What changed from `old` to `new`."""
    before, after = flatten(old), flatten(new)
    return [
        Change(path, label(form, path), *_side_by_side(form, path, before.get(path), after.get(path)))
        for path in _differing(form, before, after)
        if path != "id"
    ]


def choices(form: Form, base: Body, theirs: Body, mine: Body) -> list[Choice]:
    """The fields to choose between; `base` is the text from which I began. Empty when there is nothing to choose."""
    began, other, own = flatten(base), flatten(theirs), flatten(mine)
    return [
        Choice(
            path,
            label(form, path),
            *_side_by_side(form, path, other.get(path), own.get(path)),
            _suggested(began, other, own, path),
        )
        for path in _differing(form, other, own)
        if path not in SET_ELSEWHERE
    ]


def _suggested(base: Flat, theirs: Flat, mine: Flat, path: str) -> Side | None:
    if mine.get(path) == base.get(path):
        return "theirs"
    return "mine" if theirs.get(path) == base.get(path) else None


def merged(theirs: Body, mine: Body, chosen: Mapping[str, Side]) -> Body:
    """My text with the fields for which theirs was chosen."""
    other, own = flatten(theirs), flatten(mine)
    typed = dict(mine.get(TYPED, {}))
    for path, side in chosen.items():
        if side == "theirs":
            own.pop(path, None)
            typed.pop(path, None)
            own |= {path: other[path]} if path in other else {}
            typed |= {path: other[path]} if path in theirs.get(TYPED, {}) else {}
    return nest({path: value for path, value in own.items() if path not in typed}) | ({TYPED: typed} if typed else {})
