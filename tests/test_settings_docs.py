"""docs/settings.md names every setting as it is. `PYTHONPATH=. python tests/test_settings_docs.py` writes its table anew."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from settings import ROOT, Settings

PAGE = ROOT / "docs" / "settings.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->"
TYPES: dict[Any, str] = {
    str: "text",
    int: "number",
    float: "number",
    bool: "yes or no",
    Path: "folder",
    timedelta: "duration",
    tuple[str, ...]: "list",
}


def shown(value: Any) -> str:
    """A value as one writes it in the environment; paths inside the project without the place of this clone."""
    if isinstance(value, Path):
        value = value.relative_to(ROOT).as_posix()
    elif isinstance(value, timedelta):
        value = TypeAdapter(timedelta).dump_python(value, mode="json")
    elif not isinstance(value, str):
        value = json.dumps(value)
    return f"`{value}`" if value else "(empty)"


def kind(field: FieldInfo) -> str:
    """The type in words, with the limits that it has."""
    low = next((item.ge for item in field.metadata if hasattr(item, "ge")), None)
    high = next((item.le for item in field.metadata if hasattr(item, "le")), None)
    limits = {(True, True): f", {low} to {high}", (True, False): f", {low} or more", (False, True): f", up to {high}"}
    return TYPES[field.annotation] + limits.get((low is not None, high is not None), "")


def table() -> str:
    prefix = Settings.model_config["env_prefix"]
    rows = ["| setting | type | default | what it is for |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "**required**" if field.is_required() else shown(field.default)
        rows.append(f"| `{prefix}{name.upper()}` | {kind(field)} | {default} | {field.description} |")
    return "\n".join(rows) + "\n"


def split() -> tuple[str, str, str]:
    """The page before the table, the table, and the rest."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    inside, after = rest.split(END)
    return before + BEGIN, inside, END + after


class TestSettingsPage:
    def test_table_is_what_the_code_says(self) -> None:
        assert split()[1] == table(), "docs/settings.md is old; run PYTHONPATH=. .venv/bin/python tests/test_settings_docs.py"

    def test_every_setting_says_what_it_is_for(self) -> None:
        assert [name for name, field in Settings.model_fields.items() if not field.description] == []


if __name__ == "__main__":
    before, _, after = split()
    PAGE.write_text(before + table() + after, encoding="utf-8")
