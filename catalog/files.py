"""Content as YAML. What is wrong is told with file, line, field and reason, and left out; everything that is good stays."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from catalog.profile_form import lacking
from catalog.schemas import PRIVATE, Content, Offer, Profile, Tip

Level = Literal["fout", "let op"]
Model = TypeVar("Model", Offer, Tip, Profile)
Keys = tuple[int | str, ...]
WHOLE = "(geheel)"
FOLDERS: dict[str, type[Offer] | type[Tip] | type[Profile]] = {"gemeenten": Profile, "offers": Offer, "tips": Tip}
REASONS: dict[str, str] = {
    "missing": "dit veld ontbreekt",
    "extra_forbidden": "dit veld bestaat niet; kijk of het een typefout is",
    "enum": "kies uit {expected}",
    "literal_error": "kies uit {expected}",
    "string_pattern_mismatch": "de vorm klopt niet; verwacht wordt {pattern}",
    "string_too_short": "dit mag niet leeg zijn",
    "string_too_long": "dit is te lang; hooguit {max_length} tekens",
    "string_type": "dit moet tekst zijn; zet er aanhalingstekens om",
    "bool_type": "dit moet true of false zijn",
    "bool_parsing": "dit moet true of false zijn",
    "float_type": "dit moet een getal zijn",
    "float_parsing": "dit moet een getal zijn",
    "int_type": "dit moet een heel getal zijn",
    "int_parsing": "dit moet een heel getal zijn",
    "greater_than_equal": "dit moet {ge} of meer zijn",
    "less_than_equal": "dit moet {le} of minder zijn",
    "list_type": "dit moet een lijst zijn",
    "dict_type": "dit moeten velden met waarden zijn",
    "model_type": "dit moeten velden met waarden zijn",
    "model_attributes_type": "dit moeten velden met waarden zijn",
    "too_short": "hier moeten er minstens {min_length} staan",
    "too_long": "hier mogen er hooguit {max_length} staan",
    "date_type": "dit moet een datum zijn, zoals 2026-11-22",
    "date_parsing": "dit moet een datum zijn, zoals 2026-11-22",
    "date_from_datetime_parsing": "dit moet een datum zijn, zoals 2026-11-22",
    "time_type": 'dit moet een tijd zijn, zoals "08:30"',
    "time_parsing": 'dit moet een tijd zijn, zoals "08:30"',
    "url_type": "dit moet een webadres zijn, met https://",
    "url_parsing": "dit moet een webadres zijn, met https://",
    "url_scheme": "dit moet een webadres zijn, met https://",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong (`fout`) or asks for attention (`let op`)."""

    file: str
    line: int
    field: str
    reason: str
    level: Level = "fout"

    def __str__(self) -> str:
        return f"{self.level}: {self.file}, regel {self.line}, {self.field}: {self.reason}"


@dataclass
class Folder:
    """What was read: the good documents, and the problems of the others."""

    offers: list[Offer] = field(default_factory=list)
    tips: list[Tip] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == "fout"]

    @property
    def documents(self) -> list[Offer | Tip | Profile]:
        return [*self.offers, *self.tips, *self.profiles]

    def add(self, document: Content, file: str, line: int) -> None:
        kind, name = type(document).__name__, str(getattr(document, "id", ""))
        if (kind, name) in self.places:
            other, at = self.places[kind, name]
            self.problems.append(Problem(file, line, f"{name}, veld id", f"dit id bestaat al in {other}, regel {at}"))
            return
        self.places[kind, name] = (file, line)
        lists: dict[type[Content], list[Any]] = {Offer: self.offers, Tip: self.tips, Profile: self.profiles}
        lists[type(document)].append(document)


def read(root: Path, today: date | None = None) -> Folder:
    """Reads `gemeenten`, `offers` and `tips` under `root`. With `today` it also looks at what grows old or is not finished."""
    found = Folder()
    for name, model in FOLDERS.items():
        for path in sorted((root / name).rglob("*.yml")):
            _read_file(found, path, path.relative_to(root).as_posix(), model)
    _look_at_places(found)
    if today:
        _look_at_dates(found, today)
    return found


def read_text(text: str, model: type[Offer] | type[Tip] | type[Profile], file: str = "bestand") -> Folder:
    """The same for one text. Of profiles it may be one, or a list."""
    found = Folder()
    _read_text(found, text, file, model)
    return found


def _read_file(found: Folder, path: Path, file: str, model: type[Offer] | type[Tip] | type[Profile]) -> None:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        found.problems.append(_unreadable(file, error))
        return
    _read_text(found, text, file, model)


def _read_text(found: Folder, text: str, file: str, model: type[Offer] | type[Tip] | type[Profile]) -> None:
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        found.problems.append(_unreadable(file, error))
        return
    if node is None:
        return
    for item in _items(found, node, file, model):
        _read_item(found, loader, item, file, model)


def _unreadable(file: str, error: Exception) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return Problem(
            file, error.problem_mark.line + 1, WHOLE, f"dit is geen goede YAML ({error.problem}); kijk naar inspringen en aanhalingstekens"
        )
    return Problem(file, 1, WHOLE, "dit bestand is niet te lezen; bewaar het als UTF-8")


def _items(found: Folder, node: yaml.Node, file: str, model: type[Content]) -> Sequence[yaml.Node]:
    if model is Profile and not isinstance(node, yaml.SequenceNode):
        return [node]
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    found.problems.append(Problem(file, _line(node), WHOLE, "hier hoort een lijst te staan: elk stuk begint met een streepje"))
    return []


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _read_item(found: Folder, loader: yaml.SafeLoader, node: yaml.Node, file: str, model: type[Content]) -> None:
    doubled = list(_doubled(node, ()))
    for keys, at in doubled:
        found.problems.append(Problem(file, at, _field(node, keys), "dit veld staat er twee keer"))
    if doubled:
        return
    try:
        document = model.model_validate(loader.construct_document(node))
    except ValidationError as error:
        found.problems.extend(_problem(file, node, one) for one in _main_errors(error))
    except (yaml.YAMLError, ValueError) as error:
        found.problems.append(Problem(file, _line(node), _field(node, ()), f"een waarde is niet te lezen ({error})".replace("\n", " ")))
    else:
        found.add(document, file, _line(node))


def _doubled(node: yaml.Node, keys: Keys) -> Iterator[tuple[Keys, int]]:
    if isinstance(node, yaml.SequenceNode):
        for number, part in enumerate(node.value):
            yield from _doubled(part, (*keys, number))
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield (*keys, str(key.value)), _line(key)
            seen.add(str(key.value))
            yield from _doubled(value, (*keys, str(key.value)))


def _main_errors(error: ValidationError) -> list[ErrorDetails]:
    """One a field: a union reports each of its members, of which a parent of YAML needs the first."""
    by_place: dict[Keys, ErrorDetails] = {}
    for one in error.errors(include_url=False):
        by_place.setdefault(tuple(key for key in one["loc"] if not _member(key)), one)
    return list(by_place.values())


def _member(key: int | str) -> bool:
    """Whether this step of an error's place is a member of a union and no field: `url`, `literal['algemeen','voorbeeld']`."""
    return isinstance(key, str) and ("[" in key or key.startswith("function-"))


def _walk(node: yaml.Node, keys: Keys) -> tuple[yaml.Node, Keys]:
    """The node of the deepest key that stands in the file, and the keys that led there."""
    walked: list[int | str] = []
    for key in keys:
        nearer = _child(node, key)
        if nearer is None:
            break
        node = nearer
        walked.append(key)
    return node, tuple(walked)


def _child(node: yaml.Node, key: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if str(name.value) == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        found: yaml.Node = node.value[key]
        return found
    return None


def _field(node: yaml.Node, keys: Keys) -> str:
    name = _child(node, "id")
    whose = str(name.value) if isinstance(name, yaml.ScalarNode) else "zonder id"
    return f"{whose}, veld {'.'.join(map(str, keys))}" if keys else whose


def _problem(file: str, item: yaml.Node, error: ErrorDetails) -> Problem:
    node, walked = _walk(item, error["loc"])
    keys = (*walked, *error["loc"][-1:]) if error["type"] == "missing" else walked
    return Problem(file, _line(node), _field(item, keys), _reason(error))


def _reason(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ")
    text = REASONS.get(error["type"], "dit klopt niet ({message})")
    told = {name: f"{value:g}" if isinstance(value, float) else value for name, value in error.get("ctx", {}).items()}
    return text.format(**{"message": error["msg"], **told}).replace("\n", " ").replace(" or ", " of ")


def _warn(found: Folder, document: Offer | Tip | Profile, where: str, reason: str) -> None:
    file, line = found.places[type(document).__name__, document.id]
    found.problems.append(Problem(file, line, f"{document.id}, veld {where}", reason, "let op"))


def _look_at_places(found: Folder) -> None:
    """Names of places that no profile knows: an offer there is found by nobody."""
    profiles = {profile.id: profile for profile in found.profiles}
    for offer in found.offers:
        for gemeente in offer.places.gemeenten:
            if gemeente not in profiles:
                _warn(found, offer, "places.gemeenten", f"er is geen profiel van {gemeente}")
        known = {wijk.name for name in offer.places.gemeenten if name in profiles for wijk in profiles[name].wijken}
        for wijk in offer.places.wijken:
            if known and wijk not in known:
                _warn(found, offer, "places.wijken", f"de wijk {wijk} staat niet in het profiel")


def _look_at_dates(found: Folder, today: date) -> None:
    for offer in found.offers:
        if offer.status == "gepubliceerd" and offer.check_again < today:
            _warn(found, offer, "check_again", f"dit had op {offer.check_again} opnieuw nagekeken moeten zijn")
    for profile in found.profiles:
        if profile.status == "concept":
            reasons = " ".join(problem.reason for problem in lacking(profile))
            _warn(found, profile, "status", f"dit profiel is nog een concept. {reasons}".strip())


def write(root: Path, documents: Sequence[Offer | Tip | Profile]) -> int:
    """The same content as YAML files under `root`: offers by place, tips by topic, a file a profile. Gives the number of files."""
    files: dict[Path, Any] = {}
    for document in sorted(documents, key=lambda one: one.id):
        path = root / _path(document)
        files[path] = plain(document) if isinstance(document, Profile) else [*files.get(path, []), plain(document)]
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
    return len(files)


def _path(document: Offer | Tip | Profile) -> str:
    match document:
        case Profile():
            return f"gemeenten/{document.id}.yml"
        case Tip():
            return f"tips/{document.topic}.yml"
        case Offer(places=places) if places.gemeenten:
            return f"offers/{places.gemeenten[0]}.yml"
        case Offer():
            return f"offers/landelijk/{document.kind}.yml"


def plain(document: Content) -> dict[str, Any]:
    """As it stands in YAML: without what speaks for itself."""
    return document.model_dump(mode="json", exclude_defaults=True, exclude=PRIVATE)


def problem_lines(found: Folder, show: Callable[[str], None]) -> int:
    """Shows every problem, errors first, and gives the exit code."""
    for problem in sorted(found.problems, key=lambda one: (one.level, one.file, one.line)):
        show(str(problem))
    return 1 if found.errors else 0
