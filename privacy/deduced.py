"""deduce, cut down to its name rules.

Its full set takes 75 s to build, 8 s to load and 1.1 GB; its phone pattern is exponential and its repeated name extension cubic with a
recursion error. Names alone build in a second, load in a third of that, and without the repetition find the same.
"""

import importlib
import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from privacy.spans import Span

UNUSED = (
    "institutions/lst_healthcare_institution",
    "institutions/lst_hospital",
    "institutions/lst_hospital_abbr",
    "locations/lst_placename",
    "locations/lst_street",
)
PIECE = 1000


def cache_folder() -> Path:
    return Path(os.environ.get("WEGWIJS_VAR") or "var") / "privacy"


def is_prepared(folder: Path) -> bool:
    return (
        (folder / "cache" / "lookup_structs.pickle").is_file()
        and (folder / "version").is_file()
        and _version(folder) == _deduce().__version__
    )


def _version(folder: Path) -> str:
    return (folder / "version").read_text(encoding="utf-8")


def prepare(folder: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Build the look-up structures once; a finished folder is put in place in one step, so that a stopped run leaves nothing half."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".privacy-") as scratch:
        building = Path(scratch) / "lists"
        say("copying the name lists of deduce")
        _copy_lists(building)
        say("building the look-up structures (about a second)")
        _open(building)
        (building / "version").write_text(_deduce().__version__, encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        building.rename(folder)


def _copy_lists(target: Path) -> None:
    shutil.copytree(
        source_folder(), target / "src", ignore=shutil.ignore_patterns("__pycache__", "streets_bag.txt"), copy_function=shutil.copyfile
    )
    for name in UNUSED:
        shutil.rmtree(target / "src" / name)
        (target / "src" / name).mkdir()
        (target / "src" / name / "items.txt").write_text("Nergenshuizen\n", encoding="utf-8")


def source_folder() -> Path:
    return Path(str(_deduce().__file__)).parent / "data" / "lookup" / "src"


def _deduce() -> Any:
    """Importing deduce turns on debug logging of the root logger and changes the warning filters; neither may leak out."""
    root = logging.getLogger()
    guard = logging.NullHandler()
    root.addHandler(guard)
    try:
        with warnings.catch_warnings():
            return importlib.import_module("deduce")
    finally:
        root.removeHandler(guard)


def _open(folder: Path) -> Any:
    config = json.loads((Path(str(_deduce().__file__)).parent / "base_config.json").read_text(encoding="utf-8"))
    config["annotators"] = {
        name: rule for name, rule in config["annotators"].items() if rule["group"] == "names" and name != "patient_name"
    }
    config["annotators"]["name_context"]["args"]["iterative"] = False
    return _deduce().Deduce(load_base_config=False, config=config, lookup_data_path=folder, cache_path=folder)


def open_deduce() -> Callable[[str], Iterator[Span]]:
    """From the prepared folder; else prepared now, in a scratch folder where the real one cannot be written."""
    folder = cache_folder()
    if is_prepared(folder):
        return _finder(_open(folder))
    try:
        prepare(folder)
        return _finder(_open(folder))
    except OSError:
        with tempfile.TemporaryDirectory() as scratch:
            prepare(Path(scratch) / "privacy")
            return _finder(_open(Path(scratch) / "privacy"))


def _finder(deduce: Any) -> Callable[[str], Iterator[Span]]:
    def find(text: str) -> Iterator[Span]:
        for at, piece in _pieces(text):
            for found in deduce.deidentify(piece).annotations:
                yield Span(at + found.start_char, at + found.end_char, "PERSOON")

    return find


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut long text at a space, since deduce takes more than linear time."""
    at = 0
    while at < len(text):
        end = len(text) if len(text) - at <= PIECE else text.rfind(" ", at + PIECE // 2, at + PIECE) + 1 or at + PIECE
        yield at, text[at:end]
        at = end
